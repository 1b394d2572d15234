"""``shirube evaluate FILE --before 列 --after 列`` or ``--unit … --time … --outcome … --treated … --start …``."""

from __future__ import annotations

import argparse
from pathlib import Path

from shirube.commands.evaluate import BeforeAfterSettings, DidSettings, evaluate_before_after, evaluate_did
from shirube.errors import DesignError
from shirube.office.read import read_grid

from .common import add_output, purpose_of, row_number, save

NAME = "evaluate"
HELP = "政策の前後を比べる（前後比較・差の差）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    parser.add_argument("--header-row", type=row_number, default=1, help="見出しの行番号（既定 1）")
    pair = parser.add_argument_group("前後比較（1行に1人、事前と事後の列）")
    pair.add_argument("--before", default="", help="事前の列")
    pair.add_argument("--after", default="", help="事後の列")
    pair.add_argument("--unpaired", action="store_true", help="事前と事後が別の人")
    pair.add_argument("--kind", choices=["continuous", "binary", "count"], default="continuous", help="値の種類")
    pair.add_argument("--selected", action="store_true", help="事前の値が悪い（良い）人を選んで始めた")
    long = parser.add_argument_group("差の差（1行に1地区1時点）")
    long.add_argument("--unit", default="", help="地区などの列")
    long.add_argument("--time", default="", help="時点の列")
    long.add_argument("--outcome", default="", help="成果の列")
    long.add_argument("--treated", default="", help="実施した地区を示す列（1・有・実施 など）")
    long.add_argument("--start", default="", help="始めた時点")
    parser.add_argument("--measure", default="", help="単位（件、kg、点 など）")
    better = parser.add_mutually_exclusive_group()
    better.add_argument("--higher-is-better", dest="better", action="store_const", const=True, help="大きいほどよい")
    better.add_argument("--lower-is-better", dest="better", action="store_const", const=False, help="小さいほどよい")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    """Read, evaluate by what was named, write."""
    pairs = bool(options.before and options.after)
    longs = all((options.unit, options.time, options.outcome, options.treated, options.start))
    if pairs == longs:
        raise DesignError("S100")
    grid = read_grid(options.file, options.sheet)
    header_row, purpose = options.header_row - 1, purpose_of(options)
    if pairs:
        result = evaluate_before_after(
            grid,
            BeforeAfterSettings(
                before=options.before,
                after=options.after,
                paired=not options.unpaired,
                kind=options.kind,
                outcome=options.outcome,
                unit=options.measure,
                higher_is_better=options.better,
                selected_on_baseline=True if options.selected else None,
                header_row=header_row,
                purpose=purpose,
            ),
        )
    else:
        result = evaluate_did(
            grid,
            DidSettings(
                unit=options.unit,
                time=options.time,
                outcome=options.outcome,
                treated=options.treated,
                start=options.start,
                unit_label=options.measure,
                higher_is_better=options.better,
                header_row=header_row,
                purpose=purpose,
            ),
        )
    save([result], options, options.file, "政策評価")
    return 0
