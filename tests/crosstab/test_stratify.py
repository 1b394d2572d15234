import numpy as np
import pytest

from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.crosstab.assess import Verdict
from shirube.result import Provenance
from support.admissions import admissions
from support.survey import BOOK, survey


def test_the_admissions_of_1973() -> None:
    """Crude shares favour men, standardised ones women, and within departments nothing differs."""
    request = CrosstabRequest("性別", "結果", stratum="学科")
    table = tabulate(code(admissions(), request.keys), request)
    found = table.stratified
    assert found is not None
    assert table.assessment.verdict is Verdict.DIFFERENT
    assert found.test is not None
    assert found.test.statistic == pytest.approx(1.42694622858669)  # R: mantelhaen.test(UCBAdmissions)
    assert found.test.p > 0.05
    assert found.odds is not None
    assert found.odds.estimate in (pytest.approx(0.904696828258623), pytest.approx(1 / 0.904696828258623))
    assert found.homogeneity is not None
    assert found.homogeneity.tarone.statistic == pytest.approx(18.8255012520532)
    men, admitted = table.row.labels.index("Male"), table.column.labels.index("Admitted")
    assert found.crude[men, admitted] > found.crude[1 - men, admitted]
    assert found.standardised[men, admitted] < found.standardised[1 - men, admitted]
    result = report(table, Provenance())
    assert any("学科」の構成の違い" in line for line in result.says)
    text = "\n".join(line for d in result.details for line in d.paragraphs)
    assert "マンテル・ヘンツェル" in text
    assert any(t.key == "standardised" for d in result.details for t in d.tables)


def test_weights_standardise_without_a_test() -> None:
    frame = survey(400).assign(地区=lambda f: np.where(np.arange(len(f)) % 2, "東", "西"))
    request = CrosstabRequest("年代", "満足度", weight="w", stratum="地区")
    found = tabulate(code(frame, request.keys, BOOK, weight="w"), request).stratified
    assert found is not None
    assert found.test is None
    assert found.standardised.sum(axis=1) == pytest.approx(1)
    answered = frame[(frame["満足度"] != "無回答") & (frame["年代"] == "20代")]
    wanted = answered.loc[answered["満足度"] == "満足", "w"].sum() / answered["w"].sum()
    assert found.crude[0, 0] == pytest.approx(wanted)


def test_multiple_answers_by_stratum() -> None:
    frame = survey(600).assign(地区=lambda f: np.where(np.arange(len(f)) % 2, "東", "西"))
    request = CrosstabRequest("年代", "媒体", stratum="地区")
    found = tabulate(code(frame, request.keys, BOOK), request).stratified
    assert found is not None
    assert found.test is not None
    assert found.test.p < 0.001  # SNS depends on age whatever the district
