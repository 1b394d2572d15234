"""1セルの値を分ける in M: one row per piece."""

from __future__ import annotations

from ...errors import TableError
from ...tidy.steps import SplitCells
from ..expr import call, each, lift, name
from ..listing import Listing

__all__ = ["split_cells"]


def split_cells(listing: Listing, step: SplitCells) -> Listing:
    """Add the steps of 1セルの値を分ける.

    Raises
    ------
    TableError
        SB-P103: a separator of several letters.
    """
    if any(len(separator) != 1 for separator in step.separators):
        raise TableError("P103", text="、".join(step.separators))
    steps = listing.steps
    column = listing.find("分ける列", step.column)
    pieces = each(call("値を分ける", name("_"), lift(list(step.separators))))
    split = call("Table.TransformColumns", listing.table, lift([[column, pieces]]))
    marks = "".join(step.separators).replace("\n", "改行")
    result = steps.add(
        "1セルの値を分ける",
        call("Table.ExpandListColumn", split, column),
        f"手順　1セルの値を分ける：「{step.column.text or step.column.position}」を「{marks}」で分け、別の行にする",
    )
    return listing.moved(result, step.apply(listing.now))
