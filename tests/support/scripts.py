"""Microsoft's parser and language services of Power Query, for tests: every script the project writes passes."""

from collections.abc import Mapping
from pathlib import Path

from support.node import checks
from support.shared import shared


def syntax_errors(scripts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what the parser says of each script."""
    return _sentences(checks().ask("scripts.check", scripts=dict(scripts)))


def diagnostics(scripts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what the language services say of each script, too; needs the symbols of the standard library.

    Skips the test when ``../shared`` is absent.
    """
    symbols: Path = shared("data", "power_query", "standard-enUs.json")
    return _sentences(checks().ask("scripts.check", scripts=dict(scripts), symbols=str(symbols)))


def formatted(scripts: Mapping[str, str]) -> dict[str, str]:
    """Return each script as the formatter lays it out."""
    found: dict[str, str] = checks().ask("scripts.format", scripts=dict(scripts))
    return found


def _sentences(found: dict[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    return {name: [f"{one['code']} {one['place']} {one['message']}" for one in all_] for name, all_ in found.items()}
