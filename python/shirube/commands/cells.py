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

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..aggregates import observations
from ..crosstab import Coded, Condition, code, tabulate
from ..crosstab.coded import Variable
from ..crosstab.layout import page_table
from ..errors import CrosstabError
from ..grid import Grid
from ..result import Column, Format, Table
from ..stats.intervals import wilson
from ..table import require_numbers
from .crosstab import CrosstabSettings, request_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CrosstabSettings", "crosstab_table", "how_many", "margin", "mean_of", "share_of"]

#: Rows counted at once; most combinations of answers worth keeping counted.
BLOCK, MOST_COMBINATIONS = 32_768, 50_000
Floats = npt.NDArray[np.float64]
_MARGIN = (("share", "割合"), ("low", "幅の下"), ("high", "幅の上"))


def crosstab_table(grid: Grid, settings: CrosstabSettings) -> Table:
    """Return the table of `commands.crosstab`'s page one (same errors); no codebook, classes or population.

    Nothing is tested, so no cell is marked: values are all a formula can show.
    """
    request = request_of(replace(settings, test="none"))
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
    return int(_sum(grid, conditions))


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
    everybody = Condition(answer.key, _variable(grid, answer.key).labels)
    asked = how_many(grid, (*among, everybody))
    if asked == 0:
        raise CrosstabError("C101")
    return how_many(grid, (*among, answer)) / asked


def mean_of(grid: Grid, column: str, among: Sequence[Condition] = ()) -> float:
    """Return the mean of a column of numbers over the rows that meet the conditions; blanks are left out.

    Raises
    ------
    TableError
        SB-T101: no such column. SB-T104: text in the column.
    CrosstabError
        SB-C301: an answer that does not occur. SB-C101: no number is left.
    """
    numbers, given = grid.once(f"numbers {column}", lambda: _numbers(grid, column))
    count = _sum(grid, among) if given is None else _sum(grid, among, f"given {column}", given)
    if count == 0:
        raise CrosstabError("C101")
    return _sum(grid, among, f"summed {column}", numbers) / count


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


def _sum(grid: Grid, conditions: Sequence[Condition], what: str = "", values: Floats | None = None) -> float:
    """Rows that meet all conditions, or the sum of a value over them (SB-C301).

    Rows are counted once for each set of columns, by every combination of answers, and looked up from then on;
    columns with too many combinations are gone through each time.
    """
    variables = [_variable(grid, key) for key in sorted({condition.key for condition in conditions})]
    wanted = {variable.key: np.ones(len(variable.labels), dtype=np.bool_) for variable in variables}
    for condition in conditions:
        wanted[condition.key] &= _asked(_variable(grid, condition.key), condition)
    if math.prod(len(variable.labels) for variable in variables) > MOST_COMBINATIONS:
        met = np.logical_and.reduce([(v.codes >= 0) & wanted[v.key][v.codes] for v in variables])
        return float(met.sum() if values is None else values[met].sum())
    name = "\0".join(["joint", what, *wanted])
    table: Floats = grid.once(name, lambda: _joint(variables, len(_frame(grid)), values))
    return float(table[np.ix_(*wanted.values())].sum() if wanted else table.sum())


def _asked(variable: Variable, condition: Condition) -> npt.NDArray[np.bool_]:
    """Which labels a condition names (SB-C301: one that does not occur)."""
    for label in condition.labels:
        if label not in variable.labels:
            raise CrosstabError("C301", name=variable.label, label=label, known="、".join(variable.labels[:10]))
    return np.array([label in condition.labels for label in variable.labels], dtype=np.bool_)


def _joint(variables: Sequence[Variable], rows: int, values: Floats | None) -> Floats:
    """Rows, or the sum of a value over them, by every combination of answers; 非該当 belongs to none."""
    shape = tuple(len(variable.labels) for variable in variables)
    total = np.zeros(math.prod(shape))
    for begin in range(0, rows, BLOCK):  # blocks stay in the processor's cache
        part = slice(begin, begin + BLOCK)
        codes = [variable.codes[part] for variable in variables]
        place = np.zeros(min(BLOCK, rows - begin), dtype=np.int32)
        for size, code_of_row in zip(shape, codes, strict=True):
            place = place * np.int32(size) + code_of_row
        weights = None if values is None else values[part]
        if not all(variable.complete for variable in variables):
            inside = np.logical_and.reduce([code_of_row >= 0 for code_of_row in codes])
            place, weights = place[inside], None if weights is None else weights[inside]
        total += np.bincount(place, weights, minlength=total.size)
    return total.reshape(shape)


def _coded(grid: Grid, keys: Sequence[str], weight: str = "") -> Coded:
    variables = {key: _variable(grid, key) for key in keys}
    weights = grid.once(f"weights {weight}", lambda: code(_frame(grid), (), weight=weight).weights) if weight else None
    return Coded(len(_frame(grid)), variables, weights, weight)


def _variable(grid: Grid, key: str) -> Variable:
    return grid.once(f"coded {key}", lambda: code(_frame(grid), [key]).variable(key))


def _numbers(grid: Grid, column: str) -> tuple[Floats, Floats | None]:
    """A column of numbers, blanks as 0, and which are no blanks (None: all of them)."""
    numbers = np.asarray(require_numbers(_frame(grid), column), dtype=float)
    given = ~np.isnan(numbers)
    return np.nan_to_num(numbers), None if given.all() else given.astype(float)


def _frame(grid: Grid) -> pd.DataFrame:
    return grid.once("records", lambda: observations(grid))
