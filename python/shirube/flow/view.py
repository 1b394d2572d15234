"""How a process looks now and after the changes: who does what, hand-overs, waits, re-typing, hours.

>>> from .steps import Change, Flow, Step
>>> steps = (Step("S1", "受付", "窓口", next="S2"), Step("S2", "転記", "係", next="S3", change=Change.STOP),
...          Step("S3", "決裁", "課長"))
>>> now, after = (view(Flow(steps, (), ()), after=a).totals for a in (False, True))
>>> (now.steps, now.handovers), (after.steps, after.handovers)
((3, 2), (2, 1))
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .steps import Change, Flow, Measured, Step

__all__ = ["RESIDENTS", "Hours", "Row", "Totals", "View", "hours", "view"]

#: Who is not paid for the time: it is counted, but apart.
RESIDENTS = frozenset(
    [
        "住民",
        "市民",
        "町民",
        "村民",
        "区民",
        "県民",
        "申請者",
        "申込者",
        "届出人",
        "利用者",
        "来庁者",
        "本人",
        "家族",
        "保護者",
    ]
)


@dataclass(frozen=True)
class Row:
    """One step as it is drawn: minutes of this view, next steps that are still there, and what costs time."""

    step: Step
    minutes: float | None
    wait: float | None
    next: str
    branch: str
    branch_to: str
    handed_over: bool
    returns: bool


@dataclass(frozen=True)
class Totals:
    """Counts of a view; minutes and waits are of one case that goes straight on."""

    steps: int
    minutes: float
    handovers: int
    retyped: int
    waits: int
    wait_minutes: float
    branches: int
    returns: int
    lanes: int


@dataclass(frozen=True)
class View:
    """The process now or after."""

    rows: tuple[Row, ...]
    lanes: tuple[str, ...]
    totals: Totals


@dataclass(frozen=True)
class Hours:
    """Hours a year of steps whose minutes are known alike (`before` and `after` say how), residents' apart."""

    resident: bool
    before: Measured
    after: Measured
    steps: int
    hours_before: float
    hours_after: float


def view(flow: Flow, *, after: bool) -> View:
    """Look at the process as it is, or as it will be: steps to be stopped are gone and their links lead on."""
    by_id = {step.id: step for step in flow.steps}
    kept = [step for step in flow.steps if not (after and step.change is Change.STOP)]

    def onward(name: str) -> str:
        while name and after and by_id[name].change is Change.STOP:
            name = by_id[name].next
        return name

    rows = []
    for step in kept:
        following, target = onward(step.next), onward(step.branch_to)
        branch = step.branch if target and target != following else ""
        rows.append(
            Row(
                step,
                _after_minutes(step) if after else step.minutes,
                step.after_wait if after and step.after_wait is not None else step.wait,
                following,
                branch,
                target if branch else "",
                bool(following) and by_id[following].who != step.who,
                bool(branch) and step.id in flow.returns,
            )
        )
    lanes = tuple(dict.fromkeys(step.who for step in kept))
    return View(tuple(rows), lanes, _totals(rows, lanes))


def _after_minutes(step: Step) -> float | None:
    if step.change is Change.STOP:
        return 0.0
    if step.change is Change.KEEP or step.after_minutes is None:
        return step.minutes
    return step.after_minutes


def _totals(rows: list[Row], lanes: tuple[str, ...]) -> Totals:
    waits = [row.wait for row in rows if row.wait]
    return Totals(
        len(rows),
        sum(row.minutes or 0.0 for row in rows),
        sum(row.handed_over for row in rows),
        sum(row.step.retyped for row in rows),
        len(waits),
        sum(waits),
        sum(bool(row.branch) for row in rows),
        sum(row.returns for row in rows),
        len(lanes),
    )


def hours(flow: Flow) -> tuple[tuple[Hours, ...], tuple[str, ...]]:
    """Hours a year now and after, apart for 実測 and 見込み; and the steps without minutes or cases.

    >>> one = Step("S1", "受付", "窓口", minutes=10, count=600, change=Change.LESS, after_minutes=4)
    >>> hours(Flow((one,), (), ()))[0][0].hours_after
    40.0
    """
    found: dict[tuple[bool, Measured, Measured], list[tuple[float, float]]] = defaultdict(list)
    without = []
    for step in flow.steps:
        after = _after_minutes(step)
        if step.minutes is None or step.count is None or after is None:
            without.append(step.id)
            continue
        kind = step.who in RESIDENTS, step.measured, step.after_measured
        found[kind].append((step.minutes * step.count / 60, after * step.count / 60))
    kinds = [(r, b, a) for r in (False, True) for b in Measured for a in Measured if (r, b, a) in found]
    return tuple(_sum(*kind, found[kind]) for kind in kinds), tuple(without)


def _sum(resident: bool, before: Measured, after: Measured, pairs: list[tuple[float, float]]) -> Hours:
    return Hours(resident, before, after, len(pairs), sum(now for now, _ in pairs), sum(then for _, then in pairs))
