"""名前と値の組を1行にする in M: every block of rows becomes one record."""

from __future__ import annotations

from ...errors import TableError
from ...tidy.steps import PivotBlocks
from ..expr import Expr, Let, Name, call, each, field, fn, item, lift, name, op, when
from ..listing import Listing

__all__ = ["pivot_blocks"]

_BLOCK, _LABEL, _VALUE = "組", "項目名", "項目の値"


def pivot_blocks(listing: Listing, step: PivotBlocks) -> Listing:
    """Add the steps of 名前と値の組を1行にする.

    Raises
    ------
    TableError
        SB-P104: names and values in one cell (名称：東館).
    """
    if listing.now.shape[1] != 2:
        raise TableError("P104")
    steps = listing.steps
    names = steps.add("列の並び", listing.names)
    labels = steps.add(
        "項目の名前",
        call("List.Transform", call("Table.Column", listing.table, item(names, 0)), name("見出しの文字")),
        "手順　名前と値の組を1行にする：1列目が名前、2列目が値",
    )
    values = call("Table.Column", listing.table, item(names, 1))
    blocks = steps.add("組の番号", _blocks(step, labels))
    long = steps.add(
        "組の表",
        call("Table.FromColumns", lift([blocks, labels, values]), [_BLOCK, _LABEL, _VALUE]),
    )
    heads = steps.add("項目の並び", call("List.Distinct", labels))
    pairs = call("Table.SelectColumns", long, [_BLOCK, _LABEL])
    steps.require(
        op("=", call("Table.RowCount", call("Table.Distinct", pairs)), call("List.Count", labels)),
        "1件の中に、同じ名前が2回あります。元の表を直してください。",
    )
    own = call("Table.SelectRows", long, fn(("x",), op("=", field(_BLOCK, name("x")), name("_"))))
    found = call("List.PositionOf", field(_LABEL, name("own")), name("n"))
    cell = call("List.First", call("List.Skip", field(_VALUE, name("own")), found), None)
    absent = op("=", found, -1)
    row = call("List.Transform", heads, fn(("n",), when(absent, None, cell)))
    records = call("List.Transform", call("List.Distinct", blocks), each(Let((("own", own),), row)))
    result = steps.add("1件1行", call("Table.FromRows", records, heads))
    return listing.moved(result, step.apply(listing.now), traced=False)


def _blocks(step: PivotBlocks, labels: Name) -> Expr:
    count = call("List.Count", labels)
    if step.rows:
        numbers = call("List.Numbers", 0, count)
        return call("List.Transform", numbers, each(call("Number.IntegerDivide", name("_"), step.rows)))
    first = op("=", name("次"), item(labels, 0))
    following = op("+", call("List.Last", name("前"), -1), _when_one(first))
    return call("List.Accumulate", labels, [], fn(("前", "次"), op("&", name("前"), lift([following]))))


def _when_one(test: Expr) -> Expr:
    return when(test, 1, 0)
