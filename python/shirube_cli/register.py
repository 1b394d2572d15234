"""``shirube register``: lock a plan before the results are known, with its day and a fingerprint."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from shirube.commands.evaluate_review import RegisterSettings, register_plan
from shirube.policy.registration import ITEMS

from .common import free_path, write

NAME = "register"
HELP = "事前登録：結果を見る前に、測り方と判断のしかたを決めて、日付と指紋を付ける"
EXAMPLE = "shirube register 方法=差の差 成果=件数 開始時点=2025年度 --out 事前登録.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    items = "、".join(item for item, _, _ in ITEMS)
    parser.add_argument(
        "lines", nargs="+", metavar="項目=値", help=f"例: 方法=差の差 成果=件数 開始時点=2025年度（項目: {items}）"
    )
    parser.add_argument("--out", type=Path, help="書き出すブック（省くと 事前登録.xlsx）")
    parser.add_argument("--replace", action="store_true", help="--out のファイルがあれば置き換える")


def run(options: argparse.Namespace) -> int:
    """Lock the plan as of today and write it."""
    lines = dict(line.partition("=")[::2] for line in options.lines)
    plan = register_plan(None, RegisterSettings(lines, dt.date.today()))
    path = options.out or free_path(Path("事前登録.xlsx"))
    print(f"書き出しました: {write([plan], path, replace=options.replace)}")
    return 0
