"""積み重ねる: tables of one family (years, months, wards) below each other, with where each row came from.

Dimensions and measures are matched by name, never by position; what changed between the tables is said, and nothing is
guessed.

>>> from shirube.grid import Grid
>>> from shirube.tidy import tidy
>>> def sheet(name, value):
...     return tidy(Grid.from_rows([["人口"], ["地区", "男", "女"], ["東", value, 2], ["西", 3, 4]], name=name))[0]
>>> stacked = stack([sheet("令和5年度", 1), sheet("令和6年度", 9)])
>>> stacked.table.frame[["出所シート", "年度", "地区", "性別", "値"]].iloc[[0, 4]].values.tolist()
[['令和5年度', '令和5年度', '東', '男', 1.0], ['令和6年度', '令和6年度', '東', '男', 9.0]]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

import pandas as pd

from ..calendar import FiscalYear, Year, YearMonth, parse_time
from ..errors import Place, TableError
from ..table import STATUS, TidyTable
from ..text import match_key, to_half_width
from .drift import Drift, drifts

__all__ = ["SOURCE_FILE", "SOURCE_SHEET", "Stacked", "period_of", "require_kin", "stack"]

SOURCE_FILE, SOURCE_SHEET = "出所ファイル", "出所シート"
_KIND_NAMES = {FiscalYear: "年度", Year: "年", YearMonth: "年月"}
# Neither a part of a longer number or word is a period (120231, BR5), nor S, T and M before a bare number (表S3).
_TIME_IN_TEXT = re.compile(
    r"(?<![A-Za-z\d])"
    r"(?:(?:令和|平成|昭和|大正|明治|[RH]\.?)(?:元|\d{1,2})\s*年?|[STM]\.?\d{1,2}\s*年|(?:19|20)\d\d\s*年?)"
    r"(?:度|\s*\d{1,2}月)?(?!\d)"
)


@dataclass(frozen=True)
class Stacked:
    """The tables below each other, and what changed between them."""

    table: TidyTable
    drifts: tuple[Drift, ...]


def stack(tables: Sequence[TidyTable]) -> Stacked:
    """Put tables of one family below each other.

    Parameters
    ----------
    tables
        In the order wanted; the first one gives the names and their order.

    Returns
    -------
    Stacked
        Columns: 出所ファイル, 出所シート, a period (年度, 年 or 年月) where every table states one, then those of the
        tables. A column that a table lacks is blank in its rows.

    Raises
    ------
    TableError
        SB-T371: no table. SB-T372: a list among cross tables. SB-T373: a table that shares no dimension with the
        first, or none of its measures.
    """
    if not tables:
        raise TableError("T371")
    for table in tables[1:]:
        require_kin(tables[0], table)
    frames = [_aligned(table, tables) for table in tables]
    joined = pd.concat(frames, ignore_index=True)
    joined = joined[list(dict.fromkeys(name for frame in frames for name in frame.columns))]
    first = tables[0]
    front = [SOURCE_FILE, SOURCE_SHEET]
    periods = [period_of(table) for table in tables]
    kinds = {_KIND_NAMES[type(period)] for _, period in filter(None, periods)}
    if len(kinds) == 1 and all(periods):
        name = _free(kinds.pop(), joined)
        joined.insert(
            2, name, [text for text, frame in zip(_texts(periods), frames, strict=True) for _ in range(len(frame))]
        )
        front.append(name)
    dimensions = _dimension_names(tables)
    for name in dimensions:
        joined[name] = joined[name].astype(object).where(joined[name].notna(), "")
    if STATUS in joined:
        joined[STATUS] = joined[STATUS].astype(object).where(joined[STATUS].notna(), "空白")
    measures = tuple(dict.fromkeys(_named_as(name, tables) for table in tables for name in table.measures))
    return Stacked(
        TidyTable(
            joined,
            dimensions=(*front, *dimensions),
            measures=measures,
            title=first.title,
            unit=first.unit if len({table.unit for table in tables}) == 1 else "",
            metadata=MappingProxyType({"form": "stack", "periods": tuple(periods), "tables": len(tables)}),
        ),
        drifts(tables, periods),
    )


def period_of(table: TidyTable) -> tuple[str, FiscalYear | Year | YearMonth] | None:
    """The period a table states: in the name of its sheet, else its title, else the name of its file.

    Returns
    -------
    (text as printed, period) or None
        None also when a text states several different periods.
    """
    for text in (table.sheet, table.title, PurePath(table.source).stem):
        found = {}
        for match in _TIME_IN_TEXT.finditer(to_half_width(text)):
            printed = re.sub(r"\s", "", match[0])
            time = parse_time(printed)
            if isinstance(time, FiscalYear | Year | YearMonth):
                found[time] = printed
        if len(found) == 1:
            time, printed = found.popitem()
            return printed, time
    return None


def _texts(periods: Sequence[tuple[str, FiscalYear | Year | YearMonth] | None]) -> list[str]:
    return [period[0] for period in periods if period is not None]


def require_kin(first: TidyTable, table: TidyTable) -> None:
    """Tell whether a table belongs to the family of the first one.

    Raises
    ------
    TableError
        SB-T372, SB-T373: see `stack`.
    """
    at = Place(table.source, table.sheet)
    if (first.metadata.get("form") == "records") != (table.metadata.get("form") == "records"):
        raise TableError("T372", at=at)
    shared = _keys(first.dimensions) & _keys(table.dimensions)
    if not shared or (first.measures and not _keys(first.measures) & _keys(table.measures)):
        raise TableError("T373", at=at, names="、".join(table.dimensions[:4]), wanted="、".join(first.dimensions[:4]))


def _keys(names: Sequence[str]) -> set[str]:
    return {match_key(name) for name in names}


def _named_as(name: str, tables: Sequence[TidyTable]) -> str:
    """The spelling of the first table that has the column."""
    key = match_key(name)
    return next(str(c) for table in tables for c in table.frame.columns if match_key(str(c)) == key)


def _dimension_names(tables: Sequence[TidyTable]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_named_as(name, tables) for table in tables for name in table.dimensions))


def _aligned(table: TidyTable, tables: Sequence[TidyTable]) -> pd.DataFrame:
    frame = table.frame.rename(columns={c: _named_as(str(c), tables) for c in table.frame.columns})
    frame = frame.reset_index(drop=True)
    frame.attrs = {}
    frame.insert(0, SOURCE_FILE, table.source)
    frame.insert(1, SOURCE_SHEET, table.sheet)
    return frame


def _free(name: str, frame: pd.DataFrame) -> str:
    return name if name not in frame.columns else f"出所の{name}"
