"""Words the verdict of an interrupted time series."""

from __future__ import annotations

import math

from ..result import Level, Light
from .its import Its
from .its_models import ENOUGH_FOR_MEMORY
from .lights_its import its_lights
from .verdict_before_after import fall
from .verdict_parts import UNDECIDABLE, Verdict, about, broken, direction_of, missed, state_of
from .verdict_table import State, ruling
from .wording import level_text, span

__all__ = ["conclude_its"]


def conclude_its(evaluation: Its) -> Verdict:
    """Word an interrupted time series."""
    judged, request = evaluation.inference, evaluation.request
    lights = its_lights(evaluation)
    state = _state(evaluation)
    row = ruling("its", state)
    size = span(judged.estimate, judged.low, judged.high, evaluation.unit)
    lead = f"{_name(evaluation)}は、それまでの動きが続いた場合に比べて、{_measure(evaluation)}{size}でした。"
    blockers = _blockers(evaluation, state, lights)
    body = row.sentence.format(
        direction=direction_of(judged.estimate, request.higher_is_better),
        why="、".join(blockers),
        remedy=_unmeasured(evaluation),
    )
    sentences = [lead, body, *broken(lights), *(_events(evaluation) if state is State.CLEAR else ())]
    if state in (State.UNCLEAR, State.BORDERLINE):
        sentences.append(_missed(evaluation))
    says = (lead,) if state is State.UNMEASURED else (lead, f"それまでの動きからの変化：{_STATE_WORDS[state]}。")
    overall = Light("結論の確からしさ", row.signal, row.word, row.reason)
    return Verdict(state, False, size, tuple(sentences), says, _cannot(state), (overall, *lights), blockers)


_STATE_WORDS = {State.CLEAR: "変化がある", State.BORDERLINE: "境目", State.UNCLEAR: "誤差の範囲"}


def _state(evaluation: Its) -> State:
    state = state_of(evaluation.inference)
    # So few times cannot show how much the series wanders on its own.
    return State.BORDERLINE if state is State.CLEAR and len(evaluation.rows) < ENOUGH_FOR_MEMORY else state


def _name(evaluation: Its) -> str:
    return evaluation.request.outcome or evaluation.request.series.outcome


def _measure(evaluation: Its) -> str:
    return "" if evaluation.request.kind == "count" else "1時点あたり平均 "


def _blockers(evaluation: Its, state: State, lights: tuple[Light, ...]) -> tuple[str, ...]:
    alone = evaluation.request.series.control is None
    reasons = ["比べる相手がない" if alone else "比べる相手が1つしかない"]
    if state is not State.CLEAR:
        reasons.append("差が誤差の範囲を超えていない")
    reasons += [f"「{lamp.label}」が不可である" for lamp in lights if lamp.level is Level.BAD]
    if not evaluation.specs_agree:
        reasons.append("別の計算で同じ向きにそろうことを確かめられない")
    return tuple(reasons)


def _unmeasured(evaluation: Its) -> str:
    why = "誤差の幅を計算できません。"
    if evaluation.model.boundary:
        why = "値が前の時点の値をほとんどそのまま引き継いで動くため、変化と自然な動きを見分けられません。"
    return f"{why}{UNDECIDABLE}同じ指標の、実施していない市町村の値を集めて［差の差］で比べてください。"


def _events(evaluation: Its) -> list[str]:
    if not math.isfinite(evaluation.avoided) or not evaluation.inference.has_interval:
        return []
    word = "多い" if evaluation.avoided > 0 else "少ない"
    unit = evaluation.request.unit or "件"
    amount = level_text(abs(evaluation.avoided), 0, unit)
    return [f"始めた後の{evaluation.n_after}時点の合計では、続いた場合より約{amount}{word}計算です。"]


def _missed(evaluation: Its) -> str:
    mde, by = evaluation.mde, "この時点の数では"
    if evaluation.request.kind != "count" or not math.isfinite(mde):
        return missed(mde, evaluation.unit, by, "変化")
    return f"{by}、{about(mde, '%')}より小さい増加と、{about(fall(mde), '%')}より小さい減少は見分けられません。"


def _cannot(state: State) -> tuple[str, ...]:
    lines = [
        "政策の効果があったということ（同じ時期の景気・制度改正・災害などと区別できません）。",
        "それまでの動きが、政策がなくてもそのまま続いたはずだということ。",
    ]
    if state is not State.CLEAR:
        lines.append("「変化がない」ということ（見つからなかったことと、ないことは別です）。")
    return tuple(lines)
