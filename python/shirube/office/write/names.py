"""Names that Excel accepts: sheets, table objects, table columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .values import clean_text

__all__ = ["header_names", "sheet_name", "suffixed", "table_name"]

_MOST_SHEET, _MOST_NAME, _MOST_HEADER = 31, 255, 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n\t]")


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a sheet name Excel accepts and that is not taken (case is ignored).

    >>> sheet_name("令和5年[人口]/世帯", ["data"])
    '令和5年_人口__世帯'
    >>> sheet_name("報告", ["報告"])
    '報告_2'
    """
    name = _FORBIDDEN.sub("_", clean_text(wanted)).strip("' ")
    if not name or name.casefold() == "history":  # 「History」 is reserved by Excel
        name = f"シート{name}"
    return _free(name, taken, _MOST_SHEET)


def suffixed(wanted: str, suffix: str) -> str:
    """Return a sheet name with an ending, cut so that the ending stays.

    >>> suffixed("あ" * 40, "_12")[-4:]
    'あ_12'
    """
    return _cut(wanted, _MOST_SHEET - len(suffix)) + suffix if suffix else wanted


def table_name(wanted: str, taken: Iterable[str]) -> str:
    """Return a name for an Excel table object: ``tbl_`` + letters, digits and underscores.

    >>> table_name("人口 (2023)", [])
    'tbl_人口_2023'
    """
    name = re.sub(r"\W+", "_", clean_text(wanted)).strip("_")
    if not name.startswith("tbl"):
        name = f"tbl_{name or 'data'}"
    return _free(name, taken, _MOST_NAME)


def header_names(wanted: Iterable[str]) -> list[str]:
    """Return one distinct, non-empty, one-line name per column of a table object.

    >>> header_names(["人口", "", "人口"])
    ['人口', '列2', '人口_2']
    """
    names: list[str] = []
    for position, text in enumerate(wanted, start=1):
        name = re.sub(r"\s*\n\s*", " ", clean_text(text)).strip()
        names.append(_free(name or f"列{position}", names, _MOST_HEADER))
    return names


def _free(name: str, taken: Iterable[str], most: int) -> str:
    used = {other.casefold() for other in taken}
    free, number = _cut(name, most), 2
    while free.casefold() in used:
        tail = f"_{number}"
        free = _cut(name, most - len(tail)) + tail
        number += 1
    return free


def _cut(name: str, most: int) -> str:
    while len(name.encode("utf-16-le")) // 2 > most:
        name = name[:-1]
    return name.rstrip("' ")
