"""Totals: a row or column is a total because the arithmetic says so; the word 計 is only a hint.

The search follows AggreCol's idea (sums of adjacent cells within rounding, found aggregates skipped by the next ones),
written for whole rows at once: a row is a total when most of its comparable columns are the sums of the rows next to
it.

>>> import numpy as np
>>> table = np.array([[6.0, 60.0], [1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
>>> prove_sums(table, np.array([True, False, False, False]))
{0: (1, 2, 3)}
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..aggregates import is_total_word

__all__ = ["TotalFlags", "first_sum", "flag_totals", "parts_fit", "prove_sums", "sums_to"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Longest run of parts tried for one total.
_WINDOW = 400
#: Above this many lines only those named as totals are tried.
_MANY = 6000


def prove_sums(lines: Floats, hints: Bools) -> dict[int, tuple[int, ...]]:
    """Find the lines that are sums of lines next to them.

    Parameters
    ----------
    lines
        Shape (lines, cells); NaN where there is no number.
    hints
        Shape (lines,): the label is a word for a total.

    Returns
    -------
    dict
        Position of each total and of its parts.
    """
    n = len(lines)
    proofs: dict[int, tuple[int, ...]] = {}
    if n < 3 or lines.shape[1] == 0:
        return proofs
    unit = _unit(lines)
    filled = np.nan_to_num(lines)
    tried = np.flatnonzero(hints) if n > _MANY else np.arange(n)
    for i in tried[::-1].tolist():
        parts = _match(lines, filled, i, _forward(proofs, i, n), bool(hints[i]), unit)
        if parts:
            proofs[i] = parts
    for i in tried.tolist():
        if i not in proofs and hints[i]:
            parts = _match(lines, filled, i, _backward(proofs, hints, i), True, unit)
            if parts:
                proofs[i] = tuple(sorted(parts))
    return proofs


def sums_to(parent: Floats, parts: Floats, *, share: float = 0.5, least: int = 3) -> bool:
    """Tell whether the parts add up to the parent in enough cells, rounding allowed."""
    return len(parts) >= 2 and bool(_adds_up(parent, parts, share, least)[-1:].any())


def first_sum(parent: Floats, lines: Floats) -> int:
    """How many of the first lines add up to the parent; 0 when no run of them does.

    >>> import numpy as np
    >>> first_sum(np.array([3.0, 30, 7]), np.array([[1.0, 10, 3], [2, 20, 4], [9, 9, 9]]))
    2
    """
    hits = np.flatnonzero(_adds_up(parent, lines[:_WINDOW], 0.5, 3)[1:])
    return int(hits[0]) + 2 if len(hits) else 0


def _adds_up(parent: Floats, parts: Floats, share: float, least: int) -> Bools:
    """For every number of parts, whether they add up to the parent; shape (parts,)."""
    known = ~np.isnan(parent)
    target = parent[known]
    if not len(parts) or not target.size:
        return np.zeros(len(parts), dtype=bool)
    count = np.arange(1, len(parts) + 1)[:, None]
    slack = 0.5 * _unit(np.vstack([parts[:, known], target])) * (count + 1) + 1e-9 * np.maximum(1.0, np.abs(target))
    filled = np.nan_to_num(parts[:, known])
    close = np.abs(np.cumsum(filled, axis=0) - target) <= slack
    telling = close & (np.cumsum(filled != 0, axis=0) >= 2) & (target != 0)
    wide = max(1, int((target != 0).sum()))
    return np.asarray((telling.sum(axis=1) >= min(least, wide)) & (close.mean(axis=1) >= share))


def parts_fit(parent: Floats, parts: Floats) -> bool:
    """Tell whether lines can be parts of another: none larger than it, and some cells add up exactly."""
    counted = ~np.isnan(parent) & (parent > 0) & (np.nan_to_num(parts) >= 0).all(axis=0)
    if counted.any() and (np.nan_to_num(parts[:, counted]) > parent[counted] * 1.0001).mean() > 0.1:
        return False
    return sums_to(parent, parts, share=0.2, least=2)


def _unit(lines: Floats) -> float:
    """The last printed digit: 1 for whole numbers, 0.1 for one decimal …; 0 for unrounded values."""
    values = lines[~np.isnan(lines)][:2000]
    for digits in range(4):
        if (np.abs(values - np.round(values, digits)) < 1e-9 * np.maximum(1, np.abs(values))).all():
            return float(10.0**-digits)
    return 0.0


def _forward(proofs: dict[int, tuple[int, ...]], i: int, n: int) -> list[int]:
    """Lines below `i`, the parts of totals already found left out."""
    units: list[int] = []
    j = i + 1
    while j < n and len(units) < _WINDOW:
        units.append(j)
        j = _end(proofs, j) + 1
    return units


def _end(proofs: dict[int, tuple[int, ...]], j: int) -> int:
    while j in proofs and proofs[j][-1] > j:
        j = proofs[j][-1]
    return j


def _backward(proofs: dict[int, tuple[int, ...]], hints: Bools, i: int) -> list[int]:
    inside = {part for total, parts in proofs.items() if total < i for part in parts if part < i}
    units: list[int] = []
    for j in range(i - 1, max(-1, i - 1 - _WINDOW), -1):
        if j not in inside:
            units.append(j)
    return units


def _match(lines: Floats, filled: Floats, i: int, units: list[int], hint: bool, unit: float) -> tuple[int, ...]:
    if len(units) < 2:
        return ()
    target = lines[i]
    known = ~np.isnan(target)
    if not known.any() or not np.nanmax(np.abs(target)):
        return ()
    sums = np.cumsum(filled[units][:, known], axis=0)
    counts = np.arange(1, len(units) + 1)[:, None]
    slack = 0.5 * unit * (counts + 1) if hint and unit < 1 else np.zeros_like(counts, dtype=float)
    slack = slack + 1e-9 * np.maximum(1.0, np.abs(target[known]))
    if hint and unit >= 1:
        slack = slack + np.where(np.abs(target[known]) >= 1000, 0.5 * np.minimum(counts, 4), 0.0)
    close = np.abs(sums - target[known]) <= slack
    telling = close & (np.abs(target[known]) > 0)
    share, strong = close.mean(axis=1), telling.sum(axis=1)
    wide = int((np.abs(target[known]) > 0).sum())
    ok = (share >= 0.6) & (strong >= min(2, wide)) if hint else (share >= 0.6) & (strong >= 3) & (strong >= 0.6 * wide)
    if not hint:
        several = np.cumsum(filled[units][:, known] != 0, axis=0) >= 2
        ok &= (wide >= 3) & ((telling & several).sum(axis=1) >= 3)
    ok[0] = False
    hits = np.flatnonzero(ok)
    return tuple(units[: int(hits[0]) + 1]) if len(hits) else ()


@dataclass(frozen=True)
class TotalFlags:
    """Which lines are totals, by position; ``proven`` are those the arithmetic confirms."""

    flags: Bools
    proven: frozenset[int]
    named: frozenset[int]


#: Names that are never aggregates even when the numbers add up: balances and rates.
_BALANCE = re.compile(r"率|割合|比率|指数|増減|増加|減少|超過|差引|収支|構成比|平均|％|%")


_EARLIER = re.compile(r"[(（]?(?:前年|昨年|前期|前回)")


def flag_totals(lines: Floats, paths: list[tuple[str, ...]], *, rows: bool = True) -> TotalFlags:
    """Flag the lines that are totals by arithmetic or by name.

    Parameters
    ----------
    lines
        Shape (lines, cells).
    paths
        Labels of each line.
    rows
        The lines are rows; （再掲） names an aggregate in rows only.
    """
    hints = np.array([bool(path) and _names_total(path[-1], rows) for path in paths], dtype=bool)
    named = frozenset(i for i, path in enumerate(paths) if any(_names_total(text, rows) for text in path))
    balance = {i for i, path in enumerate(paths) if path and i not in named and _BALANCE.search(path[-1])}
    proven = {i for i in prove_sums(lines, hints) if i not in balance}
    proven |= {i for i in _structural(lines, paths) if i not in balance}
    proven |= _across(lines, paths, rows)
    proven |= _same_label(paths, proven)
    flags = np.zeros(len(paths), dtype=bool)
    flags[list(named | proven)] = True
    for i, path in enumerate(paths):
        beside = [k for k in (i - 1, i + 1) if 0 <= k < len(paths) and paths[k][:-1] == path[:-1]]
        # An earlier period's figure printed beside a total repeats that total.
        if path and _EARLIER.match(path[-1]) and flags[[k for k in beside if k in named | proven]].any():
            flags[i] = True
    return TotalFlags(flags, frozenset(proven), named)


def _names_total(text: str, rows: bool) -> bool:
    return is_total_word(text) and (rows or "再掲" not in text)


def _structural(lines: Floats, paths: list[tuple[str, ...]]) -> set[int]:
    """Lines whose path is the beginning of others' paths and whose values are the sums of theirs."""
    children: dict[tuple[str, ...], list[int]] = {}
    for i, path in enumerate(paths):
        if path:
            children.setdefault(path[:-1], []).append(i)
    proven = set()
    for i, path in enumerate(paths):
        parts = [j for j in children.get(path, ()) if j != i]
        if path and len(parts) >= 2 and parts_fit(lines[i], lines[parts]):
            proven.add(i)
    return proven


def _across(lines: Floats, paths: list[tuple[str, ...]], rows: bool) -> set[int]:
    """Blocks that add up other blocks label by label (合計・小学校 = 東区・小学校 + 西区・小学校 …)."""
    blocks: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    wanted = {
        (level, path[:level] + path[level + 1 :])
        for path in paths
        for level, text in enumerate(path[:-1])
        if _names_total(text, rows)
    }
    for j, path in enumerate(paths):
        for level in range(len(path) - 1):
            key = (level, path[:level] + path[level + 1 :])
            if key in wanted and not _names_total(path[level], rows):
                blocks.setdefault(key, []).append(j)
    proven = set()
    for i, path in enumerate(paths):
        for level, text in enumerate(path[:-1]):
            parts = blocks.get((level, path[:level] + path[level + 1 :]), [])
            if _names_total(text, rows) and len(parts) >= 2 and sums_to(lines[i], lines[parts]):
                proven.add(i)
    return proven


def _same_label(paths: list[tuple[str, ...]], proven: set[int]) -> set[int]:
    """Lines of repeated blocks: where most lines with a label are proven totals, so are the others."""
    groups: dict[str, list[int]] = {}
    for i, path in enumerate(paths):
        if path:
            groups.setdefault(path[-1], []).append(i)
    found: set[int] = set()
    for members in groups.values():
        if len(members) >= 4 and sum(i in proven for i in members) > 0.6 * len(members):
            found.update(members)
    return found
