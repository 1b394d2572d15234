"""Says where each box of a form is on an aligned copy, and which boxes moved or are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..grid import Grid, Kind, Span, parse_a1
from .align import Alignment, Found
from .form_file import box_name
from .form_map import Block, FormMap, Item

__all__ = ["Located", "locate", "locate_block"]

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Located:
    """A box on the copy; ``None`` when it is gone. `label` is the label that was changed or erased, if one was."""

    item: Item
    span: Span | None
    label: str = ""

    @property
    def moved(self) -> bool:
        """It is not where it was on the blank."""
        return self.span is not None and (self.span.top, self.span.left) != (self.item.span.top, self.item.span.left)


def locate(item: Item, grid: Grid, alignment: Alignment, names: Mapping[str, Cell]) -> Located:
    """Find one box.

    Parameters
    ----------
    names
        Defined names of the copy's sheet: a stamped box is found by its name where labels leave a doubt.
    """
    span = item.span
    row_label, column_label = _anchor(item, alignment, rows=True), _anchor(item, alignment, rows=False)
    label = next((c for c in item.labels if c in alignment.found and alignment.found[c].changed), "")
    label = label or next((c for c in item.labels[:1] if c not in alignment.found), "")
    if row_label is not None and row_label[1].stray:
        old, found = row_label
        at = (found.at[0], found.at[1] + span.left - old.left)
        return Located(item, _sized(item, grid, at), label)
    rows = (row_label[1].at[0],) if row_label is not None else alignment.rows.candidates(span.top)
    columns = _columns(span, alignment, row_label, column_label)
    places = [(r, c) for r in rows for c in columns]
    if len(places) != 1 and box_name(item.cell) in names:
        places = [names[box_name(item.cell)]]
    if not places or not _has_label(item, alignment):
        return Located(item, None)
    filled = [place for place in places if _filled(grid, place)]
    return Located(item, _sized(item, grid, (filled or places)[0]), label)


def _anchor(item: Item, alignment: Alignment, *, rows: bool) -> tuple[Span, Found] | None:
    """The nearest label in the row (or over the column) of a box that was found on the copy."""
    span = item.span
    for cell in item.labels:
        old = parse_a1(cell)
        beside = old.top == span.top if rows else old.left == span.left and old.top < span.top
        if beside and cell in alignment.found:
            return old, alignment.found[cell]
    return None


def _columns(
    span: Span, alignment: Alignment, row: tuple[Span, Found] | None, column: tuple[Span, Found] | None
) -> tuple[int, ...]:
    if column is not None and not column[1].stray:
        return (column[1].at[1],)
    found = alignment.columns.candidates(span.left)
    if len(found) != 1 and row is not None:
        return (row[1].at[1] + span.left - row[0].left, *found)
    return found


def _has_label(item: Item, alignment: Alignment) -> bool:
    return not item.labels or any(cell in alignment.found for cell in item.labels[:1]) or _kept(item, alignment)


def _kept(item: Item, alignment: Alignment) -> bool:
    """Its nearest label was erased, but its row is still there."""
    return len(alignment.rows.candidates(item.span.top)) == 1


def _filled(grid: Grid, at: Cell) -> bool:
    rows, columns = grid.shape
    return at[0] < rows and at[1] < columns and grid.kinds[at] != Kind.BLANK


def _sized(item: Item, grid: Grid, at: Cell) -> Span:
    merged = grid.merge_at(*at)
    if merged is not None and (merged.top, merged.left) == at:
        return merged
    span = item.span
    return Span(at[0], at[1], at[0] + span.bottom - span.top, at[1] + span.right - span.left)


def locate_block(block: Block, form: FormMap, alignment: Alignment) -> tuple[int, int] | None:
    """First and last row of a block on the copy, with the rows people inserted into it."""
    span = block.span
    heads = [c for item in form.columns_of(block.key) for c in item.labels[:1] if c in alignment.found]
    if not heads:
        return None
    head = parse_a1(heads[0])
    top = alignment.found[heads[0]].at[0] + span.top - head.top
    after = [
        (k, n) for k, n in zip(alignment.rows.known, alignment.rows.now, strict=True) if k > span.bottom and n > top
    ]
    if after:
        return top, after[0][1] - (after[0][0] - span.bottom)
    return top, top + span.bottom - span.top
