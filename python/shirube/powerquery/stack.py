"""積み重ねる in M: sheets of the workbook, or the same sheet of every file in a folder, below each other.

The sheet is read by one function inside the query; what it holds as constants must be true of every sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..calendar import FiscalYear, Year, YearMonth
from ..errors import Place, TableError
from ..grid import Grid
from ..tidy import Recipe, apply
from ..tidy.stack import SOURCE_FILE, SOURCE_SHEET, period_of
from .compile import body_of
from .expr import Function, Name, Try, call, each, field, item, lift, op, rows, when
from .printer import render
from .script import Column, Script, Steps
from .source import PATH_NAME, Handed, content_of
from .trip import SETTINGS, marked, recipe_record

__all__ = ["compile_folder", "compile_stack", "folder_files", "unread"]

_READ, _TABLE, _NAMED = "表にする", "表", "名前"
_ASCENDING = Name("Order.Ascending")
_KINDS = {FiscalYear: "年度", Year: "年", YearMonth: "年月"}


def compile_stack(sheets: Sequence[tuple[str, Grid]], recipe: Recipe, *, name: str) -> Script:
    """Write the stack of several sheets of the workbook as one query.

    Parameters
    ----------
    sheets
        Name of the named range and sheet, in the order wanted.
    recipe
        How every sheet is read.

    Raises
    ------
    TableError
        SB-P108: a sheet that is read in another way than the first. Others: see `compile_recipe`.
    """
    steps, function, columns = _reader([grid for _, grid in sheets], recipe)
    tables = [apply(grid, recipe) for _, grid in sheets]
    periods = [period_of(table) for table in tables]
    kinds = {_KINDS[type(period[1])] for period in periods if period}
    period_name = kinds.pop() if len(kinds) == 1 and all(periods) else ""
    if period_name in {column.name for column in columns}:
        period_name = f"出所の{period_name}"
    heads = [SOURCE_FILE, SOURCE_SHEET, *([period_name] if period_name else [])]
    lines = [
        (named, grid.source, grid.name, *([period[0]] if period_name and period else []))
        for (named, grid), period in zip(sheets, periods, strict=True)
    ]
    steps.add(_READ, function, "1枚のシートを整える")
    source = steps.add("シート", rows((_NAMED, *heads), lines), "積み重ねるシート（名前は、このブックの名前付き範囲）")
    content = field("Content", item(call("Excel.CurrentWorkbook"), {"Name": field(_NAMED)}))
    read = call(_READ, content)
    stacked = call(
        "Table.ExpandTableColumn",
        call("Table.AddColumn", source, _TABLE, each(read)),
        _TABLE,
        [c.name for c in columns],
    )
    result = steps.add("積み重ね", call("Table.RemoveColumns", stacked, [_NAMED]), "上から順に積み重ねる")
    found = (*(Column(head, "text") for head in heads), *columns)
    return _marked(steps.script(name, found, result))


def compile_folder(first: Grid, recipe: Recipe, *, name: str, others: Sequence[Grid] = ()) -> Script:
    """Write the stack of one sheet of every workbook in a folder as one query.

    The folder's path stands in the named cell 設定_ファイル. A year in the names of the files becomes no column.

    Parameters
    ----------
    others
        The sheets of the other files that are there already: they must be read by the same constants.

    Raises
    ------
    TableError
        SB-P108: a sheet that is read in another way than the first. Others: see `compile_recipe`.
    """
    steps, function, columns = _reader([first, *others], recipe)
    steps.add(_READ, function, "1枚のシートを整える")
    tried = folder_files(steps)
    names = [column.name for column in columns]
    sheet = field(
        "Data", item(call("Excel.Workbook", field("Content"), None, True), {"Item": first.name, "Kind": "Sheet"})
    )
    read = steps.add(
        "読んだ表",
        call("Table.AddColumn", field("Value", tried), _TABLE, each(Try(call(_READ, sheet)))),
    )
    missing = call("知らせ", names, unread(first.name))
    opened = call(
        "Table.AddColumn",
        read,
        "中身",
        each(when(field("HasError", field(_TABLE)), missing, field("Value", field(_TABLE)))),
    )
    stacked = call("Table.ExpandTableColumn", opened, "中身", names)
    with_sheet = call("Table.AddColumn", stacked, SOURCE_SHEET, each(first.name))
    renamed = call("Table.RenameColumns", with_sheet, [["Name", SOURCE_FILE]])
    order = [SOURCE_FILE, SOURCE_SHEET, *names]
    result = steps.add("積み重ね", call("Table.SelectColumns", renamed, order), "上から順に積み重ねる")
    found = (*(Column(head, "text") for head in (SOURCE_FILE, SOURCE_SHEET)), *columns)
    return _marked(steps.script(name, found, steps.finish(found, result)))


def unread(sheet: str) -> str:
    """What the query says in the row of a file that has no such sheet."""
    return f"シート「{sheet}」を読めませんでした。"


def folder_files(steps: Steps) -> Name:
    """Add the steps that find the workbooks of the folder: a record of ``try``, with a sentence where it fails."""
    path = steps.add(
        "場所",
        field("Column1", item(content_of(PATH_NAME), 0)),
        f"読むフォルダーの場所は、「設定」シートのセル（名前 {PATH_NAME}）に書く",
    )
    wanted = op(
        "and",
        call("List.Contains", [".xlsx", ".xlsm"], call("Text.Lower", field("Extension"))),
        op("=", call("Text.StartsWith", field("Name"), "~$"), False),
    )
    ordered = [["Folder Path", _ASCENDING], ["Name", _ASCENDING]]
    tried = steps.add(
        "試し",
        Try(call("Table.Sort", call("Table.SelectRows", call("Folder.Files", path), each(wanted)), lift(ordered))),
        "フォルダーの中のブックを、名前の順に読む（開いているブックの控え ~$ は除く）",
    )
    steps.require(
        op("=", field("HasError", tried), False),
        "フォルダーが見つかりません。「設定」シートに書いたフォルダーの場所を確かめてください。",
    )
    return tried


def _marked(script: Script) -> Script:
    return replace(script, text=marked(script.text))


def _reader(grids: Sequence[Grid], recipe: Recipe) -> tuple[Steps, Function, tuple[Column, ...]]:
    """The function that reads one sheet, and the query it stands in."""
    outer = Steps()
    outer.add(SETTINGS, recipe_record(recipe), "しるべの設定（レシピ）。しるべがクエリからレシピに戻すときに読む")
    built = []
    for grid in grids:
        inner = Steps()
        result, columns = body_of(inner, grid, recipe, Handed())
        built.append((inner, inner.function(Handed().name, inner.finish(columns, result)), columns))
    first, function, columns = built[0]
    for grid, (_, other, _) in zip(grids, built, strict=True):
        if render(other) != render(function):
            raise TableError("P108", at=Place(grid.source, grid.name))
    outer.adopt(first)
    return outer, function, columns
