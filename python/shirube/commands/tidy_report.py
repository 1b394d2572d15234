"""Words and tables of the tidy conversion's result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..grid import Grid, Kind, a1
from ..result import (
    Column,
    DataSheet,
    Figure,
    Format,
    Level,
    Light,
    Link,
    Provenance,
    Purpose,
    Result,
    Table,
)
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, TidyTable
from ..text import clean_label
from ..tidy import Candidate, Check, Recipe, finish, symbols_of, verify, widen, with_symbols, with_years
from .tidy_settings import CANDIDATE, settings_of

__all__ = ["data_table", "report"]

PREVIEW_ROWS = 8
YEARS = "_西暦"
FIRST_YEAR, LAST_YEAR = 1868, 2100
_TYPED = {ROW_TOTAL: Format.BOOL, COLUMN_TOTAL: Format.BOOL}


def report(
    grid: Grid,
    tables: Sequence[TidyTable],
    recipes: Sequence[Recipe],
    *,
    candidates: Sequence[Candidate] = (),
    link_file: str,
    purpose: Purpose,
    provenance: Provenance,
) -> Result:
    """Say what became of a sheet.

    Parameters
    ----------
    grid
        The sheet as read.
    tables, recipes
        What `tidy.apply_all` made, and the recipes it followed (same order).
    candidates
        The readings the recipes were chosen from, best first.
    link_file
        Relative path to the original workbook for the links back to its cells; empty: addresses without links.

    Returns
    -------
    Result
        Page one in plain words; one data sheet per table (整然データ), one with what was left out (落としたもの);
        the recipe as the 設定 sheet.
    """
    checks = _checks(grid, tables, recipes)
    finished = finish(tables, recipes)
    names = _sheet_names("整然データ", len(finished))
    data = [
        DataSheet(name, _tidy_table(f"tidy_{i}", name, with_years(table), link_file))
        for i, (name, (table, _)) in enumerate(zip(names, finished, strict=True), start=1)
    ]
    previews = tuple(_preview(f"preview_{i}", sheet.name, sheet.table) for i, sheet in enumerate(data, 1))
    wide = [_wide_sheet(i, table, recipe.wide) for i, (table, recipe) in enumerate(finished, 1) if recipe.wide]
    dropped = _dropped_table(tables, link_file)
    data += [*wide, DataSheet("落としたもの", dropped)]
    shown = [with_symbols(recipe, table) for recipe, table in zip(recipes, tables, strict=True)]
    title = next((table.title for table in tables if table.title), grid.name)
    rows = sum(len(table) for table in tables)
    return Result(
        title=f"整然化：{title}",
        question="人が読むための表を、1行に1つの値だけが並ぶ表に直しました。",
        conclusion=_conclusion(tables, rows, checks),
        figures=_figures(grid, tables, rows, len(dropped.rows)),
        tables=(*previews, *_symbol_tables(tables), *_candidate_tables(candidates)),
        lights_title="点検",
        lights=tuple(
            Light(c.name, Level.GOOD if c.ok else Level.CAUTION, "合っている" if c.ok else "確認が必要", c.sentence)
            for c in checks
        ),
        notes=(*(note for table in tables for note in table.notes), *grid.notes, *_hidden(grid)),
        data=tuple(data),
        settings=(*settings_of(shown, _sheet_names("整然データ", len(shown))), CANDIDATE),
        provenance=provenance,
        purpose=purpose,
    )


def _wide_sheet(number: int, table: TidyTable, by: str) -> DataSheet:
    """The table once more, for people: one dimension side by side."""
    frame = widen(table, by)
    title = f"横持ち_{number}"
    columns = tuple(Column(f"c{i}", str(name)) for i, name in enumerate(frame.columns))
    return DataSheet(title, Table(f"wide_{number}", title, columns, tuple(map(tuple, frame.values.tolist()))))


def _symbol_tables(tables: Sequence[TidyTable]) -> tuple[Table, ...]:
    """How signs were read, for the user to agree with or to change."""
    found = [symbol for table in tables for symbol in symbols_of(table)]
    if not found:
        return ()
    columns = (
        Column("text", "記号"),
        Column("meaning", "読み方"),
        Column("count", "個数", Format.COUNT),
        Column("cell", "最初のセル"),
    )
    rows = tuple((s.text, s.meaning, s.count, s.cell) for s in found[:PREVIEW_ROWS])
    more = len(found) - len(rows)
    notes = ("違うものは「設定」シートの「記号」を直して、もう一度実行してください。",)
    return (Table("symbols", "記号の読み方", columns, rows, (*notes, *((f"ほか{more}種類。",) if more > 0 else ()))),)


def _checks(grid: Grid, tables: Sequence[TidyTable], recipes: Sequence[Recipe]) -> list[Check]:
    """The checks of every table; with several tables they say of which."""
    several = len(tables) > 1
    return [
        replace(check, name=f"{check.name}（表{i}）") if several else check
        for i, (table, recipe) in enumerate(zip(tables, recipes, strict=True), 1)
        for check in verify(grid, table, recipe)
    ]


def _candidate_tables(candidates: Sequence[Candidate]) -> tuple[Table, ...]:
    """Other ways to read the sheet, for a user who does not agree with the first."""
    if len(candidates) < 2:
        return ()
    columns = (
        Column("number", "候補", Format.COUNT),
        Column("sure", "確からしさ", Format.PERCENT, decimals=0),
        Column("why", "読み方と理由", width=60),
    )
    rows = tuple((i, 100 * c.confidence, "".join(c.reasons)) for i, c in enumerate(candidates, 1))
    note = f"ほかの候補で読み直すには、「設定」シートの「{CANDIDATE.label}」を変えて、もう一度実行してください。"
    return (Table("candidates", "ほかの読み方", columns, rows, (note,)),)


def _hidden(grid: Grid) -> tuple[str, ...]:
    """Say that hidden rows and columns were read: a reader who does not see them must know."""
    rows = sum(row < grid.shape[0] for row in grid.hidden_rows)
    columns = sum(column < grid.shape[1] for column in grid.hidden_columns)
    what = "と".join(text for count, text in ((rows, f"行（{rows}）"), (columns, f"列（{columns}）")) if count)
    return (f"非表示の{what}も読み取っています。要らないものなら、元の表から除いてください。",) if what else ()


def _sheet_names(stem: str, count: int) -> list[str]:
    return [stem] if count == 1 else [f"{stem}_{i}" for i in range(1, count + 1)]


def _conclusion(tables: Sequence[TidyTable], rows: int, checks: Sequence[Check]) -> tuple[str, ...]:
    what = f"{len(tables)}つの表を" if len(tables) > 1 else "表を"
    doubtful = sum(not check.ok for check in checks)
    second = (
        f"{len(checks)}件の点検のうち{doubtful}件は、人の確認が必要です。下の「点検」を見てください。"
        if doubtful
        else f"{len(checks)}件の点検はすべて合いました。"
    )
    if all(_is_list(table) for table in tables):
        first = f"もともと1行に1件が並ぶ一覧（{rows:,}行）なので、形は変えていません。各行は元の行に戻れます。"
    else:
        first = f"{what}{rows:,}行の整然データに直しました。各行は元のセルに戻れます。"
    return (first, second) if checks else (first,)


def _is_list(table: TidyTable) -> bool:
    return table.metadata.get("form") == "records"


def _figures(grid: Grid, tables: Sequence[TidyTable], rows: int, dropped: int) -> tuple[Figure, ...]:
    filled = int((grid.kinds != Kind.BLANK).sum())
    totals = sum(int((t.frame[ROW_TOTAL] | t.frame[COLUMN_TOTAL]).sum()) for t in tables if ROW_TOTAL in t.frame)
    return (
        Figure("元のシート", f"{filled:,}セル", "空でないセルの数"),
        Figure("整然データ", f"{rows:,}行", "1行に1件" if all(map(_is_list, tables)) else "1行に1つの値"),
        Figure("合計の印", f"{totals:,}行", "ほかの行や列の合計。足し合わせるときは除く"),
        Figure("落としたもの", f"{dropped:,}件", "理由は同名のシート"),
    )


def data_table(key: str, title: str, table: TidyTable) -> Table:
    """A tidy table as it stands: every column with the format its values call for."""
    names = [str(name) for name in table.frame.columns]
    lists = [table.frame[name].tolist() for name in table.frame.columns]
    return Table(key, title, tuple(_column(name, table) for name in names), tuple(zip(*lists, strict=True)))


def _tidy_table(key: str, title: str, table: TidyTable, link_file: str) -> Table:
    names = [str(name) for name in table.frame.columns]
    lists = [table.frame[name].tolist() for name in table.frame.columns]
    if not _is_list(table):
        at = names.index(CELL)
        lists[at] = [_link(cell, table.sheet, link_file) for cell in lists[at]]
    elif CELL not in names:  # our own output, read again, has one already
        left = min(table.frame.attrs["columns"].values())
        names.append(CELL)
        lists.append([_link(a1(row, left), table.sheet, link_file) for row in table.frame.attrs["rows"]])
    columns = tuple(_column(name, table) for name in names)
    return Table(key, title, columns, tuple(zip(*lists, strict=True)))


def _column(name: str, table: TidyTable) -> Column:
    if name in _TYPED:
        return Column(name, name, _TYPED[name])
    if name.endswith(YEARS):
        return Column(name, name, Format.YEAR)
    if name in table.measures:
        values = [v for v in table.frame[name].tolist() if isinstance(v, (int, float)) and v == v]
        whole = all(float(v).is_integer() for v in values)
        if whole and "年" in name and all(FIRST_YEAR <= v <= LAST_YEAR for v in values):
            return Column(name, name, Format.YEAR)
        form = Format.COUNT if whole else Format.NUMBER
        return Column(name, name, form, decimals=0 if whole else _decimals(values))
    return Column(name, name)


def _decimals(values: Sequence[float], most: int = 3) -> int:
    return next((d for d in range(1, most) if all(abs(v * 10**d - round(v * 10**d)) < 1e-6 for v in values)), most)


def _link(cell: str, sheet: str, link_file: str) -> Any:
    return Link(cell, sheet, cell, link_file) if link_file else cell


def _preview(key: str, title: str, table: Table) -> Table:
    shown = tuple(tuple(v.text if isinstance(v, Link) else v for v in row) for row in table.rows[:PREVIEW_ROWS])
    more = len(table.rows) - len(shown)
    notes = (f"ほか{more:,}行は「{title}」シートにあります。",) if more > 0 else ()
    return Table(key, f"{title}（最初の{len(shown)}行）", table.columns, shown, notes)


def _as_data(text: str) -> str | float:
    """A text left out, without the spaces that only laid it out; a plain number as the number it is."""
    number = re.fullmatch(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", text)
    return float(text) if number else clean_label(text)


def _dropped_table(tables: Sequence[TidyTable], link_file: str) -> Table:
    columns = (
        Column("cell", "元のセル"),
        Column("text", "書かれていたもの", width=40),
        Column("reason", "落とした理由", width=40),
    )
    rows = [(_link(d.cell, t.sheet, link_file), _as_data(d.text), d.reason) for t in tables for d in t.dropped]
    return Table("dropped", "落としたもの", columns, tuple(rows))
