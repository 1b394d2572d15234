"""``shirube share FILE``: a new values-only workbook that may leave the office, or a list of what stops it."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from shirube.commands.share import ShareSettings, prepared_for, share_report
from shirube.office.read.belongings import read_share_source
from shirube.office.write.plain import write_plain
from shirube.office.write.share_log import add_to_log

from .common import free_path, write

NAME = "share"
HELP = "外に出す版（値だけの新しいブック）を作る。個人情報などが残っていれば止まる"
EXAMPLE = "shirube share 地区別の表.xlsx --out 外に出す版.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="外に出すブック")
    parser.add_argument("--out", type=Path, help="書き出すブック（省くと元のファイルの隣に新しく作る）")
    parser.add_argument("--replace", action="store_true", help="--out のファイルがあれば置き換える")
    parser.add_argument("--drop", action="store_true", help="個人情報が見つかった列（横に並ぶときは行）を落とす")
    parser.add_argument(
        "--reason", default="", help="見つかったものがあっても出してよい理由（元のファイルの隣の記録にだけ残る）"
    )
    parser.add_argument("--report", type=Path, metavar="XLSX", help="取り除いたものの一覧を、庁内用のブックに書き出す")


def run(options: argparse.Namespace) -> int:
    """Make the version for outside, and note it in the office-side log."""
    source: Path = options.file
    settings = ShareSettings(options.reason.strip(), options.drop)
    prepared = prepared_for(read_share_source(source), settings)
    now = dt.datetime.now()
    path = options.out or free_path(source.with_name(f"{source.stem}_外に出す版.xlsx"))
    write_plain(prepared.sheets, path, day=now.date(), replace=options.replace)
    log = add_to_log(source, path, prepared, settings.reason, now)
    print(f"書き出しました: {path}")
    for removed in prepared.removed:
        where = f"  {removed.where}" if removed.where else ""
        print(f"  取り除いた  {removed.label} {removed.count:,}件{where}")
    for stop in prepared.stops:
        print(f"  理由を添えて残した  {stop.label}  {stop.where}")
    print(f"記録しました: {log}")
    if options.report:
        print(f"一覧: {write([share_report(prepared, settings)], options.report, replace=options.replace)}")
    return 0
