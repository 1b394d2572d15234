"""The queries of results: named ranges while the workbook is drawn, the queries themselves once it is complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ...result import Query, Result
from ..queries import Stored, embed
from .book import Book
from .data import header
from .names import header_names

__all__ = ["define_names", "put_queries"]


def define_names(book: Book, result: Result) -> None:
    """Name the ranges that the queries of a result read."""
    for named in result.names:
        sheet = book.sheet_called(named.sheet).replace("'", "''")
        absolute = re.sub(r"\$?([A-Z]+)\$?(\d+)", r"$\1$\2", named.range)
        book.workbook.define_name(named.name, f"='{sheet}'!{absolute}")


def put_queries(book: Book, results: Sequence[Result], path: Path, file: str) -> None:
    """Put the queries into the finished workbook, if there are any."""
    queries = [_stored(book, result, query) for result in results for query in result.queries]
    if queries:
        fresh = any(query.refresh for result in results for query in result.queries)
        path.write_bytes(embed(path.read_bytes(), queries, refresh_on_open=fresh, file=file))


def _stored(book: Book, result: Result, query: Query) -> Stored:
    data = next((data for data in result.data if data.name == query.sheet), None)
    if data is None:
        return Stored(query.name, query.text)
    names = header_names(header(column) for column in data.table.columns)
    kinds = query.types or ("any",) * len(names)
    columns = tuple(zip(names, kinds, strict=True))
    return Stored(query.name, query.text, book.table_of[data.table.key], columns, len(data.table.rows))
