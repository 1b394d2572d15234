"""``shirube outcome PATH``: one page for each team, and for a folder of all teams' books one page for the mayor."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from shirube.academy.homework import Homework, read_homework
from shirube.academy.layout import Layout
from shirube.academy.outcome import outcome
from shirube.academy.term import DAILY_SHEETS, Targets
from shirube.commands.cohort import merged
from shirube.commands.outcomes import OutcomeSettings, mayor_report, team_report
from shirube.errors import AcademyError, Place, ShirubeError
from shirube.office.read import read_book
from shirube_workbooks.build import SPECS
from shirube_workbooks.course import course_layout

from .cohort import received_from
from .common import add_output, free_path, make_folder, purpose_of, spreadsheets, write
from .tidy import relative_link

NAME = "outcome"
HELP = "宿題から、チームごとの成果報告（A4 1枚）を作る。フォルダーなら市長報告も作る"
EXAMPLE = "shirube outcome 宿題のフォルダー --people 96 --operations 12"

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "path",
        type=Path,
        metavar="PATH",
        help="宿題のブック、または各チームのブック（と人材台帳・業務改善のブック）のフォルダー",
    )
    parser.add_argument("--people", type=int, metavar="人数", help="研修を受ける職員の目標（市長報告）")
    parser.add_argument("--operations", type=int, metavar="数", help="改善する業務の数の目標（市長報告）")
    parser.add_argument("--term", default="", metavar="期", help="期の名前（例: 令和8年度 第1期）")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Report on one book or on a folder."""
    source: Path = options.path
    return _folder(options) if source.is_dir() else _one(options)


def _one(options: argparse.Namespace) -> int:
    source, layout = options.path, course_layout()
    book = read_homework(read_book(source, styles=False).sheets, layout, source.name)
    if not book.tables:
        raise AcademyError("A101", at=Place(source.name), title=layout.title)
    output = options.out or free_path(source.with_name(f"{source.stem}_成果報告.xlsx"))
    result = team_report(outcome(book), _settings(options, relative_link(source.parent, output.parent)))
    print("\n".join(result.conclusion))
    print(f"書き出しました: {write([result], output, replace=options.replace)}")
    return 0


def _folder(options: argparse.Namespace) -> int:
    source: Path = options.path
    target = make_folder(options.out or source.resolve().with_name(f"{source.resolve().name}_成果報告"))
    own = {path.resolve() for path in target.rglob("*.xlsx")}  # reports of an earlier run
    done = merged(list(received_from(source, course_layout(), leave_out=own)), course_layout())
    settings = _settings(options, relative_link(source, target))
    for team in done.teams:
        path = target / f"成果報告_{_NOT_IN_NAMES.sub('_', team.name)}.xlsx"
        result = team_report(outcome(team.book, team.files), settings)
        print(f"書き出しました: {write([result], path, replace=options.replace)}")
    daily = [book for path in spreadsheets(source) if path.resolve() not in own for book in _daily(path, source)]
    books, files = [team.book for team in done.teams], [dict(team.files) for team in done.teams]
    result = mayor_report(books, files, daily, settings)
    print(f"書き出しました: {write([result], target / '市長報告.xlsx', replace=options.replace)}")
    print("\n".join(result.conclusion))
    if done.issues:
        print(f"人が確かめることが{len(done.issues):,}件あります。shirube cohort で一覧にしてください。")
    return 0


def _settings(options: argparse.Namespace, folder: str) -> OutcomeSettings:
    return OutcomeSettings(folder, Targets(options.people, options.operations), options.term, purpose_of(options))


def _daily(path: Path, folder: Path) -> Iterator[Homework]:
    """Sheets of the daily-work books a workbook has; one that cannot be read is told by the merge."""
    try:
        grids = read_book(path, styles=False).sheets
    except ShirubeError:
        return
    names = {grid.name for grid in grids}
    for layout in _daily_layouts():
        if names & {sheet.name for sheet in layout.sheets}:
            yield read_homework(grids, layout, path.relative_to(folder).as_posix())


def _daily_layouts() -> Iterator[Layout]:
    for spec in sorted(SPECS.glob("*.toml")):
        layout = course_layout(spec, DAILY_SHEETS)
        if layout.sheets:
            yield layout
