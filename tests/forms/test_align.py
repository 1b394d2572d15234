"""Boxes are found wherever rows, columns and cells went."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.forms.align import Axis, align
from shirube.forms.form_map import FormMap
from shirube.forms.locate import locate
from shirube.grid import Grid, a1
from support.forms import clinic

MAP = FormMap("")


def grid_of(form):
    rows = max(r for r, _ in form.cells) + 1
    columns = max(c for _, c in form.cells) + 1
    values = [[form.cells.get((r, c), (None, ""))[0] for c in range(columns)] for r in range(rows)]
    return Grid.from_rows(values, name=form.name, merges=form.merges)


def places(form):
    grid = grid_of(form)
    alignment = align(MAP, grid)
    found = {}
    for item in MAP.single:
        span = locate(item, grid, alignment, {}).span
        found[item.cell.split(":")[0]] = None if span is None else a1(span.top, span.left)
    return found


@pytest.fixture(scope="module", autouse=True)
def _map(clinic_map):
    global MAP
    MAP = clinic_map


def expected(form):
    return {box: form.address(box) for box in clinic.BOXES.values()}


def copy_of(number=1):
    form = clinic.blank()[0]
    clinic.fill(form, clinic.answers(random.Random(number), number), clinic.BOXES)
    return form


# Rows between labels and inside no merged rectangle; inserting there is what Excel lets people do.
ROWS = [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 31]


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.sampled_from(ROWS), max_size=4),
    columns=st.lists(st.integers(0, 8), max_size=2),
    number=st.integers(1, 50),
)
def test_inserted_rows_and_columns_lose_nothing(rows, columns, number):
    form = copy_of(number)
    for row in sorted(rows, reverse=True):
        form.insert(row=row)
    for column in sorted(columns, reverse=True):
        form.insert(column=column)
    assert places(form) == expected(form)


@pytest.mark.parametrize("row", [15, 16, 18, 25])
def test_deleted_row_is_gone_and_the_rest_is_found(row):
    form = copy_of()
    form.delete_row(row)
    found = places(form)
    gone = {box for box in clinic.BOXES.values() if form.at(box) is None}
    assert {box for box, place in found.items() if place is None} == gone
    assert {b: p for b, p in found.items() if b not in gone} == {
        b: form.address(b) for b in clinic.BOXES.values() if b not in gone
    }


def test_label_cut_and_pasted_takes_its_box_along():
    form = copy_of()
    form.move(range(9, 10), range(5), (30, 1))
    assert places(form)["C10"] == form.address("C10") == "D40"


def test_answer_that_reads_like_a_label():
    form = copy_of()
    form.write("C28", "電話")
    form.write("C7", "初診")
    assert places(form) == expected(form)


def test_erased_label_keeps_its_box():
    form = copy_of()
    form.write("A10", None)
    assert places(form)["C10"] == "C10"


def test_note_behind_a_label_is_told():
    form = copy_of()
    form.write("A10", "電話番号＊　※変わりました")
    found = align(MAP, grid_of(form)).found["A10"]
    assert (found.rest, found.changed) == ("※変わりました", False)


def test_label_with_other_digits_is_the_same():
    form = copy_of()
    form.write("A32", "問合せ先：県庁医療政策課　電話 111-222-3333")
    assert not align(MAP, grid_of(form)).missing(MAP)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=6))
def test_axis_follows_what_it_knows(steps):
    known, now, shift = [], [], 0
    for position, more in sorted(dict(steps).items()):
        shift += more
        known.append(position)
        now.append(position + shift)
    axis = Axis(tuple(known), tuple(now))
    for was, is_ in zip(known, now, strict=True):
        assert axis.candidates(was) == (is_,)
