"""What was read of a file as one line of text, so that an interrupted collection goes on where it stopped.

>>> one = Collected("回答.xlsx", "1a2b", Outcome.ANSWER, (Copy("回答.xlsx", "1a2b", "様式", "調査", "1"),))
>>> from_line(to_line(one)) == one
True
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from .answer import Answer
from .copies import Collected, Copy, Outcome, Record
from .exceptions import Issue, IssueKind

__all__ = ["from_line", "to_line"]


def to_line(one: Collected) -> str:
    """Return one line of JSON."""
    said = {
        "file": one.file,
        "digest": one.digest,
        "outcome": one.outcome.name,
        "copies": [_copy(copy) for copy in one.copies],
        "issues": [_issue(issue) for issue in one.issues],
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Collected:
    """Read a line back.

    Raises
    ------
    ValueError, KeyError, TypeError
        Not a line of a journal, or one cut off.
    """
    said = json.loads(line)
    return Collected(
        said["file"],
        said["digest"],
        Outcome[said["outcome"]],
        tuple(_copy_back(copy) for copy in said["copies"]),
        tuple(_issue_back(issue) for issue in said["issues"]),
    )


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "at": [copy.file, copy.digest, copy.sheet, copy.form, copy.version],
        "received": _packed(copy.received),
        "estimated": copy.estimated,
        "origin": copy.origin,
        "answers": _answers(copy.answers),
        "records": {
            block: [[record.row, _answers(record.answers)] for record in rows] for block, rows in copy.records.items()
        },
    }


def _copy_back(said: dict[str, Any]) -> Copy:
    file, digest, sheet, form, version = said["at"]
    return Copy(
        file,
        digest,
        sheet,
        form,
        version,
        received=_unpacked(said["received"]),
        estimated=said["estimated"],
        origin=said["origin"],
        answers=_answers_back(said["answers"]),
        records={
            block: tuple(Record(row, _answers_back(answers)) for row, answers in rows)
            for block, rows in said["records"].items()
        },
    )


def _answers(answers: Any) -> dict[str, list[Any]]:
    return {key: [_packed(a.value), a.raw, a.cell] for key, a in answers.items()}


def _answers_back(said: dict[str, list[Any]]) -> dict[str, Answer]:
    return {key: Answer(_unpacked(value), raw, cell) for key, (value, raw, cell) in said.items()}


def _issue(issue: Issue) -> list[Any]:
    return [
        issue.kind.name, issue.file, issue.digest, issue.sheet, issue.cell, issue.item, issue.record, issue.raw,
        issue.suggestion, dict(issue.fields),
    ]  # fmt: skip


def _issue_back(said: list[Any]) -> Issue:
    return Issue(IssueKind[said[0]], *said[1:])


def _packed(value: Any) -> Any:
    return {"d": value.isoformat()} if isinstance(value, dt.date) else value


def _unpacked(value: Any) -> Any:
    return dt.date.fromisoformat(value["d"]) if isinstance(value, dict) else value
