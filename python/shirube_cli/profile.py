"""``shirube profile FILE``: one A4 page per district."""

from __future__ import annotations

import argparse

from shirube.commands.districts import PROFILES, ProfilesSettings
from shirube.office.read import read_grid

from .common import purpose_of, save
from .district_options import add_table, columns_of

NAME = "profile"
HELP = "地区プロフィールを、1地区1枚の A4 で全地区まとめて作る"
EXAMPLE = "shirube profile 地区指標.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table(parser)
    parser.add_argument("--threshold", type=int, default=10, help="公表のとき、伏せる人数の下限（既定 10）")


def run(options: argparse.Namespace) -> int:
    """Read, describe, write."""
    settings = ProfilesSettings(**columns_of(options), threshold=options.threshold, purpose=purpose_of(options))
    save([PROFILES.run(read_grid(options.file, options.sheet), settings)], options, options.file, "地区プロフィール")
    return 0
