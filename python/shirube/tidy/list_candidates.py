"""Readings of a sheet that is a list from its first row on: steps, or leaving it alone.

>>> from shirube.grid import Grid
>>> from shirube.tidy.cells import look_at
>>> rows = [["施設", "区", "4月", "5月", "6月"], ["図書館", "東", 1, 2, 3], ["公民館", "西", 4, 5, 6]]
>>> found = sorted(with_steps(look_at(Grid.from_rows(rows)), None, []), key=lambda c: -c.confidence)
>>> [step.verb for step in found[0].recipe.steps]
['unpivot']
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..grid import a1, parse_a1
from .candidate import Candidate
from .cells import Cells, Look
from .lists import SAMPLE_ROWS, Proposal, propose, propose_blocks
from .recipe import Anchor, Header, Recipe
from .restructure import cut
from .steps import END, Unpivot

__all__ = ["with_steps"]

#: Weaker proposals are only offered: a list that is tidy already must stay as it is.
_ENOUGH = 0.85
#: How much the best proposal speaks against leaving the list alone.
_AGAINST = 0.9
#: A list whose header is not clean is left alone only for want of anything better.
_UNCLEAN, _NOTHING_ELSE = 0.3, 0.75
#: A cross table that says more than one unpivot (totals, group rows) is a second opinion on a list.
_SECOND = 0.45


def with_steps(cells: Cells, listed: Candidate | None, crosstabs: list[Candidate]) -> list[Candidate]:
    """Return all readings of a sheet; unless it is a list, those given.

    Parameters
    ----------
    listed
        Leaving it alone, where the sheet has a clean header.
    crosstabs
        Readings as cross tables.
    """
    given = [*([listed] if listed else []), *crosstabs]
    pairs = _pairs(cells)
    if pairs:
        return [*pairs, *(replace(c, confidence=round(c.confidence * _SECOND, 3)) for c in given)]
    head = _head(cells, listed, crosstabs)
    if head is None:
        return given
    recipe = _list_at(cells, *head)
    proposals = propose(cut(cells.grid, replace(recipe, height=SAMPLE_ROWS)))
    if not proposals:
        return given
    best = proposals[0].confidence
    alone = listed.confidence if listed else (_UNCLEAN if crosstabs else _NOTHING_ELSE)
    keep = listed or Candidate((recipe,), alone, ("見出しの下に1件ずつ並ぶ一覧と見ます。",))
    if best >= _ENOUGH:
        alone = min(alone, 1 - _AGAINST * best)
    readings = [replace(keep, confidence=round(alone, 3))]
    for proposal in proposals:
        same = _same_crosstab(proposal, crosstabs)
        recipes = same.recipes if same else (replace(recipe, steps=proposal.steps),)
        reasons = (proposal.reason, *same.reasons) if same else (proposal.reason,)
        readings.append(Candidate(recipes, round(proposal.confidence, 3), reasons))
    taken = [reading.recipes for reading in readings]
    return readings + [
        replace(c, confidence=round(c.confidence * _SECOND, 3)) for c in crosstabs if c.recipes not in taken
    ]


def _pairs(cells: Cells) -> list[Candidate]:
    """A sheet of one or two columns in which names and values come again block by block, without a header."""
    used = np.argwhere(cells.look != Look.BLANK)
    if not len(used) or cells.grid.merges:
        return []
    (top, left), (_, right) = used.min(axis=0).tolist(), used.max(axis=0).tolist()
    if right - left > 1:
        return []
    bare = replace(_list_at(cells, top, left), header=Header(rows=0))
    found = propose_blocks(cut(cells.grid, bare))
    return (
        [Candidate((replace(bare, steps=found.steps),), round(found.confidence, 3), (found.reason,))] if found else []
    )


def _list_at(cells: Cells, row: int, column: int) -> Recipe:
    cell = a1(row, column)
    return Recipe(sheet=cells.grid.name, form="records", anchor=Anchor(cells.label(row, column), cell, cell))


def _head(cells: Cells, listed: Candidate | None, crosstabs: list[Candidate]) -> tuple[int, int] | None:
    """The corner of a list most of whose columns are named: in the first written row, or where no cross table is."""
    filled = cells.look != Look.BLANK
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if listed is not None:
        span = parse_a1(listed.recipe.anchor.cell)
        return (span.top, span.left) if span.top == rows[0] or not crosstabs else None
    if cells.grid.merges or len(rows) < 3 or len(columns) < 1:
        return None
    if filled[rows[0], columns].mean() < 0.5:
        return None
    if crosstabs:
        best = crosstabs[0]
        corner = parse_a1(best.recipe.anchor.cell)
        if len(best.recipes) > 1 or best.recipe.header.rows != 1 or corner.top != rows[0]:
            return None
    return int(rows[0]), int(columns[0])


def _same_crosstab(proposal: Proposal, crosstabs: list[Candidate]) -> Candidate | None:
    """The cross table that reads the same columns as a lone unpivot: it also tells totals and units."""
    step = proposal.steps[0]
    if len(proposal.steps) != 1 or not isinstance(step, Unpivot) or step.until != END or not crosstabs:
        return None
    best = crosstabs[0]
    recipe = best.recipe
    fits = len(best.recipes) == 1 and recipe.header.rows == 1 and recipe.stub.columns == step.first.position - 1
    return best if fits else None
