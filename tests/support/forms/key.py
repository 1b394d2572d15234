"""The answer key of a generated round: what every file holds and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One injected fault: the kind in the words of the exceptions sheet, and the cell (empty: the file)."""

    kind: str
    cell: str = ""


@dataclass
class FileKey:
    """One file.

    Attributes
    ----------
    outcome
        ``回答``, ``別の様式``, ``読めない`` or ``空の調査票``.
    version
        Which blank the copy was made from.
    values
        Expected value by cell of that blank (top-left); for a repeated block, a list of records by column cell.
    """

    file: str
    outcome: str = "回答"
    version: str = ""
    sheet: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    records: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, kind: str, cell: str = "") -> None:
        """Note an injected fault."""
        self.faults.append(Fault(kind, cell))


@dataclass
class RoundKey:
    """A folder of returned copies and the institutions it was sent to."""

    files: list[FileKey] = field(default_factory=list)
    master: list[tuple[str, str, str]] = field(default_factory=list)
