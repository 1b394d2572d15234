"""``shirube opendata FILE``: a sheet becomes a CSV for publication with its description (``.meta.json``) beside it."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from shirube.check.opendata import names
from shirube.commands.opendata import ENCODINGS, OpenDataSettings, Published, opendata_report, publish
from shirube.errors import Place, WriteError
from shirube.office.read import read_grid
from shirube.office.write import write_csv
from shirube.office.write.sidecar import sidecar_path, write_sidecar

from .common import free_path, write

NAME = "opendata"
HELP = "公開用の CSV と、その説明（.meta.json）を作る。標準の項目への対応づけと点検もできる"
EXAMPLE = "shirube opendata 地区別の表.xlsx"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="公開する表のブック")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    known = "、".join(f"{key}={title}" for key, title in names().items())
    parser.add_argument("--dataset", default="", help=f"自治体標準オープンデータセットの一覧（{known}）")
    parser.add_argument("--code", default="", help="全国地方公共団体コード（元の表にないときに書く）")
    parser.add_argument(
        "--column", action="append", default=[], metavar="項目=列", help="標準の項目に当てる列（くり返せる）"
    )
    parser.add_argument(
        "--encoding", choices=list(ENCODINGS), default="utf-8", help="文字コード（既定: utf-8、BOM 付き）"
    )
    parser.add_argument("--title", default="", help="題名（省くとシートから読む）")
    parser.add_argument("--publisher", default="", help="作成者（公表元）")
    parser.add_argument("--licence", default="", help="利用条件（例: CC BY 4.0）")
    parser.add_argument("--as-of", default="", help="いつの時点のデータか")
    parser.add_argument("--out", type=Path, metavar="CSV", help="書き出す CSV（省くと元のファイルの隣）")
    parser.add_argument("--report", type=Path, metavar="XLSX", help="対応づけと点検の結果を、ブックに書き出す")
    parser.add_argument("--replace", action="store_true", help="書き出すファイルがあれば置き換える")


def run(options: argparse.Namespace) -> int:
    """Write the CSV and its description; say what a person must put right."""
    source: Path = options.file
    grid = read_grid(source, options.sheet)
    path = options.out or free_path(source.with_name(f"{source.stem}_公開用.csv"))
    settings = OpenDataSettings(
        dataset=options.dataset,
        code=options.code,
        columns=tuple(_pair(text) for text in options.column),
        encoding=options.encoding,
        title=options.title,
        publisher=options.publisher,
        licence=options.licence,
        as_of=options.as_of,
    )
    published = publish(grid, settings, file=path.name, day=dt.date.today().isoformat())
    if sidecar_path(path).exists() and not options.replace:
        raise WriteError("W101", at=Place(sidecar_path(path).name))
    write_csv(published.table, path, encoding=ENCODINGS[settings.encoding], replace=options.replace)
    print(f"書き出しました: {path}")
    print(f"説明: {write_sidecar(published.about, path, replace=options.replace)}")
    if options.report:
        print(f"点検: {write([opendata_report(grid, published, settings)], options.report, replace=options.replace)}")
    _told(published)
    return 0


def _pair(text: str) -> tuple[str, str]:
    field, _, column = text.partition("=")
    return field.strip(), column.strip()


def _told(published: Published) -> None:
    if published.others:
        print(f"このシートにはほかに{published.others}つの表があります。表ごとにシートを分けてから書き出してください。")
    if published.mapped is None:
        return
    for name in published.mapped.unused:
        print(f"使わなかった列  {name}")
    for fault in published.mapped.faults[:20]:
        print(f"直すところ  {fault.cell or '（列がない）'}  {fault.field}  {fault.value}  {fault.sentence}")
    count = len(published.mapped.faults)
    print(f"標準の項目と合わないところ {count} 件、形をそろえた値 {len(published.mapped.rewritten)} 件")
