"""人が読むための表を、1行1観測の整然データにする。

>>> from shirube.grid import Grid
>>> (table,) = tidy(Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]))
>>> table.frame["値"].tolist()
[1.0, 2.0, 3.0, 4.0]
"""

from __future__ import annotations

from ..errors import Place, TableError
from ..grid import Grid
from ..table import TidyTable
from .apply import apply, apply_all
from .detect import Candidate, Detection, detect
from .drift import Drift
from .finish import finish
from .observations import observations
from .recipe import Anchor, Context, Groups, Header, Recipe, Stub, Totals, Values
from .recipe_text import read_recipes, write_recipes
from .reuse import likeness, most_alike
from .stack import Stacked, stack
from .symbols import Symbol, symbols_of, with_symbols
from .times import with_years
from .verify import Check, verify
from .widen import widen

__all__ = [
    "Anchor",
    "Candidate",
    "Check",
    "Context",
    "Detection",
    "Drift",
    "Groups",
    "Header",
    "Recipe",
    "Stacked",
    "Stub",
    "Symbol",
    "Totals",
    "Values",
    "apply",
    "apply_all",
    "detect",
    "finish",
    "likeness",
    "most_alike",
    "observations",
    "read_recipes",
    "stack",
    "symbols_of",
    "tidy",
    "verify",
    "widen",
    "with_symbols",
    "with_years",
    "write_recipes",
]


def tidy(grid: Grid, recipe: Recipe | None = None) -> tuple[TidyTable, ...]:
    """Turn every table of a sheet into tidy tables: with the recipe given, else with the best one detected.

    Raises
    ------
    TableError
        SB-T206: no table on the sheet, with the reason.
    """
    if recipe is not None:
        return (apply(grid, recipe),)
    detection = detect(grid)
    if detection.best is None:
        raise TableError("T206", at=Place(grid.source, grid.name), reason=detection.refusal)
    return apply_all(grid, detection.best.recipes)
