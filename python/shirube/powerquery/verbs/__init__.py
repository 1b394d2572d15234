"""How each verb of a recipe is written in M: one file per verb, one function from a list to a list.

The functions have the names of the verbs in `shirube.tidy.steps` and mean the same.
"""

from __future__ import annotations

from collections.abc import Callable

from ...tidy.steps import FillDown, GroupRows, PivotBlocks, SplitCells, Step, Transpose, Unpivot, UnpivotGroups
from ..listing import Listing
from .fill_down import fill_down
from .group_rows import group_rows
from .pivot_blocks import pivot_blocks
from .split_cells import split_cells
from .transpose import transpose
from .unpivot import unpivot
from .unpivot_groups import unpivot_groups

__all__ = ["follow"]

_VERBS: dict[type[Step], Callable[..., Listing]] = {
    FillDown: fill_down,
    GroupRows: group_rows,
    PivotBlocks: pivot_blocks,
    SplitCells: split_cells,
    Transpose: transpose,
    Unpivot: unpivot,
    UnpivotGroups: unpivot_groups,
}


def follow(listing: Listing, step: Step) -> Listing:
    """Add the steps of one verb."""
    return _VERBS[type(step)](listing, step)
