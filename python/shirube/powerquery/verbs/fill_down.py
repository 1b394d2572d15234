"""下に埋める in M: `Table.FillDown`; a new outer label stops the inner one with a mark that goes away afterwards."""

from __future__ import annotations

from ...tidy.steps import FillDown
from ..expr import Expr, call, fn, lift, name, op, when
from ..listing import BLANK, Listing

__all__ = ["fill_down"]


def fill_down(listing: Listing, step: FillDown) -> Listing:
    """Add the steps of 下に埋める."""
    steps = listing.steps
    labels = "、".join(f"「{c.text or c.position}」" for c in step.columns)
    columns = [listing.find("埋める列", column) for column in step.columns]
    if len(columns) == 1:
        filled = steps.add(
            "下に埋める", call("Table.FillDown", listing.table, [columns[0]]), f"手順　下に埋める：{labels}"
        )
        return listing.moved(filled, step.apply(listing.now))
    names = steps.add("列の並び", call("Table.ColumnNames", listing.table))
    cell = call("Record.Field", name("r"), name("c"))

    def outer_begins(i: int) -> Expr:
        return op("or", *(op("<>", call("Record.Field", name("r"), column), None) for column in columns[:i]))

    marked: Expr = cell
    for i in range(len(columns) - 1, 0, -1):
        stop = op("and", op("=", name("c"), columns[i]), op("=", cell, None), outer_begins(i))
        marked = when(stop, BLANK, marked)
    rows = call(
        "List.Transform",
        call("Table.ToRecords", listing.table),
        fn(("r",), call("List.Transform", names, fn(("c",), marked))),
    )
    stopped = steps.add(
        "区切りの印",
        call("Table.FromRows", rows, names),
        f"手順　下に埋める：{labels}。外側の見出しが変わった行では、内側を上の値で埋めない",
    )
    through = call("Table.FillDown", stopped, lift(list(columns)))
    result = steps.add(
        "下に埋める",
        call("Table.ReplaceValue", through, BLANK, None, name("Replacer.ReplaceValue"), lift(list(columns))),
    )
    return listing.moved(result, step.apply(listing.now))
