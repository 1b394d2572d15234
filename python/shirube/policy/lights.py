"""Checks the assumptions of an evaluation and gives each a signal with its reason in plain words."""

from __future__ import annotations

from typing import Protocol

from ..result import Column, Detail, Level, Light, Table
from .before_after import BeforeAfter
from .breaks import Break, spoiling
from .did import Did
from .inference import ALPHA, Method
from .specs import Spec
from .wording import plural_units

__all__ = [
    "NO_EFFECT",
    "agreement_light",
    "answers_lights",
    "asked_light",
    "before_after_lights",
    "breaks_light",
    "did_lights",
    "light",
    "lights_detail",
    "missing_light",
    "page_lights",
]

_WORDS = {Level.GOOD: "良い", Level.CAUTION: "注意", Level.BAD: "不可"}
FEWEST_PAIRS, FEW_PEOPLE = 6, 20
#: Said of every break that could pass for an effect.
NO_EFFECT = "この動きは政策の効果ではありません。"


def before_after_lights(evaluation: BeforeAfter) -> tuple[Light, ...]:
    """Lights of a before/after comparison."""
    request = evaluation.request
    lights = [
        light("比べる相手", Level.BAD, "比べる相手がないので、何もしなくても起きた変化と区別できません。"),
        _size(evaluation),
        _dropped(evaluation),
        _selection(evaluation),
        asked_light("同時期の別の施策や出来事", request.other_policies, "同じ時期に別の施策や出来事があります。"),
        breaks_light(request.definition_change, evaluation.breaks, ()),
    ]
    if evaluation.specs:
        lights.insert(2, agreement_light(evaluation.specs))
    if request.kind == "count":
        lights.append(_dispersion(evaluation))
    return tuple(lights)


def did_lights(evaluation: Did) -> tuple[Light, ...]:
    """Lights of a comparison with control units."""
    request = evaluation.request
    spots = evaluation.missing_share
    dropped = f"除いた地区：{plural_units(evaluation.dropped)}。" if evaluation.dropped else ""
    return (
        _pre_trend(evaluation),
        _treated_units(evaluation),
        _control_units(evaluation),
        _periods(evaluation),
        _agreement(evaluation),
        missing_light(
            max(spots, len(evaluation.dropped) / len(request.panel.units)), f"{100 * spots:.0f}%の欄", dropped
        ),
        *answers_lights(request),
        _breaks(evaluation),
    )


class Answers(Protocol):
    """What only the staff can say about treated and control units."""

    @property
    def chosen_by_outcome(self) -> bool | None: ...
    @property
    def other_policies(self) -> bool | None: ...
    @property
    def spillover(self) -> bool | None: ...


def answers_lights(request: Answers) -> tuple[Light, ...]:
    """Lights of the questions every comparison with control units asks the staff."""
    return (
        asked_light(
            "実施地区の選び方",
            request.chosen_by_outcome,
            "成果が悪い（良い）地区を選んで始めたので、平均に戻る動きが混じります。",
        ),
        asked_light("同時期の別の施策", request.other_policies, "実施地区だけに、同じ時期の別の施策があります。"),
        asked_light("比較地区への波及", request.spillover, "比較地区にも影響が及んでいます。"),
    )


def light(label: str, level: Level, reason: str) -> Light:
    """Make a light with the usual word of its level."""
    return Light(label, level, _WORDS[level], reason)


_NOT_ASKED = "データからは分かりません。担当者が確かめてください。"


def page_lights(lights: tuple[Light, ...]) -> tuple[Light, ...]:
    """The lights of page one: the conclusion and whatever needs care one by one, the rest named on one line each.

    >>> asked = tuple(asked_light(label, None, "") for label in ("対象の選び方", "比較地区への波及"))
    >>> whole = (Light("結論の確からしさ", Level.CAUTION, "注意", "…"), light("欠けている値", Level.GOOD, "…"), *asked)
    >>> [(lamp.label, lamp.word) for lamp in page_lights(whole)]
    [('結論の確からしさ', '注意'), ('担当者が確かめること', '未確認'), ('そのほかの前提', '良い')]
    """
    first, *rest = lights
    asked = [lamp for lamp in rest if lamp.reason == _NOT_ASKED]
    good = [lamp for lamp in rest if lamp.level is Level.GOOD]
    kept = [lamp for lamp in rest if lamp not in asked and lamp not in good]
    lines = [first, *kept]
    if asked:
        names = "、".join(lamp.label for lamp in asked)
        lines.append(Light("担当者が確かめること", Level.CAUTION, "未確認", f"{names}は、データからは分かりません。"))
    if good:
        names = "、".join(lamp.label for lamp in good)
        lines.append(Light("そのほかの前提", Level.GOOD, _WORDS[Level.GOOD], f"{names}に、問題は見つかりません。"))
    return tuple(lines)


def lights_detail(key: str, lights: tuple[Light, ...]) -> Detail:
    """Every light with its reason, for 統計の詳細."""
    columns = (
        Column("label", "確認すること", width=24),
        Column("light", "信号", width=8),
        Column("word", "判定", width=10),
        Column("reason", "理由", width=60),
    )
    rows = tuple((lamp.label, lamp.level.value, lamp.word, lamp.reason) for lamp in lights)
    return Detail("前提の確認（すべて）", tables=(Table(key, "前提の信号", columns, rows),))


def asked_light(label: str, answer: bool | None, reason: str) -> Light:
    """Make the light of a question only the staff can answer."""
    if answer is None:
        return Light(label, Level.CAUTION, "未確認", _NOT_ASKED)
    return light(label, Level.BAD, reason) if answer else light(label, Level.GOOD, "担当者が「ない」と確かめました。")


def missing_light(share: float, amount: str, more: str = "") -> Light:
    """Make the light of missing values by their share."""
    if share == 0:
        return light("欠けている値", Level.GOOD, "欠けている値はありません。")
    level = Level.GOOD if share < 0.05 else Level.CAUTION if share < 0.3 else Level.BAD
    return light("欠けている値", level, f"{amount}が欠けています。{more}")


# ------------------------------------------------------------------------------------------------ 前後比較
def _dropped(evaluation: BeforeAfter) -> Light:
    measured, paired = evaluation.measured, evaluation.request.paired
    used = measured.before.n if paired else measured.before.n + measured.after.n
    amount = f"{measured.dropped}{'組' if paired else '件'}"
    return missing_light(
        measured.dropped / (used + measured.dropped), amount, "途中で抜けた人などに偏りがないか確かめてください。"
    )


def _size(evaluation: BeforeAfter) -> Light:
    measured, request = evaluation.measured, evaluation.request
    if request.kind == "count":
        return light(
            "データの数", Level.GOOD, f"事前{measured.before.n}個、事後{measured.after.n}個の件数を使いました。"
        )
    n = min(measured.before.n, measured.after.n)
    noun = "組" if request.paired else "件（少ない方）"
    if measured.inference.method is Method.NONE:
        return light("データの数", Level.BAD, f"{n}{noun}ありますが、ばらつきがないので確かめられません。")
    if n < FEWEST_PAIRS or measured.inference.smallest_p > ALPHA:
        return light("データの数", Level.BAD, f"{n}{noun}では、どんな変化も偶然と見分けられません。")
    level = Level.CAUTION if n < FEW_PEOPLE else Level.GOOD
    return light("データの数", level, f"{n}{noun}を使いました。" + ("少なめです。" if n < FEW_PEOPLE else ""))


def _selection(evaluation: BeforeAfter) -> Light:
    label, chosen = "対象の選び方", evaluation.request.selected_on_baseline
    if chosen is None:
        reason = "事前の値を見て対象を選んだかどうかを確かめてください。選んだなら、平均に戻る動きが混じります。"
        return Light(label, Level.CAUTION, "未確認", reason)
    if chosen:
        return light(
            label, Level.BAD, "事前の値が悪い（良い）人や場所を選んだので、何もしなくても平均に戻る動きが混じります。"
        )
    return light(label, Level.GOOD, "事前の値で選んでいません。")


def _dispersion(evaluation: BeforeAfter) -> Light:
    factor = evaluation.measured.dispersion
    if factor > 1:
        reason = f"件数の波が、偶然だけの場合の{factor:.1f}倍あります。その分、幅を広げて計算しました。"
        return light("件数の波の大きさ", Level.CAUTION, reason)
    if evaluation.measured.before.n + evaluation.measured.after.n < 4:
        return Light(
            "件数の波の大きさ",
            Level.CAUTION,
            "未確認",
            "合計だけでは確かめられません。月別などの件数を入れてください。",
        )
    return light("件数の波の大きさ", Level.GOOD, "偶然の範囲です。")


# ------------------------------------------------------------------------------------------------ 差の差
def _pre_trend(evaluation: Did) -> Light:
    label, trend = "実施前の動き", evaluation.pretrend
    if trend is None:
        return light(label, Level.CAUTION, "実施前が1時点しかないため、もともとの動きが同じだったか確かめられません。")
    if trend.differs:
        return light(label, Level.BAD, "実施前から、実施地区と比較地区の動きが違っていました。")
    if not trend.checkable:
        return light(label, Level.CAUTION, "地区の数が足りず、もともとの動きが同じだったか確かめられません。")
    if trend.could_explain(evaluation.inference.estimate):
        reason = (
            f"実施前{trend.periods}時点の動きに違いは見つかりませんが、"
            "この差を説明できるほどの違いを見落とすおそれがあります。"
        )
        return light(label, Level.CAUTION, reason)
    return light(label, Level.GOOD, f"実施前{trend.periods}時点の動きに違いは見つかりませんでした。")


def _treated_units(evaluation: Did) -> Light:
    n = evaluation.n_treated
    if n <= 5:
        reason = (
            f"実施地区が{n}だけなので、地区を入れ替えて比べる方法だけで判断しました。"
            "その地区だけの事情と区別しにくくなります。"
        )
        return light("実施地区の数", Level.CAUTION, reason)
    return light("実施地区の数", Level.GOOD, f"{n}地区です。")


def _control_units(evaluation: Did) -> Light:
    n, smallest = evaluation.n_control, evaluation.inference.smallest_p
    if smallest > ALPHA:
        return light("比較地区の数", Level.BAD, f"{n}地区では、どんなに大きな差も偶然と見分けられません。")
    level = Level.CAUTION if n < 10 else Level.GOOD
    return light("比較地区の数", level, f"{n}地区です。" + ("少なめです。" if n < 10 else ""))


def _periods(evaluation: Did) -> Light:
    data = evaluation.request.panel
    before, after = data.start, len(data.times) - data.start
    level = Level.GOOD if before >= 3 and after >= 2 else Level.CAUTION
    return light("時点の数", level, f"実施前{before}時点、実施後{after}時点です。")


def breaks_light(asked: bool | None, certain: tuple[Break, ...], others: tuple[Break, ...]) -> Light:
    """Make the light of breaks: those that could pass for an effect, the answer of the staff, then all others."""
    label = "合併・定義の変更"
    if certain:
        return light(label, Level.BAD, f"{certain[0].sentence}{NO_EFFECT}")
    if asked:
        return light(label, Level.BAD, "期間中に合併や指標の定義の変更があります。")
    if others:
        more = f"ほか{len(others) - 1}件。" if len(others) > 1 else ""
        return light(label, Level.CAUTION, f"{others[0].sentence}{more}")
    return asked_light(label, asked, "")


def _breaks(evaluation: Did) -> Light:
    found = evaluation.breaks
    certain = spoiling(evaluation.request.panel, found)
    others = tuple(b for b in found if b.kind != "jump" or b.unit in _control_names(evaluation))
    return breaks_light(evaluation.request.boundary_change, certain, others)


def _control_names(evaluation: Did) -> set[str]:
    data = evaluation.request.panel
    return {unit for unit, flag in zip(data.units, data.treated, strict=True) if not flag}


def _agreement(evaluation: Did) -> Light:
    return agreement_light(evaluation.specs)


def agreement_light(specs: tuple[Spec, ...]) -> Light:
    """Make the light of other calculations by how many share the sign."""
    same = sum(spec.same_sign for spec in specs)
    if len(specs) < 2:
        return light("別の計算でも同じか", Level.CAUTION, "別の計算を2通り以上できるデータがありません。")
    level = Level.GOOD if same == len(specs) else Level.CAUTION
    return light("別の計算でも同じか", level, f"別の計算{len(specs)}通りのうち{same}通りで、増減の向きが同じでした。")
