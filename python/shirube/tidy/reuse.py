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

from collections.abc import Iterable, Sequence

from ..grid import Grid
from ..text import match_key
from .detect import detect
from .recipe import Recipe
from .times import without_times

__all__ = ["ENOUGH", "likeness", "most_alike"]

#: From here on recipes are followed without asking.
ENOUGH = 0.75


def likeness(recipes: Sequence[Recipe], grid: Grid) -> float:
    """How well recipes kept from another sheet fit this one (0–1).

    1: the layout is the same to the cell. Else what counts is whether the first heading of every table is there (years
    in it may differ) and whether the sheet, read afresh, has headings and labels of the same depth.
    """
    if recipes and recipes[0].fingerprint and recipes[0].fingerprint == grid.fingerprint():
        return 1.0
    texts = {match_key(v) for v in grid.values.ravel().tolist() if isinstance(v, str)}
    neutral = {match_key(without_times(text)) for text in texts}
    scores = []
    fresh = detect(grid).best
    for i, recipe in enumerate(recipes):
        anchor = recipe.anchor.text
        found = 0.5 if match_key(anchor) in texts else 0.4 if match_key(without_times(anchor)) in neutral else 0.0
        other = fresh.recipes[i] if fresh and i < len(fresh.recipes) else None
        same = other is not None and _shape(other) == _shape(recipe)
        scores.append(found + (0.4 if same and found else 0.0) + (0.1 if found and recipe.matches(grid.name) else 0.0))
    return round(min(scores, default=0.0), 3)


def most_alike(kept: Iterable[Sequence[Recipe]], grid: Grid) -> tuple[Sequence[Recipe], float]:
    """The recipes that fit a sheet best, and how well; none and 0 when nothing was kept."""
    best: tuple[Sequence[Recipe], float] = ((), 0.0)
    for recipes in kept:
        score = likeness(recipes, grid)
        if score > best[1]:
            best = (recipes, score)
    return best


def _shape(recipe: Recipe) -> tuple[str, int, int, tuple[str, ...]]:
    return recipe.form, recipe.header.rows, recipe.stub.columns, tuple(step.verb for step in recipe.steps)
