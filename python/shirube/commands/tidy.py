"""縦持ちに直す: a sheet made for people becomes one row per observation, with the recipe that did it."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import Place, TableError
from ..grid import Grid
from ..result import Purpose, Result
from ..tidy import Recipe, apply_all, detect
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


def tidy(grid: Grid, settings: TidySettings = TidySettings()) -> Result:  # noqa: B008 - frozen
    """Convert one sheet.

    Raises
    ------
    TableError
        SB-T110: no table that can be converted, with the reason.
    """
    recipes = settings.recipes or _found(grid)
    tables = apply_all(grid, recipes)
    return report(grid, tables, recipes, settings.link_file, settings.keep_totals, settings.purpose, of_grid(grid))


def _found(grid: Grid) -> tuple[Recipe, ...]:
    detection = detect(grid)
    if not detection.candidates:
        raise TableError("T110", at=Place(grid.source, grid.name), reason=detection.refusal)
    return detection.candidates[0].recipes


TIDY = Command("tidy", "縦持ちに直す", TidySettings, tidy)
