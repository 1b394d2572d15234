"""講師コメントを返す: what the instructor wrote into the merged book, as cells of the books it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .cohort import Cohort, Team, merged_value
from .homework import Row
from .layout import Sheet

__all__ = ["CELL", "FILE", "Comment", "Lost", "comments_of"]

#: Columns of the merged book that say where a row came from.
FILE, CELL = "出所ファイル", "出所セル"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: the file, the sheet as it is called there, the cell, the text."""

    file: str
    sheet: str
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A comment that cannot be given back, and why."""

    file: str
    place: str
    text: str
    reason: str


def comments_of(
    cohort: Cohort, reviewed: Mapping[str, Iterable[Mapping[str, Any]]]
) -> tuple[tuple[Comment, ...], tuple[Lost, ...]]:
    """Return the comments that are new, and those whose row is no longer what the instructor read.

    Parameters
    ----------
    cohort
        The folder as it is now.
    reviewed
        Rows of the merged book by sheet.
    """
    here = {
        (team.files[sheet], row.sheet, row.cell()): (team, row)
        for team in cohort.teams
        for sheet, rows in team.book.tables.items()
        for row in rows
    }
    comments, lost = [], []
    for sheet in cohort.layout.sheets:
        for line in reviewed.get(sheet.name, ()):
            text = str(line.get(sheet.review) or "").strip()
            if not text:
                continue
            file, place = str(line.get(FILE) or ""), str(line.get(CELL) or "")
            found = here.get((file, sheet.name, place.rpartition("!")[2]))
            reason = _reason(sheet, line, found)
            if reason or found is None:
                lost.append(Lost(file, place, text, reason))
            elif text != (found[1].get(sheet.review) or ""):
                comments.append(Comment(file, found[1].tab, found[1].cell(sheet.review), text))
    return tuple(comments), tuple(lost)


def _reason(sheet: Sheet, line: Mapping[str, Any], found: tuple[Team, Row] | None) -> str:
    if found is None:
        return "元のブックに、その行がありません。"
    team, row = found
    if sheet.review not in row.places:
        return f"元のブックに「{sheet.review}」の列がありません。"
    if sheet.identifier and line.get(sheet.identifier) != merged_value(team.name, sheet, row, sheet.identifier):
        return "元のブックのその行は、別の番号になっています。"
    return ""
