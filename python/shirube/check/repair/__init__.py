"""見つけた点を直す: 一つの直し方が一つのファイル。元の表は書き換えず、新しい表と、変えた所の記録を返す。

>>> from shirube.grid import Grid
>>> grid = Grid.from_rows([["地区", "人口"], ["東", "1,234"]])
>>> sheet, changes = repair_sheet(Draft.of(grid, [Block(0, 0, 1, 1, 1, 1)]), ["L2-01"])
>>> sheet.grid.values[1, 1], changes[0].before
(1234, '1,234')
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from types import MappingProxyType

from . import (
    characters,
    ditto,
    figures,
    formulas,
    gaps,
    headers,
    hidden,
    merges,
    outside,
    places,
    spaces,
    symbols,
    times,
)
from .draft import Block, Change, Draft, Fact
from .tables import part

__all__ = [
    "REPAIRS",
    "Block",
    "Change",
    "Draft",
    "Fact",
    "ditto",
    "formulas",
    "merges",
    "part",
    "repair_sheet",
    "spaces",
]

Repair = Callable[[Draft], tuple[Draft, tuple[Change, ...]]]

#: Repairs of one sheet in the order they must run: later ones read what earlier ones wrote.
REPAIRS: MappingProxyType[str, Repair] = MappingProxyType(
    {
        "L1-13": hidden.repair,
        "L1-12": merges.repair,
        "L2-02": ditto.repair,
        "L1-04": outside.repair,
        "L1-03": gaps.repair,
        "L2-03": headers.repair,
        "L1-06": spaces.repair,
        "L3-05": times.repair,
        "L2-01": figures.repair,
        "L3-03": symbols.repair,
        "L3-06": places.repair,
        "L1-08": characters.repair,
    }
)


def repair_sheet(sheet: Draft, rules: Collection[str]) -> tuple[Draft, tuple[Change, ...]]:
    """Apply the repairs of some rules to one sheet, in the order that suits them.

    L3-01 (項目名は1行目) is L1-04 together with L2-03: what stands above the header goes, and the header is one row.
    """
    wanted = set(rules)
    if "L3-01" in wanted:
        wanted |= {"L1-04", "L2-03"}
    changes: list[Change] = []
    for rule, repair in REPAIRS.items():
        if rule in wanted:
            sheet, found = repair(sheet)
            changes += found
    return sheet, tuple(changes)
