"""Reports of indicators: a KPI with its control chart, and gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..result import (
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Figure,
    Format,
    Level,
    Light,
    Provenance,
    Result,
    Series,
    Setting,
    Table,
)
from ..stats.control_limits import RUN_LENGTH, TREND_LENGTH
from .gap import GapLine
from .kpi import FEWEST, Kpi
from .report_before_after import blank
from .wording import level_text, signed

__all__ = ["report_gap", "report_kpi"]

SIGNALS = {
    "": "ふだんの揺れ",
    "outside": "限界の外",
    "run": f"{RUN_LENGTH}つ以上続けて片側",
    "trend": f"{TREND_LENGTH}つ以上続けて同じ向き",
    "two_of_three": "3つのうち2つが限界の近く",
}
_STATUS = {
    "達成": Level.GOOD,
    "順調": Level.GOOD,
    "遅れ": Level.CAUTION,
    "逆方向": Level.BAD,
    "目標なし": Level.CAUTION,
}
_CHARTS = {"xmr": "一つずつの値（XmR）", "p": "割合（p）", "c": "件数（c・u）"}


def _digits(values: Sequence[float]) -> int:
    scale = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    return 0 if scale >= 1000 else 1 if scale >= 10 else 3 if 0 < scale < 0.1 else 2


def report_kpi(found: Kpi, provenance: Provenance | None = None) -> Result:
    """Word a KPI.

    >>> from .kpi import KpiRequest, kpi
    >>> print(report_kpi(kpi(KpiRequest(("1", "2", "3"), [10, 11, 12], 12.0, higher_is_better=True))).conclusion[0])
    指標は 12.0 で、目標（12.0）を達成しています。
    """
    request, chart = found.request, found.chart
    scale, unit = (100.0, "%") if request.chart == "p" else (1.0, request.unit)
    digits = _digits([*(chart.values * scale), request.target])
    now = level_text(float(chart.values[found.last]) * scale, digits, unit)
    aim = level_text(request.target * scale, digits, unit) if math.isfinite(request.target) else ""
    columns = (
        Column("period", "時期"),
        Column("value", "値", Format.NUMBER, unit, digits),
        Column("path", "目標への道すじ", Format.NUMBER, unit, digits),
        Column("centre", "中心", Format.NUMBER, unit, digits),
        Column("low", "下の限界", Format.NUMBER, unit, digits),
        Column("high", "上の限界", Format.NUMBER, unit, digits),
        Column("signal", "動き"),
    )
    rows = tuple(
        (label, *(blank(float(v[i]) * scale) for v in (chart.values, found.path, chart.centre, chart.low, chart.high)),
         SIGNALS[chart.signals[i]] if math.isfinite(chart.values[i]) else "")
        for i, label in enumerate(request.periods)
    )  # fmt: skip
    table = Table("kpi_chart", f"{request.name}の動きと限界", columns, rows)
    return Result(
        title=f"指標の確認：{request.name}",
        question=f"{request.name}は目標に近づいているか。ふだんと違う動きはあるか",
        conditions=f"管理図：{_CHARTS[request.chart]}",
        conclusion=(_stand(found, now, aim), _moves(found)),
        figures=(Figure("いまの値", now, request.periods[found.last]), *_target_figures(found, aim)),
        tables=(table,),
        charts=(_kpi_chart(found),),
        lights=_kpi_lights(found),
        cannot_say=("指標が動いた原因（政策の効果かどうかは、比べる相手を置いて確かめてください）。",),
        notes=("限界の内側の上下は、いつもの揺れです。一回の上下に理由を探さないでください。",),
        data=(DataSheet("指標_データ", Table("kpi_data", table.title, columns, rows)),),
        settings=(
            Setting("方法", "指標の確認"),
            Setting("管理図", _CHARTS[request.chart]),
            Setting("目標", blank(request.target)),
        ),
        provenance=provenance or Provenance(),
    )


def _stand(found: Kpi, now: str, aim: str) -> str:
    name = found.request.name
    return {
        "達成": f"{name}は {now} で、目標（{aim}）を達成しています。",
        "順調": f"{name}は {now} で、目標（{aim}）への道すじに沿っています。",
        "遅れ": f"{name}は {now} で、目標（{aim}）への道すじより遅れています。",
        "逆方向": f"{name}は {now} で、目標（{aim}）から離れています。",
        "目標なし": f"{name}は {now} です。目標が定められていません。",
    }[found.status]


def _moves(found: Kpi) -> str:
    odd = [p for p, s in zip(found.request.periods, found.chart.signals, strict=True) if s]
    n = int(sum(math.isfinite(v) for v in found.chart.values))
    if n < FEWEST:
        return f"値が{n}個なので、ふだんの揺れの幅はまだ目安です（{FEWEST}個以上で判断してください）。"
    if not odd:
        return "ふだんの揺れの範囲です。"
    named = "、".join(odd[:4]) + (" ほか" if len(odd) > 4 else "")
    return f"ふだんと違う動きがあります（{named}）。何があったかを確かめてください。"


def _target_figures(found: Kpi, aim: str) -> tuple[Figure, ...]:
    if not aim:
        return ()
    share = f"{100 * found.progress:.0f}%" if math.isfinite(found.progress) else "計算できない"
    return (Figure("目標", aim, found.request.target_period), Figure("最初の値からの進み", share, found.status))


def _kpi_lights(found: Kpi) -> tuple[Light, ...]:
    odd, n = any(found.chart.signals), int(sum(math.isfinite(v) for v in found.chart.values))
    usual = Light("ふだんの揺れ", Level.CAUTION if odd else Level.GOOD, "注意" if odd else "良い", _moves(found))
    few = Level.CAUTION if n < FEWEST else Level.GOOD
    return (
        Light("目標", _STATUS[found.status], found.status, "最初の値から目標までの直線と比べました。"),
        usual,
        Light("値の数", few, "注意" if n < FEWEST else "良い", f"{n}個です。"),
    )


def _kpi_chart(found: Kpi) -> Chart:
    lines = [Series("value", "値")]
    if math.isfinite(found.request.target):
        lines.append(Series("path", "目標への道すじ", dashed=True))
    lines += [Series("low", "下の限界", dashed=True), Series("high", "上の限界", dashed=True)]
    name = found.request.name
    return Chart(
        ChartKind.LINE, f"{name}：{found.status}", "kpi_chart", "period", tuple(lines), x_title="時期",
        y_title=found.request.unit, alt_text=f"{name}の折れ線と、ふだんの揺れの限界。{_moves(found)}",
    )  # fmt: skip


def report_gap(lines: tuple[GapLine, ...], *, unit: str = "", provenance: Provenance | None = None) -> Result:
    """Word gaps, the widest first.

    >>> from .gap import gaps
    >>> print(report_gap(gaps(["保育", "介護"], [100, 50], [90, 20]), unit="人").conclusion[0])
    いちばん大きいギャップは「介護」の +30.0人です（目標 50.0人、現状 20.0人）。
    """
    digits = _digits([v for g in lines for v in (g.target, g.present)])
    known = [g for g in lines if math.isfinite(g.gap)]
    columns = (
        Column("label", "項目"),
        Column("target", "目標", Format.NUMBER, unit, digits),
        Column("present", "現状", Format.NUMBER, unit, digits),
        Column("gap", "ギャップ（目標−現状）", Format.NUMBER, unit, digits),
        Column("share", "全体に占める割合", Format.PERCENT, decimals=1),
    )
    rows = tuple((g.label, *map(blank, (g.target, g.present, g.gap, g.share))) for g in lines)
    lead = "目標と現状の両方がある項目がありません。"
    if known and not known[0].gap:
        lead = "目標と現状に開きのある項目はありません。"
    elif known:
        top = known[0]
        aim, now = level_text(top.target, digits, unit), level_text(top.present, digits, unit)
        lead = (
            f"いちばん大きいギャップは「{top.label}」の {signed(top.gap, digits)}{unit}です（目標 {aim}、現状 {now}）。"
        )
    missing = len(lines) - len(known)
    note = f"片方の値がなく、計算できない項目が{missing}件あります。" if missing else ""
    return Result(
        title="ギャップ分析",
        question="目標と現状の開きは、どこが大きいか",
        base=f"項目 {len(lines)}",
        conclusion=tuple(filter(None, (lead, note))),
        tables=(Table("gap_lines", "目標と現状", columns, rows),),
        charts=(
            Chart(
                ChartKind.BAR, "ギャップの大きい順", "gap_lines", "label", (Series("gap", "ギャップ"),), alt_text=lead
            ),
        ),
        cannot_say=("ギャップが生じた原因。",),
        settings=(Setting("方法", "ギャップ分析"), Setting("単位", unit)),
        provenance=provenance or Provenance(),
    )
