"""Holds a query to the bounds of its table: where Python may end it elsewhere, the query gives a sentence instead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import Place, TableError
from ..grid import Kind, a1, parse_a1
from .expr import Binary, Expr, Name, call, each, field, fn, item, join_text, lift, name, not_, op, type_of
from .script import Steps
from .sheet_columns import columns_follow_rule
from .sheet_plan import Plan
from .sheet_text import offset

__all__ = ["Found", "bound_steps", "require_plain_labels"]


#: Numbers whose text has an exponent are smaller, or as large as this.
_SMALL, _LARGE = 0.0001, 10**15
#: More columns than a sheet has.
_ALL = 20000


@dataclass(frozen=True)
class Found:
    """Steps of a query: the rows of the sheet, how they look, the corner, 列の見出し, 値の列 and データの行.

    ``by_rule`` tells whether the rows are found by a rule, not frozen.
    """

    lines: Name
    looks: Name
    corner: Name
    headings: Name
    columns: Name
    body: Name
    by_rule: bool


def require_plain_labels(steps: Steps, plan: Plan, lines: Name, corner: Name) -> None:
    """Headings that are numbers have the same text here and in the query: neither tiny nor huge.

    Raises
    ------
    TableError
        SB-P101: a heading that is such a number.
    """
    values, kinds = plan.grid.values, plan.grid.kinds
    below, behind = plan.top + plan.header_rows, plan.left + plan.body_left
    heading = np.zeros(kinds.shape, dtype=bool)
    heading[:below] = heading[:, plan.left : behind] = True
    for r, c in np.argwhere(heading & (kinds == Kind.NUMBER)).tolist():
        if values[r, c] and not _SMALL <= abs(values[r, c]) < _LARGE:
            raise TableError("P101", at=Place(plan.grid.source, plan.grid.name, a1(r, c)), text=str(values[r, c]))
    over = call("List.FirstN", lines, offset(corner, 0, plan.header_rows))
    beside = call("List.Transform", lines, each(call("List.Range", name("_"), item(corner, 1), plan.body_left)))
    cells = steps.add("見出しのセル", call("List.Combine", op("&", over, beside) if plan.body_left else over))
    size, number = call("Number.Abs", name("_")), Binary("is", name("_"), type_of("number"))
    odd = op("and", number, op("<>", name("_"), 0), op("or", op("<", size, _SMALL), op(">=", size, _LARGE)))
    steps.require(
        not_(call("List.MatchesAny", cells, each(odd))),
        "見出しに、ごく小さいか大きい数があります。文字に直してから、しるべでクエリを作り直してください。",
    )


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
    _require_place(steps, plan, found)
    _require_end(steps, plan, found)
    _require_labels(steps, plan, found)
    _require_blank(steps, plan, found)
    _require_words(steps, plan, found)
    steps.require(call("List.IsEmpty", said), join_text([item(said, 0), "しるべでクエリを作り直してください。"]))


def _require_place(steps: Steps, plan: Plan, found: Found) -> None:
    """A table found by a heading beside its labels, under merged cells, has not moved sideways.

    A new column between the labels and that heading would be taken for the labels, under cells merged otherwise.
    """
    anchor = plan.recipe.anchor
    if not anchor.text or not plan.merged_header:
        return
    if parse_a1(anchor.cell).left != parse_a1(anchor.text_cell).left:
        steps.require(
            op("=", item(found.corner, 1), plan.left),
            f"見出し「{anchor.text}」の列が動いています。しるべでクエリを作り直してください。",
        )


def _require_end(steps: Steps, plan: Plan, found: Found) -> None:
    """Frozen rows above another table: what divides the two is still there.

    Raises
    ------
    TableError
        SB-W983: nothing that the query can see divides them.
    """
    below = [r for r in plan.data_rows if r > plan.bottom and r not in plan.doubtful_rows]
    if found.by_rule or not below:
        return
    if not plan.looks.cut(plan.top + plan.bottom, plan.top + below[0]):
        at = Place(plan.grid.source, plan.grid.name, a1(plan.top + below[0], plan.left))
        raise TableError("W983", at=at)
    steps.require(
        call("表が切れる", found.looks, offset(found.corner, 0, plan.bottom), offset(found.corner, 0, below[0])),
        "下の表との間の見出しがなくなっています。しるべでクエリを作り直してください。",
    )


def _require_labels(steps: Steps, plan: Plan, found: Found) -> None:
    """Label columns without a Japanese heading of their own: those with Japanese keep it, else they are an alias."""
    for i, japanese in plan.named_by_content.items():
        has = call("和文の列", found.lines, found.body, offset(found.corner, 1, i))
        words = (
            f"行の見出しの{i + 1}列目が、見出しか別名（英語など）か決められません。しるべでクエリを作り直してください。"
        )
        steps.require(has if japanese else not_(has), words)


def _require_blank(steps: Steps, plan: Plan, found: Found) -> None:
    """Columns that were passed over because nothing stands in them still hold nothing."""
    if not plan.passed_over:
        return
    columns = lift([offset(found.corner, 1, c) for c in plan.passed_over])
    cell = op(">", item(item(found.looks, name("r")), name("c")), 0)
    filled = call("List.MatchesAny", columns, fn(("c",), call("List.MatchesAny", found.body, fn(("r",), cell))))
    steps.require(not_(filled), "空だった列に値があります。しるべでクエリを作り直してください。")


def _require_words(steps: Steps, plan: Plan, found: Found) -> None:
    """Columns of remarks hold no number from the header to the end of the table: it would make them values."""
    if not plan.remarks:
        return
    start = offset(found.corner, 0, plan.header_rows)
    last = call("List.Last", found.body) if found.by_rule else offset(found.corner, 0, plan.bottom)
    rows = call("List.Numbers", start, op("+", op("-", last, start), 1))
    cell, looks = (item(item(step, name("r")), name("c")) for step in (found.lines, found.looks))
    number = op("and", op(">", looks, 1), op("<>", field("値", call("値を読む", cell)), None))
    columns = lift([offset(found.corner, 1, c) for c in plan.remarks])
    numbers = call("List.MatchesAny", columns, fn(("c",), call("List.MatchesAny", rows, fn(("r",), number))))
    steps.require(not_(numbers), "備考の列に数があります。しるべでクエリを作り直してください。")


def _edges(plan: Plan, found: Found) -> Expr:
    """First and last row of figures; first column of the table, first one behind it and how many must be blank."""
    corner = found.corner
    if found.by_rule:
        rows: list[Expr] = [call("List.First", found.body), call("List.Last", found.body)]
    else:
        rows = [offset(corner, 0, line.at) for line in (plan.lines[0], plan.lines[-1])]
    behind = offset(corner, 1, plan.right + 1)
    if columns_follow_rule(plan):
        behind = op("+", call("List.Last", found.columns), 1)
    # Where another table stands at the right, only the column between the two has to be blank.
    return lift([*rows, item(corner, 1), behind, _ALL if plan.alone else 1])
