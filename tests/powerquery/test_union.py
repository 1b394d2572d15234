"""つなぐ表: parts of one table below each other, as Python unites them."""

from dataclasses import replace

import pytest

from shirube.commands.powerquery import powerquery
from shirube.commands.tidy_settings import settings_of
from shirube.grid import Grid
from shirube.powerquery import compile_union, recognise
from shirube.tidy import apply_all, detect
from shirube.tidy.unite import unite
from support.queries import plain, run

PARTS = [
    ["人口（人）", None, None],
    ["地区", "男", "女"],
    ["東", 1, 2],
    ["西", "x", 4],
    [None, None, None],
    ["世帯（戸）", None, None],
    ["地区", "男", "女"],
    ["南", 5, "△6"],
    ["北", 7, 8],
]


@pytest.mark.parametrize("title", ["世帯（戸）", None])
def test_parts_are_united_as_python_does(title):
    body = [list(row) for row in PARTS]
    body[5][0] = title
    grid = Grid.from_rows(body, name="表")
    apart = next(c for c in detect(grid).candidates if len(c.recipes) == 2)
    recipes = [replace(recipe, union="人口") for recipe in apart.recipes]
    script = compile_union(grid, recipes)
    found = run(script, {"元表": grid})
    (want,) = unite(apply_all(grid, recipes), recipes)
    assert list(want.frame.columns) == list(found.columns)
    assert plain(want.frame.astype(object).values.tolist()) == plain(found.rows)
    assert list(recognise(script.text).recipes) == recipes


def test_untitled_parts():
    test_parts_are_united_as_python_does(None)


def test_command_makes_one_query_of_the_parts():
    grid = Grid.from_rows(PARTS, name="表")
    best = detect(grid).best
    result = powerquery(grid)
    unions = {recipe.union or i for i, recipe in enumerate(best.recipes)}
    assert len(result.queries) == len(result.data) == len(unions)
    assert settings_of(best.recipes, ["a"] * len(best.recipes))
