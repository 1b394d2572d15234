"""Words of a settings sheet into the settings of a command."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shirube.commands.lines import Line, value_of
from shirube.errors import Place, ValueFormatError

if TYPE_CHECKING:
    from shirube.grid import Grid

__all__ = ["build", "values_of"]

Reader = Callable[[str], "Grid"]


def values_of(fields: tuple[Line, ...], words: Mapping[str, str], sheet: str, read: Reader) -> dict[str, Any]:
    """Turn the words into values by attribute.

    Parameters
    ----------
    read
        Gives a sheet of the workbook by its name.

    Raises
    ------
    ValueFormatError
        SB-K421: a word cannot be read.
    """
    return {f.name: _value(f, words[f.name], sheet, read) for f in fields if f.name in words}


def _value(line: Line, word: str, sheet: str, read: Reader) -> Any:
    try:
        if line.kind in _SHEETS:
            return _SHEETS[line.kind](word, read)
        return Path(word.strip('"')) if line.kind == "path" else value_of(line, word)
    except ValueError as error:
        hint = f"{line.help} のように書いてください。"
        raise ValueFormatError("K421", at=Place(sheet=sheet), label=line.label, text=word, hint=hint) from error


def _codebook(word: str, read: Reader) -> Any:
    from shirube.codebook import read_codebook

    return read_codebook(read(word))


def _population(word: str, read: Reader) -> Any:
    from shirube.crosstab.weights import read_population

    return read_population(read(word))


def _crosswalk(word: str, read: Reader) -> Any:
    from shirube.commands.join import crosswalk_from

    return crosswalk_from([read(name) for name in value_of(_NAMES, word)])


def _registration(word: str, read: Reader) -> Any:
    from shirube.commands.evaluate_review import registered_on

    return registered_on(read(word))


_NAMES = Line("sheets", "シート", "", "list")
#: Kinds whose word names sheets to be read.
_SHEETS: Mapping[str, Callable[[str, Reader], Any]] = {
    "codebook": _codebook,
    "population": _population,
    "crosswalk": _crosswalk,
    "registration": _registration,
}


def build(settings: type[Any], values: Mapping[str, Any]) -> Any:
    """Make the settings of a command; ``common.weight`` goes into the settings (or the dictionary) ``common``."""
    own = {name: value for name, value in values.items() if "." not in name}
    for group in dict.fromkeys(name.partition(".")[0] for name in values if "." in name):
        inner = {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{group}.")}
        default = getattr(settings(), group)
        own[group] = {**default, **inner} if isinstance(default, dict) else dataclasses.replace(default, **inner)
    return settings(**own)
