"""The example of every function gives what the library gives, through xlwings' own conversions."""

import datetime as dt

import pytest

from shirube_macros.functions import catalogue, samples
from support.examples import Cells, examples
from support.excel import Excel
from support.library import ANSWERS, expected

BY_LIBRARY = [f.name for f in catalogue() if not f.vba and f.name != "SB_TABLE"]


@pytest.fixture(scope="module")
def excel():
    with Excel() as running:
        yield running


def same(shown: object, wanted: object) -> bool:
    if isinstance(wanted, dt.datetime | dt.date) and not isinstance(wanted, dt.datetime):
        wanted = dt.datetime(wanted.year, wanted.month, wanted.day)
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return str(shown) == str(wanted)
    return shown == pytest.approx(wanted, rel=1e-12, abs=1e-12)


def rows_of(answer: object) -> list[list[object]]:
    """COM gives a scalar for one cell and a single row for one row."""
    if not isinstance(answer, list | tuple):
        return [[answer]]
    return [list(row) for row in answer] if isinstance(answer[0], list | tuple) else [list(answer)]


def test_every_function_is_compared():
    assert set(BY_LIBRARY) == set(ANSWERS)


@pytest.mark.parametrize("name", BY_LIBRARY)
def test_example_agrees_with_the_library(excel, name):
    example = examples()[name]
    answer = rows_of(excel.call(example.function.module, name, *example.given))
    wanted = rows_of(expected(name))
    assert [len(row) for row in answer] == [len(row) for row in wanted]
    wrong = [
        (r, c, answer[r][c], wanted[r][c])
        for r, row in enumerate(wanted)
        for c, cell in enumerate(row)
        if not same(answer[r][c], cell)
    ]
    assert wrong == []
    assert not str(answer[0][0]).startswith("#SB-")


def test_every_sample_is_used_and_every_range_lies_in_its_sample():
    used = {argument.sheet for e in examples().values() for argument in e.arguments if isinstance(argument, Cells)}
    assert used == set(samples())
    for example in examples().values():
        for argument in example.arguments:
            if isinstance(argument, Cells):
                assert any(value is not None for value in argument.rows[-1]), example.function.name
    assert all(len(set(map(len, sample.rows))) == 1 for sample in samples().values())


def test_examples_give_no_more_and_no_less_arguments_than_the_function_takes():
    for example in examples().values():
        needed = sum(not a.optional for a in example.function.arguments)
        assert needed <= len(example.arguments) <= len(example.function.arguments)
