"""突合 in M: rows of two tables meet by their keys, through a 対応表 of spellings.

Which spellings mean the same thing was decided when the query was made (by `shirube.join` and by a person); those
pairs stand in the query as constants. Keys that need no pair meet when their texts are equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import TableError
from ..join import HOW, STATE, JoinRequest, Key, join
from ..table import TidyTable
from .expr import Expr, Name, call, each, field, fn, item, lift, name, op, rows, when
from .reader import as_text
from .script import Column, Script, Steps
from .source import content_of
from .trip import marked

__all__ = ["compile_join"]

_BOTH, _LEFT, _RIGHT, _BLANK = "結び付いた", "左だけ", "右だけ", "鍵が空"
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
        SB-P109: pairs in doubt; keys that several rows of both tables have; a name that met two spellings. JoinError:
        see `join`.
    """
    joined = join(left, right, request)
    states = set(joined.table.frame[STATE])
    if not states <= {_BOTH, _LEFT, _RIGHT, _BLANK}:
        raise TableError("P109", name="、".join(sorted(states)))
    met = [(a, b) for a, b in zip(joined.left_rows.tolist(), joined.right_rows.tolist(), strict=True) if min(a, b) >= 0]
    texts = [
        (list(map(as_text, left.frame[key.left].tolist())), list(map(as_text, right.frame[key.right].tolist())))
        for key in joined.keys
    ]
    written = [sorted({(one[a], two[b]) for a, b in met if one[a] != two[b]}) for one, two in texts]
    _require_same(texts, [dict(pairs) for pairs in written], met)
    columns = [str(column) for column in joined.table.frame.columns if column != HOW]
    own = {key.left for key in joined.keys}
    carried = {old: new for old, new in joined.right_columns.items() if new in columns and new not in own}
    steps = Steps()
    sides = _sides(steps, sources, joined.keys, written)
    result = _joined(steps, sides, joined.keys, carried, columns)
    script = steps.script(name, [Column(column) for column in columns], result)
    return replace(script, text=marked(script.text))


def _require_same(
    texts: Sequence[tuple[list[str], list[str]]], pairs: Sequence[dict[str, str]], met: list[tuple[int, int]]
) -> None:
    """The query gives every key one spelling; a join in which one name met two spellings needs more."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j, words in enumerate(zip(*(two for _, two in texts), strict=True)):
        places.setdefault(words, []).append(j)
    found = [
        (i, j)
        for i, words in enumerate(zip(*(one for one, _ in texts), strict=True))
        if all(words)
        for j in places.get(tuple(known.get(word, word) for known, word in zip(pairs, words, strict=True)), ())
    ]
    if found != met:
        raise TableError("P109", name="1つの名前に2通りの書き方が結び付く突き合わせ")


def _sides(
    steps: Steps, sources: tuple[str, str], keys: Sequence[Key], written: Sequence[list[tuple[str, str]]]
) -> tuple[Name, Name]:
    """Both tables with the column 鍵."""
    left = [_spelling(steps, key, pairs) for key, pairs in zip(keys, written, strict=True)]
    right: list[Expr] = [call("文字にする", field(key.right)) for key in keys]
    if len(keys) > 1:
        combined = when(call("List.Contains", name("語"), ""), "", call("Text.Combine", name("語"), "\n"))
        steps.add("鍵にする", fn(("語",), combined), "合わせる列の文字をつなぐ（一つでも空欄なら、結び付けない）")
    one, two = (
        call("Table.AddColumn", content_of(source), _KEY, each(_one_key(parts)))
        for source, parts in zip(sources, (left, right), strict=True)
    )
    lefts, rights = ("」「".join(words) for words in ([key.left for key in keys], [key.right for key in keys]))
    return (
        steps.add("左", one, f"表「{sources[0]}」の「{lefts}」を、右の書き方にそろえて鍵にする"),
        steps.add(
            "右",
            call("Table.ReplaceValue", two, "", None, name("Replacer.ReplaceValue"), [_KEY]),
            f"表「{sources[1]}」の「{rights}」を鍵にする（空欄は null にして、左の空欄と結び付かないようにする）",
        ),
    )


def _spelling(steps: Steps, key: Key, pairs: list[tuple[str, str]]) -> Expr:
    """The text of a left key, as the right table writes it."""
    text = call("文字にする", field(key.left))
    if not pairs:
        return text
    known = steps.add(
        "対応表",
        rows(("左の書き方", "右の書き方"), pairs),
        f"「{key.left}」の書き方の違うもののうち、同じものと決めた組（作ったときの突合の結果）",
    )
    at = call("List.PositionOf", field("左の書き方", known), text)
    return when(op("<", at, 0), text, item(field("右の書き方", known), at))


def _one_key(parts: Sequence[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else call("鍵にする", list(parts))


def _joined(
    steps: Steps,
    sides: tuple[Name, Name],
    keys: Sequence[Key],
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
            each(when(blank, _BLANK, when(call("Table.IsEmpty", field(_OTHERS)), _LEFT, _BOTH))),
        ),
        "左の行に、同じ鍵の右の行を付ける",
    )
    olds, news = list(carried), list(carried.values())
    opened = call("Table.ExpandTableColumn", partner, _OTHERS, [*olds, "右の順"], [*news, "右の順"])
    ordered = steps.add(
        "左の並び", call("Table.Sort", opened, [["順", name("Order.Ascending")], ["右の順", name("Order.Ascending")]])
    )
    alone = op("=", call("List.Contains", field(_KEY, left), field(_KEY)), False)
    rest = call("Table.SelectRows", right, each(alone))
    values: dict[str, Expr] = {STATE: when(op("=", field(_KEY), None), _BLANK, _RIGHT)}
    values |= {new: field(old) for old, new in carried.items()}
    values |= {key.left: field(key.right) for key in keys}
    record = each(lift([values.get(column, lift(None)) for column in columns]))
    lonely = steps.add(
        "右だけの行",
        call("#table", lift(columns), call("List.Transform", call("Table.ToRecords", rest), record)),
        "左に相手のない右の行",
    )
    both = call("Table.Combine", lift([call("Table.SelectColumns", ordered, columns), lonely]))
    return steps.add("突合した表", both)
