"""One streaming pass over the XML of a worksheet: all that calamine does not tell.

Style number per cell, merged rectangles, hidden rows and columns, error values, formulas that were never
calculated, and how far the values reach. Nothing is kept per cell but one 64-bit integer for a style.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from shirube.grid import Span, parse_a1

__all__ = ["ForbiddenXmlError", "SheetScan", "parser", "scan_sheet"]

_Int64s = npt.NDArray[np.int64]
MOST_FORM_ROWS, MOST_FORM_COLUMNS = 2_000, 200  # a form a person fills in; decoration beyond is not looked at
_CHUNK = 1 << 18
_ROW_SHIFT, _COLUMN_SHIFT, _STYLE_MASK, _COLUMN_MASK = 32, 16, 0xFFFF, 0xFFFF


class ForbiddenXmlError(ValueError):
    """The XML declares a document type: never written by a spreadsheet, used to attack parsers."""


@dataclass
class SheetScan:
    """Facts about a worksheet; positions are 0-based, `rows` and `columns` count up to the last value."""

    rows: int = 0
    columns: int = 0
    cell_styles: array[int] = field(default_factory=lambda: array("q"))
    row_styles: dict[int, int] = field(default_factory=dict)
    column_styles: list[tuple[int, int, int]] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: array[int] = field(default_factory=lambda: array("q"))

    def style_ids(self, rows: int, columns: int) -> npt.NDArray[np.uint16]:
        """Style numbers (``cellXfs`` positions), shape (rows, columns): cell, else row, else column."""
        ids = np.zeros((rows, columns), dtype=np.uint16)
        for first, last, style in self.column_styles:
            ids[:, first : last + 1] = style
        for row, style in self.row_styles.items():
            if row < rows:
                ids[row] = style
        at_row, at_column, style_of = _unpack(self.cell_styles, rows, columns)
        ids[at_row, at_column] = style_of.astype(np.uint16)
        return ids

    def styled_reach(self, rows: int, columns: int) -> tuple[int, int]:
        """The size grown to hold the styled cells of the rows and columns a form may use."""
        at_row, at_column, _ = _unpack(self.cell_styles, MOST_FORM_ROWS, MOST_FORM_COLUMNS)
        if not at_row.size:
            return rows, columns
        return max(rows, int(at_row.max()) + 1), max(columns, int(at_column.max()) + 1)

    def formula_cells(self, rows: int, columns: int) -> tuple[_Int64s, _Int64s]:
        """Rows and columns of the formulas whose result is not text and not an error."""
        return _unpack(self.formulas, rows, columns)[:2]

    def hidden_columns_before(self, columns: int) -> set[int]:
        """Positions of hidden columns up to a width."""
        return {c for first, last in self.hidden_columns for c in range(first, min(last + 1, columns))}


def parser() -> expat.XMLParserType:
    """Return an expat parser that refuses document types, hence entities."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def refuse(*_: Any) -> None:
        raise ForbiddenXmlError

    made.StartDoctypeDeclHandler = refuse
    return made


def scan_sheet(stream: IO[bytes], *, styles: bool) -> SheetScan:
    """Read a worksheet part from start to end.

    Raises
    ------
    xml.parsers.expat.ExpatError, ForbiddenXmlError, ValueError
        The part is not a worksheet's XML.
    """
    scan = SheetScan()
    made = parser()
    _Pass(made, scan, styles).start()
    while chunk := stream.read(_CHUNK):
        made.Parse(chunk, False)
    made.Parse(b"", True)
    return scan


class _Pass:
    """The handlers of one pass. Cells run through one closure because it is called millions of times."""

    def __init__(self, made: expat.XMLParserType, scan: SheetScan, styles: bool) -> None:
        self.made, self.scan, self.styles = made, scan, styles
        self.text: list[str] = []
        self.error_at = (0, 0)
        self.prefix = ""

    def start(self) -> None:
        self.made.StartElementHandler = self._root

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self.prefix = name[: name.index(":") + 1] if ":" in name else ""
        self.made.StartElementHandler = self._dispatcher()

    def _dispatcher(self) -> Callable[[str, dict[str, str]], None]:
        scan, packed, formula = self.scan, self.scan.cell_styles.append, self.scan.formulas.append
        c_name, f_name, row_name = (self.prefix + local for local in ("c", "f", "row"))
        value_names = (self.prefix + "v", self.prefix + "is")
        styles, row, column, kind = self.styles, -1, -1, ""

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, kind
            if name == c_name:
                reference = attributes.get("r")
                column = column + 1 if reference is None else _column(reference.rstrip("0123456789"))
                if styles and "s" in attributes:
                    packed(_pack(row, column) | (int(attributes["s"]) & _STYLE_MASK))
                kind = attributes.get("t", "")
                if kind == "e":
                    self._begin_error(row, column)
            elif name in value_names:
                if column >= scan.columns:
                    scan.columns = column + 1
                if row >= scan.rows:
                    scan.rows = row + 1
            elif name == f_name:
                if kind != "str" and kind != "e":
                    formula(_pack(row, column))
            elif name == row_name:
                row, column = int(attributes["r"]) - 1 if "r" in attributes else row + 1, -1
                self._row(row, attributes)
            else:
                self._other(name[len(self.prefix) :], attributes)

        return start

    def _begin_error(self, row: int, column: int) -> None:
        self.error_at = (row, column)
        self.text.clear()
        self.made.CharacterDataHandler = self.text.append
        self.made.EndElementHandler = self._end_in_error

    def _end_in_error(self, name: str) -> None:
        if name == self.prefix + "f":
            self.text.clear()
        elif name == self.prefix + "c":
            self.scan.errors[self.error_at] = "".join(self.text).strip() or "#VALUE!"
            self.made.CharacterDataHandler = self.made.EndElementHandler = None

    def _row(self, row: int, attributes: dict[str, str]) -> None:
        if len(attributes) < 2:
            return
        if _true(attributes, "hidden") or (_true(attributes, "customHeight") and _zero(attributes.get("ht"))):
            self.scan.hidden_rows.add(row)
        if self.styles and _true(attributes, "customFormat") and "s" in attributes:
            self.scan.row_styles[row] = int(attributes["s"]) & _STYLE_MASK

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            self.scan.merges.append(parse_a1(attributes["ref"]))
        elif name == "col":
            first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
            if _true(attributes, "hidden") or _zero(attributes.get("width")):
                self.scan.hidden_columns.append((first, last))
            if self.styles and "style" in attributes:
                self.scan.column_styles.append((first, last, int(attributes["style"]) & _STYLE_MASK))


def _unpack(packed: array[int], rows: int, columns: int) -> tuple[_Int64s, _Int64s, _Int64s]:
    numbers = np.frombuffer(packed, dtype=np.int64) if packed else np.empty(0, np.int64)
    at_row, at_column = numbers >> _ROW_SHIFT, (numbers >> _COLUMN_SHIFT) & _COLUMN_MASK
    inside = (at_row < rows) & (at_column < columns)
    return at_row[inside], at_column[inside], numbers[inside] & _STYLE_MASK


def _pack(row: int, column: int) -> int:
    return row << _ROW_SHIFT | column << _COLUMN_SHIFT


def _true(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name, "0") in ("1", "true")


def _zero(number: str | None) -> bool:
    return number is not None and float(number) == 0


@functools.cache
def _column(letters: str) -> int:
    return parse_a1(f"{letters}1").left
