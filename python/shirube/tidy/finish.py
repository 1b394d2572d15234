"""What a recipe says of the finished tables: parts joined, columns typed.

Checks run before this, on the tables as they were read.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..table import TidyTable
from .recipe import Recipe
from .types import typed
from .unite import unite

__all__ = ["finish"]


def finish(tables: Sequence[TidyTable], recipes: Sequence[Recipe]) -> tuple[tuple[TidyTable, Recipe], ...]:
    """Unite and type the tables of one sheet; each with the recipe of its (first) part.

    Raises
    ------
    TableError
        See `unite` and `typed`.
    """
    first: dict[object, Recipe] = {}
    for i, recipe in enumerate(recipes):
        first.setdefault(recipe.union or i, recipe)
    united = unite(tables, recipes)
    return tuple((typed(t, r.types), r) for t, r in zip(united, first.values(), strict=True))
