"""What the page on methods says is so: every method has its six lines, every code exists, every example comes out."""

import re
from math import comb
from pathlib import Path

import numpy as np
import pytest

from shirube.crosstab.assess import Sums, Verdict, assess
from shirube.crosstab.choose import SPARSE_COUNT, SPARSE_LEAST, SPARSE_SHARE
from shirube.crosstab.suppress import suppress, width, with_totals
from shirube.districts.cluster import LEAST_DISTRICTS
from shirube.errors import catalogue
from shirube.policy.choose import controls_needed
from shirube.policy.its import FEWEST_AFTER, FEWEST_BEFORE
from shirube.policy.kpi import FEWEST
from shirube.policy.mde import mde_paired, mde_shares
from shirube.policy.staggered import FEWEST_NEVER
from shirube.policy.synthetic import FEWEST_BEFORE as LONG_BEFORE
from shirube.policy.synthetic import FEWEST_CONTROLS
from shirube.stats.contingency import expected, pearson
from shirube.stats.control_limits import RUN_LENGTH, TREND_LENGTH, xmr_chart
from shirube.stats.exact import fisher_2x2
from shirube.stats.means import regression_to_mean
from shirube.stats.resampling import relabel, sign_flip
from shirube.stats.survey import effective_size

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
METHODS = {part.partition("\n")[0]: part for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]}
LINES = ["何をするか", "どう計算するか", "使ってよいとき", "使わないとき", "報告のどこを見るか", "しるべが断るとき"]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_its_six_lines(method: str) -> None:
    lines = dict(re.findall(r"^\| ([^|]+?) \| (.+?) \|$", METHODS[method], re.MULTILINE))
    assert list(lines) == LINES
    assert "例：" in lines["どう計算するか"]
    assert "**" in lines["使わないとき"], "the worst trap stands out"
    assert re.search(r"SB-[A-Z]\d{3}", lines["しるべが断るとき"])


def test_every_code_can_be_raised() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "python").rglob("*.py"))
    for code in sorted(set(re.findall(r"SB-([A-Z]\d{3})", PAGE))):
        assert code in catalogue()
        assert re.search(rf'Error\(\s*"{code}"', source), code


def test_chi_squared() -> None:
    told, usual = np.array([[60, 40], [40, 60]]), np.array([[53, 47], [47, 53]])
    assert (expected(told) == 50).all()
    assert 1 / pearson(told).p == pytest.approx(200, rel=0.1)
    assert pearson(usual).p > 0.3
    assert (SPARSE_COUNT, SPARSE_SHARE, SPARSE_LEAST) == (5, 0.2, 1)


def test_fisher() -> None:
    assert comb(8, 4) == 70
    assert fisher_2x2(np.array([[3, 1], [1, 3]])) == pytest.approx(34 / 70)


def test_trend() -> None:
    yes = np.array([20, 25, 30, 35])
    n = np.stack([yes, 100 - yes], axis=1)
    sums = Sums(n, n.astype(float), n.astype(float))
    assert assess(sums, "auto", ordered=(False, False), weighted=False).verdict is Verdict.WITHIN_ERROR
    assert assess(sums, "auto", ordered=(True, True), weighted=False).verdict is Verdict.DIFFERENT


def test_weights() -> None:
    young, others = 30 / 15, 70 / 85
    assert effective_size(15 * young + 85 * others, 15 * young**2 + 85 * others**2) == pytest.approx(85)


def test_hiding() -> None:
    counts = np.array([[40, 30, 5], [50, 45, 30], [35, 28, 22]])
    whole, hidden = with_totals(counts), suppress(counts, 10).cells
    assert list(whole[:3, 3]) == [75, 125, 85]
    assert sorted(whole[hidden]) == [5, 22, 28, 30]
    assert all(width(whole, hidden, int(i), int(j)) >= 10 for i, j in np.argwhere(hidden))


def test_before_and_after() -> None:
    assert sign_flip([1, 2, 3, 4, 5, 6]).p == 2 / 64 < 0.05
    assert sign_flip([1, 2, 3, 4, 5]).p == 2 / 32 > 0.05
    apart = [relabel(np.arange(n) + 9.0, np.arange(n) * 1.0).smallest_p for n in (3, 4)]
    assert apart[1] <= 0.05 < apart[0]
    assert regression_to_mean(sd=10, reliability=0.7, mean=130, cutoff=140) == pytest.approx(-5, abs=0.5)


def test_numbers_of_districts_and_times() -> None:
    assert [controls_needed(n) for n in (1, 2, 3)] == [19, 5, 4]
    assert relabel(np.array([9.0]), np.arange(19) / 10).smallest_p == 1 / 20
    assert (FEWEST_BEFORE, FEWEST_AFTER) == (3, 2)
    assert (LONG_BEFORE, FEWEST_CONTROLS, FEWEST_NEVER) == (8, 10, 2)
    assert LEAST_DISTRICTS == 6


def test_smallest_change() -> None:
    assert round(mde_shares(100, 0.3)) == 20
    assert round(mde_shares(400, 0.3)) == 10
    assert np.isnan(mde_paired(5, 1.0))


def test_control_chart() -> None:
    chart = xmr_chart([10, 13, 11, 14, 12, 10, 13, 11, 12, 22])
    assert (round(float(chart.low[0])), round(float(chart.high[0]))) == (5, 21)
    assert chart.signals == ("",) * 9 + ("outside",)
    assert (RUN_LENGTH, TREND_LENGTH, FEWEST) == (8, 6, 8)
