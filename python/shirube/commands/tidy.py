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

__all__ = ["TIDY", "TidySettings", "recipes_for", "tidy"]


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
    recipes = recipes_for(grid, settings)
    return report(
        grid,
        apply_all(grid, recipes),
        recipes,
        link_file=settings.link_file,
        purpose=settings.purpose,
        provenance=of_grid(grid),
    )


def recipes_for(grid: Grid, settings: TidySettings) -> tuple[Recipe, ...]:
    """Return the recipes a conversion follows: those given, else the best ones found on the sheet.

    Raises
    ------
    TableError
        SB-T206: no table that can be converted, with the reason.
    """
    # A file of recipes may hold those of several sheets; where none names this sheet, the user chose them on purpose.
    recipes = tuple(r for r in settings.recipes if r.matches(grid.name)) or settings.recipes
    if not recipes:
        detection = detect(grid)
        if detection.best is None:
            raise TableError("T206", at=Place(grid.source, grid.name), reason=detection.refusal)
        recipes = detection.best.recipes
    if settings.keep_totals:
        return recipes
    return tuple(replace(recipe, totals=Totals("drop", "drop")) for recipe in recipes)


TIDY = Command("tidy", "縦持ちに直す", TidySettings, tidy)
