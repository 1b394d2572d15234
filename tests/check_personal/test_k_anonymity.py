"""k-匿名性: groups counted by hand, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.check.personal import k_anonymity
from shirube.errors import TableError
from shirube.grid import Grid

HEAD = ["性別", "年代", "答え"]


def test_counted_by_hand():
    rows = [HEAD, ["男", "20代", 1], ["男", "20代", 2], ["女", "20代", 3], ["女", "30代", 4], ["女", "20代 ", 5]]
    found = k_anonymity(Grid.from_rows(rows), ["性別", "年代"], least=2)
    assert (found.k, found.rows, found.groups, found.small_groups) == (1, 5, 3, 1)
    assert found.small_rows == (5,)
    assert found.sizes == ((1, 1), (2, 2))
    assert not found.holds


def test_a_blank_is_a_value_of_its_own():
    rows = [HEAD, [None, "20代", 1], [None, "20代", 2], ["男", "20代", 3]]
    assert k_anonymity(Grid.from_rows(rows), ["性別"], least=2).small_rows == (4,)


def test_an_unknown_column_is_named():
    with pytest.raises(TableError) as caught:
        k_anonymity(Grid.from_rows([HEAD, ["男", "20代", 1]]), ["年令"])
    assert "年代" in caught.value.japanese


@given(st.lists(st.tuples(st.sampled_from("男女"), st.sampled_from(["20代", "30代", "40代"])), min_size=1, max_size=40))
def test_more_columns_never_make_it_safer(people):
    grid = Grid.from_rows([HEAD, *([sex, age, i] for i, (sex, age) in enumerate(people))])
    one = k_anonymity(grid, ["性別"], least=3)
    both = k_anonymity(grid, ["性別", "年代"], least=3)
    assert both.k <= one.k
    assert both.groups >= one.groups
    assert set(one.small_rows) <= set(both.small_rows)
    assert sum(size * count for size, count in both.sizes) == both.rows == len(people)
