"""Reports before any evaluation: which design to use, and what a study of a given size could see."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import DesignError
from ..result import Column, Figure, Format, Level, Provenance, Result, Setting, Table
from . import mde
from .choose import Facts, Option
from .verdict_before_after import fall
from .verdict_parts import UNDECIDABLE, about
from .wording import digits_for

__all__ = ["DESIGNS", "MdeRequest", "report_choice", "report_mde"]

_MARKS = {Level.GOOD: "○ 使える", Level.CAUTION: "△ 注意して使える", Level.BAD: "× 使えない"}
_TIMES = (0.5, 1, 2, 4, 8)


def report_choice(
    facts: Facts, options: tuple[Option, ...], provenance: Provenance | None = None, *, read: str = ""
) -> Result:
    """Word the ranked designs; `read` says which columns were taken for what.

    >>> from .choose import choose
    >>> print(report_choice(Facts(pairs=40), choose(Facts(pairs=40))).conclusion[0])
    このデータでは［前後比較］が使えます（証拠の強さは5段階のうち1）。
    """
    best = options[0]
    if best.fit is Level.BAD:
        lead = "このデータだけでは、前と後を比べられません。"
    else:
        lead = f"このデータでは［{best.label}］が使えます（証拠の強さは5段階のうち{best.level}）。"
    add = best.add[0] if best.add else ""
    columns = (
        Column("rank", "順位", Format.COUNT),
        Column("design", "方法"),
        Column("fit", "使えるか"),
        Column("level", "証拠の強さ", Format.COUNT),
        Column("why", "なぜ"),
        Column("why_not", "気を付けること"),
        Column("add", "足すとよいデータ"),
    )
    rows = tuple(
        (i, o.label, _MARKS[o.fit], o.level, "".join(o.why), "".join(o.why_not), "".join(o.add))
        for i, o in enumerate(options, 1)
    )
    note = "証拠の強さは、比べる相手の確かさの5段階（1：前後だけ、3：比べる地区がある、5：くじで分けた）です。"
    return Result(
        title="方法の選び方",
        question="手元のデータで、政策の前後をどの方法で比べられるか",
        conditions=read,
        base=_counts(facts),
        conclusion=tuple(filter(None, (lead, *best.why_not, add))),
        tables=(Table("plan_choice", "使える方法（上ほどよい）", columns, rows, notes=(note,)),),
        settings=(Setting("方法", "方法の選び方"),),
        provenance=provenance or Provenance(),
    )


def _counts(facts: Facts) -> str:
    if facts.pairs:
        return f"対応のある組 {facts.pairs:,}"
    if not facts.start_known:
        return f"実施地区 {facts.treated}、比較地区 {facts.control}、全部で {facts.before}時点（始めた時点は不明）"
    return f"実施地区 {facts.treated}、比較地区 {facts.control}、実施前 {facts.before}時点、実施後 {facts.after}時点"


@dataclass(frozen=True, slots=True)
class MdeRequest:
    """What is planned.

    Attributes
    ----------
    design
        平均, 対応のある平均, 割合, 件数, 差の差, 時系列.
    n, other
        平均: people before and after. 対応のある平均: pairs. 割合: people each time. 件数: events before, and the
        length of the period after relative to before. 差の差: treated and control units. 時系列: times before, after.
    spread
        Standard deviation (割合: the share before, 0–1; not used for 件数).
    before, after, memory
        差の差: times, and memory from one time to the next. 時系列: memory.
    unit
        Unit of the outcome.
    target
        Effect that is hoped for, in the unit of the answer; ``None`` when not stated.
    """

    design: str = "平均"
    n: float = 100
    other: float | None = None
    spread: float = 1.0
    before: float = 5
    after: float = 3
    memory: float = 0.5
    unit: str = ""
    target: float | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    counted: str
    at_once: Callable[[MdeRequest, float], float]
    unit: str = ""


def _second(request: MdeRequest, factor: float) -> float:
    return (request.n if request.other is None else request.other) * factor


def _whole(value: float) -> int:
    return max(1, math.floor(value + 0.5))


_PLANS = {
    "平均": _Plan("前後それぞれの人数", lambda r, f: mde.mde_means(_whole(r.n * f), _whole(_second(r, f)), r.spread)),
    "対応のある平均": _Plan("組数", lambda r, f: mde.mde_paired(_whole(r.n * f), r.spread)),
    "割合": _Plan("前後それぞれの人数", lambda r, f: mde.mde_shares(_whole(r.n * f), r.spread), "ポイント"),
    "件数": _Plan("前の件数", lambda r, f: mde.mde_counts(r.n * f, r.other or 1.0), "%"),
    "差の差": _Plan(
        "比較地区の数",
        lambda r, f: mde.mde_did(
            _whole(r.n), _whole(_second(r, f)), _whole(r.before), _whole(r.after), r.spread, r.memory
        ),
    ),
    "時系列": _Plan(
        "前後それぞれの時点の数", lambda r, f: mde.mde_its(_whole(r.n * f), _whole(_second(r, f)), r.spread, r.memory)
    ),
}
DESIGNS = tuple(_PLANS)


def report_mde(request: MdeRequest, provenance: Provenance | None = None) -> Result:
    """Say what a study of this size could see, and what half, twice, four times the size could.

    Raises
    ------
    DesignError
        SB-S421–S423: impossible figures.

    >>> print(report_mde(MdeRequest("割合", 100, spread=0.3)).conclusion[0])
    この数では、約20ポイントより小さい変化は見分けられません。
    """
    plan = _PLANS[request.design]
    unit = plan.unit or request.unit
    smallest = plan.at_once(request, 1)
    columns = (
        Column("n", plan.counted, Format.COUNT),
        Column("mde", "見分けられる最小の変化", Format.NUMBER, unit, digits_for(smallest, math.nan, math.nan)),
        Column("text", "読み方"),
    )
    return Result(
        title="見分けられる最小の変化",
        question="この数で、どのくらいの変化なら偶然と見分けられるか（始める前の見積もり）",
        conditions=f"方法：{request.design}、8割の確かさで見つけられる大きさ",
        base=f"{plan.counted}：{_whole(_second(request, 1) if request.design == '差の差' else request.n):,}",
        conclusion=_answer(request, smallest, unit),
        figures=(Figure("見分けられる最小の変化", _worded(request, smallest, unit), "この数で"),),
        tables=(Table("plan_mde", "数を変えたとき", columns, _sizes(request, unit)),),
        settings=_settings(request),
        provenance=provenance or Provenance(),
    )


def _sizes(request: MdeRequest, unit: str) -> tuple[tuple[int, float | None, str], ...]:
    plan, rows = _PLANS[request.design], []
    for factor in _TIMES:
        try:
            value = plan.at_once(request, factor)
        except DesignError:
            value = math.nan
        size = _second(request, factor) if request.design == "差の差" else request.n * factor
        rows.append((_whole(size), value if math.isfinite(value) else None, _worded(request, value, unit)))
    return tuple(rows)


def _settings(request: MdeRequest) -> tuple[Setting, ...]:
    return (
        Setting("方法", request.design),
        Setting("数", request.n),
        Setting("もう一方の数", request.other),
        Setting("ばらつき", request.spread, "割合では、いまの割合（0〜1）"),
        Setting("実施前の時点", request.before),
        Setting("実施後の時点", request.after),
        Setting("引き継ぎの強さ", request.memory, "前の時点の値をどれだけ引き継ぐか（−1〜1）"),
    )


def _worded(request: MdeRequest, value: float, unit: str) -> str:
    if not math.isfinite(value):
        return "判定不能"
    if request.design == "件数":
        return f"増加なら{about(value, '%')}、減少なら{about(fall(value), '%')}"
    return about(value, unit)


def _answer(request: MdeRequest, smallest: float, unit: str) -> tuple[str, ...]:
    if not math.isfinite(smallest):
        lead = f"この数では、どんなに大きな変化も偶然と見分けられません。{UNDECIDABLE}"
        return lead, "数年分をまとめるか、近隣の市町村と合わせて、数を増やしてください。"
    if request.design == "件数":
        down = about(fall(smallest), "%")
        lead = f"この数では、{about(smallest, '%')}より小さい増加と、{down}より小さい減少は見分けられません。"
    else:
        lead = f"この数では、{about(smallest, unit)}より小さい変化は見分けられません。"
    if request.target is None:
        return (lead,)
    if abs(request.target) >= smallest:
        return lead, "見込んでいる変化は、見分けられる大きさです。"
    return lead, "見込んでいる変化は、これより小さいので、始める前に数を増やすか、比べる期間を延ばしてください。"
