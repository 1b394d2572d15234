"""Reads one returned file: the copies of the form in it, and everything a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

from .copies import Collected, Outcome
from .exceptions import Issue, IssueKind
from .form_file import FormFile
from .form_map import FormMap
from .identify import identify
from .read_copy import read_copy
from .remarks import file_issues, other_sheets

__all__ = ["collect_file", "unreadable"]


def collect_file(file: FormFile, maps: Sequence[FormMap]) -> Collected:
    """Read one file.

    Parameters
    ----------
    file
        The file as read.
    maps
        One map per edition of the form, the current one first.

    Examples
    --------
    >>> from shirube.forms.form_file import FormSheet
    >>> from shirube.forms.form_map import Item, ItemKind, Printed
    >>> from shirube.grid import Grid
    >>> item = Item("電話", ItemKind.TEXT, "B1", labels=("A1",), required=True)
    >>> form = FormMap("調査", printed=(Printed("A1", "電話"),), items=(item,))
    >>> moved = FormSheet(Grid.from_rows([[None, None], [None, "電話", "03-1"]], name="様式"))
    >>> collected = collect_file(FormFile("回答.xlsx", "0", None, (moved,)), [form])
    >>> collected.copies[0].answers["電話"], [issue.kind.word for issue in collected.issues]
    (Answer(value='03-1', raw='03-1', cell='C2'), ['動いた欄'])
    """
    sheets = identify(file, maps)
    issues = file_issues(file, {remark for form in maps for remark in form.remarks})
    if not sheets.copies:
        words = {"share": int(sheets.likeness * 100)}
        issues.append(Issue(IssueKind.UNKNOWN_FORM, file.file, file.digest, fields=words))
        return Collected(file.file, file.digest, Outcome.UNKNOWN, issues=tuple(issues))
    copies = []
    for one in sheets.copies:
        copy, of_copy = read_copy(file, one, maps[0])
        if copy is not None:
            copies.append(copy)
        issues += of_copy
    if not copies:
        issues.append(Issue(IssueKind.EMPTY, file.file, file.digest))
        return Collected(file.file, file.digest, Outcome.EMPTY, issues=tuple(issues))
    issues += other_sheets(file, sheets.strangers)
    return Collected(file.file, file.digest, Outcome.ANSWER, tuple(copies), tuple(issues))


def unreadable(file: str, digest: str, reason: str, step: str) -> Collected:
    """What came of a file that could not be opened, with the reader's reason and next step."""
    words = {"reason": reason, "step": step}
    issue = Issue(IssueKind.UNREADABLE, file, digest, fields=words)
    return Collected(file, digest, Outcome.UNREADABLE, issues=(issue,))
