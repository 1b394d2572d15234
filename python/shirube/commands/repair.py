"""直した表を作る: every finding that can be repaired is, in a new workbook, with a log of every cell.

A table that lies across becomes long through the tidy conversion; a sheet that cannot be read as a table keeps every
cell in 表の説明, so no number is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ..check.inspect import inspect
from ..check.notation.ditto import is_ditto
from ..check.repair import REPAIRS, Change, Draft, Fact, ditto, formulas, merges, part, repair_sheet, spaces
from ..check.repair.long_form import LOST, long_form
from ..check.repair.outside import fact_label
from ..errors import CheckError, nearest
from ..grid import Grid, Kind, Span
from ..result import Purpose, Result
from .base import Command
from .repair_layout import Layout, layouts
from .repair_report import report

__all__ = ["REPAIR", "REPAIRABLE", "RepairSettings", "Repaired", "repair", "repair_grids"]

#: Rules whose findings can be put right without asking anyone.
REPAIRABLE: tuple[str, ...] = tuple(sorted({*REPAIRS, "L1-02", "L1-14", "L2-06", "L3-01", "L3-09"}))
_STRUCTURE = {"L1-02", "L1-03", "L1-04", "L2-03", "L3-01"}
_MOST_LOST = 0.03
_FAR, _UNCLEAR = 1e6, 0.5
_AFTER = ("L1-06", "L2-01", "L3-03", "L3-05", "L3-06", "L1-08")


@dataclass(frozen=True)
class RepairSettings:
    """What to repair.

    Attributes
    ----------
    rules
        Ids of the rules; empty: all that can be repaired.
    formulas
        Cells with formulas by sheet name, as rectangles (the front end finds them).
    """

    rules: tuple[str, ...] = ()
    formulas: Mapping[str, tuple[Span, ...]] = field(default_factory=lambda: MappingProxyType({}))
    purpose: Purpose = Purpose.INTERNAL


@dataclass(frozen=True)
class Repaired:
    """The repaired tables, everything that changed, and what was taken out of the sheets."""

    sheets: tuple[Draft, ...]
    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]


def repair(grids: Sequence[Grid] | Grid, settings: RepairSettings = RepairSettings()) -> Result:
    """Repair one sheet, or the sheets of a workbook. See `repair_grids` for the errors."""
    sheets = (grids,) if isinstance(grids, Grid) else tuple(grids)
    return report(sheets, repair_grids(sheets, settings), wanted(settings.rules), settings.purpose)


def wanted(rules: Sequence[str]) -> tuple[str, ...]:
    """Return the rules to repair.

    Raises
    ------
    CheckError
        SB-K501: a rule that does not exist or cannot be repaired.
    """
    for rule in rules:
        if rule not in REPAIRABLE:
            raise CheckError("K501", rule=rule, near=nearest(rule, REPAIRABLE), all="、".join(REPAIRABLE))
    return tuple(rules) or REPAIRABLE


def repair_grids(grids: Sequence[Grid], settings: RepairSettings = RepairSettings()) -> Repaired:
    """Repair the sheets of a workbook.

    Raises
    ------
    CheckError
        SB-K501: a rule that does not exist or cannot be repaired.

    >>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", "1,000", 2], ["西", 3, 4]], name="第1表")
    >>> repaired = repair_grids([grid])
    >>> repaired.sheets[0].grid.values[:2, :3].tolist()
    [['地区', '性別', '値'], ['東', '男', 1000]]
    """
    rules = wanted(settings.rules)
    sheets: list[Draft] = []
    changes: list[Change] = []
    for grid in grids:
        if not (grid.kinds != Kind.BLANK).any():
            continue
        if "L2-06" in rules:
            changes += formulas.repair(Draft.of(grid), settings.formulas.get(grid.name, ()))[1]
        made, found = _repaired(grid, rules)
        sheets += made
        changes += found
    facts = [fact for sheet in sheets for fact in sheet.facts]
    return Repaired(tuple(s for s in sheets if s.grid.values.size), tuple(changes), tuple(facts))


def _repaired(grid: Grid, rules: Sequence[str]) -> tuple[list[Draft], list[Change]]:
    """Repair one sheet in the first way that leaves nothing to repair, else in the way that leaves least."""
    best: tuple[list[Draft], list[Change]] | None = None
    fewest = -1.0
    source = grid
    grid, marks = _without_ditto(grid) if "L2-02" in rules else (grid, ())
    for layout, long in _ways(grid, rules):
        sheet = Draft.of(grid, layout.blocks)
        made, changes = _long(sheet, layout, rules) if long else _wide(sheet, rules)
        # Losing values is worse than anything that is left to repair.
        left = _left(made, rules) + (_worse(made, layout) if long else 0.0)
        if best is None or left < fewest:
            best, fewest = (made, [*marks, *changes]), left
        if not left:
            break
    return best if best is not None else _no_table(source, rules)


def _without_ditto(grid: Grid) -> tuple[Grid, tuple[Change, ...]]:
    """The sheet with 〃 and 同上 written out, which the tidy conversion would take for labels."""
    texts = set(grid.values[grid.kinds == Kind.TEXT].tolist())
    layout = next(layouts(grid), None) if any(map(is_ditto, texts)) else None
    if layout is None:
        return grid, ()
    sheet, changes = ditto.write_out_marks(Draft.of(grid, layout.blocks))
    return sheet.grid, changes


def _ways(grid: Grid, rules: Sequence[str]) -> Iterator[tuple[Layout, bool]]:
    """Readings of a sheet, and whether to turn it long, the likeliest first."""
    for place, layout in enumerate(layouts(grid)):
        turns = "L3-09" in rules and any(table.metadata["form"] != "records" for table in layout.tables)
        if turns and (place or layout.across):
            yield layout, True
            yield from [(layout, False)] if not place else []
        elif not place:
            yield layout, False
            yield from [(layout, True)] if turns else []


def _left(made: Sequence[Draft], rules: Sequence[str]) -> int:
    """How many findings of these rules are left that a repair could put right."""
    found = (finding for draft in made for finding in inspect(draft.grid, rules=rules).failed)
    return sum(finding.repairable for finding in found)


def _worse(made: Sequence[Draft], layout: Layout) -> float:
    """What speaks against turning a sheet long, counted like findings."""
    return (_FAR if _loses(made) else 0.0) + (_UNCLEAR if _confuses(layout) else 0.0)


def _loses(made: Sequence[Draft]) -> bool:
    """Texts that were values did not come through as numbers: a list or a questionnaire, not a table of figures."""
    lost = sum(fact.label in LOST for draft in made for fact in draft.facts)
    return lost > _MOST_LOST * sum(draft.grid.shape[0] for draft in made)


def _confuses(layout: Layout) -> bool:
    """Rows of a long table are not told apart by their labels: a heading was not read."""
    return any(
        float(table.frame.duplicated(list(table.dimensions)).mean()) > _MOST_LOST
        for table in layout.tables
        if table.metadata["form"] == "crosstab" and table.dimensions
    )


def _wide(sheet: Draft, rules: Sequence[str]) -> tuple[list[Draft], list[Change]]:
    parts, parted = part(sheet) if _STRUCTURE & set(rules) else ((sheet,), ())
    made, changes = [], list(parted)
    for one in parts:
        after, found = repair_sheet(one, rules)
        made.append(after)
        changes += found
    return made, changes


def _no_table(grid: Grid, rules: Sequence[str]) -> tuple[list[Draft], list[Change]]:
    """A sheet without a table: its cells go into the description, or it stays as it is when that is not asked."""
    sheet = Draft.of(grid)
    if "L1-04" not in rules and "L3-01" not in rules:
        after, found = repair_sheet(sheet, rules)
        return [after], list(found)
    facts = [
        Fact("表ではないシートの内容", grid.values[r, c], sheet.address(r, c), grid.name)
        for r, c in np.argwhere(grid.kinds != Kind.BLANK).tolist()
    ]
    changes = [
        Change("L1-04", f.cell, f.value, f.value, "表ではないので「表の説明」に移しました。", grid.name) for f in facts
    ]
    return [replace(Draft.of(Grid.from_rows([], name=grid.name)), facts=tuple(facts))], changes


def _long(sheet: Draft, layout: Layout, rules: Sequence[str]) -> tuple[list[Draft], list[Change]]:
    """One long sheet per table; what was done to labels on the way is told cell by cell."""
    changes = [c for c in _looks(sheet) if c.rule in rules]
    made: list[Draft] = []
    accounted: set[str] = set()
    told: set[str] = set()
    for table in layout.tables:
        one, found = long_form(sheet, table)
        accounted |= set(table.metadata["used_cells"])
        told |= {fact.cell for fact in one.facts}
        after, later = repair_sheet(one, [rule for rule in _AFTER if rule in rules])
        made.append(after)
        changes += [*found, *later]
    facts = _outside(sheet, layout, accounted, told)
    reason = "表の外にあるので「表の説明」に移しました。"
    changes += [Change("L1-04", f.cell, f.value, f.value, reason, sheet.name) for f in facts]
    made[0] = replace(made[0], facts=(*facts, *made[0].facts))
    return made, changes


def _looks(sheet: Draft) -> list[Change]:
    """Changes of labels and headers that the conversion makes on its own; figures are accounted for by it."""
    changes: list[Change] = []
    for repair in (merges.repair, ditto.repair, spaces.repair):
        sheet, found = repair(sheet)
        changes += [c for c in found if not _figure(c.before) and not _figure(c.after)]
    for block in sheet.blocks:
        if block.body_top - block.top > 1:
            where = f"{sheet.address(block.top, block.left)}:{sheet.address(block.name_row, block.right)}"
            reason = f"{block.body_top - block.top}段の見出しを、1行の項目名と各行の項目に直しました。"
            changes.append(Change("L2-03", where, None, None, reason, sheet.name))
    return changes


def _figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _outside(sheet: Draft, layout: Layout, accounted: set[str], told: set[str]) -> list[Fact]:
    """What no table uses, and titles and notes they do use; what is told already is not told again."""
    top = min(block.top for block in layout.blocks)
    facts = []
    for row, column in np.argwhere(sheet.grid.kinds != Kind.BLANK).tolist():
        cell = sheet.address(row, column)
        inside = any(block.span.covers(row, column) for block in layout.blocks)
        if cell in told:
            continue
        if cell not in accounted or (not inside and layout.tables[0].metadata["form"] == "crosstab"):
            value = sheet.grid.values[row, column]
            facts.append(Fact(fact_label(value, above=row < top), value, cell, sheet.name))
    return facts


REPAIR = Command("repair", "直した表を作る", RepairSettings, repair)
