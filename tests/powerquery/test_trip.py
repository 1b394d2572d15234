"""Round trip: the recipe comes back from its query; an edited query is told."""

import random
from dataclasses import replace

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.powerquery import compile_recipe, recognise
from shirube.tidy import Anchor, Recipe, Totals
from support.messy import crosstab, listing

GRID = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]], name='第"1"表')
RECIPE = Recipe(
    sheet='第"1"表\n', anchor=Anchor("地区", "A2", "A2"), totals=Totals("drop", "keep"), fingerprint="#(lf)"
)


@pytest.mark.parametrize("seed", range(30))
def test_recipe_comes_back(seed):
    messy = (crosstab if seed % 2 else listing)(random.Random(seed))
    found = recognise(compile_recipe(messy.grid, messy.recipe).text)
    assert found.recipe == messy.recipe
    assert not found.edited


def test_texts_that_m_escapes_come_back():
    assert recognise(compile_recipe(GRID, RECIPE).text).recipe == RECIPE


def test_line_ends_and_indents_are_no_edit():
    text = compile_recipe(GRID, RECIPE).text
    assert not recognise(text.replace("\n", "\r\n").replace("    ", "\t")).edited


def test_changed_setting_comes_back_changed_and_told():
    text = compile_recipe(GRID, RECIPE).text
    found = recognise(text.replace('合計行 = "除く"', '合計行 = "残す"', 1))
    assert found.edited
    assert found.recipe == replace(RECIPE, totals=Totals("keep", "keep"))


def test_changed_step_is_told():
    assert recognise(compile_recipe(GRID, RECIPE).text.replace('"実数"', '"数"', 1)).edited


def test_setting_that_is_no_recipe_is_refused():
    text = compile_recipe(GRID, RECIPE).text
    with pytest.raises(TableError, match="SB-T203"):
        recognise(text.replace('合計行 = "除く"', '合計行 = "なし"', 1))


@pytest.mark.parametrize("text", ["let a = 1 in a", "// しるべのクエリ　印 0123456789abcdef\n1", ""])
def test_other_queries_are_not_ours(text):
    assert recognise(text) is None
