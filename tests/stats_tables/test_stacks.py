import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.stats import contingency, stacks, survey


def people(seed: int, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Persons, Σw and Σw² of a table with nobody missing from any row or column."""
    random = np.random.default_rng(seed)
    n = random.integers(0, 12, shape)
    n[np.arange(max(shape)) % shape[0], np.arange(max(shape)) % shape[1]] += 1
    n[random.integers(shape[0]), random.integers(shape[1])] = max(n.max(), 5)
    w = np.zeros((2, *shape))
    for at in np.ndindex(shape):
        draws = random.choice([0.5, 1.0, 3.0], n[at])
        w[0][at], w[1][at] = draws.sum(), (draws**2).sum()
    return n, w[0], w[1]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.tuples(st.integers(2, 5), st.integers(2, 5)))
def test_many_tables_are_as_each_alone(seed: int, shape: tuple[int, int]) -> None:
    tables = [people(seed + k, shape) for k in range(3)]
    n, w, w2 = (np.array([table[k] for table in tables]) for k in range(3))
    keep = (n.sum(axis=1) > 0).all(axis=1) & (n.sum(axis=2) > 0).all(axis=1)
    n, w, w2 = n[keep], w[keep], w2[keep]
    statistic, df, p = stacks.pearson_many(n.astype(float))
    found = stacks.rao_scott_many(w, w2, n.sum(axis=(1, 2)))
    plain = stacks.residuals_many(n.astype(float))
    weighted = stacks.weighted_residuals_many(n, w, w2)
    for k in range(len(n)):
        one = contingency.pearson(n[k])
        assert (statistic[k], df, p[k]) == pytest.approx(one)
        rs = survey.rao_scott(w[k], w2[k], int(n[k].sum()))
        assert (found.f[k], found.df1[k], found.df2[k], found.p[k]) == pytest.approx((rs.f, rs.df1, rs.df2, rs.p))
        assert plain[k] == pytest.approx(contingency.adjusted_residuals(n[k]))
        assert weighted[k] == pytest.approx(survey.weighted_residuals(n[k], w[k], w2[k]), nan_ok=True)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_weighted_residual_is_the_linearised_one(seed: int) -> None:
    """Person by person: the influence on the deviation of a cell, with and without the weights."""
    random = np.random.default_rng(seed)
    a, b, w = random.integers(0, 3, 60), random.integers(0, 2, 60), random.choice([0.5, 1.0, 4.0], 60)
    n, ws, w2 = np.zeros((3, 2), int), np.zeros((3, 2)), np.zeros((3, 2))
    np.add.at(n, (a, b), 1)
    np.add.at(ws, (a, b), w)
    np.add.at(w2, (a, b), w**2)
    found = survey.weighted_residuals(n, ws, w2)
    p = ws / w.sum()
    for i, j in np.ndindex(3, 2):
        if np.isnan(found[i, j]):
            continue
        x, y = (a == i) - p[i].sum(), (b == j) - p[:, j].sum()
        gap = p[i, j] - p[i].sum() * p[:, j].sum()
        designed = (w**2 * (x * y - gap) ** 2).sum() / w.sum() ** 2
        simple = (w * (x * y - gap) ** 2).sum() / w.sum() / 60
        plain = contingency.adjusted_residuals(p * 60)[i, j]
        assert found[i, j] == pytest.approx(plain / np.sqrt(designed / simple))
