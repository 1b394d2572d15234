"""積み重ねをクエリにする: sheets of a workbook, or a sheet of every workbook in a folder, below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from .. import __version__
from ..errors import Place, TableError
from ..grid import Grid
from ..powerquery import Script
from ..powerquery.source import SOURCE_NAME, OfQuery
from ..powerquery.stack import compile_folder, compile_stack, unread
from ..result import Provenance
from ..tidy import Recipe, apply, stack
from ..tidy.stack import SOURCE_FILE, SOURCE_SHEET
from .powerquery import named_range
from .powerquery_book import Made, Origin, plain_name, stage_of
from .stack import StackSettings
from .tidy import TidySettings, recipes_for
from .tidy_settings import FOLDER_PLACE, settings_of

__all__ = ["FolderFile", "folder_stacked", "stacked"]

_MORE = "見出しを定数にした表では、見出しが変わると、そのシートの行の代わりに知らせが出ます。"


@dataclass(frozen=True)
class FolderFile:
    """A workbook of a folder: its name, and the sheet wanted (None: it has none of that name)."""

    name: str
    grid: Grid | None


def stacked(grids: Sequence[Grid], settings: StackSettings) -> Made:
    """Sheets of one family below each other.

    Raises
    ------
    TableError
        SB-T371: no sheet. SB-P108: sheets that need different readings. SB-P109: several tables on a sheet. Others:
        see `tidy` and `compile_recipe`.
    """
    if not grids:
        raise TableError("T371")
    recipe = _recipe(grids[0], settings)
    ranges = [f"{SOURCE_NAME}{i}" for i in range(1, len(grids) + 1)]
    script = compile_stack(list(zip(ranges, grids, strict=True)), recipe, name=plain_name(_common(grids), "積み重ね"))
    copies = tuple(replace(grid, name=f"元{i}_{grid.name}") for i, grid in enumerate(grids, 1))
    names = tuple(named_range(copy, name, copy.name) for copy, name in zip(copies, ranges, strict=True))
    files = list(dict.fromkeys(grid.source for grid in grids if grid.source))
    return _made(
        script,
        stack([apply(grid, recipe) for grid in grids]).table.frame,
        Origin(copies, names),
        recipe,
        title=f"Power Query：{len(grids)}枚のシートの積み重ね",
        question="同じ様式のシートを、出所の列を付けて積み重ねる手順を、Power Query のクエリにしました。",
        provenance=_provenance(files),
        says=("元のシートを直して更新すると、結果の表も直ります。",),
        cannot_say=(
            "シートを増やすには、クエリを作り直してください（フォルダーのブックの積み重ねなら、増やせます）。",
            _MORE,
        ),
    )


def folder_stacked(files: Sequence[FolderFile], sheet: str, settings: StackSettings) -> Made:
    """The same sheet of every workbook in a folder, in the order the query reads them.

    Raises
    ------
    TableError
        As `stacked`; SB-T371 also where no workbook has the sheet.
    """
    grids = [file.grid for file in files if file.grid is not None]
    if not grids:
        raise TableError("T371")
    recipe = _recipe(grids[0], settings)
    script = compile_folder(grids[0], recipe, name=plain_name(sheet, "積み重ね"), others=grids[1:])
    missing = [file.name for file in files if file.grid is None]
    return _made(
        script,
        _folder_frame(files, sheet, recipe, [column.name for column in script.columns]),
        Origin(path=FOLDER_PLACE),
        recipe,
        title=f"Power Query：フォルダーの「{sheet}」の積み重ね",
        question="フォルダーのブックを、名前の順に積み重ねる手順を、Power Query のクエリにしました。",
        provenance=_provenance([file.name for file in files]),
        says=(
            "フォルダーにブックを足したり、ブックの数を直したりして更新すると、結果の表も直ります。",
            f"フォルダーとその下の、.xlsx と .xlsm のブックの「{sheet}」シートを読みます。",
        ),
        cannot_say=("ファイル名にある年や年度は、列になりません（「出所ファイル」の列に名前が残ります）。", _MORE),
        notes=(f"「{sheet}」シートのないブックがあります：{'、'.join(missing)}",) if missing else (),
        last=f"「{sheet}」シートのないブック（{'、'.join(missing)}）があります" if missing else "",
    )


def _recipe(grid: Grid, settings: StackSettings) -> Recipe:
    """The one recipe every sheet is read by."""
    recipes = recipes_for(grid, TidySettings(recipes=settings.recipes, keep_totals=settings.keep_totals))
    if len(recipes) != 1:
        raise TableError("P109", at=Place(grid.source, grid.name), name="1枚に表が2つ以上あるシートの積み重ね")
    return recipes[0]


def _made(script: Script, frame: pd.DataFrame, origin: Origin, recipe: Recipe, **words: Any) -> Made:
    frame = frame[[column.name for column in script.columns]]
    return Made(
        (stage_of(script, frame.astype(object).values.tolist()),),
        origin,
        frame,
        OfQuery(script.name),
        settings=settings_of([recipe], [script.name]),
        **words,
    )


def _folder_frame(files: Sequence[FolderFile], sheet: str, recipe: Recipe, columns: Sequence[str]) -> pd.DataFrame:
    """Rows as the query gives them: a workbook without the sheet has one row that says so."""
    parts = []
    for file in files:
        if file.grid is None:
            part = pd.DataFrame([[None] * len(columns)], columns=list(columns), dtype=object)
            part.iloc[0, 2] = unread(sheet)
        else:
            part = apply(file.grid, recipe).frame.astype(object).reindex(columns=list(columns))
        part[SOURCE_FILE], part[SOURCE_SHEET] = file.name, sheet
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _common(grids: Sequence[Grid]) -> str:
    """What to call the stack: the name of the first file, or of the first sheet where it came from no file."""
    return grids[0].source.rpartition(".")[0] or grids[0].name


def _provenance(files: Sequence[str]) -> Provenance:
    return Provenance(file=files[0] if len(files) == 1 else f"{len(files)}ファイル", version=f"しるべ {__version__}")
