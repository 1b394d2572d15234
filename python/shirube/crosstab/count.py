"""Counting: three tables of the same shape (persons, Σw, Σw²) from codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError
from .coded import Coded, Variable
from .request import Condition

__all__ = ["Counts", "count", "meets", "substantive"]

#: Persons counted at once where nothing has to be left out.
BLOCK = 32_768
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
    not_applicable, excluded, filtered
        Persons left out because the question was not put to them, because `missing` is ``"exclude"``, and because
        they do not meet the conditions.
    kept
        Which rows were counted, shape (n,).
    """

    cells: Ints
    weights: Floats
    squares: Floats
    base: Ints
    weights_base: Floats
    squares_base: Floats
    not_applicable: int
    excluded: int
    filtered: int
    kept: npt.NDArray[np.bool_]


def count(
    coded: Coded, row: str, column: str, *, exclude_missing: bool = False, where: Sequence[Condition] = ()
) -> Counts:
    """Count one breakdown against one question, for those who meet all conditions.

    Raises
    ------
    TableError
        SB-T101: a variable was not coded.
    CrosstabError
        SB-C301: a condition asks for an answer that does not exist.

    Examples
    --------
    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> coded = code(pd.DataFrame({"性別": ["男", "女", "男"], "答": ["はい", "はい", "いいえ"]}), ["性別", "答"])
    >>> count(coded, "性別", "答").cells.tolist()
    [[1, 1], [1, 0]]
    """
    axis, question = coded.variable(row), coded.variable(column)
    if _plain(coded, axis, question) and not where and not exclude_missing:
        return _count_plain(axis, question)
    asked = meets(coded, where)
    applies = (axis.codes >= 0) & (question.codes >= 0) & asked
    kept = applies & ~(_unanswered(axis) | _unanswered(question)) if exclude_missing else applies
    if coded.weights is not None:
        kept = kept & (coded.weights > 0)
    chosen: npt.NDArray[np.bool_] | slice = slice(None) if kept.all() else kept
    rows = len(axis.labels)
    at = axis.codes[chosen].astype(np.intp)
    powers: list[Floats | None] = [None if coded.times is None else coded.times[chosen].astype(float)]
    if coded.weights is not None:
        squares = coded.weights**2 if coded.squares is None else coded.squares
        powers += [coded.weights[chosen], squares[chosen]]
    tables = [_cells(at, rows, question, chosen, power) for power in powers]
    base = [np.bincount(at, weights=power, minlength=rows).astype(float) for power in powers]
    reached, inside = coded.persons(applies), coded.persons(asked)
    return Counts(
        tables[0].astype(np.int64),
        tables[min(1, len(tables) - 1)],
        tables[-1],
        base[0].astype(np.int64),
        base[min(1, len(base) - 1)],
        base[-1],
        inside - reached,
        reached - coded.persons(kept),
        coded.total - inside,
        kept,
    )


def _plain(coded: Coded, axis: Variable, question: Variable) -> bool:
    """Whether everybody is counted once in exactly one cell."""
    simple = coded.weights is None and coded.times is None and question.picks is None
    return simple and axis.complete and question.complete


def _count_plain(axis: Variable, question: Variable) -> Counts:
    """Count in blocks that stay in the processor's cache; several times faster on long lists."""
    rows, columns = len(axis.labels), len(question.labels)
    cells = np.zeros(rows * columns, dtype=np.int64)
    width = np.int16(columns) if rows * columns <= np.iinfo(np.int16).max else np.int32(columns)
    for begin in range(0, axis.codes.size, BLOCK):
        part = slice(begin, begin + BLOCK)
        cells += np.bincount(axis.codes[part] * width + question.codes[part], minlength=cells.size)
    table = cells.reshape(rows, columns)
    sums, base = table.astype(float), table.sum(axis=1)
    kept = np.ones(axis.codes.size, dtype=np.bool_)
    return Counts(table, sums, sums, base, base.astype(float), base.astype(float), 0, 0, 0, kept)


def meets(coded: Coded, where: Sequence[Condition]) -> npt.NDArray[np.bool_]:
    """Tell who meets all conditions, shape (n,).

    Raises
    ------
    TableError
        SB-T101: the variable of a condition was not coded.
    CrosstabError
        SB-C301: a condition asks for an answer that does not exist.
    """
    asked = np.ones(coded.n, dtype=np.bool_)
    for condition in where:
        variable = coded.variable(condition.key)
        for label in condition.labels:
            if label not in variable.labels:
                raise CrosstabError("C301", name=variable.label, label=label, known="、".join(variable.labels[:10]))
        wanted = np.array([label in condition.labels for label in variable.labels], dtype=np.bool_)
        if variable.picks is not None:
            asked &= (variable.codes >= 0) & variable.picks[:, wanted].any(axis=1)
        else:
            asked &= (variable.codes >= 0) & wanted[variable.codes]
    return asked


def extreme_weights(coded: Coded) -> tuple[float, float]:
    """Smallest and largest weight of a person who counts; 1 and 1 without weights."""
    if coded.weights is None:
        return 1.0, 1.0
    if coded.extremes is not None:
        return coded.extremes
    used = coded.weights[coded.weights > 0]
    return float(used.min()), float(used.max())


def substantive(variable: Variable) -> npt.NDArray[np.bool_]:
    """Tell who gave an answer other than 無回答 and 非該当, shape (n,)."""
    return (variable.codes >= 0) & ~_unanswered(variable)


def _cells(
    where: npt.NDArray[np.intp],
    rows: int,
    question: Variable,
    kept: npt.NDArray[np.bool_] | slice,
    weight: Floats | None,
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
