"""``shirube doctor``: what keeps the add-in from working on this PC, and what to do.

``python -m shirube_cli.doctor`` is the same without the other verbs: it answers when their parts cannot be loaded.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from shirube.commands.doctor import symptoms
from shirube.commands.doctor_facts import collect, remove_gen_py
from shirube.errors import Place, ReadError

NAME = "doctor"
HELP = "しるべがこの PC で動かない理由を調べ、原因と次の一手を示す"
EXAMPLE = "shirube doctor"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--folder", type=Path, help="アドインのあるフォルダー（省くと、動いている Python の隣）")
    parser.add_argument("--book", type=Path, help="式の数も調べるブック（.xlsx）")
    parser.add_argument("--message", default="", help="Excel に出た誤りの文（番号を含む）")
    parser.add_argument("--repair", action="store_true", help="Office との連絡の控え（gen_py）を消す")
    parser.add_argument("--out", type=Path, help="診断の結果を書き出すブック")
    parser.add_argument("--replace", action="store_true", help="--out のファイルがあれば置き換える")


def run(options: argparse.Namespace) -> int:
    """Say what was seen; 0 also when something was, for it is the answer and not a failure."""
    if options.book and not options.book.is_file():
        raise ReadError("R101", at=Place(options.book.name))
    if options.repair:
        print("控えを消しました。" if remove_gen_py() else "消す控えはありませんでした。")
    folder = options.folder or Path(sys.executable).parent.parent
    facts = replace(collect(folder.resolve(), book=options.book), server_error=options.message)
    found = symptoms(facts)
    print(f"気になることが {len(found)} 件あります。" if found else "気になることは見つかりませんでした。")
    for number, symptom in enumerate(found, 1):
        print(f"\n{number}. {symptom.pain.title}\n   見えたこと: {symptom.seen}")
        print(f"   なぜ: {symptom.pain.cause}\n   次の一手: {symptom.pain.remedy}")
    if options.out:
        from shirube.commands.doctor_report import doctor

        from .common import write

        print(f"\n書き出しました: {write([doctor(facts)], options.out, replace=options.replace)}")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="doctor", description=HELP)
    add_arguments(parser)
    sys.exit(run(parser.parse_args()))
