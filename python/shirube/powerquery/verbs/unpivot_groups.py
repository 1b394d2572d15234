"""組ごとに縦に並べる in M: one row per key, one column per measure.

Which columns hold which measure is worked out when the query is made, and stands in it as a table of constants.
"""

from __future__ import annotations

from ...tidy.steps import UnpivotGroups
from ...tidy.steps.unpivot import column_range
from ...tidy.steps.unpivot_groups import key_of
from ..expr import call, each, field, item, lift, name, op, rows, when
from ..listing import SOURCE_ROW, Listing
from .unpivot import between, range_words

__all__ = ["unpivot_groups"]

_KEY = "組"


def unpivot_groups(listing: Listing, step: UnpivotGroups) -> Listing:
    """Add the steps of 組ごとに縦に並べる."""
    steps, now = listing.steps, listing.now
    columns = between(listing, step.first, step.until)
    listing.require_free(step.name, *step.measures)
    start, stop = column_range(now, step.first, step.until)
    places: dict[str, dict[str, str]] = {}
    for c in range(start, stop):
        pair = key_of(now.names[c], step.measures)
        if pair is not None:
            places.setdefault(pair[1], {})[pair[0]] = now.names[c]
    keys = list(places)
    table = steps.add(
        "組の列",
        rows((step.name, *step.measures), [(key, *(places[key].get(m) for m in step.measures)) for key in keys]),
        f"手順　組ごとに縦に並べる：{range_words(step.first, step.until)}を「{step.name}」ごとの行に",
    )
    known = call("List.RemoveNulls", call("List.Combine", lift([field(m, table) for m in step.measures])))
    extra = steps.add(
        "組にない列", op("&", call("List.Difference", columns, known), call("List.Difference", known, columns))
    )
    steps.require(
        call("List.IsEmpty", extra),
        op(
            "&",
            "列「",
            item(extra, 0),
            "」が、このクエリを作ったときの列と合いません。しるべでクエリを作り直してください。",
        ),
    )
    wide = call("Table.AddColumn", listing.table, _KEY, each(table))
    titles = [f"{m}の列" for m in step.measures]
    long = steps.add(
        "組ごとの行", call("Table.ExpandTableColumn", wide, _KEY, [step.name, *step.measures], [step.name, *titles])
    )
    current, at = long, dict(listing.at)
    for measure, title in zip(step.measures, titles, strict=True):
        value = call("Record.FieldOrDefault", name("_"), when(op("=", field(title), None), "", field(title)), None)
        current = steps.add(measure, call("Table.AddColumn", current, measure, each(value)))
        if listing.traced:
            at[measure] = f"{measure}のセル"
            place = call("番地", field(SOURCE_ROW), call("Record.Field", name("列の番号"), field(title)))
            current = steps.add(
                at[measure],
                call("Table.AddColumn", current, at[measure], each(when(op("=", field(title), None), "", place))),
            )
    result = steps.add("組の列を除く", call("Table.RemoveColumns", current, op("&", columns, titles)))
    return listing.moved(result, step.apply(now), at=at)
