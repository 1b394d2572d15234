"""`tabulate(coded, request) -> Crosstab`: one table with everything that is said about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError
from ..stats.options import OptionsTest, groups_by_options
from .assess import Assessment, Sums, assess, assess_options
from .choose import asked_twice
from .coded import Coded, Variable
from .count import Counts, count, extreme_weights, substantive
from .hide import hide_alone, hide_together, merge_rows
from .protect import round_to_base
from .recode import nested
from .request import CrosstabRequest, Percent
from .stratify import Stratified, stratify
from .suppress import Suppression

__all__ = [
    "Axis",
    "Crosstab",
    "Prepared",
    "answered",
    "assemble",
    "prepare",
    "tabulate",
    "together",
    "variables_of",
]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Axis:
    """The categories along one side: labels, which are 無回答, whether they have an order or are multiple answers."""

    key: str
    label: str
    labels: tuple[str, ...]
    missing: tuple[bool, ...]
    ordered: bool = False
    multiple: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Crosstab:
    """A counted table. Arrays with a total have it last; the total of rows is the row 全体.

    Attributes
    ----------
    counts, weighted
        Persons and Σw, shape (rows + 1, columns). Without weights both are the same numbers.
    base, weighted_base, squares_base
        Persons, Σw and Σw² of each row, shape (rows + 1,).
    percents
        Not rounded, shape (rows + 1, columns); NaN where the base is empty.
    hidden
        Counts to hide, shape (rows + 1, columns + 1), last column the base; None unless 公表.
    assessment
        The test, the residuals and the marks, without 無回答, shape (rows, columns) where per cell.
    """

    request: CrosstabRequest
    row: Axis
    column: Axis
    counts: npt.NDArray[np.int64]
    weighted: Floats
    base: npt.NDArray[np.int64]
    weighted_base: Floats
    squares_base: Floats
    percents: Floats
    assessment: Assessment
    hidden: Suppression | None
    not_applicable: int
    excluded: int
    uneven: bool
    filtered: int = 0
    stratified: Stratified | None = None
    rounded: int = 0

    @property
    def secret(self) -> bool:
        """Whether statistics of the true counts would give something away."""
        return self.rounded > 0 or (self.hidden is not None and self.hidden.any)

    @property
    def is_weighted(self) -> bool:
        """Whether weights were asked for; `uneven` tells whether they differ between persons."""
        return bool(self.request.weight)

    @property
    def shows_persons(self) -> bool:
        """Whether the persons of single cells may stand beside their weighted sums (see `protect_linked`)."""
        return not (self.is_weighted and self.request.protects)

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether the count of a cell is hidden; column -1 is the base."""
        return self.hidden is not None and bool(self.hidden.cells[row, column])

    def percent_hidden(self, row: int, column: int) -> bool:
        """Whether the percentage would give a hidden count away."""
        if self.hidden is None:
            return False
        if self.is_hidden(row, column):
            return True
        over = {"row": (row, -1), "column": (-1, column), "total": (-1, -1)}[self.request.percent]
        return self.is_hidden(*over)


def tabulate(coded: Coded, request: CrosstabRequest) -> Crosstab:
    """Count, test, mark and, for 公表, hide.

    Parameters
    ----------
    coded
        From `code`, with the row, the column and the weight of the request.
    request
        What to count.

    Raises
    ------
    TableError
        SB-T101: a column was not coded.
    CrosstabError
        SB-C101: nobody is left to count. SB-C335: nobody meets the conditions. SB-C104: multiple answers as the
        breakdown. SB-C106, SB-C107,
        SB-C304: the test asked for does not fit. SB-C109: coded with another weight.

    Examples
    --------
    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> frame = pd.DataFrame({"性別": ["男", "女", "男", "女"], "満足": ["はい", "はい", "いいえ", "はい"]})
    >>> table = tabulate(code(frame, ["性別", "満足"]), CrosstabRequest("性別", "満足"))
    >>> table.counts.tolist(), table.percents[2].tolist()
    ([[1, 1], [2, 0], [3, 1]], [75.0, 25.0])
    """
    row, column = variables_of(coded, request)
    exclude = request.missing == "exclude"
    counted = count(coded.plus(row), row.key, column.key, exclude_missing=exclude, where=request.where)
    prepared = prepare(coded, request, row, column, counted)
    found = _assess(prepared, request, together(coded, row, column, counted.kept, prepared.uneven))
    held = _stratified(coded, row, column, counted, request, prepared.uneven)
    table = assemble(prepared, request, found, held, heaviest=extreme_weights(coded)[1])
    if table.hidden is None or not table.is_weighted:
        return table
    one = replace(request, row=row.key, outer="")
    return replace(table, hidden=hide_together(coded.plus(row), [one], [table.hidden])[0])


@dataclass(frozen=True, eq=False)
class Prepared:
    """A counted table before it is tested: its sides, its counts, and the part without 無回答 that is compared."""

    row: Axis
    column: Axis
    counted: Counts
    uneven: bool
    compared: Sums
    cell: tuple[npt.NDArray[np.intp], ...]

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """Labels of the compared rows and columns."""
        rows, columns = (np.ravel(part) for part in self.cell)
        return tuple(self.row.labels[i] for i in rows), tuple(self.column.labels[j] for j in columns)


def variables_of(coded: Coded, request: CrosstabRequest) -> tuple[Variable, Variable]:
    """The two sides of the table, nested and merged as asked; the errors of `tabulate`."""
    row, column = coded.variable(request.row), coded.variable(request.column)
    if request.outer:
        row = nested(coded.variable(request.outer), row)
    if request.weight != coded.weight_key:
        raise CrosstabError("C109", name=request.weight or coded.weight_key)
    if row.multiple:
        raise CrosstabError("C104", name=row.label)
    if request.protects and request.protection == "merge":
        row = merge_rows(coded, row, column, request)
    return row, column


def prepare(coded: Coded, request: CrosstabRequest, row: Variable, column: Variable, counted: Counts) -> Prepared:
    """Leave out what is not shown and find out what is compared (SB-C101, SB-C335: nobody is left)."""
    if counted.filtered == coded.total:
        raise CrosstabError("C335", where="；".join(f"{c.key}＝{'・'.join(c.labels)}" for c in request.where))
    if counted.base.sum() == 0:
        raise CrosstabError("C101")
    exclude = request.missing == "exclude"
    rows, columns = _shown(row, exclude), _shown(column, exclude)
    counted = _only(counted, rows, columns)
    axis, question = _axis(row, rows), _axis(column, columns)
    uneven = coded.weights is not None and not _equal_weights(counted)
    cell = np.ix_(np.flatnonzero(~np.array(axis.missing)), np.flatnonzero(~np.array(question.missing)))
    compared = Sums(counted.cells[cell], counted.weights[cell], counted.squares[cell])
    return Prepared(axis, question, counted, uneven, compared, cell)


def assemble(
    prepared: Prepared,
    request: CrosstabRequest,
    found: Assessment,
    stratified: Stratified | None = None,
    *,
    heaviest: float = 1.0,
) -> Crosstab:
    """Put a counted and a tested table together, hiding or rounding what must not be read.

    `heaviest` is the largest weight: a weighted sum has to be rounded as much coarser than persons.
    """
    counted = prepared.counted
    table = Crosstab(
        request,
        prepared.row,
        prepared.column,
        np.vstack([counted.cells, counted.cells.sum(axis=0)]),
        np.vstack([counted.weights, counted.weights.sum(axis=0)]),
        np.append(counted.base, counted.base.sum()),
        np.append(counted.weights_base, counted.weights_base.sum()),
        np.append(counted.squares_base, counted.squares_base.sum()),
        _percents(counted, request.percent),
        _spread_out(found, prepared),
        hide_alone(counted, prepared.column.multiple, request),
        counted.not_applicable,
        counted.excluded,
        prepared.uneven,
        counted.filtered,
        stratified,
    )
    return _rounded(table, heaviest) if request.protects and request.protection == "round" else table


def _rounded(table: Crosstab, heaviest: float) -> Crosstab:
    """The same table with every count rounded and percentages of the rounded counts."""
    base = table.request.round_to
    coarser = base * max(1, math.ceil(heaviest)) if table.is_weighted else base
    persons, everybody = round_to_base(table.counts, base), round_to_base(table.base, base)
    weighted, weighted_base = round_to_base(table.weighted, coarser), round_to_base(table.weighted_base, coarser)
    return replace(
        table,
        counts=persons.astype(np.int64),
        base=everybody.astype(np.int64),
        weighted=weighted,
        weighted_base=weighted_base,
        # No effective size may be finer than the rounded persons.
        squares_base=np.divide(weighted_base**2, everybody, out=np.zeros_like(everybody), where=everybody > 0),
        percents=_shares(weighted, weighted_base, table.request.percent),
        not_applicable=int(round_to_base(np.array(table.not_applicable), base)),
        excluded=int(round_to_base(np.array(table.excluded), base)),
        filtered=int(round_to_base(np.array(table.filtered), base)),
        rounded=base,
    )


def _stratified(
    coded: Coded, row: Variable, column: Variable, counted: Counts, request: CrosstabRequest, uneven: bool
) -> Stratified | None:
    if not request.stratum:
        return None
    by = coded.variable(request.stratum)
    if by.multiple:
        raise CrosstabError("C104", name=by.label)
    ordered = (row.ordered, column.ordered)
    return stratify(coded, row, column, by, counted.kept, weighted=uneven, ordered=ordered)


def together(
    coded: Coded, row: Variable, column: Variable, kept: npt.NDArray[np.bool_], uneven: bool
) -> OptionsTest | None:
    """The test of all options together, for multiple answers; it needs every pattern of answers, not counts alone."""
    if column.picks is None:
        return None
    kept = kept & substantive(row) & substantive(column)
    options = ~np.array(column.missing)
    times = None if coded.times is None else coded.times[kept]
    weights = coded.weights[kept] if uneven and coded.weights is not None else None
    squares = None if coded.squares is None else coded.squares[kept]
    group, picks = row.codes[kept].astype(np.int64), column.picks[kept][:, options]
    return groups_by_options(group, picks, weights, times=times, squares=squares)


def _shown(variable: Variable, exclude: bool) -> list[int]:
    return [i for i, missing in enumerate(variable.missing) if not (exclude and missing)]


def _axis(variable: Variable, shown: list[int]) -> Axis:
    return Axis(
        variable.key,
        variable.label,
        tuple(variable.labels[i] for i in shown),
        tuple(variable.missing[i] for i in shown),
        variable.ordered,
        variable.multiple,
        variable.notes,
    )


def _only(counted: Counts, rows: list[int], columns: list[int]) -> Counts:
    cell = np.ix_(rows, columns)
    return replace(
        counted,
        cells=counted.cells[cell],
        weights=counted.weights[cell],
        squares=counted.squares[cell],
        base=counted.base[rows],
        weights_base=counted.weights_base[rows],
        squares_base=counted.squares_base[rows],
    )


def _equal_weights(counted: Counts) -> bool:
    """All weights are equal exactly when n Σw² = (Σw)² (Cauchy-Schwarz)."""
    n, w, w2 = counted.base.sum(), counted.weights_base.sum(), counted.squares_base.sum()
    return bool(np.isclose(n * w2, w * w, rtol=1e-12))


def _percents(counted: Counts, percent: Percent) -> Floats:
    table = np.vstack([counted.weights, counted.weights.sum(axis=0)])
    return _shares(table, np.append(counted.weights_base, counted.weights_base.sum()), percent)


def _shares(table: Floats, base: Floats, percent: Percent) -> Floats:
    over: Floats
    if percent == "row":
        over = np.broadcast_to(base[:, None], table.shape)
    elif percent == "column":
        over = np.broadcast_to(table[-1], table.shape)
    else:
        over = np.full(table.shape, base[-1])
    out = np.full(table.shape, np.nan)
    np.divide(100 * table, over, out=out, where=over > 0)
    return out


def _assess(prepared: Prepared, request: CrosstabRequest, options: OptionsTest | None) -> Assessment:
    row, column, weighted = prepared.row, prepared.column, prepared.uneven
    if column.multiple:
        picked, base = prepared.compared, answered(prepared)
        return assess_options(picked, base, request.test, weighted=weighted, together=options)
    if request.test == "paired" and prepared.labels[0] != prepared.labels[1]:
        raise CrosstabError("C304")
    twice = not weighted and asked_twice(row.label, column.label, *prepared.labels)
    ordered = (row.ordered, column.ordered)
    return assess(prepared.compared, request.test, ordered=ordered, weighted=weighted, twice=twice)


def _spread_out(found: Assessment, prepared: Prepared) -> Assessment:
    """The same with NaN and no mark where 無回答 stands."""
    shape, cell = prepared.counted.cells.shape, prepared.cell
    marks = np.zeros(shape, dtype=np.int8)
    marks[cell] = found.marks
    options_p = np.full(shape[1], np.nan)
    options_p[np.ravel(cell[1])] = found.options_p
    return replace(
        found,
        marks=marks,
        options_p=options_p,
        residuals=_spread(found.residuals, shape, cell),
        residuals_p=_spread(found.residuals_p, shape, cell),
    )


def answered(prepared: Prepared) -> Sums:
    """Those who picked at least one option, shape (rows, 1)."""
    counted, rows = prepared.counted, np.ravel(prepared.cell[0])
    silent = np.array(prepared.column.missing)

    def less(base: npt.NDArray[np.generic], cells: npt.NDArray[np.generic]) -> Floats:
        everybody, none = np.asarray(base, dtype=float), np.asarray(cells, dtype=float)[:, silent].sum(axis=1)
        return np.asarray((everybody - none)[rows, None])

    return Sums(
        less(counted.base, counted.cells).astype(np.int64),
        less(counted.weights_base, counted.weights),
        less(counted.squares_base, counted.squares),
    )


def _spread(values: Floats, shape: tuple[int, ...], cell: tuple[npt.NDArray[np.intp], ...]) -> Floats:
    out = np.full(shape, np.nan)
    out[cell] = values
    return out
