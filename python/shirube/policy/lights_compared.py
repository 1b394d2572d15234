"""Checks the assumptions of a synthetic control and of staggered adoption."""

from __future__ import annotations

from ..result import Level, Light
from .breaks import spoiling
from .choose import controls_needed
from .inference import ALPHA
from .lights import NO_EFFECT, agreement_light, answers_lights, breaks_light, light, missing_light
from .staggered import Staggered
from .synthetic import SyntheticControl
from .wording import plural_units

__all__ = ["staggered_lights", "synthetic_lights"]

#: Gap before the start as a share of the unit's own spread: up to the first the mix follows it, beyond the second not.
_CLOSE, _FAR = 0.25, 0.5
_MOST_BROKEN = 0.05
FEW_STARTERS, FEW_NEVER = 5, 10


def synthetic_lights(evaluation: SyntheticControl) -> tuple[Light, ...]:
    """Lights of a synthetic control."""
    return (
        _fit(evaluation),
        _placebo_in_time(evaluation),
        _donors(evaluation),
        light("実施地区の数", Level.CAUTION, "実施地区が1つなので、その地区だけの事情と区別しにくくなります。"),
        _one_donor(evaluation),
        _specs(evaluation),
        missing_light(
            len(evaluation.dropped) / (len(evaluation.dropped) + evaluation.n_control + 1),
            f"{len(evaluation.dropped)}地区で値",
            f"除いた地区：{plural_units(evaluation.dropped)}。" if evaluation.dropped else "",
        ),
        *answers_lights(evaluation.request),
        _synthetic_breaks(evaluation),
    )


def _fit(evaluation: SyntheticControl) -> Light:
    label, miss = "実施前の一致", evaluation.miss
    share = f"実施前のずれは、実施地区の値のふだんの広がりの{100 * min(miss, 9.99):.0f}%です。"
    if miss > _FAR:
        return light(label, Level.BAD, f"{share}ほかの地区の組み合わせでは、実施地区の動きを再現できません。")
    level = Level.GOOD if miss <= _CLOSE else Level.CAUTION
    return light(label, level, share)


def _placebo_in_time(evaluation: SyntheticControl) -> Light:
    label, effect = "始める前に見立てたときのずれ", abs(evaluation.inference.estimate)
    moved = max((abs(gap) for _, gap in evaluation.in_time), default=float("nan"))
    if not evaluation.in_time or effect == 0:
        return light(label, Level.CAUTION, "確かめられる時点がありません。")
    share = f"もっと前に始めたと見立てても、結論の{100 * moved / effect:.0f}%の差が出ます。"
    level = Level.GOOD if moved < effect / 2 else Level.CAUTION if moved < effect else Level.BAD
    return light(label, level, share)


def _donors(evaluation: SyntheticControl) -> Light:
    n = evaluation.n_control
    if evaluation.inference.smallest_p > ALPHA:
        reason = f"{n}地区では、どんなに大きな差も偶然と見分けられません（{controls_needed(1)}地区以上が必要です）。"
        return light("比較地区の数", Level.BAD, reason)
    return light("比較地区の数", Level.GOOD, f"{n}地区です。")


def _one_donor(evaluation: SyntheticControl) -> Light:
    label, effect = "1地区に頼っていないか", evaluation.inference.estimate
    if not evaluation.without:
        return light(label, Level.CAUTION, "確かめられませんでした。")
    unit, weakest = min(evaluation.without, key=lambda pair: pair[1] * (1 if effect > 0 else -1))
    if weakest * effect > 0 and abs(weakest) >= abs(effect) / 2:
        return light(label, Level.GOOD, "組み合わせた地区を1つずつ除いても、大きさは半分より小さくなりません。")
    return light(label, Level.CAUTION, f"「{unit}」を除くと、大きさが半分より小さくなるか、向きが変わります。")


def _specs(evaluation: SyntheticControl) -> Light:
    label, found = "別の計算でも同じか", [s for s in evaluation.specs if s.decides]
    same = sum(s.same_sign for s in found)
    beyond = sum(s.p <= ALPHA for s in found)
    words = f"別の計算{len(found)}通りのうち、増減の向きが同じもの{same}、偶然の揺れを超えたもの{beyond}です。"
    if len(found) < 2:
        return light(label, Level.CAUTION, "別の計算を2通り以上できるデータがありません。")
    main = evaluation.inference.p <= ALPHA
    settled = same == len(found) and beyond == (len(found) if main else 0)
    return light(label, Level.GOOD if settled else Level.CAUTION, words)


def _synthetic_breaks(evaluation: SyntheticControl) -> Light:
    found = evaluation.breaks
    certain = spoiling(evaluation.panel, found)
    if not certain and evaluation.broken_weight > _MOST_BROKEN:
        controls = spoiling(evaluation.panel, found, treated=False)
        reason = f"比べる相手に、断絶のある地区が入っています。{controls[0].sentence}{NO_EFFECT}"
        return light("合併・定義の変更", Level.BAD, reason)
    others = tuple(b for b in found if b.kind != "jump" or b.unit != evaluation.panel.units[0])
    return breaks_light(evaluation.request.boundary_change, certain, others)


def staggered_lights(evaluation: Staggered) -> tuple[Light, ...]:
    """Lights of staggered adoption."""
    request, whole = evaluation.request, len(evaluation.request.adoption.units)
    data = request.adoption.as_panel
    found = evaluation.breaks
    starters = {unit for unit, flag in zip(data.units, data.treated, strict=True) if flag}
    return (
        _before(evaluation),
        _starters(evaluation),
        _never(evaluation),
        agreement_light(evaluation.specs),
        missing_light(
            len(evaluation.dropped) / whole,
            f"{len(evaluation.dropped)}地区で、値か始める前の時点",
            f"除いた地区：{plural_units(evaluation.dropped)}。" if evaluation.dropped else "",
        ),
        *answers_lights(request),
        breaks_light(
            request.boundary_change,
            spoiling(data, found),
            tuple(b for b in found if b.kind != "jump" or b.unit not in starters),
        ),
    )


def _before(evaluation: Staggered) -> Light:
    label, before = "実施前の動き", evaluation.before
    if before is None:
        return light(
            label, Level.CAUTION, "始める前が1時点しかないため、もともとの動きが同じだったか確かめられません。"
        )
    if before.smallest_p > ALPHA:
        return light(label, Level.CAUTION, "地区の数が足りず、もともとの動きが同じだったか確かめられません。")
    if before.p <= ALPHA:
        return light(label, Level.BAD, "始める前から、始めた地区と始めない地区の動きが違っていました。")
    return light(label, Level.GOOD, "始める直前までの動きに、違いは見つかりませんでした。")


def _starters(evaluation: Staggered) -> Light:
    n, groups = evaluation.n_treated, len(evaluation.by_start.at)
    reason = f"{n}地区（始めた時点は{groups}通り）です。"
    if n <= FEW_STARTERS:
        return light("実施地区の数", Level.CAUTION, f"{reason}その地区だけの事情と区別しにくくなります。")
    return light("実施地区の数", Level.GOOD, reason)


def _never(evaluation: Staggered) -> Light:
    n = evaluation.n_control
    if evaluation.inference.smallest_p > ALPHA:
        return light("比較地区の数", Level.BAD, f"{n}地区では、どんなに大きな差も偶然と見分けられません。")
    level = Level.CAUTION if n < FEW_NEVER else Level.GOOD
    few = "少なめです。" if n < FEW_NEVER else ""
    return light("比較地区の数", level, f"最後まで始めない地区が{n}あります。{few}")
