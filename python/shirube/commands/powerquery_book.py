"""クエリ入りのブック: queries with what Python computed for them become one workbook that needs no Python.

Page one of it is the guide: what the queries do, how to refresh them, what Excel may ask and what to answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid
from ..powerquery import Script
from ..powerquery.source import PATH_NAME
from ..result import Cell, Column, DataSheet, Format, NamedRange, Provenance, Purpose, Query, Result, Setting, Table
from .powerquery_guide import answers_table, steps_table
from .tidy_settings import FILE_PLACE, FOLDER_PLACE

__all__ = ["SOURCE_SHEET", "Made", "Origin", "Stage", "book", "plain_name", "stage_of", "table_of_frame"]

SOURCE_SHEET, TEXT_SHEET = "元データ", "クエリの文"
_FORMATS = {"number": Format.NUMBER, "logical": Format.BOOL, "datetime": Format.DATETIME}
_SHOWN = 8
#: Nobody types more decimals than this.
_TYPED = 6
#: Below this, the preview shows two decimals.
_SMALL = 10


@dataclass(frozen=True)
class Stage:
    """One query, and the rows Python computed for it; `load` False: a connection only."""

    script: Script
    rows: tuple[tuple[Any, ...], ...]
    load: bool = True


@dataclass(frozen=True)
class Origin:
    """What the queries read.

    Attributes
    ----------
    sheets, names
        Sheets that stand in the workbook as they are, and the ranges of them that are read.
    tables
        Tables of the workbook.
    path
        What is asked for in the cell of the path (元のファイルの場所 …); empty: nothing outside the workbook is read.
    """

    sheets: tuple[Grid, ...] = ()
    names: tuple[NamedRange, ...] = ()
    tables: tuple[DataSheet, ...] = ()
    path: str = ""


@dataclass(frozen=True, eq=False)
class Made:
    """Queries on the way to a workbook.

    Attributes
    ----------
    stages
        The queries so far; none where the table is read as it stands.
    origin
        What they read.
    frame, source
        The table they end in, and the name under which a next query reads it (empty: there are several).
    title, question, says, cannot_say, notes
        Words of the report.
    settings
        Lines of the 設定 sheet.
    last
        Why no query may read the table on (Japanese); empty: one may.
    """

    stages: tuple[Stage, ...]
    origin: Origin
    frame: pd.DataFrame
    source: str
    title: str
    question: str
    provenance: Provenance
    says: tuple[str, ...] = ()
    cannot_say: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    last: str = ""


def plain_name(text: str, suffix: str) -> str:
    """A name for a query: a text without the letters that a query name may not hold, and an ending.

    >>> plain_name('第1.5"表', "縦持ち"), plain_name("#", "集計")
    ('第15表_縦持ち', '表_集計')
    """
    plain = "".join(char for char in text if char not in '."#[]' and char.isprintable()).strip()[:60].strip()
    return f"{plain or '表'}_{suffix}"


def stage_of(script: Script, rows: Sequence[Sequence[Any]]) -> Stage:
    """A query with its rows, as cells can hold them."""
    return Stage(script, tuple(tuple(_value(value) for value in row) for row in rows))


def table_of_frame(frame: pd.DataFrame, sheet: str, table: str) -> DataSheet:
    """A list of records as a table of the workbook that a query can read.

    Raises
    ------
    TableError
        SB-P102: headings that Excel would write in another way, so that the query would not find them.
    """
    names = [str(name) for name in frame.columns]
    folded = {name.casefold() for name in names}
    if len(folded) != len(names) or any("\n" in name or not name.isprintable() for name in names):
        raise TableError("P102", at=Place(sheet=sheet), names="、".join(names))
    columns = tuple(Column(f"c{i}", name) for i, name in enumerate(names))
    rows = tuple(tuple(_value(value) for value in row) for row in frame.astype(object).values.tolist())
    return DataSheet(sheet, Table(f"source_{table}", sheet, columns, rows), excel_table=table)


def _value(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def book(made: Made, purpose: Purpose = Purpose.INTERNAL) -> Result:
    """Put queries, their results, what they read and the guide into one workbook."""
    loaded = [(stage, _data(stage)) for stage in made.stages if stage.load]
    names = {id(stage): data.name for stage, data in loaded}
    path = (Setting(made.origin.path, "", _PATH_NOTES[made.origin.path]),) if made.origin.path else ()
    cell = (NamedRange(PATH_NAME, "設定", "B2"),) if path else ()
    texts = (_text_sheet(stage.script, i, len(made.stages)) for i, stage in enumerate(made.stages, 1))
    return Result(
        title=made.title,
        question=made.question,
        conclusion=(_count(made.stages), _refresh(made.origin)),
        tables=(steps_table(made), answers_table(made.origin.path), *(_preview(data) for _, data in loaded)),
        says=made.says,
        cannot_say=made.cannot_say,
        notes=(*made.notes, *_care(made.origin)),
        data=(*(data for _, data in loaded), *made.origin.tables),
        sheets=(*made.origin.sheets, *texts),
        queries=tuple(_query(stage, names.get(id(stage), "")) for stage in made.stages),
        names=(*cell, *made.origin.names),
        settings=(*path, *made.settings),
        provenance=made.provenance,
        purpose=purpose,
    )


#: What to write into the cell of the path.
_PATH_NOTES = {
    FILE_PLACE: (
        "元のファイルの場所を、C:\\ から始めて書いてください"
        "（エクスプローラーでファイルを右クリック→［パスのコピー］）。"
    ),
    FOLDER_PLACE: (
        "ブックを集めたフォルダーの場所を、C:\\ から始めて書いてください"
        "（エクスプローラーでフォルダーを右クリック→［パスのコピー］）。"
    ),
}


def _count(stages: Sequence[Stage]) -> str:
    rows = sum(len(stage.rows) for stage in stages if stage.load)
    only = sum(not stage.load for stage in stages)
    linked = f"（うち{only}つは接続だけで、シートには出しません）" if only else ""
    return f"クエリは{len(stages)}つです{linked}。結果の表には、いまの元データから作った{rows:,}行が入っています。"


def _refresh(origin: Origin) -> str:
    if origin.path:
        return f"「設定」シートに{origin.path}を書き、［データ］タブの［すべて更新］を押してください。"
    names = [sheet.name for sheet in origin.sheets] or [table.name for table in origin.tables]
    return f"「{'」「'.join(names)}」シートを直して、［データ］タブの［すべて更新］を押してください。"


def _care(origin: Origin) -> tuple[str, ...]:
    """Tables hold every column of the list, also those nobody counts."""
    if not origin.tables:
        return ()
    names = "」「".join(table.name for table in origin.tables)
    return (f"「{names}」シートには、元の表のすべての列が入っています。人に渡す前に、使わない列を消してください。",)


def _data(stage: Stage) -> DataSheet:
    script = stage.script
    columns = tuple(
        Column(
            f"c{i}",
            column.name,
            _FORMATS.get(column.type, Format.TEXT),
            decimals=_shown_of([row[i] for row in stage.rows]),
        )
        for i, column in enumerate(script.columns)
    )
    return DataSheet(script.name, Table(f"query_{script.name}", script.name, columns, stage.rows))


def _query(stage: Stage, sheet: str) -> Query:
    types = tuple(column.type for column in stage.script.columns) if sheet else ()
    return Query(stage.script.name, stage.script.text, sheet, types)


def _preview(data: DataSheet) -> Table:
    shown = data.table.rows[:_SHOWN]
    more = len(data.table.rows) - len(shown)
    notes = (f"ほか{more:,}行は「{data.name}」シートにあります。",) if more > 0 else ()
    columns = tuple(replace(c, decimals=_decimals([row[i] for row in shown])) for i, c in enumerate(data.table.columns))
    return replace(
        data.table,
        columns=columns,
        key=f"preview_{data.name}",
        title=f"結果のはじめの{len(shown)}行（「{data.name}」）",
        rows=tuple(tuple(_counted(v, c.decimals) for v, c in zip(row, columns, strict=True)) for row in shown),
        notes=notes,
    )


def _counted(value: Any, decimals: int) -> Any:
    """A count among means keeps no decimals."""
    counted = decimals and isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return Cell(value, shown=f"{value:,}") if counted else value


def _decimals(values: Sequence[Any]) -> int:
    """Decimals to show: none for whole numbers, more for small ones.

    >>> _decimals([1.0, 20]), _decimals([5141.45, None]), _decimals([0.25, -1.5])
    (0, 1, 2)
    """
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if all(float(value).is_integer() for value in numbers):
        return 0
    return 1 if max(map(abs, numbers)) >= _SMALL else 2


def _shown_of(values: Sequence[Any]) -> int:
    """Decimals a column of the result shows: those of `_decimals` for worked-out figures, all there are for typed ones.

    >>> _shown_of([26.1061946902655, 50]), _shown_of([5.123, 8])
    (1, 0)
    """
    worked_out = any(isinstance(value, float) and value == value and round(value, _TYPED) != value for value in values)
    return _decimals(values) if worked_out else 0


def _text_sheet(script: Script, number: int, count: int) -> Grid:
    """The text of the query in plain sight: what it does is no secret, and it can be pasted by hand."""
    name = TEXT_SHEET if count == 1 else f"{TEXT_SHEET}{number}"
    head = [
        f"クエリ「{script.name}」の文です。",
        "［データ］→［クエリと接続］→クエリを右クリック→［編集］→［詳細エディター］で同じ文が見られます。",
        "",
    ]
    return Grid.from_rows([[line or None] for line in [*head, *script.text.split("\n")]], name=name)
