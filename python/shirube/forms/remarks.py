"""What people leave beside the boxes (texts outside, behind labels, in comments and shapes) and what files bring."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from ..grid import Kind, Span, a1, parse_a1
from .align import Alignment
from .answer import raw_text
from .exceptions import Issue, IssueKind
from .form_file import FormFile, FormSheet

__all__ = ["file_issues", "other_sheets", "sheet_remarks"]

_LONGEST = 200


def sheet_remarks(
    at: tuple[str, str, str],
    sheet: FormSheet,
    alignment: Alignment,
    boxes: Sequence[Span],
    empty: Mapping[str, Span],
    own: Collection[str] = (),
) -> list[Issue]:
    """Everything written on a copy that is neither a printed text nor inside a box.

    Parameters
    ----------
    empty
        Boxes without an answer by item: a text right beside or below one may be its answer.
    own
        Texts of the blank's own comments and shapes. A shape without a text counts where it touches a box: it may be
        a ring drawn around an answer.
    """
    grid = sheet.grid
    printed = {found.at for found in alignment.found.values()}
    issues = []
    for row, column in zip(*(grid.kinds != Kind.BLANK).nonzero(), strict=True):
        cell = (int(row), int(column))
        if cell not in printed and not any(box.covers(*cell) for box in boxes):
            item = next((key for key, box in empty.items() if _beside(cell, box)), "")
            issues.append(_remark(at, "欄の外", raw_text(grid.values[cell]), a1(*cell), item))
    for found in alignment.found.values():
        if found.rest:
            issues.append(_remark(at, "見出しの後ろ", found.rest, a1(*found.at)))
    for remark in sheet.remarks:
        if remark.text in own or (remark.kind == "図形" and not remark.text and not _touches(remark.cell, boxes)):
            continue
        if remark.kind == "外部を呼ぶ数式":
            issues.append(_content(at, remark.kind, remark.cell))
        else:
            text = remark.text or "文字のない図形。丸囲みかもしれません"
            issues.append(_remark(at, remark.kind, text, remark.cell))
    return issues


def _touches(cell: str, boxes: Sequence[Span]) -> bool:
    s = parse_a1(cell)
    return any(b.top <= s.bottom and s.top <= b.bottom and b.left <= s.right and s.left <= b.right for b in boxes)


def file_issues(file: FormFile, own: Collection[str] = ()) -> list[Issue]:
    """Macros, links and parts that call outside; `own` are the kinds the blank itself brings."""
    found = [remark.kind for remark in file.remarks if remark.kind not in own]
    return [_content((file.file, file.digest, ""), kind, "") for kind in found]


def other_sheets(file: FormFile, sheets: Iterable[FormSheet]) -> list[Issue]:
    """Sheets with content that are neither a copy of the form nor came with the blank."""
    return [
        Issue(
            IssueKind.OTHER_SHEET, file.file, file.digest, sheet.grid.name,
            fields={"name": sheet.grid.name},
        )
        for sheet in sheets
        if (sheet.grid.kinds != Kind.BLANK).any()
    ]  # fmt: skip


def _remark(at: tuple[str, str, str], where: str, text: str, cell: str, item: str = "") -> Issue:
    hint = f"すぐ隣の「{item}」が空白です。その答えなら、この行の「訂正値」に入れてください。" if item else ""
    raw = text[:_LONGEST]
    suggestion = raw if item else ""
    return Issue(IssueKind.REMARK, *at, cell, item, 0, raw, suggestion, {"where": where, "hint": hint})


def _beside(cell: tuple[int, int], box: Span) -> bool:
    """Right of a box, or below it."""
    row, column = cell
    right = box.top <= row <= box.bottom and column == box.right + 1
    return right or (row == box.bottom + 1 and box.left <= column <= box.right)


def _content(at: tuple[str, str, str], what: str, cell: str) -> Issue:
    return Issue(IssueKind.CONTENT, *at, cell=cell, raw=what, fields={"what": what})
