"""How far each issue has come: which rows of every sheet go back to it, over all links between.

>>> from shirube.academy.homework import Row
>>> sheets = (Sheet("課題", (Column("課題ID", prefix="K"),)), Sheet("仮説", (Column("課題ID", link="課題"),)))
>>> rows = [Row("課題", "課題", 1, "K01", {}, {}), Row("仮説", "仮説", 1, "H01", {"課題ID": "K01"}, {})]
>>> tables = {row.sheet: (row,) for row in rows}
>>> roots(Homework("宿題.xlsx", "北", 1, None, tables), Layout("例", "", sheets), "課題")["仮説", 1]
frozenset({'K01'})
"""

from __future__ import annotations

from .homework import Homework, Row, identifiers
from .layout import Column, Layout, Sheet

__all__ = ["CHAIN", "roots", "steps"]

#: The steps of the course, in order; the first is where every chain begins.
CHAIN = (
    "課題", "仮説", "データ台帳", "分析計画", "分析結果", "事実",
    "施策案", "ロジックモデル", "指標", "評価計画", "評価結果",
)  # fmt: skip


def roots(book: Homework, layout: Layout, root: str = CHAIN[0]) -> dict[tuple[str, int], frozenset[str]]:
    """Return, for every filled row as (sheet, line), the identifiers of `root` it goes back to.

    A row goes back to what it names. Within one sheet the arrow points onward (an element names the next one), so there
    the named row goes back to the naming one. Circles end, because a set that no longer grows is not passed on.
    """
    edges: dict[tuple[str, int], list[tuple[str, int]]] = {}
    at = {(sheet, row.id): (sheet, row.line) for sheet, rows in book.tables.items() for row in rows if row.id}
    for sheet in layout.sheets:
        for row in book.rows(sheet.name):
            for column in sheet.columns:
                _add(edges, at, sheet, column, row)
    found: dict[tuple[str, int], frozenset[str]] = {
        (root, row.line): frozenset({row.id}) for row in book.rows(root) if row.id
    }
    waiting = list(found)
    while waiting:
        key = waiting.pop()
        for follower in edges.get(key, ()):
            more = found.get(follower, frozenset()) | found[key]
            if more != found.get(follower):
                found[follower] = more
                waiting.append(follower)
    return found


def _add(
    edges: dict[tuple[str, int], list[tuple[str, int]]],
    at: dict[tuple[str, str], tuple[str, int]],
    sheet: Sheet,
    column: Column,
    row: Row,
) -> None:
    """Note who goes back to whom through one cell."""
    here = (sheet.name, row.line)
    for named in identifiers(row.get(column.name)) if column.link else ():
        there = at.get((column.link, named))
        if there and there[0] == sheet.name:
            edges.setdefault(here, []).append(there)
        elif there:
            edges.setdefault(there, []).append(here)


def steps(book: Homework, layout: Layout) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return each issue with the number of its rows in every step after the first."""
    found = roots(book, layout)
    later = [name for name in CHAIN[1:] if layout.sheet(name)]
    counted = []
    for row in book.rows(CHAIN[0]):
        if row.id:
            counts = tuple(sum(key[0] == name and row.id in ids for key, ids in found.items()) for name in later)
            counted.append((row.id, counts))
    return tuple(counted)
