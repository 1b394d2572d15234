"""Where a recipe finds its table: by the text of its anchor, by that text with another year, or by its address."""

import pytest

from shirube.grid import Grid
from shirube.tidy import Anchor, apply, detect
from shirube.tidy.anchors import corner_of


def sheet(year: object, odd: object) -> Grid:
    return Grid.from_rows([["人口の表"], [None, year, 2022, 2023], ["東", 10, odd, 30], ["西", 40, 50, 60]])


@pytest.mark.parametrize("odd", ["12", "R7", "8", "01100", "１２"])
def test_a_year_that_is_a_number_is_not_found_in_a_figure_written_as_text(odd: str) -> None:
    grid = sheet(2021, odd)
    recipe = detect(grid).best.recipe
    assert recipe.anchor.text == "2021"
    table = apply(grid, recipe)
    assert table.metadata["range"] == "A2:D4"
    assert len(table.frame) == 6


def test_a_year_alone_is_followed_into_the_next_edition() -> None:
    moved = Grid.from_rows([["人口の表"], ["更新"], [None, "２０２２", "2024"], ["東", 10, "12"], ["西", 30, 40]])
    assert corner_of(moved, Anchor("2021", "B2", "A2")) == (2, 0)


@pytest.mark.parametrize(("text", "later"), [("R6", "R7"), ("H31", "R1"), ("令和元", "令和2"), ("6年度", "R7年度")])
def test_years_of_an_era_are_followed(text: str, later: str) -> None:
    grid = Grid.from_rows([[None, "12", None], [None, None, None], [None, "区", later]])
    assert corner_of(grid, Anchor(text, "C1", "B1")) == (2, 1)


def test_a_number_alone_is_no_year() -> None:
    grid = Grid.from_rows([[None, None], ["6", None], [None, "12"]])
    assert corner_of(grid, Anchor("5", "A1", "A1")) == (0, 0)
