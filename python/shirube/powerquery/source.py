"""Where a query reads its table: a named range or table of its own workbook, or a sheet of a file named in 設定.

A path is never written into a query: it stands in one cell of the workbook (the named range 設定_ファイル), and the
query that opens the file reads that cell itself, so that no firewall rule between queries can stop it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .expr import Binary, Expr, Name, call, each, field, fn, item, name, op, type_of, when
from .script import Steps

__all__ = ["PATH_NAME", "SOURCE_NAME", "Source", "read_rows"]

SOURCE_NAME = "元表"
PATH_NAME = "設定_ファイル"
#: What an error in a cell becomes: which error it was is not told to a query.
ERROR_TEXT = "#N/A"


@dataclass(frozen=True, slots=True)
class Source:
    """A named range (or table) of the workbook, by its name."""

    name: str = SOURCE_NAME


def read_rows(steps: Steps, source: Source, *, blanks: bool = False) -> Name:
    """Add the steps that read the source; returns the step that holds the list of its rows.

    Parameters
    ----------
    blanks
        Texts of white space alone become null.
    """
    read = steps.add(
        "読込",
        field("Content", item(call("Excel.CurrentWorkbook"), {"Name": source.name})),
        f"名前「{source.name}」の範囲を、セルの並びのまま読む（エラーのセルは「{ERROR_TEXT}」という文字にする）",
    )
    errors = call("List.Transform", call("Table.ColumnNames", read), each([name("_"), ERROR_TEXT]))
    rows: Expr = call("Table.ToRows", call("Table.ReplaceErrorValues", read, errors))
    if blanks:
        blank = op("and", Binary("is", name("_"), type_of("text")), op("=", call("Text.Trim", name("_")), ""))
        rows = call(
            "List.Transform", rows, fn(("r",), call("List.Transform", name("r"), each(when(blank, None, name("_")))))
        )
    return steps.add("行", call("List.Buffer", rows))
