"""発見リスト: the differences of a batch worth reading first, with the false alarms to be expected among them."""

from __future__ import annotations

from dataclasses import dataclass

from ..stats.rounding import round_half_up
from .batch import Batch
from .layout import shown_percent
from .reading import told
from .tabulate import Crosstab

__all__ = ["Discovery", "discover"]

#: Entries of the list.
MOST = 20


@dataclass(frozen=True, slots=True)
class Discovery:
    """One cell that stands out in a table with a difference.

    `percent` and `whole` are the shown percentages of the group and of everybody, `points` their difference.
    """

    axis: str
    category: str
    question: str
    option: str
    persons: int
    percent: float
    whole: float
    points: float
    high: bool
    adjusted: float


def discover(batch: Batch, most: int = MOST) -> tuple[Discovery, ...]:
    """List the most telling cells of the tables that hold out against all tables of the batch.

    Parameters
    ----------
    batch
        All tables.
    most
        Entries; of each table only the two cells furthest from the whole are listed.

    Returns
    -------
    tuple of Discovery
        Largest difference first. Cells that are hidden do not appear.
    """
    found: list[Discovery] = []
    for table, adjusted in zip(batch.tables, batch.adjusted, strict=True):
        if adjusted < batch.request.false_discoveries and table.request.percent == "row":
            cells = sorted(_cells(table, adjusted), key=lambda d: -abs(d.points))
            found += cells[:2]
    found.sort(key=lambda d: (-abs(d.points), d.question, d.axis, d.category))
    return tuple(found[:most])


def _cells(table: Crosstab, adjusted: float) -> list[Discovery]:
    cells = []
    for i, category in enumerate(table.row.labels):
        for j in told(table):
            option = table.column.labels[j]
            mark = int(table.assessment.marks[i, j])
            mine, whole = shown_percent(table, i, j), shown_percent(table, -1, j)
            if mark == 0 or mine is None or whole is None or table.is_hidden(i, -1):
                continue
            points = round_half_up(mine - whole, table.request.decimals)
            persons = int(table.base[i])
            names = (table.row.label, category, table.column.label, option)
            cells.append(Discovery(*names, persons, mine, whole, points, mark > 0, adjusted))
    return cells
