"""Report of an interrupted time series."""

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
from .inference import Inference
from .its import Its
from .lights import lights_detail, page_lights
from .report_before_after import INTERVAL_NOTE, blank, judged_table
from .report_breaks import breaks_detail
from .verdict import State, Verdict, about, conclude_its, fall
from .wording import digits_for

__all__ = ["report_its"]

_WORDS = {True: "はい", False: "いいえ", None: "未確認"}


def report_its(evaluation: Its, provenance: Provenance) -> Result:
    """Word, tabulate and describe the chart of an interrupted time series."""
    request, verdict, name = evaluation.request, conclude_its(evaluation), _name(evaluation)
    data = request.series
    left_out = f"、移行期間として除いた時点 {request.transition}" if request.transition else ""
    return Result(
        title=f"時系列の前後：{name}",
        question=f"{data.start_label}からの実施で、{name}はそれまでの動きから外れたか",
        conditions=f"実施前 {data.times[0]}〜{data.times[data.start - 1]}、実施後 {data.start_label}〜{data.times[-1]}",
        base=f"使った時点 前{evaluation.n_before}・後{evaluation.n_after}{left_out}",
        conclusion=verdict.sentences,
        figures=_figures(evaluation, verdict),
        tables=(_changes(evaluation),),
        charts=(_chart(evaluation, verdict),),
        lights=page_lights(verdict.lights),
        says=verdict.says,
        cannot_say=verdict.cannot_say,
        notes=(INTERVAL_NOTE, "「続いた場合」は、始める前の水準と傾きがそのまま続いたとみた値です。"),
        details=(
            _method(evaluation),
            _others(evaluation),
            lights_detail("its_lights", verdict.lights),
            breaks_detail("its_breaks", evaluation.breaks),
            Detail("時点ごとの動き", tables=(_points(evaluation),)),
        ),
        data=(DataSheet("時系列_データ", _data(evaluation)),),
        settings=_settings(evaluation),
        provenance=provenance,
        purpose=request.purpose,
    )


def _name(evaluation: Its) -> str:
    return evaluation.request.outcome or evaluation.request.series.outcome


def _figures(evaluation: Its, verdict: Verdict) -> tuple[Figure, ...]:
    note = INTERVAL_NOTE if evaluation.inference.has_interval else "誤差の幅を計算できません"
    alone = evaluation.request.series.control is None
    why = "比べる相手がなく、それまでの動きだけと比べたため" if alone else "比べる相手の同じ期間の動きを引いたため"
    figures = [
        Figure("変化の大きさ", verdict.size, note),
        Figure("何と比べたか", "それまでの動き" if alone else "比べる相手との差の、それまでの動き"),
        Figure("証拠の強さ", f"5段階のうち{evaluation.level}", why),
    ]
    if verdict.state is not State.CLEAR and math.isfinite(evaluation.mde):
        smallest = about(evaluation.mde, evaluation.unit)
        if evaluation.request.kind == "count":
            smallest = f"増加なら{smallest}、減少なら{about(fall(evaluation.mde), '%')}"
        figures.append(Figure("見分けられる最小の変化", smallest, "この時点の数で"))
    return tuple(figures)


def _changes(evaluation: Its) -> Table:
    rows_after = evaluation.rows >= evaluation.request.series.start
    actual = evaluation.request.series.values[evaluation.rows]
    expected = evaluation.expected[:, 0]
    judged = evaluation.inference
    scale = float(abs(actual).mean()) or 1.0
    digits = 1 if evaluation.request.kind == "count" else digits_for(judged.estimate, judged.low, judged.high)
    digits = max(digits, 0 if scale >= 100 else 1)
    columns = (
        Column("period", "期間"),
        Column("n", "時点数", Format.COUNT),
        Column("actual", "実際の平均", Format.NUMBER, evaluation.request.unit, digits),
        Column("expected", "続いた場合の平均", Format.NUMBER, evaluation.request.unit, digits),
    )
    rows = tuple(
        (label, int(part.sum()), float(actual[part].mean()), blank(float(expected[part].mean())))
        for label, part in (("始める前", ~rows_after), ("始めた後", rows_after))
    )
    return Table("its_levels", f"{_name(evaluation)}の前後の平均", columns, rows)


def _points(evaluation: Its) -> Table:
    data, unit = evaluation.request.series, evaluation.request.unit
    columns = (
        Column("time", "時点"),
        Column("period", "期間"),
        Column("actual", "実際", Format.NUMBER, unit, 2),
        Column("expected", "続いた場合（推定）", Format.NUMBER, unit, 2),
        Column("low", "下限", Format.NUMBER, unit, 2, group="続いた場合の95%の幅"),
        Column("high", "上限", Format.NUMBER, unit, 2, group="続いた場合の95%の幅"),
    )
    at = {int(row): i for i, row in enumerate(evaluation.rows)}
    rows = []
    for i, label in enumerate(data.times):
        shown = f"{label} 開始" if i == data.start else label
        period = (
            "実施前" if i < data.start else "移行期間" if i < data.start + evaluation.request.transition else "実施後"
        )
        expected = evaluation.expected[at[i]] if i in at else (math.nan,) * 3
        rows.append((shown, period, blank(float(data.values[i])), *(blank(float(e)) for e in expected)))
    return Table("its_points", f"{_name(evaluation)}の動き", columns, tuple(rows))


def _chart(evaluation: Its, verdict: Verdict) -> Chart:
    data = evaluation.request.series
    return Chart(
        ChartKind.LINE,
        f"{_name(evaluation)}：{verdict.state.value}（{data.start_label}から実施）",
        "its_points",
        "time",
        (Series("actual", "実際"), Series("expected", "続いた場合（推定）", dashed=True)),
        x_title=f"時点（{data.start_label}から実施）",
        y_title=evaluation.request.unit,
        alt_text=f"実際の値と、それまでの動きが続いた場合の推定の折れ線。{verdict.sentences[0]}",
    )


def _method(evaluation: Its) -> Detail:
    model, judged = evaluation.model, evaluation.inference
    lines = [
        f"方法：{model.method.value}。水準・傾き・始めた後の段差"
        + ("・傾きの変化" if evaluation.slope_change else "")
        + ("・年に2つまでの波（三角関数）" if evaluation.seasonal else "")
        + "を置いた区分回帰。大きさは、始めた後の時点での、続いた場合からの平均の隔たり。",
        "12時点未満は最小二乗法、12時点以上は AR(1) を見込んだ REML（Turner ほか 2021）。"
        "自由度は ρ と分散の推定を見込んだ Satterthwaite の近似。",
    ]
    if math.isfinite(model.rho):
        at_end = "（1 に張り付いたため、区間と p を示さない）" if model.boundary else ""
        lines.append(f"1時点の自己相関 ρ = {model.rho:.3f}{at_end}。")
    if math.isfinite(model.durbin):
        lines.append(f"Durbin–Watson（参考。判断には使わない）：{model.durbin:.2f}。")
    if math.isfinite(model.dispersion):
        lines.append(f"過分散の係数（Pearson χ²/自由度）：{model.dispersion:.3f}。")
    if math.isfinite(evaluation.mde):
        lines.append(f"検出力80%・両側5%で検出できる最小の変化（MDE）：{evaluation.mde:.4g} {evaluation.unit}".rstrip())
    logs = evaluation.request.kind == "count"
    rows = [(f"平均の隔たり（{evaluation.unit or '結論に使用'}）", judged.estimate, judged.low, judged.high, judged.p)]
    parts = [("段差" + ("（対数）" if logs else ""), evaluation.level_change)]
    if evaluation.slope_change is not None:
        parts.append(("傾きの変化（1時点あたり）" + ("（対数）" if logs else ""), evaluation.slope_change))
    shown = not model.boundary
    rows += [
        (label, c.estimate, c.low if shown else math.nan, c.high if shown else math.nan, c.p if shown else math.nan)
        for label, c in parts
    ]
    cells = tuple((label, blank(e), blank(lo), blank(hi), blank(p)) for label, e, lo, hi, p in rows)
    return Detail("方法", tuple(lines), (judged_table("its_methods", "区分回帰の推定", "", cells),))


def _ends(judged: Inference) -> tuple[float | None, ...]:
    return tuple(map(blank, (judged.estimate, judged.low, judged.high)))


def _others(evaluation: Its) -> Detail:
    shown = not evaluation.model.boundary
    rows = tuple(
        (f"{o.label}（{o.inference.method.value}）", *_ends(o.inference), o.inference.p if shown else None)
        for o in evaluation.others
    )
    same = sum(o.inference.estimate * evaluation.inference.estimate > 0 for o in evaluation.others)
    line = f"別の計算 {len(rows)} 通りのうち {same} 通りで符号が同じ。増減率は、対数の差を % に直した値。"
    tables = (judged_table("its_others", "別の計算", "", rows),) if rows else ()
    return Detail("別の計算でも同じか", (line,), tables)


def _data(evaluation: Its) -> Table:
    data = evaluation.request.series
    columns = [
        Column("time", "時点"),
        Column("after", "実施後", Format.COUNT),
        Column("value", _name(evaluation), Format.NUMBER, decimals=6),
    ]
    extra = [("exposure", "分母", data.exposure), ("control", "比べる相手", data.control)]
    columns += [Column(key, label, Format.NUMBER, decimals=6) for key, label, values in extra if values is not None]
    rows = tuple(
        (label, int(i >= data.start), blank(float(data.values[i])),
         *(blank(float(values[i])) for _, _, values in extra if values is not None))
        for i, label in enumerate(data.times)
    )  # fmt: skip
    return Table("its_data", "時系列のデータ", tuple(columns), rows)


def _settings(evaluation: Its) -> tuple[Setting, ...]:
    request = evaluation.request
    return (
        Setting("方法", "中断時系列"),
        Setting("成果", _name(evaluation)),
        Setting("単位", request.unit),
        Setting("値の種類", {"continuous": "連続量", "count": "件数"}[request.kind], "連続量／件数"),
        Setting("開始時点", request.series.start_label),
        Setting("傾きの変化を見込む", _WORDS[evaluation.slope_change is not None]),
        Setting("季節の波を除く", _WORDS[evaluation.seasonal]),
        Setting("移行期間（時点の数）", request.transition),
        Setting("大きいほどよい", _WORDS[request.higher_is_better]),
        Setting("同時期の別の施策", _WORDS[request.other_policies]),
        Setting("合併・定義の変更", _WORDS[request.definition_change]),
        Setting("値を見て始めた", _WORDS[request.chosen_by_outcome]),
        Setting("用途", request.purpose.value),
    )
