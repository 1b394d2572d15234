"""The names that compiled queries may use, as the product states them."""

import functools
import tomllib
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "python" / "shirube" / "powerquery" / "whitelist.toml"


@functools.cache
def whitelist() -> frozenset[str]:
    """Return every name of the whitelist: functions, constants and types."""
    with FILE.open("rb") as file:
        stated = tomllib.load(file)
    groups = [*stated["functions"].values(), *stated["constants"].values(), stated["types"]["names"]]
    return frozenset(name for group in groups for name in group)


@functools.cache
def cultures() -> frozenset[str]:
    """Return the cultures that a conversion may name."""
    with FILE.open("rb") as file:
        return frozenset(tomllib.load(file)["cultures"])


@functools.cache
def functions() -> frozenset[str]:
    """Return the functions of the whitelist."""
    with FILE.open("rb") as file:
        return frozenset(name for group in tomllib.load(file)["functions"].values() for name in group)
