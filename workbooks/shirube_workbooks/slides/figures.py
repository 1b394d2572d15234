"""Figures of the worked example: a slide names the place in the entries and never the number itself.

A place is a path of keys; rows and list items count from 1: ``{課題.rows.1.目標値}``, ``{説明資料.B30}``. A last key
takes a part: of the text 「市全体の70歳以上 16.6」 数 is the number at its end and 語 what stands before; of a date 月
is year and month. Numbers keep the decimals they were written with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from shirube.errors import Place, WriteError
from shirube.numbers import parse_number

__all__ = ["REFERENCE", "filled", "found"]

T = TypeVar("T")
REFERENCE = re.compile(r"\{([^{}]+)\}")


def filled(thing: T, entries: Mapping[str, Any], file: str) -> T:
    """Return a dataclass of the spec with every reference in its texts replaced by what stands in the entries.

    Raises
    ------
    WriteError
        SB-W503: the entries have no such place.
    """
    return cast(T, _filled(thing, entries, file))


def found(path: str, entries: Mapping[str, Any], file: str) -> str:
    """Return what stands at a place of the entries, as a slide shows it.

    >>> found("課題.rows.1.目標値", {"課題": {"rows": [{"目標値": 3200}]}}, "1.toml")
    '3,200'
    >>> found("結果.相手.数", {"結果": {"相手": "市全体の70歳以上 16.6"}}, "1.toml")
    '16.6'
    """
    here: Any = entries
    for key in path.split("."):
        try:
            here = _step(here, key)
        except (KeyError, IndexError, ValueError) as error:
            raise WriteError("W503", at=Place(file), name=path) from error
    return _shown(here)


def _step(here: Any, key: str) -> Any:
    if isinstance(here, list):
        return here[int(key) - 1]
    if isinstance(here, dict):
        return here[key]
    if isinstance(here, date) and key == "月":
        return f"{here.year}年{here.month}月"
    word, _, number = str(here).rpartition(" ")
    if key not in ("語", "数") or parse_number(number) is None:
        raise KeyError(key)
    return word if key == "語" else number


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, int | Decimal):
        return f"{value:,}".replace("-", "−")
    return str(value)


def _filled(thing: Any, entries: Mapping[str, Any], file: str) -> Any:
    if isinstance(thing, str):
        return REFERENCE.sub(lambda match: found(match[1], entries, file), thing)
    if isinstance(thing, tuple):
        return tuple(_filled(part, entries, file) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{f.name: _filled(getattr(thing, f.name), entries, file) for f in fields(thing)})
    return thing
