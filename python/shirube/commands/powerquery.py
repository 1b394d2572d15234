"""クエリにする: a sheet and its recipe become a workbook whose Power Query redoes the conversion on 更新."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..grid import Grid, a1
from ..powerquery import FileSource, Script, Source, compile_recipe, compile_union
from ..powerquery.source import PATH_NAME, SOURCE_NAME
from ..result import Column, DataSheet, Format, NamedRange, Purpose, Query, Result, Setting, Table
from ..tidy import Recipe, apply_all, finish
from .base import Command
from .provenance import of_grid
from .tidy import TidySettings, recipes_for
from .tidy_settings import settings_of

__all__ = ["POWERQUERY", "PowerQuerySettings", "powerquery"]

SOURCE_SHEET, TEXT_SHEET, PATH_LABEL = "元データ", "クエリの文", "元のファイルの場所"
#: Blank rows and columns that the named range holds beside the sheet, so that lines can be added.
SPARE_ROWS, SPARE_COLUMNS = 1000, 20
_FORMATS = {"number": Format.NUMBER, "logical": Format.BOOL, "datetime": Format.DATETIME}


@dataclass(frozen=True)
class PowerQuerySettings:
    """What kind of workbook is wanted.

    Attributes
    ----------
    recipes, candidate, keep_totals
        As in `TidySettings`.
    from_file
        The query reads the original file, whose place stands on the 設定 sheet, instead of the sheet 元データ.
    """

    recipes: tuple[Recipe, ...] = ()
    candidate: int = 1
    keep_totals: bool = True
    from_file: bool = False
    purpose: Purpose = Purpose.INTERNAL


def powerquery(grid: Grid, settings: PowerQuerySettings = PowerQuerySettings()) -> Result:
    """Write the queries of one sheet, with their results filled in.

    Raises
    ------
    TableError
        SB-T205, T206, T212: see `tidy`. SB-P101 …: what a query cannot express, with the reason.
    """
    tidy = TidySettings(settings.recipes, settings.candidate, settings.keep_totals)
    recipes = recipes_for(grid, tidy)
    groups = _groups(recipes)
    names = _names(grid, len(groups))
    source = FileSource(grid.name) if settings.from_file else Source()
    scripts = [_compiled(grid, group, source, name) for group, name in zip(groups, names, strict=True)]
    frames = [table.frame for table, _ in finish(apply_all(grid, recipes), recipes)]
    data = [_data(script, frame) for script, frame in zip(scripts, frames, strict=True)]
    texts = [_text_sheet(script, i, len(scripts)) for i, script in enumerate(scripts, 1)]
    copy = () if settings.from_file else (replace(grid, name=SOURCE_SHEET),)
    lines = [*settings_of(recipes, _names(grid, len(recipes)))]
    if settings.from_file:
        lines = [Setting(PATH_LABEL, "", _PATH_NOTE), *lines]
    return Result(
        title=f"Power Query：{grid.name}",
        question="表を直す手順を、Excel の Power Query のクエリにしました。Python のない PC でも、更新で直せます。",
        conclusion=(
            f"クエリは{len(scripts)}つです。結果の表には、いまの元データから作った{_count(data):,}行が入っています。",
            _refresh(settings.from_file),
        ),
        tables=tuple(_preview(d) for d in data),
        says=(
            "元データの数を直して更新すると、結果の表も直ります。",
            "行や列が増えても、見出しの文字を頼りに読みます。",
        ),
        cannot_say=(
            "セルの結合・罫線・字下げの書式が変わったことは、クエリからは分かりません。",
            "見出しが、クエリを作ったときと合わなくなれば、表の代わりに知らせが出ます。",
        ),
        data=tuple(data),
        sheets=(*copy, *texts),
        queries=tuple(_query(script, d) for script, d in zip(scripts, data, strict=True)),
        names=_ranges(grid, settings.from_file),
        settings=tuple(lines),
        provenance=of_grid(grid),
        purpose=settings.purpose,
    )


def _groups(recipes: Sequence[Recipe]) -> list[list[Recipe]]:
    """Recipes by the union they name, in the order of their first parts."""
    groups: dict[object, list[Recipe]] = {}
    for i, recipe in enumerate(recipes):
        groups.setdefault(recipe.union or i, []).append(recipe)
    return list(groups.values())


def _compiled(grid: Grid, group: Sequence[Recipe], source: Source | FileSource, name: str) -> Script:
    if len(group) == 1:
        return compile_recipe(grid, replace(group[0], union=""), source=source, name=name)
    return compile_union(grid, group, source=source, name=name)


def _count(data: list[DataSheet]) -> int:
    return sum(len(sheet.table.rows) for sheet in data)


_PATH_NOTE = (
    "元のファイルの場所を、C:\\ から始めて書いてください（エクスプローラーでファイルを右クリック→［パスのコピー］）。"
)


def _refresh(from_file: bool) -> str:
    if from_file:
        return "「設定」シートに元のファイルの場所を書き、［データ］タブの［すべて更新］を押してください。"
    return f"「{SOURCE_SHEET}」シートを直して、［データ］タブの［すべて更新］を押してください。"


def _names(grid: Grid, count: int) -> list[str]:
    """Names of the queries: the sheet's, without the letters that a query name may not hold."""
    plain = "".join(char for char in grid.name if char not in '."' and char.isprintable()).strip()[:60] or "表"
    return [f"{plain}_縦持ち"] if count == 1 else [f"{plain}_縦持ち{i}" for i in range(1, count + 1)]


def _ranges(grid: Grid, from_file: bool) -> tuple[NamedRange, ...]:
    if from_file:
        return (NamedRange(PATH_NAME, "設定", "B2"),)
    rows, columns = grid.shape[0] + SPARE_ROWS, grid.shape[1] + SPARE_COLUMNS
    return (NamedRange(SOURCE_NAME, SOURCE_SHEET, f"A1:{a1(rows - 1, columns - 1)}"),)


def _data(script: Script, frame: pd.DataFrame) -> DataSheet:
    frame = frame[[column.name for column in script.columns]]
    columns = tuple(
        Column(f"c{i}", column.name, _FORMATS.get(column.type, Format.TEXT)) for i, column in enumerate(script.columns)
    )
    rows = tuple(tuple(_value(value) for value in row) for row in frame.astype(object).values.tolist())
    return DataSheet(script.name, Table(f"query_{script.name}", script.name, columns, rows))


def _value(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return value


def _query(script: Script, data: DataSheet) -> Query:
    return Query(script.name, script.text, data.name, tuple(column.type for column in script.columns))


def _preview(data: DataSheet) -> Table:
    shown = data.table.rows[:8]
    more = len(data.table.rows) - len(shown)
    notes = (f"ほか{more:,}行は「{data.name}」シートにあります。",) if more > 0 else ()
    return replace(
        data.table, key=f"preview_{data.name}", title=f"結果のはじめの{len(shown)}行", rows=shown, notes=notes
    )


def _text_sheet(script: Script, number: int, count: int) -> Grid:
    """The text of the query in plain sight: what it does is no secret, and it can be pasted by hand."""
    name = TEXT_SHEET if count == 1 else f"{TEXT_SHEET}{number}"
    head = [
        f"クエリ「{script.name}」の文です。",
        "［データ］→［クエリと接続］→クエリを右クリック→［編集］→［詳細エディター］で同じ文が見られます。",
        "",
    ]
    return Grid.from_rows([[line or None] for line in [*head, *script.text.split("\n")]], name=name)


POWERQUERY = Command("powerquery", "クエリにする", PowerQuerySettings, powerquery)
