"""秘匿 across the tables of a batch that count the same persons.

Two cells are the same when the same persons stand in them, whatever table, filter or heading they come from: a base of
a follow-up question is a cell of the question before it. Every person gets a random number, and cells with the same
number of persons and the same sum of numbers are taken as one. What is hidden in one table is then hidden in all, and
the ranges of hidden cells are checked by linear programming over the sums of all tables together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .coded import Coded, Variable
from .count import count, extreme_weights
from .recode import nested
from .request import CrosstabRequest
from .suppress import Suppression
from .suppress_routed import Linked, routed

__all__ = ["Linked", "System", "linked_cells", "protect_linked"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_SEED = 20_260_401
_BITS = 2**26  # sums of fewer than 2²⁶ such numbers are exact in floating point


@dataclass(frozen=True, slots=True)
class _Narrow:
    """A hidden cell whose range is too narrow when hidden counts are known to be at least `least`."""

    cell: int
    least: float
    wanted: int


@dataclass(frozen=True, eq=False)
class System:
    """All different cells and the tables they stand in.

    Attributes
    ----------
    persons
        Persons in each.
    amounts
        What is published of each, so that no person adds more than 1: the persons, or Σw over the largest weight.
    least
        The smallest amount one person may add.
    """

    persons: Ints
    tables: tuple[Linked, ...]
    amounts: Floats
    least: float = 1.0


def linked_cells(coded: Coded, requests: Sequence[CrosstabRequest]) -> System:
    """Find out which cells of the tables are the same and which add up to others.

    Parameters
    ----------
    coded
        Every question of the requests.
    requests
        The tables to publish together.

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> frame = pd.DataFrame({"性": ["男", "女"] * 3, "年": ["若", "老", "老"] * 2, "答": ["はい"] * 5 + ["いいえ"]})
    >>> requests = [CrosstabRequest("性", "答"), CrosstabRequest("年", "答")]
    >>> system = linked_cells(code(frame, ["性", "年", "答"]), requests)
    >>> [table.cells[-1].tolist() for table in system.tables]  # both have the same totals
    [[5, 3, 6], [5, 3, 6]]
    """
    random = np.random.default_rng(_SEED)
    marks = random.integers(1, _BITS, (2, coded.n)).astype(float)
    known: dict[tuple[int, int, int], int] = {}
    persons: list[int] = []
    amounts: list[float] = []

    def identity(key: tuple[int, int, int], amount: float) -> int:
        if key not in known:
            known[key] = len(persons)
            persons.append(key[0])
            amounts.append(amount)
        return known[key]

    tables = [_identified(coded, request, marks, identity) for request in requests]
    tables = routed(coded, requests, tables)
    least, most = extreme_weights(coded)
    return System(np.array(persons, dtype=np.int64), tuple(tables), np.array(amounts) / most, least / most)


def _identified(coded: Coded, request: CrosstabRequest, marks: npt.NDArray[np.float64], identity: Any) -> Linked:
    row = coded.variable(request.row)
    if request.outer:
        row = nested(coded.variable(request.outer), row)
    column = coded.variable(request.column)
    exclude = request.missing == "exclude"
    cells, rows = [], [i for i, missing in enumerate(row.missing) if not (exclude and missing)]
    columns = [j for j, missing in enumerate(column.missing) if not (exclude and missing)]
    weights = np.ones(coded.n) if coded.weights is None else coded.weights
    for mark in marks:
        # A weight of 0 leaves a person out, so it must stay 0.
        marked = replace(coded, weights=np.where(weights > 0, mark, 0.0)).plus(row)
        found = count(marked, row.key, column.key, exclude_missing=exclude, where=request.where)
        part = found.weights[np.ix_(rows, columns)]
        whole = np.column_stack([part, found.weights_base[rows]])
        cells.append(np.vstack([whole, whole.sum(axis=0)]))
        inner = np.column_stack([found.cells[np.ix_(rows, columns)], found.base[rows]])
    n = np.vstack([inner, inner.sum(axis=0)])
    amounts = _amounts(coded.plus(row), row, column, request, rows, columns)
    keys = np.stack([n, *(c.astype(np.int64) for c in cells)], axis=-1)
    ids = np.array(
        [
            [identity(tuple(key), amount) for key, amount in zip(line, mine, strict=True)]
            for line, mine in zip(keys.tolist(), amounts.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    sums = [(tuple(ids[:-1, j].tolist()), int(ids[-1, j])) for j in range(ids.shape[1])]
    if not column.multiple:
        sums += [(tuple(ids[i, :-1].tolist()), int(ids[i, -1])) for i in range(len(ids))]
    if request.outer:
        sums += _outer_sums((keys, amounts), ids, coded, request, [row.labels[i] for i in rows], identity)
    return Linked(ids, column.multiple, tuple(sums))


def _amounts(
    coded: Coded, row: Variable, column: Variable, request: CrosstabRequest, rows: list[int], columns: list[int]
) -> Floats:
    """What the table publishes: persons, or under weights their sums; totals last in both directions."""
    found = count(coded, row.key, column.key, exclude_missing=request.missing == "exclude", where=request.where)
    part = np.column_stack([found.weights[np.ix_(rows, columns)], found.weights_base[rows]])
    return np.vstack([part, part.sum(axis=0)])


def _outer_sums(
    found: tuple[Ints, Floats], ids: Ints, coded: Coded, request: CrosstabRequest, labels: Sequence[str], identity: Any
) -> list[tuple[tuple[int, ...], int]]:
    """Nested rows add up to the rows of both single breakdowns, which other tables may show."""
    sums = []
    keys, amounts = found
    for key, first in ((request.outer, True), (request.row, False)):
        for label in coded.variable(key).labels:
            mine = [i for i, name in enumerate(labels) if name in _pair_names(coded, request, label, first)]
            if not mine:
                continue
            for j in range(ids.shape[1]):
                total = identity(tuple(int(x) for x in keys[mine, j].sum(axis=0)), float(amounts[mine, j].sum()))
                sums.append((tuple(ids[mine, j].tolist()), total))
    return sums


def _pair_names(coded: Coded, request: CrosstabRequest, label: str, first: bool) -> set[str]:
    others = coded.variable(request.row if first else request.outer).labels
    return {f"{label}・{other}" if first else f"{other}・{label}" for other in others}


def protect_linked(system: System, hidden: Sequence[Suppression], threshold: int) -> tuple[Suppression, ...]:
    """Extend what each table hides so that nothing hidden follows from the tables together.

    Parameters
    ----------
    hidden
        Suppression of each table by itself, in the order of the tables.

    Returns
    -------
    tuple of Suppression
        Cells that are the same are hidden everywhere; every hidden cell keeps a range at least `threshold` wide given
        the shown cells of all tables, and more than a single value even knowing that hidden counts are not zero.
        Under weights the range is one of Σw, and `threshold` times the largest weight wide, so that it is at least
        `threshold` persons wide even for a reader who knows every weight. The persons of single cells must then not
        be shown beside Σw: where weights are the same within a row, two sums per column would give two cells away.
    """
    secret = np.zeros(system.persons.size, dtype=bool)
    for table, found in zip(system.tables, hidden, strict=True):
        secret[table.cells[found.cells]] = True
    published = np.zeros_like(secret)
    for table in system.tables:
        published[table.cells] = True
    unknown = secret | ~published
    safe = np.zeros_like(secret)  # hiding more never narrows a range
    while (narrow := _narrow_cell(system, unknown, secret, safe, threshold)) is not None:
        more = _widening(system, unknown, published, narrow)
        if not more:
            more = [int(i) for i in np.flatnonzero(published & ~unknown & (system.persons > 0))]
        if not more:
            break
        secret[more], unknown[more] = True, True
    return tuple(
        Suppression(secret[table.cells], found.primary) for table, found in zip(system.tables, hidden, strict=True)
    )


def _constraints(system: System, unknown: Bools) -> tuple[Any, Any, list[int]]:
    """Sums that hold at least one unknown cell, as a matrix over the unknown cells, and which those are."""
    from scipy.sparse import lil_matrix

    position = {int(cell): k for k, cell in enumerate(np.flatnonzero(unknown))}
    equal, at_most = [], []
    for table in system.tables:
        for parts, total in table.sums:
            if total in position or any(part in position for part in parts):
                equal.append(([*parts], total))
        if table.multiple:
            at_most += [(int(cell), int(line[-1])) for line in table.cells for cell in line[:-1]]
    at_most = [pair for pair in dict.fromkeys(at_most) if pair[0] in position or pair[1] in position]
    unique = list({(tuple(sorted(parts)), total) for parts, total in equal})
    lines = [((*((part, 1.0) for part in parts), (total, -1.0)), 0.0) for parts, total in unique]
    lines += _sums_of_persons(system, position)
    a_eq, b_eq = lil_matrix((len(lines), len(position))), np.array([value for _, value in lines])
    for k, (line, _) in enumerate(lines):
        for cell, sign in line:
            if cell in position:
                a_eq[k, position[cell]] += sign
            else:
                b_eq[k] -= sign * system.amounts[cell]
    a_ub, b_ub = lil_matrix((len(at_most), len(position))), np.zeros(len(at_most))
    for k, (cell, base) in enumerate(at_most):
        for other, sign in ((cell, 1.0), (base, -1.0)):
            if other in position:
                a_ub[k, position[other]] += sign
            else:
                b_ub[k] -= sign * system.amounts[other]
    return (a_eq.tocsr(), b_eq), (a_ub.tocsr(), b_ub), list(position)


def _sums_of_persons(system: System, position: dict[int, int]) -> list[tuple[tuple[tuple[int, float], ...], float]]:
    """Under weights the persons of every base are shown too: a second sum down the column that ends in a base.

    The reader is taken to know the mean weight of every row, and so to turn each Σw of a column into persons. Without
    weights this would be the first sum again. The second value is what the sum comes to.
    """
    if system.least == 1.0:
        return []
    bases = {int(cell) for table in system.tables for cell in table.cells[:, -1]}
    lines: dict[tuple[int, ...], tuple[tuple[tuple[int, float], ...], float]] = {}
    for table in system.tables:
        rows = table.cells[:, -1]
        heads = system.persons[rows] / np.where(system.persons[rows] > 0, system.amounts[rows], 1.0)
        for column in table.cells.T.tolist():
            if column[-1] not in bases or not any(cell in position for cell in column):
                continue
            whole = system.persons[column[-1]] / max(system.amounts[column[-1]], system.least)
            parts = (*zip(column[:-1], heads[:-1].tolist(), strict=True), (column[-1], -float(whole)))
            lines[tuple(column)] = (parts, float(sum(head * system.amounts[cell] for cell, head in parts)))
    return list(lines.values())


def _narrow_cell(system: System, unknown: Bools, secret: Bools, safe: Bools, threshold: int) -> _Narrow | None:
    """The first hidden cell with too narrow a range, if any; notes the ones that are wide enough in `safe`."""
    (a_eq, b_eq), (a_ub, b_ub), cells = _constraints(system, unknown)
    for part in _components(a_eq, a_ub):
        if all(safe[cells[k]] or not secret[cells[k]] for k in part):
            continue
        rows, more = (np.unique(a[:, part].nonzero()[0]) for a in (a_eq, a_ub))
        limits = {"A_eq": a_eq[rows][:, part].toarray(), "b_eq": b_eq[rows]}
        limits |= {"A_ub": a_ub[more][:, part].toarray(), "b_ub": b_ub[more]}
        narrow = _narrow_in(system, [cells[k] for k in part], secret, safe, limits, threshold)
        if narrow is not None:
            return narrow
    return None


def _narrow_in(
    system: System, cells: Sequence[int], secret: Bools, safe: Bools, limits: dict[str, Any], threshold: int
) -> _Narrow | None:
    """`_narrow_cell` within one component. Every solution found on the way also widens what is known of the others."""
    truth = system.amounts[list(cells)]
    # Cells that are not published at all may well be empty; moving further than this is never needed.
    nonzero, top = system.least * secret[list(cells)], truth + 4 * threshold
    seen = np.stack([truth, truth])
    for k, cell in enumerate(cells):
        if safe[cell] or not secret[cell]:
            continue
        if seen[1, k] - seen[0, k] < threshold:
            found = _ends(k, np.column_stack([nonzero, top]), limits)
            if found is None:
                return _Narrow(cell, 0, threshold)
            seen = np.stack([np.minimum(seen[0], found.min(axis=0)), np.maximum(seen[1], found.max(axis=0))])
            if seen[1, k] - seen[0, k] < 1 - 1e-6:
                return _Narrow(cell, system.least, 1)
            if seen[1, k] - seen[0, k] < threshold - 1e-6:
                wide = _ends(k, np.column_stack([0 * nonzero, top]), limits)
                if wide is None or wide[1, k] - wide[0, k] < threshold - 1e-6:
                    return _Narrow(cell, 0, threshold)
        safe[cell] = True
    return None


def _components(a_eq: Any, a_ub: Any) -> list[list[int]]:
    """Unknown cells that share a constraint, directly or through others."""
    from scipy.sparse import vstack
    from scipy.sparse.csgraph import connected_components

    together = vstack([a_eq, a_ub])
    count, label = connected_components((together.T @ together) != 0, directed=False)
    order = np.argsort(label, kind="stable")
    return [part.tolist() for part in np.split(order, np.cumsum(np.bincount(label, minlength=count))[:-1])]


def _ends(at: int, bounds: npt.NDArray[np.float64], limits: dict[str, Any]) -> npt.NDArray[np.float64] | None:
    """Two possible tables: with a cell as small and as large as it can be, shape (2, cells); None if not found."""
    from scipy.optimize import linprog

    goal = np.zeros(len(bounds))
    goal[at] = 1
    found = [linprog(sign * goal, bounds=bounds, **limits) for sign in (1, -1)]
    return None if any(one.x is None for one in found) else np.array([one.x for one in found])


def _widening(system: System, unknown: Bools, published: Bools, narrow: _Narrow) -> list[int]:
    """Shown cells to hide so that a cell may move: the cheapest move up and move down that together are wide enough."""
    from scipy.optimize import linprog
    from scipy.sparse import block_diag, csr_matrix, hstack, vstack

    usable = unknown | (published & (system.persons > 0))
    (a_eq, _), (a_ub, b_ub), cells = _constraints(system, usable)
    size, at = len(cells), cells.index(narrow.cell)
    start = system.amounts[cells]
    falls = np.maximum(start - np.where(published[cells], narrow.least, 0), 0)
    # Each move is a rise less a fall; it keeps all sums, and takes no count below the least it can be.
    move = hstack([a_eq, -a_eq])
    goal = np.zeros(4 * size)
    goal[[at, size + at, 2 * size + at, 3 * size + at]] = (-1, 1, 1, -1)
    within = hstack([a_ub, -a_ub])
    slack = b_ub - a_ub @ start
    found = linprog(
        np.tile(_prices(system, unknown, cells), 4),
        A_ub=vstack([csr_matrix(goal), block_diag([within, within])]).tocsr(),
        b_ub=np.concatenate([[-float(narrow.wanted)], slack, slack]),
        A_eq=block_diag([move, move]).tocsr(),
        b_eq=np.zeros(2 * a_eq.shape[0]),
        bounds=([(0, None)] * size + [(0, x) for x in falls]) * 2,
    )
    if found.status != 0:
        return []
    moved = np.abs(found.x).reshape(4, size).sum(axis=0) > 1e-7
    return [c for c, hit in zip(cells, moved, strict=True) if hit and not unknown[c]]


def _prices(system: System, unknown: Bools, cells: Sequence[int]) -> npt.NDArray[np.float64]:
    """Hidden cells are free; the smaller count first; totals much more."""
    totals = {total for table in system.tables for _, total in table.sums}
    persons = system.persons[list(cells)].astype(float)
    price = 1.0 + persons / (1.0 + persons.max(initial=0.0))
    price[[k for k, c in enumerate(cells) if c in totals]] *= 20
    price[unknown[list(cells)]] = 1e-6
    return np.asarray(price)
