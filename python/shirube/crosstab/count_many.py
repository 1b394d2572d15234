"""Counting a whole batch: every breakdown against every question by one matrix product per kind of sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .coded import Coded, Variable
from .count import Counts, meets
from .request import Condition

__all__ = ["count_many"]

Floats = npt.NDArray[np.float64]
#: Numbers in the indicator matrices held at once.
BLOCK = 20_000_000


def count_many(
    coded: Coded, axes: Sequence[str], questions: Sequence[str], *, where: Sequence[Condition] = ()
) -> dict[tuple[str, str], Counts]:
    """Count every axis against every question; 無回答 is counted as a category.

    The figures are those of `count`; `kept` is left empty, as no table needs to know its persons here.

    Raises
    ------
    TableError
        SB-T101: a variable was not coded.

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> coded = code(pd.DataFrame({"性別": ["男", "女", "男"], "答": ["はい", "はい", "いいえ"]}), ["性別", "答"])
    >>> count_many(coded, ["性別"], ["答"])["性別", "答"].cells.tolist()
    [[1, 1], [1, 0]]
    """
    asked = meets(coded, where)
    rows, columns = [coded.variable(key) for key in axes], [coded.variable(key) for key in questions]
    width = sum(len(v.labels) for v in rows) + sum(len(v.labels) + 1 for v in columns)
    step = min(2**24 - 1, max(1, BLOCK // max(width, 1)))
    powers = (1,) if coded.weights is None else (0, 1, 2, 3)
    sums: list[Floats] = []
    for begin in range(0, coded.n, step):
        block = slice(begin, begin + step)
        parts = _products(rows, columns, block, asked[block], coded.weights, powers)
        sums = parts if not sums else [a + b for a, b in zip(sums, parts, strict=True)]
    return {
        (row.key, column.key): _one(sums, asked, row, column, at_row, at_column, coded.n)
        for row, at_row in zip(rows, _starts(rows, 0), strict=True)
        for column, at_column in zip(columns, _starts(columns, 1), strict=True)
    }


def _starts(variables: Sequence[Variable], more: int) -> list[int]:
    widths = [len(v.labels) + more for v in variables]
    return [0, *np.cumsum(widths)[:-1].tolist()]


def _products(
    rows: Sequence[Variable],
    columns: Sequence[Variable],
    block: slice,
    asked: npt.NDArray[np.bool_],
    weights: Floats | None,
    powers: Sequence[int],
) -> list[Floats]:
    """Sums over the persons of a block: everybody, then with weights also those with one, Σw and Σw²."""
    left = np.column_stack([_indicator(v, block) for v in rows])
    right = np.column_stack([_with_base(v, block) for v in columns])
    if not asked.all():
        left = left * asked[:, None].astype(np.float32)
    if weights is None:
        return [(left.T @ right).astype(float)]
    w = weights[block][:, None]
    factors = {0: np.ones_like(w), 1: (w > 0).astype(float), 2: w, 3: w**2}
    exact = right.astype(float)
    out = []
    for power in powers:
        if power < 2:
            # Counts below 2²⁴ are exact in single precision, and a block is smaller than that.
            out.append(((left * factors[power].astype(np.float32)).T @ right).astype(float))
        else:
            out.append((left * factors[power]).T @ exact)
    return out


def _indicator(variable: Variable, block: slice) -> npt.NDArray[np.float32]:
    codes = variable.codes[block]
    out = np.zeros((codes.size, len(variable.labels)), dtype=np.float32)
    here = np.flatnonzero(codes >= 0)
    out[here, codes[here]] = 1
    return out


def _with_base(variable: Variable, block: slice) -> npt.NDArray[np.float32]:
    """Who gave each answer, and in the last column who was asked."""
    asked = (variable.codes[block] >= 0)[:, None]
    if variable.picks is None:
        return np.column_stack([_indicator(variable, block), asked]).astype(np.float32)
    return np.column_stack([variable.picks[block] & asked, asked]).astype(np.float32)


def _one(
    sums: Sequence[Floats],
    asked: npt.NDArray[np.bool_],
    row: Variable,
    column: Variable,
    at_row: int,
    at_column: int,
    n: int,
) -> Counts:
    own = slice(at_row, at_row + len(row.labels)), slice(at_column, at_column + len(column.labels) + 1)
    parts = [part[own] for part in sums]
    everybody = parts[0]
    counted, w, w2 = (everybody, everybody, everybody) if len(parts) == 1 else parts[1:]
    reached, inside = int(everybody[:, -1].sum()), int(asked.sum())
    return Counts(
        np.rint(counted[:, :-1]).astype(np.int64),
        w[:, :-1].copy(),
        w2[:, :-1].copy(),
        np.rint(counted[:, -1]).astype(np.int64),
        w[:, -1].copy(),
        w2[:, -1].copy(),
        inside - reached,
        reached - int(np.rint(counted[:, -1].sum())),
        n - inside,
        np.zeros(0, dtype=np.bool_),
    )
