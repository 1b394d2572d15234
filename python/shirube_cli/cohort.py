"""``shirube cohort FOLDER``: the homework of all teams in one book; with ``--return``, the comments go back."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from shirube.academy.cohort import Received
from shirube.academy.comments import comments_of
from shirube.academy.homework import read_homework
from shirube.academy.layout import Layout
from shirube.commands.cohort import CohortSettings, cohort, merged
from shirube.errors import AcademyError, Place, ReadError, ShirubeError
from shirube.office.read import read_book
from shirube.office.write.comments import write_comments
from shirube.table import records
from shirube_workbooks.course import course_layout

from .common import add_output, free_path, make_folder, purpose_of, spreadsheets, write
from .tidy import relative_link

NAME = "cohort"
HELP = "各チームの宿題のブックを1冊にまとめる（--return で講師コメントを返す）"
EXAMPLE = "shirube cohort 宿題のフォルダー --out まとめ.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="宿題のブックを集めたフォルダー")
    parser.add_argument(
        "--return", dest="reviewed", type=Path, metavar="まとめたブック", help="講師コメントを書いた、前のとりまとめ"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="コメント入りの写しを作るフォルダー（--return とともに）"
    )
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Merge, or give the comments back."""
    folder: Path = options.folder
    if not folder.is_dir():
        raise ReadError("R101", at=Place(folder.name))
    layout = course_layout()
    if options.reviewed:
        return _give_back(options, layout)
    output: Path = options.out or free_path(folder.resolve().with_name(f"{folder.resolve().name}_とりまとめ.xlsx"))
    settings = CohortSettings(layout, relative_link(folder, output.parent), purpose=purpose_of(options))
    result = cohort(list(received_from(folder, layout, leave_out=(output,))), settings)
    print("\n".join(result.conclusion))
    print(f"書き出しました: {write([result], output, replace=options.replace)}")
    return 0


def received_from(folder: Path, layout: Layout, leave_out: Iterable[Path] = ()) -> Iterable[Received]:
    """Read every spreadsheet below a folder; what cannot be read says why and the rest goes on."""
    out = {path.resolve() for path in leave_out}
    for path in spreadsheets(folder):
        if path.resolve() in out:
            continue
        name = path.relative_to(folder).as_posix()
        try:
            yield Received(name, read_homework(read_book(path, styles=False).sheets, layout, name))
        except ShirubeError as error:
            yield Received(name, error=error.japanese)


def _give_back(options: argparse.Namespace, layout: Layout) -> int:
    folder, reviewed = options.folder, options.reviewed
    target = Path(options.to or folder.resolve().with_name(f"{folder.resolve().name}_講評"))
    if target.resolve() == folder.resolve():
        raise AcademyError("A104", at=Place(target.name))
    done = merged(list(received_from(folder, layout, leave_out=(reviewed,))), layout)
    comments, lost = comments_of(done, _reviewed(reviewed, layout))
    make_folder(target)
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for one in comments:
        texts.setdefault(one.file, {}).setdefault(one.sheet, {})[one.cell] = one.text
    for file, sheets in texts.items():
        path = target / file
        make_folder(path.parent)
        left = write_comments(folder / file, sheets, path, replace=options.replace)
        print(f"書き出しました: {path}（{sum(map(len, sheets.values())) - len(left)}件）")
        for place in left:
            print(f"書けない  {file}  {place}")
    for gone in lost:
        print(f"返せない  {gone.file}  {gone.place}  {gone.reason}")
    print(f"講師コメントを{len(comments):,}件、{len(texts):,}冊の写しに書きました。返せなかったもの {len(lost):,}件")
    return 0


def _reviewed(path: Path, layout: Layout) -> Mapping[str, list[dict[str, Any]]]:
    """Rows of the merged book by sheet; it has a sheet only where some team wrote something."""
    names = {sheet.name for sheet in layout.sheets}
    return {
        grid.name: [{str(k): v for k, v in row.items()} for row in records(grid).to_dict("records")]
        for grid in read_book(path, styles=False).sheets
        if grid.name in names
    }
