"""The lines of every 設定 sheet, kept once: what a button asks, what a result remembers, and how both are read.

``settings.toml`` holds them by button. A line a button does not ask (``asked = false``) stands on the 設定 sheet of the
result; written on the button's own sheet, it is followed as well.

>>> [line.label for line in lines("top") if line.asked]
['数える列', '上位いくつまで', '用途']
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from ..errors import ShirubeError

__all__ = ["HEADER", "Line", "lines", "shown", "value_of"]

YES_NO = {"はい": True, "いいえ": False}
WORDS: Mapping[str, Sequence[str]] = {
    "yes_no": tuple(YES_NO),
    "yes_no_unknown": (*YES_NO, "分からない"),
    "purpose": ("庁内検討", "公表"),
}


@dataclass(frozen=True)
class Line:
    """One line.

    Attributes
    ----------
    name
        Attribute of the settings (``common.weight``: of the settings inside them).
    label, help
        項目 and 説明.
    kind
        What kind of word it takes (see ``settings.toml``).
    choices
        What each word of a ``choice`` stands for.
    none
        The word for None, where there is one.
    initial
        The word a new sheet of a button begins with.
    required
        Whether the button needs it.
    asked
        Whether the button's sheet has it from the beginning.
    """

    name: str
    label: str
    help: str
    kind: str = "text"
    choices: Mapping[str, Any] = field(default_factory=dict)
    none: str = ""
    initial: str = ""
    required: bool = False
    asked: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """The words it takes; none when any text will do."""
        return (*filter(None, [self.none]), *self.choices) or tuple(WORDS.get(self.kind, ()))


#: The line that needs no place among the others: the row of the headings, counted from 1.
HEADER = Line("header_row", "見出しの行", "列の名前のある行の番号", "row")


@functools.cache
def lines(form: str) -> tuple[Line, ...]:
    """Return the lines of a button, by its name; of two for one attribute the first counts."""
    text = resources.files("shirube.commands").joinpath("settings.toml").read_text(encoding="utf-8")
    forms = tomllib.loads(text)
    found: dict[str, Line] = {}
    for line in _lines(forms, form) if form in forms else []:
        found.setdefault(line.name, line)
    return tuple(found.values())


def _lines(forms: Mapping[str, Any], name: str, prefix: str = "") -> list[Line]:
    form = forms[name]
    own = [Line(**{**line, "name": prefix + line["name"]}) for line in form.get("field", ())]
    for other in form.get("include", ()):
        own += _lines(forms, other, prefix + form.get("prefix", ""))
    return own


def value_of(line: Line, word: str) -> Any:
    """Read a word. Kinds that name a sheet (``codebook`` …) give the name.

    Raises
    ------
    ValueError
        It is none of the words, or cannot be read as its kind.

    >>> value_of(Line("closed", "閉庁日", "", "dates"), "2026-12-30、令和9年1月2日") == frozenset(
    ...     {dt.date(2026, 12, 30), dt.date(2027, 1, 2)}
    ... )
    True
    """
    word = word.strip()
    if line.words and word not in line.words:
        raise ValueError(word)
    if line.none and word == line.none:
        return None
    if line.kind == "choice":
        return line.choices[word]
    try:
        return _KINDS.get(line.kind, str)(word)
    except (LookupError, OverflowError, ShirubeError) as error:
        raise ValueError(word) from error


def shown(line: Line, value: Any) -> Any:
    """Return how a value stands on the sheet: the way back of `value_of`.

    >>> shown(Line("opens", "開庁時刻", "", "time"), dt.time(8, 30))
    '08:30'
    """
    if value is None:
        return "分からない" if line.kind == "yes_no_unknown" else line.none or None
    if line.kind == "choice":
        return next(word for word, meant in line.choices.items() if meant == value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if line.kind == "purpose":
        return value.value
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, frozenset):
        return "、".join(day.isoformat() for day in sorted(value))
    if isinstance(value, tuple):
        return "、".join(f"{part:.17g}" if isinstance(part, float) else str(part) for part in value)
    return value + 1 if line.kind == "row" else value


# Imported where needed: the button that reads no such word starts without them.
def _number(word: str) -> float:
    from ..numbers import parse_number

    parsed = parse_number(word)
    if parsed is None:
        raise ValueError(word)
    return parsed.value


def _whole(word: str) -> int:
    number = _number(word)
    if not float(number).is_integer():
        raise ValueError(word)
    return int(number)


def _list(word: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[、,，]", word) if part.strip())


def _numbers(word: str) -> tuple[float, ...]:
    return tuple(_number(part) for part in _list(word))


def _pairs(word: str) -> tuple[tuple[str, str], ...]:
    pairs = [re.split("[=＝]", part, maxsplit=1) for part in _list(word)]
    return tuple((pair[0].strip(), pair[1].strip()) for pair in pairs)


def _time(word: str) -> dt.time:
    found = re.fullmatch(r"(\d{1,2})[:：時](\d{0,2})分?(?:[:：]\d+)?", word)
    if found is None:
        raise ValueError(word)
    return dt.time(int(found[1]), int(found[2] or 0))


def _dates(word: str) -> frozenset[dt.date]:
    from ..calendar import require_time

    days = [require_time(part) for part in re.split(r"[、,，\s]", word) if part.strip()]
    if not all(isinstance(day, dt.date) for day in days):
        raise ValueError(word)
    return frozenset(day for day in days if isinstance(day, dt.date))


def _year(word: str) -> int:
    from ..calendar import FiscalYear, Year, parse_time

    time = parse_time(word, lenient=True)
    if not isinstance(time, Year | FiscalYear):
        raise ValueError(word)
    return int(time)


def _purpose(word: str) -> Any:
    from ..result import Purpose

    return Purpose(word)


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "number": _number,
    "whole": _whole,
    "row": lambda word: _whole(word) - 1,
    "list": _list,
    "numbers": _numbers,
    "pairs": _pairs,
    "time": _time,
    "dates": _dates,
    "year": _year,
    "purpose": _purpose,
    "yes_no": YES_NO.__getitem__,
    "yes_no_unknown": YES_NO.get,
}
