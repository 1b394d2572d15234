from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.crosstab.assess import Verdict
from shirube.crosstab.details_compare import error_table
from shirube.crosstab.request import Condition
from shirube.errors import CrosstabError
from shirube.result import Provenance
from shirube.stats.contingency import pearson
from shirube.stats.multiplicity import adjust
from shirube.stats.options import groups_by_options
from shirube.stats.ordinal import gamma
from support.survey import BOOK, survey

REQUEST = CrosstabRequest("年代", "満足度")


def made(request: CrosstabRequest, frame: pd.DataFrame):
    crosstab = tabulate(code(frame, request.keys, BOOK, weight=request.weight), request)
    tables = {t.key: t for d in report(crosstab, Provenance()).details for t in d.tables}
    return crosstab, tables


@pytest.mark.parametrize("method", ["bonferroni", "holm", "bh", "none"])
def test_letters_are_the_pairs_that_differ(method) -> None:
    frame = survey(900)
    crosstab, tables = made(replace(REQUEST, adjust=method), frame)
    rows, column = [0, 1, 2, 3], 0
    kept = [j for j, missing in enumerate(crosstab.column.missing) if not missing]
    n = crosstab.counts[rows][:, kept]
    yes, total = n[:, column], n.sum(axis=1)
    pairs = [(a, b) for a in rows for b in rows if a < b]
    p = [pearson(np.array([[yes[a], total[a] - yes[a]], [yes[b], total[b] - yes[b]]])).p for a, b in pairs]
    wanted = dict.fromkeys(rows, "")
    for (a, b), value in zip(pairs, adjust(p, method), strict=True):
        if value < 0.05:
            high, low = (a, b) if yes[a] / total[a] > yes[b] / total[b] else (b, a)
            wanted[high] = " ".join(filter(None, [wanted[high], "ABCD"[low]]))
    shown = [str(line[2]).partition(" ")[2] for line in tables["pairs"].rows]
    assert shown == [wanted[row] for row in rows]
    assert any(wanted.values())


def test_measures_of_order_are_in_the_details() -> None:
    crosstab, tables = made(REQUEST, survey(500))
    rows = [i for i, missing in enumerate(crosstab.row.missing) if not missing]
    wanted = gamma(crosstab.counts[np.ix_(rows, [0, 1, 2, 3])])
    assert tables["order"].rows[0][1:3] == pytest.approx((wanted.estimate, wanted.ase))
    assert "order" not in made(replace(REQUEST, weight="w"), survey(500))[1]


def test_multiple_answers_are_tested_together() -> None:
    frame = survey(500)
    frame = frame[frame["年代"] != "80代以上"]
    crosstab, tables = made(CrosstabRequest("年代", "媒体"), frame)
    overall = crosstab.assessment.overall
    assert overall is not None
    assert overall.kind == "options"
    picks = frame[["広報紙", "SNS", "口コミ"]].to_numpy()
    kept = picks.any(axis=1) & frame["年代"].notna().to_numpy()
    group = pd.Categorical(frame["年代"][kept]).codes.astype(np.int64)
    assert overall.p == pytest.approx(groups_by_options(group, picks[kept]).p)
    assert crosstab.assessment.p == overall.p
    assert tables["tests"].rows[0][0] == "全選択肢"


def test_rare_options_fall_back_to_option_by_option() -> None:
    frame = survey(120).assign(口コミ=lambda f: (np.arange(len(f)) < 3).astype(int))
    crosstab, _ = made(CrosstabRequest("年代", "媒体"), frame)
    overall = crosstab.assessment.overall
    assert overall is not None
    assert overall.kind == "none"
    assert "少ない" in overall.reason
    assert crosstab.assessment.p == np.nanmin(crosstab.assessment.options_p)


def test_the_same_question_twice() -> None:
    random = np.random.default_rng(3)
    before = random.choice(["満足", "普通", "不満"], 300, p=[0.2, 0.3, 0.5])
    after = np.where(random.random(300) < 0.4, "満足", before)
    frame = pd.DataFrame({"満足度（前回）": before, "満足度（今回）": after})
    request = CrosstabRequest("満足度（前回）", "満足度（今回）")
    crosstab, _ = made(request, frame)
    assert crosstab.assessment.tests[0].kind == "paired"
    assert crosstab.assessment.verdict is Verdict.DIFFERENT
    assert not crosstab.assessment.marks.any()
    moved = int((before != after).sum())
    assert f"{moved:,}人が" in report(crosstab, Provenance()).conclusion[0]
    forced, _ = made(replace(request, test="chi2"), frame)
    assert forced.assessment.tests[0].kind == "chi2"


def test_paired_needs_the_same_answers() -> None:
    with pytest.raises(CrosstabError) as caught:
        made(replace(REQUEST, test="paired"), survey(100))
    assert caught.value.key == "C304"


def test_conditions_leave_the_others_out_and_say_so() -> None:
    frame = survey(300)
    request = replace(REQUEST, where=(Condition("媒体", ("SNS", "口コミ")),))
    crosstab, _ = made(request, frame)
    asked = (frame["SNS"] == 1) | (frame["口コミ"] == 1)
    assert crosstab.base[-1] == asked.sum()
    assert crosstab.filtered == (~asked).sum()
    result = report(crosstab, Provenance())
    assert "SNS・口コミ" in result.conditions
    assert f"{int((~asked).sum())}人" in result.base
    with pytest.raises(CrosstabError) as caught:
        made(replace(REQUEST, where=(Condition("媒体", ("テレビ",)),)), frame)
    assert caught.value.key == "C301"


def test_error_table_is_the_printed_one() -> None:
    # 内閣府 世論調査: n = 1000, 50 % → ±3.1; 10 % → ±1.9
    line = next(row for row in error_table().rows if row[0] == 1000)
    assert (line[1], line[5]) == (1.9, 3.1)
    assert error_table(2.0).rows[0][5] > error_table().rows[0][5]
