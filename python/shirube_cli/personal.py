"""``shirube personal FILE``: personal information in a workbook, k-匿名性, and 仮ID with a key the office holds."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

from shirube.check.personal import with_pseudonyms
from shirube.commands.personal import PersonalSettings, personal
from shirube.errors import CheckError
from shirube.grid import Grid
from shirube.office.read import read_book, read_grid
from shirube.office.read.salt import make_salt_file, read_salt
from shirube.office.write import write_result
from shirube.result import Result

from .common import add_output, free_path, save

NAME = "personal"
HELP = "個人情報を探す。組み合わせの人数（k-匿名性）を数え、番号を仮ID（個人情報のまま）に替える"
EXAMPLE = "shirube personal 参加者名簿.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="調べるブックや CSV")
    parser.add_argument("--sheet", default="", help="シート名（k-匿名性と仮ID。省くと最初のシート）")
    parser.add_argument("--quasi", default="", metavar="列,列", help="組み合わせて見る列（年齢,性別,地区 など）")
    parser.add_argument("--least", type=int, default=5, help="1つの組み合わせの最少人数（既定: 5）")
    parser.add_argument("--pseudonym", default="", metavar="列,列", help="仮ID（個人情報のまま）に替える列")
    parser.add_argument("--salt", type=Path, metavar="KEY", help="仮IDの鍵のファイル（課で保管し、期限が来たら消す）")
    parser.add_argument(
        "--make-salt", type=Path, metavar="KEY", help="鍵のファイルを新しく作る（--owner と --expires が要る）"
    )
    parser.add_argument("--owner", default="", help="鍵を保管する課")
    parser.add_argument("--expires", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="鍵を使える最後の日")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Make a key, write 仮ID, or report what was found."""
    if options.make_salt:
        if options.expires is None:
            raise CheckError("K653")
        print(f"鍵を作りました: {make_salt_file(options.make_salt, options.owner, options.expires)}")
        return 0
    if options.file is None:
        raise CheckError("K655")
    if options.pseudonym:
        return _pseudonyms(options)
    book = read_book(options.file)
    sheets = list(book.sheets)
    first = next((g for g in sheets if g.name == options.sheet), sheets[0] if sheets else None)
    ordered = [g for g in (first, *(g for g in sheets if g is not first)) if g is not None]
    result = personal(ordered, PersonalSettings(_names(options.quasi), options.least))
    print("\n".join(result.conclusion))
    save([result], options, options.file, "個人情報")
    return 0


def _pseudonyms(options: argparse.Namespace) -> int:
    if options.salt is None:
        raise CheckError("K653")
    grid = read_grid(options.file, options.sheet)
    salt = read_salt(options.salt)
    made = with_pseudonyms(grid, _names(options.pseudonym), salt, today=dt.date.today())
    path = options.out or free_path(options.file.with_name(f"{options.file.stem}_仮ID.xlsx"))
    written = write_result(_result(made, salt.owner, salt.expires), path, replace=options.replace)
    print(f"書き出しました: {written}（仮IDは個人情報のままです。鍵は{salt.owner}が{salt.expires}まで保管します）")
    return 0


def _result(grid: Grid, owner: str, expires: dt.date) -> Result:
    return Result(
        title="仮ID（個人情報のまま）に替えた表",
        conclusion=("番号を仮IDに替えました。鍵があれば元の番号を確かめられるので、個人情報として扱ってください。",),
        notes=(f"鍵は{owner}が保管し、{expires}に期限が来ます。期限が来たら鍵を消してください。",),
        sheets=(replace(grid, name=f"{grid.name}_仮ID"[:31]),),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("、", ",").split(",") if name.strip())
