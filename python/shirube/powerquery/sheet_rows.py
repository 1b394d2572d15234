"""行の見出し of a cross table: found by a rule that gives what Python read, else constants that the query checks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..table import ROW_TOTAL
from .expr import Expr, Name, call, each, field, fn, item, join_text, lift, name, op, rows
from .script import Steps, constant
from .sheet_plan import Line, Plan
from .sheet_text import PRINTED, ROW, deeper, levels_of, offset, within

__all__ = ["data_rows", "padded", "row_steps", "rows_follow_rule"]


def row_steps(steps: Steps, plan: Plan, lines: Name, corner: Name, columns: Name, body: Name) -> Name:
    """Add the steps that make the table 行の見出し (行, levels…, 合計行)."""
    if found := _rule(plan):
        _, words, build = found
        return _by_rule(steps, plan, lines, corner, columns, body, build, words)
    return _constants(steps, plan, lines, corner, body)


def rows_follow_rule(plan: Plan) -> bool:
    """Whether rows are found by a rule, not frozen."""
    return _rule(plan) is not None


def _rule(plan: Plan) -> tuple[Any, str, Any] | None:
    if _totals_by_path(plan.lines) is None or (plan.bounded and plan.doubtful_rows) or _told_apart(plan):
        return None
    own = [(line.at, line.path) for line in plan.lines]
    return next((rule for rule in _RULES if rule[0](plan) == own), None)


def _told_apart(plan: Plan) -> bool:
    """Whether rows with one label may get another level that tells them apart; what the helper 見分ける行 finds."""
    last = [line.path[-1] if line.path else "" for line in plan.lines]
    alike = {line.path[-1:] for line, n in zip(plan.lines, _counts(plan), strict=True) if n > 1}
    if not alike:
        return False
    subtotals = any(text.endswith("計") and len(text) > 2 for text in last)
    return subtotals or any(text.startswith(_DEPENDENT) for path in alike for text in path)


def _counts(plan: Plan) -> list[int]:
    """How many rows have the path of each row."""
    count = Counter(line.path for line in plan.lines)
    return [count[line.path] for line in plan.lines]


#: How the labels begin that belong to the label above them.
_DEPENDENT = ("うち", "内", "再掲", "(", "（", "[", "［", "〔")


def _totals_by_path(lines: tuple[Line, ...]) -> set[tuple[str, ...]] | None:
    """Paths of the totals; None where a path stands for totals and for others."""
    totals = {line.path for line in lines if line.total}
    return None if totals & {line.path for line in lines if not line.total} else totals


def _constants(steps: Steps, plan: Plan, lines: Name, corner: Name, body: Name) -> Name:
    width = len(plan.row_names)
    table = steps.add(
        "行の見出し",
        rows(
            (ROW, PRINTED, *plan.row_names, ROW_TOTAL),
            [(line.at, line.printed, *padded(line.path, width), line.total) for line in plan.lines],
        ),
        "行の見出し：結合・字下げ・検算は M から見えないので、作ったときの読みを定数にした（行は表の上端から数える）",
    )
    cells = [
        call("文字にする", item(item(lines, offset(corner, 0, field(ROW))), offset(corner, 1, c))) for c in plan.labels
    ]
    printed = (
        join_text(part for i, cell in enumerate(cells) for part in ((["｜"] if i else []) + [cell]))
        if cells
        else lift("")
    )
    wrong = call("Table.SelectRows", table, each(op("<>", printed, field(PRINTED))))
    found = steps.add(
        "違う行",
        call("Table.Column", wrong, PRINTED),
        "見出しが作ったときと違えば、違う見出しの下に数を置かず、知らせを返す",
    )
    steps.require(
        call("List.IsEmpty", found),
        join_text(
            ["行の見出し「", item(found, 0), "」が、作ったときの場所にありません。しるべでクエリを作り直してください。"]
        ),
    )
    _require_no_more(steps, plan, table, corner, body)
    return table


def _require_no_more(steps: Steps, plan: Plan, table: Name, corner: Name, body: Name) -> None:
    """Rows of figures that came or went give a sentence, not a row that is left out or read as something else."""
    own, data = {line.at for line in plan.lines}, set(plan.data_rows)
    here = steps.add("今の行", call("List.Transform", body, each(op("-", name("_"), item(corner, 0)))))
    rows_ = field(ROW, table)
    full = call("List.Difference", rows_, constant(sorted(own - data))) if own - data else rows_
    known = op("&", rows_, constant(sorted(data - own))) if data - own else rows_
    changed = op("&", call("List.Difference", here, known), call("List.Difference", full, here))
    found = steps.add("変わった行", changed, "数のある行が増えたか、なくなったところ（行は表の上端から数える）")
    line = call("Text.From", op("+", item(found, 0), item(corner, 0), 1), "ja-JP")
    steps.require(
        call("List.IsEmpty", found),
        join_text(["数のある行が、作ったときと違います（", line, "行目）。しるべでクエリを作り直してください。"]),
    )


def padded(path: tuple[str, ...], length: int) -> tuple[str, ...]:
    """A path with blanks behind it."""
    return (*path[:length], *[""] * (length - len(path)))


def data_rows(steps: Steps, plan: Plan, looks: Name, corner: Name, columns: Name) -> Name:
    """Add the step that finds the rows of figures."""
    first = offset(corner, 0, plan.header_rows)
    numbers = call("List.Numbers", first, op("-", call("List.Count", looks), first))
    figures = call("List.MatchesAny", columns, fn(("c",), op("=", item(item(looks, name("r")), name("c")), 2)))
    return steps.add(
        "データの行",
        call("List.Select", numbers, fn(("r",), figures)),
        "見出しの下で、値の列に数か印のある行（行が増えても読む）",
    )


def _require_no_text_rows(steps: Steps, plan: Plan, lines: Name, corner: Name, columns: Name, body: Name) -> None:
    """There are rows of figures, and no row of texts among them: whether it heads others is not for M to see."""
    data = set(plan.data_rows)
    places = [*plan.labels, *(heading.at for heading in plan.headings)]
    between = [r for r in range(plan.header_rows, max(data, default=0)) if r not in data]
    known = sorted({text for r in between if (text := plan.printed(r, places))})
    cells = op("&", [offset(corner, 1, c) for c in plan.labels], columns)
    found = steps.add(
        "文字だけの行",
        call("間の行", lines, offset(corner, 0, plan.header_rows), body, cells, known),
        "数の行の間の、数のない行（見出しの行かどうかは M から分からない）",
    )
    steps.require(
        call("List.IsEmpty", found),
        join_text([item(found, 0), "しるべでクエリを作り直してください。"]),
    )


def _by_rule(
    steps: Steps, plan: Plan, lines: Name, corner: Name, columns: Name, body: Name, build: Any, words: str
) -> Name:
    _require_no_text_rows(steps, plan, lines, corner, columns, body)
    paths = build(steps, plan, lines, corner, body)
    if max(len(plan.labels), 1) > len(plan.row_names) or build is _indented_m:
        steps.require(within(paths, len(plan.row_names)), deeper("行"))
    alike = call("見分ける行", call("List.Transform", paths, each(item(name("_"), 1))))
    steps.require(
        call("List.IsEmpty", alike),
        "同じ見出しの行があり、段を足して見分けることになります。しるべでクエリを作り直してください。",
    )
    totals = sorted({line.path for line in plan.lines if line.total})
    path = item(name("_"), 1)
    total: Expr = lift(False)
    if totals:
        known = steps.add(
            "合計の見出し",
            constant([list(path) for path in totals]),
            "合計の行：検算は M ではできないので、作ったときに合計だった見出しを定数にした",
        )
        total = call("List.Contains", known, path)
    levels = levels_of(path, len(plan.row_names))
    row = op("&", [op("-", item(name("_"), 0), item(corner, 0))], levels, [total])
    made = call("List.Transform", paths, each(row))
    return steps.add("行の見出し", call("#table", [ROW, *plan.row_names, ROW_TOTAL], made), words)


# ---------------------------------------------------------------- rules


def _filled(plan: Plan) -> list[tuple[int, tuple[str, ...]]]:
    """Label columns filled down, a new outer label ends the inner ones."""
    carry = [""] * len(plan.labels)
    found = []
    for r in plan.data_rows:
        own = [plan.text(r, c) for c in plan.labels]
        first = next((i for i, text in enumerate(own) if text), len(own))
        carry = [*carry[:first], *own[first:]]
        path: list[str] = []
        for text in carry:
            if text and (not path or path[-1] != text):
                path.append(text)
        found.append((r, tuple(path)))
    return found


def _filled_m(steps: Steps, plan: Plan, lines: Name, corner: Name, body: Name) -> Name:
    cells = [item(item(lines, name("r")), offset(corner, 1, c)) for c in plan.labels]
    own = lift([call("見出しの文字", cell) for cell in cells])
    own_step = call("List.Transform", body, fn(("r",), [name("r"), own]))
    if len(cells) == 1:
        path = call("List.Select", item(name("_"), 1), each(op("<>", name("_"), "")))
        return steps.add("行の道", call("List.Transform", own_step, each([item(name("_"), 0), path])))
    return steps.add("行の道", call("上の文字で埋める", own_step))


def _indented(plan: Plan) -> list[tuple[int, tuple[str, ...]]]:
    """One label column whose leading white space is the depth; totals at the top give no level."""
    if len(plan.labels) != 1:
        return []
    found: list[tuple[int, tuple[str, ...]]] = []
    stack: list[tuple[float, str]] = []
    totals = {line.path for line in plan.lines if line.total and len(line.path) == 1}
    for r in plan.data_rows:
        value = plan.grid.values[plan.top + r, plan.left + plan.labels[0]]
        raw = value if isinstance(value, str) else ""
        depth = len(raw) - len(raw.lstrip(" \u3000"))
        text = plan.text(r, plan.labels[0])
        stack = [(d, t) for d, t in stack if d < depth]
        found.append((r, (*(t for _, t in stack), text)))
        if (text,) not in totals or not _gives_none(plan, text):
            stack.append((depth, text))
    return found


def _gives_none(plan: Plan, text: str) -> bool:
    """Whether no other row stands below a label: 市計, 総数."""
    return not any(len(line.path) > 1 and line.path[0] == text for line in plan.lines)


def _indented_m(steps: Steps, plan: Plan, lines: Name, corner: Name, body: Name) -> Name:
    cell = item(item(lines, name("r")), offset(corner, 1, plan.labels[0]))
    own = call("List.Transform", body, fn(("r",), [name("r"), cell]))
    alone = sorted(
        {line.path[0] for line in plan.lines if line.total and len(line.path) == 1 and _gives_none(plan, line.path[0])}
    )
    return steps.add("行の道", call("字下げで重ねる", own, alone))


_RULES = (
    (_filled, "行の見出し：空白の見出しは、上の文字が続くものとして読む", _filled_m),
    (_indented, "行の見出し：字下げの深い行は、その上の浅い行の内訳として読む", _indented_m),
)
