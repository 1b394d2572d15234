"""``shirube next-year FILE``: the workbook for the year after, and the list of what people must look at."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.calendar import FiscalYear, Year, parse_time
from shirube.commands.next_year import NextYearSettings, plan_next_year, report
from shirube.commands.next_year_labels import advance_name
from shirube.errors import Place, WriteError
from shirube.office.engine import open_book
from shirube.office.next_year import carry_out, formulas_of
from shirube.office.read import read_book

from .common import free_path, write

NAME = "next-year"
HELP = "次年度版を作る（年度を1年進め、データを空にした写し。元のブックは変えない）"
EXAMPLE = "shirube next-year 地区別の表.xlsx"
LOSSES = (
    "図形・画像・図の細かい書式は、この作り方では写らないことがあります。"
    "Excel の［次年度版を作る］で作ると、そのまま残ります。"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="今年度のブック")
    parser.add_argument("--year", type=_year, default=0, metavar="年度", help="今の年度（省くとブックから読み取る）")
    parser.add_argument("--out", type=Path, help="書き出すブック（省くと元のファイルの隣に新しく作る）")
    parser.add_argument("--replace", action="store_true", help="--out と --list のファイルがあれば置き換える")
    parser.add_argument("--list", type=Path, metavar="XLSX", help="変えたところの一覧（省くと、できたブックの隣）")


def run(options: argparse.Namespace) -> int:
    """Plan, carry out on a copy, write both files."""
    source: Path = options.file
    for taken in (options.out, options.list):  # before anything is written
        if taken is not None and taken.exists() and not options.replace:
            raise WriteError("W101", at=Place(taken.name))
    if options.list is not None and not options.list.parent.is_dir():
        raise WriteError("W103", at=Place(options.list.name), folder=options.list.parent.name)
    book = open_book(source)
    grids = read_book(source).sheets
    plan = plan_next_year(grids, NextYearSettings(options.year, formulas_of(book)))
    stem = advance_name(source.stem, plan.current, ())
    stem = stem if stem != source.stem else f"{source.stem}_次年度版"
    path = options.out or free_path(source.with_name(f"{stem}{source.suffix}"))
    carry_out(book, plan)
    book.impl.save(str(path), replace=options.replace)
    book.close()
    result = report(plan, source.name)
    told = write([result], options.list or free_path(path.with_name(f"{path.stem}_一覧.xlsx")), replace=options.replace)
    print("\n".join(result.conclusion))
    print(f"書き出しました: {path}\n一覧: {told}\n{LOSSES}")
    return 0


def _year(text: str) -> int:
    time = parse_time(text, lenient=True)
    if not isinstance(time, Year | FiscalYear):
        raise argparse.ArgumentTypeError("年度は 2025 か 令和7年度 のように")
    return int(time)
