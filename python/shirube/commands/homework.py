"""宿題のつながりを点検: is a homework workbook linked from issue to evaluation, and personal data on record?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import __version__
from ..academy.chain import CHAIN, steps
from ..academy.homework import Homework, read_homework
from ..academy.layout import Layout
from ..academy.linkage import Flaw, check_linkage, worst
from ..academy.personal import check_personal_register
from ..academy.template import template_flaws
from ..errors import AcademyError, Place
from ..grid import Grid
from ..result import (
    Column,
    DataSheet,
    Figure,
    Format,
    Level,
    Light,
    Link,
    Provenance,
    Purpose,
    Result,
    Setting,
    Table,
)
from .base import Command

__all__ = ["HOMEWORK", "HomeworkSettings", "flaws_of", "homework"]

_SHOWN = 60
_WORDS = {Level.GOOD: "よい", Level.CAUTION: "注意", Level.BAD: "直す"}


@dataclass(frozen=True)
class HomeworkSettings:
    """What to hold the workbook against.

    Attributes
    ----------
    layout
        Sheets and columns of the template; see `shirube_workbooks.course`.
    today
        Day on which overdue is judged; ``None``: the day of the run.
    link_file
        Relative path to the workbook, for links to its cells; empty: addresses without links.
    """

    layout: Layout = field(default_factory=lambda: Layout("", "", ()))
    file: str = ""
    today: dt.date | None = None
    link_file: str = ""
    purpose: Purpose = Purpose.INTERNAL


def homework(grids: Sequence[Grid], settings: HomeworkSettings) -> Result:
    """Check one homework workbook.

    Raises
    ------
    AcademyError
        SB-A101: none of the sheets of the template is there.
    """
    book = read_homework(grids, settings.layout, settings.file)
    if not book.tables:
        raise AcademyError("A101", at=Place(settings.file), title=settings.layout.title)
    linked, personal, template = flaws_of(book, settings.layout, settings.today)
    return _report(book, linked, personal, template, settings)


def flaws_of(
    book: Homework, layout: Layout, today: dt.date | None = None
) -> tuple[tuple[Flaw, ...], tuple[Flaw, ...], tuple[Flaw, ...]]:
    """Return what is to be mended in the links, the personal information, and the sheets themselves."""
    return (
        check_linkage(book, layout),
        check_personal_register(book, today or dt.date.today()),
        template_flaws(book.deviations),
    )


def _report(
    book: Homework,
    linked: tuple[Flaw, ...],
    personal: tuple[Flaw, ...],
    template: tuple[Flaw, ...],
    settings: HomeworkSettings,
) -> Result:
    every = (*linked, *personal, *template)
    bad = sum(flaw.level is Level.BAD for flaw in every)
    filled = sum(len(rows) for rows in book.tables.values())
    return Result(
        title=f"宿題の点検：{settings.file or settings.layout.title}",
        question="課題から評価までが番号でつながり、個人情報の記録がそろっているか。",
        base=f"書かれた行 {filled:,}（{len(book.tables)}シート）",
        conclusion=_conclusion(every, bad),
        figures=(
            Figure("直すところ", f"{bad:,}件"),
            Figure("注意", f"{len(every) - bad:,}件"),
            Figure("個人情報の記録", f"{len(personal):,}件", "空白・期限切れなど"),
        ),
        tables=tuple(table for table in (_steps(book, settings.layout), _flaws(every, settings)) if table.rows),
        lights_title="点検の結果",
        lights=(
            _light("番号のつながり", linked),
            _light("個人情報の記録", personal),
            _light("ひな型との違い", template),
        ),
        cannot_say=("番号がつながっていることは、中身が正しいことを意味しません。中身は講師が読みます。",),
        data=(DataSheet("点検結果", _data(every)),),
        settings=(Setting("ひな型", settings.layout.title), Setting("点検した日", settings.today or dt.date.today())),
        provenance=Provenance(file=settings.file, version=f"しるべ {__version__}"),
        purpose=settings.purpose,
    )


def _conclusion(every: tuple[Flaw, ...], bad: int) -> tuple[str, ...]:
    if not every:
        return ("直すところは見つかりませんでした。",)
    first = next((flaw for flaw in every if flaw.level is Level.BAD), every[0])
    return (
        f"直すところが{bad:,}件、注意が{len(every) - bad:,}件あります。",
        f"まず見るとよいのは {first.place}：{first.sentence}{first.fix}",
    )


def _light(label: str, flaws: tuple[Flaw, ...]) -> Light:
    level = worst(flaws)
    kinds = Counter(flaw.rule for flaw in flaws)
    named = "、".join(f"{rule} {count}件" for rule, count in kinds.most_common(4))
    more = f" ほか{len(kinds) - 4}種類" if len(kinds) > 4 else ""
    return Light(label, level, _WORDS[level], f"{named}{more}" if flaws else "直すところは見つかりませんでした。")


def _steps(book: Homework, layout: Layout) -> Table:
    """How many rows of every step go back to each issue; the first 0 is where the chain ends."""
    later = [name for name in CHAIN[1:] if layout.sheet(name)]
    columns = (Column("issue", "課題"), *(Column(name, name, Format.COUNT) for name in later))
    rows = tuple((issue, *counts) for issue, counts in steps(book, layout))
    return Table("steps", "課題ごとの、つながっている行の数", columns, rows, ("0 から先は、まだつながっていません。",))


def _flaws(flaws: Sequence[Flaw], settings: HomeworkSettings) -> Table:
    columns = (
        Column("mark", "印", width=6), Column("rule", "種類", width=18), Column("where", "どこ", width=18),
        Column("what", "何が", width=48), Column("fix", "直し方", width=48),
    )  # fmt: skip
    ordered = sorted(flaws, key=lambda flaw: flaw.level is not Level.BAD)
    rows = tuple(
        (flaw.level.value, flaw.rule, _where(flaw, settings.link_file), flaw.sentence, flaw.fix)
        for flaw in ordered[:_SHOWN]
    )
    more = len(ordered) - len(rows)
    return Table(
        "flaws", "直すところ", columns, rows, (f"ほか{more:,}件は「点検結果」シートにあります。",) if more else ()
    )


def _where(flaw: Flaw, file: str) -> Any:
    return Link(flaw.place, flaw.sheet, flaw.cell, file) if file and flaw.cell else flaw.place


def _data(flaws: Sequence[Flaw]) -> Table:
    columns = (
        Column("mark", "印"), Column("rule", "種類"), Column("sheet", "シート"), Column("cell", "セル", Format.CODE),
        Column("id", "番号", Format.CODE), Column("what", "内容"), Column("fix", "直し方"),
    )  # fmt: skip
    rows = tuple((f.level.value, f.rule, f.sheet, f.cell, f.id, f.sentence, f.fix) for f in flaws)
    return Table("flaws_data", "点検結果", columns, rows)


HOMEWORK = Command("homework", "宿題を点検", HomeworkSettings, homework)
