"""Report of a comparison with control units."""

from __future__ import annotations

import math
from typing import Any

from ..result import (
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Detail,
    Figure,
    Format,
    Provenance,
    Result,
    Series,
    Setting,
    Table,
)
from .did import Did, DidRequest
from .inference import ALPHA
from .lights import lights_detail, page_lights
from .panel import Panel
from .panel_inference import ENOUGH_FOR_CLUSTERS
from .report_before_after import INTERVAL_NOTE, blank, judged_row, judged_table, randomised
from .report_breaks import breaks_detail
from .staggered import StaggeredRequest
from .verdict import State, Verdict, about, conclude_did
from .wording import digits_for, level_text, plural_units, span

__all__ = ["answers", "observations", "report_did"]


def report_did(evaluation: Did, provenance: Provenance) -> Result:
    """Word, tabulate and describe the chart of a comparison with control units."""
    data, verdict, name = evaluation.request.panel, conclude_did(evaluation), _name(evaluation)
    return Result(
        title=f"差の差：{name}",
        question=f"{data.start_label}からの実施で、{name}は変わったか",
        conditions=f"実施前 {data.times[0]}〜{data.times[data.start - 1]}、実施後 {data.start_label}〜{data.times[-1]}",
        base=(
            f"実施地区 {evaluation.n_treated}、比較地区 {evaluation.n_control}、"
            f"前後の値がそろわず除いた地区 {len(evaluation.dropped)}"
        ),
        conclusion=(*verdict.sentences, _compared(evaluation)),
        figures=_figures(evaluation, verdict),
        tables=(_levels(evaluation),),
        charts=_charts(evaluation, verdict),
        lights=page_lights(verdict.lights),
        says=verdict.says,
        cannot_say=verdict.cannot_say,
        notes=(
            INTERVAL_NOTE,
            "地区は、人口などの大きさによらず、1地区を1として平均しました。",
            *data.notes,
            *_dropped_note(evaluation),
        ),
        details=(
            _method_detail(evaluation),
            _trend_detail(evaluation),
            _events_detail(evaluation),
            _spec_detail(evaluation),
            lights_detail("did_lights", verdict.lights),
            breaks_detail("did_breaks", evaluation.breaks, _without_broken(evaluation)),
            Detail("時点ごとの動き", tables=(_series(evaluation),)),
        ),
        data=(
            DataSheet(
                "差の差_データ", observations("did_data", evaluation.request.panel, name, evaluation.request.unit)
            ),
            DataSheet("差の差_系列", _series_data(evaluation)),
        ),
        settings=_settings(evaluation),
        provenance=provenance,
        purpose=evaluation.request.purpose,
    )


def _name(evaluation: Did) -> str:
    return evaluation.request.outcome or evaluation.request.panel.outcome


def _names(evaluation: Did, treated: bool) -> tuple[str, ...]:
    changes, units = evaluation.changes, evaluation.request.panel.units
    return tuple(units[row] for row, flag in zip(changes.rows, changes.treated, strict=True) if flag == treated)


def _digits(evaluation: Did) -> int:
    judged = evaluation.inference
    return digits_for(judged.estimate, judged.low, judged.high)


def _compared(evaluation: Did) -> str:
    digits, unit = _digits(evaluation), evaluation.request.unit
    expected = evaluation.treated_after - evaluation.inference.estimate
    names = plural_units(_names(evaluation, False), 3)
    return (
        f"比べた相手は、比較地区{evaluation.n_control}（{names}）の同じ期間の動きです。"
        f"実施地区が同じように動いていたら {level_text(expected, digits, unit)} だったはずのところ、"
        f"実際は {level_text(evaluation.treated_after, digits, unit)} でした。"
    )


def _level_reason(evaluation: Did) -> str:
    if evaluation.level == 3:
        return "比べる相手があり、実施前の動きに違いが見つからなかったため"
    if evaluation.pretrend is None or not evaluation.pretrend.checkable:
        return "比べる相手はあるが、実施前の動きが同じだったか確かめられないため"
    if evaluation.pretrend.differs:
        return "比べる相手はあるが、実施前の動きが違っていたため"
    return "比べる相手が1地区しかないため"


def _figures(evaluation: Did, verdict: Verdict) -> tuple[Figure, ...]:
    note = INTERVAL_NOTE if evaluation.inference.has_interval else "この地区数では、誤差の幅を計算できません"
    figures = [
        Figure("差の大きさ", verdict.size, note),
        Figure("何と比べたか", f"比較地区 {evaluation.n_control}", "同じ期間の動き"),
        Figure("証拠の強さ", f"5段階のうち{evaluation.level}", _level_reason(evaluation)),
    ]
    if verdict.state is not State.CLEAR and math.isfinite(evaluation.mde):
        smallest = about(evaluation.mde, evaluation.request.unit)
        figures.append(Figure("見分けられる最小の効果", smallest, "この地区数と期間で"))
    return tuple(figures)


def _levels(evaluation: Did) -> Table:
    unit, digits = evaluation.request.unit, _digits(evaluation)
    columns = (
        Column("group", "地区"),
        Column("n", "地区数", Format.COUNT),
        Column("before", "実施前の平均", Format.NUMBER, unit, digits),
        Column("after", "実施後の平均", Format.NUMBER, unit, digits),
        Column("change", "変化", Format.NUMBER, unit, digits),
    )
    e = evaluation
    one, other = e.treated_after - e.treated_before, e.control_after - e.control_before
    rows = (
        ("実施地区", e.n_treated, e.treated_before, e.treated_after, one),
        ("比較地区", e.n_control, e.control_before, e.control_after, other),
        ("差（実施−比較）", None, None, None, e.inference.estimate),
    )
    notes = () if e.balanced else ("欠けている時点があるので、差は、同じ時点どうしの比べ方にそろえて計算しました。",)
    return Table("did_levels", f"{_name(e)}の前後の平均", columns, rows, notes, total_rows=frozenset({2}))


def _series(evaluation: Did) -> Table:
    unit, digits = evaluation.request.unit, _digits(evaluation)
    columns = (
        Column("time", "時点"),
        Column("period", "期間"),
        Column("actual", "実施地区（実際）", Format.NUMBER, unit, digits),
        Column("counterfactual", "実施しなかった場合（推定）", Format.NUMBER, unit, digits),
        Column("control", "比較地区", Format.NUMBER, unit, digits),
        Column("gap", "差", Format.NUMBER, unit, digits),
    )
    start = evaluation.request.panel.start
    rows = tuple(
        (
            f"{g.label} 開始" if i == start else g.label,  # the chart shows where the policy began
            "実施後" if g.under_policy else "実施前",
            *map(blank, (g.actual, g.counterfactual, g.control, g.actual - g.counterfactual)),
        )
        for i, g in enumerate(evaluation.gap)
    )
    note = "「実施しなかった場合」は、実施前の実施地区の平均に、比較地区の増減を足した値です。"
    return Table("did_series", f"{_name(evaluation)}の動き", columns, rows, notes=(note,))


def _charts(evaluation: Did, verdict: Verdict) -> tuple[Chart, Chart]:
    data = evaluation.request.panel
    series = (
        Series("actual", "実施地区（実際）"),
        Series("counterfactual", "実施しなかった場合（推定）", dashed=True),
        Series("control", "比較地区"),
    )
    axis = f"時点（{data.start_label}から実施）"
    levels = Chart(
        ChartKind.LINE,
        f"{_name(evaluation)}：{verdict.state.value}（{data.start_label}から実施）",
        "did_series",
        "time",
        series,
        x_title=axis,
        y_title=evaluation.request.unit,
        alt_text=f"実施地区の実際の値と、実施しなかった場合の推定の折れ線。{verdict.sentences[0]}",
    )
    gap = Chart(
        ChartKind.LINE,
        "実施しなかった場合との差（実施前は 0 に近いほどよい）",
        "did_series",
        "time",
        (Series("gap", "差"),),
        x_title=axis,
        y_title=evaluation.request.unit,
        alt_text="実際の値から、実施しなかった場合の推定を引いた差の折れ線。",
    )
    return levels, gap


def _dropped_note(evaluation: Did) -> tuple[str, ...]:
    names = evaluation.dropped
    return (f"実施の前か後の値がないため除いた地区：{plural_units(names)}。",) if names else ()


def _method_detail(evaluation: Did) -> Detail:
    judged = evaluation.inference
    lines = [
        "地区と時点の固定効果を置いた回帰（双方向固定効果、TWFE）の、実施を表す変数の係数。"
        "すべての地区・時点がそろうときは、前後の平均の差の差に等しい。",
        f"推論：{judged.method.value}。実施または比較が5地区以下のときは地区の割り当ての並べ替え、"
        f"{ENOUGH_FOR_CLUSTERS}地区未満のときはワイルド・クラスター・ブートストラップ（12地区以下は全数）、"
        "それ以外は地区クラスターに頑健な標準誤差。",
        _convention(evaluation),
        "並べ替えとブートストラップの95%区間は、効果の大きさをずらした検定を反転して求めた。",
        *randomised(judged),
    ]
    if not judged.has_interval:
        lines.append(f"届きうる最小の p が {judged.smallest_p:.4g} で {ALPHA} を超えるため、有限の95%区間がない。")
    if math.isfinite(evaluation.mde):
        lines.append(
            f"検出力80%・両側5%で検出できる最小の効果（MDE、地区内の標準偏差は共通とみなす）：{evaluation.mde:.4g}。"
        )
    unit = evaluation.request.unit
    table = judged_table(
        "did_methods", "差の差の推定", unit, (judged_row(f"{judged.method.value}（結論に使用）", judged),)
    )
    return Detail("方法", tuple(lines), (table,))


def _convention(evaluation: Did) -> str:
    if not math.isfinite(evaluation.se):
        return "地区が少ないため、標準誤差に基づく p 値は示さない（実際より小さく出る）。"
    return (
        f"標準誤差 {evaluation.se:.4g}：地区クラスター CRV1、係数 G/(G−1)·(n−1)/(n−K)、"
        "K は説明変数と時点の固定効果の数（地区の固定効果はクラスターの内側なので数えない。reghdfe・fixest と同じ）。"
    )


def _events_detail(evaluation: Did) -> Detail:
    unit, digits = evaluation.request.unit, max(_digits(evaluation), 2)
    columns = (
        Column("time", "時点"),
        Column("step", "実施からの時点数", Format.NUMBER),
        Column("gap", "直前の時点からの差", Format.NUMBER, unit, digits),
        Column("low", "95%下限", Format.NUMBER, unit, digits),
        Column("high", "95%上限", Format.NUMBER, unit, digits),
    )
    points = evaluation.events.points
    rows = tuple((p.label, p.step, *map(blank, (p.gap, p.low, p.high))) for p in points)
    p = evaluation.events.before_p
    lines = ["実施の直前の時点を 0 とした、実施地区と比較地区の差（イベント・スタディ）。実施前は 0 に近いほどよい。"]
    if math.isfinite(p):
        lines.append(f"実施前の差がすべて 0 という仮説の検定（地区の並べ替え、差の2乗和）：p = {p:.4g}。")
    return Detail("時点ごとの差", tuple(lines), (Table("did_events", "時点ごとの差", columns, rows),))


def _trend_detail(evaluation: Did) -> Detail:
    trend = evaluation.pretrend
    if trend is None:
        return Detail("実施前の動き（平行トレンド）", ("実施前が1時点のため検定できない。",))
    unit = evaluation.request.unit
    noticed = f"{trend.detectable_drift:.4g}" if math.isfinite(trend.detectable_drift) else "なし（地区数が足りない）"
    lines = (
        f"地区ごとの実施前の傾きを比べた。方法：{trend.slope.method.value}。",
        f"傾きの差だけで実施後までに生じるずれ：{trend.drift:.4g}。検出力80%で気付ける最小のずれ：{noticed}。",
        "差が見つからないことは、平行であったことの保証ではない。",
        *randomised(trend.slope),
    )
    table = judged_table(
        "did_pretrend", "実施前の傾きの差", unit, (judged_row("傾きの差（1時点あたり）", trend.slope),)
    )
    return Detail("実施前の動き（平行トレンド）", lines, (table,))


def _spec_detail(evaluation: Did) -> Detail:
    unit = evaluation.request.unit
    columns = (
        Column("spec", "計算のしかた"),
        Column("estimate", "推定値", Format.NUMBER, decimals=4),
        Column("unit", "単位"),
        Column("same", "向きが同じ"),
    )
    rows = tuple((s.label, s.estimate, s.unit or unit, "はい" if s.same_sign else "いいえ") for s in evaluation.specs)
    same = sum(spec.same_sign for spec in evaluation.specs)
    line = f"別の計算 {len(rows)} 通りのうち {same} 通りで符号が同じ。"
    tables = (Table("did_specs", "別の計算", columns, rows),) if rows else ()
    return Detail("別の計算でも同じか", (line,), tables)


def _without_broken(evaluation: Did) -> str:
    rest = evaluation.without_broken
    if rest is None:
        return ""
    size = span(rest.estimate, rest.low, rest.high, evaluation.request.unit)
    return f"断絶のある比較地区を除いた推定：{size}、p = {rest.p:.4g}（{rest.method.value}）。"


def observations(key: str, data: Panel, name: str, unit: str) -> Table:
    """The panel in long form, as a table called `key`."""
    columns = (
        Column("unit", "地区"),
        Column("time", "時点"),
        Column("treated", "実施地区", Format.COUNT),
        Column("after", "実施後", Format.COUNT),
        Column("value", name, Format.NUMBER, unit, 6),
    )
    rows = tuple(
        (label, time, int(data.treated[i]), int(j >= data.start), blank(float(data.values[i, j])))
        for i, label in enumerate(data.units)
        for j, time in enumerate(data.times)
    )
    return Table(key, "使ったデータ", columns, rows)


def answers(request: DidRequest | StaggeredRequest) -> tuple[Setting, ...]:
    """Settings every comparison with control units shares: what only the staff can say, and the purpose."""
    words = {True: "はい", False: "いいえ", None: "未確認"}
    return (
        Setting("大きいほどよい", words[request.higher_is_better]),
        Setting("成果を見て実施地区を選んだ", words[request.chosen_by_outcome]),
        Setting("同時期の別の施策", words[request.other_policies]),
        Setting("比較地区への波及", words[request.spillover]),
        Setting("合併・定義の変更", words[request.boundary_change]),
        Setting("用途", request.purpose.value),
    )


def _series_data(evaluation: Did) -> Table:
    columns = (
        Column("time", "時点"),
        Column("series", "系列"),
        Column("after", "実施後", Format.COUNT),
        Column("value", "値", Format.NUMBER, evaluation.request.unit, 6),
    )
    rows: list[tuple[Any, ...]] = []
    for g in evaluation.gap:
        items = (("実施地区", g.actual), ("実施しなかった場合", g.counterfactual), ("比較地区", g.control))
        rows += [(g.label, label, int(g.under_policy), blank(value)) for label, value in items]
    return Table("did_series_data", "差の差の系列", columns, tuple(rows))


def _settings(evaluation: Did) -> tuple[Setting, ...]:
    request = evaluation.request
    *said, purpose = answers(request)
    return (
        Setting("方法", "差の差"),
        Setting("成果", _name(evaluation)),
        Setting("単位", request.unit),
        Setting("開始時点", request.panel.start_label),
        Setting("実施地区", "、".join(_names(evaluation, True))),
        *said,
        Setting("乱数の種", evaluation.inference.seed, "空欄は全数を調べたため乱数を使っていない"),
        purpose,
    )
