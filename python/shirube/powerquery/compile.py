"""`compile_recipe`: a sheet and its recipe give one query."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid
from ..tidy import Recipe, apply
from .lists import list_steps
from .script import Script, Steps
from .sheet import sheet_steps
from .source import FileSource, Source
from .trip import SETTINGS, marked, recipe_record

__all__ = ["compile_recipe", "result_of"]


def compile_recipe(grid: Grid, recipe: Recipe, *, source: Source | FileSource | None = None, name: str = "") -> Script:
    """Write a recipe as a query.

    Parameters
    ----------
    grid
        The sheet the recipe was made for; its merged cells, rules and indents become constants of the query.
    recipe
        How the table is read.
    source
        Where the query finds the sheet.
    name
        Name of the query; the sheet's name when left out.

    Raises
    ------
    TableError
        SB-T205: no table where the recipe looks. SB-P101 …: what M cannot express, with the reason.
    """
    _require_known(grid, recipe)
    steps = Steps()
    steps.add(SETTINGS, recipe_record(recipe), "しるべの設定（レシピ）。しるべがクエリからレシピに戻すときに読む")
    write = list_steps if recipe.form == "records" else sheet_steps
    result, columns = write(steps, grid, recipe, source or Source())
    script = steps.script(name or grid.name, columns, steps.finish(columns, result))
    return replace(script, text=marked(script.text))


def _require_known(grid: Grid, recipe: Recipe) -> None:
    """Refuse what is not compiled yet."""
    for field, word in ((recipe.union, "つなぐ表"), (recipe.wide, "横に並べる項目"), (recipe.types, "型")):
        if field:
            raise TableError("P106", at=Place(grid.source, grid.name), name=word)


def result_of(grid: Grid, recipe: Recipe, script: Script) -> pd.DataFrame:
    """What Python makes of the sheet, with the columns of the query: its result before the first 更新."""
    frame = apply(grid, recipe).frame
    return frame[[column.name for column in script.columns]]
