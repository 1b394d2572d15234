"""``shirube join A B [C …] [--by 地区=地区名 …] [--crosswalk 対応表.xlsx]``: tables side by side, row by row."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from shirube.calendar import FiscalYear, Year, parse_time
from shirube.commands.boundaries import BoundarySettings, align_sheet
from shirube.commands.join import JoinSettings, crosswalk_from, join_sheets
from shirube.grid import Grid
from shirube.join import Crosswalk
from shirube.office.read import read_book, read_grid

from .common import add_output, add_report, file_and_sheet, purpose_of, save

NAME = "join"
HELP = "2つ以上の表を、同じものどうしで1行に並べる（突合）"
EXAMPLE = "shirube join 人口.xlsx:地区別 サロン.xlsx --by 地区"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE[:SHEET]", help="突き合わせる表。シートは「ファイル:シート」")
    parser.add_argument(
        "--by", action="append", default=[], metavar="列[=列]", help="合わせる列（くり返し可。省くと自動）"
    )
    parser.add_argument(
        "--crosswalk", type=Path, action="append", default=[], help="対応表のブック（前回の結果も使える。くり返し可）"
    )
    parser.add_argument("--many-to-many", action="store_true", help="どちらの表でも重なる鍵を、総当たりで結ぶ")
    parser.add_argument("--mix-years", action="store_true", help="年と年度を、同じ数字どうしで結ぶ")
    parser.add_argument(
        "--year",
        type=_year,
        default=0,
        metavar="年度",
        help="この年度の区域に直してから合わせる（表が1つなら直すだけ）",
    )
    parser.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="率=重み",
        help="区域を直すときの、率や平均の重み（くり返し可）",
    )
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Read, join, write one workbook."""
    crosswalk = Crosswalk()
    for path in options.crosswalk:
        crosswalk |= crosswalk_from(read_book(path).sheets)
    grids = [_grid(text) for text in options.files]
    shared: dict[str, Any] = {"crosswalk": crosswalk, "year": options.year, "weights": tuple(options.weight)}
    if len(grids) == 1 and options.year:
        result = align_sheet(grids[0], BoundarySettings(**shared, purpose=purpose_of(options)))
    else:
        settings = JoinSettings(
            **shared,
            by=tuple(options.by),
            many_to_many=options.many_to_many,
            mix_years=options.mix_years,
            purpose=purpose_of(options),
        )
        result = join_sheets(grids, settings)
    print("\n".join(result.conclusion))
    save([result], options, file_and_sheet(options.files[0])[0], "突合")
    return 0


def _year(text: str) -> int:
    """2025, 令和7年度 or R7."""
    time = parse_time(text, lenient=True)
    if not isinstance(time, Year | FiscalYear):
        raise argparse.ArgumentTypeError("年度は 2025 か 令和7年度 のように")
    return int(time)


def _grid(text: str) -> Grid:
    path, sheet = file_and_sheet(text)
    return read_grid(path, sheet)
