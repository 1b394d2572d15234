"""``shirube plan``: before spending, how large a change could be told from chance with so many people, units, times."""

from __future__ import annotations

import argparse

from shirube.commands.evaluate_plan import MdeSettings, smallest_effect
from shirube.policy.report_plan import DESIGNS

NAME = "plan"
HELP = "始める前に、この数でどのくらいの変化なら見分けられるかを調べる"
EXAMPLE = "shirube plan --design 差の差 --n 8 --other 16 --spread 0.5 --measure kg"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--design", choices=DESIGNS, default="平均", help="方法（既定 平均）")
    parser.add_argument("--n", type=float, required=True, help="前の人数・組数・件数・実施地区の数・前の時点の数")
    parser.add_argument("--other", type=float, help="後の人数・期間の比・比較地区の数・後の時点の数")
    parser.add_argument("--spread", type=float, help="標準偏差（割合では、いまの割合 0〜1）")
    parser.add_argument("--before", type=int, help="実施前の時点の数（差の差。既定 5）")
    parser.add_argument("--after", type=int, help="実施後の時点の数（差の差。既定 3）")
    parser.add_argument("--memory", type=float, help="前の時点の値を引き継ぐ強さ（−1〜1。既定 0.5）")
    parser.add_argument("--measure", dest="unit", default="", help="単位（件、kg、点 など）")
    parser.add_argument("--target", type=float, help="見込んでいる変化の大きさ")


def run(options: argparse.Namespace) -> int:
    """Print the answer and the table of other sizes."""
    settings = MdeSettings(**{name: getattr(options, name) for name in MdeSettings.__dataclass_fields__})
    result = smallest_effect(None, settings)
    print("\n".join(result.conclusion))
    table = result.tables[0]
    print(f"\n{table.columns[0].label}\t{table.columns[2].label}")
    for size, _, words in table.rows:
        print(f"{size:,}\t{words}")
    return 0
