"""行と列を入れ替える in M: names become the first column, the first column becomes the names."""

from __future__ import annotations

import datetime as dt

from ...errors import Place, TableError
from ...tidy.steps import Transpose
from ..expr import call, item, lift, name, op
from ..listing import Listing
from ..naming import require_names
from ..reader import label

__all__ = ["transpose"]


def transpose(listing: Listing, step: Transpose) -> Listing:
    """Add the steps of 行と列を入れ替える.

    Raises
    ------
    TableError
        SB-P101: a date that would become a name of another spelling.
    """
    steps, after = listing.steps, step.apply(listing.now)
    for r, (value, text) in enumerate(zip(listing.now.values[:, 0].tolist(), after.names[1:], strict=False)):
        if isinstance(value, dt.date) and label(value) != text:
            raise TableError("P101", at=Place("", "", listing.now.address(r, 0)), text=str(value))
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
    return listing.moved(result, after, traced=False)
