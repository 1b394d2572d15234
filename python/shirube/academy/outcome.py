"""成果報告: what one team found and proposes, from the issue to whom it is proposed to, each line with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..numbers import parse_number
from .homework import Form, Homework, Row, identifiers, normal
from .traced import Source, Traced, said, source, total

__all__ = ["MOST_MEASURES", "Bars", "Outcome", "outcome"]

MOST_MEASURES = 2  # on one page
ADOPTED = "○"
_MEASURED, _EXPECTED = "実測", "見込み"
_WITH_NAME = re.compile(
    r"^(?P<name>.*?)[\s　]*(?P<number>[−\-▲△]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)[\s　]*[％%]?$"
)


@dataclass(frozen=True, slots=True)
class Bars:
    """A figure of a fact beside what it was compared with."""

    fact: str
    unit: str
    labels: tuple[str, str]
    values: tuple[float, float]
    source: Source


@dataclass(frozen=True)
class Outcome:
    """The report of one team.

    Attributes
    ----------
    lines
        課題, 事実, 施策, 指標, 予算, 減る時間（実測・見込み）, 提案先, やめたこと; no text: nobody wrote it.
    bars
        The first fact that can be drawn.
    more
        Number of further proposed measures that have no room.
    """

    team: str
    session: int | None
    lines: tuple[Traced, ...]
    bars: Bars | None
    more: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the lines nobody wrote."""
        return tuple(line.name for line in self.lines if not line.text)


def outcome(book: Homework, files: Mapping[str, str] | None = None) -> Outcome:
    """Take a team's report from its homework.

    Parameters
    ----------
    book
        One workbook, or a team's sheets put together.
    files
        The file each sheet was taken from; without it all are from `book.file`.
    """
    reader = _Reader(book, files or {})
    measures = [row for row in book.rows("施策案") if said(row.get("採否")).startswith(ADOPTED)]
    shown = measures[:MOST_MEASURES]
    facts = reader.named("事実", (name for row in shown for name in identifiers(row.get("事実ID"))))
    lines = (
        reader.issues(shown),
        reader.words("事実", facts, "事実", "読み取れる事実"),
        reader.words("施策", shown, "施策案", "施策"),
        reader.indicators(shown),
        reader.budget(shown),
        reader.hours(shown, _MEASURED),
        reader.hours(shown, _EXPECTED),
        reader.form("提案先"),
        reader.form("やめたこと"),
    )
    return Outcome(book.team, book.session, lines, reader.bars(facts), len(measures) - len(shown))


@dataclass(frozen=True)
class _Reader:
    book: Homework
    files: Mapping[str, str]

    def source(self, row: Row, *columns: str, adds: float | None = None) -> Source:
        return source(self.files.get(row.sheet, self.book.file), row, *columns, adds=adds)

    def named(self, sheet: str, names: Iterable[str]) -> list[Row]:
        wanted = list(dict.fromkeys(map(normal, names)))
        rows = {row.id: row for row in self.book.rows(sheet)}
        return [rows[name] for name in wanted if name in rows]

    def words(self, name: str, rows: Sequence[Row], sheet: str, column: str) -> Traced:
        told = [row for row in rows if said(row.get(column))]
        text = "\n".join(f"{row.id}　{said(row.get(column))}" for row in told)
        return Traced(name, text, tuple(self.source(row, column) for row in told))

    def issues(self, measures: Sequence[Row]) -> Traced:
        columns = ("課題（要因）", "目標値", "目標の単位", "現状値", "現状の単位")
        rows = self.named("課題", (name for row in measures for name in identifiers(row.get("課題ID"))))
        told = [row for row in rows if said(row.get(columns[0]))]
        return Traced("課題", "\n".join(map(_issue, told)), tuple(self.source(row, *columns) for row in told))

    def indicators(self, measures: Sequence[Row]) -> Traced:
        """Indicators of the elements a measure leads to, and those its evaluation is planned with."""
        ids = {row.id for row in measures}
        elements = _reached(self.book.rows("ロジックモデル"), ids)
        planned = {
            name
            for row in self.book.rows("評価計画")
            if ids & set(identifiers(row.get("施策ID")))
            for name in identifiers(row.get("指標ID"))
        }
        columns = ("指標", "基準値", "目標値", "単位", "目標年度")
        told = [
            row
            for row in self.book.rows("指標")
            if said(row.get("指標")) and (row.id in planned or elements & set(identifiers(row.get("要素ID"))))
        ]
        return Traced("指標", "\n".join(map(_indicator, told)), tuple(self.source(row, *columns) for row in told))

    def budget(self, measures: Sequence[Row]) -> Traced:
        """初期費用 and 毎年の費用 of the measures; what 成果報告 says where no costs are worked out."""
        parts, sources = [], []
        for column, word in (("初期費用（円）", "初期"), ("毎年の費用（円）", "毎年")):
            found = [self.source(row, column, adds=float(row.get(column))) for row in self._costs(measures, column)]
            if found:
                parts.append(f"{word} {said(total(found))}円")
                sources += found
        return Traced("予算", "、".join(parts), tuple(sources)) if parts else self.form("予算（円）", "予算", "円")

    def hours(self, measures: Sequence[Row], kind: str) -> Traced:
        """Hours saved in a year, measured or expected; the two are never put together."""
        name, column = f"減る時間（{kind}）", "減る時間（時間／年）"
        rows = [row for row in self._costs(measures, column) if said(row.get("実測か見込みか")) == kind]
        found = tuple(self.source(row, column, "実測か見込みか", adds=float(row.get(column))) for row in rows)
        if found:
            return Traced(name, f"{said(total(found))}時間／年", found)
        return self.form(f"減る時間（{kind}・時間／年）", name, "時間／年")

    def form(self, label: str, name: str = "", unit: str = "") -> Traced:
        """A line of the sheet 成果報告."""
        entry: Form | None = self.book.forms.get("成果報告", {}).get(label)
        if entry is None or not said(entry.value):
            return Traced(name or label, "")
        file = self.files.get("成果報告", self.book.file)
        unit = unit if isinstance(entry.value, (int, float)) else ""
        return Traced(
            name or label, said(entry.value) + unit, (Source(file, entry.tab, (entry.cell,), (entry.value,)),)
        )

    def bars(self, facts: Sequence[Row]) -> Bars | None:
        for fact in facts:
            for row in self.named("分析結果", identifiers(fact.get("結果ID"))):
                own, other = parse_number(said(row.get("数字"))), _WITH_NAME.match(said(row.get("比べた相手の数字")))
                beside = parse_number(other["number"]) if other else None
                if own is not None and beside is not None and other is not None:
                    labels = (said(row.get("対象")) or "対象", other["name"].strip() or "比べた相手")
                    where = self.source(row, "数字", "比べた相手の数字")
                    return Bars(fact.id, said(row.get("単位")), labels, (own.value, beside.value), where)
        return None

    def _costs(self, measures: Sequence[Row], column: str) -> Iterator[Row]:
        ids = {row.id for row in measures}
        for row in self.book.rows("費用対効果"):
            if ids & set(identifiers(row.get("施策ID"))) and isinstance(row.get(column), (int, float)):
                yield row


def _issue(row: Row) -> str:
    aim, now = said(row.get("目標値")), said(row.get("現状値"))
    gap = f"（目標 {aim}{said(row.get('目標の単位'))}、いま {now}{said(row.get('現状の単位'))}）" if aim and now else ""
    return f"{row.id}　{said(row.get('課題（要因）'))}{gap}"


def _indicator(row: Row) -> str:
    now, aim, unit, year = (said(row.get(name)) for name in ("基準値", "目標値", "単位", "目標年度"))
    change = f"　{now} → {aim} {unit}" if now and aim else ""
    return f"{row.id}　{said(row.get('指標'))}{change}{f'（{year}）' if year else ''}"


def _reached(rows: Sequence[Row], measures: set[str]) -> set[str]:
    """Elements of the logic model a measure leads to."""
    onward: dict[str, tuple[str, ...]] = {row.id: identifiers(row.get("つながる先")) for row in rows}
    found: set[str] = set()
    waiting: list[Any] = [row.id for row in rows if measures & set(identifiers(row.get("施策ID")))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += onward.get(name, ())
    return found
