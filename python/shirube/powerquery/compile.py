"""`compile_recipe`: a sheet and its recipe give one query."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid
from ..tidy import Recipe, apply
from ..tidy.types import typed
from .expr import Name
from .lists import list_steps
from .script import Column, Script, Steps
from .sheet import sheet_steps
from .sheet_anchor import require_one_place
from .source import AnySource, Source
from .trip import SETTINGS, marked, recipe_record
from .types import type_steps

__all__ = ["body_of", "compile_recipe", "result_of"]


def compile_recipe(grid: Grid, recipe: Recipe, *, source: AnySource | None = None, name: str = "") -> Script:
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
    steps = Steps()
    steps.add(SETTINGS, recipe_record(recipe), "しるべの設定（レシピ）。しるべがクエリからレシピに戻すときに読む")
    result, columns = body_of(steps, grid, recipe, source or Source())
    script = steps.script(name or grid.name, columns, steps.finish(columns, result))
    return replace(script, text=marked(script.text))


def body_of(steps: Steps, grid: Grid, recipe: Recipe, source: AnySource) -> tuple[Name, tuple[Column, ...]]:
    """Add the steps of one table; returns the step that holds it, and its columns (errors: see `compile_recipe`)."""
    _require_known(grid, recipe)
    require_one_place(grid, recipe)
    write = list_steps if recipe.form == "records" else sheet_steps
    result, columns = write(steps, grid, recipe, source)
    if recipe.types:
        result, columns = type_steps(steps, grid, recipe, result, columns, apply(grid, recipe).frame)
    return result, columns


def _require_known(grid: Grid, recipe: Recipe) -> None:
    """Refuse what is not compiled yet."""
    for field, word in ((recipe.union, "つなぐ表"), (recipe.wide, "横に並べる項目")):
        if field:
            raise TableError("P106", at=Place(grid.source, grid.name), name=word)


def result_of(grid: Grid, recipe: Recipe, script: Script) -> pd.DataFrame:
    """What Python makes of the sheet, with the columns of the query: its result before the first 更新."""
    frame = typed(apply(grid, recipe), recipe.types).frame
    return frame[[column.name for column in script.columns]]
