"""``shirube homework FILE``: is everything in a homework workbook linked, from the issue to the evaluation?"""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.homework import HomeworkSettings, homework
from shirube.office.read import read_book
from shirube_workbooks.course import course_layout

from .common import add_output, add_report, purpose_of, save
from .tidy import relative_link

NAME = "homework"
HELP = "宿題のブックの番号のつながりと、個人情報の記録を点検する"
EXAMPLE = "shirube homework 宿題.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="「アカデミー一式」に書いた宿題")
    add_output(parser)
    add_report(parser)


def run(options: argparse.Namespace) -> int:
    """Check one workbook."""
    source: Path = options.file
    target = options.out or source
    settings = HomeworkSettings(
        course_layout(),
        source.name,
        link_file=relative_link(source, target.parent),
        purpose=purpose_of(options),
    )
    result = homework(read_book(source, styles=False).sheets, settings)
    print("\n".join(result.conclusion))
    save([result], options, source, "宿題の点検")
    return 0
