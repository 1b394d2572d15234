"""クロス集計 in M: persons, weights and percentages of one breakdown against one question, as a long table.

The answers, their labels and their order are those the codebook and the data gave when the query was made. An answer
that comes later and is none of them is said, not counted silently.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..codebook import Codebook
from ..crosstab.coded import Coded, Variable, code
from ..crosstab.request import CrosstabRequest
from ..crosstab.tabulate import Crosstab, tabulate
from ..errors import Place, TableError
from ..result import Purpose
from .expr import Expr, Name, Record, call, each, field, fn, item, lift, name, op, when
from .reader import as_text
from .script import Column, Script, Steps
from .source import content_of
from .trip import marked

__all__ = ["compile_counts", "long_counts"]

ALL, COUNT, WEIGHTED, PERCENT, BASE = "全体", "人数", "重み付き人数", "割合", "基数"
_ROW, _COLUMN, _WEIGHT = "行", "列", "重み"


def _columns_of(request: CrosstabRequest) -> tuple[str, ...]:
    """What stands behind the labels of the breakdown and of the question."""
    return (COUNT, WEIGHTED, PERCENT, BASE) if request.weight else (COUNT, PERCENT, BASE)


@dataclass(frozen=True)
class _Side:
    """One side of the table: raw text → label (None: not counted), and the labels shown."""

    key: str
    labels: tuple[str, ...]
    answers: dict[str, str | None]


def compile_counts(
    frame: pd.DataFrame,
    request: CrosstabRequest,
    *,
    source: str,
    name: str,
    codebook: Codebook | None = None,
    coded: Coded | None = None,
) -> Script:
    """Write a cross-tabulation as a query.

    Parameters
    ----------
    frame
        One row per person, as it stands in the workbook.
    source
        Name of the Excel table that holds it.
    coded
        The answers as they are to be counted (merged categories …); by default as the codebook says.

    Raises
    ------
    TableError
        SB-P109: multiple answers, a third breakdown, conditions, tests of 公表 and others that need more than counting.
    """
    _require_simple(request)
    if coded is None:
        coded = code(frame, [request.row, request.column], codebook, weight=request.weight)
    table = tabulate(coded, request)
    row, column = (
        _side(frame, coded, key, axis.labels)
        for key, axis in ((request.row, table.row), (request.column, table.column))
    )
    steps = Steps()
    data = steps.add("表", content_of(source), f"表「{source}」を読む（1行が1人）")
    answers = _answers(steps, data, row, column, request.weight)
    both = steps.add(
        "全体も",
        call(
            "Table.Combine",
            lift([answers, call("Table.TransformColumns", answers, [[_ROW, each(ALL)]])]),
        ),
        "全体の行は、全員をもう一度数える",
    )
    groups = steps.add(
        "数",
        call(
            "Table.Group",
            both,
            [_ROW, _COLUMN],
            [[COUNT, each(call("Table.RowCount", Name("_")))], [WEIGHTED, each(call("List.Sum", field(_WEIGHT)))]],
        ),
    )
    result = _long(steps, request, groups, row, column)
    columns = (
        Column(request.row, "text"),
        Column(request.column, "text"),
        *(Column(c, "number") for c in _columns_of(request)),
    )
    script = steps.script(name, columns, steps.finish(columns, result))
    return replace(script, text=marked(script.text))


def _require_simple(request: CrosstabRequest) -> None:
    asked = {
        "三重クロス": bool(request.outer),
        "対象の条件": bool(request.where),
        "そろえる属性": bool(request.stratum),
        "平均点などを添える集計": request.summary,
        "公表用の秘匿": request.purpose is Purpose.PUBLIC,
    }
    for word, wanted in asked.items():
        if wanted:
            raise TableError("P109", name=word)


def _side(frame: pd.DataFrame, coded: Coded, key: str, shown: Sequence[str]) -> _Side:
    variable: Variable = coded.variable(key)
    if variable.multiple:
        raise TableError("P109", name="複数回答")
    answers: dict[str, str | None] = {}
    for value, at in zip(frame[key].tolist(), variable.codes.tolist(), strict=True):
        text = "" if value is None or value != value else as_text(value)
        label = variable.labels[at] if at >= 0 else None
        if answers.setdefault(text, label if label in shown else None) != (label if label in shown else None):
            raise TableError("P101", at=Place(), text=text)
    return _Side(key, tuple(shown), answers)


def _answers(steps: Steps, data: Name, row: _Side, column: _Side, weight: str) -> Name:
    """The table 行, 列, 重み of the persons counted; says so when an answer is not known."""
    known = []
    for side in (row, column):
        pairs = Record(tuple((text or "（空白）", lift(label)) for text, label in side.answers.items()))
        known.append(
            steps.add(
                f"{side.key}の答え",
                pairs,
                f"「{side.key}」の答えと、数えるときの区分（null は数えない）。作ったときの設問票とデータから",
            )
        )
    texts = [_text(field(side.key)) for side in (row, column)]
    for side, text, step in zip((row, column), texts, known, strict=True):
        unknown = call(
            "List.Difference",
            call("List.Distinct", call("List.Transform", call("Table.ToRecords", data), each(text))),
            call("Record.FieldNames", step),
        )
        found = steps.add(f"知らない{side.key}", unknown)
        steps.require(
            call("List.IsEmpty", found),
            op(
                "&",
                f"「{side.key}」に、作ったときに無かった答え「",
                item(found, 0),
                "」があります。しるべでクエリを作り直してください。",
            ),
        )
    weight_of: Expr = lift(1)
    if weight:
        weight_of = when(op("=", field(weight), None), 0, field(weight))
    labels = [call("Record.FieldOrDefault", step, text, None) for step, text in zip(known, texts, strict=True)]
    rows = call("List.Transform", call("Table.ToRecords", data), each([*labels, weight_of]))
    kept = op(
        "and", op("<>", item(name("_"), 0), None), op("<>", item(name("_"), 1), None), op(">", item(name("_"), 2), 0)
    )
    return steps.add(
        "数える人",
        call("#table", [_ROW, _COLUMN, _WEIGHT], call("List.Select", rows, each(kept))),
        "数える人（区分のない人と、重み 0 の人は除く）",
    )


def _text(value: Expr) -> Expr:
    text = call("文字にする", value)
    return when(op("=", text, ""), "（空白）", text)


def _long(steps: Steps, request: CrosstabRequest, groups: Name, row: _Side, column: _Side) -> Name:
    rows = [*row.labels, ALL]
    pairs = call(
        "List.Combine",
        call(
            "List.Transform",
            rows,
            fn(("r",), call("List.Transform", list(column.labels), fn(("c",), [name("r"), name("c")]))),
        ),
    )
    keys = call("List.Transform", call("Table.ToRecords", groups), each(op("&", field(_ROW), "\n", field(_COLUMN))))
    found = {}
    for what in (COUNT, WEIGHTED):
        found[what] = steps.add(f"{what}の表", call("Record.FromList", field(what, groups), keys))
    steps.add(
        "引く", fn(("表", "r", "c"), call("Record.FieldOrDefault", name("表"), op("&", name("r"), "\n", name("c")), 0))
    )
    labels = list(column.labels)
    base = call(
        "List.Sum", call("List.Transform", labels, fn(("c",), call("引く", found[WEIGHTED], name("r"), name("c"))))
    )
    steps.add("合計", fn(("r",), base))
    over: Expr = call("合計", item(name("_"), 0))
    if request.percent == "column":
        over = call("引く", found[WEIGHTED], ALL, item(name("_"), 1))
    elif request.percent == "total":
        over = call("合計", ALL)
    weighted = call("引く", found[WEIGHTED], item(name("_"), 0), item(name("_"), 1))
    share = when(op("=", over, 0), None, op("/", op("*", 100, weighted), over))
    cells = [
        item(name("_"), 0),
        item(name("_"), 1),
        call("引く", found[COUNT], item(name("_"), 0), item(name("_"), 1)),
        *([weighted] if request.weight else []),
        share,
    ]
    line = lift([*cells, call("合計", item(name("_"), 0))])
    words = {"row": "行の合計", "column": "列の合計", "total": "全体"}[request.percent]
    return steps.add(
        "集計表",
        call("#table", [request.row, request.column, *_columns_of(request)], call("List.Transform", pairs, each(line))),
        f"区分の順に並べ、{words}に対する割合（％、四捨五入はしない）を付ける",
    )


def long_counts(table: Crosstab) -> list[list[Any]]:
    """What Python counted, in the rows of the query."""
    percents = table.percents.tolist()
    return [
        [
            r,
            c,
            int(table.counts[i, j]),
            *([float(table.weighted[i, j])] if table.request.weight else []),
            None if math.isnan(percents[i][j]) else percents[i][j],
            float(table.weighted_base[i]),
        ]
        for i, r in enumerate((*table.row.labels, ALL))
        for j, c in enumerate(table.column.labels)
    ]
