"""Holds a query to the bounds of its table: where Python may end it elsewhere, the query gives a sentence instead."""

from __future__ import annotations

from dataclasses import dataclass

from .expr import Expr, Name, call, item, join_text, lift, op
from .script import Steps
from .sheet_columns import columns_follow_rule
from .sheet_plan import Plan
from .sheet_rows import rows_follow_rule
from .sheet_text import offset

__all__ = ["Found", "bound_steps"]


@dataclass(frozen=True)
class Found:
    """Steps of a query: the rows of the sheet, how they look, the corner, 列の見出し, 値の列 and データの行."""

    lines: Name
    looks: Name
    corner: Name
    headings: Name
    columns: Name
    body: Name


def bound_steps(steps: Steps, plan: Plan, found: Found) -> None:
    """Add the step that says where Python may end the table elsewhere than the figures and headings do."""
    if not plan.bounded or not plan.headings or not plan.lines:
        return
    doubtful = [offset(found.corner, 0, r) for r in plan.doubtful_rows]
    said = steps.add(
        "範囲の外",
        call(
            "範囲の知らせ", found.lines, found.looks, offset(found.corner, 0, plan.header_rows), found.body, doubtful,
            found.columns, _edges(plan, found), call("Table.ToRows", found.headings),
        ),
        "表の終わりか右の端が、作ったときと違う決まり方をするなら、知らせを返す",
    )  # fmt: skip
    steps.require(call("List.IsEmpty", said), join_text([item(said, 0), "しるべでクエリを作り直してください。"]))


def _edges(plan: Plan, found: Found) -> Expr:
    """First and last row of figures, first column of the table and the first one behind it."""
    corner = found.corner
    if rows_follow_rule(plan):
        rows = [call("List.First", found.body), call("List.Last", found.body)]
    else:
        rows = [offset(corner, 0, line.at) for line in (plan.lines[0], plan.lines[-1])]
    behind = offset(corner, 1, plan.right + 1)
    if columns_follow_rule(plan):
        behind = op("+", call("List.Last", found.columns), 1)
    return lift([*rows, item(corner, 1), behind])
