"""`Book`, what a reader returns; and the assembly of a `Grid` that all readers share."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from shirube.grid import CellStyle, Grid, Kind, Span, kinds_of

__all__ = [
    "LARGEST_WHOLE",
    "MOST_CELLS",
    "Book",
    "Request",
    "SheetParts",
    "assemble",
    "boxed",
    "choose",
    "reach",
    "tidy_text",
]

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
# A sheet is held as a full rectangle: past this many positions it would not fit an office PC's memory.
MOST_CELLS = 60_000_000
LARGEST_WHOLE = 10.0**15  # whole numbers below this are exact in a double
_BLANKS = " \t\r\n\u3000"


@dataclass(frozen=True)
class Book:
    """A file that was read.

    Attributes
    ----------
    file
        File name without its folder.
    sheets
        The sheets read, in the order of the workbook or of the request.
    notes
        Japanese sentences about the file as a whole.
    skipped
        Names of sheets that hold no cells (charts, macros, dialogs).
    names
        Names of all worksheets of the file, read or not.
    """

    file: str
    sheets: tuple[Grid, ...]
    notes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """What a reader is asked for.

    `first_only` asks for the first sheet that is not hidden; `boxes` keeps blank cells with a border or a fill after
    the last value (the boxes of a form); `data` is the content when the file itself is locked by a password.
    """

    path: Path
    sheets: tuple[str, ...] | None = None
    first_only: bool = False
    styles: bool = True
    tell_missing_styles: bool = False
    boxes: bool = False
    data: bytes | None = field(default=None, repr=False)
    most_cells: int = MOST_CELLS

    def open(self) -> IO[bytes]:
        """Open the content."""
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)


@dataclass
class SheetParts:
    """What a reader collected about one sheet before it becomes a `Grid`."""

    name: str
    values: npt.NDArray[np.object_]
    styles: npt.NDArray[np.uint16] | None = None
    style_table: tuple[CellStyle, ...] = (CellStyle(),)
    merges: Iterable[Span] = ()
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[int] = ()
    sheet_hidden: bool = False
    notes: list[str] = field(default_factory=list)
    least: tuple[int, int] = (0, 0)  # (rows, columns) kept even where blank


def choose(request: Request, visible: dict[str, bool]) -> list[str]:
    """Return the names of the sheets to read, given every sheet's name and whether it is visible.

    A requested name that does not exist is left out here; `read_book` reports it.

    >>> choose(Request(Path("a.xlsx"), first_only=True), {"設定": False, "第1表": True, "第2表": True})
    ['第1表']
    """
    if request.sheets is not None:
        return [name for name in request.sheets if name in visible]
    names = list(visible)
    if request.first_only:
        return [name for name in names if visible[name]][:1] or names[:1]
    return names


def tidy_text(text: str) -> str | None:
    """Return the text, or ``None`` when it is blank."""
    return text if text.strip(_BLANKS) else None


def assemble(parts: SheetParts, source: str) -> Grid:
    """Cut the sheet to its last value, keep every merged rectangle that starts inside, and freeze the rest."""
    kinds = kinds_of(parts.values)
    merges = [span for span in parts.merges if span.top < span.bottom or span.left < span.right]
    rows, columns = _extent(kinds, merges, parts.least)
    kept = tuple(
        Span(s.top, s.left, min(s.bottom, rows - 1), min(s.right, columns - 1))
        for s in merges
        if s.top < rows and s.left < columns
    )
    values, kinds = _fit(parts.values, rows, columns, None), _fit(kinds, rows, columns, Kind.BLANK)
    covered = _clear_covered(values, kinds, kept)
    if covered:
        parts.notes.append(f"結合セルの下に隠れた値が{covered}個あり、表示されている左上の値だけを使いました。")
    styles = np.zeros((rows, columns), np.uint16) if parts.styles is None else _fit(parts.styles, rows, columns, 0)
    return Grid(
        parts.name,
        source,
        values,
        kinds,
        styles,
        parts.style_table,
        kept,
        frozenset(r for r in parts.hidden_rows if r < rows),
        frozenset(c for c in parts.hidden_columns if c < columns),
        parts.sheet_hidden,
        tuple(parts.notes),
    )


def _extent(kinds: npt.NDArray[np.uint8], merges: Iterable[Span], least: tuple[int, int]) -> tuple[int, int]:
    filled = kinds != Kind.BLANK
    row_has, column_has = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    rows, columns = (int(row_has[-1]) + 1, int(column_has[-1]) + 1) if row_has.size else (0, 0)
    return reach(max(rows, least[0]), max(columns, least[1]), merges)


def boxed(styles: npt.NDArray[np.uint16], table: tuple[CellStyle, ...]) -> tuple[int, int]:
    """Return (rows, columns) up to the last cell with a border or a fill, or that is not locked."""
    drawn = np.array([_drawn(style) for style in table])[styles]
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    return (int(rows[-1]) + 1, int(columns[-1]) + 1) if rows.size else (0, 0)


def _drawn(style: CellStyle) -> bool:
    lined = style.border_top or style.border_bottom or style.border_left or style.border_right
    return bool(style.fill or lined or style.unlocked)


def reach(rows: int, columns: int, merges: Iterable[Span]) -> tuple[int, int]:
    """Return the size grown to hold every merged rectangle that starts inside.

    A rectangle drawn to the very edge of the sheet is decoration and does not make the grid huge.

    >>> reach(2, 2, [Span(1, 1, 3, 1), Span(0, 0, 0, 16_383), Span(9, 0, 9, 1)])
    (4, 2)
    """
    last_row, last_column = rows, columns
    for span in merges:
        if span.top < last_row and span.left < last_column:
            rows = max(rows, span.bottom + 1) if span.bottom < LAST_ROW else rows
            columns = max(columns, span.right + 1) if span.right < LAST_COLUMN else columns
    return rows, columns


def _fit(array: npt.NDArray[Any], rows: int, columns: int, blank: Any) -> npt.NDArray[Any]:
    if array.shape == (rows, columns):
        return array
    fitted = np.full((rows, columns), blank, dtype=array.dtype)
    part = array[:rows, :columns]
    fitted[: part.shape[0], : part.shape[1]] = part
    return fitted


def _clear_covered(values: npt.NDArray[np.object_], kinds: npt.NDArray[np.uint8], merges: Iterable[Span]) -> int:
    cleared = 0
    for span in merges:
        area = (slice(span.top, span.bottom + 1), slice(span.left, span.right + 1))
        count = int(np.count_nonzero(kinds[area])) - int(kinds[span.top, span.left] != Kind.BLANK)
        if count:
            cleared += count
            value, kind = values[span.top, span.left], kinds[span.top, span.left]
            values[area], kinds[area] = None, Kind.BLANK
            values[span.top, span.left], kinds[span.top, span.left] = value, kind
    return cleared
