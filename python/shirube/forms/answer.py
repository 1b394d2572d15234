"""`Answer`: what stands in a box, as typed value and as raw text; read by the kind of the item.

>>> from shirube.forms.form_map import Item, ItemKind
>>> read_answer(Item("児童数", ItemKind.NUMBER, "C3"), "１２３").answer
Answer(value=123, raw='１２３', cell='')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ..calendar import Time, YearMonth, require_time
from ..errors import ValueFormatError
from ..numbers import parse_number
from ..text import match_key, to_half_width
from .choices import chosen_options, is_mark, option_of
from .exceptions import IssueKind
from .form_map import Item, ItemKind

__all__ = ["SEPARATOR", "Answer", "Problem", "Read", "raw_text", "read_answer"]

#: Between the options of one multiple answer.
SEPARATOR = "；"
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_FORMULA = re.compile(r"=\S|[@+\-][^\s]*[(|!]")
_IMPOSSIBLE = frozenset({"V202", "V204", "V205"})
_IN_TEMPLATE = frozenset({ItemKind.TEXT, ItemKind.CODE, ItemKind.NUMBER})
_BLANK_RUN, _SPACES = re.compile(r"[\s　_＿]{2,}"), " 　\r\n_＿"
_EIGHT_DIGITS = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_SERIALS = range(20_000, 60_000)  # 1954 to 2064 as Excel counts days
_FIRST_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Answer:
    """A typed value (``None``: no answer) beside the text it was read from, and its cell on the copy."""

    value: Any = None
    raw: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer."""

    kind: IssueKind
    suggestion: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """An answer and its problem, if any."""

    answer: Answer
    problem: Problem | None = None


def read_answer(item: Item, value: Any) -> Read:
    """Read what stands in a box.

    Parameters
    ----------
    item
        The item; its kind decides what is understood.
    value
        The cell's value, or the joined text of its option cells.

    Returns
    -------
    Read
        Text and codes as ``str``; numbers as ``int`` or ``float``; dates as `datetime.date`; months as ``YYYY-MM``;
        one option as its printed spelling, several joined by `SEPARATOR`; a check as 1 or 0. The template as printed
        (``　　年　　月　　日``, ``□内科``) is no answer.
    """
    raw = raw_text(value)
    if value is None or _untouched(item, raw):
        return Read(Answer(0 if item.kind is ItemKind.CHECK else None, raw))
    if isinstance(value, str) and _ERRORS.fullmatch(value.strip()):
        return Read(Answer(None, raw), Problem(IssueKind.ERROR_VALUE))
    read = _by_kind(item, value, raw)
    if read.problem is None and isinstance(value, str) and _FORMULA.match(raw) and parse_number(raw) is None:
        return replace(read, problem=Problem(IssueKind.FORMULA_TEXT))
    return read


def _by_kind(item: Item, value: Any, raw: str) -> Read:
    if not (item.inside and isinstance(value, str) and item.kind in _IN_TEMPLATE):
        return _READERS[item.kind](item, value, raw)
    inner = _without_template(item, raw)
    read = _READERS[item.kind](item, inner, inner) if inner else Read(Answer())
    return replace(read, answer=replace(read.answer, raw=raw))


def raw_text(value: Any) -> str:
    """Text of a cell as a person would read it.

    >>> raw_text(3.0), raw_text(None), raw_text(dt.datetime(2024, 5, 1)), raw_text(True)
    ('3', '', '2024-05-01', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, dt.time):
        return f"{value.hour}:{value.minute:02}"
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)


def _untouched(item: Item, raw: str) -> bool:
    return bool(item.inside) and match_key(raw) == match_key(item.inside)


def _text(item: Item, value: Any, raw: str) -> Read:
    return Read(Answer(raw, raw))


def _without_template(item: Item, raw: str) -> str:
    """The answer without what was printed around its place (``（みほん）町`` in ``（　　　）町`` stays ``みほん``)."""
    blank = _BLANK_RUN.search(item.inside)
    if blank is None or _BLANK_RUN.search(item.inside, blank.end()):
        return raw.strip(_SPACES)
    head, tail = item.inside[: blank.start()].strip(_SPACES), item.inside[blank.end() :].strip(_SPACES)
    return raw.strip(_SPACES).removeprefix(head).removesuffix(tail).strip(_SPACES)


def _code(item: Item, value: Any, raw: str) -> Read:
    code = re.sub(r"\s+", "", to_half_width(raw))
    if item.low is None or len(code) == item.low or (item.high is not None and item.low < len(code) <= item.high):
        return Read(Answer(code, raw))
    length = int(item.low)
    if isinstance(value, (int, float)) and len(code) < length and code.isdigit():
        padded = code.zfill(length)
        words = {"length": length}
        return Read(Answer(padded, raw), Problem(IssueKind.CODE_LENGTH, padded, words))
    return Read(Answer(code, raw), Problem(IssueKind.CODE_LENGTH, fields={"length": length}))


def _number(item: Item, value: Any, raw: str) -> Read:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _in_range(item, _plain(float(value)), raw)
    plain = raw.strip()
    if item.unit and plain.endswith(item.unit) and not (item.inside and item.unit in item.inside):
        # The unit may be 千円: the number is one of thousands, as in every other box of the column.
        bare = parse_number(plain.removesuffix(item.unit))
        if bare is not None and not bare.unit:
            number = _plain(bare.value)
            return Read(Answer(number, raw), Problem(IssueKind.NUMBER_TEXT, str(number)))
    parsed = parse_number(raw) if isinstance(value, str) else None
    if parsed is None:
        first = _FIRST_NUMBER.findall(to_half_width(raw))
        return Read(Answer(None, raw), Problem(IssueKind.NOT_NUMBER, first[0] if len(first) == 1 else ""))
    number = _plain(parsed.value)
    expected = parsed.unit == "" or (item.inside and parsed.unit in item.inside)
    if expected and not parsed.marks.strip("()"):
        return _in_range(item, number, raw)
    return Read(Answer(number, raw), Problem(IssueKind.NUMBER_TEXT, str(number)))


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() and abs(number) < 1e15 else number


def _in_range(item: Item, number: int | float, raw: str) -> Read:
    low, high = item.low, item.high
    if (low is not None and number < low) or (high is not None and number > high):
        limits = {name: "" if n is None else str(_plain(n)) for name, n in (("low", low), ("high", high))}
        return Read(Answer(number, raw), Problem(IssueKind.RANGE, fields=limits))
    return Read(Answer(number, raw))


def _date(item: Item, value: Any, raw: str) -> Read:
    if isinstance(value, dt.datetime):
        return Read(Answer(value.date(), raw))
    if isinstance(value, dt.date):
        return Read(Answer(value, raw))
    if isinstance(value, (int, float)) and int(value) in _SERIALS:
        return Read(Answer(dt.date(1899, 12, 30) + dt.timedelta(days=int(value)), raw))
    # Eight digits are nothing else in a box for a date.
    raw_day = _EIGHT_DIGITS.sub(r"\1-\2-\3", to_half_width(raw).strip())
    found, problem = _time(item, raw_day)
    if isinstance(found, dt.date):
        return Read(Answer(found, raw))
    return Read(Answer(None, raw), problem)


def _month(item: Item, value: Any, raw: str) -> Read:
    if isinstance(value, dt.date):
        return Read(Answer(f"{value.year}-{value.month:02}", raw))
    found, problem = _time(item, raw)
    if isinstance(found, (dt.date, YearMonth)):
        return Read(Answer(f"{found.year}-{found.month:02}", raw))
    return Read(Answer(None, raw), problem)


def _time(item: Item, raw: str) -> tuple[Time | None, Problem]:
    """What a text says, with the era printed in the box where it names none; else why it cannot be read."""
    plain, era = raw.strip(" 　()（）"), next((e for e in ("令和", "平成", "昭和") if e in item.inside), "")
    problem = Problem(IssueKind.VAGUE_DATE)
    for text in (plain, era + plain) if era and not plain.startswith(era) else (plain,):
        try:
            return require_time(text), problem
        except ValueFormatError as error:
            if error.key in _IMPOSSIBLE:
                problem = Problem(IssueKind.BAD_DATE)
    return None, problem


def _single(item: Item, value: Any, raw: str) -> Read:
    chosen = chosen_options(raw, item.options) if item.options else (raw,)
    if chosen is None:
        near = next((o for o in item.options if match_key(o) in match_key(raw)), "")
        words = {"options": "・".join(item.options)}
        return Read(Answer(None, raw), Problem(IssueKind.OUTSIDE_LIST, near, words))
    if len(chosen) > 1:
        return Read(Answer(None, raw), Problem(IssueKind.SEVERAL))
    return Read(Answer(chosen[0] if chosen else None, raw))


def _multiple(item: Item, value: Any, raw: str) -> Read:
    chosen = chosen_options(raw, item.options)
    if chosen is None:
        words = {"options": "・".join(item.options)}
        return Read(Answer(None, raw), Problem(IssueKind.OUTSIDE_LIST, fields=words))
    return Read(Answer(SEPARATOR.join(chosen) or None, raw))


def _check(item: Item, value: Any, raw: str) -> Read:
    if value is True or is_mark(raw):
        return Read(Answer(1, raw))
    answer = option_of(raw, ("有", "無"))
    if value is False or answer == "無" or raw.strip() in "□☐-－ー":
        return Read(Answer(0, raw))
    if answer == "有" or (item.options and chosen_options(raw, item.options)):
        return Read(Answer(1, raw))
    words = {"options": "・".join(item.options) or "○"}
    return Read(Answer(None, raw), Problem(IssueKind.OUTSIDE_LIST, fields=words))


_READERS: MappingProxyType[ItemKind, Callable[[Item, Any, str], Read]] = MappingProxyType(
    {
        ItemKind.TEXT: _text, ItemKind.CODE: _code, ItemKind.NUMBER: _number, ItemKind.COMPUTED: _number,
        ItemKind.DATE: _date, ItemKind.MONTH: _month, ItemKind.SINGLE: _single, ItemKind.MULTIPLE: _multiple,
        ItemKind.CHECK: _check, ItemKind.IGNORED: _text,
    }
)  # fmt: skip
