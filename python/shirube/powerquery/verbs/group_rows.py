"""見出し行を列にする in M: rows whose first cell alone is filled become a column in front."""

from __future__ import annotations

from ...tidy.steps import GroupRows
from ..expr import Binary, TypeOf, call, each, field, fn, item, name, op, when
from ..listing import Listing

__all__ = ["group_rows"]

_GROUP = "見出し行"


def group_rows(listing: Listing, step: GroupRows) -> Listing:
    """Add the steps of 見出し行を列にする."""
    steps = listing.steps
    listing.require_free(step.name)
    names = steps.add("列の並び", listing.names)
    first = call("Record.Field", name("_"), item(names, 0))
    row = name("_")
    cells = call("List.Transform", names, fn(("c",), call("Record.Field", row, name("c"))))
    alone = op("and", Binary("is", first, TypeOf("text")), op("=", call("List.NonNullCount", cells), 1))
    marked = steps.add(
        _GROUP,
        call("Table.AddColumn", listing.table, step.name, each(when(alone, first, None))),
        f"手順　見出し行を列にする：最初の列だけに文字のある行が、下の行の「{step.name}」になる",
    )
    is_group = op("<>", field(step.name), None)
    flagged = steps.add("見出し行の印", call("Table.AddColumn", marked, _GROUP, each(is_group)))
    filled = call("Table.FillDown", flagged, [step.name])
    body = steps.add(
        "見出し行を除く",
        call("Table.RemoveColumns", call("Table.SelectRows", filled, each(op("=", field(_GROUP), False))), [_GROUP]),
    )
    idle = op(
        "and",
        op("=", call("List.NonNullCount", call("Table.Column", body, item(names, 0))), 0),
        op(">", call("List.Count", names), 1),
    )
    kept = when(idle, call("List.Skip", names), names)
    order = op("&", [step.name], kept, listing.hidden())
    result = steps.add(
        "見出し行を列にする", call("Table.SelectColumns", body, order), "見出ししか無かった列は、もう要らないので除く"
    )
    return listing.moved(result, step.apply(listing.now))
