"""Second computations of the statistics of tables: SciPy, statsmodels, enumeration, and printed SAS figures.

The tables are drawn small and sparse, with empty rows and columns, ties, single strata and 2 x k shapes, where
implementations part company.
"""

import math
import warnings
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import SquareTable, StratifiedTable, Table
from statsmodels.stats.inter_rater import cohens_kappa

from shirube.stats import association, calibration, exact, matched, ordinal, scores, stratified, survey
from shirube.stats import contingency as ct

SEEDS = range(12)


def sparse(seed: int, shape: tuple[int, ...], mean: float = 3.0) -> np.ndarray:
    """A table of small counts; every third one with an empty row, every fourth with an empty column."""
    counts = np.random.default_rng(seed).poisson(mean, shape)
    if seed % 3 == 0 and shape[0] > 2:
        counts[1] = 0
    if seed % 4 == 0 and shape[-1] > 2:
        counts[..., 0] = 0
    return counts


def persons(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.indices(table.shape)
    return np.repeat(rows.ravel(), table.ravel()), np.repeat(columns.ravel(), table.ravel())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", [(2, 2), (2, 5), (4, 3), (5, 2)])
def test_tables_of_any_shape(seed: int, shape: tuple[int, int]) -> None:
    table = sparse(seed, shape)
    filled = ct.nonempty(table).astype(int)
    if min(filled.shape) < 2:
        assert ct.pearson(table) == (0.0, 0, 1.0)
        return
    chi2 = stats.chi2_contingency(filled, correction=False)
    assert ct.pearson(table) == pytest.approx((chi2.statistic, chi2.dof, chi2.pvalue))
    ratio = stats.chi2_contingency(filled, correction=False, lambda_="log-likelihood")
    assert ct.likelihood_ratio(table).statistic == pytest.approx(ratio.statistic)
    for mine, name in ((ct.cramers_v, "cramer"), (association.tschuprows_t, "tschuprow")):
        assert mine(table) == pytest.approx(stats.contingency.association(filled, name))
    # The residuals of the filled part, NaN in an empty row or column.
    residuals = ct.adjusted_residuals(table)
    kept = np.ix_(table.sum(axis=1) > 0, table.sum(axis=0) > 0)
    assert residuals[kept] == pytest.approx(Table(filled, shift_zeros=False).standardized_resids)
    assert np.isnan(residuals).sum() == table.size - filled.size
    rows, columns = persons(table)
    r = np.corrcoef(rows, columns)[0, 1]
    assert ct.linear_by_linear(table).statistic == pytest.approx((rows.size - 1) * r * r)
    assert ordinal.tau_b(table).estimate == pytest.approx(stats.kendalltau(rows, columns).statistic)
    assert ordinal.somers_d(table).estimate == pytest.approx(stats.somersd(filled).statistic)
    groups = [columns[rows == i] for i in range(shape[0]) if (rows == i).any()]
    assert scores.kruskal_wallis(table).statistic == pytest.approx(stats.kruskal(*groups).statistic)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_by_two_with_zeros(seed: int) -> None:
    table = np.random.default_rng(seed).poisson(1 + seed % 4, (2, 2))
    for side in ("two-sided", "less", "greater"):
        assert exact.fisher_2x2(table, side) == pytest.approx(stats.fisher_exact(table, side).pvalue)
    if table.sum(axis=0).all() and table.sum(axis=1).all():
        found = exact.odds_ratio(table)
        other = stats.contingency.odds_ratio(table, kind="conditional")
        assert found.estimate == pytest.approx(other.statistic, rel=1e-4)
        assert list(found.interval) == pytest.approx(list(other.confidence_interval(0.95)), rel=1e-4)


def fillings(rows: list[int], columns: list[int]) -> list[list[tuple[int, ...]]]:
    """Every table with these margins."""
    if len(rows) == 1:
        return [[tuple(columns)]]
    first = [row for row in product(*(range(min(rows[0], c) + 1) for c in columns)) if sum(row) == rows[0]]
    return [
        [row, *rest] for row in first for rest in fillings(rows[1:], [c - x for c, x in zip(columns, row, strict=True)])
    ]


def chance(table: list[tuple[int, ...]]) -> Fraction:
    array = np.array(table)
    above = math.prod(math.factorial(int(x)) for x in (*array.sum(axis=0), *array.sum(axis=1)))
    return Fraction(above, math.factorial(int(array.sum())) * math.prod(math.factorial(int(x)) for x in array.ravel()))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shape", [(2, 4), (3, 3), (4, 2)])
def test_fisher_is_the_sum_over_all_tables(seed: int, shape: tuple[int, int]) -> None:
    table = sparse(seed, shape, 1.2)
    mine = chance([tuple(row) for row in table.tolist()])
    every = [chance(t) for t in fillings(table.sum(axis=1).tolist(), table.sum(axis=0).tolist())]
    assert exact.fisher_rxc(table) == pytest.approx(float(sum(p for p in every if p <= mine)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("strata", [1, 3])
def test_strata(seed: int, strata: int) -> None:
    tables = np.random.default_rng(seed).poisson(5, (strata, 2, 2)) + 1
    other = StratifiedTable(list(tables.astype(float)))
    assert stratified.cmh(tables, continuity=False).statistic == pytest.approx(other.test_null_odds().statistic)
    found = stratified.common_odds_ratio(tables)
    assert found.estimate == pytest.approx(other.oddsratio_pooled)
    assert list(found.interval) == pytest.approx(list(other.oddsratio_pooled_confint()))
    if strata > 1:
        homogeneity = stratified.breslow_day(tables)
        assert homogeneity.plain.statistic == pytest.approx(other.test_equal_odds().statistic)
        assert homogeneity.tarone.statistic == pytest.approx(other.test_equal_odds(adjust=True).statistic)


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_test_within_strata(seed: int) -> None:
    """The distribution of the corner by convolution of the hypergeometric ones, in fractions."""
    tables = np.random.default_rng(seed).poisson(2, (1 + seed % 3, 2, 2))
    spread = {0: Fraction(1)}
    for (a, b), (c, d) in tables.tolist():
        top, bottom, left = a + b, c + d, a + c
        ways = range(max(0, left - bottom), min(left, top) + 1)
        one = {
            x: Fraction(math.comb(top, x) * math.comb(bottom, left - x), math.comb(top + bottom, left)) for x in ways
        }
        spread = {
            total: sum(p * one.get(total - s, Fraction(0)) for s, p in spread.items())
            for total in {s + x for s in spread for x in one}
        }
    seen = int(tables[:, 0, 0].sum())
    p = float(sum(q for q in spread.values() if q <= spread[seen]))
    found = stratified.common_odds_exact(tables)
    assert found.p == pytest.approx(p)
    if min(spread) < seen < max(spread):
        weight = {s: float(q) * found.estimate**s for s, q in spread.items()}
        assert sum(s * x for s, x in weight.items()) / sum(weight.values()) == pytest.approx(seen, rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_square_tables(seed: int) -> None:
    table = np.random.default_rng(seed).poisson(4, (3, 3)) + 1
    other = SquareTable(table, shift_zeros=False)
    assert matched.bowker(table).statistic == pytest.approx(other.symmetry().statistic)
    assert matched.stuart_maxwell(table).statistic == pytest.approx(other.homogeneity().statistic)
    for mine, theirs in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
        assert matched.cohens_kappa(table, mine).estimate == pytest.approx(cohens_kappa(table, wt=theirs).kappa)
    assert matched.cohens_kappa(table).ase == pytest.approx(cohens_kappa(table).std_kappa)
    one_sided = np.triu(table, 1)  # nobody moved back, so McNemar's exact p is 2 / 2^moved
    moved = int(one_sided[0, 1])
    assert matched.mcnemar_exact(one_sided[:2, :2]) == pytest.approx(min(1.0, 2 / 2**moved))


@pytest.mark.parametrize("seed", SEEDS)
def test_rao_scott_from_single_persons(seed: int) -> None:
    """``survey::svychisq`` from the persons themselves: covariance of linearised shares, projected contrasts."""
    random = np.random.default_rng(seed)
    n, (rows, columns) = 120, (2 + seed % 2, 3)
    a, b = np.arange(n) % rows, random.integers(0, columns, n)
    b[:columns] = np.arange(columns)
    w = random.gamma(2, 1, n)
    member = np.zeros((n, rows * columns))
    member[np.arange(n), a * columns + b] = 1
    share = w @ member / w.sum()
    influence = w[:, None] * (member - share) / w.sum()
    covariance = n / (n - 1) * influence.T @ influence
    i, j = np.divmod(np.arange(rows * columns), columns)
    main = np.column_stack(
        [np.ones(share.size), *[i == k for k in range(1, rows)], *[j == k for k in range(1, columns)]]
    )
    both = np.column_stack([(i == k) & (j == m) for k in range(1, rows) for m in range(1, columns)]).astype(float)
    contrast = both - main @ np.linalg.lstsq(main.astype(float), both, rcond=None)[0]
    inverse = np.diag(np.divide(1, share, out=np.zeros_like(share), where=share > 0))
    delta = np.linalg.solve(contrast.T @ inverse @ contrast / n, contrast.T @ inverse @ covariance @ inverse @ contrast)
    table = share.reshape(rows, columns)
    fit = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi2, trace = n * ((table - fit) ** 2 / fit).sum(), np.trace(delta)
    d0 = trace**2 / np.trace(delta @ delta)
    sums, squares = np.zeros(table.shape), np.zeros(table.shape)
    np.add.at(sums, (a, b), w)
    np.add.at(squares, (a, b), w**2)
    found = survey.rao_scott(sums, squares, n)
    wanted = (chi2 / trace, d0, d0 * (n - 1), stats.f.sf(chi2 / trace, d0, d0 * (n - 1)))
    assert (found.f, found.df1, found.df2, found.p) == pytest.approx(wanted)


def test_raking_is_iterative_proportional_fitting_of_the_table() -> None:
    random = np.random.default_rng(5)
    a, b = random.integers(0, 3, 400), random.integers(0, 4, 400)
    rows, columns = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.3, 0.4])
    table = np.zeros((3, 4))
    np.add.at(table, (a, b), 1.0)
    counts = table.copy()
    for _ in range(500):
        table *= (rows / table.sum(axis=1))[:, None]
        table *= columns / table.sum(axis=0)
    found = calibration.rake([(a, rows), (b, columns)]).weights
    assert found == pytest.approx((table / counts)[a, b], rel=1e-6)


#: SAS/STAT PROC FREQ, Example "Cochran-Armitage Trend Test" (dose by adverse event): Z = -4.7918, p < 0.0001.
PAIN = np.array([[26, 26, 23, 18, 9], [6, 7, 9, 14, 23]])
#: SAS/STAT PROC FREQ, Example "Cochran-Mantel-Haenszel Statistics" (migraine): sex x treatment x response.
MIGRAINE = np.array([[[16, 11], [5, 20]], [[12, 16], [7, 19]]])


def test_figures_printed_by_sas() -> None:
    assert math.sqrt(ct.cochran_armitage(PAIN).statistic) == pytest.approx(4.7918, abs=5e-5)
    assert stratified.cmh(MIGRAINE, continuity=False).statistic == pytest.approx(8.3052, abs=5e-5)
    odds = stratified.common_odds_ratio(MIGRAINE)
    assert (odds.estimate, *odds.interval) == pytest.approx((3.3132, 1.4456, 7.5934), abs=5e-5)
    assert stratified.breslow_day(MIGRAINE).plain.statistic == pytest.approx(1.4929, abs=5e-5)
    assert stratified.breslow_day(MIGRAINE).plain.p == pytest.approx(0.2218, abs=5e-5)


def test_the_correction_within_strata_is_left_out_below_one_half() -> None:
    """R's mantelhaen.test corrects only where the deviation is at least 1/2; statsmodels always does."""
    tables = np.array([[[3, 3], [1, 2]], [[1, 2], [2, 1]]])
    expected = 6 * 4 / 9 + 3 * 3 / 6
    assert abs(4 - expected) < 0.5
    assert stratified.cmh(tables).statistic == pytest.approx(stratified.cmh(tables, continuity=False).statistic)


@pytest.fixture(autouse=True)
def _quiet() -> object:
    """The peers divide by zero where a table has an empty part."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
