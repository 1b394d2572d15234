"""Opens Parquet and large CSV as a DuckDB relation: nothing is read until it is counted."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from shirube.errors import Place, ReadError

from . import guard
from .big_csv import Layout, lay_out, refused_line

if TYPE_CHECKING:
    import duckdb

__all__ = ["MOST_MEMORY", "is_big", "open_big"]

#: What DuckDB may keep in memory; beyond it, it works from the disk.
MOST_MEMORY = "1500MB"
_PARQUET = b"PAR1"
_TEXT = (".csv", ".tsv", ".tab", ".txt")


def is_big(path: str | Path, *, most: int | None = None) -> bool:
    """Tell whether a file is Parquet, or a CSV too large to be read as a sheet (`most` bytes).

    >>> is_big("みつからない.csv")
    False
    """
    path = Path(path)
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return _is_parquet(path) or (path.suffix.lower() in _TEXT and size > (most or guard.MOST_BYTES))


@contextmanager
def open_big(
    path: str | Path, *, numbers: Sequence[str] = (), header_row: int = 0
) -> Iterator[duckdb.DuckDBPyRelation]:
    r"""Open a Parquet or CSV file for counting; columns of a CSV are text, so that codes keep their zeros.

    Parameters
    ----------
    numbers
        Columns that are numbers (weights) even where they are written as text; what is no number becomes blank.
    header_row
        0-based row of the column names in a CSV. Records without any value are left out.

    Raises
    ------
    ReadError
        SB-R101 no such file, and what `guard.inspect` refuses; SB-R120 DuckDB is not installed; SB-R116, SB-R121 a
        CSV whose header or character code cannot be read; SB-R122, SB-R123 broken; SB-R124 not enough memory.
    TableError
        SB-T102 nothing below the header; SB-T103 two columns share a name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "回答.csv")
    ...     _ = path.write_text("地区コード,答\n01,はい\n", encoding="cp932")
    ...     with open_big(path) as frame:
    ...         frame.fetchall()
    [('01', 'はい')]
    """
    path = Path(path)
    at = Place(path.name)
    parquet = _is_parquet(path)
    if not parquet and guard.inspect(path, any_length=True).content is not guard.Content.TEXT:
        raise ReadError("R108", at=at)
    try:
        import duckdb
    except ImportError as error:
        raise ReadError("R120", at=at) from error
    with TemporaryDirectory(prefix="shirube-") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": MOST_MEMORY,
            "preserve_insertion_order": False,
            "temp_directory": folder,
        }
        connection = duckdb.connect(config=settings)
        try:
            layout = None if parquet else lay_out(path, header_row, Path(folder))
            relation = _text(connection, layout) if layout else connection.read_parquet(_literal(path))
            yield _numeric(relation, numbers)
        except duckdb.Error as error:
            raise _said(error, at, layout.removed if layout else 0) from error
        finally:
            connection.close()


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_PARQUET)) == _PARQUET
    except OSError:
        return False


def _literal(path: Path) -> str:
    """Brackets and stars of a file name are no pattern."""
    return glob.escape(str(path))


def _text(connection: duckdb.DuckDBPyConnection, layout: Layout) -> duckdb.DuckDBPyRelation:
    relation = connection.read_csv(
        _literal(layout.path),
        auto_detect=False,
        columns=dict.fromkeys(layout.names, "VARCHAR"),
        sep=layout.delimiter,
        quotechar='"',
        escapechar='"',
        header=False,
        skiprows=layout.skip,
    )
    return relation.filter(f"coalesce({', '.join(map(_quoted, layout.names))}) IS NOT NULL")


def _numeric(relation: duckdb.DuckDBPyRelation, names: Sequence[str]) -> duckdb.DuckDBPyRelation:
    def shown(column: str, kind: object) -> str:
        name = _quoted(column)
        return f"TRY_CAST({name} AS DOUBLE) AS {name}" if column in names and str(kind) == "VARCHAR" else name

    return relation.project(", ".join(map(shown, relation.columns, relation.types)))


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _said(error: duckdb.Error, at: Place, removed: int) -> ReadError:
    import duckdb

    text = str(error)
    detail = text.splitlines()[0]
    line = refused_line(text)
    if line is not None:
        return ReadError("R123", at=at, line=f"{line + removed:,}", detail=detail)
    if isinstance(error, duckdb.OutOfMemoryException):
        return ReadError("R124", at=at, detail=detail)
    return ReadError("R122", at=at, detail=detail)
