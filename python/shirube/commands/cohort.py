"""宿題をまとめる: many teams' books become one, with who handed in what and everything a person must look at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import __version__
from ..academy.cohort import Cohort, Issue, Received, State, Team, merge_cohort, merged_value
from ..academy.comments import CELL, FILE
from ..academy.homework import normal
from ..academy.layout import Layout, Sheet
from ..academy.linkage import Flaw
from ..errors import AcademyError
from ..result import Column, DataSheet, Figure, Format, Level, Link, Provenance, Purpose, Result, Setting, Table
from .base import Command
from .homework import flaws_of

__all__ = ["COHORT", "CohortSettings", "cohort", "merged"]


@dataclass(frozen=True)
class CohortSettings:
    """How to put the books together.

    Attributes
    ----------
    layout
        Sheets and columns of the template; see `shirube_workbooks.course`.
    folder
        Relative path from the merged book's folder to the books, for links; ``None``: no links.
    today
        Day on which overdue is judged; ``None``: the day of the run.
    """

    layout: Layout = field(default_factory=lambda: Layout("", "", ()))
    folder: str | None = None
    today: dt.date | None = None
    purpose: Purpose = Purpose.INTERNAL


def merged(received: Sequence[Received], layout: Layout) -> Cohort:
    """Put the books together.

    Raises
    ------
    AcademyError
        SB-A102: none of the files is a homework workbook that says whose it is.
    """
    done = merge_cohort(received, layout)
    if not done.teams:
        raise AcademyError("A102", count=len(received), title=layout.title)
    return done


def cohort(received: Sequence[Received], settings: CohortSettings) -> Result:
    """Put the books together and say what came of every file (see `merged`)."""
    done = merged(received, settings.layout)
    flaws = [
        (team, flaw)
        for team in done.teams
        for part in flaws_of(team.book, done.layout, settings.today)
        for flaw in part
    ]
    missing = sum(value == _MISSING for row in _handed_in(done).rows for value in row[1:-1])
    used = sum(state is State.USED for state in done.states.values())
    to_mend = sum(flaw.level is Level.BAD for _, flaw in flaws)
    return Result(
        title="宿題のとりまとめ",
        question="各チームの宿題を、番号のつながりを保って1冊にしました。",
        base=f"{len(received):,}ファイル、{len(done.teams):,}チーム、{len(done.sessions):,}回",
        conclusion=_conclusion(done, used, missing, to_mend),
        figures=(
            Figure("使ったブック", f"{used:,}冊", f"ほか {len(received) - used:,}ファイル（「ファイル一覧」）"),
            Figure("出ていない宿題", f"{missing:,}冊", _perhaps(done)),
            Figure("人が確かめること", f"{len(done.issues):,}件", "「例外」シート"),
            Figure("宿題の直すところ", f"{to_mend:,}件", "「点検」シート"),
        ),
        tables=tuple(t for t in (_handed_in(done), _kinds(done), _progress(done, flaws)) if t.rows),
        says=(
            "各シートの「講師コメント」に書き、shirube cohort の --return に渡すと、元のブックの写しに書き込みます。",
            "番号の前にチーム名を付けました。ほかのシートで同じ番号を探すと、つながる行が見つかります。",
        ),
        cannot_say=("文が同じことだけを見ています。言い換えて写したものは見つかりません。",),
        notes=("シートごとに、その表に記入のある一番新しい回のブックを使いました。",),
        data=tuple(_data(done, flaws, settings.folder)),
        settings=(Setting("ひな型", done.layout.title),),
        provenance=Provenance(version=f"しるべ {__version__}"),
        purpose=settings.purpose,
    )


_MISSING = "出ていない"


def _perhaps(done: Cohort) -> str:
    """Books nobody is named for may be those missing."""
    unnamed = sum(state in (State.NO_TEAM, State.NO_SESSION) for state in done.states.values())
    return f"だれの何回目か分からないブックが{unnamed:,}冊" if unnamed else ""


def _conclusion(done: Cohort, used: int, missing: int, to_mend: int) -> tuple[str, ...]:
    bad = sum(issue.level is Level.BAD for issue in done.issues)
    rest = f"決めてもらうことが{bad:,}件、念のため見るものが{len(done.issues) - bad:,}件あります。"
    first = f"{len(done.teams):,}チームの{used:,}冊を1冊にまとめました。"
    if not done.issues:
        rest = "まとめ方で、人が確かめることは残っていません。"
    absent = (f"出ていない宿題が{missing:,}冊あります。",) if missing else ()
    linked = (f"宿題の中に、直すところが{to_mend:,}件あります（「点検」シート）。",) if to_mend else ()
    return (first, *absent, rest, *linked)


def _handed_in(done: Cohort) -> Table:
    """Teams by sessions: what became of the book."""
    columns = (
        Column("team", "チーム"),
        *(Column(f"s{n}", f"{n}回") for n in done.sessions),
        Column("file", "最新の回"),
    )
    rows = []
    for team in done.teams:
        states: dict[int, State] = {}
        for one in done.received:
            book = one.book
            if book is None or book.session is None or normal(book.team) != normal(team.name):
                continue
            if states.get(book.session) is not State.USED:
                states[book.session] = done.states[one.file]
        shown = [_shown(states.get(session)) for session in done.sessions]
        rows.append((team.name, *shown, f"{team.book.session}回"))
    return Table("handed_in", "提出の状況", columns, tuple(rows))


def _shown(state: State | None) -> str:
    return _MISSING if state is None else "○" if state is State.USED else state.value


def _kinds(done: Cohort) -> Table:
    count = Counter((i.level, i.kind) for i in done.issues)
    columns = (Column("mark", "印"), Column("kind", "種類"), Column("n", "件数", Format.COUNT))
    ordered = sorted(count.items(), key=lambda pair: (pair[0][0] is not Level.BAD, -pair[1]))
    return Table("kinds", "人が確かめること", columns, tuple((level.value, kind, n) for (level, kind), n in ordered))


def _progress(done: Cohort, flaws: Sequence[tuple[Team, Flaw]]) -> Table:
    sheets = [sheet.name for sheet in done.layout.sheets if any(team.book.rows(sheet.name) for team in done.teams)]
    columns = (
        Column("team", "チーム"), *(Column(name, name, Format.COUNT) for name in sheets),
        Column("bad", "直すところ", Format.COUNT),
    )  # fmt: skip
    bad = Counter(team.name for team, flaw in flaws if flaw.level is Level.BAD)
    rows = tuple((t.name, *(len(t.book.rows(name)) for name in sheets), bad[t.name]) for t in done.teams)
    return Table("progress", "書かれた行の数", columns, rows)


def _data(done: Cohort, flaws: Sequence[tuple[Team, Flaw]], folder: str | None) -> Iterator[DataSheet]:
    for sheet in done.layout.sheets:
        rows = [row for team in done.teams for row in _rows(team, sheet, folder)]
        if rows:
            yield DataSheet(sheet.name, Table(f"sheet_{sheet.name}", sheet.name, _columns(sheet), tuple(rows)))
    if done.issues:
        yield DataSheet("例外", _issues(done.issues, folder))
    if flaws:
        yield DataSheet("点検", _checked(flaws, folder))
    yield DataSheet("ファイル一覧", _files(done, folder))


def _columns(sheet: Sheet) -> tuple[Column, ...]:
    own = (
        Column(
            column.name, column.name,
            Format.CODE if column.prefix or column.link else Format.DATE if column.date else Format.TEXT,
            width=32 if column.review else None,
        )
        for column in sheet.columns if not column.computed
    )  # fmt: skip
    return (
        Column("team", "チーム"), Column("session", "回", Format.COUNT), *own,
        Column(FILE, FILE), Column(CELL, CELL, Format.CODE),
    )  # fmt: skip


def _rows(team: Team, sheet: Sheet, folder: str | None) -> Iterator[tuple[Any, ...]]:
    for row in team.book.rows(sheet.name):
        file = team.files[sheet.name]
        values = (merged_value(team.name, sheet, row, c.name) for c in sheet.columns if not c.computed)
        yield (
            team.name, team.sessions[sheet.name], *values, _link(file, row.tab, row.cell(), folder),
            f"{row.tab}!{row.cell()}",
        )  # fmt: skip


def _link(file: str, sheet: str, cell: str, folder: str | None) -> Any:
    if folder is None or not sheet:
        return file
    return Link(file, sheet, cell or "A1", f"{folder}/{file}")


def _issues(issues: Sequence[Issue], folder: str | None) -> Table:
    columns = (
        Column("mark", "印"), Column("kind", "種類"), Column("team", "チーム"), Column("session", "回", Format.COUNT),
        Column("file", "ファイル"), Column("where", "どこ", Format.CODE), Column("what", "何があったか", width=56),
        Column("fix", "どうするか", width=48),
    )  # fmt: skip
    rows = tuple(
        (
            i.level.value, i.kind, i.team, i.session, _link(i.file, i.sheet, i.cell, folder),
            "!".join(part for part in (i.sheet, i.cell) if part), i.sentence, i.fix,
        )
        for i in issues
    )  # fmt: skip
    return Table("issues", "例外", columns, rows)


def _checked(flaws: Sequence[tuple[Team, Flaw]], folder: str | None) -> Table:
    columns = (
        Column("mark", "印"), Column("rule", "種類"), Column("team", "チーム"), Column("id", "番号", Format.CODE),
        Column("file", "ファイル"), Column("where", "どこ", Format.CODE), Column("what", "何が", width=56),
        Column("fix", "直し方", width=48),
    )  # fmt: skip
    rows = []
    for team, flaw in flaws:
        tabs = {rows[0].tab: name for name, rows in team.book.tables.items() if rows}
        file = team.files.get(tabs.get(flaw.sheet, flaw.sheet), team.book.file)
        shown = (_link(file, flaw.sheet, flaw.cell, folder), flaw.place, flaw.sentence, flaw.fix)
        rows.append((flaw.level.value, flaw.rule, team.name, flaw.id, *shown))
    return Table("checked", "点検", columns, tuple(rows))


def _files(done: Cohort, folder: str | None) -> Table:
    columns = (
        Column("file", "ファイル"), Column("state", "結果"), Column("team", "チーム"),
        Column("session", "回", Format.COUNT), Column("made", "作成日", Format.DATE),
    )  # fmt: skip
    rows = []
    for one in done.received:
        book = one.book
        said = (book.team, book.session, book.made) if book else ("", None, None)
        rows.append((_link(one.file, "", "", folder), done.states[one.file].value, *said))
    return Table("files", "ファイル一覧", columns, tuple(rows))


COHORT = Command("cohort", "宿題をまとめる", CohortSettings, cohort)
