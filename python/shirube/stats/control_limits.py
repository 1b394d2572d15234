"""Control charts: is a value one of the usual ups and downs, or something else? XmR, p, u and c charts, runs rules.

Sources: Shewhart (1931); Wheeler (2000) Understanding Variation for XmR (2.66 = 3/1.128 times the mean moving range);
Western Electric (1956) and Nelson (1984) J Quality Technology 16:237 for the runs rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .means import FloatArray

__all__ = ["RUN_LENGTH", "TREND_LENGTH", "ControlChart", "c_chart", "p_chart", "xmr_chart"]

RUN_LENGTH, TREND_LENGTH = 8, 6
_XMR, _LIMIT = 2.66, 3.0
_NOTHING = 1e-100  # dividing by less overflows
Signal = Literal["", "outside", "run", "trend", "two_of_three"]


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Centre, limits and signals of every value.

    Attributes
    ----------
    values, centre, low, high
        Shape (n,); NaN values stay NaN.
    signals
        Per value: ``outside`` the limits; in a ``run`` of 8 on one side of the centre; in a ``trend`` of 6 rising or
        falling; ``two_of_three`` beyond two thirds of the way to a limit; or empty.
    """

    values: FloatArray
    centre: FloatArray
    low: FloatArray
    high: FloatArray
    signals: tuple[Signal, ...]


def xmr_chart(values: npt.ArrayLike, *, baseline: int | None = None) -> ControlChart:
    """Chart of single values; limits from the first `baseline` ones (all when left out).

    Raises
    ------
    DesignError
        SB-S101: fewer than two values.

    >>> chart = xmr_chart([10, 12, 11, 13, 12, 30])
    >>> chart.signals[-1], round(float(chart.high[0]), 2)
    ('outside', 27.43)
    """
    x = np.asarray(values, dtype=float)
    used = x[:baseline]
    used = used[np.isfinite(used)]
    if used.size < 2:
        raise DesignError("S101", n=used.size, least=2)
    reach = _XMR * float(np.abs(np.diff(used)).mean())
    centre = float(used.mean())
    return _chart(x, np.full(x.size, centre), np.full(x.size, centre - reach), np.full(x.size, centre + reach))


def p_chart(hits: npt.ArrayLike, totals: npt.ArrayLike) -> ControlChart:
    """Chart of shares (0–1) of changing totals.

    Raises
    ------
    DesignError
        SB-S105: a count negative or above its total. SB-S106: a total not positive.

    >>> p_chart([5, 6, 4, 40], [100, 100, 100, 100]).signals[-1]
    'outside'
    """
    x, n = np.asarray(hits, dtype=float), np.asarray(totals, dtype=float)
    there = np.isfinite(x) & np.isfinite(n)
    if (n[there] <= _NOTHING).any():
        raise DesignError("S106")
    if (x[there] < 0).any() or (x[there] > n[there]).any():
        raise DesignError("S105")
    if not there.any():
        raise DesignError("S101", n=0, least=1)
    share = float(x[there].sum() / n[there].sum())
    reach = _LIMIT * np.sqrt(share * (1 - share) / np.where(there, n, np.nan))
    low, high = np.maximum(share - reach, 0.0), np.minimum(share + reach, 1.0)
    return _chart(np.where(there, x / n, np.nan), np.full(x.size, share), low, high)


def c_chart(counts: npt.ArrayLike, exposure: npt.ArrayLike | None = None) -> ControlChart:
    """Chart of events, per unit of exposure when there is one (u chart).

    Raises
    ------
    DesignError
        SB-S105, S106: impossible counts or exposure. SB-S101: no value.

    >>> c_chart([4, 5, 3, 20]).signals
    ('', '', '', 'outside')
    """
    x = np.asarray(counts, dtype=float)
    e = np.ones_like(x) if exposure is None else np.asarray(exposure, dtype=float)
    there = np.isfinite(x) & np.isfinite(e)
    if not there.any():
        raise DesignError("S101", n=0, least=1)
    if (x[there] < 0).any():
        raise DesignError("S105")
    if (e[there] <= _NOTHING).any():
        raise DesignError("S106")
    rate = float(x[there].sum() / e[there].sum())
    reach = _LIMIT * np.sqrt(rate / np.where(there, e, np.nan))
    return _chart(np.where(there, x / e, np.nan), np.full(x.size, rate), np.maximum(rate - reach, 0.0), rate + reach)


def _chart(values: FloatArray, centre: FloatArray, low: FloatArray, high: FloatArray) -> ControlChart:
    signals: list[Signal] = [""] * values.size
    there = np.flatnonzero(np.isfinite(values))
    x, c = values[there], centre[there]
    side = np.sign(x - c)
    reach = np.maximum(np.where(side > 0, high[there] - c, c - low[there]), 1e-300)
    near = np.abs(x - c) / reach
    _mark(signals, there, _trends(x), "trend")
    _mark(signals, there, _runs(side), "run")
    _mark(signals, there, _two_of_three(side, near > 2 / 3), "two_of_three")
    beyond = ((x > high[there]) | (x < low[there])) & (high[there] > low[there])
    _mark(signals, there, beyond, "outside")
    return ControlChart(values, centre, low, high, tuple(signals))


def _mark(signals: list[Signal], there: npt.NDArray[np.intp], which: npt.NDArray[np.bool_], name: Signal) -> None:
    for at in there[which]:
        signals[at] = name


def _runs(side: FloatArray) -> npt.NDArray[np.bool_]:
    found = np.zeros(side.size, dtype=bool)
    for end in range(RUN_LENGTH, side.size + 1):
        window = side[end - RUN_LENGTH : end]
        if window[0] != 0 and (window == window[0]).all():
            found[end - RUN_LENGTH : end] = True
    return found


def _trends(x: FloatArray) -> npt.NDArray[np.bool_]:
    found, step = np.zeros(x.size, dtype=bool), np.sign(np.diff(x))
    for end in range(TREND_LENGTH, x.size + 1):
        window = step[end - TREND_LENGTH : end - 1]
        if window[0] != 0 and (window == window[0]).all():
            found[end - TREND_LENGTH : end] = True
    return found


def _two_of_three(side: FloatArray, far: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    found = np.zeros(side.size, dtype=bool)
    for end in range(3, side.size + 1):
        for sign in (1.0, -1.0):
            window = far[end - 3 : end] & (side[end - 3 : end] == sign)
            if window.sum() >= 2:
                found[end - 3 : end] |= window
    return found
