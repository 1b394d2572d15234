"""行と列を入れ替える in M: names become the first column, the first column becomes the names."""

from __future__ import annotations

from ...tidy.steps import Transpose
from ..expr import call, item, lift, name, op
from ..listing import Listing
from ..naming import require_names

__all__ = ["transpose"]


def transpose(listing: Listing, step: Transpose) -> Listing:
    """Add the steps of 行と列を入れ替える."""
    steps = listing.steps
    plain = call("Table.SelectColumns", listing.table, listing.names)
    turned = steps.add(
        "縦横",
        call("Table.ToRows", call("Table.Transpose", call("Table.DemoteHeaders", plain))),
        "手順　行と列を入れ替える",
    )
    labels = call("List.Transform", item(turned, 0), name("見出しの文字"))
    names = steps.add(
        "入れ替えた見出し", op("&", lift([step.name]), call("List.Skip", labels)) if step.name else labels
    )
    require_names(steps, names)
    result = steps.add("入れ替え", call("Table.FromRows", call("List.Skip", turned), names))
    return listing.moved(result, step.apply(listing.now), traced=False)
