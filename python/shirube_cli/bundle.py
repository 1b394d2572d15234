"""``shirube bundle``: everything a PC without a network needs, in one folder."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from shirube_macros.bundle.build import Request, build_bundle
from shirube_macros.bundle.lock import download, read_lock
from shirube_macros.bundle.papers import papers
from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.queries import build_function_book

from .build import FUNCTION_BOOK
from .common import make_folder, timed

NAME = "bundle"
HELP = "ネットワークのない PC に入れる一式（アドイン、Python、部品、ひな型、照合の一覧）を作る"
EXAMPLE = "shirube bundle --python python-3.11.9-embed-amd64.zip --sha256 HASH --wheels wheels --out 一式"

HOME = TEMPLATES.parents[1]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--python", type=Path, required=True, metavar="ZIP", help="python.org の python-3.11.x-embed-amd64.zip"
    )
    parser.add_argument("--sha256", required=True, metavar="HASH", help="その ZIP の、python.org が公表する SHA-256")
    parser.add_argument("--wheels", type=Path, required=True, metavar="DIR", help="部品（wheel）のあるフォルダー")
    parser.add_argument("--download", action="store_true", help="足りるように、決めた版の部品を --wheels に取り寄せる")
    parser.add_argument("--resident", action="store_true", help="Excel から起動せず、常駐サーバーにつなぐ")
    parser.add_argument("--signed", type=Path, metavar="XLAM", help="自庁の証明書で署名した shirube.xlam を入れる")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="作るフォルダー（空か、まだないもの）")


def run(options: argparse.Namespace) -> int:
    """Make the folder and say what is in it."""
    if options.download:
        make_folder(options.wheels)
        with timed("部品を取り寄せる"):
            download(options.wheels, read_lock())
    with tempfile.TemporaryDirectory() as folder:
        book = build_function_book(Path(folder) / FUNCTION_BOOK)
        extras = {f"templates/{path.name}": path for path in [*sorted(TEMPLATES.glob("*.xlsx")), book]}
        extras |= papers(HOME)
        request = Request(
            options.python,
            options.sha256,
            options.wheels,
            options.out,
            extras=extras,
            resident=options.resident,
            signed=options.signed,
        )
        with timed("一式を作る"):
            made = build_bundle(request)
    print(f"作りました: {made.folder}（{made.files} ファイル、{made.size / 1e6:.0f} MB）")
    print(f"実行できるファイル {made.executables} 件の一覧: {made.folder / 'executables.csv'}")
    return 0
