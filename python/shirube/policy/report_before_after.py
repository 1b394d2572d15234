"""Report of a before/after comparison."""

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
    Purpose,
    Result,
    Series,
    Setting,
    Table,
)
from .before_after import BeforeAfter
from .inference import Inference
from .lights import lights_detail, page_lights
from .verdict import State, Verdict, about, change_unit, conclude_before_after
from .wording import digits_for

__all__ = ["INTERVAL_NOTE", "blank", "judged_row", "judged_table", "randomised", "report_before_after"]

_KINDS = {"continuous": "連続量", "binary": "はい・いいえ", "count": "件数"}
_SHOWN = {"continuous": "平均", "binary": "割合", "count": "1単位あたりの件数"}
FEWEST_PUBLISHED = 10
INTERVAL_NOTE = "（ ）の中は、偶然の揺れを考えた95%の幅です。"


def report_before_after(evaluation: BeforeAfter, provenance: Provenance) -> Result:
    """Word, tabulate and describe the chart of a before/after comparison."""
    request, measured = evaluation.request, evaluation.measured
    verdict = conclude_before_after(evaluation)
    levels = _levels(evaluation)
    paired = "同じ対象を2回測った" if request.paired else "事前と事後は別の対象"
    n = f"{measured.before.n:,}組" if request.paired else f"事前{measured.before.n:,}件、事後{measured.after.n:,}件"
    return Result(
        title=f"前後比較：{request.outcome}",
        question=f"{request.before_label}から{request.after_label}にかけて、{request.outcome}は変わったか",
        conditions=f"{request.before_label}と{request.after_label}を比較、{paired}、値の種類：{_KINDS[request.kind]}",
        base=f"使った数 {n}、欠けていて除いた数 {measured.dropped:,}",
        conclusion=verdict.sentences,
        figures=_figures(evaluation, verdict),
        tables=(levels,),
        charts=(_chart(evaluation, verdict),),
        lights=page_lights(verdict.lights),
        says=verdict.says,
        cannot_say=verdict.cannot_say,
        notes=(INTERVAL_NOTE, *_small_numbers(evaluation)),
        details=(*_details(evaluation), lights_detail("ba_lights", verdict.lights)),
        data=(DataSheet("前後比較_データ", _data(evaluation)),),
        settings=_settings(evaluation),
        provenance=provenance,
        purpose=request.purpose,
    )


def _small_numbers(evaluation: BeforeAfter) -> tuple[str, ...]:
    request, measured = evaluation.request, evaluation.measured
    if request.purpose is not Purpose.PUBLIC or request.kind == "count":
        return ()
    sizes = [measured.before.n, measured.after.n]
    if request.kind == "binary":
        yes = [round(level.n * level.value / 100) for level in (measured.before, measured.after)]
        sizes = [count for n, y in zip(sizes, yes, strict=True) for count in (y, n - y)]
    if min(sizes) >= FEWEST_PUBLISHED:
        return ()
    return (f"{FEWEST_PUBLISHED}人未満の集まりが含まれます。公表の前に、個人が推測されないか確かめてください。",)


def _figures(evaluation: BeforeAfter, verdict: Verdict) -> tuple[Figure, ...]:
    figures = [
        Figure("変化の大きさ", verdict.size, INTERVAL_NOTE if evaluation.inference.has_interval else ""),
        Figure("何と比べたか", f"{evaluation.request.before_label}の値だけ", "比べる相手の地区や人はない"),
        Figure("証拠の強さ", f"5段階のうち{evaluation.level}", "比べる相手がなく、前と後だけを比べたため"),
    ]
    mde = evaluation.measured.mde
    if verdict.state is not State.CLEAR and math.isfinite(mde):
        smallest = about(mde, change_unit(evaluation))
        if evaluation.request.kind == "count":
            down = evaluation.measured.mde_fall
            fewer = f"減少なら{about(down, '%')}" if math.isfinite(down) else "減少は0件でも見分けられない"
            smallest = f"増加なら{smallest}、{fewer}"
        figures.append(Figure("見分けられる最小の変化", smallest, "この数のデータで"))
    return tuple(figures)


def _levels(evaluation: BeforeAfter) -> Table:
    request, measured = evaluation.request, evaluation.measured
    unit = "%" if request.kind == "binary" else request.unit
    digits = max(digits_for(level.value, level.low, level.high) for level in (measured.before, measured.after))
    if request.kind != "count" and measured.inference.has_interval:  # as many as the sentence shows
        judged = measured.inference
        digits = max(digits, digits_for(judged.estimate, judged.low, judged.high))
    columns = (
        Column("period", "時期"),
        Column("n", "数", Format.COUNT),
        Column("value", _SHOWN[request.kind], Format.NUMBER, unit, digits),
        Column("low", "下限", Format.NUMBER, unit, digits, group="95%の幅"),
        Column("high", "上限", Format.NUMBER, unit, digits, group="95%の幅"),
    )
    rows = tuple(
        (label, level.n, level.value, blank(level.low), blank(level.high))
        for label, level in ((request.before_label, measured.before), (request.after_label, measured.after))
    )
    return Table("ba_levels", f"{request.outcome}の{_SHOWN[request.kind]}", columns, rows)


def _chart(evaluation: BeforeAfter, verdict: Verdict) -> Chart:
    request = evaluation.request
    series = Series("value", _SHOWN[request.kind], low="low", high="high")
    return Chart(
        ChartKind.COLUMN,
        f"{request.outcome}：{verdict.state.value}",
        "ba_levels",
        "period",
        (series,),
        y_title=request.unit,
        alt_text=f"{request.before_label}と{request.after_label}の棒グラフ。{verdict.sentences[0]}",
    )


def judged_table(key: str, title: str, unit: str, rows: tuple[tuple[Any, ...], ...]) -> Table:
    """Table of calculations: method, estimate, interval, p."""
    columns = (
        Column("method", "方法"),
        Column("estimate", "推定値", Format.NUMBER, unit, 4),
        Column("low", "95%下限", Format.NUMBER, unit, 4),
        Column("high", "95%上限", Format.NUMBER, unit, 4),
        Column("p", "p値", Format.P_VALUE),
    )
    return Table(key, title, columns, rows)


def judged_row(method: str, judged: Inference) -> tuple[Any, ...]:
    """One row of `judged_table`."""
    return method, blank(judged.estimate), blank(judged.low), blank(judged.high), judged.p


def blank(value: float) -> float | None:
    """A figure that does not exist is an empty cell."""
    return value if math.isfinite(value) else None


def randomised(judged: Inference) -> tuple[str, ...]:
    """How a randomisation test was run."""
    if not judged.assignments:
        return ()
    lines = [f"調べた割り当て：{judged.assignments:,}通り（届きうる最小の p = {judged.smallest_p:.4g}）。"]
    if judged.seed is not None:
        lines.append(f"乱数の種 {judged.seed}、p の抽出誤差（標準誤差）{judged.p_error:.4f}。")
    return tuple(lines)


def _details(evaluation: BeforeAfter) -> tuple[Detail, ...]:
    judged, measured = evaluation.inference, evaluation.measured
    rows = [judged_row(f"{judged.method.value}（結論に使用）", judged)]
    rows += [(c.label, *map(blank, (c.estimate, c.low, c.high)), c.p) for c in measured.checks]
    table = judged_table("ba_methods", "計算のしかたごとの結果", change_unit(evaluation), tuple(rows))
    method = Detail(
        "方法",
        (
            f"結論に使った方法：{judged.method.value}。有意水準は両側5%。区間は同じ方法の95%区間。",
            "標準偏差は不偏（n−1）。件数の比の p は片側の小さい方の2倍。",
            *randomised(judged),
            *_power_lines(evaluation),
        ),
        (table,),
    )
    columns = (
        Column("spec", "計算のしかた"),
        Column("estimate", "推定値", Format.NUMBER, decimals=4),
        Column("unit", "単位"),
        Column("same", "向きが同じ"),
    )
    specs = tuple(
        (s.label, s.estimate, s.unit or change_unit(evaluation), "はい" if s.same_sign else "いいえ")
        for s in evaluation.specs
    )
    if not specs:
        return (method,)
    same = sum(s.same_sign for s in evaluation.specs)
    line = f"別の計算 {len(specs)} 通りのうち {same} 通りで符号が同じ。"
    return method, Detail("別の計算でも同じか", (line,), (Table("ba_specs", "別の計算", columns, specs),))


def _power_lines(evaluation: BeforeAfter) -> tuple[str, ...]:
    mde, lines = evaluation.measured.mde, []
    if math.isfinite(mde):
        lines.append(
            f"検出力80%・両側5%で検出できる最小の変化（MDE）：{mde:.4g} {change_unit(evaluation)}".rstrip() + "。"
        )
    if evaluation.measured.dispersion > 1:
        lines.append(f"過分散の係数（Pearson χ²/自由度）：{evaluation.measured.dispersion:.3f}。")
    if math.isfinite(evaluation.pull):
        lines.append(f"平均への回帰の期待値 σ_w²/σ_T·φ(z)/(1−Φ(z))：{evaluation.pull:.4g}。")
    return tuple(lines)


def _data(evaluation: BeforeAfter) -> Table:
    # Only figures of groups: rows of single people stay in the source file.
    request, measured = evaluation.request, evaluation.measured
    unit = "%" if request.kind == "binary" else request.unit
    rows: list[tuple[Any, ...]] = []
    for label, level in ((request.before_label, measured.before), (request.after_label, measured.after)):
        rows += [(label, "数", level.n, "")]
        items = (
            (_SHOWN[request.kind], level.value),
            ("95%下限", level.low),
            ("95%上限", level.high),
            ("標準偏差", level.sd),
        )
        rows += [(label, item, value, unit) for item, value in items if math.isfinite(value)]
    judged = evaluation.inference
    ends = (("変化", judged.estimate), ("95%下限", judged.low), ("95%上限", judged.high))
    rows += [("変化", item, value, change_unit(evaluation)) for item, value in ends if math.isfinite(value)]
    columns = (
        Column("period", "時期"),
        Column("item", "項目"),
        Column("value", "値", Format.NUMBER, decimals=6),
        Column("unit", "単位"),
    )
    return Table("ba_data", "前後比較のデータ", columns, tuple(rows))


def _settings(evaluation: BeforeAfter) -> tuple[Setting, ...]:
    request = evaluation.request
    words = {True: "はい", False: "いいえ", None: "未確認"}
    return (
        Setting("方法", "前後比較"),
        Setting("成果", request.outcome),
        Setting("単位", request.unit),
        Setting("値の種類", _KINDS[request.kind], "連続量／はい・いいえ／件数"),
        Setting("対応あり", words[request.paired], "同じ対象を2回測ったか"),
        Setting("大きいほどよい", words[request.higher_is_better]),
        Setting("事前の値で対象を選んだ", words[request.selected_on_baseline]),
        Setting("同時期の別の施策", words[request.other_policies]),
        Setting("事前の分母", request.exposure_before, "件数のとき。空欄は値の個数"),
        Setting("事後の分母", request.exposure_after, "件数のとき。空欄は値の個数"),
        Setting("用途", request.purpose.value),
    )
