"""A total is what the arithmetic says; words are hints."""

import numpy as np
import pytest

from shirube.aggregates import is_total_word
from shirube.tidy.totals import flag_totals, parts_fit, prove_sums, sums_to

NONE = np.zeros(9, dtype=bool)


@pytest.mark.parametrize("word", ["計", "総数", "合計", "小計", "東区計", "総計", "全国", "男女計", "（再掲）"])
def test_total_words(word):
    assert is_total_word(word)


@pytest.mark.parametrize("word", ["会計", "特別会計", "統計", "家計", "設計", "推計", "合計特殊出生率", "計画", "東区"])
def test_words_that_only_contain_one(word):
    assert not is_total_word(word)


def test_nested_sums():
    leaf = np.array([[1, 10, 7], [2, 20, 3], [5, 50, 2], [4, 60, 9]], dtype=float)
    a, b = leaf[:2].sum(0), leaf[2:].sum(0)
    table = np.vstack([a + b, a, leaf[:2], b, leaf[2:]])
    assert prove_sums(table, NONE[:7]) == {0: (1, 4), 1: (2, 3), 4: (5, 6)}


def test_a_total_below_needs_its_word():
    table = np.array([[1.0, 10, 4], [2, 20, 5], [3, 30, 9]])
    assert prove_sums(table, NONE[:3]) == {}
    assert prove_sums(table, np.array([False, False, True])) == {2: (0, 1)}


def test_one_coincidence_is_no_proof():
    table = np.array([[3.0, 99, 4], [1, 20, 5], [2, 30, 9]])
    assert prove_sums(table, NONE[:3]) == {}


def test_rounding_of_published_figures_is_allowed():
    # Shares published to one decimal: 33.3 + 33.3 + 33.3 = 99.9, printed 100.0.
    parts = np.array([[33.3, 10.1], [33.3, 20.2], [33.3, 30.3]])
    assert sums_to(np.array([100.0, 60.6]), parts)
    assert not sums_to(np.array([101.0, 61.6]), parts)


def test_missing_figures_do_not_break_a_proof():
    table = np.array([[6.0, 60, 600], [1, np.nan, 100], [5, 60, 500]])
    assert prove_sums(table, np.array([True, False, False])) == {0: (1, 2)}


def test_parts_larger_than_the_whole_do_not_fit():
    assert not parts_fit(np.array([10.0, 20.0]), np.array([[12.0, 5.0], [1.0, 30.0]]))


def test_balances_and_rates_are_never_totals():
    natural, social = np.array([3.0, 5, 8, 2]), np.array([4.0, 6, 1, 9])
    lines = np.vstack([natural + social, natural, social])
    paths = [("人口増減数",), ("自然",), ("社会",)]
    assert not flag_totals(lines, paths).flags.any()
    assert flag_totals(lines, [("人口",), *paths[1:]]).flags.tolist() == [True, False, False]


def test_a_named_total_that_does_not_add_up_is_kept_apart():
    found = flag_totals(np.array([[9.0, 9], [1, 2], [3, 4]]), [("計",), ("東",), ("西",)])
    assert found.flags.tolist() == [True, False, False]
    assert (found.named, found.proven) == (frozenset({0}), frozenset())


def test_blocks_that_add_up_other_blocks():
    lines = np.array([[4.0, 6, 8], [6, 8, 3], [1, 2, 3], [2, 3, 1], [3, 4, 5], [4, 5, 2]])
    paths = [("合計", "男"), ("合計", "女"), ("東", "男"), ("東", "女"), ("西", "男"), ("西", "女")]
    assert flag_totals(lines, paths).proven == {0, 1}


def test_last_years_figure_beside_a_total_is_a_total_too():
    lines = np.array([[5.0, 8, 9], [6, 9, 12], [2, 3, 5], [4, 6, 7]])
    paths = [("前年5月",), ("合計",), ("東",), ("西",)]
    assert flag_totals(lines, paths).flags.tolist() == [True, True, False, False]
    unlike = np.array([[5.0, 8, 9], [1, 1, 1], [2, 3, 5], [4, 6, 7]])
    assert not flag_totals(unlike, [("前年5月",), ("北",), ("東",), ("南",)]).flags.any()
