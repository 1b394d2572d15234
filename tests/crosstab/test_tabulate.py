from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.assess import Verdict
from shirube.errors import CrosstabError
from shirube.result import Purpose
from shirube.stats.contingency import adjusted_residuals, pearson
from shirube.stats.multiplicity import adjust
from support.survey import BOOK, survey

REQUEST = CrosstabRequest("年代", "満足度")
COLUMNS = ("満足度", "媒体")


def table(frame: pd.DataFrame, request: CrosstabRequest = REQUEST):
    return tabulate(code(frame, [request.row, request.column], BOOK, weight=request.weight), request)


def large_groups(n: int, *, seed: int, difference: bool = True) -> pd.DataFrame:
    """The survey without its small age group, so that nothing has to be sampled."""
    frame = survey(n, seed=seed, difference=difference)
    return frame[frame["年代"] != "80代以上"]


def test_assessment_leaves_no_answer_out() -> None:
    crosstab = table(survey(), replace(REQUEST, test="chi2"))
    cell = np.ix_(*(np.flatnonzero(~np.array(a.missing)) for a in (crosstab.row, crosstab.column)))
    compared = crosstab.counts[:-1][cell]
    assert crosstab.assessment.tests[0].statistic == pearson(compared).statistic
    assert crosstab.assessment.n == compared.sum() < crosstab.base[-1]
    assert crosstab.assessment.residuals[cell] == pytest.approx(adjusted_residuals(compared))
    assert np.isnan(crosstab.assessment.residuals[:, -1]).all()


def test_marks_are_the_cells_that_pass_holm() -> None:
    crosstab = table(survey())
    found = crosstab.assessment
    assert found.verdict is Verdict.DIFFERENT
    assert (found.marks != 0).any()
    assert ((found.residuals_p < 0.05) == (found.marks != 0)).all()
    # 80代以上 has fewer than 30 persons: never marked.
    small = [i for i in range(len(crosstab.row.labels)) if crosstab.base[i] < 30]
    assert small
    assert (found.marks[small] == 0).all()


def test_without_a_difference_nothing_is_marked() -> None:
    found = table(survey(difference=False)).assessment
    assert found.verdict is Verdict.WITHIN_ERROR
    assert (found.marks == 0).all()


@pytest.mark.parametrize("column", COLUMNS)
def test_false_alarms_stay_near_the_level(column: str) -> None:
    """Under no association the verdict is 差がある in about 5 % of surveys, and marks do not add to it."""
    verdicts = [
        table(large_groups(300, seed=seed, difference=False), CrosstabRequest("年代", column)).assessment
        for seed in range(120)
    ]
    alarms = sum(found.verdict is Verdict.DIFFERENT for found in verdicts)
    assert alarms <= 15  # P(more than 15 of 120 at 5 %) < 0.001
    assert all(found.verdict is Verdict.DIFFERENT or not found.marks.any() for found in verdicts)


def test_few_persons_are_not_called_the_same() -> None:
    assert table(survey(40, difference=False)).assessment.verdict is Verdict.TOO_FEW


def test_trend_and_plain_test_share_the_level() -> None:
    found = table(survey()).assessment
    assert [t.kind for t in found.tests] == ["trend", "fisher"] or [t.kind for t in found.tests] == ["trend", "chi2"]
    assert found.p == min(1.0, 2 * min(t.p for t in found.tests))


def test_multiple_answers_are_tested_option_by_option() -> None:
    crosstab = table(survey(), CrosstabRequest("年代", "媒体"))
    found = crosstab.assessment
    persons = crosstab.counts[:-1]
    answered = crosstab.base[:-1] - persons[:, -1]
    kept = ~np.array(crosstab.row.missing)
    raw = [pearson(np.column_stack([persons[kept, j], (answered - persons[:, j])[kept]])).p for j in range(3)]
    plain = [t.p if t.kind == "chi2" else np.nan for t in found.tests]
    assert [p for p in plain if p == p] == [r for r, p in zip(raw, plain, strict=True) if p == p]
    assert found.options_p[:3] == pytest.approx(adjust([t.p for t in found.tests]))
    assert np.isnan(found.options_p[3])


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(COLUMNS), st.sampled_from(["row", "column", "total"]))
def test_weights_of_one_change_nothing(seed: int, column: str, percent) -> None:
    frame = large_groups(180, seed=seed).assign(w=1.0)
    plain = table(frame, CrosstabRequest("年代", column, percent=percent))
    weighted = table(frame, CrosstabRequest("年代", column, percent=percent, weight="w"))
    assert (plain.counts == weighted.counts).all()
    assert np.array_equal(plain.percents, weighted.percents, equal_nan=True)
    assert np.array_equal(plain.assessment.residuals, weighted.assessment.residuals, equal_nan=True)
    assert plain.assessment.tests == weighted.assessment.tests


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(["show", "exclude"]))
def test_percentages_add_up_to_100(seed: int, missing) -> None:
    frame, request = survey(60, seed=seed), replace(REQUEST, test="none", missing=missing)
    by_row = table(frame, replace(request, weight="w"))
    filled = by_row.weighted_base > 0
    assert by_row.percents[filled].sum(axis=1) == pytest.approx(100)
    by_column = table(frame, replace(request, percent="column"))
    counted = by_column.counts[-1] > 0
    assert by_column.percents[:-1, counted].sum(axis=0) == pytest.approx(100)
    total = table(frame, replace(request, percent="total"))
    assert total.percents[:-1].sum() == pytest.approx(100)


def test_excluding_no_answer_drops_category_and_persons() -> None:
    frame = survey()
    shown, excluded = table(frame), table(frame, replace(REQUEST, missing="exclude"))
    assert "無回答" in shown.column.labels
    assert "無回答" not in excluded.column.labels + excluded.row.labels
    assert excluded.base[-1] + excluded.excluded == shown.base[-1]
    assert excluded.assessment.tests == shown.assessment.tests


def test_hidden_only_when_published() -> None:
    frame = survey(200)
    assert table(frame).hidden is None
    published = table(frame, replace(REQUEST, purpose=Purpose.PUBLIC))
    assert published.hidden is not None
    assert published.hidden.any
    for i, j in np.argwhere(published.hidden.cells[:, :-1]):
        assert published.percent_hidden(i, j)


@pytest.mark.parametrize("percent", ["row", "column", "total"])
def test_a_percentage_never_gives_a_hidden_count_or_base_away(percent) -> None:
    frame = survey(60)
    published = table(frame, replace(REQUEST, purpose=Purpose.PUBLIC, percent=percent))
    assert published.hidden is not None
    over = {"row": lambda i, j: (i, -1), "column": lambda i, j: (-1, j), "total": lambda i, j: (-1, -1)}[percent]
    for i in range(published.counts.shape[0]):
        for j in range(published.counts.shape[1]):
            shown = not published.percent_hidden(i, j)
            assert not (shown and (published.hidden.cells[i, j] or published.hidden.cells[over(i, j)]))


def test_refusals() -> None:
    frame = survey(50)
    coded = code(frame, ["年代", "媒体", "満足度"], BOOK)
    cases = [
        (lambda: CrosstabRequest("年代", "年代"), "C105"),
        (lambda: CrosstabRequest("年代", "満足度", threshold=1), "C108"),
        (lambda: tabulate(coded, CrosstabRequest("媒体", "満足度")), "C104"),
        (lambda: tabulate(coded, CrosstabRequest("年代", "満足度", weight="w")), "C109"),
        (lambda: tabulate(code(frame.assign(年代="非該当"), ["年代", "満足度"]), REQUEST), "C101"),
    ]
    for make, key in cases:
        with pytest.raises(CrosstabError) as caught:
            make()
        assert caught.value.key == key
