"""クロス集計: one breakdown against one question of a list of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..codebook import Codebook
from ..crosstab import CrosstabRequest, code, report, tabulate
from ..grid import Grid
from ..result import Provenance, Purpose, Result
from ..table import records
from .base import Command
from .provenance import of_grid

__all__ = ["CROSSTAB", "CrosstabSettings", "crosstab"]


@dataclass(frozen=True)
class CrosstabSettings:
    """What to cross.

    Attributes
    ----------
    row, column
        Column names: the breakdown (表側, e.g. 年代) and the question (表頭, e.g. 満足度).
    weight
        Column of weights; empty for none.
    header_row
        0-based row of the column names.
    codebook
        設問票, when the answers are codes or multiple.
    """

    row: str = ""
    column: str = ""
    weight: str = ""
    percent: Literal["row", "column", "total"] = "row"
    missing: Literal["show", "exclude"] = "show"
    header_row: int = 0
    codebook: Codebook | None = None
    purpose: Purpose = Purpose.INTERNAL
    threshold: int = 10


def crosstab(grid: Grid, settings: CrosstabSettings) -> Result:
    """Cross two columns of a list of answers.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T102 nothing below the header.
    CrosstabError
        The two columns cannot be crossed (see the C messages).
    """
    frame = records(grid, header_row=settings.header_row)
    coded = code(frame, (settings.row, settings.column), settings.codebook, weight=settings.weight)
    request = CrosstabRequest(
        settings.row,
        settings.column,
        weight=settings.weight,
        percent=settings.percent,
        missing=settings.missing,
        purpose=settings.purpose,
        threshold=settings.threshold,
    )
    provenance: Provenance = replace(of_grid(grid), range=f"{len(frame):,}件の回答")
    return report(tabulate(coded, request), provenance)


CROSSTAB = Command("crosstab", "クロス集計", CrosstabSettings, crosstab)
