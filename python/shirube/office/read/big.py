"""Opens Parquet and large CSV as a DuckDB relation: nothing is read until it is counted."""

from __future__ import annotations

import codecs
import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shirube.errors import Place, ReadError

from .guard import MOST_BYTES

if TYPE_CHECKING:
    import duckdb

__all__ = ["MOST_MEMORY", "is_big", "open_big"]

#: What DuckDB may keep in memory; beyond it, it works from the disk.
MOST_MEMORY = "1500MB"
_PARQUET = b"PAR1"
_TEXT = (".csv", ".tsv", ".txt")
_SAMPLE = 1024**2


def is_big(path: str | Path, *, most: int | None = None) -> bool:
    """Tell whether a file is Parquet, or a CSV too large to be read as a sheet.

    >>> is_big("みつからない.csv")
    False
    """
    path = Path(path)
    if not path.is_file():
        return path.suffix.lower() == ".parquet"
    return _is_parquet(path) or (path.suffix.lower() in _TEXT and path.stat().st_size > (most or MOST_BYTES))


@contextmanager
def open_big(
    path: str | Path, *, numbers: Sequence[str] = (), header_row: int = 0
) -> Iterator[duckdb.DuckDBPyRelation]:
    r"""Open a Parquet or CSV file for counting; columns of a CSV are text, so that codes keep their zeros.

    Parameters
    ----------
    numbers
        Columns of a CSV that are numbers (weights); what is none becomes blank.
    header_row
        0-based row of the column names in a CSV.

    Raises
    ------
    ReadError
        SB-R101 no such file; SB-R120 DuckDB is not installed; SB-R121 a CSV that is not UTF-8; SB-R122 broken.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "回答.csv")
    ...     _ = path.write_text("地区コード,答\n01,はい\n", encoding="utf-8")
    ...     with open_big(path) as frame:
    ...         frame.fetchall()
    [('01', 'はい')]
    """
    path = Path(path)
    at = Place(path.name)
    if not path.is_file():
        raise ReadError("R101", at=at)
    try:
        import duckdb
    except ImportError as error:
        raise ReadError("R120", at=at) from error
    connection = duckdb.connect(config={"memory_limit": MOST_MEMORY, "preserve_insertion_order": False})
    try:
        # Brackets and stars of a file name are no pattern.
        name = glob.escape(str(path))
        if _is_parquet(path):
            yield connection.read_parquet(name)
        else:
            _require_utf8(path, at)
            yield _numeric(connection.read_csv(name, header=True, all_varchar=True, skiprows=header_row), numbers)
    except duckdb.Error as error:
        raise ReadError("R122", at=at, detail=str(error).splitlines()[0]) from error
    finally:
        connection.close()


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_PARQUET)) == _PARQUET


def _require_utf8(path: Path, at: Place) -> None:
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        raise ReadError("R121", at=at) from error


def _numeric(relation: duckdb.DuckDBPyRelation, names: Sequence[str]) -> duckdb.DuckDBPyRelation:
    def shown(column: str) -> str:
        quoted = '"' + column.replace('"', '""') + '"'
        return f"TRY_CAST({quoted} AS DOUBLE) AS {quoted}" if column in names else quoted

    return relation.project(", ".join(map(shown, relation.columns)))
