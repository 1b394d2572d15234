"""突合 in M: rows of two tables meet by one key, through a 対応表 of spellings.

Which spellings mean the same thing was decided when the query was made (by `shirube.join` and by a person); those
pairs stand in the query as constants. Keys that need no pair meet when their texts are equal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import TableError
from ..join import HOW, STATE, Joined, JoinRequest, join
from ..table import TidyTable
from .expr import Name, call, each, field, item, lift, name, op, rows, when
from .reader import as_text
from .script import Column, Script, Steps
from .source import content_of
from .trip import marked

__all__ = ["compile_join"]

_BOTH, _LEFT, _RIGHT = "結び付いた", "左だけ", "右だけ"
_KEY, _OTHERS = "鍵", "相手"


def compile_join(
    left: TidyTable, right: TidyTable, request: JoinRequest | None = None, *, sources: tuple[str, str], name: str
) -> Script:
    """Write the join of two tables of the workbook as a query.

    Parameters
    ----------
    sources
        Names of the Excel tables that hold the left and the right table.

    Returns
    -------
    Script
        Columns as `shirube.join.join` gives them, without the reason of each pair (結び付けた理由 is not for M to say).

    Raises
    ------
    TableError
        SB-P109: several keys; pairs in doubt; keys that several rows of both tables have. JoinError: see `join`.
    """
    joined = join(left, right, request)
    states = set(joined.table.frame[STATE])
    if len(joined.keys) != 1 or not states <= {_BOTH, _LEFT, _RIGHT}:
        raise TableError("P109", name="鍵が2つ以上の突合" if len(joined.keys) != 1 else "、".join(sorted(states)))
    key = joined.keys[0]
    pairs = sorted(
        {
            (as_text(left.frame[key.left].iloc[a]), as_text(right.frame[key.right].iloc[b]))
            for a, b in zip(joined.left_rows.tolist(), joined.right_rows.tolist(), strict=True)
            if a >= 0 and b >= 0
        }
    )
    written = [pair for pair in pairs if pair[0] != pair[1]]
    _require_same(left.frame[key.left].tolist(), right.frame[key.right].tolist(), dict(written), joined)
    columns = [str(column) for column in joined.table.frame.columns if column != HOW]
    carried = {old: new for old, new in joined.right_columns.items() if new in columns and new != key.left}
    steps = Steps()
    sides = _sides(steps, sources, key.left, key.right, written)
    result = _joined(steps, sides, key.left, key.right, carried, columns)
    script = steps.script(name, [Column(column) for column in columns], result)
    return replace(script, text=marked(script.text))


def _require_same(left: list[Any], right: list[Any], pairs: dict[str, str], joined: Joined) -> None:
    """The query gives every key one spelling; a join in which one name met two spellings needs more."""
    places: dict[str, list[int]] = {}
    for j, value in enumerate(right):
        places.setdefault(as_text(value), []).append(j)
    met = [
        (i, j)
        for i, text in enumerate(map(as_text, left))
        for j in places.get(pairs.get(text, text), ())
        if pairs.get(text, text)
    ]
    wanted = zip(joined.left_rows.tolist(), joined.right_rows.tolist(), strict=True)
    if met != [(a, b) for a, b in wanted if a >= 0 and b >= 0]:
        raise TableError("P109", name="1つの名前に2通りの書き方が結び付く突き合わせ")


def _sides(
    steps: Steps, sources: tuple[str, str], left: str, right: str, written: list[tuple[str, str]]
) -> tuple[Name, Name]:
    """Both tables with the column 鍵."""
    pairs = steps.add(
        "対応表",
        rows(("左の書き方", "右の書き方"), written),
        "書き方の違う鍵のうち、同じものと決めた組（作ったときの突合の結果）",
    )
    text = call("文字にする", field(left))
    at = call("List.PositionOf", field("左の書き方", pairs), text)
    key = when(op("<", at, 0), text, item(field("右の書き方", pairs), at))
    one = call("Table.AddColumn", content_of(sources[0]), _KEY, each(key))
    two = call("Table.AddColumn", content_of(sources[1]), _KEY, each(call("文字にする", field(right))))
    return (
        steps.add("左", one, f"表「{sources[0]}」の「{left}」を、右の書き方にそろえて鍵にする"),
        steps.add("右", two, f"表「{sources[1]}」の「{right}」を鍵にする"),
    )


def _joined(
    steps: Steps,
    sides: tuple[Name, Name],
    left_key: str,
    right_key: str,
    carried: dict[str, str],
    columns: list[str],
) -> Name:
    left, right = sides
    blank = op("=", field(_KEY), "")
    numbered = steps.add("左の番号", call("Table.AddIndexColumn", left, "順", 0, 1))
    indexed = steps.add("右の番号", call("Table.AddIndexColumn", right, "右の順", 0, 1))
    nested = call("Table.NestedJoin", numbered, [_KEY], indexed, [_KEY], _OTHERS, name("JoinKind.LeftOuter"))
    partner = steps.add(
        "組にした",
        call(
            "Table.AddColumn",
            nested,
            STATE,
            each(when(op("or", blank, call("Table.IsEmpty", field(_OTHERS))), _LEFT, _BOTH)),
        ),
        "左の行に、同じ鍵の右の行を付ける",
    )
    olds, news = list(carried), list(carried.values())
    opened = call("Table.ExpandTableColumn", partner, _OTHERS, [*olds, "右の順"], [*news, "右の順"])
    ordered = steps.add(
        "左の並び", call("Table.Sort", opened, [["順", name("Order.Ascending")], ["右の順", name("Order.Ascending")]])
    )
    alone = op("or", blank, op("=", call("List.Contains", field(_KEY, left), field(_KEY)), False))
    rest = call("Table.SelectRows", right, each(alone))
    values = {new: field(old) for old, new in carried.items()} | {left_key: field(right_key), STATE: lift(_RIGHT)}
    record = each(lift([values.get(column, lift(None)) for column in columns]))
    lonely = steps.add(
        "右だけの行",
        call("#table", lift(columns), call("List.Transform", call("Table.ToRecords", rest), record)),
        "左に相手のない右の行",
    )
    both = call("Table.Combine", lift([call("Table.SelectColumns", ordered, columns), lonely]))
    return steps.add("突合した表", both)
