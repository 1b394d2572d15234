"""縦持ちに直す: a sheet made for people becomes one row per observation, with the recipe that did it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import Place, TableError
from ..grid import Grid
from ..result import Purpose, Result
from ..tidy import Candidate, Recipe, Totals, apply_all, detect
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
    candidate
        Which of the readings found to follow, 1 (the best) to 3; from 2 on whatever ``recipes`` say.
    keep_totals
        Keep rows and columns that are sums of others (flagged), or leave them out.
    link_file
        Relative path to the original, for the links back to its cells; empty: no links.
    """

    recipes: tuple[Recipe, ...] = ()
    candidate: int = 1
    keep_totals: bool = True
    link_file: str = ""
    purpose: Purpose = Purpose.INTERNAL


def tidy(grid: Grid, settings: TidySettings = TidySettings()) -> Result:
    """Convert one sheet.

    Raises
    ------
    TableError
        SB-T206: no table that can be converted, with the reason. SB-T205: no table where a recipe looks. SB-T212: no
        such candidate.
    """
    recipes, found = _chosen(grid, settings)
    return report(
        grid,
        apply_all(grid, recipes),
        recipes,
        candidates=found,
        link_file=settings.link_file,
        purpose=settings.purpose,
        provenance=of_grid(grid),
    )


def recipes_for(grid: Grid, settings: TidySettings) -> tuple[Recipe, ...]:
    """Return the recipes a conversion follows: those given, else the best ones found on the sheet.

    Raises
    ------
    TableError
        SB-T206: no table that can be converted, with the reason. SB-T212: no such candidate.
    """
    return _chosen(grid, settings)[0]


def _chosen(grid: Grid, settings: TidySettings) -> tuple[tuple[Recipe, ...], tuple[Candidate, ...]]:
    """The recipes to follow, and the readings they were chosen from (none where recipes were given)."""
    # A file of recipes may hold those of several sheets; where none names this sheet, the user chose them on purpose.
    recipes = tuple(r for r in settings.recipes if r.matches(grid.name)) or settings.recipes
    found: tuple[Candidate, ...] = ()
    if not recipes or settings.candidate > 1:
        detection = detect(grid)
        found = detection.candidates
        if detection.best is None:
            raise TableError("T206", at=Place(grid.source, grid.name), reason=detection.refusal)
        if not 1 <= settings.candidate <= len(found):
            raise TableError("T212", at=Place(grid.source, grid.name), number=settings.candidate, count=len(found))
        recipes = found[settings.candidate - 1].recipes
    if not settings.keep_totals:
        recipes = tuple(replace(recipe, totals=Totals("drop", "drop")) for recipe in recipes)
    return recipes, found


TIDY = Command("tidy", "縦持ちに直す", TidySettings, tidy)
