"""``shirube evaluate FILE``: before/after, a series, or treated against control units; or which of them to use.

``--before 列 --after 列`` · ``--time 列 --outcome 列 --start 時点`` · the same with ``--unit 列 --treated 列`` ·
``--choose``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from shirube.commands.base import Command
from shirube.commands.evaluate import BeforeAfterSettings, DidSettings, ItsSettings
from shirube.commands.evaluate_compared import StaggeredSettings, SyntheticSettings
from shirube.commands.evaluate_lines import source_sheet_on
from shirube.commands.evaluate_plan import ChooseSettings, choose_design
from shirube.commands.evaluate_review import Settings, measure, registered_on, report_and_review
from shirube.commands.evaluate_saved import saved_on
from shirube.commands.tidy_settings import SHEET as SAVED
from shirube.errors import DesignError
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.office.write.save import new_file
from shirube.policy.cost import Cost
from shirube.policy.registration import SHEET as REGISTERED
from shirube.policy.report import Evaluation
from shirube.policy.review import Review
from shirube.policy.script import Language, script

from .common import add_header, add_output, add_report, purpose_of, save, settle

NAME = "evaluate"
HELP = "政策の前後を比べる（前後比較・時系列の前後・差の差）。使える方法を選ぶ"
EXAMPLE = "shirube evaluate 健康教室.xlsx --before 歩数_事前 --after 歩数_事後 --measure 歩"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="前後の値の一覧（形は下の「…（1行に…）」を参照）")
    parser.add_argument("--sheet", default="", help="シート名（省くと最初のシート）")
    add_header(parser)
    parser.add_argument(
        "--settings", type=Path, metavar="BOOK", help="前の結果のブック。その「設定」シートのとおりに評価する"
    )
    parser.add_argument("--choose", action="store_true", help="この表で使える方法を、よい順に並べる")
    parser.add_argument("--threshold", action="store_true", help="線引きで対象が決まった（--choose）")
    pair = parser.add_argument_group("前後比較（1行に1人、事前と事後の列）")
    pair.add_argument("--before", default="", help="事前の列")
    pair.add_argument("--after", default="", help="事後の列")
    pair.add_argument("--unpaired", action="store_true", help="事前と事後が別の人")
    pair.add_argument("--kind", choices=["continuous", "binary", "count"], default="continuous", help="値の種類")
    for name, text in (
        ("population-mean", "選ぶ前の全員の平均"),
        ("population-sd", "選ぶ前の全員の標準偏差"),
        ("reliability", "2回測ったときの相関（0〜1）"),
        ("cutoff", "選ぶのに使った線引きの値"),
    ):
        pair.add_argument(f"--{name}", type=float, help=f"{text}（4つそろうと、平均に戻る分の大きさを出す）")
    long = parser.add_argument_group("時系列の前後（1行に1時点）・差の差（1行に1地区1時点。地区と実施の列を足す）")
    long.add_argument("--time", default="", help="時点の列（年と月が別の列なら、年、月 と並べる）")
    long.add_argument("--outcome", default="", help="成果の列")
    long.add_argument("--start", default="", help="始めた時点")
    long.add_argument("--unit", default="", help="地区などの列（差の差）")
    long.add_argument("--treated", default="", help="実施した地区を示す列（1・有・実施 など。差の差）")
    how = long.add_mutually_exclusive_group()
    how.add_argument(
        "--synthetic", action="store_true", help="合成した比較地区（実施が1地区で、前が長く、比較地区が多いとき）"
    )
    how.add_argument(
        "--staggered", action="store_true", help="段階的な導入（始めた時点が地区によって違うとき。--start は不要）"
    )
    long.add_argument(
        "--predictors", nargs="+", default=(), metavar="列", help="成果に関わる値の列（合成した比較地区の別の計算）"
    )
    long.add_argument("--start-column", default="", help="始めた時点の列（段階的な導入。始めない地区は空欄）")
    long.add_argument(
        "--no-details", dest="deep", action="store_false", help="時間のかかる参考の計算（統計の詳細）を省く"
    )
    long.add_argument("--exposure", default="", help="分母の列（人口など。件数の時系列）")
    long.add_argument("--control", default="", help="比べる相手の同じ指標の列（時系列）")
    long.add_argument("--transition", type=int, default=0, help="始めてから除く時点の数（移行期間。時系列）")
    parser.add_argument("--measure", default="", help="単位（件、kg、点 など）")
    _add_answers(parser)
    after = parser.add_argument_group("評価のあとに（見直しの表を作る）")
    after.add_argument("--cost", type=float, help="追加でかかった費用（円）。変化1単位あたりの費用を出す")
    after.add_argument("--times", type=float, default=1.0, help="大きさの何倍が全体の変化か（地区数×年数など。既定 1）")
    after.add_argument("--registered", type=Path, metavar="XLSX", help="事前登録のブック（一致と変更点を示す）")
    parser.add_argument(
        "--script",
        type=Path,
        metavar="OUT.py",
        help="同じ数値を別に確かめるプログラム（.py か .R）とデータ（CSV）も書き出す",
    )
    add_output(parser)
    add_report(parser)


def _add_answers(parser: argparse.ArgumentParser) -> None:
    better = parser.add_mutually_exclusive_group()
    better.add_argument("--higher-is-better", dest="better", action="store_const", const=True, help="大きいほどよい")
    better.add_argument("--lower-is-better", dest="better", action="store_const", const=False, help="小さいほどよい")
    asked = parser.add_argument_group("データからは分からないこと（省くと「未確認」）")
    for name, text in (
        ("selected", "事前の値（成果）を見て対象を選んだ"),
        ("other-policies", "同じ時期に別の施策や出来事がある"),
        ("spillover", "比較地区にも影響が及んでいる"),
        ("boundary-change", "期間中に合併や定義の変更がある"),
    ):
        asked.add_argument(f"--{name}", choices=["あり", "なし"], nargs="?", const="あり", help=text)


def run(options: argparse.Namespace) -> int:
    """Read, evaluate by what was named, write."""
    grid, command, settings = _chosen(options)
    plan = None if options.registered is None else registered_on(read_grid(options.registered, REGISTERED))
    if isinstance(settings, Settings):
        cost = None if options.cost is None else Cost(options.cost, options.times)
        evaluation = measure(grid, settings)
        results = list(report_and_review(evaluation, grid, settings, Review(cost, plan)))
        if options.script:
            _write_script(evaluation, options)
    else:
        results = [choose_design(grid, settings) if command is None else command.run(grid, settings)]
    save(results, options, options.file, "政策評価")
    return 0


def _write_script(evaluation: Evaluation, options: argparse.Namespace) -> None:
    """Write the program and, beside it, the CSV it reads."""
    path: Path = options.script
    languages: dict[str, Language] = {".py": "python", ".r": "R"}
    if path.suffix.lower() not in languages:
        raise DesignError("S218", suffix=path.suffix)
    data = path.with_suffix(".csv")
    made = script(evaluation, languages[path.suffix.lower()], data.name)
    for target, text in ((data, made.data), (path, made.program)):
        with new_file(target, replace=options.replace) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
        print(f"書き出しました: {target}")


#: Options that name one column of the sheet.
_COLUMNS = ("before", "after", "time", "outcome", "unit", "treated", "exposure", "control", "start_column")


def _chosen(options: argparse.Namespace) -> tuple[Grid, Command[Any] | None, Any]:
    """The sheet; a saved command and its settings, or none and those of the call."""
    if options.settings is None:
        _settings(options)  # refuses a call that does not say enough before the file is read
        grid = read_grid(options.file, options.sheet)
        settle(options, grid, _COLUMNS)
        return grid, None, _settings(options)
    saved = read_grid(options.settings, SAVED)
    return read_grid(options.file, options.sheet or source_sheet_on(saved)), *saved_on(saved)


def _settings(options: argparse.Namespace) -> ChooseSettings | Settings:
    if options.choose:
        return _choose(options)
    if options.staggered:
        return _staggered(options)
    pairs = bool(options.before and options.after)
    series = all((options.time, options.outcome, options.start))
    units = bool(options.unit), bool(options.treated)
    if pairs == series or (series and units[0] != units[1]) or (options.synthetic and not all(units)):
        raise DesignError("S108")
    if pairs:
        return _before_after(options)
    return _did(options) if units[0] else _its(options)


def _answer(word: str | None) -> bool | None:
    return None if word is None else word == "あり"


def _common(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "higher_is_better": options.better,
        "other_policies": _answer(options.other_policies),
        "header_row": options.header_row - 1,
        "purpose": purpose_of(options),
    }


def _choose(options: argparse.Namespace) -> ChooseSettings:
    names = ("unit", "time", "outcome", "treated", "start", "before", "after", "threshold")
    settings = {name: getattr(options, name) for name in names}
    return ChooseSettings(**settings, header_row=options.header_row - 1)


def _before_after(options: argparse.Namespace) -> BeforeAfterSettings:
    return BeforeAfterSettings(
        before=options.before,
        after=options.after,
        paired=not options.unpaired,
        kind=options.kind,
        outcome=options.outcome,
        unit=options.measure,
        selected_on_baseline=_answer(options.selected),
        population_mean=options.population_mean,
        population_sd=options.population_sd,
        reliability=options.reliability,
        cutoff=options.cutoff,
        definition_change=_answer(options.boundary_change),
        **_common(options),
    )


def _its(options: argparse.Namespace) -> ItsSettings:
    return ItsSettings(
        time=options.time,
        outcome=options.outcome,
        start=options.start,
        kind="count" if options.kind == "count" else "continuous",
        exposure=options.exposure,
        control=options.control,
        transition=options.transition,
        unit_label=options.measure,
        definition_change=_answer(options.boundary_change),
        chosen_by_outcome=_answer(options.selected),
        deep=options.deep,
        **_common(options),
    )


def _did(options: argparse.Namespace) -> DidSettings:
    settings = DidSettings(
        unit=options.unit,
        time=options.time,
        outcome=options.outcome,
        treated=options.treated,
        start=options.start,
        unit_label=options.measure,
        spillover=_answer(options.spillover),
        boundary_change=_answer(options.boundary_change),
        chosen_by_outcome=_answer(options.selected),
        deep=options.deep,
        **_common(options),
    )
    if not options.synthetic:
        return settings
    return SyntheticSettings(**vars(settings), predictors=tuple(options.predictors))


def _staggered(options: argparse.Namespace) -> StaggeredSettings:
    if not all((options.unit, options.time, options.outcome, options.treated or options.start_column)):
        raise DesignError("S109")
    return StaggeredSettings(
        unit=options.unit,
        time=options.time,
        outcome=options.outcome,
        treated=options.treated,
        start_column=options.start_column,
        unit_label=options.measure,
        spillover=_answer(options.spillover),
        boundary_change=_answer(options.boundary_change),
        chosen_by_outcome=_answer(options.selected),
        **_common(options),
    )
