"""市長報告: what a term of the course brought about, each number with the rows it counts.

Hours measured and hours expected are different things and are never put together. Rows that stand in two books are
counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..stats.rounding import round_half_up
from .homework import Homework, Row, normal
from .outcome import ADOPTED, Outcome
from .traced import Source, Traced, said, source, total

__all__ = ["DAILY_SHEETS", "Number", "Targets", "Term", "term"]

#: Sheets of the daily-work books that the report stands on.
DAILY_SHEETS = ("人材台帳", "業務", "職員提案")
_STOP, _CHANGES = "やめる", ("やめる", "減らす", "変える")
_MEASURED, _EXPECTED = "実測", "見込み"


@dataclass(frozen=True, slots=True)
class Targets:
    """What the term was to reach; ``None``: no target was set."""

    people: int | None = None
    operations: int | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the report.

    Attributes
    ----------
    value
        ``None``: nothing is written that it could be taken from.
    sources
        The rows it counts or adds up.
    """

    name: str
    value: float | None
    unit: str
    target: int | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Term:
    """The report on a term: numbers, the proposals, what was stopped, and rows that stood in two books."""

    numbers: tuple[Number, ...]
    outcomes: tuple[Outcome, ...]
    stopped: tuple[Traced, ...]
    twice: int = 0
    unsure: tuple[Source, ...] = ()


def term(outcomes: Sequence[Outcome], daily: Sequence[Homework], targets: Targets) -> Term:
    """Count what the term brought about.

    Parameters
    ----------
    outcomes
        The teams' reports.
    daily
        Books with 人材台帳, 業務 or 職員提案.
    """
    people, again_people = _once(daily, "人材台帳", ("職員番号",))
    tasks, again_tasks = _once(daily, "業務", ("業務", "段階", "すること", "担当"))
    ideas, again_ideas = _once(daily, "職員提案", ("提案", "提案した課"))
    changed = [(file, row) for file, row in tasks if said(row.get("見直し")) in _CHANGES]
    saved = [(file, row, _saved(row)) for file, row in changed]
    measured = _hours(saved, measured=True)
    expected = _hours(saved, measured=False)
    certified = [(file, row) for file, row in people if row.get("認定日") is not None]
    attended = [
        (file, row) for file, row in people if (_number(row, "受講した回") or 0) > 0 or row.get("認定日") is not None
    ]
    adopted = [(file, row) for file, row in ideas if said(row.get("採否")).startswith(ADOPTED)]
    measures = [one for outcome in outcomes for line in outcome.lines if line.name == "施策" for one in line.sources]
    numbers = (
        _count("研修を受けた職員", people, attended, "人", targets.people, "職員番号", "受講した回", "認定日"),
        _count("認定した職員", people, certified, "人", None, "職員番号", "認定日"),
        _operations(tasks, changed, targets.operations),
        Number("減った時間（実測）", total(measured) if measured else None, "時間／年", None, measured),
        Number("減る時間（見込み）", total(expected) if expected else None, "時間／年", None, expected),
        Number("チームの施策案", float(len(measures)), "件", None, tuple(_adding(one, 1.0) for one in measures)),
        _count("採用した職員提案", ideas, adopted, "件", None, "提案", "採否"),
    )
    unsure = tuple(
        source(file, row, "業務", "いまの時間は", "あとの時間は")
        for file, row, (hours, kind) in saved
        if not kind or hours is None
    )
    return Term(
        numbers, tuple(outcomes), tuple(_stopped(changed, outcomes)), again_people + again_tasks + again_ideas, unsure
    )


def _once(books: Iterable[Homework], sheet: str, key: tuple[str, ...]) -> tuple[list[tuple[str, Row]], int]:
    """Rows of a sheet over all books, each once by its key; and how many came again."""
    found: dict[tuple[str, ...], tuple[str, Row]] = {}
    again = 0
    for book in books:
        for row in book.rows(sheet):
            names = tuple(normal(row.get(name)) for name in key)
            if not names[0]:
                continue
            if names in found:
                again += 1
            found.setdefault(names, (book.file, row))
    return list(found.values()), again


def _count(
    name: str, known: Sequence[Any], counted: Sequence[tuple[str, Row]], unit: str, target: int | None, *columns: str
) -> Number:
    """A count; without any row written there is nothing to count, which is not zero."""
    sources = tuple(source(file, row, *columns, adds=1.0) for file, row in counted)
    return Number(name, float(len(counted)) if known else None, unit, target, sources)


def _operations(tasks: Sequence[tuple[str, Row]], changed: Sequence[tuple[str, Row]], target: int | None) -> Number:
    """Operations with at least one step stopped, reduced or changed; the first such step stands for each."""
    first: dict[str, Source] = {}
    for file, row in changed:
        first.setdefault(normal(row.get("業務")), source(file, row, "業務", "見直し", adds=1.0))
    return Number("改善した業務", float(len(first)) if tasks else None, "業務", target, tuple(first.values()))


def _saved(row: Row) -> tuple[float | None, str]:
    """Hours a year a step takes less, and whether that is measured; both sides must be, else it is expected."""
    cases, now = _number(row, "件数（件／年）"), _number(row, "いまの分（分／件）")
    after = 0.0 if said(row.get("見直し")) == _STOP else _number(row, "あとの分（分／件）")
    kinds = {said(row.get("いまの時間は")), said(row.get("あとの時間は"))}
    kind = "" if "" in kinds else _MEASURED if kinds == {_MEASURED} else _EXPECTED
    if cases is None or now is None or after is None:
        return None, kind
    before, later = (round_half_up(cases * minutes / 60, 1) for minutes in (now, after))  # as the sheet rounds them
    return float(round_half_up(before - later, 1)), kind


def _hours(saved: Sequence[tuple[str, Row, tuple[float | None, str]]], *, measured: bool) -> tuple[Source, ...]:
    columns = ("件数（件／年）", "いまの分（分／件）", "見直し", "あとの分（分／件）", "いまの時間は", "あとの時間は")
    return tuple(
        source(file, row, *columns, adds=hours)
        for file, row, (hours, kind) in saved
        if kind == (_MEASURED if measured else _EXPECTED) and hours is not None
    )


def _number(row: Row, column: str) -> float | None:
    value = row.get(column)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _adding(one: Source, adds: float) -> Source:
    return Source(one.file, one.tab, one.cells, one.values, adds)


def _stopped(changed: Sequence[tuple[str, Row]], outcomes: Sequence[Outcome]) -> Iterator[Traced]:
    """Operations stopped, then what the teams say they stopped."""
    for file, row in changed:
        if said(row.get("見直し")) == _STOP:
            yield Traced(
                said(row.get("業務")), said(row.get("すること")), (source(file, row, "業務", "すること", "見直し"),)
            )
    for one in outcomes:
        for line in one.lines:
            if line.name == "やめたこと" and line.text:
                yield Traced(one.team, line.text, line.sources)
