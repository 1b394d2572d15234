"""列の見出し of a cross table: found by a rule that gives what Python read, else constants that the query checks."""

from __future__ import annotations

from ..table import COLUMN_TOTAL
from .expr import Let, Name, call, each, field, fn, item, join_text, lift, name, op, rows
from .script import Steps
from .sheet_plan import Plan
from .sheet_rows import padded
from .sheet_text import COLUMN, PRINTED, levels_of, offset

__all__ = ["TABLE_UNIT", "column_steps"]

TABLE_UNIT = "表の単位"


def column_steps(steps: Steps, plan: Plan, lines: Name, corner: Name) -> Name:
    """Add the steps that make the table 列の見出し (列, levels…, 表の単位, 合計列)."""
    if _follows_rule(plan):
        return _by_rule(steps, plan, lines, corner)
    return _constants(steps, plan, lines, corner)


def _constants(steps: Steps, plan: Plan, lines: Name, corner: Name) -> Name:
    width = len(plan.column_names)
    table = steps.add(
        "列の見出し",
        rows(
            (COLUMN, PRINTED, *plan.column_names, TABLE_UNIT, COLUMN_TOTAL),
            [(h.at, h.printed, *padded(h.path, width), h.unit, h.total) for h in plan.headings],
        ),
        "列の見出し：セルの結合と罫線は M から見えないので、作ったときの読みを定数にした（列は表の左端から 0, 1, 2…）",
    )
    cell = call("文字にする", item(item(lines, name("r")), offset(corner, 1, field(COLUMN))))
    numbers = call("List.Numbers", item(corner, 0), plan.header_rows)
    texts = call(
        "List.Select", call("List.Transform", numbers, fn(("r",), cell)), fn(("文",), op("<>", name("文"), ""))
    )
    wrong = call("Table.SelectRows", table, each(op("<>", call("Text.Combine", texts, "｜"), field(PRINTED))))
    found = steps.add(
        "違う列",
        call("Table.Column", wrong, PRINTED),
        "見出しが作ったときと違えば、違う見出しの下に数を置かず、知らせを返す",
    )
    steps.require(
        call("List.IsEmpty", found),
        join_text(
            ["列の見出し「", item(found, 0), "」が、作ったときの場所にありません。しるべでクエリを作り直してください。"]
        ),
    )
    return call_remove(steps, table)


def call_remove(steps: Steps, table: Name) -> Name:
    """The table without what was printed over its columns."""
    return steps.add("列の見出しだけ", call("Table.RemoveColumns", table, [PRINTED]))


def _units(plan: Plan) -> dict[str, str] | None:
    """Unit by the outermost label, where that decides it; ``{"": unit}`` where all columns share one."""
    if len({h.unit for h in plan.headings}) == 1:
        return {"": plan.headings[0].unit}
    found: dict[str, str] = {}
    for h in plan.headings:
        if not h.path or found.setdefault(h.path[0], h.unit) != h.unit:
            return None
    return found


def _totals(plan: Plan) -> set[str] | None:
    """Innermost labels of the total columns; None where a label stands for totals and for others."""
    last = [(h.path[-1] if h.path else "", h.total) for h in plan.headings]
    totals = {text for text, total in last if total}
    return None if totals & {text for text, total in last if not total} else totals


def _follows_rule(plan: Plan) -> bool:
    if not plan.header_rows or _units(plan) is None or _totals(plan) is None:
        return False
    first = len(plan.labels)
    if plan.labels != tuple(range(first)):
        return False
    last = max(
        (c for c in range(first, plan.width) if any(plan.text(r, c) for r in range(plan.header_rows))), default=-1
    )
    found = [(c, _path(plan, c)) for c in range(first, last + 1)]
    return found == [(h.at, h.path) for h in plan.headings]


def _path(plan: Plan, column: int) -> tuple[str, ...]:
    """What the helper 列の道 makes of a column."""
    start, path = len(plan.labels), []
    for r in range(plan.header_rows):
        columns = [column] if r == plan.header_rows - 1 else range(start, column + 1)
        written = [c for c in columns if plan.text(r, c)]
        if written:
            start = written[-1]
            text = plan.text(r, start)
            if text not in path:
                path.append(text)
    return tuple(path)


def _by_rule(steps: Steps, plan: Plan, lines: Name, corner: Name) -> Name:
    first = offset(corner, 1, len(plan.labels))
    tiers = steps.add("段", call("List.Numbers", item(corner, 0), plan.header_rows), "見出しの行")
    written = call(
        "List.Select",
        call("List.Numbers", first, op("-", call("List.Count", item(lines, 0)), first)),
        fn(
            ("c",),
            call(
                "List.Contains",
                call(
                    "List.Transform",
                    tiers,
                    fn(("r",), op("<>", call("文字にする", item(item(lines, name("r")), name("c"))), "")),
                ),
                True,
            ),
        ),
    )
    last = steps.add("最後の列", call("List.Last", written), "見出しのある最後の列まで（列が増えても読む）")
    units, totals = _units(plan) or {}, _totals(plan) or set()
    path = call("列の道", lines, tiers, first, name("_"))
    levels = levels_of(name("道"), len(plan.column_names))
    unit = (
        lift(units[""])
        if "" in units
        else call("Record.FieldOrDefault", lift(units), call("List.First", name("道"), ""), "")
    )
    total = call("List.Contains", sorted(totals), call("List.Last", name("道"), "")) if totals else lift(False)
    row = op("&", [op("-", name("_"), item(corner, 1))], levels, [unit, total])
    body = call(
        "List.Transform",
        call("List.Numbers", first, op("+", op("-", last, first), 1)),
        each(Let((("道", path),), row)),
    )
    return steps.add(
        "列の見出し",
        call("#table", [COLUMN, *plan.column_names, TABLE_UNIT, COLUMN_TOTAL], body),
        "列の見出し：上の段の空白は左の文字が続くものとして読む。単位と、合計の列の見出しは、作ったときの読みを定数にした",
    )
