"""Opens a survey form, blank or returned: its sheets, and what it brings beside the values."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path

from shirube.errors import Place, ReadError
from shirube.forms.form_file import FormFile, FormSheet, Remark

from . import csv, html, xls, xlsx
from .book import Book, Request
from .form_parts import Extras, xlsx_extras
from .form_xls import xls_extras
from .guard import MOST_BYTES_OF_FORM, Content, content_of, inspect, refuse_bomb

__all__ = ["read_form"]

MOST_CELLS_OF_FORM = 2_000_000
_READERS = {Content.XLSX: xlsx.read, Content.XLS: xls.read, Content.HTML: html.read, Content.TEXT: csv.read}


def read_form(path: str | Path, *, name: str = "", password: str = "") -> FormFile:
    """Read a form.

    Parameters
    ----------
    path
        An .xlsx, .xlsm, .xls or other spreadsheet file.
    name
        What the file is called in the result (its path below the folder); empty: its name.
    password
        Tried on files that are locked by one; kept nowhere.

    Returns
    -------
    FormFile
        Sheets with blank boxes kept up to the last border or fill; stamp, rules, names, comments, texts of shapes,
        formulas that call outside, macros and links to other files. Nothing of it is ever run or followed.

    Raises
    ------
    ReadError
        As `read_book`; SB-R107 also when the password does not fit; SB-R109 above 200 MB unpacked: no form is.
    """
    path = Path(path)
    shown = name or path.name
    content, data = _content(path, password)
    digest = hashlib.sha256(data).hexdigest()[:12]
    request = Request(
        path.with_name(Path(shown).name), styles=True, boxes=True, data=data, most_cells=MOST_CELLS_OF_FORM
    )
    if content in (Content.HTML, Content.TEXT):
        request = Request(path, styles=True)
    book = _READERS[content](request)
    extras = _extras(content, data)
    modified = dt.datetime.fromtimestamp(path.stat().st_mtime).date()
    sheets = tuple(_sheet(book, i, extras) for i in range(len(book.sheets)))
    return FormFile(shown, digest, modified, sheets, extras.form, extras.version, extras.remarks)


def _content(path: Path, password: str) -> tuple[Content, bytes]:
    at = Place(path.name)
    try:
        source = inspect(path)
    except ReadError as error:
        if error.key != "R107" or not password:
            raise
        data = _decrypted(path, password)
        refuse_bomb(data, at)
        return content_of(data, at), data
    if source.size > MOST_BYTES_OF_FORM:
        raise ReadError("R105", at=at, size=f"{source.size / 1024**2:,.0f}", most=MOST_BYTES_OF_FORM // 1024**2)
    data = path.read_bytes()
    refuse_bomb(data, at)
    return source.content, data


def _decrypted(path: Path, password: str) -> bytes:
    import msoffcrypto
    from msoffcrypto.exceptions import FileFormatError, InvalidKeyError

    plain = io.BytesIO()
    try:
        with path.open("rb") as stream:
            locked = msoffcrypto.OfficeFile(stream)
            locked.load_key(password=password)
            locked.decrypt(plain)
    except (FileFormatError, InvalidKeyError, ValueError, OSError) as error:
        raise ReadError("R107", at=Place(path.name)) from error
    return plain.getvalue()


def _extras(content: Content, data: bytes) -> Extras:
    if content is Content.XLSX:
        return xlsx_extras(data)
    return xls_extras(data) if content is Content.XLS else Extras()


def _sheet(book: Book, position: int, extras: Extras) -> FormSheet:
    grid = book.sheets[position]
    found = extras.sheets.get(grid.name)
    remarks = tuple(Remark("隠れた値", note) for note in grid.notes if "結合セルの下" in note)
    if found is None:
        return FormSheet(grid, remarks=remarks)
    return FormSheet(grid, tuple(found.rules), frozenset(found.formulas), found.names, (*found.remarks, *remarks))
