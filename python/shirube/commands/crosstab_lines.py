"""The 設定 sheet of a cross-tabulation's result: what is written on it, and how a clerk's words are read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import CrosstabError, Place
from ..result import Setting
from .lines import HEADER, Line, lines, shown, value_of

__all__ = ["COMMAND", "FORMS", "flat", "lines_of", "read_line"]

#: First line of the sheet: which command it is for.
COMMAND = "命令"
#: The renderer writes this line itself; it is only read.
_PURPOSE = "用途"


def _kept(form: str) -> tuple[Line, ...]:
    """The lines of a button as a result keeps them: sheets by name, the row of the headings, and 用途 at the end."""
    own = [
        replace(line, name=f"{line.name}_sheet", kind="text") if line.kind in ("codebook", "population") else line
        for line in lines(form)
    ]
    purposes = [line for line in own if line.label == _PURPOSE]
    inside = any(line.name.startswith("common.") for line in own)
    header = replace(HEADER, name="common.header_row") if inside else HEADER
    return (*(line for line in own if line not in purposes), header, *purposes)


#: The lines of every command, by its name.
FORMS: Mapping[str, tuple[Line, ...]] = {
    "crosstab": _kept("crosstab"),
    "crosstab_batch": _kept("batch"),
    "crosstab_gt": _kept("gt"),
    "crosstab_matrix": _kept("matrix"),
    "crosstab_heat": _kept("heat"),
    "crosstab_profile": _kept("profile"),
    "crosstab_top": _kept("top"),
}


def lines_of(name: str, label: str, settings: Any) -> tuple[Setting, ...]:
    """Write the settings of a command, enough to run it again.

    >>> from .crosstab import CROSSTAB, CrosstabSettings
    >>> lines_of(CROSSTAB.name, CROSSTAB.label, CrosstabSettings("年代", "満足度"))[1]
    Setting(label='表側の列', value='年代', note='左に並べる列の名前（例: 年代）')
    """
    first = Setting(COMMAND, label, "この設定で行う仕事。次の年の回答にも同じ設定を使えます")
    kept = [line for line in FORMS[name] if line.label != _PURPOSE]
    return (first, *(Setting(line.label, shown(line, _value(settings, line.name)), line.help) for line in kept))


def read_line(line: Line, value: Any, at: Place) -> Any:
    """Read one value.

    Raises
    ------
    CrosstabError
        SB-C331: a word that is not one of the choices, or no number where one is needed.

    >>> read_line(next(line for line in FORMS["crosstab_heat"] if line.name == "opens"), "9時30分", Place())
    datetime.time(9, 30)
    """
    if isinstance(value, dt.datetime | dt.date | dt.time):
        value = f"{value:%H:%M}" if isinstance(value, dt.time) else f"{value:%Y-%m-%d}"
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    try:
        return value_of(line, text)
    except ValueError:
        known = "・".join(line.words) or line.help or "数"
        raise CrosstabError("C331", at=at, name=line.label, value=text, known=known) from None


def flat(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split read values into those of the command and those of what the commands share (``common.…``)."""
    own = {name: value for name, value in values.items() if not name.startswith("common.")}
    return own, {name.removeprefix("common."): v for name, v in values.items() if name.startswith("common.")}


def _value(settings: Any, name: str) -> Any:
    for part in name.split("."):
        settings = getattr(settings, part)
    return settings
