"""Whether the answers differ between the groups, and in which cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from ..stats.contingency import (
    adjusted_residuals,
    cochran_armitage,
    cramers_v,
    cramers_v_corrected,
    cramers_v_interval,
    expected,
    likelihood_ratio,
    linear_by_linear,
    pearson,
    score_correlation,
    two_sided_p,
)
from ..stats.exact import fisher_exact
from ..stats.intervals import Interval
from ..stats.matched import bowker, mcnemar_exact, stuart_maxwell
from ..stats.multiplicity import adjust
from ..stats.options import OptionsTest
from ..stats.rounding import round_half_up
from ..stats.survey import effective_size, rao_scott, weighted_residuals
from .choose import SPARSE_COUNT, Choice, Kind, choose, choose_options, sparse_share
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


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Persons, Σw and Σw² of the cells that are compared, shape (rows, columns) each."""

    n: npt.NDArray[np.int64]
    w: Floats
    w2: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test that was run; figures that do not exist are NaN."""

    kind: Kind
    name: str
    reason: str
    p: float = float("nan")
    statistic: float = float("nan")
    df: float = float("nan")
    df2: float = float("nan")
    standard_error: float = 0.0
    draws: int = 0
    note: str = ""


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
    v: float = float("nan")
    v_corrected: float = float("nan")
    v_interval: Interval = NO_INTERVAL
    direction: float = float("nan")
    overall: Outcome | None = None


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
    tests = [_run(choice.kind, sums, choice.reason)]
    if choice.companion is not None:
        tests.append(_run(choice.companion, sums, "順序を使わない検定。"))
    p = float(np.minimum(1.0, len(tests) * np.min([t.p for t in tests])))
    verdict = _verdict(p, sums.n.sum(axis=1), sums.w.sum(axis=1), sums.w2.sum(axis=1))
    residuals = weighted_residuals(sums.n, sums.w, sums.w2) if weighted else adjusted_residuals(sums.n)
    different = verdict is Verdict.DIFFERENT and choice.kind != "paired"
    allowed = _dense(sums.n) & _large(sums.n.sum(axis=1)) & different
    residuals_p, marks = _marks(residuals, allowed)
    share, least = sparse_share(sums.n)
    shares = _on_n(sums)
    return Assessment(
        verdict,
        p,
        tuple(tests),
        residuals,
        residuals_p,
        marks,
        np.full(sums.n.shape[1], np.nan),
        int(sums.n.sum()),
        effective_size(float(sums.w.sum()), float(sums.w2.sum())),
        share,
        least,
        cramers_v(shares),
        cramers_v_corrected(shares) if not weighted else float("nan"),
        cramers_v_interval(shares) if not weighted else NO_INTERVAL,
        score_correlation(shares) if all(ordered) else float("nan"),
    )


def assess_options(
    picked: Sums, answered: Sums, wanted: Test, *, weighted: bool, together: OptionsTest | None = None
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
    """
    tests, residuals, dense = [], np.full(picked.n.shape, np.nan), np.zeros(picked.n.shape, dtype=bool)
    overall = _overall(picked, answered, wanted, together, weighted)
    for j in range(picked.n.shape[1]):
        pair = _yes_no(picked, answered, j)
        choice: Choice = choose(pair.n, wanted, weighted=weighted, multiple=True)
        tests.append(_run(choice.kind, pair, choice.reason))
        z = weighted_residuals(pair.n, pair.w, pair.w2) if weighted else adjusted_residuals(pair.n)
        residuals[:, j], dense[:, j] = z[:, 0], _dense(pair.n).all(axis=1)
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


def _overall(
    picked: Sums, answered: Sums, wanted: Test, together: OptionsTest | None, weighted: bool
) -> Outcome | None:
    if together is None or wanted == "none":
        return None
    parts = [_yes_no(picked, answered, j).n for j in range(picked.n.shape[1])]
    choice = choose_options(parts, weighted=weighted)
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


def _run(kind: Kind, sums: Sums, reason: str) -> Outcome:
    if kind == "chi2":
        chi2 = pearson(sums.n)
        ratio = likelihood_ratio(sums.n)
        note = f"尤度比カイ二乗は {round_half_up(ratio.statistic, 3):.3f}（p値 {_p(ratio.p)}）。"
        return Outcome(kind, "カイ二乗検定（ピアソン）", reason, chi2.p, chi2.statistic, chi2.df, note=note)
    if kind == "likelihood":
        ratio = likelihood_ratio(sums.n)
        return Outcome(kind, "尤度比カイ二乗検定", reason, ratio.p, ratio.statistic, ratio.df)
    if kind == "paired":
        return _run_paired(sums.n, reason)
    if kind == "fisher":
        exact = fisher_exact(sums.n)
        how = f"モンテカルロ法、{exact.draws:,}回、乱数の種は固定" if exact.draws else "数え上げ"
        name = f"フィッシャーの正確確率検定（{how}）"
        return Outcome(kind, name, reason, exact.p, standard_error=exact.standard_error, draws=exact.draws)
    if kind == "trend":
        two = 2 in sums.n.shape
        trend = cochran_armitage(sums.n) if two else linear_by_linear(sums.n)
        name = "コクラン・アーミテージの傾向検定" if two else "線形対線形の傾向検定"
        return Outcome(kind, name, reason, trend.p, trend.statistic, trend.df)
    if kind == "rao_scott":
        rs = rao_scott(sums.w, sums.w2, int(sums.n.sum()))
        naive = pearson(sums.n)
        note = f"一次補正のカイ二乗は {round_half_up(rs.first_order.statistic, 3):.3f}（p値 {_p(rs.first_order.p)}）。"
        note += f"ウェイトを使わない人数だけのカイ二乗検定ではp値 {_p(naive.p)}。"
        return Outcome(
            kind, "ラオ・スコット補正カイ二乗検定（二次補正、F）", reason, rs.p, rs.f, rs.df1, rs.df2, note=note
        )
    return Outcome(kind, "検定なし", reason)


def _run_paired(counts: npt.NDArray[np.int64], reason: str) -> Outcome:
    if counts.shape == (2, 2):
        name = "マクネマー検定（正確法）"
        return Outcome("paired", name, reason, mcnemar_exact(counts), df=1.0)
    moved, margins = bowker(counts), stuart_maxwell(counts)
    note = f"二回の分布が同じかどうかの検定（スチュアート・マクスウェル）は {round_half_up(margins.statistic, 3):.3f}"
    note += f"（自由度 {margins.df}、p値 {_p(margins.p)}）。"
    name = "ボウカーの対称性検定"
    return Outcome("paired", name, reason, moved.p, moved.statistic, float(moved.df), note=note)


def _p(p: float) -> str:
    return "0.001未満" if p < 0.001 else f"{round_half_up(p, 3):.3f}"


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
