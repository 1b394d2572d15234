"""Applies what people typed on the exceptions sheet: values, 確認済み, 除く, 採用. Nothing typed is ever lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .answer import Answer, raw_text, read_answer
from .copies import Collected, Copy, Outcome, Record
from .exceptions import Issue, IssueKind
from .form_map import FormMap, Item
from .line import ACCEPTED, CORRECTED, KEPT, Line, line_of

__all__ = ["BLANK", "CHOSEN", "CONFIRMED", "EXCLUDED", "Applied", "apply_corrections", "merge_lines"]

#: Words for 訂正値 and 対応.
BLANK, CONFIRMED, EXCLUDED, CHOSEN = "空白", "確認済み", "除く", "採用"


@dataclass(frozen=True)
class Applied:
    """Files with the corrections in them, the lines whose value was taken over, and corrections that cannot be read."""

    collected: tuple[Collected, ...]
    used: frozenset[str]
    issues: tuple[Issue, ...] = ()


def apply_corrections(collected: Iterable[Collected], maps: Mapping[str, FormMap], lines: Sequence[Line]) -> Applied:
    """Put typed values in place of what was read.

    Parameters
    ----------
    maps
        Maps by version.
    lines
        Rows of the last exceptions sheet, and rows people added: a line belongs to a file by 整理番号 (the digest of
        its content) or, without one, by the file's name.

    Returns
    -------
    Applied
        A correction that cannot be read as its item's kind is told and changes nothing. The raw text stays.
    """
    by_file: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.typed:
            by_file[line.digest or line.file].append(line)
    done, used, issues = [], set[str](), list[Issue]()
    for one in collected:
        mine = [*by_file.get(one.digest, ()), *by_file.get(one.file, ())] if one.digest else by_file.get(one.file, [])
        if any(line.action == EXCLUDED and not line.item for line in mine):
            used.update(_id(line) for line in mine if line.action == EXCLUDED)
            done.append(replace(one, outcome=Outcome.EXCLUDED, copies=()))
            continue
        copies = []
        for copy in one.copies:
            copy, taken, bad = _corrected(copy, maps[copy.version], mine)
            copies.append(copy)
            used |= taken
            issues += bad
        done.append(replace(one, copies=tuple(copies)))
    return Applied(tuple(done), frozenset(used), tuple(issues))


def _id(line: Line) -> str:
    """Tells lines apart, those people added included."""
    return line.key or f"{line.digest or line.file}/{line.sheet}/{line.item}/{line.record}"


def _corrected(copy: Copy, form: FormMap, lines: Iterable[Line]) -> tuple[Copy, set[str], list[Issue]]:
    used, issues = set[str](), list[Issue]()
    for line in lines:
        item = _item(form, line)
        if line.correction is None or item is None or (line.sheet and line.sheet != copy.sheet):
            continue
        blank = raw_text(line.correction).strip() == BLANK
        read = read_answer(replace(item, inside=""), None if blank else line.correction)
        if read.answer.value is None and not blank:
            issues.append(
                Issue(
                    IssueKind.BAD_CORRECTION, copy.file, copy.digest, copy.sheet, line.cell, item.key, line.record,
                    raw_text(line.correction),
                )
            )  # fmt: skip
            continue
        copy = _with(copy, item, line.record, read.answer.value)
        used.add(_id(line))
    return copy, used, issues


def _item(form: FormMap, line: Line) -> Item | None:
    return next((i for i in form.items if i.key == line.item and bool(i.block) == bool(line.record)), None)


def _with(copy: Copy, item: Item, record: int, value: object) -> Copy:
    if not item.block:
        old = copy.answers.get(item.key, Answer())
        return replace(copy, answers={**copy.answers, item.key: replace(old, value=value)})
    rows = list(copy.records.get(item.block, ()))
    if all(row.row != record for row in rows):
        rows.append(Record(record, {}))
    changed = tuple(
        replace(row, answers={**row.answers, item.key: replace(row.answers.get(item.key, Answer()), value=value)})
        if row.row == record
        else row
        for row in sorted(rows, key=lambda row: row.row)
    )
    return replace(copy, records={**copy.records, item.block: changed})


def merge_lines(issues: Iterable[Issue], typed: Sequence[Line], used: Iterable[str]) -> tuple[Line, ...]:
    """Return the rows of the new exceptions sheet: today's issues with what was typed before, and all other typed rows.

    A row a person typed on stays for good: as 訂正済み while its value is in use, as 確認済み, else as 保管 with the
    reason.
    """
    before = {line.key: line for line in typed if line.key}
    taken = set(used)
    lines: list[Line] = []
    for issue in issues:
        line = line_of(issue)
        old = before.get(line.key)
        if old is not None:
            line = replace(line, correction=old.correction, action=old.action, state=_state(old, taken))
        lines.append(line)
    today = {line.key for line in lines}
    for line in typed:
        if line.typed and (not line.key or line.key not in today):
            lines.append(_kept(line, taken))
    return tuple(lines)


def _state(line: Line, used: set[str]) -> str:
    if _id(line) in used:
        return CORRECTED
    return ACCEPTED if line.action in (CONFIRMED, CHOSEN, EXCLUDED) else ""


def _kept(line: Line, used: set[str]) -> Line:
    state = _state(line, used)
    if state:
        return replace(line, state=state)
    kind = IssueKind.UNUSED_CORRECTION
    told = Issue(kind, item=line.item, raw=raw_text(line.correction) or line.action)
    return replace(line, state=KEPT, sentence=told.sentence, step=told.next_step, kind=line.kind or kind.word)
