"""Which counts of one table, or of tables published together, are hidden, and which rows are merged instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from .coded import Coded, Variable
from .count import Counts, count
from .protect import merge_neighbours
from .recode import merged_neighbours
from .request import CrosstabRequest
from .suppress import Suppression, suppress
from .suppress_linked import linked_cells, protect_linked
from .suppress_multiple import suppress_multiple

__all__ = ["hide_alone", "hide_together", "merge_rows"]


def hide_alone(counted: Counts, multiple: bool, request: CrosstabRequest) -> Suppression | None:
    """Hide small counts of a table and what gives them away; None where the request hides nothing.

    Under weights this is only the beginning: `hide_together` widens the ranges of the weighted sums.
    """
    if not request.protects or request.protection == "round":
        return None
    if multiple:
        return suppress_multiple(counted.cells, counted.base, request.threshold)
    return suppress(counted.cells, request.threshold)


def hide_together(
    coded: Coded, requests: Sequence[CrosstabRequest], alone: Sequence[Suppression]
) -> tuple[Suppression, ...]:
    """Extend what each table hides so that nothing follows from all of them, nor from weighted sums.

    Parameters
    ----------
    coded
        The answers; breakdowns that were nested or merged stand in it under the keys of the requests.
    requests
        The tables published together.
    alone
        From `hide_alone`, in their order.
    """
    if not any(one.any for one in alone):
        return tuple(alone)
    # Merging has been done by now; what is left of a breakdown is counted as it stands.
    plain = [replace(request, protection="suppress") for request in requests]
    return protect_linked(linked_cells(coded, plain), alone, requests[0].threshold)


def merge_rows(coded: Coded, row: Variable, column: Variable, request: CrosstabRequest) -> Variable:
    """The breakdown with neighbours merged until no category has a small count."""
    exclude = request.missing == "exclude"
    found = count(coded.plus(row), row.key, column.key, exclude_missing=exclude, where=request.where)
    whole = np.column_stack([found.cells, found.base])

    def small(table: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        if column.multiple:
            return np.asarray(
                suppress_multiple(table[:, :-1], table[:, -1], request.threshold).primary[:-1].any(axis=1)
            )
        return np.asarray(((table > 0) & (table < request.threshold)).any(axis=1))

    return merged_neighbours(row, merge_neighbours(whole, row.missing, small))
