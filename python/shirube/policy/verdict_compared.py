"""Words the verdict of a synthetic control and of staggered adoption, by the rows of a comparison with controls."""

from __future__ import annotations

from ..result import Level, Light
from .choose import controls_needed
from .inference import ALPHA
from .lights_compared import staggered_lights, synthetic_lights
from .staggered import Staggered
from .synthetic import SyntheticControl
from .verdict_did import cannot_say, overall, worded
from .verdict_parts import Verdict, broken, missed, state_of
from .verdict_table import State, ruling
from .wording import span

__all__ = ["conclude_staggered", "conclude_synthetic"]


def conclude_synthetic(evaluation: SyntheticControl) -> Verdict:
    """Word a synthetic control."""
    reasons = [] if evaluation.level >= 3 else ["証拠の強さが足りない"]
    subject = f"{evaluation.panel.units[0]}の{evaluation.request.outcome or evaluation.panel.outcome}は、"
    return _concluded(evaluation, synthetic_lights(evaluation), reasons, subject, controls_needed(1))


def conclude_staggered(evaluation: Staggered) -> Verdict:
    """Word staggered adoption."""
    reasons = []
    if evaluation.before is None or evaluation.level < 3:
        reasons.append("実施前の動きを確かめられない")
    subject = f"始めた地区の{evaluation.request.outcome or evaluation.used.outcome}は、"
    return _concluded(evaluation, staggered_lights(evaluation), reasons, subject, controls_needed(evaluation.n_treated))


def _concluded(
    evaluation: SyntheticControl | Staggered, lights: tuple[Light, ...], reasons: list[str], subject: str, need: int
) -> Verdict:
    judged, request = evaluation.inference, evaluation.request
    state = _state(evaluation)
    blockers = tuple(_blockers(evaluation, state, lights, reasons))
    size = span(judged.estimate, judged.low, judged.high, request.unit)
    lead = f"{subject}実施しなかった場合に比べて、{request.per or '平均'} {size}の差でした。"
    effect = state is State.CLEAR and not blockers
    row = ruling("did", state, effect)
    sentences = [lead, worded(judged, request.higher_is_better, row, blockers, need), *broken(lights)]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(missed(evaluation.mde, request.unit, "この地区数と期間では", "効果"))
    says = (lead,) if state is State.UNMEASURED else (lead, f"比較地区との差：{state.value}。")
    one = isinstance(evaluation, SyntheticControl) or evaluation.n_treated == 1
    return Verdict(
        state, effect, size, tuple(sentences), says, cannot_say(state, effect, one), (overall(row, lights), *lights),
        blockers,
    )  # fmt: skip


def _state(evaluation: SyntheticControl | Staggered) -> State:
    state = state_of(evaluation.inference)
    # Beyond chance, but of no one size: there is no interval to speak of.
    beyond = evaluation.inference.p <= ALPHA and not evaluation.inference.has_interval
    return State.BORDERLINE if state is State.UNCLEAR and beyond else state


def _blockers(
    evaluation: SyntheticControl | Staggered, state: State, lights: tuple[Light, ...], reasons: list[str]
) -> list[str]:
    found = ["差が誤差の範囲を超えていない"] if state is not State.CLEAR else []
    found += [*reasons, *(f"「{lamp.label}」が不可である" for lamp in lights if lamp.level is Level.BAD)]
    if not evaluation.specs_agree:
        found.append("別の計算で同じ結論にそろうことを確かめられない")
    return found
