"""What the helper 値を読む makes of a cell, in Python: the compiler refuses a cell that it would read differently.

>>> read("△1,234"), read("5人").unit, read("1万2千").status
(Read(value=-1234.0, status='実数', symbol='', unit=''), '人', '文字')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..numbers import DEFAULT_SYMBOLS, UNITS, Status
from ..text import to_half_width

__all__ = ["Read", "as_text", "folded", "label", "look", "meanings", "number_like", "read", "symbol_record"]

_BARS = "-‐‑‒–—―−﹣ー─━ｰ"
_MINUS = "-‐‑‒–—―−﹣ー△▲"
_LONGEST_SYMBOL, _LONGEST_NUMBER = 20, 24
_DIGITS = frozenset("0123456789")
_WORD = _DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

_SPACES = " \r\n\t\u00a0\u2007\u2009\u202f"
_LEADS = "(-‐‑‒–—―−﹣ー△▲+pr*※"
_MARKS = [chr(code) for low, high in (("①", "⑳"), ("⑴", "⒇")) for code in range(ord(low), ord(high) + 1)]
_NOTATION = str.maketrans(
    "", "", "".join([*_DIGITS, *_MARKS, ",.()%:pr*※†‡注内外数うち再掲一二三四五六七八九〇零壱弐参十拾百千万億兆"])
)


class Read(NamedTuple):
    """A cell as the query reads it."""

    value: float | None
    status: str
    symbol: str = ""
    unit: str = ""


def as_text(value: Any) -> str:
    """What the helper 文字にする makes of a value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def label(value: Any) -> str:
    """What the helper 見出しの文字 makes of a value."""
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%Y-%m-%d %H:%M:%S")
    text = str(value) if isinstance(value, bool) else as_text(value)
    if len(text.split()) < 2:
        return text
    for space in "\u3000\r\n\t":
        text = text.replace(space, " ")
    words = [word for word in text.split(" ") if word]
    japanese = any(12293 <= ord(char) < 64256 or 65382 <= ord(char) <= 65437 for char in text)
    joined = words[0] if words else ""
    for word in words[1:]:
        left, right = to_half_width(joined[-1]), to_half_width(word[0])
        apart = not japanese or (left in _WORD and right in _WORD and not (left in _DIGITS and right in _DIGITS))
        joined += f" {word}" if apart else word
    return joined


def folded(text: str) -> str:
    """The key under which a symbol is looked up."""
    key = to_half_width(text)
    for space in " \r\n\t":
        key = key.replace(space, "")
    key = key.lower()
    if key and not key.strip(_BARS):
        return "-"
    if key and (not key.strip("…‥⋯") or (len(key) > 1 and not key.strip("・･·."))):
        return "…"
    return key


def meanings(symbols: Mapping[str, Status] | None) -> dict[str, str]:
    """The symbols of a table: folded symbol → word."""
    return {folded(symbol): status.value for symbol, status in (symbols or DEFAULT_SYMBOLS).items()}


def symbol_record(symbols: Mapping[str, str]) -> dict[str, str]:
    """The record 記号の意味: word → the folded symbols that mean it, with spaces between."""
    words: dict[str, list[str]] = {}
    for symbol, word in symbols.items():
        words.setdefault(word, []).append(symbol)
    return {word: " ".join(found) for word, found in words.items()}


def read(value: Any, symbols: Mapping[str, str] | None = None) -> Read:
    """What the helper 値を読む makes of a cell."""
    known = meanings(None) if symbols is None else symbols
    text = as_text(value)
    if not text:
        return Read(None, Status.BLANK.value)
    if len(text) <= _LONGEST_SYMBOL and text[0] != "＃" and (meaning := known.get(folded(text))):
        return Read(None, meaning, text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Read(float(value), Status.OBSERVED.value)
    number = _number(text) if isinstance(value, str) and len(text) <= _LONGEST_NUMBER else None
    if number is None:
        return Read(None, Status.TEXT.value, text)
    return Read(number[0], Status.OBSERVED.value, text if number[1] else "", number[1])


def look(value: Any, symbols: Mapping[str, str] | None = None) -> int:
    """What the helper 見えを読む makes of a cell: 0 blank, 1 text, 2 a number or a sign.

    >>> [look(value) for value in (None, "東", "不詳", "5人", 7, "x", "100①")]
    [0, 1, 1, 1, 2, 2, 2]
    """
    found = read(value, symbols)
    if found.status == Status.BLANK.value:
        return 0
    if found.status == Status.TEXT.value:
        return 2 if isinstance(value, str) and number_like(found.symbol) else 1
    if found.value is None:
        return 1 if any("\u3040" < char < "\ufb00" and char not in "・ー" for char in found.symbol) else 2
    return 2 if found.unit in ("", "%") else 1


def number_like(text: str) -> bool:
    """What the helper 数らしい makes of a text: a number in a notation that the query does not read.

    >>> [number_like(text) for text in ("100①", "1万2千", "(12)", "01100", "3〜5", "令和5年度")]
    [True, True, True, False, False, False]
    """
    half = "".join(char for char in to_half_width(text) if char not in _SPACES).lower().lstrip(_LEADS)
    rest = half.replace("e-", "").replace("e+", "").translate(_NOTATION)
    groups = ["".join(c for c in group.partition(".")[0] if c in _DIGITS) for group in half.split(",")[1:]]
    coded = half[:1] == "0" and half[1:2] in _DIGITS
    wrong = rest or coded or any(len(group) != 3 for group in groups)
    return len(text) <= _LONGEST_NUMBER and half[:1] in _DIGITS and not wrong


def _number(text: str) -> tuple[float, str] | None:
    half = to_half_width(text)
    negative = half[0] in _MINUS
    body = (half[1:] if negative or half[0] == "+" else half).strip()
    length = next((i for i, char in enumerate(body) if char not in _DIGITS and char not in ",."), len(body))
    trunk, unit = body[:length], body[length:].strip()
    whole, point, decimals = trunk.partition(".")
    groups = whole.split(",")
    digits = "".join(groups)
    right = (
        all(len(group) == 3 for group in groups[1:])
        and (len(groups) == 1 or 0 < len(groups[0]) < 4)
        and len(digits) < 16
        and not (len(digits) > 1 and digits[0] == "0")
        and (bool(decimals) and set(decimals) <= _DIGITS if point else bool(digits))
        and (not unit or unit in UNITS)
    )
    if not right:
        return None
    value = float(digits + (f".{decimals}" if decimals else ""))
    return (-value if negative and value else value), unit
