"""`compile_recipe`: a sheet and its recipe give one query."""

from __future__ import annotations

from ..grid import Grid
from ..tidy import Recipe
from .lists import list_steps
from .script import Script, Steps
from .sheet import sheet_steps
from .source import Source

__all__ = ["compile_recipe"]


def compile_recipe(grid: Grid, recipe: Recipe, *, source: Source | None = None, name: str = "") -> Script:
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
    write = list_steps if recipe.form == "records" else sheet_steps
    result, columns = write(steps, grid, recipe, source or Source())
    return steps.script(name or grid.name, columns, steps.finish(columns, result))
