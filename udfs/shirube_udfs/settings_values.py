"""Words of a settings sheet into the settings of a command."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shirube.errors import Place, ValueFormatError

from .settings_sheet import Field

if TYPE_CHECKING:
    from shirube.grid import Grid

__all__ = ["build", "values_of"]

YES_NO = {"はい": True, "いいえ": False, "分からない": None}
Reader = Callable[[str], "Grid"]


def values_of(fields: tuple[Field, ...], words: Mapping[str, str], sheet: str, read: Reader) -> dict[str, Any]:
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


def _value(line: Field, word: str, sheet: str, read: Reader) -> Any:
    if line.kind == "choice":
        return line.choices[word]
    if line.kind in ("yes_no", "yes_no_unknown"):
        return YES_NO[word]
    try:
        return _KINDS[line.kind](word, read)
    except (ValueError, IndexError) as error:
        hint = f"{line.help} のように書いてください。"
        raise ValueFormatError("K421", at=Place(sheet=sheet), label=line.label, text=word, hint=hint) from error


def _number(word: str, read: Reader) -> float:
    from shirube.numbers import parse_number

    parsed = parse_number(word)
    if parsed is None:
        raise ValueError(word)
    return parsed.value


def _whole(word: str, read: Reader) -> int:
    number = _number(word, read)
    if not number.is_integer():
        raise ValueError(word)
    return int(number)


def _list(word: str, read: Reader) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[、,，]", word) if part.strip())


def _pairs(word: str, read: Reader) -> tuple[tuple[str, str], ...]:
    pairs = [re.split("[=＝]", part, maxsplit=1) for part in _list(word, read)]
    return tuple((pair[0].strip(), pair[1].strip()) for pair in pairs)


def _time(word: str, read: Reader) -> dt.time:
    hours, minutes = re.split("[:：時]", word.removesuffix("分"), maxsplit=1)
    return dt.time(int(hours), int(minutes or 0))


def _dates(word: str, read: Reader) -> frozenset[dt.date]:
    from shirube.calendar import require_time

    days = [require_time(part) for part in _list(word, read)]
    if not all(isinstance(day, dt.date) for day in days):
        raise ValueError(word)
    return frozenset(day for day in days if isinstance(day, dt.date))


def _year(word: str, read: Reader) -> int:
    from shirube.calendar import FiscalYear, Year, parse_time

    time = parse_time(word, lenient=True)
    if not isinstance(time, Year | FiscalYear):
        raise ValueError(word)
    return int(time)


def _purpose(word: str, read: Reader) -> Any:
    from shirube.result import Purpose

    return Purpose(word)


def _codebook(word: str, read: Reader) -> Any:
    from shirube.codebook import read_codebook

    return read_codebook(read(word))


def _population(word: str, read: Reader) -> Any:
    from shirube.crosstab.weights import read_population

    return read_population(read(word))


def _crosswalk(word: str, read: Reader) -> Any:
    from shirube.commands.join import crosswalk_from

    return crosswalk_from([read(name) for name in _list(word, read)])


def _registration(word: str, read: Reader) -> Any:
    from shirube.commands.evaluate_review import registered_on

    return registered_on(read(word))


_KINDS: Mapping[str, Callable[[str, Reader], Any]] = {
    "text": lambda word, read: word,
    "number": _number,
    "whole": _whole,
    "list": _list,
    "pairs": _pairs,
    "time": _time,
    "dates": _dates,
    "year": _year,
    "path": lambda word, read: Path(word.strip('"')),
    "purpose": _purpose,
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
