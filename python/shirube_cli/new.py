"""``shirube new``: a fresh copy of a template workbook, or the list of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.errors import WriteError, nearest
from shirube_workbooks.build import build_template, template_specs

from .common import free_path

NAME = "new"
HELP = "ひな型ブックの写しを作る（名前を省くと一覧）"
EXAMPLE = "shirube new 進行管理"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("template", nargs="?", help="ひな型の名前（例: 進行管理、09_進行管理）")
    parser.add_argument("--out", type=Path, default=Path(), help="作るフォルダー（既定: いまの場所）")


def run(options: argparse.Namespace) -> int:
    """List the templates, or make one."""
    known = template_specs()
    if options.template is None:
        for path, title in known:
            print(f"{path.stem}\t{title}")
        return 0
    chosen = next((path for path, title in known if options.template in (path.stem, path.stem[3:], title)), None)
    if chosen is None:
        raise WriteError(
            "W505", name=options.template, near=nearest(options.template, [path.stem for path, _ in known])
        )
    if not options.out.is_dir():
        raise WriteError("W103", folder=str(options.out))
    made = build_template(chosen, options.out, file=free_path(options.out / f"{chosen.stem}.xlsx").name)
    print(f"作りました: {made}")
    return 0
