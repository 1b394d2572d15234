"""列の見出し of a cross table: found by a rule that gives what Python read, else constants that the query checks."""

from __future__ import annotations

from ..table import COLUMN_TOTAL
from ..tidy.headers import unit_in
from .expr import Name, call, each, field, fn, item, join_text, lift, name, op, rows
from .script import Steps, constant
from .sheet_plan import Plan
from .sheet_rows import padded
from .sheet_text import COLUMN, PRINTED, deeper, levels_of, offset, within

__all__ = ["TABLE_UNIT", "column_steps", "columns_follow_rule"]

TABLE_UNIT = "表の単位"


def column_steps(steps: Steps, plan: Plan, lines: Name, corner: Name) -> Name:
    """Add the steps that make the table 列の見出し (列, levels…, 表の単位, 合計列)."""
    if columns_follow_rule(plan):
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
    _require_no_more(steps, plan, lines, corner)
    return call_remove(steps, table)


def _require_no_more(steps: Steps, plan: Plan, lines: Name, corner: Name) -> None:
    """A heading in a column that had none when the query was made gives a sentence, not a column that is left out."""
    if not plan.header_rows:
        return
    known = [c for c in range(plan.width) if plan.printed_column(c)]
    numbers = call("List.Numbers", item(corner, 0), plan.header_rows)
    cell = item(item(lines, name("r")), op("+", item(corner, 1), name("c")))
    written = op("=", call("List.Contains", [None, "", " ", "　"], cell), False)
    count = op("-", call("List.Count", item(lines, 0)), item(corner, 1))
    columns = call(
        "List.Select",
        call("List.Difference", call("List.Numbers", 0, count), constant(known)),
        fn(("c",), call("List.MatchesAny", numbers, fn(("r",), written))),
    )
    more = steps.add("増えた列", columns, "作ったときに見出しのなかった列に、見出しがあるもの")
    steps.require(call("List.IsEmpty", more), "列の見出しが増えています。しるべでクエリを作り直してください。")


def call_remove(steps: Steps, table: Name) -> Name:
    """The table without what was printed over its columns."""
    return steps.add("列の見出しだけ", call("Table.RemoveColumns", table, [PRINTED]))


def _units(plan: Plan) -> dict[str, str] | None:
    """Units of the labels that end with a bracket; None where the helper 見出しの単位 would give other units."""
    found: dict[str, str] = {}
    for h in plan.headings:
        for text in h.path:
            if text.endswith(_CLOSED):
                found[text] = unit_in(text)
    for h in plan.headings:
        inner = next((unit for text in reversed(h.path) if (unit := found.get(text, ""))), plan.unit)
        if inner != h.unit:
            return None
    return found


_CLOSED = (")", "）", "]", "］")


def _totals(plan: Plan) -> set[str] | None:
    """Innermost labels of the total columns; None where a label stands for totals and for others."""
    last = [(h.path[-1] if h.path else "", h.total) for h in plan.headings]
    totals = {text for text, total in last if total}
    return None if totals & {text for text, total in last if not total} else totals


def columns_follow_rule(plan: Plan) -> bool:
    """Whether the columns are found by a rule, not frozen."""
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
    units, totals = _units(plan) or {}, sorted(_totals(plan) or ())
    path = item(name("_"), 1)
    unit = call("見出しの単位", path, units, plan.unit)
    total = call("List.Contains", totals, call("List.Last", path, "")) if totals else lift(False)
    levels = levels_of(path, len(plan.column_names))
    row = op("&", [op("-", item(name("_"), 0), item(corner, 1))], levels, [unit, total])
    read = steps.add(
        "列の道",
        call("見出しを読む", lines, item(corner, 0), plan.header_rows, offset(corner, 1, len(plan.labels))),
    )
    table = steps.add(
        "列の見出し",
        call(
            "#table",
            [COLUMN, *plan.column_names, TABLE_UNIT, COLUMN_TOTAL],
            call("List.Transform", read, each(row)),
        ),
        "列の見出し：見出しのある最後の列まで読む。単位と、合計の列の見出しは、作ったときの読みを定数にした",
    )
    missing = call("List.Contains", field(TABLE_UNIT, table), None)
    steps.require(
        op("=", missing, False), "単位の分からない列の見出しが増えています。しるべでクエリを作り直してください。"
    )
    if plan.header_rows > 1:
        steps.require(within(read, len(plan.column_names)), deeper("列"))
    if plan.header_rows > 1 and plan.merged_header:
        # Whether a new column stands under the merged heading at its left is not for M to see.
        steps.require(
            op("=", call("Table.RowCount", table), len(plan.headings)),
            "結合した見出しのある表の列の数が変わりました。しるべでクエリを作り直してください。",
        )
    else:
        # Columns with one heading are told apart by their neighbours, which may be others now.
        paths = call("List.Transform", read, each(item(name("_"), 1)))
        steps.require(
            op("or", call("List.IsDistinct", paths), op("=", call("Table.RowCount", table), len(plan.headings))),
            "同じ見出しの列がある表の列の数が変わりました。しるべでクエリを作り直してください。",
        )
    return table
