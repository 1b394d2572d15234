"""``shirube inquiry LOG --faq 引っ越し --release 2024-10-01``: inquiries before and after a FAQ."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.inquiry import INQUIRY, InquirySettings
from shirube.office.read import read_grid

from .common import add_output, add_report, purpose_of, row_number, save

NAME = "inquiry"
HELP = "よくある質問を載せた前後で、問合せの件数を分類ごとに比べる"
EXAMPLE = "shirube inquiry 問合せ記録.xlsx --faq 引っ越し 税 --release 2024-10-01"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="LOG", help="1行に1件の問合せの記録（日付と分類の列）")
    parser.add_argument("--faq", nargs="+", required=True, metavar="分類", help="よくある質問を載せた分類")
    parser.add_argument("--release", required=True, metavar="日", help="載せた日か月（例: 2024-10-01、令和6年10月）")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--date", default="", help="日付の列（省くと探す）")
    parser.add_argument("--category", default="", help="分類の列（省くと探す）")
    parser.add_argument("--header-row", type=row_number, default=0, help="見出しの行番号（省くと探す）")
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Read, count, evaluate, write."""
    settings = InquirySettings(
        tuple(options.faq), options.release, options.date, options.category, options.header_row, purpose_of(options)
    )
    save([INQUIRY.run(read_grid(options.file, options.sheet), settings)], options, options.file, "問合せの前後")
    return 0
