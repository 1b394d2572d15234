"""``shirube build``: the add-in and the template workbooks from their text sources."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube_macros.build import build_addin
from shirube_workbooks.build import build_templates
from shirube_workbooks.queries import build_acceptance, build_function_book

from .common import make_folder, timed

NAME = "build"
HELP = "アドイン shirube.xlam、Power Query の関数のブック、ひな型ブックを作る"
EXAMPLE = "shirube build --out out"
FUNCTION_BOOK = "しるべ_PowerQuery関数.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", type=Path, default=Path("out"), help="書き出す場所（既定 out）")
    parser.add_argument(
        "--acceptance",
        action="store_true",
        help="Excel で開いて確かめるブックを workbooks/excel-acceptance/ に作り直す",
    )
    parser.add_argument("--templates", action="store_true", help="ひな型ブックだけを workbooks/templates/ に作り直す")


def run(options: argparse.Namespace) -> int:
    """Build what was asked."""
    if options.templates:
        for path in build_templates():
            print(f"作りました: {path}")
        return 0
    if options.acceptance:
        for path in build_acceptance():
            print(f"作りました: {path}")
        return 0
    make_folder(options.out)
    with timed("アドインを組み立てる"):
        path = build_addin(options.out / "shirube.xlam")
    print(f"作りました: {path}")
    print(f"作りました: {build_function_book(options.out / FUNCTION_BOOK)}")
    return 0
