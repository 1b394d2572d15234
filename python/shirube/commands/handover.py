"""引継書を作る: one page for whoever does the work next, from the 設定 sheets and the 操作記録 of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .. import __version__
from ..errors import CheckError, Place
from ..grid import Grid
from ..result import Column, DataSheet, Provenance, Result, Table
from .base import Command
from .desk_sheets import (
    LOG_SHEET,
    NOTES,
    SECTION,
    SETTINGS_PREFIX,
    TARGET,
    LogLine,
    is_settings_sheet,
    log_of,
    said_on,
)

__all__ = ["HANDOVER", "HandoverSettings", "Work", "handover", "works_of"]

BLANK = "未記入"
NEVER = "まだ動かしていません"
MADE, FROM, MONTHS, EXCEPTIONS, CROSSWALK, KEY = (NOTES[i][0] for i in (0, 1, 2, 4, 5, 6))
#: What fits on one sheet of A4: works, letters of a cell (two lines) and of a note (two lines). The list has all.
MOST_ON_PAGE, CELL, NOTE = 5, 36, 76


@dataclass(frozen=True)
class HandoverSettings:
    """The name of the work as a whole and the section that hands it over; both may be empty."""

    work: str = ""
    section: str = ""


@dataclass(frozen=True)
class Work:
    """What one 設定 sheet is about: the button, what its lines say, its last run and how many sheets that made."""

    sheet: str
    button: str
    said: dict[str, str]
    last: LogLine | None
    made: int

    def told(self, label: str) -> str:
        """What the sheet says, or that it says nothing."""
        return self.said.get(label, "") or BLANK

    @property
    def last_run(self) -> str:
        """When and by which section the button last ran."""
        if self.last is None:
            return NEVER
        section = self.last.section or self.said.get(SECTION, "")
        return f"{self.last.when}（{section or '担当課は' + BLANK}）"


def works_of(grids: Sequence[Grid]) -> tuple[Work, ...]:
    """Read the works of a workbook: one per 設定 sheet, with its last run from the log.

    Raises
    ------
    CheckError
        SB-K424: no 設定 sheet. SB-K420: the log is not one.
    """
    log = _log(grids)
    works = tuple(_work(grid, log) for grid in grids if is_settings_sheet(grid.name) and _asks_for_notes(grid))
    if not works:
        raise CheckError("K424", at=Place(grids[0].source if grids else ""))
    return works


def _asks_for_notes(grid: Grid) -> bool:
    """Whether a 設定 sheet is about something that is made (not about handing over, copying or sharing)."""
    return grid.shape[1] > 0 and MADE in grid.values[:, 0].tolist()


def _log(grids: Sequence[Grid]) -> tuple[LogLine, ...]:
    sheet = next((grid for grid in grids if grid.name == LOG_SHEET), None)
    if sheet is None:
        return ()
    try:
        return log_of(sheet.values.tolist())
    except ValueError as error:
        raise CheckError("K420", at=Place(sheet.source, sheet.name), reason="見出しが違います") from error


def _work(grid: Grid, log: Sequence[LogLine]) -> Work:
    runs = [line for line in log if line.settings == grid.name]
    last = max(runs, key=lambda line: line.number, default=None)
    button = last.button if last else grid.name.removeprefix(SETTINGS_PREFIX).rstrip("0123456789").removesuffix("_")
    made = sum(last is not None and line.number == last.number for line in runs)
    return Work(grid.name, button, said_on(grid), last, made)


def handover(grids: Sequence[Grid], settings: HandoverSettings = HandoverSettings()) -> Result:
    """Say on one page what is made with this workbook, from what, when, how, and what to know.

    Parameters
    ----------
    grids
        All sheets of the workbook.

    Raises
    ------
    CheckError
        SB-K424: no 設定 sheet. SB-K420: the log is not one.
    """
    works = works_of(grids)
    shown, file = works[:MOST_ON_PAGE], grids[0].source
    blanks = sum(work.told(label) == BLANK for work in works for label in (MADE, FROM, MONTHS))
    section = settings.section or next((w.said[SECTION] for w in works if w.said.get(SECTION)), "") or BLANK
    return Result(
        title=f"引継書：{settings.work or file or BLANK}",
        question="この業務を次に担当する方へ。何を、何から、いつ、どのボタンで作るかをまとめました。",
        conditions=f"作業 {len(works)}つ　未記入 {blanks}か所（設定シートの下の行に書きます）　担当課 {section}",
        tables=(_page_table(shown),),
        notes=tuple(_notes(works)),
        data=(DataSheet("引継一覧", _list(works)),),
        provenance=Provenance(file=file, version=f"しるべ {__version__}"),
    )


def _page_table(works: Sequence[Work]) -> Table:
    columns = (
        Column("made", "何を作るか", width=24),
        Column("months", "実施する月", width=14),
        Column("source", "元のファイルと入手先", width=34),
        Column("button", "ボタンと設定シート", width=22),
        Column("last", "最後に動かした日時（課）", width=28),
    )
    rows = tuple(
        (
            _short(w.told(MADE), CELL),
            _short(w.told(MONTHS), CELL),
            _short(w.told(FROM), CELL),
            f"［{w.button}］{'' if w.sheet == SETTINGS_PREFIX + w.button else w.sheet}",
            w.last_run,
        )
        for w in works
    )
    return Table("works", "何を、いつ、何から、どのボタンで作るか", columns, rows)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _notes(works: Sequence[Work]) -> Iterator[str]:
    more = len(works) - MOST_ON_PAGE
    if more > 0:
        yield f"ほか{more}つの作業は「引継一覧」シートにあります。"
    for work in works[:MOST_ON_PAGE]:
        if work.said.get(EXCEPTIONS):
            yield _short(f"知っておくこと（{work.told(MADE)}）：{work.said[EXCEPTIONS]}", NOTE)
    for label in (CROSSWALK, KEY):
        places = list(dict.fromkeys(work.said[label] for work in works if work.said.get(label)))
        yield _short(f"{label}：{'、'.join(places) or BLANK}", NOTE)
    yield "ボタンはリボンの「しるべ」タブにあります。「設定_ボタン名」のシートを開いて押すと、設定どおりに動きます。"


def _list(works: Sequence[Work]) -> Table:
    labels = [label for label, _ in NOTES]
    columns = (
        Column("settings", "設定シート"),
        Column("button", "ボタン"),
        Column("target", "対象のシート"),
        *(Column(f"n{i}", label, width=30) for i, label in enumerate(labels)),
        Column("when", "最後の実行"),
        Column("by", "実行した課"),
        Column("made", "できたシートの数"),
    )
    rows = tuple(
        (
            w.sheet,
            w.button,
            w.said.get(TARGET, ""),
            *(w.said.get(label, "") for label in labels),
            w.last.when if w.last else "",
            w.last.section if w.last else "",
            w.made if w.last else None,
        )
        for w in works
    )
    return Table("list", "引継一覧", columns, rows)


HANDOVER = Command("handover", "引継書を作る", HandoverSettings, handover)
