"""What came back: `Copy` is one returned form, `Collected` what became of one file.

>>> copy = Copy("回答.xlsx", "1a2b", "様式", "調査", "1", answers={"電話": Answer("03-1", "03-1", "C2")})
>>> copy.value("電話"), copy.value("住所"), copy.id
('03-1', None, '1a2b/様式')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .answer import Answer
from .exceptions import Issue

__all__ = ["Collected", "Copy", "Outcome", "Record"]


class Outcome(Enum):
    """What became of a file; every file has exactly one."""

    ANSWER = "回答"
    UNKNOWN = "別の様式"
    EMPTY = "空の調査票"
    UNREADABLE = "読めない"
    EXCLUDED = "除外"


@dataclass(frozen=True)
class Record:
    """One row of a repeated block; `row` counts the rows of the block from 1."""

    row: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Copy:
    """One returned form.

    Attributes
    ----------
    file, digest, sheet
        Where it came from; `digest` is that of the file's content.
    form, version
        The map it was read with.
    received, estimated
        The day it came; `estimated` when it is only the day the file was last changed.
    origin
        ファイル, 紙, FAX or 電話.
    answers, records
        Answers by item; rows of the repeated blocks by block.
    """

    file: str
    digest: str
    sheet: str
    form: str
    version: str
    received: dt.date | None = None
    estimated: bool = True
    origin: str = "ファイル"
    answers: Mapping[str, Answer] = field(default_factory=dict)
    records: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Tells copies apart, whatever their file is called."""
        return f"{self.digest}/{self.sheet}"

    def value(self, key: str) -> Any:
        """Typed value of an item; ``None`` when the form does not ask it."""
        answer = self.answers.get(key)
        return None if answer is None else answer.value


@dataclass(frozen=True)
class Collected:
    """What came of one file."""

    file: str
    digest: str
    outcome: Outcome
    copies: tuple[Copy, ...] = ()
    issues: tuple[Issue, ...] = ()
