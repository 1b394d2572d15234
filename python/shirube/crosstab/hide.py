"""Which counts of one table, or of tables published together, are hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .coded import Coded
from .count import Counts
from .request import CrosstabRequest
from .suppress import Suppression, suppress
from .suppress_linked import linked_cells, protect_linked
from .suppress_multiple import suppress_multiple

__all__ = ["hide_alone", "hide_together"]


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
