"""`Result`: everything a command found out, as a value; nothing is drawn here.

Report order (one renderer, `office.write`): title → 条件・出所・n → 結論 → 主な数字 → tables → charts → lights →
言えること／言えないこと → notes; then 統計の詳細 on its own sheet; then one machine-readable sheet per data table
(header at A1, long form); then 設定.

>>> table = Table("counts", "人数", (Column("area", "地区"), Column("n", "人数", Format.COUNT)), (("東", 10),))
>>> Result(title="例", tables=(table,)).tables[0].column("n").label
'人数'
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .grid import Grid

__all__ = [
    "Cell",
    "Chart",
    "ChartKind",
    "Column",
    "DataSheet",
    "Detail",
    "Figure",
    "Format",
    "LaneStep",
    "Level",
    "Light",
    "Link",
    "Mark",
    "NamedRange",
    "Provenance",
    "Purpose",
    "Query",
    "Result",
    "Series",
    "Setting",
    "Shade",
    "SwimLane",
    "Table",
]


class Purpose(Enum):
    """用途: decides suppression and the stamp."""

    INTERNAL = "庁内検討"
    PUBLIC = "公表"


class Format(Enum):
    """How a column's values are shown. Numbers stay numbers in the cell; minus is ▲ on reports, − in details."""

    TEXT = "text"
    CODE = "code"  # digits that are a name: always text
    COUNT = "count"  # #,##0
    NUMBER = "number"  # #,##0.0… by `decimals`
    YEAR = "year"  # 1985, without a thousands separator
    PERCENT = "percent"  # value in per cent (45.2), shown 45.2
    P_VALUE = "p"  # 0.012; below 0.001 shown as such
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "bool"


class Mark(Enum):
    """A cell stands out; never by colour alone."""

    HIGH = "↑高"
    LOW = "↓低"


class Level(Enum):
    """Signal of a `Light`."""

    GOOD = "○"
    CAUTION = "△"
    BAD = "×"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a mark and/or a display text in place of the value (``x``, ``-``, ``0.0``).

    `decimals` are those of this cell where they differ from its column's.
    """

    value: Any
    mark: Mark | None = None
    shown: str = ""
    note: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a cell: of this workbook (`file` empty) or of another file (relative path)."""

    text: str
    sheet: str
    cell: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `group` is an upper header tier: neighbours with the same group share it."""

    key: str
    label: str
    format: Format = Format.TEXT
    unit: str = ""
    decimals: int = 0
    group: str = ""
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Shade:
    """Heat shading on the report: keys of the columns that share one scale; `signed` shades away from zero."""

    columns: tuple[str, ...]
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of values. Each row has one value (plain, `Cell` or `Link`) per column."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()
    total_rows: frozenset[int] = frozenset()
    shade: Shade | None = None

    def column(self, key: str) -> Column:
        """Return a column by key."""
        return next(c for c in self.columns if c.key == key)


class ChartKind(Enum):
    """Native chart kinds the renderer draws."""

    BAR_100 = "bar_100"  # 帯グラフ: 100 % stacked horizontal bars
    BAR = "bar"
    COLUMN = "column"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One series: column key of its values; `dashed` for a counterfactual; `low`/`high` keys give error bars."""

    key: str
    label: str = ""
    dashed: bool = False
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over one of the result's tables (report, detail or data), named by the table's key."""

    kind: ChartKind
    title: str
    table: str
    category: str
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    alt_text: str = ""
    by_row: bool = False  # True: each table row is a series, the `series` keys are the categories


@dataclass(frozen=True, slots=True)
class Figure:
    """A key number of page one, already worded: label and text, e.g. 効果／−12件（−20〜−4件）."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """A checked assumption: what, signal, its word (良い／注意／不可 …), reason in one sentence."""

    label: str
    level: Level
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A section of 統計の詳細."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSheet:
    """A machine-readable sheet: header at A1, one Excel table object, nothing else."""

    name: str
    table: Table
    excel_table: str = ""  # name of the Excel table object; derived from the sheet name when empty


@dataclass(frozen=True, slots=True)
class LaneStep:
    """A box of a `SwimLane`: position of its lane, what stands in it, where it leads, and signs in words.

    `next` and `branch_to` are keys of other boxes (empty: the end, no branch); `changed` boxes stand out.
    """

    key: str
    lane: int
    text: str
    next: str = ""
    branch: str = ""
    branch_to: str = ""
    minutes: float | None = None
    signs: str = ""
    change: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class SwimLane:
    """A process drawn on a sheet of its own, one lane per person in charge, over as many pages as it needs."""

    sheet: str
    title: str
    lanes: tuple[str, ...]
    steps: tuple[LaneStep, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A Power Query of the workbook.

    Attributes
    ----------
    name, text
        Name and M expression.
    sheet
        Name of the `DataSheet` it fills; empty: connection only. The sheet's columns are the query's.
    types
        One of text, number, int, logical, date, datetime, any for each column.
    refresh
        Ask Excel to refresh when the workbook is opened.
    """

    name: str
    text: str
    sheet: str = ""
    types: tuple[str, ...] = ()
    refresh: bool = False


@dataclass(frozen=True, slots=True)
class NamedRange:
    """A name for a range (A1 notation, absolute) of one of the result's sheets, for its queries to read."""

    name: str
    sheet: str
    range: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the 設定 sheet: 項目, 値, 説明."""

    label: str
    value: Any
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the numbers come from and what made them. No personal names, no absolute paths."""

    file: str = ""
    sheet: str = ""
    range: str = ""
    as_of: str = ""
    publisher: str = ""
    made_at: dt.datetime | None = None
    version: str = ""


@dataclass(frozen=True)
class Result:
    """What a command found out, complete and frozen.

    Attributes
    ----------
    title
        Title of the report.
    question, conditions, base
        One line each: what was asked, the settings in words, n and exclusions.
    conclusion
        Plain-Japanese sentences, the answer first. No test names, no p-values, no Latin terms.
    figures, tables, charts, lights, says, cannot_say, notes
        Page one, in this order. `lights_title` stands above the lights.
    details
        統計の詳細.
    data
        Machine-readable sheets.
    flows
        Processes in lanes, each on a sheet of its own.
    sheets
        Sheets drawn as they are: values, looks and merges, nothing else.
    queries, names
        Power Query queries put into the workbook, and the ranges they read.
    settings
        What was used, enough to run it again.
    sheet
        Name of the sheet of the report; empty: 報告.
    parts
        Further reports of the same workbook, each on sheets of its own; the 設定 sheet is the whole's.
    """

    title: str
    question: str = ""
    conditions: str = ""
    base: str = ""
    conclusion: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    lights: tuple[Light, ...] = ()
    lights_title: str = "前提の確認"
    says: tuple[str, ...] = ()
    cannot_say: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    data: tuple[DataSheet, ...] = ()
    flows: tuple[SwimLane, ...] = ()
    sheets: tuple[Grid, ...] = ()
    queries: tuple[Query, ...] = ()
    names: tuple[NamedRange, ...] = ()
    settings: tuple[Setting, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    purpose: Purpose = Purpose.INTERNAL
    sheet: str = ""
    parts: tuple[Result, ...] = ()

    def with_parts(self) -> Iterator[Result]:
        """Yield the result and all its parts, in their order."""
        yield self
        for part in self.parts:
            yield from part.with_parts()
