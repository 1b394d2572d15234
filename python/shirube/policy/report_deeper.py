"""統計の詳細 that take seconds: other designs' answers to the same question, none of which decides page one."""

from __future__ import annotations

import math

import numpy as np

from ..errors import ShirubeError
from ..result import Column, Detail, Format, Table
from ..stats.rounding import round_half_up
from ..stats.structural import FEWEST_BEFORE, Departure, airline_step, local_level
from .did import Did
from .its import Its
from .report_before_after import blank
from .report_synthetic import synthetic_details
from .synthetic import synthetic

__all__ = ["did_details", "structural_details"]

#: With more times before, testing every difference between neighbouring ones takes minutes.
_MOST_BEFORE = 12


def did_details(evaluation: Did) -> tuple[Detail, ...]:
    """How far trends may have parted; a synthetic control of the one treated unit. Nothing where the data forbid it."""
    return (*_parting(evaluation), *_mix(evaluation))


def _parting(evaluation: Did) -> tuple[Detail, ...]:
    if evaluation.request.panel.start > _MOST_BEFORE or (trends := evaluation.parallel) is None:
        return ()
    breakdown = trends.breakdown()
    digits = 1 if breakdown >= 1 else 2
    shown = "いくらでも" if math.isinf(breakdown) else f"{round_half_up(breakdown, digits):.{digits}f}倍まで"
    lead = f"実施後に1時点で生じる動きの違いが、実施前に見えた違いの最大の{shown}なら、差があるという判断は変わらない。"
    if breakdown <= 0:
        lead = "実施前と同じだけ平行であったとしても、この計算では差があると言えない。"
    columns = (
        Column("mbar", "実施前の最大のずれの何倍か", Format.NUMBER, decimals=1),
        Column("low", "95%下限", Format.NUMBER, evaluation.request.unit, 4),
        Column("high", "95%上限", Format.NUMBER, evaluation.request.unit, 4),
    )
    rows = tuple((m, *map(blank, trends.interval(m))) for m in (0.0, 0.5, 1.0, 2.0))
    lines = (
        lead,
        f"イベント・スタディの効果の平均 {trends.estimate:.4g}、実施前の1時点ごとのずれの最大 {trends.worst:.4g}。"
        "地区クラスターに頑健な分散による（実施・比較とも20地区以上のときだけ計算する）。",
        "Rambachan・Roth 2023 の相対的な大きさの制限。検定は、条件付きと最小優位のハイブリッド"
        "（R の HonestDiD の C-LF）。",
    )
    table = Table("did_parting", "平行でなかった場合の95%区間", columns, rows)
    return (Detail("参考：もし動きが平行でなかったら（結論には使っていない）", lines, (table,)),)


def _mix(evaluation: Did) -> tuple[Detail, ...]:
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
