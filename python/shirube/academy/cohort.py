"""宿題をまとめる: the books of many teams and sessions become one, with everything a person must look at beside it.

A team's present state is, for every sheet, its newest book in which that sheet is filled in. That holds for a course
with one book that grows and for one with a new book each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any

from ..result import Level
from .copied import Copied, find_copied
from .homework import DeviationKind, Homework, Row, identifiers, normal
from .layout import SESSION, TEAM, Layout, Sheet
from .template import template_flaws

__all__ = ["Cohort", "Issue", "Received", "State", "Team", "merge_cohort", "merged_value", "prefixed"]


class State(Enum):
    """What became of a file; every file has exactly one."""

    USED = "使った"
    SAME = "同じブック"
    REPLACED = "同じ回の別のブック"
    COPIED = "ほかのチームの写し"
    NO_TEAM = "チームが分からない"
    NO_SESSION = "回が分からない"
    OTHER = "宿題でない"
    UNREADABLE = "読めない"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person must look at."""

    kind: str
    level: Level
    file: str
    team: str
    session: int | None
    sheet: str
    cell: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class Received:
    """One file: the book read from it, or why it could not be read."""

    file: str
    book: Homework | None = None
    error: str = ""


@dataclass(frozen=True)
class Team:
    """A team's present state.

    Attributes
    ----------
    name
        As it is written in its first book.
    book
        Its sheets put together, each from its newest book.
    files, sessions
        For every sheet, the file and the session it was taken from.
    """

    name: str
    book: Homework
    files: Mapping[str, str]
    sessions: Mapping[str, int]


@dataclass(frozen=True)
class Cohort:
    """Everything that came of a folder."""

    layout: Layout
    teams: tuple[Team, ...]
    states: Mapping[str, State]
    received: tuple[Received, ...]
    issues: tuple[Issue, ...] = field(default=())

    @property
    def sessions(self) -> tuple[int, ...]:
        """Every session with at least one book."""
        return tuple(sorted({r.book.session for r in self.received if r.book and r.book.session is not None}))


def prefixed(team: str, value: object) -> str:
    """Put the team before every identifier of a cell.

    >>> prefixed("北", "F01、F02"), prefixed("北", None)
    ('北-F01、北-F02', '')
    """
    return "、".join(f"{team}-{name}" for name in identifiers(value))


def merged_value(team: str, sheet: Sheet, row: Row, name: str) -> Any:
    """Return a row's value as it stands in the merged book: identifiers with the team before them."""
    column = sheet.column(name)
    if column is not None and (column.prefix or column.link):
        return prefixed(team, row.get(name)) or None
    return row.get(name)


def merge_cohort(received: Sequence[Received], layout: Layout) -> Cohort:
    """Put the books of a course together.

    Parameters
    ----------
    received
        Every file, in the order of their paths; the order decides nothing but which of two equal books is named first.
    """
    states: dict[str, State] = {}
    issues: list[Issue] = []
    books = []
    for one in received:
        state, issue = _usable(one, layout)
        states[one.file] = state
        issues += issue
        if state is State.USED and one.book is not None:
            books.append(one.book)
    names = _names(books, issues)
    books = _once(books, names, states, issues)
    copied = find_copied(books, layout)
    for found in copied:
        if found.sure:
            states[found.copy.file] = State.COPIED
    issues += [_copied(found, names) for found in copied]
    used = [book for book in books if states[book.file] is State.USED]
    teams = []
    for key, name in names.items():
        own = sorted((b for b in used if normal(b.team) == key), key=lambda b: b.session or 0)
        for book in own:
            issues += _template(book, name)
        issues += _unchanged(own, name)
        if own:
            teams.append(_team(name, own, layout, issues))
    return Cohort(layout, tuple(teams), states, tuple(received), tuple(issues))


def _usable(one: Received, layout: Layout) -> tuple[State, list[Issue]]:
    """A book counts when it is homework and says whose it is and of which session."""
    book = one.book
    if book is None:
        issue = Issue(
            State.UNREADABLE.value,
            Level.BAD,
            one.file,
            "",
            None,
            "",
            "",
            one.error,
            "直して出し直してもらってください。",
        )
        return State.UNREADABLE, [issue]
    if not book.tables:
        sentence, fix = f"「{layout.title}」の宿題ではありません。", "宿題でなければ、フォルダーから出してください。"
        return State.OTHER, [_issue(State.OTHER.value, Level.CAUTION, book, "", "", sentence, fix)]
    for label, state, blank in (
        (TEAM, State.NO_TEAM, not book.team),
        (SESSION, State.NO_SESSION, book.session is None),
    ):
        if blank:
            older = label not in book.asked
            sentence = f"「{layout.guide}」に「{label}」の行がありません（古いひな型）。" if older else (
                f"「{layout.guide}」の「{label}」が空白か、読めません。"
            )  # fmt: skip
            fix = f"「{layout.guide}」のA列に「{label}」、B列にその値を書いて、出し直してもらってください。"
            return state, [_issue(state.value, Level.BAD, book, layout.guide, "", sentence, fix)]
    return State.USED, []


def _names(books: Iterable[Homework], issues: list[Issue]) -> dict[str, str]:
    """Name of every team: the first spelling by session; others are told."""
    names: dict[str, str] = {}
    for book in sorted(books, key=lambda b: b.session or 0):
        name = names.setdefault(normal(book.team), book.team)
        if book.team != name:
            sentence = f"チーム名が「{book.team}」です。「{name}」と同じチームとして扱いました。"
            issues.append(
                _issue(
                    "チーム名の書き方", Level.CAUTION, book, "", "", sentence, "違うチームなら、名前を変えてください。"
                )
            )
    return dict(sorted(names.items(), key=lambda pair: _in_order(pair[0])))


def _in_order(name: str) -> list[str | int]:
    """Sort key in which 第2班 stands before 第10班; text and digits alternate, so that like meets like."""
    return [int(part) if place % 2 else part for place, part in enumerate(re.split(r"(\d+)", name))]


def _once(
    books: Sequence[Homework], names: Mapping[str, str], states: dict[str, State], issues: list[Issue]
) -> list[Homework]:
    """One book for each team and session."""
    groups: dict[tuple[str, int], list[Homework]] = {}
    for book in books:
        groups.setdefault((normal(book.team), book.session or 0), []).append(book)
    kept = []
    for (team, _), group in groups.items():
        chosen = max(group, key=_age)
        kept.append(chosen)
        for book in group:
            if book is chosen:
                continue
            different = _different(book, chosen)
            state = State.REPLACED if different else State.SAME
            states[book.file] = state
            if different:
                sentence = (
                    f"同じ回の「{chosen.file}」と違うところがあります（{different}）。「{chosen.file}」を使いました。"
                )
                fix = "どちらが正しいかチームに確かめ、使わない方をフォルダーから出してください。"
            else:
                sentence = f"「{chosen.file}」と同じ内容です。1冊だけ使いました。"
                fix = "片方をフォルダーから出せば、この行は消えます。"
            level = Level.BAD if different else Level.CAUTION
            issues.append(_issue(state.value, level, book, "", "", sentence, fix, names[team]))
    return kept


def _age(book: Homework) -> tuple[str, int]:
    """The later day on the guide sheet goes first, then the book with more in it."""
    return book.made.isoformat() if book.made else "", sum(len(_contents(rows)) for rows in book.tables.values())


def _contents(rows: Iterable[Row]) -> frozenset[tuple[int, str, Any]]:
    return frozenset((row.line, name, value) for row in rows for name, value in row.entered.items())


def _different(book: Homework, other: Homework) -> str:
    sheets = dict.fromkeys((*book.tables, *other.tables))
    count = {name: len(_contents(book.rows(name)) ^ _contents(other.rows(name))) for name in sheets}
    return "、".join(f"{name}" for name in sheets if count[name])


def _copied(found: Copied, names: Mapping[str, str]) -> Issue:
    copy, original = found.copy, found.original
    who = f"{names[normal(original.team)]}（{original.session}回目「{original.file}」）"
    sentence = f"文の{found.of:,}件のうち{found.common:,}件が、{who}と同じです。"
    if found.sure:
        kind, sentence = State.COPIED.value, f"{sentence}このブックは使いませんでした。"
        fix = "写したのでなければ、先に書いたチームを確かめ、ブックの「作成日」を直してください。"
    else:
        kind, sentence = "どちらかが写し", f"{sentence}どちらが先か決められないので、両方を使いました。"
        fix = "両方のチームに確かめ、写した方をフォルダーから出してください。"
    return _issue(kind, Level.BAD, copy, "", "", sentence, fix, names[normal(copy.team)])


def _template(book: Homework, team: str) -> list[Issue]:
    """An older template once for each book; every renamed or added column by itself."""
    missing = [d for d in book.deviations if d.kind in (DeviationKind.SHEET_MISSING, DeviationKind.COLUMN_MISSING)]
    issues = []
    if missing:
        named = "、".join(d.wanted if d.wanted == d.sheet else f"{d.sheet}の「{d.wanted}」" for d in missing)
        sentence = f"いまのひな型にあるものがありません：{named}。ある分だけをまとめました。"
        fix = "続きは、いまのひな型に写して書いてもらってください。"
        issues.append(_issue("古いひな型", Level.BAD, book, missing[0].sheet, missing[0].cell, sentence, fix, team))
    fix = "違う列なら、いまのひな型の名前に戻してもらってください。"
    for flaw in template_flaws([d for d in book.deviations if d not in missing]):
        issues.append(_issue(flaw.rule, flaw.level, book, flaw.sheet, flaw.cell, flaw.sentence, fix, team))
    for one in book.deviations:
        if one.kind == DeviationKind.COLUMN_UNKNOWN:
            sentence = f"ひな型にない列「{one.found}」は、まとめていません。"
            fix = "要る内容なら、元のブックを見てください。"
            issues.append(_issue(one.kind, Level.CAUTION, book, one.sheet, one.cell, sentence, fix, team))
    return issues


def _unchanged(own: Sequence[Homework], team: str) -> list[Issue]:
    """Books of later sessions in which nothing is new."""
    issues = []
    for earlier, later in pairwise(own):
        if not _different(earlier, later):
            sentence = f"{earlier.session}回目の「{earlier.file}」から何も変わっていません。"
            fix = "出し間違いでないか、チームに確かめてください。"
            issues.append(_issue("前の回と同じ", Level.CAUTION, later, "", "", sentence, fix, team))
    return issues


def _team(name: str, own: Sequence[Homework], layout: Layout, issues: list[Issue]) -> Team:
    """Put a team's sheets together, each from its newest filled book."""
    tables: dict[str, tuple[Row, ...]] = {}
    known: dict[str, frozenset[str]] = {}
    files: dict[str, str] = {}
    sessions: dict[str, int] = {}
    for sheet in layout.sheets:
        having = [book for book in own if sheet.name in book.tables]
        if not having:
            continue
        source = next((book for book in reversed(having) if book.rows(sheet.name)), having[-1])
        tables[sheet.name], known[sheet.name] = source.rows(sheet.name), source.identifiers[sheet.name]
        files[sheet.name], sessions[sheet.name] = source.file, source.session or 0
        if source is not having[-1] and source.session != own[-1].session:
            sentence = f"「{sheet.name}」は{own[-1].session}回目では空白です。{source.session}回目の内容を使いました。"
            fix = "消したのであれば、元のブックの行も消してもらってください。"
            issues.append(_issue("前の回の内容", Level.CAUTION, own[-1], sheet.name, "", sentence, fix, name))
    last = own[-1]
    forms = {}
    for form in layout.forms:
        filled = next((book for book in reversed(own) if book.forms.get(form)), None)
        if filled is not None:
            forms[form], files[form] = filled.forms[form], filled.file
    book = Homework(last.file, name, last.session, last.made, tables, known, forms=forms)
    return Team(name, book, files, sessions)


def _issue(
    kind: str, level: Level, book: Homework, sheet: str, cell: str, sentence: str, fix: str, team: str = ""
) -> Issue:
    return Issue(kind, level, book.file, team or book.team, book.session, sheet, cell, sentence, fix)
