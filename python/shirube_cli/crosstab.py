"""``shirube crosstab FILE --row 年代 --column 満足度``; ``--axes`` counts all questions, ``--gt`` without breakdown."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from shirube.commands.crosstab import CROSSTAB, CrosstabSettings, crosstab, crosstab_frame
from shirube.commands.crosstab_batch import BatchSettings, batch, gt
from shirube.commands.crosstab_lines import FORMS, read_line
from shirube.commands.crosstab_matrix import MatrixSettings, matrix
from shirube.commands.crosstab_saved import saved_on, source_sheet_on, with_sheets
from shirube.commands.crosstab_special import (
    HeatSettings,
    ProfileSettings,
    TopSettings,
    heat_of,
    profile,
    top,
)
from shirube.crosstab.request import Counted, Test
from shirube.errors import CrosstabError, Place
from shirube.grid import Grid
from shirube.office.read import SUFFIXES, is_big, open_big, read_book, read_grid
from shirube.result import Result
from shirube.stats.multiplicity import Method

from .common import add_header, add_output, add_report, purpose_of, save, settle

NAME = "crosstab"
HELP = "回答の一覧をクロス集計する"
EXAMPLE = "shirube crosstab 住民アンケート.xlsx --codebook 設問票 --row 年代 --column 問1"

_OF_A_SHEET = {
    "axes": "一括集計（--axes）",
    "gt": "単純集計（--gt）",
    "matrix": "マトリクス設問（--matrix）",
    "heat": "曜日×時間帯（--heat）",
    "top": "上位（--top）",
    "profile": "地区の姿（--profile）",
    "population": "母集団のシート（--population）",
    "sheet": "シート名（--sheet）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="1行に1人（1件）の回答の一覧")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument(
        "--settings", type=Path, metavar="BOOK", help="前の結果のブック。その「設定」シートのとおりに集計する"
    )
    _add_kinds(parser)
    _add_counting(parser)
    _add_protection(parser)
    add_header(parser)
    add_output(parser)
    add_report(parser)


def _add_kinds(parser: argparse.ArgumentParser) -> None:
    what = parser.add_argument_group("何を作るか")
    what.add_argument("--row", default="", help="集計軸の列（例: 年代）")
    what.add_argument("--column", default="", help="設問の列（例: 満足度）")
    what.add_argument("--outer", default="", help="外側の集計軸（三重クロス）")
    what.add_argument("--axes", default="", help="一括集計: 集計軸を「、」で区切って並べる（性別×年代 は三重クロス）")
    what.add_argument("--questions", default="", help="一括集計・単純集計の設問（省くとすべて）")
    what.add_argument("--matrix", default="", metavar="ITEMS", help="マトリクス設問（例: 問2、または 問2_1、問2_2）")
    what.add_argument("--gt", action="store_true", help="単純集計（GT）を作る")
    what.add_argument("--heat", default="", metavar="COLUMN", help="日時の列を曜日×時間帯で数える")
    what.add_argument("--profile", default="", metavar="OPTION", help="--row の地区ごとに、この選択肢の割合を比べる")
    what.add_argument("--top", default="", metavar="COLUMN", help="この列で多い値を並べる")
    what.add_argument("--most", type=int, default=10, help="--top で並べる数（既定 10）")
    what.add_argument("--opens", default="8:30", help="--heat の開庁時刻（既定 8:30）")
    what.add_argument("--closes", default="17:15", help="--heat の閉庁時刻（既定 17:15）")
    what.add_argument("--closed", default="", help="--heat の閉庁日。祝日のほかに休む日（例: 2026-12-29、2026-12-30）")
    what.add_argument("--open-year-end", action="store_true", help="--heat で、12月29日〜1月3日も開庁日とする")
    what.add_argument("--saturday", action="store_true", help="--heat で、土曜日も開庁日とする")


def _add_counting(parser: argparse.ArgumentParser) -> None:
    how = parser.add_argument_group("数え方")
    how.add_argument("--weight", default="", help="ウェイトの列")
    how.add_argument(
        "--population", default="", metavar="SHEET", help="母集団のシート名、または母集団のファイル（ウェイトを作る）"
    )
    how.add_argument("--most-weight", type=float, default=0.0, help="ウェイトの上限（平均の何倍か。省くとなし）")
    how.add_argument("--percent", choices=["row", "column", "total"], default="row", help="割合の分母")
    how.add_argument("--layout", choices=["np", "n", "p"], help="np＝人数と割合、n＝人数、p＝割合（一括集計は p）")
    how.add_argument("--missing", choices=["show", "exclude"], default="show", help="無回答を示すか除くか")
    how.add_argument("--where", default="", help="対象（例: 問1=利用した|ときどき利用する）")
    how.add_argument("--bands", default="", help="数値の区切り（例: 年齢=20|40|60）")
    how.add_argument("--merge", default="", help="選択肢のまとめ（例: 満足度:満足計=満足|やや満足）")
    how.add_argument("--stratum", default="", help="そろえて比べる属性（例: 年代）")
    how.add_argument("--summary", action="store_true", help="上位2つの計・平均点・標準偏差・中央値を添える")
    how.add_argument("--test", choices=get_args(Test), default="auto", help="検定（既定は自動で選び、理由を示す）")
    how.add_argument("--adjust", choices=get_args(Method), default="holm", help="区分どうしの比較の調整（既定 holm）")
    how.add_argument("--codebook", default="", metavar="SHEET", help="設問票のシート名、または設問票のファイル")


def _add_protection(parser: argparse.ArgumentParser) -> None:
    safe = parser.add_argument_group("公表のとき")
    safe.add_argument("--threshold", type=int, default=10, help="伏せる人数の下限（既定 10）")
    safe.add_argument("--reason", default="", help="基準を10未満に下げる理由")
    safe.add_argument("--counted", choices=get_args(Counted), help="数えるもの（既定 人。--heat は件）")
    safe.add_argument("--protection", choices=["suppress", "merge", "round"], default="suppress", help="秘匿の方法")
    safe.add_argument("--round-to", type=int, default=10, help="丸めの単位（3・5・10）")


#: Options that name one column of the sheet (with a codebook: perhaps a question, left as it is).
_COLUMNS = ("row", "column", "outer", "stratum", "weight", "heat", "top")


def run(options: argparse.Namespace) -> int:
    """Read, cross, write."""
    if options.settings:
        made, suffix = _again(options)
    elif is_big(options.file):
        settle(options, None, ())
        made, suffix = _counted(options.file, _asked(options)), "クロス集計"
    else:
        grid = read_grid(options.file, options.sheet)
        settle(options, grid, _COLUMNS)
        made, suffix = _made(grid, options)
    save([made], options, options.file, suffix)
    return 0


def _asked(options: argparse.Namespace) -> CrosstabSettings:
    """Refuse what needs a sheet."""
    for name, what in _OF_A_SHEET.items():
        if getattr(options, name):
            raise CrosstabError("C320", what=what)
    if options.codebook and not _is_file(options.codebook):
        raise CrosstabError("C320", what="シート名での設問票（--codebook。設問票のファイルは使えます）")
    if not options.row or not options.column:
        raise CrosstabError("C318")
    return _settings(options)


def _counted(file: Path, settings: CrosstabSettings) -> Result:
    """Cross a file that is not read as a sheet."""
    weights = (settings.weight,) if settings.weight else ()
    with open_big(file, numbers=weights, header_row=settings.header_row) as frame:
        return crosstab_frame(frame, settings, file.name)


def _again(options: argparse.Namespace) -> tuple[Result, str]:
    """Follow the 設定 sheet of an earlier result."""
    saved = read_grid(options.settings, "設定")
    command, settings = saved_on(saved)
    settings = with_sheets(settings, lambda name: _sheet(options, name))
    if is_big(options.file):
        if command is not CROSSTAB:
            raise CrosstabError("C320", what=command.label)
        return _counted(options.file, settings), command.label
    grid = read_grid(options.file, options.sheet or source_sheet_on(saved))
    return command.run(grid, settings), command.label


def _made(grid: Grid, options: argparse.Namespace) -> tuple[Result, str]:
    header = options.header_row - 1
    if options.heat:
        return heat_of(grid, _heat_settings(options)), "曜日時間帯"
    if options.top:
        safe = {"purpose": purpose_of(options), "threshold": options.threshold, "reason": options.reason}
        counted: Counted = options.counted or "人"
        return top(grid, TopSettings(options.top, options.most, header, counted=counted, **safe)), "上位"
    common = _settings(options)
    if options.matrix:
        return matrix(grid, MatrixSettings(options.matrix, common)), "マトリクス"
    if options.gt:
        return gt(grid, BatchSettings(questions=options.questions, common=common)), "単純集計"
    if options.axes:
        return batch(grid, BatchSettings(options.axes, options.questions, common), _progress), "一括集計"
    if not options.row or not options.column:
        raise CrosstabError("C318")
    if options.profile:
        return profile(grid, ProfileSettings(options.profile, common)), "地区の姿"
    return crosstab(grid, common), "クロス集計"


def _settings(options: argparse.Namespace) -> CrosstabSettings:
    settings = CrosstabSettings(
        row=options.row,
        column=options.column,
        weight=options.weight,
        percent=options.percent,
        missing=options.missing,
        header_row=options.header_row - 1,
        codebook_sheet=options.codebook,
        purpose=purpose_of(options),
        threshold=options.threshold,
        outer=options.outer,
        stratum=options.stratum,
        where=options.where,
        bands=options.bands,
        merges=options.merge,
        summary=options.summary,
        test=options.test,
        adjust=options.adjust,
        reason=options.reason,
        counted=options.counted or "人",
        protection=options.protection,
        round_to=options.round_to,
        population_sheet=options.population,
        most_weight=options.most_weight,
        layout=options.layout,
    )
    resolved: CrosstabSettings = with_sheets(settings, lambda name: _sheet(options, name))
    return resolved


def _heat_settings(options: argparse.Namespace) -> HeatSettings:
    said = {line.name: line for line in FORMS["crosstab_heat"]}
    at = Place("")
    return HeatSettings(
        options.heat,
        read_line(said["opens"], options.opens, at),
        read_line(said["closes"], options.closes, at),
        read_line(said["closed"], options.closed, at),
        options.saturday,
        not options.open_year_end,
        header_row=options.header_row - 1,
        purpose=purpose_of(options),
        counted=options.counted or "件",
        threshold=options.threshold,
        reason=options.reason,
    )


def _progress(done: int, of: int) -> None:
    """Show how far a batch is, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r{done:,} / {of:,} 表", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _is_file(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def _sheet(options: argparse.Namespace, name: str) -> Grid:
    """A sheet of the file of answers, or the first sheet of another file."""
    if _is_file(name):
        return read_grid(Path(name))
    (sheet,) = read_book(options.file, sheets=[name]).sheets
    return sheet
