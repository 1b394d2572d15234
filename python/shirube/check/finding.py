"""`Finding`: one thing that is wrong with a sheet, or that a person must look at.

>>> from shirube.grid import Span
>>> finding = Finding(
...     "L1-12", Severity.CRITICAL, "セルが結合されています。", "結合を解いて、同じ内容を各セルに入れてください。",
...     sheet="第1表", spans=(Span(1, 0, 2, 0),), count=1, repairable=True,
... )
>>> finding.place, finding.abstained
('第1表!A2:A3', False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ..grid import Span

__all__ = ["Finding", "Findings", "Severity"]

_SHOWN = 3


class Severity(Enum):
    """How much a finding weighs, heaviest first; the value is the word users see."""

    FATAL = "致命的"
    CRITICAL = "重い"
    MAJOR = "中くらい"
    MINOR = "軽い"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule on one sheet (or on a file as a whole), its cells grouped.

    Attributes
    ----------
    rule
        Id of the rule, ``L1-01`` … ``L3-09``.
    severity
        How much it weighs.
    sentence, fix
        What is wrong, and what to do, in one Japanese sentence each.
    file, sheet
        Where: file name without its folder; sheet name (empty: the file as a whole).
    spans
        Rectangles of cells, 0-based, top to bottom; empty: the sheet as a whole.
    count
        Cells (or rows, columns, objects) concerned.
    repairable
        A repair can put exactly this finding right without asking anyone.
    confidence
        0–1.
    abstained
        True: the program does not decide; `sentence` says what a person must look at.
    """

    rule: str
    severity: Severity
    sentence: str
    fix: str
    file: str = ""
    sheet: str = ""
    spans: tuple[Span, ...] = ()
    count: int = 1
    repairable: bool = False
    confidence: float = 1.0
    abstained: bool = False

    @property
    def cells(self) -> str:
        """The cells in A1 notation: the first three rectangles, and how many more."""
        shown = "、".join(span.a1 for span in self.spans[:_SHOWN])
        return shown + (f" ほか{len(self.spans) - _SHOWN}か所" if len(self.spans) > _SHOWN else "")

    @property
    def place(self) -> str:
        """``sheet!range``; the file name for a finding about the file."""
        return "!".join(part for part in (self.sheet or self.file, self.cells) if part)


@dataclass(frozen=True)
class Findings:
    """All findings of a check, in the order of the rules.

    Attributes
    ----------
    items
        What is wrong, and what a person must look at.
    checked
        Ids of the rules that were applied (a CSV rule is not applied to a workbook).

    >>> Findings((), ("L1-12",)).failed
    ()
    """

    items: tuple[Finding, ...]
    checked: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(f for f in self.items if not f.abstained)

    @property
    def for_person(self) -> tuple[Finding, ...]:
        """What a person must look at."""
        return tuple(f for f in self.items if f.abstained)

    def of(self, rule: str) -> tuple[Finding, ...]:
        """What one rule found wrong."""
        return tuple(f for f in self.failed if f.rule == rule)

    def status(self, rule: str) -> str:
        """``fail``, ``person``, ``pass`` or ``not_applied`` for one rule."""
        if self.of(rule):
            return "fail"
        if any(f.rule == rule for f in self.items):
            return "person"
        return "pass" if rule in self.checked else "not_applied"

    @classmethod
    def merged(cls, parts: Iterable[Findings]) -> Findings:
        """Put the findings of several sheets or files together."""
        parts = tuple(parts)
        items = sorted((f for part in parts for f in part.items), key=lambda f: (f.abstained, f.rule))
        return cls(tuple(items), tuple(sorted({rule for part in parts for rule in part.checked})))
