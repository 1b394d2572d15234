"""Cultures: how dates and numbers are written. Only what Microsoft's documentation or .NET's own tables state.

Patterns are .NET's short date and long time patterns of each culture; ja-JP also reads its long date pattern.
"""

import re
from dataclasses import dataclass

from support.m.errors import NotModelled
from support.m.session import culture_name

_EN = "January February March April May June July August September October November December".split()
_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_IT = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "gen feb mar apr mag giu lug ago set ott nov dic".split(),
)
_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@dataclass(frozen=True)
class Culture:
    """One culture; `order` is the order of year, month and day in a date of figures."""

    name: str
    order: str
    date: str
    time: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    decimal: str = "."
    group: str = ","


CULTURES = {
    "ja-JP": Culture("ja-JP", "ymd", "yyyy/MM/dd", "H:mm:ss", tuple(f"{i}月" for i in range(1, 13)), tuple(map(str, range(1, 13)))),
    "en-US": Culture("en-US", "mdy", "M/d/yyyy", "h:mm:ss tt", tuple(_EN), tuple(name[:3] for name in _EN)),
    "de-DE": Culture("de-DE", "dmy", "dd.MM.yyyy", "HH:mm:ss", tuple(_DE), tuple(name[:3] for name in _DE), ",", "."),
    "fr-FR": Culture("fr-FR", "dmy", "dd/MM/yyyy", "HH:mm:ss", tuple(_FR), tuple(_FR), ",", "\u202f"),
    "it-IT": Culture("it-IT", "dmy", "dd/MM/yyyy", "HH:mm:ss", tuple(_IT[0]), tuple(_IT[1]), ",", "."),
}  # fmt: skip


def culture(asked: str | None) -> Culture:
    """Return the culture asked for, else the one of the session."""
    name = culture_name(asked)
    if name not in CULTURES:
        raise NotModelled(f"culture {name}")
    return CULTURES[name]


_SHAPES = {
    "ymd": r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})",
    "mdy": r"(?P<m>\d{1,2})[/.-](?P<d>\d{1,2})[/.-](?P<y>\d{4})",
    "dmy": r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})",
}
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_LONG_JA = re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", re.ASCII)
_NAMED = re.compile(r"(?P<d>\d{1,2})\.? (?P<b>[^\W\d]+)\.?,? (?P<y>\d{4})")


def date_parts(text: str, of: Culture) -> tuple[int, int, int] | None:
    """Return year, month and day of a date as the culture writes it; None when it is no date.

    Figures that .NET may or may not read (an era, a year of two digits, a time behind) are refused.
    """
    text = text.strip()
    shapes = [_ISO, re.compile(_SHAPES[of.order], re.ASCII), re.compile(_SHAPES["ymd"], re.ASCII)]
    if of.name == "ja-JP":
        shapes.append(_LONG_JA)
    for shape in shapes:
        if match := shape.fullmatch(text):
            return int(match["y"]), int(match["m"]), int(match["d"])
    if (match := _NAMED.fullmatch(text)) and (month := _month(match["b"], of)):
        return int(match["y"]), month, int(match["d"])
    if re.search(r"\d", text) and re.search(r"[-/.:年月日]|\d{4}", text):
        raise NotModelled(f"whether {text!r} is a date of {of.name}")
    return None


def _month(word: str, of: Culture) -> int | None:
    for names in (of.months, of.short_months):
        for number, name in enumerate(names, 1):
            if name.casefold() == word.casefold():
                return number
    return None
