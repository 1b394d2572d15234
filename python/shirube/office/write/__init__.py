"""結果を描くただ一つの場所: `Result` から、完全な新しいブックを作る。

報告 → 統計の詳細 → 機械判読用（A1 から見出し） → 設定、の順。同じ結果からは同じバイト列になる。
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...result import Result
from .book import EPOCH, Beside, Book, close
from .csv import write_csv
from .data import BIG_ROWS, check_size, draw_data
from .details import draw_details
from .plain import check_grid, draw_plain
from .queries import define_names, put_queries
from .report import Report
from .save import new_file, scratch_folder
from .settings import draw_settings
from .swim_lane import draw_swim_lane

__all__ = ["Beside", "write_csv", "write_result", "write_results"]


def write_result(result: Result, path: Path, *, base_dir: Path | None = None, replace: bool = False) -> Path:
    """Write one result as a complete new workbook; see `write_results`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_result(Result(title="例", conclusion=("差がある。",)), Path(folder) / "例.xlsx").name
    '例.xlsx'
    """
    return write_results([result], path, base_dir=base_dir, replace=replace)


def write_results(
    results: Sequence[Result],
    path: Path,
    *,
    base_dir: Path | None = None,
    replace: bool = False,
    beside: Beside | None = None,
) -> Path:
    """Write results as one complete new workbook (.xlsx).

    Parameters
    ----------
    results
        At least one. Each gives its own sheets 報告, 統計の詳細, data, 設定.
    path
        Where the workbook goes. The folder must exist.
    base_dir
        Folder that the files of `Link` are relative to, when that is not the folder of `path`.
    replace
        Allow an existing file to be replaced.
    beside
        The workbook that the sheets will be copied into: its names are not used again.

    Returns
    -------
    Path
        The path, once the file is complete.

    Raises
    ------
    WriteError
        SB-W101: the file exists and `replace` is false. SB-W102: no permission, or open in Excel. SB-W103: no such
        folder. SB-W104, SB-W105: a data table does not fit on a sheet. SB-W106: the disk refused.
    """
    path = Path(path)
    every = [part for result in results for part in result.with_parts()]
    sheets = [data for part in every for data in part.data]
    for data in sheets:
        check_size(data)
    for grid in (grid for part in every for grid in part.sheets):
        check_grid(grid)
    big = any(len(data.table.rows) > BIG_ROWS for data in sheets)
    with new_file(path, replace=replace) as temporary, scratch_folder() as scratch:
        book = Book(temporary, big=big, scratch=scratch, folder=path.parent, link_base=base_dir, beside=beside)
        try:
            for result in results:
                _draw(book, result)
            _properties(book, results)
            close(book, path)
        finally:
            book.release()
        put_queries(book, results, temporary, path.name)
    return path


def _draw(book: Book, result: Result) -> None:
    _draw_sheets(book, result)
    draw_settings(book, result)
    define_names(book, result)


def _draw_sheets(book: Book, result: Result) -> None:
    book.placed = {}
    report = Report(book, result)
    report.draw()
    for flow in result.flows:
        draw_swim_lane(book, flow, result)
    draw_details(book, result)
    own = book.placed
    for part in result.parts:
        _draw_sheets(book, part)
    book.placed = own
    for data in result.data:
        draw_data(book, data, result.purpose)
    for grid in result.sheets:
        draw_plain(book, grid)
    report.draw_charts()


def _properties(book: Book, results: Sequence[Result]) -> None:
    made = results[0].provenance.made_at if results else None
    book.workbook.set_properties(
        {
            "title": results[0].title if results else "",
            "author": "しるべ",
            "company": "",
            "created": (made or EPOCH).replace(tzinfo=None),
        }
    )
