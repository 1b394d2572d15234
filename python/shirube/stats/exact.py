"""Fisher's exact test: 2 x 2 with its odds ratio, larger tables by enumeration or by seeded sampling."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from .contingency import Counts, nonempty
from .intervals import Interval

__all__ = [
    "Fisher",
    "fisher_2x2",
    "fisher_exact",
    "fisher_monte_carlo",
    "fisher_rxc",
    "fisher_sequential",
    "odds_ratio",
]

#: Tables as likely as the observed one up to this relative difference count as equally likely (as in R).
TIE = 1 + 1e-7
DRAWS, SEED = 100_000, 20_260_401
#: Numbers held at once while partial tables are extended.
BLOCK = 4_000_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Fisher(NamedTuple):
    """p-value and, for sampling, its standard error and the number of draws (both 0 when enumerated)."""

    p: float
    standard_error: float = 0.0
    draws: int = 0


class OddsRatio(NamedTuple):
    """Conditional maximum-likelihood odds ratio and its exact 95 % interval."""

    estimate: float
    interval: Interval


def fisher_2x2(counts: Counts, alternative: Literal["two-sided", "less", "greater"] = "two-sided") -> float:
    """Fisher's exact p-value of a 2 x 2 table; R: ``fisher.test(x, alternative)$p.value``.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> round(fisher_2x2(np.array([[3, 1], [1, 3]]), "greater"), 4)
    0.2429
    """
    observed, support, log_weight = _hypergeometric(counts)
    weight = np.exp(log_weight - log_weight.max())
    probability = weight / weight.sum()
    at = int(observed - support[0])
    if alternative == "less":
        return float(min(1.0, probability[: at + 1].sum()))
    if alternative == "greater":
        return float(min(1.0, probability[at:].sum()))
    return float(min(1.0, probability[probability <= probability[at] * TIE].sum()))


def odds_ratio(counts: Counts, confidence: float = 0.95) -> OddsRatio:
    """Conditional maximum-likelihood odds ratio and exact interval; R: ``fisher.test(x)``.

    0 or infinity when the observed cell is at an end of its range.

    Raises
    ------
    ValueError
        The table is not 2 x 2.

    >>> round(odds_ratio(np.array([[3, 1], [1, 3]])).estimate, 3)
    6.408
    """
    observed, support, base = _hypergeometric(counts)
    tail = (1 - confidence) / 2

    def probabilities(log_odds: float) -> Floats:
        logs = base + support * log_odds
        weight = np.exp(logs - logs.max())
        return np.asarray(weight / weight.sum())

    def mean(log_odds: float) -> float:
        return float(support @ probabilities(log_odds)) - observed

    def upper_tail(log_odds: float) -> float:
        return float(probabilities(log_odds)[support >= observed].sum()) - tail

    def lower_tail(log_odds: float) -> float:
        return tail - float(probabilities(log_odds)[support <= observed].sum())

    lowest, highest = observed == support[0], observed == support[-1]
    estimate = 0.0 if lowest else math.inf if highest else _root(mean)
    low = 0.0 if lowest else _root(upper_tail)
    high = math.inf if highest else _root(lower_tail)
    if lowest and highest:
        estimate = math.nan
    return OddsRatio(estimate, Interval(low, high))


def fisher_exact(counts: Counts, *, seed: int = SEED) -> Fisher:
    """Fisher's test by enumeration where that is quick, else by `DRAWS` sampled tables with a fixed seed.

    >>> round(fisher_exact(np.array([[3, 1], [1, 3]])).p, 4)
    0.4857
    """
    table = nonempty(counts)
    if min(table.shape, default=0) < 2:
        return Fisher(1.0)
    if table.shape == (2, 2):
        return Fisher(fisher_2x2(table))
    enumerated = fisher_rxc(table)
    return Fisher(enumerated) if enumerated is not None else fisher_monte_carlo(table, seed=seed)


def fisher_monte_carlo(counts: Counts, *, draws: int = DRAWS, seed: int = SEED) -> Fisher:
    """Fisher's test by sampling tables with the same margins; the p-value is (hits + 1)/(draws + 1).

    >>> result = fisher_monte_carlo(np.array([[3, 1], [1, 3]]), draws=2000)
    >>> abs(result.p - 0.4857) < 5 * result.standard_error
    True
    """
    from scipy.special import gammaln
    from scipy.stats import random_table

    table = nonempty(counts).astype(np.int64)
    random = np.random.default_rng(seed)
    limit = -gammaln(table + 1.0).sum() + math.log(TIE)
    margins = random_table(table.sum(axis=1), table.sum(axis=0))
    hits, block = 0, max(1, min(draws, 2_000_000 // table.size))
    for start in range(0, draws, block):
        sample = margins.rvs(size=min(block, draws - start), random_state=random)
        hits += int((-gammaln(sample + 1.0).sum(axis=(1, 2)) <= limit).sum())
    p = (hits + 1) / (draws + 1)
    return Fisher(p, math.sqrt(p * (1 - p) / draws), draws)


def fisher_sequential(counts: Counts, *, hits: int = 20, draws: int = 20_000, seed: int = SEED) -> Fisher:
    """Fisher's test by sampling that stops early when the table is plainly unremarkable (Besag & Clifford 1991).

    Drawing ends with the `hits`-th table as unlikely as the observed one: p is then hits/draws so far, an exact
    p-value as well. Meant for many tables, most of which show nothing. A 2 x 2 table is enumerated.

    >>> fisher_sequential(np.array([[3, 1, 2], [1, 3, 2]])).draws < 1000
    True
    """
    from scipy.special import gammaln
    from scipy.stats import random_table

    table = nonempty(counts).astype(np.int64)
    if min(table.shape, default=0) < 2:
        return Fisher(1.0)
    if table.shape == (2, 2):
        return Fisher(fisher_2x2(table))
    random = np.random.default_rng(seed)
    limit = -gammaln(table + 1.0).sum() + math.log(TIE)
    margins = random_table(table.sum(axis=1), table.sum(axis=0))
    found, made, block = 0, 0, 100
    while made < draws:
        sample = margins.rvs(size=min(block, draws - made), random_state=random)
        extreme = np.flatnonzero(-gammaln(sample + 1.0).sum(axis=(1, 2)) <= limit)
        if found + extreme.size >= hits:
            made += int(extreme[hits - found - 1]) + 1
            p = hits / made
            return Fisher(p, math.sqrt(p * (1 - p) / made), made)
        found, made, block = found + extreme.size, made + len(sample), min(4 * block, 5000)
    p = (found + 1) / (made + 1)
    return Fisher(p, math.sqrt(p * (1 - p) / made), made)


def fisher_rxc(counts: Counts, *, work: float = 5e5) -> float | None:
    """Fisher's exact p-value of any table by enumeration; R: ``fisher.test(x)$p.value``.

    The columns are cut into two halves. Each half lists, for every way the rows can be used up, the products of
    1/x! it can reach with their multiplicities (equal ones merged); the halves are then joined by sorting.

    Parameters
    ----------
    work
        Give up, returning None, before this many partial tables have to be looked at in one step.

    >>> round(fisher_rxc(np.array([[1, 3, 0], [2, 0, 4]])), 6)
    0.033333
    """
    table = nonempty(counts).astype(np.int64)
    if min(table.shape, default=0) < 2:
        return 1.0
    if table.shape[0] > table.shape[1]:
        table = table.T
    rows = table.sum(axis=1)
    order = np.argsort(table.sum(axis=0), kind="stable")
    columns = table.sum(axis=0)[order]
    if math.prod(int(row) + 1 for row in rows) >= 2**62:
        return None
    radix = np.concatenate([[1], np.cumprod(rows[:-1] + 1)]).astype(np.int64)
    halves = [_half(columns[half::2], rows, radix, work) for half in (0, 1)]
    if halves[0] is None or halves[1] is None:
        return None
    return _join(halves[0], halves[1], table, int(rows @ radix))


class _Half(NamedTuple):
    node: Ints  # rows used up, in mixed radix
    value: Floats  # sum of log(1/x!)
    ways: Floats  # how many partial tables share node and value


def _half(columns: Ints, rows: Ints, radix: Ints, work: float) -> _Half | None:
    state = _Half(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1))
    for total in columns:
        ways = _compositions(int(total), rows, work)
        if ways is None or state.node.size * ways.shape[0] > work:
            return None
        block = max(1, BLOCK // ways.size)
        parts = [
            _extended(
                _Half(state.node[k : k + block], state.value[k : k + block], state.ways[k : k + block]),
                ways,
                rows,
                radix,
            )
            for k in range(0, state.node.size, block)
        ]
        state = _merged(*(np.concatenate(field) for field in zip(*parts, strict=True)))
    return state


def _extended(state: _Half, ways: Ints, rows: Ints, radix: Ints) -> _Half:
    """Every partial table with every way to fill the next column that leaves no row overdrawn."""
    from scipy.special import gammaln

    used = (state.node[:, None] // radix) % (rows + 1)
    old, new = np.nonzero((used[:, None, :] + ways[None, :, :] <= rows).all(axis=2))
    value = state.value[old] - gammaln(ways + 1.0).sum(axis=1)[new]
    return _merged(state.node[old] + (ways @ radix)[new], value, state.ways[old])


def _merged(node: Ints, value: Floats, ways: Floats) -> _Half:
    key = np.round(value, 9)
    order = np.lexsort((key, node))
    node, key, value, ways = node[order], key[order], value[order], ways[order]
    if node.size == 0:
        return _Half(node, value, ways)
    first = np.flatnonzero(np.concatenate([[True], (np.diff(node) != 0) | (np.diff(key) != 0)]))
    return _Half(node[first], value[first], np.add.reduceat(ways, first))


def _join(left: _Half, right: _Half, table: Ints, full: int) -> float:
    """Sum the probabilities of all whole tables no likelier than the observed one."""
    from scipy.special import gammaln

    rows, columns = table.sum(axis=1), table.sum(axis=0)
    constant = gammaln(rows + 1.0).sum() + gammaln(columns + 1.0).sum() - gammaln(table.sum() + 1.0)
    limit = -gammaln(table + 1.0).sum() + math.log(TIE)
    total = 0.0
    for node in np.unique(left.node):
        mine = slice(*np.searchsorted(left.node, [node, node + 1]))
        other = slice(*np.searchsorted(right.node, [full - node, full - node + 1]))
        value = right.value[other]
        if value.size == 0:
            continue
        # `_merged` leaves the values of one node in ascending order; the last is the scale, so nothing overflows.
        cumulative = np.concatenate([[0.0], np.cumsum(right.ways[other] * np.exp(value - value[-1]))])
        reach = np.searchsorted(value, limit - left.value[mine], side="right")
        total += float((left.ways[mine] * np.exp(left.value[mine] + value[-1] + constant)) @ cumulative[reach])
    return min(1.0, total)


def _compositions(total: int, most: Ints, work: float) -> Ints | None:
    """All ways to spread `total` over the rows without exceeding `most`, shape (ways, rows)."""
    sizes = [min(total, int(limit)) + 1 for limit in most[:-1]]
    if math.prod(sizes) > work:
        return None
    head = np.indices(sizes).reshape(len(sizes), -1).T
    rest = total - head.sum(axis=1)
    fits = (rest >= 0) & (rest <= most[-1])
    return np.column_stack([head[fits], rest[fits]]).astype(np.int64)


def _hypergeometric(counts: Counts) -> tuple[float, Floats, Floats]:
    """Observed corner, its possible values, and their log weights given the margins."""
    from scipy.special import gammaln

    table = np.asarray(counts, dtype=float)
    if table.shape != (2, 2):
        raise ValueError(f"a 2 x 2 table is needed, got {table.shape}")
    row, column, total = table[0].sum(), table[:, 0].sum(), table.sum()
    support = np.arange(max(0.0, row + column - total), min(row, column) + 1)
    rest = total - row - column
    cells = (support, row - support, column - support, rest + support)
    return float(table[0, 0]), support, -sum(gammaln(cell + 1.0) for cell in cells)


def _root(function: Callable[[float], float]) -> float:
    """Odds at which an increasing function of the log odds is zero."""
    from scipy.optimize import brentq

    return math.exp(brentq(function, -60.0, 60.0, xtol=1e-12))
