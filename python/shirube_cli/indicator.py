"""``shirube indicator kpi|gap|population|cost|logic FILE``: figures that are watched, not explained."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from shirube.commands import evaluate_indicators as indicators
from shirube.commands.base import Command
from shirube.office.read import read_grid

from .common import add_header, add_output, add_report, purpose_of, save, settle

NAME = "indicator"
HELP = "指標を見る（管理図・ギャップ・人口の見通し・費用対効果・ロジックモデル）"
EXAMPLE = "shirube indicator kpi 指標.xlsx --period 年度 --value 件数 --target 10 --lower-is-better"

#: Step → its command and the end of the name of the workbook.
STEPS: dict[str, tuple[Command[Any], str]] = {
    "kpi": (indicators.KPI, "指標"),
    "gap": (indicators.GAP, "ギャップ"),
    "population": (indicators.POPULATION, "人口の見通し"),
    "cost": (indicators.COST, "費用対効果"),
    "logic": (indicators.LOGIC, "ロジックモデル"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of every step."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="|".join(STEPS))
    _kpi(_step(steps, "kpi", "目標までの進みと、ふだんと違う動き（1行に1時期）"))
    _gap(_step(steps, "gap", "目標と現状の開き（1行に1項目）"))
    _population(_step(steps, "population", "コーホート変化率法による人口の見通し（1行に1年齢階級、2回の調査の列）"))
    _cost(_step(steps, "cost", "成果1単位あたりの費用（1行に1事業）"))
    _logic(_step(steps, "logic", "ロジックモデルのつながりと指標の点検（1行に1項目）"))


def _step(steps: Any, name: str, text: str) -> argparse.ArgumentParser:
    step: argparse.ArgumentParser = steps.add_parser(name, help=text, description=text)
    step.add_argument("file", type=Path, metavar="FILE", help="値の一覧")
    step.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    add_header(step)
    add_output(step)
    add_report(step)
    return step


def _columns(step: argparse.ArgumentParser, **columns: str) -> None:
    for name, text in columns.items():
        step.add_argument(f"--{name}", required=True, metavar="列", help=text)


def _better(step: argparse.ArgumentParser) -> None:
    better = step.add_mutually_exclusive_group()
    for name, value, text in (("higher", True, "大きいほどよい"), ("lower", False, "小さいほどよい")):
        better.add_argument(
            f"--{name}-is-better", dest="higher_is_better", action="store_const", const=value, help=text
        )
    step.add_argument("--measure", dest="unit", default="", help="単位（件、人、％ など）")


def _kpi(step: argparse.ArgumentParser) -> None:
    _columns(step, period="時期の列", value="値の列（割合の管理図では、当てはまる数）")
    step.add_argument("--target", type=float, help="目標値（割合の管理図では 0〜1）")
    step.add_argument("--target-period", default="", help="目標の時期")
    step.add_argument(
        "--chart", choices=["xmr", "p", "c"], default="xmr", help="管理図：xmr 一つずつの値、p 割合、c 件数（既定 xmr）"
    )
    step.add_argument("--totals", default="", metavar="列", help="分母の列（p と c）")
    _better(step)


def _gap(step: argparse.ArgumentParser) -> None:
    _columns(step, label="項目の列", target="目標の列", present="現状の列")
    step.add_argument("--measure", dest="unit", default="", help="単位（件、人、％ など）")


def _population(step: argparse.ArgumentParser) -> None:
    _columns(step, group="年齢階級の列（若い順）", before="前の調査の人口の列", after="後の調査の人口の列")
    step.add_argument("--first-year", type=int, required=True, help="後の調査の年（西暦）")
    step.add_argument("--steps", type=int, default=5, help="何回先まで計算するか（既定 5）")
    step.add_argument("--width", type=int, default=5, help="年齢階級の幅＝2回の調査の間の年数（既定 5）")
    step.add_argument("--aim", type=float, nargs="+", default=(), help="目指す人口（後の調査の年から順に）")
    step.add_argument("--births", type=float, help="2回の調査の間に生まれた数")
    step.add_argument("--deaths", type=float, help="2回の調査の間に亡くなった数")
    step.add_argument("--survival", default="", metavar="列", help="次の調査まで生き残る割合の列（生命表から）")


def _cost(step: argparse.ArgumentParser) -> None:
    _columns(step, label="事業の列", cost="費用（円）の列", effect="成果の列")
    step.add_argument("--low", default="", metavar="列", help="成果の95%%の幅の下限の列")
    step.add_argument("--high", default="", metavar="列", help="成果の95%%の幅の上限の列")
    _better(step)


def _logic(step: argparse.ArgumentParser) -> None:
    named = indicators.LogicSettings
    for name, text in (
        ("stage", "段階"), ("text", "内容"), ("follows", "つながる元（、で区切る）"), ("indicator", "指標"),
        ("baseline", "現状値"), ("target", "目標値"), ("key", "番号"),
    ):  # fmt: skip
        given = getattr(named, name)
        step.add_argument(f"--{name}-column", default=given, metavar="列", help=f"{text}の列（既定 {given}）")


#: Options that name one column of the sheet, where they are words.
_COLUMNS = (
    "period", "value", "totals", "label", "target", "present", "group", "before", "after", "survival", "cost", "effect",
    "low", "high",
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Run one step."""
    command, suffix = STEPS[options.step]
    grid = read_grid(options.file, options.sheet)
    settle(options, grid, _COLUMNS)
    given = {**vars(options), "header_row": options.header_row - 1, "aim": tuple(getattr(options, "aim", ()))}
    given |= {name.removesuffix("_column"): value for name, value in given.items() if name.endswith("_column")}
    settings = command.settings(**{name: given[name] for name in _fields(command.settings) if name in given})
    result = replace(command.run(grid, settings), purpose=purpose_of(options))
    print("\n".join(result.conclusion))
    save([result], options, options.file, suffix)
    return 0


def _fields(settings: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(settings.__dataclass_fields__)  # type: ignore[attr-defined]
