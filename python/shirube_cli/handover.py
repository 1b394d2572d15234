"""``shirube handover FILE``: one page for whoever does the work next, from the 設定 sheets and the 操作記録."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.handover import HandoverSettings, handover
from shirube.office.read import read_book

from .common import add_output, add_report, save

NAME = "handover"
HELP = "引継書を作る（ブックの設定シートと操作記録から、A4で1枚）"
EXAMPLE = "shirube handover 地区別の表.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="設定シートと操作記録のあるブック")
    parser.add_argument("--work", default="", help="業務の名前（省くとファイルの名前）")
    parser.add_argument("--section", default="", help="担当課（省くと設定シートから読む）")
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Read the workbook, write the page."""
    sheets = read_book(options.file).sheets
    save([handover(sheets, HandoverSettings(options.work, options.section))], options, options.file, "引継書")
    return 0
