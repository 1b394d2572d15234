"""Synthetic control: the simplex, placebos, and false alarms."""

import numpy as np
import pytest
from scipy import optimize

from shirube.errors import DesignError
from shirube.stats.synthetic import leave_one_out, placebo_in_time, simplex_weights, synthetic_control


def panel(rng, units=20, times=24):
    common = rng.normal(size=(3, times)).cumsum(axis=1)
    return rng.normal(size=(units, 3)) @ common + 0.3 * rng.normal(size=(units, times)) + 10


@pytest.mark.parametrize("seed", range(6))
def test_weights_reach_the_minimum(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(12, 8)), rng.normal(size=12)
    w = simplex_weights(a.T @ a, a.T @ b)
    assert w.sum() == pytest.approx(1)
    assert (w >= 0).all()
    other = optimize.minimize(
        lambda v: ((a @ v - b) ** 2).sum(),
        np.full(8, 1 / 8),
        bounds=[(0, 1)] * 8,
        constraints={"type": "eq", "fun": lambda v: v.sum() - 1},
        options={"ftol": 1e-14},
    )
    assert ((a @ w - b) ** 2).sum() <= other.fun + 1e-8


def test_more_units_than_times_still_settle():
    found = synthetic_control(panel(np.random.default_rng(1), units=47, times=12), 0, 9)
    assert found.weights.sum() == pytest.approx(1)
    assert found.before < 1


def test_false_alarms_with_twenty_units():
    rng = np.random.default_rng(2)
    alarms = [synthetic_control(panel(rng), 0, 18).p <= 0.05 for _ in range(150)]
    assert np.mean(alarms) <= 0.1


def test_an_effect_is_found_and_does_not_leak_into_placebos():
    y = panel(np.random.default_rng(3))
    y[0, 18:] += 30
    found = synthetic_control(y, 0, 18)
    assert found.rank == 1
    assert found.effect == pytest.approx(30, abs=2)
    assert np.median(found.ratios[1:]) < 100
    assert all(value == pytest.approx(30, abs=4) for value in leave_one_out(y, 0, 18).values())
    assert abs(placebo_in_time(y, 0, 18, 12)) < 3


def test_reasons():
    y = panel(np.random.default_rng(4))
    for bad, start, key in (
        (y[:2], 5, "S471"),
        (y, 0, "S471"),
        (y, 24, "S471"),
        (np.where(y > 10, np.nan, y), 9, "S472"),
    ):
        with pytest.raises(DesignError) as caught:
            synthetic_control(bad, 0, start)
        assert caught.value.key == key
