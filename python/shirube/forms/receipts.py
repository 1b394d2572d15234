"""The book of receipts (受領簿): when each file came, and what the mail said beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..calendar import parse_time
from ..grid import Grid
from ..table import records
from .answer import raw_text
from .copies import Copy
from .exceptions import Issue, IssueKind
from .form_map import FormMap
from .who import code_key, name_key, who_of

__all__ = ["Receipt", "date_copies", "read_receipts"]

_FILE, _CODE, _NAME = ("ファイル", "ファイル名"), ("コード", "番号"), ("名前", "名称", "機関名")
_DAY, _NOTE = ("受領日", "受付日", "受信日"), ("備考", "メモ", "本文")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line: what came (file, code or name), the day, and a note such as a wish written in the mail."""

    file: str = ""
    code: str = ""
    name: str = ""
    day: dt.date | None = None
    note: str = ""


def read_receipts(grid: Grid) -> tuple[Receipt, ...]:
    """Read a book of receipts; columns ファイル, コード or 名前, 受領日, 備考 in any order.

    >>> sheet = Grid.from_rows([["ファイル名", "受領日", "備考"], ["回答1.xlsx", "令和6年5月1日", "公表しないで"]])
    >>> read_receipts(sheet)[0].day
    datetime.date(2024, 5, 1)
    """
    frame = records(grid)
    columns = {kind: _column([str(c) for c in frame.columns], words) for kind, words in _COLUMNS.items()}
    receipts = []
    for line in frame.to_dict("records"):
        file, code, name, note = (raw_text(line.get(columns[k])).strip() for k in ("file", "code", "name", "note"))
        receipts.append(Receipt(file, code, name, _day(line.get(columns["day"])), note))
    return tuple(receipts)


_COLUMNS = {"file": _FILE, "code": _CODE, "name": _NAME, "day": _DAY, "note": _NOTE}


def _column(columns: Sequence[str], words: Sequence[str]) -> str:
    return next((c for word in words for c in columns if c == word or c.endswith(word)), "")


def _day(value: object) -> dt.date | None:
    found = parse_time(value)
    return found if isinstance(found, dt.date) else None


def date_copies(
    copies: Sequence[Copy], maps: Mapping[str, FormMap], receipts: Sequence[Receipt]
) -> tuple[tuple[Copy, ...], dict[str, str], tuple[Issue, ...]]:
    """Give copies the day they came by the book; notes by `Copy.id`; an issue per line that fits no copy."""
    found: dict[int, set[str]] = {}
    dated, notes = [], dict[str, str]()
    for copy in copies:
        code, name = who_of(copy, maps[copy.version])
        for i, receipt in enumerate(receipts):
            if _fits(receipt, copy, code, name):
                found.setdefault(i, set()).add(copy.id)
                if receipt.day is not None:
                    copy = replace(copy, received=receipt.day, estimated=False)
                if receipt.note:
                    notes[copy.id] = receipt.note
        dated.append(copy)
    issues = tuple(
        Issue(IssueKind.RECEIPT, raw=receipt.file or receipt.code or receipt.name)
        for i, receipt in enumerate(receipts)
        if i not in found
    )
    return tuple(dated), notes, issues


def _fits(receipt: Receipt, copy: Copy, code: str, name: str) -> bool:
    if receipt.file:
        return receipt.file in (copy.file, copy.file.rsplit("/", 1)[-1])
    if receipt.code:
        return code_key(receipt.code) == code
    return bool(name) and name_key(receipt.name) == name
