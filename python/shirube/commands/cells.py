"""What a single cell asks of a list of answers: one table or one number, without the report around it.

Everything that depends on the list alone (columns as codes, columns as numbers) is worked out once per grid, so a
hundred formulas over one kept table cost little more than a hundred counts.

>>> answers = Grid.from_rows([["年代", "満足度"], ["20代", "満足"], ["20代", "不満"], ["60代", "満足"]])
>>> how_many(answers, (Condition("年代", ("20代",)),))
2
>>> share_of(answers, Condition("満足度", ("満足",)), (Condition("年代", ("20代",)),))
0.5
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..crosstab import Coded, Condition, code, tabulate
from ..crosstab.coded import Variable
from ..crosstab.count import meets
from ..crosstab.layout import page_table
from ..errors import CrosstabError
from ..grid import Grid
from ..result import Column, Format, Table
from ..stats.intervals import wilson
from ..table import records, require_numbers
from .crosstab import CrosstabSettings, request_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CrosstabSettings", "crosstab_table", "how_many", "margin", "mean_of", "share_of"]

_MARGIN = (("share", "割合"), ("low", "幅の下"), ("high", "幅の上"))


def crosstab_table(grid: Grid, settings: CrosstabSettings) -> Table:
    """Return the table of `commands.crosstab`'s page one (same errors); no codebook, classes or population."""
    request = request_of(settings)
    return page_table(tabulate(_coded(grid, request.keys, settings.weight), request))


def how_many(grid: Grid, conditions: Sequence[Condition]) -> int:
    """Return how many rows meet all conditions.

    Raises
    ------
    TableError
        SB-T101: no such column.
    CrosstabError
        SB-C301: an answer that does not occur in its column.
    """
    return int(_meeting(grid, conditions).sum())


def share_of(grid: Grid, answer: Condition, among: Sequence[Condition] = ()) -> float:
    """Return the share, 0 to 1, of the rows with an answer among those that meet the conditions.

    Blanks and 無回答 stay in the denominator, as in the cross-tabulation; 非該当 does not.

    Raises
    ------
    TableError
        SB-T101: no such column.
    CrosstabError
        SB-C301: an answer that does not occur. SB-C101: nobody meets the conditions.
    """
    asked = _meeting(grid, among) & (_variable(grid, answer.key).codes >= 0)
    if not asked.any():
        raise CrosstabError("C101")
    return float((_meeting(grid, [answer]) & asked).sum() / asked.sum())


def mean_of(grid: Grid, column: str, among: Sequence[Condition] = ()) -> float:
    """Return the mean of a column of numbers over the rows that meet the conditions; blanks are left out.

    Raises
    ------
    TableError
        SB-T101: no such column. SB-T104: text in the column.
    CrosstabError
        SB-C301: an answer that does not occur. SB-C101: no number is left.
    """
    numbers = grid.once(f"numbers {column}", lambda: np.asarray(require_numbers(_frame(grid), column), dtype=float))
    chosen = numbers[_meeting(grid, among) & ~np.isnan(numbers)]
    if not chosen.size:
        raise CrosstabError("C101")
    return float(chosen.mean())


def margin(count: int, n: int) -> Table:
    """Return a share and its 95 % interval (Wilson), all 0 to 1.

    Raises
    ------
    CrosstabError
        SB-C101: `n` is 0. SB-C110: `count` is negative or above `n`.

    >>> margin(30, 60).rows[0][0]
    0.5
    """
    if n <= 0:
        raise CrosstabError("C101")
    if not 0 <= count <= n:
        raise CrosstabError("C110", count=count, n=n)
    interval = wilson(count, n)
    head = tuple(Column(key, label, Format.NUMBER) for key, label in _MARGIN)
    return Table("margin", "割合の幅", head, ((count / n, interval.low, interval.high),))


def _meeting(grid: Grid, conditions: Sequence[Condition]) -> npt.NDArray[np.bool_]:
    return meets(_coded(grid, [condition.key for condition in conditions]), conditions)


def _coded(grid: Grid, keys: Sequence[str], weight: str = "") -> Coded:
    variables = {key: _variable(grid, key) for key in keys}
    weights = grid.once(f"weights {weight}", lambda: code(_frame(grid), (), weight=weight).weights) if weight else None
    return Coded(len(_frame(grid)), variables, weights, weight)


def _variable(grid: Grid, key: str) -> Variable:
    return grid.once(f"coded {key}", lambda: code(_frame(grid), [key]).variable(key))


def _frame(grid: Grid) -> pd.DataFrame:
    return grid.once("records", lambda: records(grid))
