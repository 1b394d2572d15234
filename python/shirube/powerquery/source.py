"""Where a query reads its table: a named range or table of its own workbook, or a sheet of a file named in 設定.

A path is never written into a query: it stands in one cell of the workbook (the named range 設定_ファイル), and the
query that opens the file reads that cell itself, so that no firewall rule between queries can stop it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .expr import Binary, Expr, Name, Try, call, each, field, fn, item, name, op, type_of, when
from .script import Steps

__all__ = [
    "PATH_NAME", "SOURCE_NAME", "AnySource", "FileSource", "Handed", "OfQuery", "Source", "content_of", "read_rows",
]  # fmt: skip

SOURCE_NAME = "元表"
PATH_NAME = "設定_ファイル"
#: What an error in a cell becomes: which error it was is not told to a query.
ERROR_TEXT = "#N/A"


@dataclass(frozen=True, slots=True)
class Source:
    """A named range (or table) of the workbook, by its name."""

    name: str = SOURCE_NAME


@dataclass(frozen=True, slots=True)
class FileSource:
    """A sheet of another file, whose path stands in a named cell of the workbook."""

    sheet: str
    path_name: str = PATH_NAME


@dataclass(frozen=True, slots=True)
class Handed:
    """A table that is handed to a function under this name."""

    name: str = "読込"


AnySource = Source | FileSource | Handed


class OfQuery(str):
    """The name of another query of the same workbook, where the name of an Excel table is taken as well.

    >>> from .printer import render
    >>> render(content_of(OfQuery("人口_縦持ち"))), render(content_of("元表"))
    ('人口_縦持ち', 'Excel.CurrentWorkbook(){[Name = "元表"]}[Content]')
    """

    __slots__ = ()


def read_rows(steps: Steps, source: AnySource, *, blanks: bool = False) -> Name:
    """Add the steps that read the source; returns the step that holds the list of its rows.

    Parameters
    ----------
    blanks
        Texts of white space alone become null.
    """
    read: Expr
    if isinstance(source, Handed):
        read = name(source.name)
    else:
        read = _from_file(steps, source) if isinstance(source, FileSource) else _from_workbook(steps, source)
    errors = call("List.Transform", call("Table.ColumnNames", read), each([name("_"), ERROR_TEXT]))
    rows: Expr = call("Table.ToRows", call("Table.ReplaceErrorValues", read, errors))
    words = ""
    if blanks:
        printed = steps.add("セルの行", rows)
        blank = op("and", Binary("is", name("_"), type_of("text")), op("=", call("Text.Trim", name("_")), ""))
        clean = each(when(blank, None, name("_")))
        rows = call("List.Transform", printed, fn(("r",), call("List.Transform", name("r"), clean)))
        words = "空白だけの文字は、空のセルとして読む"
    return steps.add("行", call("List.Buffer", rows), words)


def _from_workbook(steps: Steps, source: Source) -> Expr:
    return steps.add(
        "読込",
        content_of(source.name),
        f"名前「{source.name}」の範囲を、セルの並びのまま読む（エラーのセルは「{ERROR_TEXT}」という文字にする）",
    )


def content_of(named: str) -> Expr:
    """What stands in a named range or table of the workbook, or what another query gives."""
    if isinstance(named, OfQuery):
        return name(str(named))
    return field("Content", item(call("Excel.CurrentWorkbook"), {"Name": named}))


def _from_file(steps: Steps, source: FileSource) -> Expr:
    path = steps.add(
        "場所",
        field("Column1", item(content_of(source.path_name), 0)),
        f"読むファイルの場所は、「設定」シートのセル（名前 {source.path_name}）に書く",
    )
    book = call("Excel.Workbook", call("File.Contents", path), None, True)
    sheet = field("Data", item(book, {"Item": source.sheet, "Kind": "Sheet"}))
    tried = steps.add("試し", Try(sheet), f"シート「{source.sheet}」を、セルの並びのまま読む")
    steps.require(
        op("=", field("HasError", tried), False),
        f"ファイルかシート「{source.sheet}」が見つかりません。「設定」シートのファイルの場所を確かめてください。",
    )
    return field("Value", tried)
