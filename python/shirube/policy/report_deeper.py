"""統計の詳細 that take seconds: other designs' answers to the same question, none of which decides page one."""

from __future__ import annotations

import math

import numpy as np

from ..errors import ShirubeError
from ..result import Column, Detail, Format, Table
from ..stats.structural import FEWEST_BEFORE, Departure, airline_step, local_level
from .did import Did
from .its import Its
from .report_synthetic import synthetic_details
from .synthetic import synthetic

__all__ = ["did_details", "structural_details"]


def did_details(evaluation: Did) -> tuple[Detail, ...]:
    """A synthetic control of the one treated unit; nothing where the data do not allow one."""
    if evaluation.n_treated != 1:
        return ()
    try:
        found = synthetic(evaluation.request)
    except ShirubeError:
        return ()
    same = found.inference.estimate * evaluation.inference.estimate > 0
    line = f"差の差 {evaluation.inference.estimate:.4g}、合成した比較地区 {found.inference.estimate:.4g}。"
    words = "向きは同じ。" if same else "向きが違うので、比べる相手の選び方で結論が変わる。"
    lead = Detail("参考：合成した比較地区（結論には使っていない）", (line + words,))
    return (lead, *synthetic_details(found))


def structural_details(evaluation: Its) -> tuple[Detail, ...]:
    """Structural models of a series with at least 30 times before; with a companion when there is one."""
    data = evaluation.request.series
    rows = evaluation.rows
    start = int((rows < data.start).sum())
    if start < FEWEST_BEFORE or len(rows) != int(rows[-1]) + 1:
        return ()
    y = data.values[rows]
    beside = None if data.control is None else data.control[rows]
    found: list[tuple[str, Departure]] = []
    try:
        found.append(
            (
                "局所水準モデル" + ("（比べる相手を説明変数に）" if beside is not None else ""),
                local_level(y, start, beside),
            )
        )
        if data.period > 1 and start >= 2 * data.period:
            found.append((f"季節 ARIMA(0,1,1)(0,1,1)［{data.period}］に段差", airline_step(y, start, data.period)))
    except (ShirubeError, np.linalg.LinAlgError):
        return ()
    found = [(label, d) for label, d in found if all(map(math.isfinite, (d.estimate, d.low, d.high)))]
    if not found:
        return ()
    unit = evaluation.request.unit
    columns = (
        Column("model", "モデル"),
        Column("estimate", "1時点あたりの平均の隔たり", Format.NUMBER, unit, 4),
        Column("low", "95%下限", Format.NUMBER, unit, 4),
        Column("high", "95%上限", Format.NUMBER, unit, 4),
    )
    table = Table(
        "its_structural", "構造時系列", columns, tuple((label, d.estimate, d.low, d.high) for label, d in found)
    )
    lines = (
        "始める前の値だけで水準（と季節）の動きを推定し、始めた後に延ばした値との差（最尤法、statsmodels）。"
        "件数も、そのままの量として扱う。",
        "局所水準モデルの区間は、水準の動きが後の時点に共通であることを見込む"
        "（Harvey 1989、Brodersen ほか 2015 の最尤版）。",
    )
    return (Detail("参考：構造時系列（結論には使っていない）", lines, (table,)),)
