"""``shirube crosstab FILE --row 年代 --column 満足度``."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.crosstab import CrosstabSettings, crosstab
from shirube.office.read import read_book, read_grid

from .common import add_output, purpose_of, row_number, save

NAME = "crosstab"
HELP = "回答の一覧をクロス集計する"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--row", required=True, help="集計軸の列（例: 年代）")
    parser.add_argument("--column", required=True, help="設問の列（例: 満足度）")
    parser.add_argument("--weight", default="", help="ウェイトの列")
    parser.add_argument("--percent", choices=["row", "column", "total"], default="row", help="割合の分母")
    parser.add_argument("--missing", choices=["show", "exclude"], default="show", help="無回答を示すか除くか")
    parser.add_argument("--codebook", default="", metavar="SHEET", help="設問票のシート名")
    parser.add_argument("--threshold", type=int, default=10, help="公表のとき伏せる人数の下限（既定 10）")
    parser.add_argument("--header-row", type=row_number, default=1, help="見出しの行番号（既定 1）")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Read, cross, write."""
    from shirube.codebook import read_codebook

    grid = read_grid(options.file, options.sheet)
    codebook = None
    if options.codebook:
        (sheet,) = read_book(options.file, sheets=[options.codebook]).sheets
        codebook = read_codebook(sheet)
    settings = CrosstabSettings(
        row=options.row,
        column=options.column,
        weight=options.weight,
        percent=options.percent,
        missing=options.missing,
        header_row=options.header_row - 1,
        codebook=codebook,
        purpose=purpose_of(options),
        threshold=options.threshold,
    )
    save([crosstab(grid, settings)], options, options.file, "クロス集計")
    return 0
