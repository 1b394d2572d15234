"""Checks the assumptions of an interrupted time series."""

from __future__ import annotations

import math

from ..result import Level, Light
from .breaks import spoiling
from .inference import Method
from .its import Its
from .its_models import ENOUGH_FOR_MEMORY
from .lights import asked_light, breaks_light, light, missing_light
from .series import as_panel

__all__ = ["its_lights"]

_ENOUGH_BEFORE, _LONG = 8, 60
_MUCH_MEMORY = 0.6


def its_lights(evaluation: Its) -> tuple[Light, ...]:
    """Lights of an interrupted time series."""
    request = evaluation.request
    between = len(request.series.times) - max(request.transition, 0)
    share = max(0.0, 1 - len(evaluation.rows) / between) if between > 0 else 0.0
    lights = [
        _compared(evaluation),
        _length(evaluation),
        _memory(evaluation),
        _seasons(evaluation),
        _agreement(evaluation),
        missing_light(share, f"{100 * share:.0f}%の時点"),
        asked_light("同時期の別の施策や出来事", request.other_policies, "同じ時期に別の施策や出来事があります。"),
        _breaks(evaluation),
        asked_light(
            "始めた時点の選び方",
            request.chosen_by_outcome,
            "値が悪くなった（良くなった）のを受けて始めたので、もとに戻る動きが混じります。",
        ),
    ]
    if request.kind == "count" and math.isfinite(evaluation.model.dispersion):
        lights.append(_dispersion(evaluation))
    return tuple(lights)


def _breaks(evaluation: Its) -> Light:
    data = as_panel(evaluation.request.series)
    certain = tuple(b for treated in (True, False) for b in spoiling(data, evaluation.breaks, treated=treated))
    return breaks_light(evaluation.request.definition_change, certain[:1], evaluation.breaks)


def _compared(evaluation: Its) -> Light:
    if evaluation.request.series.control is None:
        return light(
            "比べる相手",
            Level.CAUTION,
            "比べる相手がなく、それまでの動きがそのまま続いたはずだという前提で比べました。",
        )
    return light("比べる相手", Level.CAUTION, "比べる相手が1つだけなので、その相手だけの事情と区別できません。")


def _length(evaluation: Its) -> Light:
    before, n = evaluation.n_before, len(evaluation.rows)
    reason = f"始める前{before}時点、始めた後{evaluation.n_after}時点です。"
    if n < ENOUGH_FOR_MEMORY or before < _ENOUGH_BEFORE:
        return light("時点の数", Level.BAD, f"{reason}全部で{ENOUGH_FOR_MEMORY}、前が{_ENOUGH_BEFORE}は必要です。")
    if n < _LONG:
        return light("時点の数", Level.CAUTION, f"{reason}少なめなので、幅が実際より狭く出ることがあります。")
    return light("時点の数", Level.GOOD, reason)


def _memory(evaluation: Its) -> Light:
    label, model = "前の時点からの引き継ぎ", evaluation.model
    if model.boundary:
        reason = "値が前の時点の値をほとんどそのまま引き継ぐので、変化と自然な動きを見分けられません。"
        return light(label, Level.BAD, reason)
    if not math.isfinite(model.rho):
        return light(label, Level.CAUTION, "時点が少なく、引き継ぎの強さを確かめられません。")
    if model.rho > _MUCH_MEMORY:
        return light(label, Level.CAUTION, "前の時点の値を強く引き継ぎます。その分、幅を広げて計算しました。")
    return light(label, Level.GOOD, "引き継ぎの強さを見込んで、幅を計算しました。")


def _seasons(evaluation: Its) -> Light:
    period = evaluation.request.series.period
    if period == 1:
        return light("季節の波", Level.GOOD, "年ごとの値などで、季節の波はありません。")
    if evaluation.seasonal:
        return light("季節の波", Level.GOOD, "毎年くり返す波を除いて比べました。")
    return light(
        "季節の波",
        Level.CAUTION,
        f"2年分（{2 * period}時点）に満たないか、除かない指定なので、季節の波が残っています。",
    )


def _agreement(evaluation: Its) -> Light:
    others = evaluation.others
    same = sum(o.inference.estimate * evaluation.inference.estimate > 0 for o in others)
    if len(others) < 2:
        return light("別の計算でも同じか", Level.CAUTION, "別の計算を2通り以上できるデータがありません。")
    level = Level.GOOD if same == len(others) else Level.CAUTION
    return light("別の計算でも同じか", level, f"別の計算{len(others)}通りのうち{same}通りで、増減の向きが同じでした。")


def _dispersion(evaluation: Its) -> Light:
    factor = evaluation.model.dispersion
    if factor > 1.5 or evaluation.model.method is Method.ITS_COUNT_AR1:
        reason = f"件数の波は、偶然だけの場合の{factor:.1f}倍です。その分を見込んで計算しました。"
        return light("件数の波の大きさ", Level.CAUTION if factor > 1.5 else Level.GOOD, reason)
    return light("件数の波の大きさ", Level.GOOD, "偶然の範囲です。")
