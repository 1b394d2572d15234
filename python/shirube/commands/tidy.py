"""縦持ちに直す: a sheet made for people becomes one row per observation, with the recipe that did it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import Place, TableError
from ..grid import Grid
from ..result import Purpose, Result
from ..tidy import Recipe, Totals, apply_all, detect
from .base import Command
from .provenance import of_grid
from .tidy_report import report

__all__ = ["TIDY", "TidySettings", "tidy"]


@dataclass(frozen=True)
class TidySettings:
    """How to convert.

    Attributes
    ----------
    recipes
        Recipes to follow, one per table; empty: the best ones found on the sheet.
    keep_totals
        Keep rows and columns that are sums of others (flagged), or leave them out.
    link_file
        Relative path to the original, for the links back to its cells; empty: no links.
    """

    recipes: tuple[Recipe, ...] = ()
    keep_totals: bool = True
    link_file: str = ""
    purpose: Purpose = Purpose.INTERNAL


def tidy(grid: Grid, settings: TidySettings = TidySettings()) -> Result:
    """Convert one sheet.

    Raises
    ------
    TableError
        SB-T206: no table that can be converted, with the reason. SB-T205: no table where a recipe looks.
    """
    recipes = settings.recipes or _found(grid)
    if not settings.keep_totals:
        recipes = tuple(replace(recipe, totals=Totals("drop", "drop")) for recipe in recipes)
    tables = apply_all(grid, recipes)
    return report(
        grid,
        tables,
        recipes,
        link_file=settings.link_file,
        purpose=settings.purpose,
        provenance=of_grid(grid),
    )


def _found(grid: Grid) -> tuple[Recipe, ...]:
    detection = detect(grid)
    if detection.best is None:
        raise TableError("T206", at=Place(grid.source, grid.name), reason=detection.refusal)
    return detection.best.recipes


TIDY = Command("tidy", "縦持ちに直す", TidySettings, tidy)
