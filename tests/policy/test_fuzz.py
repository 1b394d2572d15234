"""Tiny and odd data: always a report or a Japanese reason with a next step, never a traceback."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.errors import ShirubeError
from shirube.grid import Grid
from shirube.policy import (
    Adoption,
    BeforeAfterRequest,
    DidRequest,
    ItsRequest,
    Panel,
    Series,
    StaggeredRequest,
    adoption,
    before_after,
    did,
    its,
    panel,
    report,
    series,
    staggered,
    synthetic,
)
from shirube.policy.choose import choose
from shirube.policy.facts import facts_of, roles_of
from shirube.policy.report_plan import DESIGNS, MdeRequest, report_choice, report_mde
from shirube.policy.review import Review, review

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
odd = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, -1.0, 1e-9, 1e9, float("nan"), float("inf")]),
    st.floats(-1e9, 1e9),
    st.integers(0, 5).map(float),
)
few = st.lists(odd, max_size=9)


def outcome_of(make):
    """What was made, or ``None`` after checking that the reason is Japanese."""
    try:
        return make()
    except ShirubeError as error:
        reason = error
    assert JAPANESE.search(reason.sentence)
    assert JAPANESE.search(reason.next_step)
    return None


def answers(make):
    made = outcome_of(lambda: (report(evaluation := make()), review(evaluation, Review())))
    if made is None:
        return
    result, after = made
    text = "".join((*result.conclusion, *result.says, *result.cannot_say, *(f.text for f in result.figures)))
    text += "".join(str(cell) for table in after.tables for row in table.rows for cell in row)
    assert JAPANESE.search(text)
    assert "nan" not in text
    assert "inf" not in text
    assert "∞" not in text


@settings(max_examples=150, deadline=None)
@given(few, few, st.booleans(), st.sampled_from(["continuous", "binary", "count"]))
def test_before_after(before, after, paired, kind):
    answers(lambda: before_after(BeforeAfterRequest(np.array(before), np.array(after), paired=paired, kind=kind)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 3).map(float), min_size=1, max_size=9), st.data(), st.booleans())
def test_small_whole_numbers(before, data, paired):
    after = data.draw(st.lists(st.integers(0, 3).map(float), min_size=len(before), max_size=len(before)))
    for kind in ("continuous", "count"):
        request = BeforeAfterRequest(np.array(before), np.array(after), paired=paired, kind=kind)
        answers(lambda request=request: before_after(request))


units = st.sampled_from(["東", "西", "南", "北", None, 3])
times = st.sampled_from([2019, 2020, 2021, 2022, "2020年度", "令和3年", "R4", None, "不明", 2021.5])
marks = st.sampled_from([1, 0, "有", "無", "○", None, "？"])
outcomes = st.one_of(odd, st.none(), st.sampled_from(["調査中", "1,200"]))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(units, times, outcomes, marks), max_size=14),
    st.sampled_from([2020, 2021, "令和3年度", "", None]),
)
def test_messy_panels(rows, start):
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"], dtype=object)
    answers(lambda: did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=start))))


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 6), st.integers(2, 5), st.data())
def test_small_panels(n, periods, data):
    values = data.draw(st.lists(odd, min_size=n * periods, max_size=n * periods))
    treated = data.draw(st.integers(1, n - 1))
    start = data.draw(st.integers(1, periods - 1))
    rows = [(f"{i}区", 2010 + j, values[i * periods + j], int(i < treated)) for i in range(n) for j in range(periods)]
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])
    answers(
        lambda: did(
            DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2010 + start))
        )
    )


@settings(max_examples=70, deadline=None)
@given(st.lists(odd, min_size=2, max_size=40), st.data(), st.sampled_from(["continuous", "count"]))
def test_small_series(values, data, kind):
    start = data.draw(st.integers(1, len(values) - 1))
    period, transition = data.draw(st.sampled_from([1, 4, 12])), data.draw(st.integers(0, 3))
    beside = {}
    for name in ("exposure", "control"):
        if data.draw(st.booleans()):
            beside[name] = np.array(data.draw(st.lists(odd, min_size=len(values), max_size=len(values))))
    array = np.where(np.isfinite(values), values, np.nan)
    for name, column in beside.items():
        beside[name] = np.where(np.isfinite(column), column, np.nan)
    made = Series(tuple(map(str, range(len(values)))), array, start, period, **beside)
    answers(lambda: its(ItsRequest(made, kind=kind, transition=transition)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(times, outcomes, outcomes), max_size=14), st.sampled_from([2020, 2021, "令和3年度", "", None])
)
def test_messy_series(rows, start):
    frame = pd.DataFrame(rows, columns=["年", "件数", "人口"], dtype=object)
    answers(
        lambda: its(ItsRequest(series(frame, time="年", outcome="件数", start=start, exposure="人口"), kind="count"))
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(units, times, outcomes, marks), max_size=14), st.sampled_from([2020, "令和3年度", "", None]))
def test_choice_of_design_for_any_list(rows, start):
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"], dtype=object)
    facts = outcome_of(lambda: facts_of(frame, roles_of(frame), start))
    assert facts is None or len(report_choice(facts, choose(facts)).tables[0].rows) == 6


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DESIGNS), st.integers(1, 300), st.one_of(st.none(), st.integers(1, 60)), odd, st.data())
def test_any_plan_gets_an_answer(design, n, other, spread, data):
    before, after = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 12))
    memory = data.draw(st.floats(-1.2, 1.2))
    result = outcome_of(lambda: report_mde(MdeRequest(design, n, other, spread, before, after, memory)))
    assert result is None or "nan" not in "".join(result.conclusion)


KPI_CELLS = st.one_of(odd, st.none(), st.sampled_from(["調査中", "1,200", ""]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(times, KPI_CELLS, KPI_CELLS), max_size=20), odd, st.sampled_from(["xmr", "p", "c"]))
def test_any_indicator_gets_an_answer(rows, target, chart):
    from shirube.commands.evaluate_indicators import GapSettings, KpiSettings, check_kpi, measure_gaps

    grid = Grid.from_rows([["時期", "値", "分母"], *map(list, rows)])
    for make in (
        lambda: check_kpi(grid, KpiSettings("時期", "値", target, chart, "分母" if chart != "xmr" else "")),
        lambda: measure_gaps(grid, GapSettings("時期", "値", "分母")),
    ):
        result = outcome_of(make)
        if result is not None:
            assert "nan" not in "".join(result.conclusion)
            assert not any(isinstance(v, float) and not np.isfinite(v) for row in result.tables[0].rows for v in row)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(units, times, outcomes, marks), max_size=20),
    st.sampled_from(["実施", "開始"]),
)
def test_messy_starts(rows, column):
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", column], dtype=object)
    option = {"treated": "実施"} if column == "実施" else {"start": "開始"}
    answers(lambda: staggered(StaggeredRequest(adoption(frame, unit="地区", time="年", outcome="件数", **option))))


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 8), st.integers(2, 5), st.data())
def test_small_staggered_panels(n, periods, data):
    values = data.draw(st.lists(odd, min_size=n * periods, max_size=n * periods))
    starts = np.array(data.draw(st.lists(st.integers(-1, periods - 1), min_size=n, max_size=n)))
    y = np.array(values).reshape(n, periods)
    y = np.where(np.isfinite(y), y, np.nan)
    made = Adoption(
        tuple(f"{i}区" for i in range(n)), tuple(f"{2010 + j}年" for j in range(periods)), np.arange(float(periods)), y,
        starts,
    )  # fmt: skip
    answers(lambda: staggered(StaggeredRequest(made)))


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["constant", "tiny", "huge", "copies", "holes", "ordinary"]), st.integers(0, 10), st.data())
def test_odd_synthetic_controls(kind, seed, data):
    rng = np.random.default_rng(seed)
    y = rng.normal(50, 5, (data.draw(st.integers(3, 13)), 1)) + rng.normal(size=(1, 11)).cumsum()
    if kind == "constant":
        y = np.full_like(y, 7.0)
    elif kind == "tiny":
        y = y * 1e-12
    elif kind == "huge":
        y = y * 1e12
    elif kind == "holes":
        y[rng.random(y.shape) < 0.03] = np.nan
    elif kind == "ordinary":
        y = y + rng.normal(size=y.shape)
    flags = np.arange(len(y)) == 0
    names, years = tuple(f"{i}市" for i in range(len(y))), tuple(f"{2000 + t}年度" for t in range(11))
    answers(lambda: synthetic(DidRequest(Panel(names, years, np.arange(11.0), y, flags, 8))))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["東", 2020, 1, 1], ["東", 2021, 2, 1], ["西", 2020, 1, 1], ["西", 2021, 2, 1]], "S120"),  # all treated
        ([["東", 2020, 1, 1], ["西", 2020, 1, 0]], "S113"),  # one period
        ([["東", 2020, 1, 1], ["東", 2020, 2, 1], ["西", 2020, 1, 0], ["西", 2021, 1, 0]], "S114"),  # twice
        ([["東", 2020, "多い", 0], ["東", 2021, 2, 1], ["西", 2020, 1, 0], ["西", 2021, 1, 0]], "T104"),  # text
        ([["東", 2020, None, 0], ["東", 2021, None, 1], ["西", 2020, None, 0], ["西", 2021, None, 0]], "S110"),
    ],
)
def test_the_reason_is_the_right_one(rows, code):
    frame = pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"], dtype=object)
    with pytest.raises(ShirubeError) as error:
        did(DidRequest(panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)))
    assert error.value.key == code
    assert JAPANESE.search(error.value.next_step)
