"""Cultures: how dates and numbers are written. Only what Microsoft's documentation or .NET's own tables state.

Patterns are .NET's short date and long time patterns of each culture; ja-JP also reads its long date pattern.
"""

import re
from dataclasses import dataclass

from support.m.errors import NotModelled
from support.m.session import culture_name

_MONTHS = """
en January February March April May June July August September October November December
de Januar Februar März April Mai Juni Juli August September Oktober November Dezember
fr janvier février mars avril mai juin juillet août septembre octobre novembre décembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""
_NAMES = {language: tuple(names) for language, *names in map(str.split, _MONTHS.strip().splitlines())}


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


def _short(language: str) -> tuple[str, ...]:
    return tuple(name[:3] for name in _NAMES[language])


_FIGURES = tuple(str(month) for month in range(1, 13))

CULTURES = {
    culture.name: culture
    for culture in (
        Culture("ja-JP", "ymd", "yyyy/MM/dd", "H:mm:ss", tuple(f"{month}月" for month in _FIGURES), _FIGURES),
        Culture("en-US", "mdy", "M/d/yyyy", "h:mm:ss tt", _NAMES["en"], _short("en")),
        Culture("de-DE", "dmy", "dd.MM.yyyy", "HH:mm:ss", _NAMES["de"], _short("de"), ",", "."),
        Culture("fr-FR", "dmy", "dd/MM/yyyy", "HH:mm:ss", _NAMES["fr"], _NAMES["fr"], ",", "\u202f"),
        Culture("it-IT", "dmy", "dd/MM/yyyy", "HH:mm:ss", _NAMES["it"], _short("it"), ",", "."),
    )
}


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
