"""Whether the answers differ between the groups, and in which cells."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from ..stats.contingency import (
    adjusted_residuals,
    cramers_v,
    cramers_v_corrected,
    cramers_v_interval,
    expected,
    score_correlation,
    two_sided_p,
)
from ..stats.intervals import Interval
from ..stats.multiplicity import adjust
from ..stats.options import OptionsTest
from ..stats.rounding import round_half_up
from ..stats.survey import effective_size, weighted_residuals
from .choose import SPARSE_COUNT, choose, choose_options, sparse_share
from .outcomes import Outcome, Sums, residuals_of, run, run_many
from .request import Test

__all__ = ["ALPHA", "REFERENCE_SIZE", "Assessment", "Outcome", "Sums", "Verdict", "assess", "assess_options"]

ALPHA = 0.05
#: Groups smaller than this are 参考値.
REFERENCE_SIZE = 30
NO_INTERVAL = Interval(float("nan"), float("nan"))

Floats = npt.NDArray[np.float64]


class Verdict(Enum):
    """What page one says."""

    DIFFERENT = "差がある"
    WITHIN_ERROR = "誤差の範囲"
    TOO_FEW = "人数が足りない"
    NOT_COMPARED = "比べていない"


@dataclass(frozen=True, eq=False)
class Assessment:
    """Everything about difference and association.

    Attributes
    ----------
    verdict, p
        The overall answer and the p-value it rests on (after Bonferroni or Holm when several tests were run).
    tests
        The tests behind it: one or two; for multiple answers one per option.
    options_p
        Multiple answers: Holm-adjusted p-value per column; NaN elsewhere.
    overall
        Multiple answers: the test of all options together, or why it was not made.
    residuals, residuals_p, marks
        Adjusted residual, its Holm-adjusted p-value, and +1 / -1 where the cell stands out; shape (rows, columns).
    shares, weighted
        Weighted cells scaled to the number of persons, and whether the weights differ.
    direction
        Correlation of the order of rows and columns; NaN without order.
    """

    verdict: Verdict
    p: float
    tests: tuple[Outcome, ...]
    residuals: Floats
    residuals_p: Floats
    marks: npt.NDArray[np.int8]
    options_p: Floats
    n: int
    effective_n: float
    sparse: float = 0.0
    least_expected: float = float("nan")
    shares: Floats | None = None
    weighted: bool = False
    direction: float = float("nan")
    overall: Outcome | None = None

    @functools.cached_property
    def v(self) -> float:
        """Cramér's V; NaN for multiple answers and where there is nothing to compare."""
        return float("nan") if self.shares is None else cramers_v(self.shares)

    @functools.cached_property
    def v_corrected(self) -> float:
        """V corrected for bias; NaN under weights."""
        return float("nan") if self.shares is None or self.weighted else cramers_v_corrected(self.shares)

    @functools.cached_property
    def v_interval(self) -> Interval:
        """95 % interval of V; NaN under weights."""
        return NO_INTERVAL if self.shares is None or self.weighted else cramers_v_interval(self.shares)


def assess(sums: Sums, wanted: Test, *, ordered: tuple[bool, bool], weighted: bool, twice: bool = False) -> Assessment:
    """Assess a single-answer table.

    Parameters
    ----------
    sums
        Cells without 無回答.
    wanted, ordered, weighted, twice
        See `choose`.
    """
    choice = choose(sums.n, wanted, ordered=ordered, weighted=weighted, twice=twice)
    tests = [run(choice.kind, sums, choice.reason)]
    if choice.companion is not None:
        tests.append(run(choice.companion, sums, "順序を使わない検定。"))
    residuals = weighted_residuals(sums.n, sums.w, sums.w2) if weighted else adjusted_residuals(sums.n)
    return conclude(sums, tuple(tests), residuals, ordered=ordered, weighted=weighted)


def conclude(
    sums: Sums, tests: tuple[Outcome, ...], residuals: Floats, *, ordered: tuple[bool, bool], weighted: bool
) -> Assessment:
    """Put the outcome of the tests and the residuals of a single-answer table together."""
    p = float(np.minimum(1.0, len(tests) * np.min([t.p for t in tests])))
    verdict = _verdict(p, sums.n.sum(axis=1), sums.w.sum(axis=1), sums.w2.sum(axis=1))
    different = verdict is Verdict.DIFFERENT and tests[0].kind != "paired"
    allowed = _dense(sums.n) & _large(sums.n.sum(axis=1)) & different
    residuals_p, marks = _marks(residuals, allowed)
    share, least = sparse_share(sums.n)
    shares = _on_n(sums)
    return Assessment(
        verdict,
        p,
        tests,
        residuals,
        residuals_p,
        marks,
        np.full(sums.n.shape[1], np.nan),
        int(sums.n.sum()),
        effective_size(float(sums.w.sum()), float(sums.w2.sum())),
        share,
        least,
        shares,
        weighted,
        score_correlation(shares) if all(ordered) else float("nan"),
    )


def assess_options(
    picked: Sums,
    answered: Sums,
    wanted: Test,
    *,
    weighted: bool,
    together: OptionsTest | None = None,
    quick: bool = False,
) -> Assessment:
    """Assess a multiple-answer table: all options together, then one 2 x k table per option with Holm's adjustment.

    Parameters
    ----------
    picked
        Those who picked each option, shape (rows, options).
    answered
        Those who answered the question at all, shape (rows, 1).
    together
        The test of all options together; without it, or when it does not fit, the smallest adjusted p decides.
    quick
        See `run_many`.
    """
    pairs = [_yes_no(picked, answered, j) for j in range(picked.n.shape[1])]
    overall = _overall(pairs, wanted, together, weighted)
    choices = [choose(pair.n, wanted, weighted=weighted, multiple=True) for pair in pairs]
    tests = run_many(pairs, choices, quick=quick)
    residuals = np.column_stack([z[:, 0] for z in residuals_of(pairs, weighted=weighted)])
    dense = np.column_stack([_dense(pair.n).all(axis=1) for pair in pairs])
    options_p = adjust([t.p for t in tests], "holm")
    p = float("nan") if np.isnan(options_p).all() else float(np.nanmin(options_p))
    if overall is not None and not np.isnan(overall.p):
        p = overall.p
    verdict = _verdict(p, answered.n[:, 0], answered.w[:, 0], answered.w2[:, 0])
    significant = (np.nan_to_num(options_p, nan=1.0) < ALPHA) & (verdict is Verdict.DIFFERENT)
    residuals_p, marks = _marks(residuals, dense & _large(answered.n[:, 0]) & significant[None, :])
    n, w, w2 = int(answered.n.sum()), float(answered.w.sum()), float(answered.w2.sum())
    size = effective_size(w, w2)
    return Assessment(verdict, p, tuple(tests), residuals, residuals_p, marks, options_p, n, size, overall=overall)


def _overall(pairs: list[Sums], wanted: Test, together: OptionsTest | None, weighted: bool) -> Outcome | None:
    if together is None or wanted == "none":
        return None
    choice = choose_options([pair.n for pair in pairs], weighted=weighted)
    if choice.kind == "none" or np.isnan(together.p):
        return Outcome("none", "選択肢をまとめた検定なし", choice.reason)
    return Outcome(
        "options",
        "複数回答の検定（ピアソン統計量の和、ラオ・スコット二次補正。Bilder–Loughin 型）",
        choice.reason,
        together.p,
        together.statistic,
        together.df,
        note=f"補正前の統計量の和は {round_half_up(together.total, 3):.3f}。",
    )


def _yes_no(picked: Sums, answered: Sums, j: int) -> Sums:
    def pair(chosen: npt.NDArray[np.generic], everybody: npt.NDArray[np.generic]) -> Floats:
        yes, total = np.asarray(chosen[:, j], dtype=float), np.asarray(everybody[:, 0], dtype=float)
        return np.column_stack([yes, np.maximum(total - yes, 0.0)])

    persons = pair(picked.n, answered.n)
    # Differences of weighted sums leave dust where nobody is.
    return Sums(
        persons.astype(np.int64),
        np.where(persons > 0, pair(picked.w, answered.w), 0.0),
        np.where(persons > 0, pair(picked.w2, answered.w2), 0.0),
    )


def _verdict(p: float, base: npt.NDArray[np.int64], w: Floats, w2: Floats) -> Verdict:
    if np.isnan(p):
        return Verdict.NOT_COMPARED
    if p < ALPHA:
        return Verdict.DIFFERENT
    sizes = [effective_size(float(a), float(b)) for a, b in zip(w, w2, strict=True)]
    enough = sum(n >= REFERENCE_SIZE and size >= REFERENCE_SIZE - 1e-9 for n, size in zip(base, sizes, strict=True))
    return Verdict.WITHIN_ERROR if enough >= 2 else Verdict.TOO_FEW


def _dense(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return np.asarray(expected(counts) >= SPARSE_COUNT)


def _large(base: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Rows that are not 参考値, as a column."""
    return np.asarray(base >= REFERENCE_SIZE)[:, None]


def _marks(residuals: Floats, allowed: npt.NDArray[np.bool_]) -> tuple[Floats, npt.NDArray[np.int8]]:
    considered = np.where(allowed, residuals, np.nan)
    p = adjust(two_sided_p(considered).ravel(), "holm").reshape(residuals.shape)
    stands_out = np.nan_to_num(p, nan=1.0) < ALPHA
    return p, np.where(stands_out, np.sign(np.nan_to_num(residuals)), 0).astype(np.int8)


def _on_n(sums: Sums) -> Floats:
    """Weighted cells scaled to the number of persons."""
    total = float(sums.w.sum())
    return sums.w * (float(sums.n.sum()) / total) if total > 0 else sums.w
