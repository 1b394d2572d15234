"""Structural time series through statsmodels: what a series would have done, from its own level and a companion.

A local level with regressors (Harvey 1989), as in CausalImpact (Brodersen et al. 2015, Annals of Applied Statistics
9:247) but by maximum likelihood; and the airline model with a step (Box & Tiao 1975, JASA 70:70). statsmodels is
imported only when one of these is asked for.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from . import distributions
from .means import FloatArray

__all__ = ["Departure", "airline_step", "local_level"]

FEWEST_BEFORE = 30


@dataclass(frozen=True, eq=False)
class Departure:
    """Mean departure from what was expected, its 95 % interval, and the expected values, shape (after,)."""

    estimate: float
    se: float
    low: float
    high: float
    expected: FloatArray


def local_level(outcome: npt.ArrayLike, start: int, companions: npt.ArrayLike | None = None) -> Departure:
    """Fit a local level and companions before `start`, carry it on, and take the mean difference.

    Parameters
    ----------
    outcome, companions
        Shape (n,) and (n, k); complete.
    start
        Position of the first time under the policy.

    Raises
    ------
    DesignError
        SB-S481: fewer than 30 times before, none after, or missing values.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    y = np.asarray(outcome, dtype=float)
    x = None if companions is None else np.asarray(companions, dtype=float).reshape(y.size, -1)
    if (
        start < FEWEST_BEFORE
        or start >= y.size
        or not np.isfinite(y).all()
        or (x is not None and not np.isfinite(x).all())
    ):
        raise DesignError("S481", least=FEWEST_BEFORE)
    # On its own scale, as the optimiser expects.
    size = float(y[:start].std()) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = UnobservedComponents(y[:start] / size, level="local level", exog=None if x is None else x[:start])
        fit = model.fit(disp=False, maxiter=500)
        ahead = fit.get_forecast(y.size - start, exog=None if x is None else x[start:])
        mean = np.asarray(ahead.predicted_mean) * size
    level, noise = _variances(fit)
    n = y.size - start
    # The level is a random walk: its wanderings are shared by all later times, the noise is not.
    drift = float(np.asarray(ahead.var_pred_mean)[0]) - noise - level
    steps = np.arange(1, n + 1)
    shared = float(np.minimum.outer(steps, steps).mean())
    se = size * float(np.sqrt(max(drift, 0.0) + level * shared + noise / n))
    estimate = float((y[start:] - mean).mean())
    half = distributions.norm.ppf(0.975) * se
    return Departure(estimate, se, estimate - half, estimate + half, mean)


def _variances(fit: object) -> tuple[float, float]:
    names = list(fit.model.param_names)  # type: ignore[attr-defined]
    values = np.asarray(fit.params)  # type: ignore[attr-defined]
    return float(values[names.index("sigma2.level")]), float(values[names.index("sigma2.irregular")])


def airline_step(outcome: npt.ArrayLike, start: int, period: int = 12) -> Departure:
    """Fit ARIMA(0,1,1)(0,1,1) with a step at `start`; R: ``arima(y, c(0,1,1), list(order = c(0,1,1)), xreg = step)``.

    Raises
    ------
    DesignError
        SB-S481: fewer than 30 times before, none after, or missing values.
    """
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    y = np.asarray(outcome, dtype=float)
    if start < FEWEST_BEFORE or start >= y.size or not np.isfinite(y).all():
        raise DesignError("S481", least=FEWEST_BEFORE)
    step = (np.arange(y.size) >= start).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = SARIMAX(y, exog=step, order=(0, 1, 1), seasonal_order=(0, 1, 1, period)).fit(disp=False, maxiter=500)
    estimate, se = float(np.asarray(fit.params)[0]), float(np.asarray(fit.bse)[0])
    half = distributions.norm.ppf(0.975) * se
    return Departure(estimate, se, estimate - half, estimate + half, y[start:] - estimate)
