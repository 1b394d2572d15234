"""What `cluster` and `profile` ask alike: where the table of districts stands and which columns are used."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .common import add_output, add_report, row_number

__all__ = ["add_table", "columns_of"]


def add_table(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="1行に1地区、1列に1指標の表（縦持ちの表もよい）")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--header-row", type=row_number, default=0, help="見出しの行番号（省くと探す）")
    parser.add_argument("--unit", default="", help="地区の列（省くと探す）")
    parser.add_argument("--indicator", default="", help="縦持ちの表の、指標の列")
    parser.add_argument("--value", default="", help="縦持ちの表の、値の列")
    parser.add_argument("--only", nargs="+", default=(), metavar="指標", help="使う指標")
    parser.add_argument("--without", nargs="+", default=(), metavar="指標", help="使わない指標")
    parser.add_argument("--per", default="", metavar="人口", help="実数の列を、この列の1,000あたりに直す")
    add_output(parser)
    add_report(parser)


def columns_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of the table."""
    texts = {name: getattr(options, name) for name in ("unit", "indicator", "value", "per", "header_row")}
    return {**texts, "only": tuple(options.only), "without": tuple(options.without)}
