"""``shirube cluster FILE``: districts that are alike, in groups named by what is high or low."""

from __future__ import annotations

import argparse

from shirube.commands.districts import CLUSTER, ClusterSettings
from shirube.office.read import read_grid

from .common import purpose_of, save
from .district_options import add_table, columns_of

NAME = "cluster"
HELP = "似た地区を組に分ける（組の数・名前・安定を示す）"
EXAMPLE = "shirube cluster 地区指標.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table(parser)
    parser.add_argument("--groups", type=int, default=0, help="組の数（省くと自動で選ぶ）")
    parser.add_argument("--most", type=int, default=6, help="自動で選ぶときの、組の数の上限（既定 6）")


def run(options: argparse.Namespace) -> int:
    """Read, group, write."""
    settings = ClusterSettings(
        **columns_of(options), groups=options.groups, most=options.most, purpose=purpose_of(options)
    )
    save([CLUSTER.run(read_grid(options.file, options.sheet), settings)], options, options.file, "地区の組")
    return 0
