"""Running the chosen test on a table, or on many tables at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..stats.contingency import (
    adjusted_residuals,
    cochran_armitage,
    likelihood_ratio,
    linear_by_linear,
    pearson,
)
from ..stats.exact import fisher_exact, fisher_sequential
from ..stats.matched import bowker, mcnemar_exact, stuart_maxwell
from ..stats.rounding import round_half_up
from ..stats.stacks import pearson_many, rao_scott_many, residuals_many, weighted_residuals_many
from ..stats.survey import rao_scott, weighted_residuals
from .choose import Choice, Kind

__all__ = ["Outcome", "Sums", "residuals_of", "run", "run_many"]

Floats = npt.NDArray[np.float64]
CHI2, RAO_SCOTT = "カイ二乗検定（ピアソン）", "ラオ・スコット補正カイ二乗検定（二次補正、F）"


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


def run_many(tables: Sequence[Sums], choices: Sequence[Choice], *, quick: bool = False) -> list[Outcome]:
    """Run the chosen tests; the usual two at once for all tables of one shape.

    Parameters
    ----------
    quick
        See `run`. Notes on further statistics are left out in any case.
    """
    outcomes: list[Outcome | None] = [None] * len(tables)
    for kind in ("chi2", "rao_scott"):
        wanted = [k for k, choice in enumerate(choices) if choice.kind == kind]
        for group in _by_shape(tables, wanted):
            n = np.array([tables[k].n for k in group])
            if kind == "chi2":
                statistic, df, p = pearson_many(n.astype(float))
                rows = [
                    Outcome("chi2", CHI2, "", *pair, float(df))
                    for pair in zip(p.tolist(), statistic.tolist(), strict=True)
                ]
            else:
                w, w2 = (np.array([getattr(tables[k], name) for k in group]) for name in ("w", "w2"))
                found = rao_scott_many(w, w2, n.sum(axis=(1, 2)))
                figures = zip(*(x.tolist() for x in (found.p, found.f, found.df1, found.df2)), strict=True)
                rows = [Outcome("rao_scott", RAO_SCOTT, "", *line) for line in figures]
            for k, row in zip(group, rows, strict=True):
                outcomes[k] = replace(row, reason=choices[k].reason)
    return [
        outcome or run(choice.kind, table, choice.reason, quick=quick)
        for outcome, table, choice in zip(outcomes, tables, choices, strict=True)
    ]


def residuals_of(tables: Sequence[Sums], *, weighted: bool) -> list[Floats]:
    """Adjusted residuals of every table, at once for all tables of one shape."""
    found: list[Floats | None] = [None] * len(tables)
    for group in _by_shape(tables, range(len(tables))):
        n = np.array([tables[k].n for k in group])
        if weighted:
            w, w2 = (np.array([getattr(tables[k], name) for k in group]) for name in ("w", "w2"))
            stack = weighted_residuals_many(n, w, w2)
        else:
            stack = residuals_many(n.astype(float))
        for k, z in zip(group, stack, strict=True):
            found[k] = z
    return [
        z if z is not None else weighted_residuals(t.n, t.w, t.w2) if weighted else adjusted_residuals(t.n)
        for z, t in zip(found, tables, strict=True)
    ]


def _by_shape(tables: Sequence[Sums], wanted: Iterable[int]) -> list[list[int]]:
    """Tables of one shape in which every row and column has somebody and something can vary."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for k in wanted:
        n = tables[k].n
        if min(n.shape) > 1 and n.any(axis=0).all() and n.any(axis=1).all():
            groups.setdefault(n.shape, []).append(k)
    return list(groups.values())


def run(kind: Kind, sums: Sums, reason: str, *, quick: bool = False) -> Outcome:
    """Run one test; `quick` stops drawing random tables as soon as the p-value is plainly large."""
    if kind == "chi2":
        chi2 = pearson(sums.n)
        ratio = likelihood_ratio(sums.n)
        note = f"尤度比カイ二乗は {round_half_up(ratio.statistic, 3):.3f}（p値 {_p(ratio.p)}）。"
        return Outcome(kind, CHI2, reason, chi2.p, chi2.statistic, chi2.df, note=note)
    if kind == "likelihood":
        ratio = likelihood_ratio(sums.n)
        return Outcome(kind, "尤度比カイ二乗検定", reason, ratio.p, ratio.statistic, ratio.df)
    if kind == "paired":
        return _run_paired(sums.n, reason)
    if kind == "fisher":
        exact = fisher_sequential(sums.n) if quick else fisher_exact(sums.n)
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
        return Outcome(kind, RAO_SCOTT, reason, rs.p, rs.f, rs.df1, rs.df2, note=note)
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
