"""Words the verdict of a before/after comparison."""

from __future__ import annotations

import math

from ..result import Light
from .before_after import BeforeAfter
from .lights import before_after_lights
from .verdict_parts import Verdict, about, broken, direction_of, missed, state_of, why_unmeasured
from .verdict_table import State, ruling
from .wording import digits_for, level_text, span

__all__ = ["change_unit", "conclude_before_after", "fall"]


def change_unit(evaluation: BeforeAfter) -> str:
    """Unit of the size: the outcome's, ポイント for shares, % for rates of events."""
    if evaluation.request.kind == "continuous":
        return evaluation.request.unit
    return {"binary": "ポイント", "count": "%"}[evaluation.request.kind]


def conclude_before_after(evaluation: BeforeAfter) -> Verdict:
    """Word a before/after comparison."""
    judged, request = evaluation.inference, evaluation.request
    state, unit = state_of(judged), change_unit(evaluation)
    size = _change_size(evaluation, unit)
    lead = f"{request.outcome}の{_measure_word(evaluation)}は、{size}でした（{_levels(evaluation)}）。"
    row = ruling("before_after", state)
    body = row.sentence.format(
        direction=direction_of(judged.estimate, request.higher_is_better),
        crosses="この幅は 0 をまたぐので、" if judged.has_interval else "",
        remedy=why_unmeasured(judged, "6組以上、または前後それぞれ4件以上を集めてください。"),
    )
    lights = before_after_lights(evaluation)
    sentences = [lead, body, *broken(lights)]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(_missed_change(evaluation, unit))
    sentences += _pull(evaluation)
    says = (lead,) if state is State.UNMEASURED else (lead, f"変化の有無：{state.value}。")
    overall = Light("結論の確からしさ", row.signal, row.word, row.reason)
    return Verdict(
        state,
        False,
        size,
        tuple(sentences),
        says,
        _cannot_before_after(state),
        (overall, *lights),
        ("比べる相手がない",),
    )


def _missed_change(evaluation: BeforeAfter, unit: str) -> str:
    rise, by = evaluation.measured.mde, "この数のデータでは"
    if evaluation.request.kind != "count" or not math.isfinite(rise):
        return missed(rise, unit, by, "変化")
    down = evaluation.measured.mde_fall
    if not math.isfinite(down):
        return f"{by}、{about(rise, '%')}より小さい増加は見分けられません。減少は、0件になっても見分けられません。"
    return f"{by}、{about(rise, '%')}より小さい増加と、{about(down, '%')}より小さい減少は見分けられません。"


def fall(rise: float) -> float:
    """The fall in per cent that is as hard to notice as a rise in per cent.

    >>> fall(100.0)
    50.0
    """
    return 100 * (1 - 1 / (1 + rise / 100))


def _measure_word(evaluation: BeforeAfter) -> str:
    request = evaluation.request
    if request.kind == "count":
        return "増減率"
    per = request.per or ("" if request.kind == "binary" else "平均の")
    return f"{per}変化"


def _change_size(evaluation: BeforeAfter, unit: str) -> str:
    judged = evaluation.inference
    if evaluation.measured.ratio_undefined:
        return "計算できない値（事前が0件のため）"
    return span(judged.estimate, judged.low, judged.high, unit)


def _levels(evaluation: BeforeAfter) -> str:
    request, measured = evaluation.request, evaluation.measured
    unit = "%" if request.kind == "binary" else request.unit
    before, after = measured.before.value, measured.after.value
    digits = digits_for(min(abs(before), abs(after)) or max(abs(before), abs(after)), -math.inf, math.inf)
    if evaluation.inference.has_interval and request.kind != "count":
        judged = evaluation.inference
        digits = digits_for(judged.estimate, judged.low, judged.high)
    return (
        f"{request.before_label} {level_text(before, digits, unit)} → "
        f"{request.after_label} {level_text(after, digits, unit)}"
    )


def _pull(evaluation: BeforeAfter) -> list[str]:
    if not evaluation.request.selected_on_baseline:
        return []
    if not math.isfinite(evaluation.pull):
        return ["事前の値で対象を選んだので、何もしなくても平均に戻る分が、この変化に混じっています。"]
    size = span(evaluation.pull, -math.inf, math.inf, evaluation.request.unit)
    return [f"事前の値で対象を選んだので、何もしなくても {size} 程度は平均に戻ると見込まれます。"]


def _cannot_before_after(state: State) -> tuple[str, ...]:
    lines = ["この変化が政策によるものかどうか（同じ時期の景気・季節・制度改正などと区別できません）。"]
    if state is not State.CLEAR:
        lines.append("「変化がない」ということ（見つからなかったことと、ないことは別です）。")
    return tuple(lines)
