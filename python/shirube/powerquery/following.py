"""A query that reads another query of its workbook; where that one gives a sentence, so does this one."""

from __future__ import annotations

from dataclasses import replace

from .expr import Binary, Raw, TypeOf, call, item, name, op, when
from .script import Script, Steps
from .source import OfQuery
from .trip import marked, unmarked

__all__ = ["following"]


def following(script: Script, first: OfQuery) -> Script:
    """Return the query with a step before it: a sentence of the query it reads is passed on, not counted as data."""
    steps = Steps()
    lines = steps.add("前の行", call("Table.ToRows", name(str(first))), f"クエリ「{first}」の結果を読む")
    line = item(lines, 0)
    said = op(
        "and",
        op("=", call("List.Count", lines), 1),
        Binary("is", item(line, 0), TypeOf("text")),
        call("List.IsEmpty", call("List.RemoveNulls", call("List.Skip", line, 1))),
    )
    own = steps.add("この表", Raw(unmarked(script.text), script.functions), "前のクエリの結果から作る表")
    names = [column.name for column in script.columns]
    notice = call("#table", names, [[item(line, 0), *([None] * (len(names) - 1))]])
    result = steps.add("結果", when(said, notice, own), "前のクエリが知らせを返したときは、その文をそのまま返す")
    made = steps.script(script.name, script.columns, result)
    return replace(made, text=marked(made.text))
