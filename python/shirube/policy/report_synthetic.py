"""Report of a synthetic control."""

from __future__ import annotations

import math

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
from .inference import ALPHA
from .lights import lights_detail, page_lights
from .report_before_after import INTERVAL_NOTE, blank, judged_row, judged_table
from .report_breaks import breaks_detail
from .report_did import answers, observations
from .synthetic import SyntheticControl
from .verdict import State, Verdict, about, conclude_synthetic
from .wording import digits_for, level_text

__all__ = ["report_synthetic", "synthetic_details"]

_NO_INTERVAL = "この地区数では、誤差の幅を計算できません"


def report_synthetic(evaluation: SyntheticControl, provenance: Provenance) -> Result:
    """Word, tabulate and describe the chart of a synthetic control."""
    data, verdict, name = evaluation.panel, conclude_synthetic(evaluation), _name(evaluation)
    dropped = f"、値が欠けていて除いた地区 {len(evaluation.dropped)}" if evaluation.dropped else ""
    return Result(
        title=f"合成した比較地区：{name}",
        question=f"{data.start_label}からの実施で、{data.units[0]}の{name}は変わったか",
        conditions=f"実施前 {data.times[0]}〜{data.times[data.start - 1]}、実施後 {data.start_label}〜{data.times[-1]}",
        base=f"実施地区 1（{data.units[0]}）、比較地区 {evaluation.n_control}{dropped}",
        conclusion=(*verdict.sentences, _compared(evaluation)),
        figures=_figures(evaluation, verdict),
        tables=(_levels(evaluation),),
        charts=(_chart(evaluation, verdict),),
        lights=page_lights(verdict.lights),
        says=verdict.says,
        cannot_say=verdict.cannot_say,
        notes=(
            INTERVAL_NOTE,
            "「実施しなかった場合」は、実施前に似た動きをするように、ほかの地区を重みを付けて組み合わせた値です。",
            *data.notes,
        ),
        details=(
            *synthetic_details(evaluation),
            lights_detail("sc_lights", verdict.lights),
            breaks_detail("sc_breaks", evaluation.breaks),
            Detail("時点ごとの動き", tables=(_series(evaluation),)),
        ),
        data=(DataSheet("合成_データ", observations("sc_data", data, name, evaluation.request.unit)),),
        settings=_settings(evaluation),
        provenance=provenance,
        purpose=evaluation.request.purpose,
    )


def _name(evaluation: SyntheticControl) -> str:
    return evaluation.request.outcome or evaluation.panel.outcome


def _digits(evaluation: SyntheticControl) -> int:
    judged = evaluation.inference
    return digits_for(judged.estimate, judged.low, judged.high)


def _means(evaluation: SyntheticControl) -> tuple[float, float, float, float]:
    start, own, gap = evaluation.panel.start, evaluation.panel.values[0], evaluation.fit.gap
    mix = own - gap
    return tuple(float(v.mean()) for v in (own[:start], mix[:start], own[start:], mix[start:]))  # type: ignore[return-value]


def _compared(evaluation: SyntheticControl) -> str:
    digits, unit = _digits(evaluation), evaluation.request.unit
    _, _, actual, mix = _means(evaluation)
    named = "、".join(f"{u} {100 * w:.0f}%" for u, w in evaluation.weights[:4])
    more = " ほか" if len(evaluation.weights) > 4 else ""
    return (
        f"比べた相手は、実施前に似た動きをするように組み合わせた地区（{named}{more}）の同じ期間の動きです。"
        f"実施しなかったら {level_text(mix, digits, unit)} だったはずのところ、"
        f"実際は {level_text(actual, digits, unit)} でした。"
    )


def _figures(evaluation: SyntheticControl, verdict: Verdict) -> tuple[Figure, ...]:
    note = INTERVAL_NOTE if evaluation.inference.has_interval else _NO_INTERVAL
    figures = [
        Figure("差の大きさ", verdict.size, note),
        Figure("何と比べたか", f"{evaluation.n_control}地区の組合せ", "実施前に似た動きをする重み"),
        Figure("証拠の強さ", f"5段階のうち{evaluation.level}", "似た動きをする比べる相手を作ったため"),
    ]
    if verdict.state is not State.CLEAR and math.isfinite(evaluation.mde):
        smallest = about(evaluation.mde, evaluation.request.unit)
        figures.append(Figure("見分けられる最小の効果", smallest, "この地区数と期間で"))
    return tuple(figures)


def _levels(evaluation: SyntheticControl) -> Table:
    unit, digits, start = evaluation.request.unit, _digits(evaluation), evaluation.panel.start
    columns = (
        Column("period", "期間"),
        Column("n", "時点数", Format.COUNT),
        Column("actual", "実際の平均", Format.NUMBER, unit, digits),
        Column("mix", "実施しなかった場合の平均", Format.NUMBER, unit, digits),
        Column("gap", "差", Format.NUMBER, unit, digits),
    )
    one, two, three, four = _means(evaluation)
    after = len(evaluation.panel.times) - start
    rows = (("実施前", start, one, two, one - two), ("実施後", after, three, four, three - four))
    return Table("sc_levels", f"{_name(evaluation)}の前後の平均", columns, rows)


def _series(evaluation: SyntheticControl) -> Table:
    unit, digits, data = evaluation.request.unit, max(_digits(evaluation), 1), evaluation.panel
    columns = (
        Column("time", "時点"),
        Column("period", "期間"),
        Column("actual", "実施地区（実際）", Format.NUMBER, unit, digits),
        Column("mix", "実施しなかった場合（推定）", Format.NUMBER, unit, digits),
        Column("gap", "差", Format.NUMBER, unit, digits),
    )
    rows = tuple(
        (
            f"{label} 開始" if i == data.start else label,
            "実施後" if i >= data.start else "実施前",
            float(data.values[0, i]), float(data.values[0, i] - evaluation.fit.gap[i]), float(evaluation.fit.gap[i]),
        )
        for i, label in enumerate(data.times)
    )  # fmt: skip
    return Table("sc_series", f"{_name(evaluation)}の動き", columns, rows)


def _chart(evaluation: SyntheticControl, verdict: Verdict) -> Chart:
    start = evaluation.panel.start_label
    return Chart(
        ChartKind.LINE,
        f"{_name(evaluation)}：{verdict.state.value}（{start}から実施）",
        "sc_series",
        "time",
        (Series("actual", "実施地区（実際）"), Series("mix", "実施しなかった場合（推定）", dashed=True)),
        x_title=f"時点（{start}から実施）",
        y_title=evaluation.request.unit,
        alt_text=f"実施地区の実際の値と、組み合わせた比較地区の折れ線。{verdict.sentences[0]}",
    )


def synthetic_details(evaluation: SyntheticControl) -> tuple[Detail, ...]:
    """The sections of 統計の詳細, which a difference in differences with one treated unit shows too."""
    return (_method(evaluation), _placebos(evaluation), _others(evaluation))


def _method(evaluation: SyntheticControl) -> Detail:
    fit, judged = evaluation.fit, evaluation.inference
    lines = [
        "重みは、実施前のすべての時点の成果の2乗誤差を、0以上・合計1の範囲で最小にする（Abadie・Diamond・"
        "Hainmueller 2010 の、予測変数を使わない形）。",
        f"実施前の RMSPE {fit.before:.4g}（実施地区の実施前の標準偏差の{100 * evaluation.miss:.1f}%）、"
        f"後と前の MSPE の比 {fit.ratio:.4g}、順位 {fit.rank} / {fit.ratios.size}、p = {fit.p:.4g}"
        f"（届きうる最小の p = {judged.smallest_p:.4g}）。",
        "95%区間は、同じ順位の検定を、一定の大きさの効果について反転したもの（Firpo・Possebom 2018）。",
    ]
    if not judged.has_interval:
        lines.append(
            "有限の95%区間がない（地区が足りないか、差が時点によって大きく変わり、一定の大きさの効果では説明できない）。"
        )
    if math.isfinite(evaluation.mde):
        lines.append(f"比較地区の8割で見つけられた最小の効果（MDE）：{evaluation.mde:.4g}。")
    row = judged_row(judged.method.value, judged)
    columns = (Column("unit", "地区"), Column("weight", "重み", Format.NUMBER, decimals=3))
    tables = (
        judged_table("sc_methods", "合成した比較地区の推定", evaluation.request.unit, (row,)),
        Table("sc_weights", "組み合わせの重み", columns, evaluation.weights),
    )
    return Detail("合成した比較地区：方法", tuple(lines), tables)


def _placebos(evaluation: SyntheticControl) -> Detail:
    data, fit = evaluation.panel, evaluation.fit
    order = sorted(range(len(data.units)), key=lambda i: -fit.ratios[i])
    columns = (
        Column("rank", "順位", Format.COUNT),
        Column("unit", "地区"),
        Column("ratio", "後と前の MSPE の比", Format.NUMBER, decimals=2),
        Column("gap", "実施後の平均の差", Format.NUMBER, evaluation.request.unit, 3),
    )
    gaps = evaluation.placebo_gaps[:, data.start :].mean(axis=1)
    rows = tuple(
        (place, data.units[i] + ("（実施地区）" if i == 0 else ""), blank(float(fit.ratios[i])), float(gaps[i]))
        for place, i in enumerate(order, 1)
    )
    checks = (Column("what", "確かめ方"), Column("size", "差", Format.NUMBER, evaluation.request.unit, 3))
    tried = (
        *((f"{label}に始めたと見立てる（本当の開始まで）", gap) for label, gap in evaluation.in_time),
        *((f"「{unit}」を除く", effect) for unit, effect in evaluation.without),
    )
    lines = (
        "空間の見立て：比較地区を1つずつ実施地区に見立てて、同じ計算をした。順位が上ほど、実施後に外れている。",
        "時間の見立て：もっと前に始めたとみた差（0 に近いほどよい）。1地区ずつ除く：重みのある地区を除いた効果。",
    )
    tables = (
        Table("sc_placebos", "空間の見立て", columns, rows),
        Table("sc_checks", "時間の見立てと、1地区ずつ除いた効果", checks, tried),
    )
    return Detail("合成した比較地区：見立てによる検定", lines, tables)


def _others(evaluation: SyntheticControl) -> Detail:
    unit = evaluation.request.unit
    columns = (
        Column("spec", "計算のしかた"),
        Column("estimate", "推定値", Format.NUMBER, decimals=4),
        Column("unit", "単位"),
        Column("p", "p値", Format.P_VALUE),
        Column("same", "向きが同じ"),
    )
    judged = evaluation.inference
    rows = [("実施前のすべての時点に合わせる（結論に使用）", judged.estimate, unit, judged.p, "—")]
    rows += [(s.label, s.estimate, s.unit or unit, s.p, "はい" if s.same_sign else "いいえ") for s in evaluation.specs]
    ps = [judged.p, *(s.p for s in evaluation.specs if s.decides)]
    lines = [f"p は、何に合わせるかで {min(ps):.3g}〜{max(ps):.3g} に変わる。結果を見る前に決めておく（事前登録）。"]
    if min(ps) <= ALPHA < max(ps):
        lines.append("有意水準 5% をまたぐので、どれか一つだけを示してはならない。")
    effect, se = evaluation.sdid
    lines.append(
        f"合成差の差（SDID、Arkhangelsky ほか 2021）：{effect:.4g}、標準誤差 {se:.4g}"
        "（すべての比較地区を実施地区に見立てた標準偏差。乱数は使わない）。"
    )
    table = Table("sc_specs", "別の計算", columns, tuple(rows))
    return Detail("合成した比較地区：別の計算でも同じか", tuple(lines), (table,))


def _settings(evaluation: SyntheticControl) -> tuple[Setting, ...]:
    return (
        Setting("方法", "合成した比較地区"),
        Setting("成果", _name(evaluation)),
        Setting("単位", evaluation.request.unit),
        Setting("開始時点", evaluation.panel.start_label),
        Setting("実施地区", evaluation.panel.units[0]),
        *answers(evaluation.request),
    )
