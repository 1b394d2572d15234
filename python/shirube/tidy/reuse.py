"""Recipes used again: next month's sheet of the same kind is read as this month's was.

>>> from shirube.grid import Grid
>>> from shirube.tidy.detect import detect
>>> def sheet(year):
...     return Grid.from_rows([["人口"], ["地区", f"令和{year}年", f"令和{year + 1}年"], ["東", 1, 2], ["西", 3, 4]])
>>> kept = detect(sheet(5)).best.recipes
>>> likeness(kept, sheet(6)) >= ENOUGH, likeness(kept, Grid.from_rows([["品目", "値段"], ["米", 100], ["麦", 90]]))
(True, 0.0)
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from ..grid import Grid
from ..text import match_key
from .detect import detect
from .recipe import Recipe
from .times import without_times

__all__ = ["ENOUGH", "likeness", "most_alike"]

#: From here on recipes are followed without asking.
ENOUGH = 0.75

K = TypeVar("K", bound=Hashable)


def likeness(recipes: Sequence[Recipe], grid: Grid) -> float:
    """How well recipes kept from another sheet fit this one (0–1).

    1: the layout is the same to the cell. Else what counts is whether the first heading of every table is there (years
    in it may differ) and whether the sheet, read afresh, has headings and labels of the same depth.
    """
    return _likeness(recipes, grid, _texts(grid), _read_afresh(grid))


def most_alike(kept: Mapping[K, Sequence[Recipe]], grid: Grid) -> K | None:
    """The name under which the recipes that fit a sheet best are kept; None when none fits well enough."""
    texts, fresh = _texts(grid), _read_afresh(grid)
    scores = {name: _likeness(recipes, grid, texts, fresh) for name, recipes in kept.items()}
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] >= ENOUGH else None


def _likeness(recipes: Sequence[Recipe], grid: Grid, texts: set[str], fresh: tuple[Recipe, ...]) -> float:
    if recipes and recipes[0].fingerprint and recipes[0].fingerprint == grid.fingerprint():
        return 1.0
    keys, neutral = set(map(match_key, texts)), {match_key(without_times(text)) for text in texts}
    scores = []
    for recipe, other in zip_longest(recipes, fresh[: len(recipes)]):
        anchor = recipe.anchor.text
        found = 0.5 if match_key(anchor) in keys else 0.4 if match_key(without_times(anchor)) in neutral else 0.0
        same = other is not None and _shape(other) == _shape(recipe)
        scores.append(found + (0.4 if same and found else 0.0) + (0.1 if found and recipe.matches(grid.name) else 0.0))
    return round(min(scores, default=0.0), 3)


def _texts(grid: Grid) -> set[str]:
    return {value for value in grid.values.ravel().tolist() if isinstance(value, str)}


def _read_afresh(grid: Grid) -> tuple[Recipe, ...]:
    best = detect(grid).best
    return best.recipes if best else ()


def _shape(recipe: Recipe) -> tuple[str, int, int, tuple[str, ...]]:
    return recipe.form, recipe.header.rows, recipe.stub.columns, tuple(step.verb for step in recipe.steps)
