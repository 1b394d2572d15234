"""Every table of the shipped samples: the query and Python make the same table of it."""

import pytest

from shirube.office.read import read_book
from shirube.powerquery import compile_recipe
from shirube.tidy import detect
from shirube_workbooks.samples.build import FOLDER
from support.queries import differences


def tables():
    for path in sorted(FOLDER.glob("*.xlsx")):
        for grid in read_book(path).sheets:
            best = detect(grid).best
            for i, recipe in enumerate(best.recipes if best else ()):
                yield pytest.param(grid, recipe, id=f"{path.stem}-{grid.name}-{i}")


TABLES = list(tables())


def test_there_are_tables_of_both_forms():
    forms = [param.values[1].form for param in TABLES]
    assert forms.count("crosstab") >= 10
    assert forms.count("records") >= 10


@pytest.mark.parametrize(("grid", "recipe"), TABLES)
def test_query_gives_what_python_gives(grid, recipe):
    assert differences(grid, recipe) == []


@pytest.mark.parametrize(("grid", "recipe"), TABLES)
def test_query_is_short_enough_to_read(grid, recipe):
    assert compile_recipe(grid, recipe).lines <= 120
