"""Words the verdict of a comparison with control units."""

from __future__ import annotations

from ..result import Level, Light
from .choose import controls_needed
from .did import Did
from .inference import Inference
from .lights import did_lights
from .verdict_parts import Verdict, broken, direction_of, missed, state_of, why_unmeasured
from .verdict_table import Ruling, State, ruling
from .wording import span

__all__ = ["cannot_say", "conclude_did", "overall", "worded"]


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
    effect = state is State.CLEAR and not blockers
    row = ruling("did", state, effect)
    need = controls_needed(evaluation.n_treated)
    sentences = [lead, worded(judged, request.higher_is_better, row, blockers, need), *broken(lights)]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(missed(evaluation.mde, request.unit, "この地区数と期間では", "効果"))
    says = (lead,) if state is State.UNMEASURED else (lead, f"比較地区との差：{state.value}。")
    return Verdict(
        state,
        effect,
        size,
        tuple(sentences),
        says,
        cannot_say(state, effect, evaluation.n_treated == 1),
        (overall(row, lights), *lights),
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
    reasons += [f"「{light.label}」が不可である" for light in lights if light.level is Level.BAD]
    if not _holds_without_broken(evaluation):
        reasons.append("断絶のある比較地区を除くと、同じ結論にならない")
    if not evaluation.specs_agree:
        reasons.append("別の計算で同じ向きにそろうことを確かめられない")
    if evaluation.level < 3 and not reasons:
        reasons.append("証拠の強さが足りない")
    return tuple(reasons)


def _holds_without_broken(evaluation: Did) -> bool:
    """What control units with a break bring about is no effect either."""
    rest = evaluation.without_broken
    return rest is None or (state_of(rest) is State.CLEAR and rest.estimate * evaluation.inference.estimate > 0)


def worded(judged: Inference, better: bool | None, row: Ruling, blockers: tuple[str, ...], need: int) -> str:
    """Fill in the sentence of a ruling; `need` is the number of control units below which nothing can be judged."""
    direction = direction_of(judged.estimate, better)
    found = (
        "望ましくない方向の影響があったとみられます。"
        if direction == "望ましくない方向"
        else f"効果があったとみられます（{direction}）。"
    )
    remedy = why_unmeasured(judged, f"同じ指標の比較地区を{need}以上集めてください。")
    crosses = "この幅は 0 をまたぐので、" if judged.has_interval else ""
    return row.sentence.format(
        direction=direction, why="、".join(blockers), found=found, remedy=remedy, crosses=crosses
    )


def overall(row: Ruling, lights: tuple[Light, ...]) -> Light:
    """The light of the conclusion, which is never better than the assumptions allow."""
    weak = sum(light.level is Level.CAUTION for light in lights)
    if not row.effect or not weak:
        return Light("結論の確からしさ", row.signal, row.word, row.reason)
    return Light("結論の確からしさ", Level.CAUTION, "注意", f"{row.reason}注意・未確認が{weak}件あります。")


def cannot_say(state: State, effect: bool, one_unit: bool) -> tuple[str, ...]:
    """What a comparison with control units leaves open."""
    lines = []
    if not effect:
        lines.append("政策の効果があったということ。")
    if state is not State.CLEAR:
        lines.append("「効果がない」ということ（見つからなかったことと、ないことは別です）。")
    lines.append("ほかの地区や、ほかの時期でも同じ大きさの効果になるということ。")
    if one_unit:
        lines.append("実施した1地区だけに起きた別の出来事の影響ではないということ。")
    return tuple(lines)
