"""The part of a sheet that a reader sees: hidden rows and columns and invisible text are taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ...grid import CellStyle, Grid, Kind, Span, column_letters

__all__ = ["Removed", "visible_part", "without"]

_WHITE = ("", "FFFFFF")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that is not in the shared version: what, how many, where (``""`` for the whole file)."""

    label: str
    count: int
    where: str = ""


def visible_part(grid: Grid) -> tuple[Grid, tuple[Removed, ...]]:
    """Return the sheet without invisible text, hidden rows and hidden columns, and what was taken out.

    Invisible is text in the format ``;;;``, white on white, or smaller than two points.

    >>> import numpy as np
    >>> grid = replace(Grid.from_rows([["a", "b"], [1, 2]]), hidden_columns=frozenset({0}))
    >>> shown, removed = visible_part(grid)
    >>> shown.values.tolist(), removed[0].label, removed[0].where
    ([['b'], [2]], '非表示の列', 'Sheet1!A')
    """
    removed = list(_hidden(grid))
    unseen = _unseen(grid)
    if unseen.any():
        removed.append(Removed("見えない文字（白い文字・表示しない書式）", int(unseen.sum()), grid.name))
        values, kinds = grid.values.copy(), grid.kinds.copy()
        values[unseen], kinds[unseen] = None, Kind.BLANK
        grid = replace(grid, values=values, kinds=kinds)
    return without(grid, grid.hidden_rows, grid.hidden_columns), tuple(removed)


def _hidden(grid: Grid) -> Iterator[Removed]:
    if grid.hidden_rows:
        rows = _listed([str(r + 1) for r in sorted(grid.hidden_rows)])
        yield Removed("非表示の行", len(grid.hidden_rows), f"{grid.name}!{rows}")
    if grid.hidden_columns:
        columns = _listed([column_letters(c) for c in sorted(grid.hidden_columns)])
        yield Removed("非表示の列", len(grid.hidden_columns), f"{grid.name}!{columns}")


def _listed(names: Sequence[str]) -> str:
    return "・".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


def _unseen(grid: Grid) -> npt.NDArray[np.bool_]:
    invisible = np.array([_is_invisible(style) for style in grid.style_table])
    found: npt.NDArray[np.bool_] = invisible[grid.styles] & (grid.kinds != Kind.BLANK)
    return found


def _is_invisible(style: CellStyle) -> bool:
    if style.number_format.replace(" ", "").startswith(";;"):
        return True
    return style.size < 2 or (style.font_colour == "FFFFFF" and style.fill in _WHITE)


def without(grid: Grid, rows: frozenset[int], columns: frozenset[int]) -> Grid:
    """Return a sheet without some rows and columns; a merged rectangle shrinks and keeps its value."""
    if not rows and not columns:
        return grid
    keep_rows = np.array([r for r in range(grid.shape[0]) if r not in rows], dtype=int)
    keep_columns = np.array([c for c in range(grid.shape[1]) if c not in columns], dtype=int)
    values, kinds = grid.values.copy(), grid.kinds.copy()
    merges = []
    for span in grid.merges:
        kept = _shrunk(span, keep_rows, keep_columns)
        if kept is None:
            continue
        first = (int(keep_rows[kept.top]), int(keep_columns[kept.left]))
        values[first], kinds[first] = values[span.top, span.left], kinds[span.top, span.left]
        if kept.top < kept.bottom or kept.left < kept.right:
            merges.append(kept)
    area = np.ix_(keep_rows, keep_columns)
    return replace(
        grid,
        values=values[area],
        kinds=kinds[area],
        styles=grid.styles[area],
        merges=tuple(merges),
        hidden_rows=frozenset(),
        hidden_columns=frozenset(),
    )


def _shrunk(span: Span, rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]) -> Span | None:
    inside_rows = np.flatnonzero((rows >= span.top) & (rows <= span.bottom))
    inside_columns = np.flatnonzero((columns >= span.left) & (columns <= span.right))
    if not inside_rows.size or not inside_columns.size:
        return None
    return Span(int(inside_rows[0]), int(inside_columns[0]), int(inside_rows[-1]), int(inside_columns[-1]))
