"""What the verbs share: purpose, output place, progress."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from shirube.commands.provenance import stamped
from shirube.commands.tidy_settings import SHEET, candidate_on, recipes_on
from shirube.errors import Place, ReadError, TableError, WriteError
from shirube.grid import Grid
from shirube.office.page_text import page_text
from shirube.office.read import SUFFIXES, read_grid
from shirube.office.word import write_word
from shirube.office.write import write_results
from shirube.result import Purpose, Result
from shirube.table import column_name, header_row_of
from shirube.text import match_key
from shirube.tidy import Recipe, read_recipes

__all__ = [
    "add_header",
    "add_output",
    "add_report",
    "candidate_from",
    "file_and_sheet",
    "free_path",
    "make_folder",
    "purpose_of",
    "recipes_from",
    "row_number",
    "save",
    "settle",
    "spreadsheets",
    "timed",
    "write",
]


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add --out, --replace and --purpose."""
    parser.add_argument("--out", type=Path, help="書き出すブック（省くと元のファイルの隣に新しく作る）")
    parser.add_argument("--replace", action="store_true", help="--out のファイルがあれば置き換える")
    parser.add_argument(
        "--purpose", choices=[p.value for p in Purpose], default=Purpose.INTERNAL.value, help="用途（既定: 庁内検討）"
    )


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add --word and --text, for the verbs that end in `save`."""
    parser.add_argument("--word", type=Path, metavar="OUT.docx", help="Word の文書も書き出す")
    parser.add_argument("--text", action="store_true", help="報告の1枚目を文字でも表示する")


def purpose_of(options: argparse.Namespace) -> Purpose:
    """Return the chosen 用途."""
    return Purpose(options.purpose)


def row_number(text: str) -> int:
    """Read the number of a row, counted from 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("行番号は 1 以上です")
    return number


def add_header(parser: Any) -> None:
    """Add --header-row; `settle` finds it where it is left out."""
    parser.add_argument("--header-row", type=row_number, default=0, help="見出しの行番号（省くと探す）")


def settle(options: argparse.Namespace, grid: Grid | None, names: Iterable[str]) -> None:
    """Say in `options` where the headings stand, and the columns named there as they are written on the sheet.

    A heading broken into lines, or in other widths of letters, cannot be typed as it stands; where just one heading
    reads like the word, the word stands for it.

    Parameters
    ----------
    grid
        The sheet; ``None`` for a file that is not read as one, whose first row names the columns.
    names
        Options that name a column.
    """
    options.header_row = options.header_row or (0 if grid is None else header_row_of(grid) or 0) + 1
    if grid is None or grid.shape[0] < options.header_row:
        return
    heads = [column_name(value, i) for i, value in enumerate(grid.values[options.header_row - 1])]
    for name in names:
        word = getattr(options, name, None)
        if isinstance(word, str) and word and word not in heads:
            alike = [head for head in heads if match_key(head) == match_key(word)]
            setattr(options, name, alike[0] if len(alike) == 1 else word)


def file_and_sheet(text: str) -> tuple[Path, str]:
    """A file and the sheet named after its last colon; a drive letter is no file."""
    file, colon, sheet = text.rpartition(":")
    return (Path(file), sheet) if colon and not Path(text).exists() and Path(file).suffix else (Path(text), "")


def recipes_from(path: Path) -> tuple[Recipe, ...]:
    """Read recipes from YAML, or from the 設定 sheet of a workbook this command made."""
    if not path.is_file():
        raise ReadError("R101", at=Place(path.name))
    if path.suffix.lower() in SUFFIXES:
        return recipes_on(read_grid(path, SHEET))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TableError("T204", at=Place(path.name)) from error
    return read_recipes(text)


def candidate_from(path: Path | None) -> int:
    """Which reading the 設定 sheet of a workbook asks for; 1 for every other file."""
    if path is None or not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return 1
    return candidate_on(read_grid(path, SHEET))


def save(results: Sequence[Result], options: argparse.Namespace, source: Path, suffix: str) -> Path:
    """Write a new workbook where the options say, else beside the source under a name not yet taken."""
    path = options.out or free_path(source.with_name(f"{source.stem}_{suffix}.xlsx"))
    written = write(results, path, replace=options.replace)
    print(f"書き出しました: {written}")
    _also(results, options)
    return written


def _also(results: Sequence[Result], options: argparse.Namespace) -> None:
    """What `add_report` offers beside the workbook."""
    if getattr(options, "word", None):
        now = dt.datetime.now()
        document = write_word([stamped(result, now) for result in results], options.word, replace=options.replace)
        print(f"書き出しました: {document}")
    if getattr(options, "text", False):
        for result in results:
            print("\n" + "\n\n".join(page_text(part) for part in result.with_parts()))


def write(results: Sequence[Result], path: Path, *, replace: bool = False) -> Path:
    """Write results as one new workbook with the time of making on it."""
    now = dt.datetime.now()
    return write_results([stamped(result, now) for result in results], path, replace=replace)


def spreadsheets(folder: Path) -> list[Path]:
    """Spreadsheets in a folder and below, in order of their paths, without the lock files of open ones."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if not path.name.startswith("~$"))


def make_folder(folder: Path) -> Path:
    """Make a folder unless it is there.

    Raises
    ------
    WriteError
        SB-W107: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError("W107", folder=str(folder), reason=error.strerror) from error
    return folder


def free_path(path: Path) -> Path:
    """Return the path, with _2, _3 … in its name while that is taken."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free


class timed:  # noqa: N801 - reads as a statement
    """Print a step and how long it took."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __enter__(self) -> None:
        print(f"{self.label} …", end="", flush=True)
        self.begun = time.perf_counter()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        print(f" {'済' if kind is None else '中止'}（{time.perf_counter() - self.begun:.1f} 秒）", flush=True)
