"""Report of staggered adoption."""

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
from ..stats import distributions as stats
from .inference import Method
from .lights import lights_detail, page_lights
from .report_before_after import INTERVAL_NOTE, blank, judged_row, judged_table, randomised
from .report_breaks import breaks_detail
from .report_did import answers
from .staggered import Staggered
from .verdict import State, Verdict, about, conclude_staggered
from .wording import digits_for, plural_units

__all__ = ["report_staggered"]


def report_staggered(evaluation: Staggered, provenance: Provenance) -> Result:
    """Word, tabulate and describe the chart of staggered adoption."""
    used, verdict, name = evaluation.used, conclude_staggered(evaluation), _name(evaluation)
    never = tuple(u for u, s in zip(used.units, used.starts, strict=True) if s < 0)
    first, last = (used.times[int(at) - 1] for at in (evaluation.by_start.at[0], evaluation.by_start.at[-1]))
    return Result(
        title=f"段階的な導入：{name}",
        question=f"{first if first == last else f'{first}〜{last}に順'}に始めた地区で、{name}は変わったか",
        conditions=f"期間 {used.times[0]}〜{used.times[-1]}、始めた時点 {len(evaluation.by_start.at)}通り",
        base=(
            f"始めた地区 {evaluation.n_treated}、最後まで始めない地区 {evaluation.n_control}、"
            f"値が欠けるか、始める前の値がなく除いた地区 {len(evaluation.dropped)}"
        ),
        conclusion=(
            *verdict.sentences,
            f"比べた相手は、最後まで始めない地区{len(never)}（{plural_units(never, 3)}）の同じ期間の動きです。"
            "地区ごとに、始める直前の値からの変化を比べました。",
        ),
        figures=_figures(evaluation, verdict),
        tables=(_by_start(evaluation),),
        charts=(_chart(evaluation, verdict),),
        lights=page_lights(verdict.lights),
        says=verdict.says,
        cannot_say=verdict.cannot_say,
        notes=(INTERVAL_NOTE, "地区は、人口などの大きさによらず、1地区を1として平均しました。", *used.notes),
        details=(
            _method(evaluation),
            _steps_detail(evaluation),
            _others(evaluation),
            _mixture(evaluation),
            lights_detail("cs_lights", verdict.lights),
            breaks_detail("cs_breaks", evaluation.breaks),
        ),
        data=(DataSheet("段階_データ", _observations(evaluation)),),
        settings=_settings(evaluation),
        provenance=provenance,
        purpose=evaluation.request.purpose,
    )


def _name(evaluation: Staggered) -> str:
    return evaluation.request.outcome or evaluation.used.outcome


def _digits(evaluation: Staggered) -> int:
    judged = evaluation.inference
    return digits_for(judged.estimate, judged.low, judged.high)


def _figures(evaluation: Staggered, verdict: Verdict) -> tuple[Figure, ...]:
    note = INTERVAL_NOTE if evaluation.inference.has_interval else "この地区数では、誤差の幅を計算できません"
    why = "比べる相手があり、始める前の動きに違いが見つからなかったため"
    if evaluation.level < 3:
        why = "比べる相手はあるが、始める前の動きが同じだったとは言えないため"
    figures = [
        Figure("差の大きさ", verdict.size, note),
        Figure("何と比べたか", f"始めない地区 {evaluation.n_control}", "同じ期間の動き"),
        Figure("証拠の強さ", f"5段階のうち{evaluation.level}", why),
    ]
    if verdict.state is not State.CLEAR and math.isfinite(evaluation.mde):
        smallest = about(evaluation.mde, evaluation.request.unit)
        figures.append(Figure("見分けられる最小の効果", smallest, "この地区数と期間で"))
    return tuple(figures)


def _by_start(evaluation: Staggered) -> Table:
    used, unit = evaluation.used, evaluation.request.unit
    columns = (
        Column("start", "始めた時点"),
        Column("n", "地区数", Format.COUNT),
        Column("times", "始めた後の時点数", Format.COUNT),
        Column("effect", "始めない地区との差", Format.NUMBER, unit, _digits(evaluation)),
    )
    rows: list[tuple[Any, ...]] = []
    for at, effect in zip(evaluation.by_start.at, evaluation.by_start.effects, strict=True):
        place = int(at) - 1
        rows.append((used.times[place], int((used.starts == place).sum()), len(used.times) - place, float(effect)))
    rows.append(("全体（地区と時点の平均）", evaluation.n_treated, None, evaluation.inference.estimate))
    return Table("cs_starts", "始めた時点ごとの差", columns, tuple(rows), total_rows=frozenset({len(rows) - 1}))


def _steps(evaluation: Staggered) -> Table:
    unit, digits, found = evaluation.request.unit, max(_digits(evaluation), 1), evaluation.by_step
    shown = evaluation.inference.method is Method.GROUP_TIME
    columns = [
        Column("step", "始めてからの時点数"),
        Column("gap", "始めない地区との差", Format.NUMBER, unit, digits),
    ]
    if shown:
        columns += [
            Column("low", "下限", Format.NUMBER, unit, digits, group="95%の幅"),
            Column("high", "上限", Format.NUMBER, unit, digits, group="95%の幅"),
        ]
    z = float(stats.norm.ppf(0.975))
    rows = []
    for at, effect, se in zip(found.at, found.effects, found.effects_se, strict=True):
        label = f"{-int(at)}時点前" if at < 0 else "始めた時点" if at == 0 else f"{int(at)}時点後"
        ends = (blank(float(effect - z * se)), blank(float(effect + z * se))) if shown else ()
        rows.append((label, float(effect), *ends))
    return Table("cs_steps", "始めた時点からの動き", tuple(columns), tuple(rows))


def _chart(evaluation: Staggered, verdict: Verdict) -> Chart:
    shown = evaluation.inference.method is Method.GROUP_TIME
    line = Series("gap", "始めない地区との差", low="low" if shown else "", high="high" if shown else "")
    return Chart(
        ChartKind.LINE,
        f"{_name(evaluation)}：{verdict.state.value}（始める前は 0 に近いほどよい）",
        "cs_steps",
        "step",
        (line,),
        x_title="始めた時点からの時点数",
        y_title=evaluation.request.unit,
        alt_text=f"始める前と後の、始めない地区との差の折れ線。{verdict.sentences[0]}",
    )


def _method(evaluation: Staggered) -> Detail:
    judged = evaluation.inference
    lines = [
        "開始時点の組と時点ごとに、始める直前からの変化を、最後まで始めない地区の変化と比べ、"
        "地区と時点の数で重みを付けて平均した（Callaway・Sant'Anna 2021 の単純平均、共変量なし）。",
        f"推論：{judged.method.value}。始めた地区か始めない地区が20未満のときは、開始時点の割り当てを並べ替える。",
        *randomised(judged),
    ]
    if judged.method is Method.STARTS:
        lines.append("並べ替えの95%区間は、効果の大きさをずらした検定を反転して求めた。標準誤差に基づく p は示さない。")
    else:
        lines.append(
            f"標準誤差 {evaluation.simple.se:.4g}（解析的。did パッケージの既定は、これをブートストラップで求めた値）。"
        )
    before = evaluation.before
    if before is not None:
        lines.append(
            f"始める前：直前の時点と、それより前の平均との差を同じ並べ替えで検定（p = {before.p:.4g}、"
            f"届きうる最小の p = {before.smallest_p:.4g}）。差が見つからないことは、平行であったことの保証ではない。"
        )
    if math.isfinite(evaluation.mde):
        lines.append(f"検出力80%・両側5%で検出できる最小の効果（MDE）：{evaluation.mde:.4g}。")
    table = judged_table(
        "cs_methods",
        "平均の効果",
        evaluation.request.unit,
        (judged_row(f"{judged.method.value}（結論に使用）", judged),),
    )
    return Detail("方法", tuple(lines), (table,))


def _steps_detail(evaluation: Staggered) -> Detail:
    lines = (
        "始める前は、1つ前の時点からの差（短い差。did パッケージの既定と同じ）。",
        "始めた後は、始める直前の時点からの差。",
    )
    return Detail("始めた時点からの動き", lines, (_steps(evaluation),))


def _others(evaluation: Staggered) -> Detail:
    unit = evaluation.request.unit
    columns = (
        Column("spec", "計算のしかた"),
        Column("estimate", "推定値", Format.NUMBER, decimals=4),
        Column("unit", "単位"),
        Column("same", "向きが同じ"),
    )
    rows = tuple((s.label, s.estimate, s.unit or unit, "はい" if s.same_sign else "いいえ") for s in evaluation.specs)
    same = sum(spec.same_sign for spec in evaluation.specs)
    lines = (
        f"別の計算 {len(rows)} 通りのうち {same} 通りで符号が同じ。",
        "順に、まだ始めていない地区とも比べる（Callaway・Sant'Anna）、補完（Borusyak・Jaravel・Spiess 2024）、"
        "開始時点との交互作用（Sun・Abraham 2021）。",
    )
    return Detail("別の計算でも同じか", lines, (Table("cs_specs", "別の計算", columns, rows),) if rows else ())


def _mixture(evaluation: Staggered) -> Detail:
    kinds: dict[str, list[float]] = {}
    for part in evaluation.mixture:
        found = kinds.setdefault(part.kind, [0.0, 0.0])
        found[0] += part.weight
        found[1] += part.weight * part.estimate
    columns = (
        Column("kind", "比べ方"),
        Column("weight", "重み", Format.NUMBER, decimals=3),
        Column("estimate", "推定値", Format.NUMBER, evaluation.request.unit, 4),
    )
    rows = tuple(
        (kind, weight, blank(total / weight if weight else math.nan)) for kind, (weight, total) in kinds.items()
    )
    whole = sum(total for _, total in kinds.values())
    lines = (
        f"一つの係数の双方向固定効果（TWFE）なら {whole:.4g}。参考であり、結論には使わない（Goodman-Bacon 2021）。",
        "「遅い地区と、もう始めた地区」の比べ方が混じると、効果が育つときに偏る。",
    )
    return Detail(
        "ふつうの回帰に混じる比べ方（診断）", lines, (Table("cs_mixture", "比べ方ごとの重み", columns, rows),)
    )


def _observations(evaluation: Staggered) -> Table:
    data = evaluation.request.adoption
    columns = (
        Column("unit", "地区"),
        Column("time", "時点"),
        Column("start", "始めた時点"),
        Column("after", "実施後", Format.COUNT),
        Column("value", _name(evaluation), Format.NUMBER, evaluation.request.unit, 6),
    )
    rows = tuple(
        (unit, time, data.times[s] if s >= 0 else "", int(0 <= s <= j), blank(float(data.values[i, j])))
        for i, (unit, s) in enumerate(zip(data.units, data.starts.tolist(), strict=True))
        for j, time in enumerate(data.times)
    )
    return Table("cs_data", "使ったデータ", columns, rows)


def _settings(evaluation: Staggered) -> tuple[Setting, ...]:
    used = evaluation.used
    starters = tuple(u for u, s in zip(used.units, used.starts, strict=True) if s >= 0)
    *said, purpose = answers(evaluation.request)
    return (
        Setting("方法", "段階的な導入"),
        Setting("成果", _name(evaluation)),
        Setting("単位", evaluation.request.unit),
        Setting("実施地区", "、".join(starters)),
        *said,
        Setting("乱数の種", evaluation.inference.seed, "空欄は乱数を使っていない"),
        purpose,
    )
