"""クエリにする: a sheet and its recipe become a workbook whose Power Query redoes the conversion on 更新."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from ..grid import Grid, a1
from ..powerquery import FileSource, Script, Source, compile_recipe, compile_union
from ..powerquery.source import SOURCE_NAME, OfQuery
from ..result import NamedRange, Purpose, Result
from ..tidy import Recipe, apply_all, finish
from .base import Command
from .powerquery_book import SOURCE_SHEET, Made, Origin, book, plain_name, stage_of
from .provenance import of_grid
from .tidy import TidySettings, recipes_for
from .tidy_settings import FILE_PLACE, settings_of

__all__ = ["POWERQUERY", "SOURCE_SHEET", "PowerQuerySettings", "named_range", "powerquery", "tidied"]

#: Blank rows and columns that the named range holds beside the sheet, so that lines can be added.
SPARE_ROWS, SPARE_COLUMNS = 1000, 20


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
    return book(tidied(grid, settings), settings.purpose)


def tidied(grid: Grid, settings: PowerQuerySettings = PowerQuerySettings()) -> Made:
    """The queries of one sheet; errors as `powerquery`."""
    recipes = recipes_for(grid, TidySettings(settings.recipes, settings.candidate, settings.keep_totals))
    groups = _groups(recipes)
    names = _names(grid, len(groups))
    source = FileSource(grid.name) if settings.from_file else Source()
    scripts = [_compiled(grid, group, source, name) for group, name in zip(groups, names, strict=True)]
    frames = [table.frame for table, _ in finish(apply_all(grid, recipes), recipes)]
    frames = [_ordered(frame, script) for frame, script in zip(frames, scripts, strict=True)]
    stages = tuple(stage_of(script, _rows(frame)) for script, frame in zip(scripts, frames, strict=True))
    if settings.from_file:
        origin = Origin(path=FILE_PLACE)
    else:
        origin = Origin((replace(grid, name=SOURCE_SHEET),), (named_range(grid, SOURCE_NAME, SOURCE_SHEET),))
    return Made(
        stages,
        origin,
        frames[0],
        OfQuery(names[0]) if len(stages) == 1 else "",
        title=f"Power Query：{grid.name}",
        question="表を直す手順を、Excel の Power Query のクエリにしました。Python のない PC でも、更新で直せます。",
        provenance=of_grid(grid),
        says=(
            "元データの数を直して更新すると、結果の表も直ります。",
            "行や列が増えても、見出しの文字を頼りに読みます。",
        ),
        cannot_say=(
            "セルの結合・罫線・字下げの書式が変わったことは、クエリからは分かりません。",
            "見出しが、クエリを作ったときと合わなくなれば、表の代わりに知らせが出ます。",
        ),
        settings=settings_of(recipes, _names(grid, len(recipes))),
    )


def named_range(grid: Grid, name: str, sheet: str) -> NamedRange:
    """The range of a copied sheet that a query reads, with room for more rows and columns."""
    rows, columns = grid.shape[0] + SPARE_ROWS, grid.shape[1] + SPARE_COLUMNS
    return NamedRange(name, sheet, f"A1:{a1(rows - 1, columns - 1)}")


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


def _names(grid: Grid, count: int) -> list[str]:
    name = plain_name(grid.name, "縦持ち")
    return [name] if count == 1 else [f"{name}{i}" for i in range(1, count + 1)]


def _ordered(frame: pd.DataFrame, script: Script) -> pd.DataFrame:
    return frame[[column.name for column in script.columns]]


def _rows(frame: pd.DataFrame) -> list[list[object]]:
    rows: list[list[object]] = frame.astype(object).values.tolist()
    return rows


POWERQUERY = Command("powerquery", "クエリにする", PowerQuerySettings, powerquery)
