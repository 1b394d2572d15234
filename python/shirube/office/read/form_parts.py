"""What an .xlsx form brings beside its values: stamp, names, rules, comments, shapes, formulas, outside links."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.parsers.expat import ExpatError

from shirube.forms.form_file import STAMP_FORM, STAMP_VERSION, Remark, Rule
from shirube.grid import Span, parse_a1

from .package import open_package
from .scan import ForbiddenXmlError, parser

__all__ = ["Extras", "SheetExtras", "calls_outside", "xlsx_extras"]

_FAULTS = (ExpatError, ForbiddenXmlError, KeyError, ValueError, zipfile.BadZipFile)
_OUTSIDE = re.compile(r"\[\d+\]|\bWEBSERVICE\(|\bRTD\(|\bDDE|\bCALL\(|\bREGISTER|\|'", re.IGNORECASE)
_NAME_OF_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?[A-Z]{1,3}\$?\d+)?")
_PARTS = (
    (re.compile(r"xl/(?:.*/)?vbaProject\.bin$|xl/macrosheets/"), "マクロ"),
    (re.compile(r"xl/externalLinks/[^_/]"), "ほかのファイルへのリンク"),
    (re.compile(r"xl/(?:embeddings|activeX)/"), "埋め込まれた部品"),
    (re.compile(r"xl/(?:connections\.xml|queryTables/)"), "外部データへの接続"),
)


@dataclass
class SheetExtras:
    """Facts about one sheet."""

    rules: list[Rule] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    names: dict[str, tuple[int, int]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Extras:
    """Facts about one file."""

    form: str = ""
    version: str = ""
    remarks: tuple[Remark, ...] = ()
    sheets: dict[str, SheetExtras] = field(default_factory=dict)


def calls_outside(formula: str) -> bool:
    """Tell whether a formula would reach out of the workbook.

    >>> calls_outside("SUM(A1:A3)"), calls_outside("[1]Sheet1!A1"), calls_outside("cmd|'/C calc'!A0")
    (False, True, True)
    """
    return _OUTSIDE.search(formula) is not None


def xlsx_extras(data: bytes) -> Extras:
    """Read the parts of a package; a part that is damaged is left out (the values were read before)."""
    extras = Extras()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        kinds = dict.fromkeys(kind for name in names for pattern, kind in _PARTS if pattern.match(name))
        extras.remarks = tuple(Remark(kind) for kind in kinds)
        try:
            package = open_package(archive)
        except _FAULTS:
            return extras
        for entry in package.sheets:
            if entry.relation == "worksheet":
                extras.sheets[entry.name] = _sheet(archive, entry.part)
        _names(archive, extras)
    return extras


def _tree(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """(local name, attributes, text) of every element, as it ends."""
    stack: list[tuple[str, dict[str, str], list[str]]] = []
    ended: list[tuple[str, dict[str, str], str]] = []
    made = parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        stack.append((name.rsplit(":", 1)[-1], attributes, []))

    def end(_: str) -> None:
        name, attributes, text = stack.pop()
        ended.append((name, attributes, "".join(text)))

    def characters(text: str) -> None:
        if stack:
            stack[-1][2].append(text)

    made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = start, end, characters
    made.Parse(archive.read(part), True)
    yield from ended


def _sheet(archive: zipfile.ZipFile, part: str) -> SheetExtras:
    found = SheetExtras()
    try:
        _scan_sheet(archive, part, found)
        for kind, target in _related(archive, part):
            if kind == "comments":
                found.remarks += _comments(archive, target)
            elif kind == "drawing":
                found.remarks += _shapes(archive, target)
    except _FAULTS:
        pass
    return found


def _scan_sheet(archive: zipfile.ZipFile, part: str, found: SheetExtras) -> None:
    """Formulas and validations, in one pass without keeping the cells."""
    made = parser()
    at, rule, text = "", dict[str, Any](), list[str]()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal at, rule
        local = name.rsplit(":", 1)[-1]
        if local == "c":
            at = attributes.get("r", "")
        elif local == "dataValidation":
            rule = dict(attributes)
        elif local in ("f", "formula1", "formula2"):
            text.clear()
            made.CharacterDataHandler = text.append

    def end(name: str) -> None:
        local = name.rsplit(":", 1)[-1]
        if local == "f":
            made.CharacterDataHandler = None
            _formula(found, at, "".join(text))
        elif local in ("formula1", "formula2"):
            made.CharacterDataHandler = None
            rule[local] = "".join(text)
        elif local == "dataValidation":
            found.rules += _rules(rule)

    made.StartElementHandler, made.EndElementHandler = start, end
    made.Parse(archive.read(part), True)


def _formula(found: SheetExtras, at: str, text: str) -> None:
    if at:
        span = parse_a1(at)
        found.formulas.add((span.top, span.left))
        if calls_outside(text):
            found.remarks.append(Remark("外部を呼ぶ数式", text[:80], at))


def _rules(rule: dict[str, Any]) -> list[Rule]:
    kind, first, second = rule.get("type", ""), rule.get("formula1", ""), rule.get("formula2", "")
    spans = [parse_a1(ref) for ref in rule.get("sqref", "").split()]
    if kind == "list":
        options = _listed(first)
        return [Rule(span, kind, options, source="" if options else first) for span in spans]
    low, high = _limits(rule.get("operator", "between"), _number(first), _number(second))
    return [Rule(span, kind, (), low, high) for span in spans]


def _listed(formula: str) -> tuple[str, ...]:
    if not formula.startswith('"'):
        return ()
    row = next(csv.reader([formula[1:-1].replace('""', '"')]), [])
    return tuple(text.strip() for text in row if text.strip())


def _limits(operator: str, first: float | None, second: float | None) -> tuple[float | None, float | None]:
    if operator == "between":
        return first, second
    if operator == "equal":
        return first, first
    if operator.startswith("greater"):
        return first, None
    return (None, first) if operator.startswith("less") else (None, None)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _related(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in archive.namelist():
        return []
    return [
        (a["Type"].rsplit("/", 1)[-1], posixpath.normpath(posixpath.join("/", folder, a["Target"])).lstrip("/"))
        for name, a, _ in _tree(archive, relations)
        if name == "Relationship" and a.get("TargetMode") != "External"
    ]


def _comments(archive: zipfile.ZipFile, part: str) -> list[Remark]:
    found, text = [], []
    for name, attributes, content in _tree(archive, part):
        if name == "t":
            text.append(content)
        elif name == "comment":
            found.append(Remark("コメント", "".join(text).strip(), attributes.get("ref", "")))
            text.clear()
    return found


def _shapes(archive: zipfile.ZipFile, part: str) -> list[Remark]:
    """Shapes with the cells they cover; pictures and charts are none."""
    found, text, places = [], list[str](), list[int]()
    drawn = False
    for name, _, content in _tree(archive, part):
        if name in ("row", "col"):  # column and row of its first cell, then of its last
            places.append(int(content or 0))
        elif name == "t":
            text.append(content)
        elif name in ("sp", "cxnSp"):
            drawn = True
        elif name.endswith("Anchor"):
            if drawn and len(places) >= 2:
                first, last = (places[1], places[0]), (places[-1], places[-2])
                found.append(Remark("図形", "".join(text).strip(), Span(*first, *last).a1))
            text, places, drawn = [], [], False
    return found


def _names(archive: zipfile.ZipFile, extras: Extras) -> None:
    try:
        names = [
            (a.get("name", ""), text) for name, a, text in _tree(archive, "xl/workbook.xml") if name == "definedName"
        ]
    except _FAULTS:
        return
    listed: dict[str, str] = {}
    for name, text in names:
        if name == STAMP_FORM:
            extras.form = text.strip('"')
        elif name == STAMP_VERSION:
            extras.version = text.strip('"')
        elif match := _NAME_OF_CELL.fullmatch(text):
            sheet = (match[1] or match[2]).replace("''", "'")
            if sheet in extras.sheets:
                span = parse_a1(match[3] + match[4])
                extras.sheets[sheet].names[name] = (span.top, span.left)
                listed[name] = text
    for found in extras.sheets.values():  # a list of choices may be given by a name
        found.rules = [replace(rule, source=listed.get(rule.source, rule.source)) for rule in found.rules]
