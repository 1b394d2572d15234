"""`Sheet`: what a rule is given, and how it words a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..grid import Grid, Span
from .facts import SheetFacts
from .finding import Finding
from .layout import Layout, TableArea, layout_of
from .rules.registry import rule
from .view import Flags, View, grouped, view_of

__all__ = ["Sheet"]


@dataclass(frozen=True)
class Sheet:
    """One sheet under check.

    Attributes
    ----------
    grid
        The sheet.
    facts
        What is not in the cells; ``None``: not known, and rules that need it are not applied.
    excel
        The sheet is of a workbook, not of a CSV file.
    elsewhere
        Texts of the other sheets and documents: definitions may stand there.
    """

    grid: Grid
    facts: SheetFacts | None = None
    excel: bool = True
    elsewhere: tuple[str, ...] = ()

    @cached_property
    def view(self) -> View:
        """The sheet's texts, each looked at once."""
        return view_of(self.grid)

    @cached_property
    def layout(self) -> Layout:
        """Where the tables are."""
        return layout_of(self.grid)

    @property
    def tables(self) -> tuple[TableArea, ...]:
        """The tables of the sheet."""
        return self.layout.tables

    @cached_property
    def around(self) -> tuple[str, ...]:
        """Texts of this sheet outside its tables, and those from elsewhere."""
        texts = self.grid.values[self.layout.outside].tolist()
        return (*(t for t in texts if isinstance(t, str)), *self.elsewhere)

    def finding(
        self,
        key: str,
        sentence: str,
        fix: str,
        where: Flags | Sequence[Span] = (),
        *,
        count: int | None = None,
        repairable: bool | None = None,
        confidence: float = 0.9,
        abstained: bool = False,
    ) -> Finding:
        """Word a finding of a rule at cells (a mask of the sheet's shape, or rectangles)."""
        if isinstance(where, Sequence):
            spans, cells = tuple(where), len(where)
        else:
            spans, cells = grouped(where)
        about = rule(key)
        return Finding(
            key,
            about.severity,
            sentence,
            fix,
            file=self.grid.source,
            sheet=self.grid.name,
            spans=spans,
            count=cells if count is None else count,
            repairable=(about.repairable if repairable is None else repairable) and not abstained,
            confidence=confidence,
            abstained=abstained,
        )

    def shown(self, text: str, most: int = 20) -> str:
        """A cell's text for a sentence: on one line, shortened."""
        plain = " ".join(text.split())
        return f"「{plain[:most]}…」" if len(plain) > most else f"「{plain}」"

    def example(self, mask: Flags) -> str:
        """The first of some cells, quoted."""
        row, column = divmod(int(mask.argmax()), mask.shape[1])
        return self.shown(str(self.grid.values[row, column]))
