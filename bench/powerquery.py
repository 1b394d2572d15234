"""Compiles recipes to Power Query and compares the tables: verbs, samples, published workbooks, random sheets, speed.

Random sheets come from two generators: one that knows how recipes read (`support.messy`), and one that does not
(`support.m.tables`), whose later editions may also be *told*: a sentence instead of a table, or the text in 記号.

    python bench/powerquery.py [--random N]

The M is evaluated by the evaluator of the tests, never by Excel. Last line: ``RESULT {json}``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("python", "udfs", "macros", "workbooks", "tests")]

from shirube.commands.powerquery import powerquery  # noqa: E402
from shirube.errors import ShirubeError  # noqa: E402
from shirube.grid import Grid  # noqa: E402
from shirube.office.read import read_book  # noqa: E402
from shirube.powerquery import compile_recipe  # noqa: E402
from shirube.tidy import Anchor, Recipe, Totals, detect  # noqa: E402
from shirube.tidy.steps import (  # noqa: E402
    Column,
    FillDown,
    GroupRows,
    PivotBlocks,
    SplitCells,
    Transpose,
    Unpivot,
    UnpivotGroups,
)
from shirube_workbooks.samples.build import FOLDER  # noqa: E402
from support.editions import DIFFERENT, NO_TABLE, SAME, read_both  # noqa: E402
from support.m.pairs import of_whitelist, verdict  # noqa: E402
from support.messy import crosstab, listing  # noqa: E402
from support.queries import differences, notice, sheet_differences  # noqa: E402
from support.shared import shared  # noqa: E402

MOST_CELLS = 6000  # of a published sheet that is evaluated; larger ones are only compiled


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=1000, help="number of random sheets")
    options = parser.parse_args()
    verbs = {name: works(probe) for name, probe in VERBS.items()}
    print("動詞:", "、".join(f"{name}{'' if ok else '（断る）'}" for name, ok in verbs.items()))
    tables = Tables()
    sample_sheets(tables)
    share = corpus(tables)
    random_sheets(tables, options.random)
    told = adversaries(tables, options.random)
    passed, total = documented()
    result = {
        "verbs_compiled_share": round(sum(verbs.values()) / len(verbs), 3),
        "corpus_compiled_share": share,
        "pairs_passed": passed,
        "pairs_total": total,
        "tables_compared": tables.compared,
        "tables_equal": tables.equal,
        "tables_told": told,
        "compile_s": speed(),
    }
    print(f"RESULT {json.dumps(result)}")
    return 0 if tables.equal == tables.compared else 1


class Tables:
    """Counts tables compared and tables alike."""

    def __init__(self) -> None:
        self.compared = self.equal = 0

    def add(self, name: str, wrong: list) -> None:
        self.compared += 1
        self.equal += not wrong
        if wrong:
            print(f"違い: {name} {wrong[:1]}")


# ---------------------------------------------------------------- verbs

SHEET = [["人口（人）"], ["地区", "男", "女"], ["東", 1, "△2"], ["西", "x", "４"], ["計", 4, 2]]


def same(rows: list, recipe: Recipe | None = None, merges: tuple[str, ...] = ()) -> bool:
    grid = Grid.from_rows(rows, name="表", merges=merges)
    return differences(grid, recipe or detect(grid).best.recipe) == []


def listed(rows: list, *steps, **more) -> bool:
    return same(rows, Recipe(form="records", anchor=Anchor(str(rows[0][0]), "A1", "A1"), steps=steps, **more))


def tests_in(module: str, *names: str) -> bool:
    """Run tests that need no fixture: each compares a query with what Python makes of the same data."""
    from importlib import import_module

    sys.path.insert(0, str(ROOT / "tests" / "powerquery"))
    loaded = import_module(module)
    for name in names:
        getattr(loaded, name)()
    return True


def counted(**options) -> bool:
    sys.path.insert(0, str(ROOT / "tests" / "powerquery"))
    import test_counts as counts

    counts.check(counts.FRAME, counts.CrosstabRequest("年代", "答", test="none", **options))
    return True


def joins() -> bool:
    sys.path.insert(0, str(ROOT / "tests" / "powerquery"))
    import test_joining as joining

    request = joining.JoinRequest(joining.keys_from(["施設"]))
    found, want = joining.both(joining.LEFT, joining.RIGHT, request)
    return list(want.columns) == list(found.columns) and len(want) == len(found.rows)


def refuses(recipe: Recipe) -> bool:
    compile_recipe(Grid.from_rows(SHEET, name="表"), recipe)
    return True


def crosstab_recipe(**more) -> Recipe:
    from dataclasses import replace

    return replace(detect(Grid.from_rows(SHEET, name="表")).best.recipe, **more)


TWO_TIERS = [["表"], ["地区", "人口", None, "世帯"], [None, "男", "女", None], ["東", 1, 2, 3], ["西", 4, 5, 6]]
INDENT = [["表"], ["地区", "人口", "世帯"], ["市計", 10, 6]]
INDENT += [["　東部", 3, 2], ["　　東", 1, 1], ["　　西", 2, 1], ["　南部", 7, 4]]
YEARS = [["地区", "2022年度", "2023年度"], ["東", 1, "x"], ["西", 3, None]]
VERBS: dict[str, Callable[[], bool]] = {
    "表の場所を見出しの文字で探す": lambda: same([[None], *SHEET]),
    "見出しの段（結合）": lambda: same(TWO_TIERS, merges=("B2:C2", "A2:A3", "D2:D3")),
    "行見出し（字下げ）": lambda: same(INDENT),
    "下に埋める": lambda: listed(
        [["区", "町", "数"], ["東", "一", 1], [None, None, 2]], FillDown((Column("区", 1), Column("町", 2)))
    ),
    "見出し行を列にする": lambda: listed([["施設", "数"], ["東地区", None], ["図書館", 3]], GroupRows("地区")),
    "縦に並べる": lambda: listed(YEARS, Unpivot(Column("2022年度", 2), name="年度")),
    "組ごとに縦に並べる": lambda: listed(
        [["地区", "人口_1", "世帯_1", "人口_2", "世帯_2"], ["東", 1, 2, 3, 4]],
        UnpivotGroups(Column("人口_1", 2), measures=("人口", "世帯"), name="年"),
    ),
    "名前と値の組を1行にする": lambda: listed(
        [["項目", "内容"], ["館", "A"], ["電話", "1"], ["館", "B"]], PivotBlocks(0)
    ),
    "行と列を入れ替える": lambda: listed([["項目", "東", "西"], ["人口", 1, 2]], Transpose("館")),
    "1セルの値を分ける": lambda: listed(
        [["施設", "設備"], ["館", "一、二（三、四）"]], SplitCells(Column("設備", 2), ("、",))
    ),
    "合計を残す": lambda: same(SHEET),
    "合計を除く": lambda: same(SHEET, crosstab_recipe(totals=Totals("drop", "drop"))),
    "注を読まない": lambda: same([*SHEET, ["注 △は減少を示す。"]]),
    "数の書き方": lambda: same([*SHEET[:2], ["東", "1,234", "５人"], ["西", "12.3％", 4]]),
    "記号": lambda: same([*SHEET[:2], ["東", "…", "－"], ["西", 1, 4], ["南", 2, 5]]),
    "全角半角": lambda: same([*SHEET[:2], ["東", "１２３", "▲４"], ["西", 1, 4]]),
    "型: 文字（コード）": lambda: listed([["コード", "数"], [1, 2], ["01", 3]], types=(("コード", "文字"),)),
    "型: 数": lambda: listed([["地区", "数"], ["東", "1,234"], ["西", "x"]], types=(("数", "数"),)),
    "型: 日付（和暦）": lambda: listed([["日", "数"], ["令和6年4月1日", 2]], types=(("日", "日付"),)),
    "型: 年": lambda: listed([["年", "数"], ["R6", 2]], types=(("年", "年"),)),
    "型: 年度": lambda: listed([["年度", "数"], ["令和6年度", 2]], types=(("年度", "年度"),)),
    "シートを積み重ねる": lambda: tests_in("test_stack", "test_sheets_are_stacked_as_python_does"),
    "フォルダーを積み重ねる": lambda: tests_in(
        "test_stack", "test_files_of_a_folder_are_stacked_in_the_order_of_their_names"
    ),
    "対応表で突き合わせる": joins,
    "クロス集計（人数）": counted,
    "クロス集計（％）": lambda: counted(percent="column"),
    "クロス集計（重み付き）": lambda: counted(weight="重み"),
    "前後比較": lambda: tests_in("test_change", "test_before_after_agrees"),
    "差の差": lambda: tests_in("test_change", "test_difference_in_differences_in_the_plain_case"),
    "調査票をとりまとめる": lambda: tests_in("test_collecting", "test_answers_agree"),
    "つなぐ表": lambda: tests_in("test_union", "test_untitled_parts"),
    "横に並べる項目": lambda: refuses(crosstab_recipe(wide="性別")),
}


def works(probe: Callable[[], bool]) -> bool:
    """Whether the verb compiles and gives what Python gives."""
    try:
        return bool(probe())
    except (ShirubeError, AssertionError, ImportError):
        return False


# ---------------------------------------------------------------- tables


def sample_sheets(tables: Tables) -> None:
    for path in sorted(FOLDER.glob("*.xlsx")):
        for grid in read_book(path).sheets:
            best = detect(grid).best
            for recipe in best.recipes if best else ():
                tables.add(f"{path.name} {grid.name}", differences(grid, recipe))


def corpus(tables: Tables) -> float:
    converted = compiled = 0
    for path in sorted(shared("data", "corpus", "files").iterdir()):
        try:
            sheets = read_book(path).sheets
        except ShirubeError:
            continue
        for grid in sheets[:3]:
            best = detect(grid).best if grid.shape[0] * grid.shape[1] <= 10 * MOST_CELLS else None
            if best is None:
                continue
            converted += 1
            try:
                powerquery(grid)
            except ShirubeError as error:
                print(f"断る: {path.name} {grid.name} {error.japanese[:90]}")
                continue
            compiled += 1
            if grid.shape[0] * grid.shape[1] <= MOST_CELLS:
                tables.add(f"{path.name} {grid.name}", sheet_differences(grid, best.recipes))
    return round(compiled / max(1, converted), 3)


def random_sheets(tables: Tables, count: int) -> None:
    for seed in range(count):
        messy = (crosstab if seed % 2 else listing)(random.Random(seed))
        wrong = differences(messy.grid, messy.recipe)
        if messy.refused:
            wrong += [] if notice(messy.grid, messy.recipe, messy.later) else ["知らせが出ない"]
        else:
            wrong += differences(messy.grid, messy.recipe, messy.later)
        tables.add(f"乱数 {seed}", wrong)


def adversaries(tables: Tables, count: int) -> int:
    """Compare sheets of the other generator and their later editions; returns how many the query tells of.

    A later edition that is told of is counted beside the others, not among the tables compared.
    """
    told: Counter[str] = Counter()
    made = later = 0
    for seed in range(count):
        verdict = read_both(seed)
        if verdict is None:
            continue
        made += 1
        told.update(verdict.kinds)
        tables.add(f"罠 {seed}", list(verdict.original))
        if verdict.kinds == {SAME} or verdict.rows or verdict.kinds & {DIFFERENT, NO_TABLE}:
            tables.add(f"罠 {seed}（翌年）", list(verdict.rows) or sorted(verdict.kinds - {SAME}))
        else:
            later += 1
    print(f"罠の表 {made} 件（書き直せないと断ったもの {count - made} 件）。翌年の表:", dict(told.most_common()))
    return later


def documented() -> tuple[int, int]:
    """Documented examples of the functions a query may use: those that come out as documented, and those held to it."""
    verdicts = [verdict(pair) for pair in of_whitelist()]
    left_out = verdicts.count("refused")
    print(f"用例 {len(verdicts)} 件のうち、理由を書いて除いたもの {left_out} 件（tests/m/pairs.toml）")
    return verdicts.count("passed"), len(verdicts) - left_out


def speed() -> float:
    """Seconds to compile the recipe of a converted sheet of 5,000 × 40."""
    rng = random.Random(1)
    rows = [["表", *[None] * 39], ["地区", *[f"項{i}" for i in range(39)]]]
    rows += [[f"区{i}", *[rng.randint(1, 10**6) for _ in range(39)]] for i in range(4998)]
    grid = Grid.from_rows(rows, name="表")
    recipe = detect(grid).best.recipe
    compile_recipe(grid, recipe)  # reads the sheet, as its conversion does
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        compile_recipe(grid, recipe)
        times.append(time.perf_counter() - begin)
    return round(min(times), 3)


if __name__ == "__main__":
    raise SystemExit(main())
