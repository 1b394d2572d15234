"""Counting: three tables of the same shape (persons, Σw, Σw²) from codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coded import Coded, Variable

__all__ = ["Counts", "count"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of a breakdown against a question.

    Attributes
    ----------
    cells, weights, squares
        Persons, Σw and Σw² of each cell, shape (rows, columns).
    base, weights_base, squares_base
        The same of everybody in the row, shape (rows,). For multiple answers a person is counted once here and
        once per answer in the cells.
    not_applicable, excluded
        Persons left out because the question was not put to them, and because `missing` is ``"exclude"``.
    """

    cells: Ints
    weights: Floats
    squares: Floats
    base: Ints
    weights_base: Floats
    squares_base: Floats
    not_applicable: int
    excluded: int


def count(coded: Coded, row: str, column: str, *, exclude_missing: bool = False) -> Counts:
    """Count one breakdown against one question.

    Raises
    ------
    TableError
        SB-T101: a variable was not coded.

    Examples
    --------
    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> coded = code(pd.DataFrame({"性別": ["男", "女", "男"], "答": ["はい", "はい", "いいえ"]}), ["性別", "答"])
    >>> count(coded, "性別", "答").cells.tolist()
    [[1, 1], [1, 0]]
    """
    axis, question = coded.variable(row), coded.variable(column)
    applies = (axis.codes >= 0) & (question.codes >= 0)
    kept = applies & ~(_unanswered(axis) | _unanswered(question)) if exclude_missing else applies
    weight = np.ones(coded.n) if coded.weights is None else coded.weights
    if coded.weights is not None:
        kept = kept & (weight > 0)
    rows = len(axis.labels)
    where, weight = axis.codes[kept].astype(np.intp), weight[kept]
    tables, base = [], []
    for power in (None, weight, weight**2):
        tables.append(_cells(where, rows, question, kept, power))
        base.append(np.bincount(where, weights=power, minlength=rows))
    left_out = int((applies & ~kept).sum())
    return Counts(
        tables[0].astype(np.int64),
        tables[1],
        tables[2],
        base[0].astype(np.int64),
        base[1].astype(float),
        base[2].astype(float),
        int((~applies).sum()),
        left_out,
    )


def _cells(
    where: npt.NDArray[np.intp], rows: int, question: Variable, kept: npt.NDArray[np.bool_], weight: Floats | None
) -> Floats:
    columns = len(question.labels)
    if question.picks is None:
        flat = where * columns + question.codes[kept]
        return np.bincount(flat, weights=weight, minlength=rows * columns).reshape(rows, columns).astype(float)
    picks = question.picks[kept]
    table = np.empty((rows, columns))
    for j in range(columns):
        chosen = picks[:, j]
        table[:, j] = np.bincount(where[chosen], weights=None if weight is None else weight[chosen], minlength=rows)
    return table


def _unanswered(variable: Variable) -> npt.NDArray[np.bool_]:
    missing = np.array(variable.missing, dtype=np.bool_)
    if variable.picks is not None:
        return np.asarray(variable.picks[:, missing].any(axis=1))
    return np.asarray((variable.codes >= 0) & missing[variable.codes]) if missing.size else variable.codes < 0
