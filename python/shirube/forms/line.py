"""`Line`: one row of the exceptions sheet, with what a person typed on it.

>>> from shirube.forms.exceptions import Issue, IssueKind
>>> line = line_of(Issue(IssueKind.REQUIRED, "回答.xlsx", "1a2b", "様式", "C5", "電話"))
>>> line.kind, line.state, len(line.key)
('必須の空白', '', 10)
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from .exceptions import Issue, Weight

__all__ = ["ACCEPTED", "COLUMNS", "CORRECTED", "KEPT", "Line", "line_from_row", "line_of"]

#: States of a line.
CORRECTED, ACCEPTED, KEPT = "訂正済み", "確認済み", "保管"

#: Columns of the sheet, in the order of the fields of `Line`.
COLUMNS = (
    "重さ", "種類", "ファイル", "シート", "セル", "項目", "行", "書かれていたもの", "何があったか", "どうするか",
    "提案", "訂正値", "対応", "状態", "整理番号", "例外番号",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row; the fields stand in the order of `COLUMNS`. A person types `correction` and `action`."""

    weight: str = ""
    kind: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    item: str = ""
    record: int = 0
    raw: str = ""
    sentence: str = ""
    step: str = ""
    suggestion: str = ""
    correction: Any = None
    action: str = ""
    state: str = ""
    digest: str = ""
    key: str = ""

    @property
    def typed(self) -> bool:
        """A person has typed something on it."""
        return self.correction is not None or bool(self.action)

    @property
    def open(self) -> bool:
        """It still asks for something."""
        return self.state not in (CORRECTED, ACCEPTED) and self.weight != Weight.NOTE.value


def line_of(issue: Issue) -> Line:
    """Return the row of an issue. Its key stays the same as long as the file's content does, whatever it is called."""
    told = "\n".join((issue.digest, issue.sheet, issue.kind.name, issue.item, str(issue.record), issue.cell, issue.raw))
    return Line(
        issue.kind.weight.value,
        issue.kind.word,
        issue.file,
        issue.sheet,
        issue.cell,
        issue.item,
        issue.record,
        issue.raw,
        issue.sentence,
        issue.next_step,
        issue.suggestion,
        digest=issue.digest,
        key=hashlib.sha256(told.encode()).hexdigest()[:10],
    )


def line_from_row(row: Mapping[str, Any]) -> Line:
    """Read a row of the sheet; a row a person added may lack all but the item and the correction."""
    values = {field.name: row.get(column) for field, column in zip(fields(Line), COLUMNS, strict=True)}
    words = {name: "" if value is None else str(value).strip() for name, value in values.items()}
    record = words["record"].removesuffix(".0")
    return Line(
        **{**words, "record": int(record) if record.isdigit() else 0, "correction": values["correction"]}  # type: ignore[arg-type]
    )
