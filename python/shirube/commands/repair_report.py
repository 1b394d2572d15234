"""Words and sheets of the repair's result: the repaired tables, 表の説明, 直した記録."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..check.notation.characters import substituted
from ..check.repair import Change, Draft, Fact
from ..check.repair.spaces import without_layout
from ..check.rules import RULES
from ..grid import Grid, Kind
from ..result import Column, DataSheet, Figure, Format, Provenance, Purpose, Result, Setting, Table

if TYPE_CHECKING:
    from .repair import Repaired

__all__ = ["FACTS", "LOG", "as_table", "report"]

LOG, FACTS = "直した記録", "表の説明"
_MOST_ROWS = 1_000_000


def report(grids: Sequence[Grid], repaired: Repaired, rules: Sequence[str], purpose: Purpose) -> Result:
    """Say what was repaired, with every change as a row of 直した記録."""
    tables, plain = _tables(repaired.sheets)
    done = [c for c in repaired.changes if c.before != c.after or c.before is None or c.rule == "L2-06"]
    kept = len(repaired.changes) - len(done)
    return Result(
        title=f"直した表：{grids[0].source or grids[0].name}" if grids else "直した表",
        question="機械が読みにくい書き方を直し、新しいブックに書きました。元のファイルは変えていません。",
        conclusion=(_conclusion(len(tables) + len(plain), len(done)),),
        figures=(
            Figure("直した表", f"{len(tables) + len(plain):,}枚", "1枚に1つの表"),
            Figure("直した所", f"{len(done):,}件", f"「{LOG}」に1件ずつあります"),
            Figure("移した・残した所", f"{kept:,}件", f"表の外の文は「{FACTS}」へ"),
        ),
        tables=(_summary(repaired.changes),) if repaired.changes else (),
        cannot_say=("図や写真の中の文字は写していません。必要なら、元のファイルを見てセルに書いてください。",),
        data=(*tables, *_facts(repaired.facts), *_log(repaired.changes)),
        sheets=plain,
        settings=(Setting("直した規則", rules, "機械可読性の規則の番号"),),
        provenance=Provenance(file=grids[0].source if grids else "", version=f"しるべ {__version__}"),
        purpose=purpose,
    )


def _conclusion(tables: int, done: int) -> str:
    if not done:
        return "直す所は見つかりませんでした。"
    return f"{done:,}か所を直し、{tables:,}枚の表にしました。数はどれも元のままか、変えた所が記録にあります。"


def _summary(changes: Sequence[Change]) -> Table:
    counts = Counter(change.rule for change in changes)
    rows = tuple((rule, RULES[rule].title, count) for rule, count in sorted(counts.items()))
    columns = (Column("rule", "規則", Format.CODE), Column("title", "内容"), Column("count", "件数", Format.COUNT))
    return Table("summary", "直した所の数（規則ごと）", columns, rows)


def _tables(sheets: Sequence[Draft]) -> tuple[list[DataSheet], tuple[Grid, ...]]:
    """Sheets that are one table from A1 on become machine-readable sheets; others are drawn as they are."""
    counts = Counter(sheet.name for sheet in sheets)
    seen: Counter[str] = Counter()
    tables: list[DataSheet] = []
    plain: list[Grid] = []
    for number, sheet in enumerate(sheets, start=1):
        seen[sheet.name] += 1
        name = f"{sheet.name}_{seen[sheet.name]}" if counts[sheet.name] > 1 else sheet.name
        table = as_table(sheet, f"repaired_{number}")
        if table is None:
            plain.append(sheet.grid)
        else:
            tables.append(DataSheet(name, table))
    return tables, tuple(plain)


def as_table(sheet: Draft, key: str) -> Table | None:
    """The sheet as a table with its header in row 1; None when it is not one table from A1 on."""
    grid = sheet.grid
    if len(sheet.blocks) != 1 or grid.merges or not grid.values.size:
        return None
    (block,) = sheet.blocks
    head = grid.values[0].tolist()
    whole = (block.top, block.left, block.body_top) == (0, 0, 1) and block.bottom == grid.shape[0] - 1
    if not whole or block.right != grid.shape[1] - 1:
        return None
    if any(name is None for name in head) or len({str(name) for name in head}) < len(head):
        return None
    columns = tuple(Column(f"c{i}", str(name), _format(grid, i)) for i, name in enumerate(head))
    return Table(key, sheet.name, columns, tuple(tuple(row) for row in grid.values[1:].tolist()))


def _format(grid: Grid, column: int) -> Format:
    return Format.NUMBER if (grid.kinds[1:, column] == Kind.NUMBER).any() else Format.TEXT


def _facts(facts: Sequence[Fact]) -> list[DataSheet]:
    """The description, itself a table without layout: the texts as they stood are in the log."""
    if not facts:
        return []
    columns = (
        Column("label", "項目"),
        Column("text", "内容", width=60),
        Column("number", "数値", Format.NUMBER),
        Column("where", "元の場所"),
    )
    rows = tuple((f.label, *_text_or_number(f.value), _where(f)) for f in facts)
    return [DataSheet(FACTS, Table("facts", FACTS, columns, rows))]


def _text_or_number(value: Any) -> tuple[Any, Any]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None, value
    return (_plain(value) if isinstance(value, str) else value), None


def _where(fact: Fact) -> str:
    return _plain(f"{fact.sheet}!{fact.cell}" if fact.cell else f"シート {fact.sheet}")


def _plain(text: str) -> str:
    return without_layout(" ".join(substituted(text).split()))


def _log(changes: Sequence[Change]) -> list[DataSheet]:
    columns = (
        Column("rule", "規則", Format.CODE),
        Column("sheet", "シート"),
        Column("cell", "元のセル"),
        Column("before", "直す前", width=30),
        Column("after", "直した後", width=30),
        Column("reason", "何をしたか", width=60),
    )
    rows = tuple((c.rule, c.sheet, c.cell, c.before, c.after, c.reason) for c in changes)
    pieces = [rows[i : i + _MOST_ROWS] for i in range(0, len(rows), _MOST_ROWS)] or [()]
    return [
        DataSheet(LOG if n == 1 else f"{LOG}_{n}", Table(f"log_{n}", LOG, columns, piece))
        for n, piece in enumerate(pieces, start=1)
    ]
