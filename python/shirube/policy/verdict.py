"""Turns numbers into the verdict: the only place where a claim is worded, and its gates.

「効果があったとみられます」 needs a comparison of evidence level 3, an interval without zero under the test chosen for
the number of units, no × light, and at least two other calculations with the same sign. A comparison without
controls never gets further than 「変化がありました」. Failing to find a difference is never called its absence.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from ..result import Level, Light
from ..stats.rounding import round_half_up
from .before_after import BeforeAfter
from .did import Did
from .inference import ALPHA, Inference, Method
from .lights import before_after_lights, did_lights
from .wording import amount, digits_for, level_text, span

__all__ = ["State", "Verdict", "about", "conclude_before_after", "conclude_did", "effect_unit", "fall", "state_of"]


class State(Enum):
    """What the numbers allow to be said."""

    CLEAR = "差がある"
    BORDERLINE = "境目"
    UNCLEAR = "誤差の範囲"
    UNMEASURED = "数が足りない"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict in words.

    Attributes
    ----------
    state
        What the numbers allow.
    effect
        The gates for speaking of an effect are all open.
    size
        Size with its interval, as in the sentences.
    sentences, says, cannot_say
        結論, 言えること, 言えないこと.
    lights
        Overall light first, then the assumptions.
    blockers
        Why an effect may not be spoken of (empty when it may).
    """

    state: State
    effect: bool
    size: str
    sentences: tuple[str, ...]
    says: tuple[str, ...]
    cannot_say: tuple[str, ...]
    lights: tuple[Light, ...]
    blockers: tuple[str, ...] = ()


def state_of(judged: Inference) -> State:
    """Read the state off the interval and the test; where they disagree it is a borderline."""
    if not judged.has_interval and not judged.excludes_zero:
        return State.UNMEASURED if judged.smallest_p > ALPHA else State.UNCLEAR
    found = judged.p <= ALPHA
    if judged.excludes_zero != found:
        return State.BORDERLINE
    return State.CLEAR if found else State.UNCLEAR


def effect_unit(evaluation: BeforeAfter | Did) -> str:
    """Unit of the size: the outcome's, ポイント for shares, % for rates of events."""
    if isinstance(evaluation, BeforeAfter) and evaluation.request.kind != "continuous":
        return {"binary": "ポイント", "count": "%"}[evaluation.request.kind]
    return evaluation.request.unit


def about(value: float, unit: str) -> str:
    """A smallest detectable size, two significant digits.

    >>> about(3.4321, "kg"), about(487.6, "%")
    ('約3.4 kg', '約490%')
    """
    digits = 1 - math.floor(math.log10(value)) if value > 0 else 0
    return f"約{amount(f'{round_half_up(value, digits):,.{max(digits, 0)}f}', unit)}"


def _direction(estimate: float, higher_is_better: bool | None) -> str:
    if higher_is_better is None or estimate == 0:
        return "増えた" if estimate > 0 else "減った" if estimate < 0 else "変わらない"
    return "望ましい方向" if (estimate > 0) == higher_is_better else "望ましくない方向"


# ------------------------------------------------------------------------------------------------ 前後比較
def conclude_before_after(evaluation: BeforeAfter) -> Verdict:
    """Word a before/after comparison."""
    judged, request = evaluation.inference, evaluation.request
    state, unit = state_of(judged), effect_unit(evaluation)
    size = _change_size(evaluation, unit)
    lead = f"{request.outcome}の{_measure_word(evaluation)}は、{size}でした（{_levels(evaluation)}）。"
    body = {
        State.CLEAR: f"変化がありました（{_direction(judged.estimate, request.higher_is_better)}）。"
        "ただし、比べる相手がないので、政策の効果とは言えません。",
        State.BORDERLINE: "変化があったかどうかの境目です。"
        "計算のしかたで答えが分かれるので、はっきりしたことは言えません。",
        State.UNCLEAR: ("この幅は 0 をまたぐので、" if judged.has_interval else "")
        + "変化があったともなかったとも言えません（誤差の範囲）。",
        State.UNMEASURED: _why_unmeasured(judged, "6組以上、または前後それぞれ4件以上を集めてください。"),
    }[state]
    sentences = [lead, body]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(_missed_change(evaluation, unit))
    sentences += _pull(evaluation)
    says = (lead,) if state is State.UNMEASURED else (lead, f"変化の有無：{state.value}。")
    overall = Light(
        "結論の確からしさ",
        Level.CAUTION if state is State.CLEAR else Level.BAD,
        "注意" if state is State.CLEAR else "判断できない",
        "変化があったことまでは言えますが、原因は分かりません。"
        if state is State.CLEAR
        else "変化があったともなかったとも言えません。",
    )
    return Verdict(
        state,
        False,
        size,
        tuple(sentences),
        says,
        _cannot_before_after(state),
        (overall, *before_after_lights(evaluation)),
        ("比べる相手がない",),
    )


def _missed_change(evaluation: BeforeAfter, unit: str) -> str:
    rise, by = evaluation.measured.mde, "この数のデータでは"
    if evaluation.request.kind != "count" or not math.isfinite(rise):
        return _missed(rise, unit, by, "変化")
    # A ratio and its inverse are equally far from no change, so a fall is noticed sooner than a rise in per cent.
    return f"{by}、{about(rise, '%')}より小さい増加と、{about(fall(rise), '%')}より小さい減少は見分けられません。"


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


# ------------------------------------------------------------------------------------------------ 差の差
def conclude_did(evaluation: Did) -> Verdict:
    """Word a comparison with control units."""
    judged, request = evaluation.inference, evaluation.request
    state = state_of(judged)
    lights = did_lights(evaluation)
    blockers = _blockers(evaluation, state, lights)
    size = span(judged.estimate, judged.low, judged.high, request.unit)
    lead = (
        f"実施地区の{request.outcome or request.panel.outcome}は、実施しなかった場合に比べて、"
        f"{request.per or '平均'} {size}の差でした。"
    )
    sentences = [lead, _did_body(evaluation, state, blockers)]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(_missed(evaluation.mde, request.unit, "この地区数と期間では", "効果"))
    says = (lead,) if state is State.UNMEASURED else (lead, f"比較地区との差：{state.value}。")
    effect = state is State.CLEAR and not blockers
    return Verdict(
        state,
        effect,
        size,
        tuple(sentences),
        says,
        _cannot_did(evaluation, state, effect),
        (_overall_did(state, effect, lights), *lights),
        blockers,
    )


def _blockers(evaluation: Did, state: State, lights: tuple[Light, ...]) -> tuple[str, ...]:
    reasons = []
    if state is not State.CLEAR:
        reasons.append("差が誤差の範囲を超えていない")
    if evaluation.pretrend is None or not evaluation.pretrend.checkable:
        reasons.append("実施前の動きを確かめられない")
    if evaluation.n_control < 2:
        reasons.append("比較地区が1つしかない")
    reasons += [f"「{light.label}」が不可" for light in lights if light.level is Level.BAD]
    if not evaluation.specs_agree:
        reasons.append("別の計算で同じ向きにそろうことを確かめられない")
    if evaluation.level < 3 and not reasons:
        reasons.append("証拠の強さが足りない")
    return tuple(reasons)


def _did_body(evaluation: Did, state: State, blockers: tuple[str, ...]) -> str:
    judged, better = evaluation.inference, evaluation.request.higher_is_better
    direction = _direction(judged.estimate, better)
    if state is State.UNMEASURED:
        need = _controls_needed(evaluation.n_treated)
        return _why_unmeasured(judged, f"同じ指標の比較地区を{need}以上集めてください。")
    if state is State.UNCLEAR:
        return "この幅は 0 をまたぐので、効果があったともなかったとも言えません（誤差の範囲）。"
    if state is State.BORDERLINE:
        return "差があるかどうかの境目です。はっきりしたことは言えません。"
    if blockers:
        why = "、".join(blockers)
        return f"比較地区との差があります（{direction}）。ただし、{why}ため、政策の効果とは言い切れません。"
    if direction == "望ましくない方向":
        return "望ましくない方向の影響があったとみられます。"
    return f"効果があったとみられます（{direction}）。"


def _controls_needed(treated: int) -> int:
    need = 1
    while (2 if need == treated else 1) / math.comb(treated + need, treated) > ALPHA:
        need += 1
    return need


def _overall_did(state: State, effect: bool, lights: tuple[Light, ...]) -> Light:
    label = "結論の確からしさ"
    if effect:
        weak = sum(light.level is Level.CAUTION for light in lights)
        reason = "確かめた前提に不可はありません。" + (f"注意・未確認が{weak}件あります。" if weak else "")
        return Light(label, Level.CAUTION if weak else Level.GOOD, "注意" if weak else "良い", reason)
    if state is State.CLEAR:
        return Light(label, Level.CAUTION, "注意", "差はありますが、政策の効果と言い切る条件がそろっていません。")
    return Light(label, Level.BAD, "判断できない", "効果があったともなかったとも言えません。")


def _cannot_did(evaluation: Did, state: State, effect: bool) -> tuple[str, ...]:
    lines = []
    if not effect:
        lines.append("政策の効果があったということ。")
    if state is not State.CLEAR:
        lines.append("「効果がない」ということ（見つからなかったことと、ないことは別です）。")
    lines.append("ほかの地区や、ほかの時期でも同じ大きさの効果になるということ。")
    if evaluation.n_treated == 1:
        lines.append("実施した1地区だけに起きた別の出来事の影響ではないということ。")
    return tuple(lines)


# ------------------------------------------------------------------------------------------------ shared
def _why_unmeasured(judged: Inference, remedy: str) -> str:
    if judged.method is Method.NONE:
        return "変化がどれも同じ値でばらつきがないため、誤差の幅を計算できません。値の転記を確かめてください。"
    return f"数が足りないため、誤差の幅を計算できません。{remedy}"


def _missed(mde: float, unit: str, by: str, noun: str) -> str:
    if not math.isfinite(mde):
        return f"{by}、どんなに大きな{noun}も見分けられません。"
    return f"{by}、{about(mde, unit)}より小さい{noun}は見分けられません。"
