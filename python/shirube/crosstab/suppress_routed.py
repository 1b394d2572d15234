"""What routing tells: a follow-up question put to those who gave one of several answers has their sum as its base.

The reader has the questionnaire before him and knows 「問1で1か2と答えた方に」. The base of the follow-up question is
then no single cell of the question before it, but a sum of cells, in every row of every breakdown both share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .coded import Coded, Variable
from .request import CrosstabRequest

__all__ = ["Linked", "routed"]


@dataclass(frozen=True, eq=False)
class Linked:
    """The cells of one published table: identity of each, shape (rows + 1, columns + 1), and its equations.

    `multiple` tables add up down the columns only, and no cell exceeds its row's persons.
    """

    cells: npt.NDArray[np.int64]
    multiple: bool
    sums: tuple[tuple[tuple[int, ...], int], ...]


def routed(coded: Coded, requests: Sequence[CrosstabRequest], tables: Sequence[Linked]) -> list[Linked]:
    """Return the tables with the further sums that follow from who was asked which question.

    Parameters
    ----------
    coded
        Every question of the requests.
    requests, tables
        The tables published together, in one order. With 無回答 left out a base is not who was asked, and nothing is
        added.
    """
    found: list[Linked] = []
    cache: dict[tuple[str, str], tuple[int, ...]] = {}
    for request, table in zip(requests, tables, strict=True):
        asked = coded.variable(request.column)
        more: list[tuple[tuple[int, ...], int]] = []
        if not asked.complete and request.missing != "exclude":
            for other, before in zip(requests, tables, strict=True):
                key = (request.column, other.column)
                if key not in cache:
                    cache[key] = _union(asked, coded.variable(other.column))
                if cache[key] and other.where == request.where and other.missing != "exclude":
                    more += _sums(coded, (request, table), (other, before), cache[key])
        found.append(replace(table, sums=(*table.sums, *dict.fromkeys(more))) if more else table)
    return found


def _union(asked: Variable, before: Variable) -> tuple[int, ...]:
    """The answers of a question that everybody gave who was asked the other, and nobody else; empty for none."""
    if before.multiple or before.key == asked.key:
        return ()
    reached = asked.codes >= 0
    if (before.codes[reached] < 0).any():
        return ()
    inside = np.bincount(before.codes[reached], minlength=len(before.labels)) > 0
    outside = np.bincount(before.codes[~reached & (before.codes >= 0)], minlength=len(before.labels)) > 0
    return () if (inside & outside).any() else tuple(np.flatnonzero(inside).tolist())


def _sums(
    coded: Coded,
    follow_up: tuple[CrosstabRequest, Linked],
    before: tuple[CrosstabRequest, Linked],
    union: tuple[int, ...],
) -> list[tuple[tuple[int, ...], int]]:
    (request, table), (other, earlier) = follow_up, before
    columns = list(union)
    if (request.outer, request.row) == (other.outer, other.row) and len(table.cells) == len(earlier.cells):
        rows = range(len(table.cells))
    elif _everybody(coded, request) and _everybody(coded, other):
        rows = range(-1, 0)  # only the rows 全体 count the same persons
    else:
        return []
    return [(tuple(earlier.cells[i, columns].tolist()), int(table.cells[i, -1])) for i in rows]


def _everybody(coded: Coded, request: CrosstabRequest) -> bool:
    return all(coded.variable(key).complete for key in (request.outer, request.row) if key)
