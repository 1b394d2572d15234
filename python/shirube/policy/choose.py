"""方法を選ぶ: which designs the data allow, best first, why, why not, and what would raise the evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..result import Level
from .inference import ALPHA, FEW_ON_ONE_SIDE
from .its import FEWEST_AFTER, FEWEST_BEFORE
from .its_models import ENOUGH_FOR_MEMORY
from .staggered import FEWEST_NEVER
from .synthetic import FEWEST_BEFORE as _LONG_BEFORE
from .synthetic import FEWEST_CONTROLS as _DONORS

__all__ = ["Facts", "Option", "choose", "controls_needed"]

_TREND_TIMES = 2
_NO_START = "いつ始めたかが、表から分かりません。"
_SAY_START = "始めた時点を指定してください（または、実施の列を、始めてからだけ1にしてください）。"
_EACH_SIDE = 30  # units on each side of a threshold


@dataclass(frozen=True, slots=True)
class Facts:
    """What the selected table holds.

    Attributes
    ----------
    treated, control
        Units with and without the policy; 0 and 0 when the table has no units.
    before, after
        Times before and under the policy.
    pairs
        People or places measured once before and once after.
    kind
        Kind of the outcome.
    staggered
        Units started at different times.
    threshold
        A rule (population, income, age) decided who got the policy.
    period
        Steps after which seasons repeat; 1 = none.
    start_known
        The table or the user says when the policy began.
    """

    treated: int = 0
    control: int = 0
    before: int = 0
    after: int = 0
    pairs: int = 0
    kind: Literal["continuous", "binary", "count"] = "continuous"
    staggered: bool = False
    threshold: bool = False
    period: int = 1
    start_known: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """One design: its verb, name, whether it can be used (○△×), evidence level reached, and the reasons in words."""

    verb: str
    label: str
    fit: Level
    level: int
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    add: tuple[str, ...]


def choose(facts: Facts) -> tuple[Option, ...]:
    """Rank the designs: usable ones first, then by the evidence they reach, then by the number of reservations.

    >>> [o.verb for o in choose(Facts(treated=1, control=25, before=4, after=3))][:2]
    ['did', 'its']
    >>> choose(Facts(pairs=40))[0].verb
    'before_after'
    """
    options = (_did(facts), _synthetic(facts), _staggered(facts), _its(facts), _before_after(facts), _threshold(facts))
    order = {Level.GOOD: 0, Level.CAUTION: 1, Level.BAD: 2}
    usable = [o for o in options if o.fit is not Level.BAD]
    others = [o for o in options if o.fit is Level.BAD]
    usable.sort(key=lambda o: (-o.level, order[o.fit], len(o.why_not)))
    others.sort(key=lambda o: (not o.why, len(o.why_not), -o.level))  # what lacks least comes first
    return (*usable, *others)


def controls_needed(treated: int) -> int:
    """Fewest controls with which any effect could be told from chance by relabelling.

    >>> controls_needed(1), controls_needed(2), controls_needed(3)
    (19, 5, 4)
    """
    need = 1
    while (2 if need == treated else 1) / math.comb(treated + need, treated) > ALPHA:
        need += 1
    return need


def _verdict(why_not: list[str], fatal: bool) -> Level:
    return Level.BAD if fatal else Level.CAUTION if why_not else Level.GOOD


def _did(f: Facts) -> Option:
    why, why_not, add = [], [], []
    fatal = not (f.treated and f.control and f.before and f.after) or f.staggered
    if f.treated and f.control:
        why.append(f"実施{f.treated}地区と比較{f.control}地区があり、同じ時期の動きと比べられます。")
    else:
        why_not.append("実施していない地区の値がありません。")
        add.append(
            "近隣の市町村など、実施していない地区の同じ指標を、同じ時点で足してください（証拠の強さが上がります）。"
        )
    if f.staggered:
        why_not.append("地区によって始めた時点が違います（［段階的な導入］を使ってください）。")
    if not f.start_known:
        why_not.append(_NO_START)
        add.append(_SAY_START)
    if f.before < _TREND_TIMES:
        why_not.append("実施前の動きが同じだったかを確かめられません。")
        add.append("実施前の時点を2つ以上（できれば5つ以上）にしてください（証拠の強さ2→3）。")
    if f.treated and f.control:
        need = controls_needed(f.treated)
        if f.control < need:
            why_not.append(
                f"比較地区が{f.control}では、どんなに大きな効果も偶然と見分けられません。この数では判定不能です。"
            )
            add.append(f"比較地区を{need}以上にしてください。")
        elif f.treated <= FEW_ON_ONE_SIDE:
            why_not.append("実施地区が少ないので、大きな効果しか見分けられません。")
    level = 3 if f.before >= _TREND_TIMES and f.control >= 2 else 2
    return Option("did", "差の差", _verdict(why_not, fatal), level, tuple(why), tuple(why_not), tuple(add))


def _synthetic(f: Facts) -> Option:
    why, why_not, add = [], [], []
    if f.treated > 1:
        why_not.append("実施地区が2つ以上のときは、差の差の方が向いています。")
    if not f.start_known:
        why_not.append(_NO_START)
        add.append(_SAY_START)
    if f.before < _LONG_BEFORE:
        why_not.append(f"実施前が{f.before}時点では、似た動きの組み合わせを作れません。")
        add.append(f"実施前を{_LONG_BEFORE}時点以上にしてください。")
    if f.control < _DONORS:
        why_not.append(f"比較地区が{f.control}では、組み合わせる相手が足りません。")
        add.append(f"比較地区を{_DONORS}以上（偶然と見分けるには19以上）にしてください。")
    fatal = bool(why_not) or f.treated != 1 or f.staggered
    if not fatal:
        why.append("実施が1地区で、実施前が長く、比較地区が多いので、よく似た動きを組み合わせて比べられます。")
    if not fatal and f.control < controls_needed(1):
        why_not.append("偶然と見分けるには、比較地区が足りません。")
    return Option("synthetic", "合成した比較地区", _verdict(why_not, fatal), 3, tuple(why), tuple(why_not), tuple(add))


def _staggered(f: Facts) -> Option:
    why, why_not, add = [], [], []
    if not f.staggered:
        why_not.append("始めた時点が一つなので、必要ありません。")
    elif f.control >= FEWEST_NEVER:
        why.append("地区によって始めた時点が違うので、始めていない地区と、始めた時点ごとに比べます。")
        if f.treated <= FEW_ON_ONE_SIDE:
            why_not.append("始めた地区が少ないので、大きな効果しか見分けられません。")
    else:
        why_not.append(f"最後まで始めない地区が{f.control}しかありません（{FEWEST_NEVER}以上が必要です）。")
        add.append("始めていない地区の値を足してください。")
    fatal = not f.staggered or f.control < FEWEST_NEVER
    return Option("staggered", "段階的な導入", _verdict(why_not, fatal), 3, tuple(why), tuple(why_not), tuple(add))


def _its(f: Facts) -> Option:
    why, why_not, add = [], [], []
    fatal = f.before < FEWEST_BEFORE or f.after < FEWEST_AFTER
    n = f.before + f.after
    if not f.start_known:
        why_not.append(_NO_START)
        add.append(_SAY_START)
    elif fatal:
        why_not.append(f"前{f.before}・後{f.after}時点では足りません（前{FEWEST_BEFORE}・後{FEWEST_AFTER}以上）。")
    else:
        why.append("時点が並んでいるので、それまでの動きが続いた場合と比べられます。")
    if n < ENOUGH_FOR_MEMORY or f.before < _LONG_BEFORE:
        why_not.append("時点が少なく、偶然の波と見分けにくいです。")
        add.append(f"年度ごとの値を月ごとに替えるか、前を{_LONG_BEFORE}時点以上にしてください。")
    elif f.period > 1 and n < 2 * f.period:
        why_not.append("2年分に満たないので、季節の波を除けません。")
        add.append("2年分以上の値にしてください。")
    if not f.control:
        why_not.append("比べる相手がなく、同じ時期の別の出来事と区別できません。")
        add.append("実施していない地区の同じ指標を1つでも足すと、証拠の強さが2→3になります。")
    level = 3 if f.control else 2
    return Option("its", "時系列の前後", _verdict(why_not, fatal), level, tuple(why), tuple(why_not), tuple(add))


def _before_after(f: Facts) -> Option:
    why, add = [], []
    fatal = not f.pairs and not (f.before and f.after)
    names = {"continuous": "量", "binary": "はい・いいえ", "count": "件数"}
    if f.pairs:
        why.append(f"同じ人や場所を2回測った{f.pairs}組があります（値の種類：{names[f.kind]}）。")
    elif not fatal:
        why.append(f"前と後の値があります（値の種類：{names[f.kind]}）。")
    why_not = ["比べる相手がないので、変化が政策によるものかは分かりません。"]
    if fatal:
        why_not.append("前と後の値がそろっていません。")
    add.append("実施しなかった人や地区の同じ時期の値を集めると、証拠の強さが1→3になります。")
    return Option("before_after", "前後比較", _verdict(why_not, fatal), 1, tuple(why), tuple(why_not), tuple(add))


def _threshold(f: Facts) -> Option:
    if not f.threshold:
        why_not = ("人口・所得・年齢などの線引きで対象が決まったのではありません。",)
        return Option("threshold", "線引きの前後", Level.BAD, 4, (), why_not, ())
    why_not = ("この版では計算できません。",)
    add = (f"線引きの両側に{_EACH_SIDE}以上の地区や人の値を残しておいてください。専門家に相談する価値があります。",)
    return Option("threshold", "線引きの前後", Level.BAD, 4, ("線引きで対象が決まっています。",), why_not, add)
