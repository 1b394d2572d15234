"""``shirube stack FILE|FOLDER…``: sheets and files of one family become one tidy table."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from shirube.commands.stack import StackSettings, stack_sheets
from shirube.errors import Place, ShirubeError, TableError
from shirube.grid import Grid
from shirube.office.read import read_book
from shirube.tidy import Recipe

from .common import add_output, add_report, purpose_of, recipes_from, save, spreadsheets

NAME = "stack"
HELP = "同じ様式のシートやファイルを、出所の列を付けて1つの表に積み重ねる"
EXAMPLE = "shirube stack 月報のフォルダー --out 月報_積み重ね.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE|FOLDER", help="積み重ねるファイル、またはフォルダー"
    )
    parser.add_argument("--sheet", default="*", help="シート名。* は任意の文字列（省くと全シート）")
    parser.add_argument(
        "--recipe", type=Path, help="すべてのシートで従うレシピ（YAML、または「設定」シートのあるブック）"
    )
    parser.add_argument("--drop-totals", action="store_true", help="合計の行と列を除く")
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Read every sheet, stack, write one workbook."""
    grids, unread = _sheets(_files(options.files, options.out), options.sheet)
    if not grids:
        raise TableError("T371", at=Place(options.files[0].name))
    settings = StackSettings(
        recipes=recipes_from(options.recipe) if options.recipe else (),
        keep_totals=not options.drop_totals,
        purpose=purpose_of(options),
    )
    result = stack_sheets(grids, settings)
    print("\n".join(result.conclusion))
    if unread:
        print(f"開けなかったファイル {unread} 件は入っていません。")
    save([result], options, options.files[0], "積み重ね")
    return 0


def _files(given: Sequence[Path], out: Path | None) -> list[Path]:
    found: list[Path] = []
    for path in given:
        inside = spreadsheets(path) if path.is_dir() else [path]
        found += [p for p in inside if out is None or p.resolve() != out.resolve()]
    return found


def _sheets(files: Sequence[Path], pattern: str) -> tuple[list[Grid], int]:
    """Every sheet whose name fits; a file that cannot be opened is told and counted."""
    wanted = Recipe(sheet=pattern)
    grids: list[Grid] = []
    unread = 0
    for number, file in enumerate(files, 1):
        print(f"{number}/{len(files)} {file.name}")
        try:
            sheets = read_book(file).sheets
        except ShirubeError as error:
            print(f"  {error.japanese}")
            unread += 1
            continue
        grids += [grid for grid in sheets if wanted.matches(grid.name)]
    return grids, unread
