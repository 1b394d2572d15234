"""Functions that reach outside: the workbook, files, CSV and text in an encoding."""

import codecs
import csv
import io

from support.m.errors import MError, NotModelled
from support.m.library.excel_file import contents
from support.m.library.tables_make import columns_of
from support.m.registry import function, options
from support.m.session import current
from support.m.values import MRecord, MTable, MType, MValue

_ENCODINGS = {65001: "utf-8", 932: "cp932", 1200: "utf-16-le"}


@function("Excel.CurrentWorkbook()")
def _current_workbook() -> MTable:
    """Tables and named ranges of the workbook, by name; never sheets."""
    return MTable(("Content", "Name"), [(content, name) for name, content in current().workbook.items()])


@function("File.Contents(path as text, optional options as record)")
def _file(path: str, given: MRecord | None = None) -> bytes:
    options(given)
    files = current().files
    if path not in files:
        raise MError(f"Could not find file '{path}'.", "DataSource.NotFound")
    return files[path]


@function("Folder.Files(path as text, optional options as record)")
def _folder(path: str, given: MRecord | None = None) -> MTable:
    """Files of a folder and the folders below it; times are not modelled."""
    options(given)
    start = path.rstrip("\\") + "\\"
    found = {name: data for name, data in current().files.items() if name.startswith(start)}
    if not found:
        raise MError(f"The folder '{path}' could not be found.", "DataSource.NotFound")
    rows: list[tuple[MValue, ...]] = []
    for full, data in found.items():
        folder, _, name = full.rpartition("\\")
        dot = name.rfind(".")
        rows.append((data, name, name[dot:] if dot >= 0 else "", folder + "\\"))
    if current().turned_round():
        rows.reverse()
    return MTable(("Content", "Name", "Extension", "Folder Path"), rows)


@function("Excel.Workbook(workbook as binary, optional useHeaders as any, optional delayTypes as logical)")
def _workbook(data: bytes, headers: MValue = None, delay: bool | None = None) -> MTable:
    if isinstance(headers, MRecord):
        chosen = options(headers, "UseHeaders", "DelayTypes", "InferSheetDimensions")
        if chosen.get("UseHeaders"):
            raise NotModelled("Excel.Workbook with headers")
        return contents(data, infer=bool(chosen.get("InferSheetDimensions")))
    if headers:
        raise NotModelled("Excel.Workbook with headers")
    return contents(data)


def _decoded(data: bytes, encoding: int | None) -> str:
    if encoding is None and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotModelled("UTF-16 without TextEncoding")
    code = 65001 if encoding is None else encoding
    if code not in _ENCODINGS:
        raise NotModelled(f"encoding {encoding}")
    try:
        return data.decode(_ENCODINGS[code]).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise NotModelled("bytes that are no text of this encoding") from None


@function("Text.FromBinary(binary as nullable binary, optional encoding as number)", null=True)
def _text_from_binary(data: bytes, encoding: int | None = None) -> str:
    return _decoded(data, encoding)


@function(
    "Text.ToBinary(text as nullable text, optional encoding as number, optional includeByteOrderMark as logical)",
    null=True,
)
def _text_to_binary(text: str, encoding: int | None = None, mark: bool | None = None) -> bytes:
    return (("\ufeff" if mark else "") + text).encode(_ENCODINGS[65001 if encoding is None else encoding])


@function(
    "Csv.Document(source as any, optional columns as any, optional delimiter as any, optional extraValues as number,"
    " optional encoding as number)"
)
def _csv(
    source: MValue,
    given: MValue = None,
    delimiter: MValue = None,
    extra: int | None = None,
    encoding: int | None = None,
) -> MTable:
    """Text of a CSV file as a table of texts; rows of several lengths only where Columns says how many there are."""
    if extra is not None:
        raise NotModelled("extra values of a CSV file")
    chosen = MRecord({}, ())
    columns = given
    if isinstance(given, MRecord):
        chosen = options(given, "Delimiter", "Columns", "Encoding", "QuoteStyle", "CsvStyle")
        columns, delimiter, encoding = chosen.get("Columns"), chosen.get("Delimiter"), chosen.get("Encoding", encoding)
    text = _decoded(source, encoding) if isinstance(source, bytes) else source
    if isinstance(source, bytes) and encoding is None and not source.startswith(codecs.BOM_UTF8):
        raise NotModelled("a CSV file without a byte order mark and without Encoding")
    rows = _lines(text, delimiter or ",", quoted=chosen.get("QuoteStyle", 1) == 1)
    return _as_table(rows, columns)


def _lines(text: str, delimiter: MValue, *, quoted: bool) -> list[list[str]]:
    if not isinstance(delimiter, str):
        raise NotModelled("a delimiter that is no text")
    if len(delimiter) > 1:
        if '"' in text:
            raise NotModelled("quotes beside a delimiter of several characters")
        return [line.split(delimiter) for line in text.splitlines()]
    if not quoted:
        return [line.replace('"', "").split(delimiter) for line in text.splitlines()]
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    if any(not row for row in rows):
        raise NotModelled("a line of a CSV file without anything")
    return rows


def _as_table(rows: list[list[str]], columns: MValue) -> MTable:
    width = len(rows[0]) if rows else 0
    if columns is None and any(len(row) != width for row in rows):
        raise NotModelled("rows of several lengths without Columns")
    found, types = columns_of(columns, width)
    if isinstance(columns, MType) and not found:
        raise MError("A table type with columns is expected.")
    if any(len(row) > len(found) for row in rows):
        raise NotModelled("more values than Columns")
    return MTable(found, [tuple(row + [""] * (len(found) - len(row))) for row in rows], types)
