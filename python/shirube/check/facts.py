"""What a file holds beside the values of its cells, as far as a rule asks for it; `office.read` finds it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..grid import Grid, Span

__all__ = ["CheckSource", "CsvFacts", "CsvFault", "DrawnObject", "SheetFacts"]


@dataclass(frozen=True, slots=True)
class DrawnObject:
    """A picture, shape, text box or chart: what it is, and the cell its corner lies on (empty: unknown)."""

    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """Of one sheet: cells with formulas (gathered, and how many), objects, rows and columns folded away."""

    formulas: tuple[Span, ...] = ()
    formula_count: int = 0
    objects: tuple[DrawnObject, ...] = ()
    folded_rows: frozenset[int] = frozenset()
    folded_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CsvFault:
    """One thing wrong with the bytes of a CSV file: the line it starts on (from 1) and the record's number."""

    line: int
    record: int


@dataclass(frozen=True, slots=True)
class CsvFacts:
    """Of a CSV file's bytes.

    Attributes
    ----------
    encoding
        ``utf-8``, ``cp932``, ``utf-16`` …; empty when none fits.
    bom
        A byte order mark stands at the front.
    line_ends
        The kinds of line ends used: ``CRLF``, ``LF``, ``CR``.
    delimiter
        ``,``, tab, ``;`` or ``|``.
    records, width
        Number of records; number of fields of the header (the first record of two fields and more).
    broken_inside
        Records with a line break inside a quoted field.
    cut
        Records a line break without quotes has cut in two.
    uneven
        Records with more fields than the header.
    stray_quotes
        Records with a quote inside an unquoted field, or text after a closing quote.
    unclosed
        A quoted field never ends.
    """

    encoding: str = "utf-8"
    bom: bool = False
    line_ends: tuple[str, ...] = ("CRLF",)
    delimiter: str = ","
    records: int = 0
    width: int = 0
    broken_inside: tuple[CsvFault, ...] = ()
    cut: tuple[CsvFault, ...] = ()
    uneven: tuple[CsvFault, ...] = ()
    stray_quotes: tuple[CsvFault, ...] = ()
    unclosed: bool = False


@dataclass(frozen=True)
class CheckSource:
    """A file to be checked.

    Attributes
    ----------
    file, suffix
        Name without its folder; lower-case extension with the dot.
    sheets
        Its sheets; empty when it is not a spreadsheet.
    facts
        `SheetFacts` by sheet name; a sheet without an entry was not looked into.
    csv
        For a CSV file, what its bytes say.
    excel
        Rules about workbooks apply.
    documents
        Texts that describe the data (a sidecar file's): looked through for definitions.
    """

    file: str
    suffix: str
    sheets: tuple[Grid, ...] = ()
    facts: Mapping[str, SheetFacts] = field(default_factory=lambda: MappingProxyType({}))
    csv: CsvFacts | None = None
    excel: bool = True
    documents: tuple[str, ...] = ()
