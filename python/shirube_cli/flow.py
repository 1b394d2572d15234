"""``shirube flow FILE``: a list of steps becomes swim-lanes, now and after."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.flow import FLOW, FlowSettings
from shirube.office.read import read_book

from .common import add_output, add_report, purpose_of, row_number, save

NAME = "flow"
HELP = "業務フロー（工程の一覧）を、担当ごとの流れ図（いま・あと）にする"
EXAMPLE = "shirube flow 業務フロー.xlsx"
_SHEET = "業務フロー"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="ひな型「10_業務改善BPR」か、同じ列の一覧")
    parser.add_argument("--sheet", default="", help=f"シート名（省くと「{_SHEET}」、なければ最初のシート）")
    parser.add_argument("--header-row", type=row_number, default=0, help="見出しの行番号（省くと探す）")
    parser.add_argument("--title", default="", help="題（例: 転入の手続）")
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Read, draw, write."""
    book = read_book(options.file, sheets=[options.sheet] if options.sheet else None)
    grid = next((sheet for sheet in book.sheets if sheet.name == _SHEET), book.sheets[0])
    settings = FlowSettings(options.title, options.header_row, purpose_of(options))
    save([FLOW.run(grid, settings)], options, options.file, "流れ図")
    return 0
