"""One page per district: figures, ranks and marks as in the template, small numbers hidden for good."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.commands.districts import profile_districts
from shirube.districts import Districts, Indicator, profiles
from shirube.districts.profile import hidden_of
from shirube.errors import TableError
from shirube.office.read import read_grid
from shirube.result import Mark
from shirube_workbooks.build import TEMPLATES
from support.fill import cells_typed, entries


def table(*indicators: Indicator) -> Districts:
    return Districts(tuple(f"第{i + 1}地区" for i in range(len(indicators[0].values))), indicators)


def rate(hits: list[float], base: list[float]) -> Indicator:
    h, b = np.array(hits, dtype=float), np.array(base, dtype=float)
    return Indicator("高齢化率", h / b * 100, h, b)


def test_figures_are_those_of_the_template() -> None:
    # the entries of tests/workbooks/entries/12_地区プロフィール.toml
    made = profiles(table(rate([300, 200, 5], [1000, 1000, 20])))
    lines = [profile.lines[0] for profile in made.profiles]
    assert [line.value for line in lines] == [30, 20, 25]
    assert [line.compared for line in lines] == pytest.approx([25, 25, 25])
    assert [line.difference for line in lines] == pytest.approx([5, -5, 0])
    assert [line.rank for line in lines] == [1, 3, 2]
    assert [line.few for line in lines] == [False, False, True]


def test_equal_values_share_a_rank_and_missing_ones_have_none() -> None:
    made = profiles(table(Indicator("率", np.array([3.0, 5.0, 3.0, np.nan]))))
    assert [p.lines[0].rank for p in made.profiles] == [2, 1, 2, None]
    assert made.profiles[0].lines[0].of == 3


def test_a_share_within_its_margin_gets_no_mark() -> None:
    # 14 of 40 against 25 %: Wilson 95 % is 22–50 %, R: prop.test(14, 40, correct = FALSE)$conf.int
    small = profiles(table(rate([14, 250, 240], [40, 1000, 1000]))).profiles[0].lines[0]
    large = profiles(table(rate([350, 250, 240], [1000, 1000, 1000]))).profiles[0].lines[0]
    assert small.mark is None
    assert large.mark is Mark.HIGH


def test_a_rate_of_few_gets_no_mark() -> None:
    line = profiles(table(rate([18, 250, 240], [20, 1000, 1000]))).profiles[0].lines[0]
    assert (line.few, line.mark) == (True, None)


def test_small_counts_are_hidden_with_one_more_that_would_give_them_away() -> None:
    counts = Indicator("認定者数", np.array([3.0, 40.0, 25.0, 60.0]))
    assert hidden_of(counts, 10).tolist() == [True, False, True, False]
    assert hidden_of(counts, 0).tolist() == [False] * 4
    assert not hidden_of(Indicator("認定者数", np.array([0.0, 40.0])), 10).any()  # 0 tells of nobody
    assert hidden_of(rate([3, 40, 25], [100, 1000, 1000]), 10).tolist() == [True, False, True]
    assert hidden_of(rate([20, 40, 25], [1000, 1000, 8]), 10).tolist()[2]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_a_hidden_count_never_follows_from_the_total(counts: list[int]) -> None:
    values = np.array(counts, dtype=float)
    hidden = hidden_of(Indicator("認定者数", values), 10)
    assert hidden[(values > 0) & (values < 10)].all()
    if hidden.any() and (~hidden & (values > 0)).any():
        assert hidden.sum() >= 2
        assert values[hidden].sum() >= 10


def test_index_is_of_the_city() -> None:
    line = profiles(table(Indicator("率", np.array([30.0, 10.0])))).profiles[0].lines[0]
    assert line.index == 150
    assert profiles(table(Indicator("増減率", np.array([-3.0, 1.0])))).profiles[0].lines[0].index is None


def test_one_district_cannot_be_compared() -> None:
    with pytest.raises(TableError) as caught:
        profiles(table(Indicator("率", np.array([30.0]))))
    assert caught.value.code == "SB-W861"


def test_the_filled_template_gives_the_same_figures(tmp_path: Path) -> None:
    typed = entries()["12_地区プロフィール"]["地区指標"]
    book = openpyxl.load_workbook(TEMPLATES / "12_地区プロフィール.xlsx")
    for cell, value in cells_typed(book["地区指標"], typed).items():
        book["地区指標"][cell].value = value
    book.save(tmp_path / "地区.xlsx")
    made = profile_districts(read_grid(tmp_path / "地区.xlsx", "地区指標"))
    aged = [row[1].value for row in made.tables[0].rows]
    assert aged == [*typed["expect"]["値"][:3], typed["expect"]["市全体"][0]]
