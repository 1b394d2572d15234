"""A cross table on a sheet (recipe form ``crosstab``) as a query.

Labels are found by a simple rule where the rule gives just what Python read from merged cells, rules and indents; else
they stand in the query as constants, and the query compares them with the sheet every time it runs: where they differ,
it returns a sentence instead of figures under wrong labels.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Place, TableError
from ..grid import Grid, Kind, a1
from ..numbers import Status
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, STATUS, SYMBOL, UNIT
from ..tidy import Recipe
from ..tidy.apply import builder_of
from ..tidy.build import Builder
from .expr import Expr, Name, Record, call, each, field, item, lift, name, op, type_of, when
from .reader import read, symbol_record
from .script import COLUMNS, Column, Steps, constant
from .sheet_anchor import find_corner
from .sheet_bounds import Found, bound_steps, require_plain_labels
from .sheet_columns import TABLE_UNIT, column_steps
from .sheet_plan import Plan, plan_of
from .sheet_rows import data_rows, row_steps, rows_follow_rule
from .sheet_text import COLUMN, ROW, offset
from .source import AnySource, read_rows

__all__ = ["sheet_steps", "typed"]

_TYPES = {"number": "type number", "logical": "type logical", "text": "type text"}


def sheet_steps(steps: Steps, grid: Grid, recipe: Recipe, source: AnySource) -> tuple[Name, tuple[Column, ...]]:
    """Add the steps of one cross table; returns the step that holds the result, and its columns.

    Raises
    ------
    TableError
        SB-T205: no table where the recipe looks. SB-P101: a value whose spelling the query would read differently.
    """
    builder = builder_of(grid, recipe)
    plan = plan_of(builder)
    _require_readable(builder, plan)
    steps.give("記号の意味", constant(symbol_record(plan.symbols)))
    lines = read_rows(steps, source)
    corner = find_corner(steps, lines, grid, recipe)
    looks = steps.add("見え", call("見えを読む", lines))
    require_plain_labels(steps, plan, lines, corner)
    headings = column_steps(steps, plan, lines, corner)
    columns = steps.add(
        "値の列", call("List.Transform", field(COLUMN, headings), each(op("+", item(corner, 1), name("_"))))
    )
    body = data_rows(steps, plan, looks, corner, columns)
    labels = row_steps(steps, plan, lines, corner, columns, body)
    bound_steps(steps, plan, Found(lines, looks, corner, headings, columns, body, rows_follow_rule(plan)))
    return _observe(steps, plan, lines, corner, headings, labels)


def _require_readable(builder: Builder, plan: Plan) -> None:
    """Every value cell must read the same here and in the query."""
    cells, figures = builder.cells, any(symbol.isdigit() for symbol in plan.symbols)
    rows, columns = np.array(builder.rows, dtype=int), np.array(builder.columns, dtype=int)
    kinds = cells.grid.kinds[np.ix_(rows, columns)]
    plain_kinds = (Kind.BLANK,) if figures else (Kind.BLANK, Kind.NUMBER)
    for i, j in np.argwhere(~np.isin(kinds, plain_kinds)).tolist():
        r, c = builder.rows[i], builder.columns[j]
        mine = read(cells.grid.values[r, c], plan.symbols)
        number = float(cells.number[r, c])
        plain = Status.OBSERVED if number == number else Status.TEXT
        status = cells.status.get((r, c), plain).value
        unit = cells.quantity.get((r, c), "")
        same = mine.status == status and mine.unit == unit and (mine.value == number or number != number)
        if not same:
            at = Place(cells.grid.source, cells.grid.name, a1(r, c))
            raise TableError("P101", at=at, text=str(cells.grid.values[r, c]))


def _observe(
    steps: Steps, plan: Plan, lines: Name, corner: Name, headings: Name, labels: Name
) -> tuple[Name, tuple[Column, ...]]:
    """Pair every row with every column, read the cell where they meet, and say where it stands."""
    value = plan.recipe.values.name
    columns = (
        *(Column(text, "text") for text in (*plan.row_names, *plan.column_names)),
        Column(value, "number"),
        *(Column(text, "text") for text in (STATUS, SYMBOL, UNIT)),
        *(Column(text, "logical") for text in (ROW_TOTAL, COLUMN_TOTAL)),
        Column(CELL, "text"),
    )
    order = steps.add(COLUMNS, lift([column.name for column in columns]))
    pairs = steps.add(
        "組",
        call(
            "Table.ExpandTableColumn",
            call("Table.AddColumn", labels, "列見出し", each(headings)),
            "列見出し",
            call("Table.ColumnNames", headings),
        ),
        "行と列のすべての組が、それぞれ1行（1観測）になる",
    )
    row, column = offset(corner, 0, field(ROW)), offset(corner, 1, field(COLUMN))
    reading = op("&", call("値を読む", item(item(lines, row), column)), Record(((CELL, call("番地", row, column)),)))
    seen = steps.add("読み", call("Table.AddColumn", pairs, "読み", each(reading)))
    fields, names = ["値", STATUS, SYMBOL, "単位", CELL], [value, STATUS, SYMBOL, "セルの単位", CELL]
    found = steps.add("観測", call("Table.ExpandRecordColumn", seen, "読み", fields, names))
    unit = when(op("=", field("セルの単位"), ""), field(TABLE_UNIT), field("セルの単位"))
    chosen = steps.add("列を選ぶ", call("Table.SelectColumns", call("Table.AddColumn", found, UNIT, each(unit)), order))
    return steps.add("完成", typed(steps, chosen, order, columns)), columns


def typed(steps: Steps, table: Any, order: Name, columns: tuple[Column, ...]) -> Expr:
    """Give the columns their types: text unless the column says otherwise."""
    others = {c.name: type_of(_TYPES[c.type]) for c in columns if c.type != "text"}
    known = steps.add("文字でない列", lift(others))
    kind = call("Record.FieldOrDefault", known, name("_"), type_of("type text"))
    pairs = call("List.Transform", order, each([name("_"), kind]))
    return call("Table.TransformColumnTypes", table, pairs, "ja-JP")
