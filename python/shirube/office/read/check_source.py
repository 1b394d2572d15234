"""Reads a file for the check of machine readability: its sheets, and what no cell tells."""

from __future__ import annotations

import json
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shirube.check.facts import CheckSource, CsvFacts, DrawnObject, SheetFacts
from shirube.check.raw_csv import csv_facts
from shirube.check.rules.l1_01_machine_format import FOR_MACHINES, FOR_PEOPLE
from shirube.errors import ReadError
from shirube.grid import Span, parse_a1

from . import read_book
from .csv import encoding_of, find_delimiter
from .guard import SUFFIXES, Content, inspect
from .package import elements, open_package
from .scan import parser
from .xlsx import our_errors

__all__ = ["CHECKED", "read_check_source"]

CHECKED = frozenset(FOR_MACHINES | FOR_PEOPLE)
"""Extensions of the files a folder is checked for: data, and documents people publish in place of data."""
_MOST_SPANS = 1_000
_MOST_DOCUMENT = 1_000_000
_TAB = (".tsv", ".tab")


def read_check_source(path: str | Path) -> CheckSource:
    """Read a file of any kind; what is not a spreadsheet comes back without sheets.

    Raises
    ------
    ReadError
        As `read_book`, for spreadsheets that cannot be read.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES and suffix in CHECKED and path.is_file():
        return CheckSource(path.name, suffix)
    try:
        content = inspect(path).content
    except ReadError as error:
        if error.key == "R110":
            return CheckSource(path.name, suffix)
        raise
    try:
        book = read_book(path)
    except ReadError as error:
        if error.key == "R115":
            return CheckSource(path.name, suffix, csv=CsvFacts(""), excel=False)
        raise
    documents = _documents(path)
    if content is Content.TEXT:
        return CheckSource(book.file, suffix, book.sheets, csv=_csv(path), excel=False, documents=documents)
    if content is Content.XLSX:
        return CheckSource(book.file, suffix, book.sheets, _xlsx_facts(path), documents=documents)
    return CheckSource(book.file, suffix, book.sheets, documents=documents)


def _csv(path: Path) -> CsvFacts:
    content = path.read_bytes()
    encoding = encoding_of(content)
    text = content.decode(encoding or "utf-8", "replace")
    return csv_facts(content, encoding, find_delimiter(text, prefer_tab=path.suffix.lower() in _TAB))


def _documents(path: Path) -> tuple[str, ...]:
    """Texts of the sidecar file of a data file (``人口.csv`` → ``人口.meta.json``)."""
    for name in (f"{path.stem}.meta.json", f"{path.name}.meta.json", f"{path.name}-metadata.json"):
        sidecar = path.with_name(name)
        if sidecar.is_file() and sidecar.stat().st_size <= _MOST_DOCUMENT:
            try:
                return tuple(_leaves(json.loads(sidecar.read_text(encoding="utf-8"))))
            except (ValueError, OSError):
                return ()
    return ()


def _leaves(value: object, name: str = "") -> Iterator[str]:
    """Every text of a document, with its key: {"x": "秘匿"} explains the symbol x."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif isinstance(value, str):
        yield f"{name}：{value}" if name else value


@dataclass
class _Parts:
    """What one pass over a sheet's XML collects."""

    formulas: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    folded_rows: set[int] = field(default_factory=set)
    folded_columns: set[int] = field(default_factory=set)
    drawing: str = ""


def _xlsx_facts(path: Path) -> dict[str, SheetFacts]:
    with our_errors(path.name), zipfile.ZipFile(path) as archive:
        package = open_package(archive)
        return {
            entry.name: _sheet_facts(archive, entry.part) for entry in package.sheets if entry.relation == "worksheet"
        }


def _sheet_facts(archive: zipfile.ZipFile, part: str) -> SheetFacts:
    found = _scan(archive, part)
    objects = tuple(_objects(archive, part, found.drawing)) if found.drawing else ()
    return SheetFacts(
        _gathered(found.formulas), found.count, objects, frozenset(found.folded_rows), frozenset(found.folded_columns)
    )


def _scan(archive: zipfile.ZipFile, part: str) -> _Parts:
    found, made = _Parts(), parser()
    cell, row = "", -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell, row
        local = name.rsplit(":", 1)[-1]
        if local == "c":
            cell = attributes.get("r", "")
        elif local == "f":
            found.count += 1
            if cell and len(found.formulas) < _MOST_SPANS * 10:
                span = parse_a1(cell)
                found.formulas.append((span.left, span.top))
        elif local == "row":
            row = int(attributes["r"]) - 1 if "r" in attributes else row + 1
            if attributes.get("outlineLevel", "0") != "0" and attributes.get("hidden") in ("1", "true"):
                found.folded_rows.add(row)
        elif (
            local == "col" and attributes.get("outlineLevel", "0") != "0" and attributes.get("hidden") in ("1", "true")
        ):
            found.folded_columns.update(range(int(attributes["min"]) - 1, min(int(attributes["max"]), 16_384)))
        elif local == "drawing":
            found.drawing = next((v for k, v in attributes.items() if k.rsplit(":", 1)[-1] == "id"), "")

    made.StartElementHandler = start
    with archive.open(part) as stream:
        made.ParseFile(stream)
    return found


def _gathered(cells: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Cells (column, row) as runs down the columns."""
    spans: list[Span] = []
    for column, row in sorted(cells):
        last = spans[-1] if spans else None
        if last and last.left == column and last.bottom == row - 1:
            spans[-1] = Span(last.top, column, row, column)
        else:
            spans.append(Span(row, column, row, column))
    return tuple(sorted(spans)[:_MOST_SPANS])


_KINDS = {"pic": "画像", "sp": "図形", "cxnSp": "線", "graphicFrame": "グラフ", "grpSp": "図形"}


def _objects(archive: zipfile.ZipFile, part: str, relation: str) -> Iterator[DrawnObject]:
    drawing = _target(archive, part, relation)
    if drawing not in archive.namelist():
        return
    at: list[int] = []
    made, depth, text, kind = parser(), 0, "", ""
    found: list[DrawnObject] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, kind, text
        local = name.rsplit(":", 1)[-1]
        if local.endswith("CellAnchor") or local == "absoluteAnchor":
            at.clear()
            kind, text = "", ""
        elif local in _KINDS and not kind:
            kind = _KINDS[local]
        elif local == "cNvSpPr" and attributes.get("txBox") in ("1", "true"):
            kind = "テキストボックス"
        elif local in ("col", "row") and len(at) < 2:
            made.CharacterDataHandler = lambda data: at.append(int(data)) if data.strip().isdigit() else None

    def end(name: str) -> None:
        local = name.rsplit(":", 1)[-1]
        if local in ("col", "row"):
            made.CharacterDataHandler = None
        elif (local.endswith("CellAnchor") or local == "absoluteAnchor") and kind:
            corner = Span(at[1], at[0], at[1], at[0]) if len(at) == 2 else None
            found.append(DrawnObject(kind, corner))

    made.StartElementHandler, made.EndElementHandler = start, end
    made.Parse(archive.read(drawing), True)
    yield from sorted(found, key=lambda o: o.span or Span(0, 0, 0, 0))


def _target(archive: zipfile.ZipFile, part: str, relation: str) -> str:
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in archive.namelist():
        return ""
    for name, attributes in elements(archive.read(relations)):
        if name == "Relationship" and attributes.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/", folder, attributes["Target"])).lstrip("/")
    return ""
