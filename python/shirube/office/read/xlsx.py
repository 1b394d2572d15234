"""Reads .xlsx and .xlsm: values from calamine, everything else from one pass over each sheet's XML."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import numpy as np
import numpy.typing as npt
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from shirube.errors import Place, ReadError
from shirube.grid import CellStyle, a1

from .book import LARGEST_WHOLE, MOST_CELLS, Book, Request, SheetParts, assemble, boxed, choose, reach, tidy_text
from .dates import date_serials
from .package import Package, SheetEntry, open_package
from .scan import SheetScan, scan_sheet
from .styles import deduplicate, style_table, theme_colours

__all__ = ["MOST_CELLS", "our_errors", "read"]

_STYLE_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, SyntaxError, ExpatError)
_UNSTYLED = "ファイルが大きいため、太字・色・字下げなどの書式は読みませんでした。"
_SHOWN = 5
_BAD_STYLES = "書式の定義が壊れているため、太字・色・字下げなどの書式は読めませんでした。"


@dataclass(frozen=True)
class _Looks:
    """Style table of the workbook, the entry of each ``cellXfs`` number, its date-only formats, and a note."""

    table: tuple[CellStyle, ...] = (CellStyle(),)
    entry_of: npt.NDArray[np.uint16] = field(default_factory=lambda: np.zeros(1, np.uint16))
    note: str = ""


def read(request: Request) -> Book:
    """Read the sheets asked for. See `shirube.office.read.read_book`."""
    file = request.path.name
    with our_errors(file), request.open() as content, zipfile.ZipFile(content) as archive:
        package = open_package(archive)
        worksheets = {entry.name: entry for entry in package.sheets if entry.relation == "worksheet"}
        names = choose(request, {name: entry.visible for name, entry in worksheets.items()})
        looks = _looks(archive, package, request)
        _verify(archive, package.shared_strings)
        grids = []
        # A path would make calamine judge by the extension; a stream is judged by its content.
        with request.open() as stream, CalamineWorkbook.from_filelike(stream) as values:
            for name in names:
                scan = _scan(archive, worksheets[name], request)
                parts = _parts(values.get_sheet_by_name(name), scan, package, looks, boxes=request.boxes)
                parts.sheet_hidden = not worksheets[name].visible
                grids.append(assemble(parts, file))
    skipped = tuple(entry.name for entry in package.sheets if entry.name not in worksheets)
    return Book(file, tuple(grids), (), skipped, tuple(worksheets))


@contextmanager
def our_errors(file: str) -> Iterator[None]:
    """Turn whatever reading the parts of a package raises into SB-R102 or SB-R106."""
    try:
        yield
    except PermissionError as error:
        raise ReadError("R102", at=Place(file)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, CalamineError, ExpatError) as error:
        raise ReadError("R106", at=Place(file), detail=str(error)) from error
    except (KeyError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise ReadError("R106", at=Place(file), detail=repr(error)) from error


def _looks(archive: zipfile.ZipFile, package: Package, request: Request) -> _Looks:
    if not request.styles:
        return _Looks(note=_UNSTYLED if request.tell_missing_styles else "")
    if not package.styles:
        return _Looks()
    try:
        theme = theme_colours(archive.read(package.theme)) if package.theme else ()
        table, entry_of = deduplicate(style_table(archive.read(package.styles), theme))
    except _STYLE_FAULTS:
        return _Looks(note=_BAD_STYLES)
    return _Looks(table, entry_of)


def _verify(archive: zipfile.ZipFile, part: str) -> None:
    """Inflate a part to its end: a size or checksum that lies is found here, in bounded memory."""
    if part:
        with archive.open(part) as stream:
            while stream.read(1 << 20):
                pass


def _scan(archive: zipfile.ZipFile, entry: SheetEntry, request: Request) -> SheetScan:
    with archive.open(entry.part) as stream:
        scan = scan_sheet(stream, styles=request.styles)
    if scan.rows * scan.columns > request.most_cells:
        at, corner = Place(request.path.name, entry.name), a1(scan.rows - 1, scan.columns - 1)
        raise ReadError("R112", at=at, corner=corner, most=f"{request.most_cells // 10_000:,}")
    return scan


def _parts(sheet: CalamineSheet, scan: SheetScan, package: Package, looks: _Looks, *, boxes: bool) -> SheetParts:
    values = _values(sheet, scan)
    rows, columns = values.shape
    notes = [looks.note] if looks.note else []
    for (row, column), text in scan.errors.items():
        if row < rows and column < columns:
            values[row, column] = text
    if boxes:
        rows, columns = scan.styled_reach(rows, columns)
    rows, columns = reach(rows, columns, scan.merges)
    ids = scan.style_ids(rows, columns)
    styles = looks.entry_of[np.minimum(ids, looks.entry_of.size - 1)]
    least = boxed(styles, looks.table) if boxes else (0, 0)
    date_serials(values, styles, looks.table, epoch_1904=package.epoch_1904)
    notes += _uncalculated(values, scan)
    hidden_columns = scan.hidden_columns_before(columns)
    return SheetParts(
        sheet.name, values, styles, looks.table, scan.merges, scan.hidden_rows, hidden_columns, notes=notes, least=least
    )


def _values(sheet: CalamineSheet, scan: SheetScan) -> npt.NDArray[np.object_]:
    """Values at their place on the sheet; equal texts are one object."""
    if sheet.start is None or sheet.end is None:
        return np.empty((scan.rows, scan.columns), dtype=object)
    left, width = sheet.start[1], sheet.end[1] + 1
    values = np.empty((max(sheet.end[0] + 1, scan.rows), max(width, scan.columns)), dtype=object)
    share = dict[str, str]().setdefault
    for row, cells in enumerate(sheet.iter_rows()):
        values[row, left:width] = [_value(cell, share) for cell in cells]
    return values


def _value(cell: Any, share: Callable[[str, str], str]) -> Any:
    kind = type(cell)
    if kind is float:
        return int(cell) if cell.is_integer() and -LARGEST_WHOLE < cell < LARGEST_WHOLE else cell
    if kind is str:
        text = tidy_text(cell)
        return None if text is None else share(text, text)
    return cell


def _uncalculated(values: npt.NDArray[np.object_], scan: SheetScan) -> list[str]:
    rows, columns = scan.formula_cells(*values.shape)
    blank = [a1(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if values[r, c] is None]
    if not blank:
        return []
    shown = "、".join(blank[:_SHOWN]) + ("など" if len(blank) > _SHOWN else "")
    return [
        f"計算結果が保存されていない数式が{len(blank)}個あり（{shown}）、空白として読みました。"
        "Excel で開いて上書き保存すると、値も読めるようになります。"
    ]
