"""Rows that sum up others are no records: they are left out of evaluations and counts, and the report says so."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.aggregates import left_out, observations
from shirube.commands.crosstab import CrosstabSettings, crosstab
from shirube.commands.crosstab_special import TopSettings, top
from shirube.commands.evaluate import (
    BeforeAfterSettings,
    DidSettings,
    evaluate_before_after,
    evaluate_did,
    measure_before_after,
    measure_did,
)
from shirube.commands.evaluate_plan import ChooseSettings, choose_design
from shirube.commands.powerquery_then import counted, listed
from shirube.errors import TableError
from shirube.grid import Grid
from shirube.result import Purpose
from shirube.tidy import tidy

PEOPLE = [("ア", 10.0, 8.0), ("イ", 12.5, 9.0), ("ウ", 11.0, 10.5), ("エ", 14.0, 9.5), ("オ", 9.0, 8.5)]
HEAD = ["職員", "前", "後"]


def sheet(*below):
    return Grid.from_rows([HEAD, *PEOPLE, *below])


def row(label, how):
    return [label, *(how([person[i] for person in PEOPLE]) for i in (1, 2))]


SUMS_UP = [
    row("合　計", sum),
    row("平均", statistics.mean),
    row("平均", lambda values: round(statistics.mean(values), 1)),
    row("最大", max),
    row("標準偏差", statistics.stdev),
]


@pytest.mark.parametrize("below", [*([line] for line in SUMS_UP), SUMS_UP])
def test_what_stands_below_a_list_changes_nothing(below):
    settings = BeforeAfterSettings("前", "後")
    plain, found = (measure_before_after(grid, settings) for grid in (sheet(), sheet(*below)))
    assert found.measured == plain.measured
    notes = evaluate_before_after(sheet(*below), settings).notes
    assert f"7行目「{below[0][0]}」" in notes[0]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(["平均", 20.0, 3.0], id="an answer, or a name"),
        pytest.param(["平均", 11.3, 50.0], id="the average of one column only"),
        pytest.param(["カ（会計）", 56.5, 45.5], id="another word"),
    ],
)
def test_a_row_that_is_none_stays(last):
    assert len(observations(sheet(last))) == len(PEOPLE) + 1


def test_an_answer_called_average_stays_among_marks_that_are_all_one():
    rows = [["成績", "票"], *([word, 1] for word in ("優", "平均", "良", "平均"))]
    assert len(observations(Grid.from_rows(rows))) == 4


def test_a_total_among_the_districts_is_no_district():
    def rows(total):
        for i in range(6):
            for year in (2021, 2022, 2023, 2024):
                yield [f"{i}区", year, 10.0 + i + year - 2021 - (2 if i < 2 and year > 2022 else 0), int(i < 2)]
        for year in (2021, 2022, 2023, 2024) if total else ():
            yield ["市　計", year, 90.0, 0]

    settings = DidSettings("地区", "年", "値", "実施", "2023")
    grids = [Grid.from_rows([["地区", "年", "値", "実施"], *rows(total)]) for total in (False, True)]
    plain, found = (measure_did(grid, settings) for grid in grids)
    assert found.inference == plain.inference
    assert "26行目「市　計」" in evaluate_did(grids[1], settings).notes[0]


def test_rows_marked_as_totals_are_not_counted():
    table = Grid.from_rows([["表"], ["区", "男", "女", "計"], ["東", 1, 2, 3], ["西", 3, 4, 7], ["計", 4, 6, 10]])
    (made,) = tidy(table)
    long = Grid.from_rows([list(made.frame.columns), *made.frame.astype(object).values.tolist()])
    frame = observations(long)
    assert frame["値"].tolist() == [1, 2, 3, 4]
    assert left_out(frame) == ("「合計行」「合計列」の印のある5行は、数えていません。",)


def test_the_choice_of_a_design_says_so_too():
    found = choose_design(sheet(*SUMS_UP), ChooseSettings(before="前", after="後"))
    assert "7行目「合　計」" in found.notes[0]


ANSWERS = [["年代", "答え"], *([age, answer] for age in ("20代", "60代") for answer in ("はい", "はい", "いいえ"))]


def test_counts_say_what_they_left_out():
    found = crosstab(Grid.from_rows([*ANSWERS, ["合計", 6]]), CrosstabSettings("年代", "答え"))
    assert found.provenance.range == "6件の回答（合計や平均の1行を除く）"


def test_a_list_of_the_most_frequent_says_so_unless_that_would_tell_how_many_there_are():
    rows = Grid.from_rows([*ANSWERS, *ANSWERS[1:] * 4, ["合計", 30]])
    assert "32行目「合計」" in top(rows, TopSettings("答え", 3)).notes[0]
    assert top(rows, TopSettings("答え", 3, purpose=Purpose.PUBLIC)).notes == ()


def test_a_query_cannot_tell_such_rows():
    with pytest.raises(TableError, match="SB-P110"):
        counted(listed(Grid.from_rows([*ANSWERS, ["合計", 6]])), CrosstabSettings("年代", "答え"))


@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 99)), min_size=1, max_size=12))
def test_every_row_is_kept_or_told(lines):
    grid = Grid.from_rows([["名", "数"], *map(list, lines)])
    frame = observations(grid)
    told = frame.attrs.get("left_out", (0, ()))
    assert len(frame) + told[0] + len(told[1]) == len(lines)
