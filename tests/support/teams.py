"""Homework workbooks of teams, made from the filled-in example of the course."""

import datetime as dt
import functools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import xlsxwriter

from shirube.academy.layout import Layout
from shirube.grid import Grid, a1, kinds_of, parse_a1
from shirube.office.read import read_book
from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.course import course_layout
from shirube_workbooks.worktable import HEADER_ROW
from support.fill import filled_templates


@functools.cache
def layout() -> Layout:
    """Return the layout of today's homework workbook."""
    return course_layout()


@functools.cache
def example() -> tuple[Grid, ...]:
    """Return the sheets of the filled-in example, read from its file."""
    with TemporaryDirectory() as folder:
        return read_book(filled_templates(Path(folder))["アカデミー一式.xlsx"], styles=False).sheets


def changed(changes: Mapping[str, Any], grids: Sequence[Grid] | None = None) -> list[Grid]:
    """Return the example with cells changed, by ``シート!A1``."""
    made = {grid.name: grid for grid in (grids or example())}
    values = {name: made[name].values.copy() for name in {address.rpartition("!")[0] for address in changes}}
    for address, value in changes.items():
        sheet, _, cell = address.rpartition("!")
        at = parse_a1(cell)
        values[sheet][at.top, at.left] = value
    for name, changed_values in values.items():
        made[name] = replace(made[name], values=changed_values, kinds=kinds_of(changed_values))
    return list(made.values())


#: Which sheets a session adds; a team's book grows.
_SESSIONS = (
    ("課題", "仮説"),
    ("データ台帳",),
    ("分析計画", "分析結果"),
    ("事実",),
    ("施策案", "ロジックモデル", "指標", "費用対効果"),
    ("評価計画", "評価結果"),
)
_THEMES = ["通院", "ごみ", "図書館", "防災", "子育て", "空き家", "農地", "観光", "健診", "窓口"]
TEAMS = tuple(f"第{number}班" for number in range(1, 11))


@functools.cache
def blank() -> tuple[Grid, ...]:
    """Return the sheets of the empty template, with room below for the rows to fill in."""
    sheets = read_book(TEMPLATES / "アカデミー一式.xlsx", styles=False).sheets
    return tuple(Grid.from_rows([*grid.values.tolist(), *[[None]] * 6], name=grid.name) for grid in sheets)


def rows_of(team: int, seed: int = 11) -> dict[str, list[dict[str, Any]]]:
    """Return what a team writes in the whole course: two or three chains from issue to evaluation."""
    chance = random.Random(f"{seed}/{team}")
    theme, chains = _THEMES[team], chance.randint(2, 3)
    made: dict[str, list[dict[str, Any]]] = {sheet: [] for session in _SESSIONS for sheet in session}
    for n in range(1, chains + 1):
        word = f"{theme}の{chance.choice('東西南北中')}地区{chance.randint(100, 999)}番"
        for sheet, values in _chain(n, word).items():
            made[sheet].append(values)
    made["ロジックモデル"] = [
        {"段階": "活動", "内容": f"{theme}の取組を全地区で始める", "つながる先": "L02", "施策ID": "P01"},
        {"段階": "最終成果", "内容": f"{theme}に困る人が減っている"},
    ]
    return made


def _chain(n: int, word: str) -> dict[str, dict[str, Any]]:
    return {
        "課題": {"課題（要因）": f"{word}で困る人が増えている", "問題": f"{word}の相談が年々多い", "目標値": n},
        "仮説": {
            "課題ID": f"K0{n}",
            "仮説": f"{word}は遠い人ほど使わない",
            "反対の見え方": f"{word}は近い人も使わない",
        },
        "データ台帳": {"名称": f"{word}の利用の記録一式", "確かめる仮説": f"H0{n}", "個人情報": "無"},
        "分析計画": {"仮説ID": f"H0{n}", "データID": f"D0{n}", "縦軸（比べる数）": f"{word}を使った人の割合"},
        "分析結果": {"分析ID": f"A0{n}", "対象": f"{word}に住む七十歳以上", "数字": str(10 * n)},
        "事実": {
            "結果ID": f"R0{n}",
            "読み取れる事実": f"{word}では利用が{n}割少ない",
            "言えないこと": "理由は分からない",
        },
        "施策案": {
            "課題ID": f"K0{n}",
            "事実ID": f"F0{n}",
            "施策": f"{word}に出張の窓口を置く",
            "採否": "○ 提案する" if n == 1 else "△ 検討を続ける",
        },
        "指標": {"要素ID": "L02", "指標": f"{word}の利用者の数", "基準値": n, "目標値": n + 1},
        "費用対効果": {
            "施策ID": f"P0{n}",
            "初期費用（円）": 100_000 * n,
            "毎年の費用（円）": 20_000 * n,
            "減る時間（時間／年）": 10.5 * n,
            "実測か見込みか": "実測" if n == 1 else "見込み",
        },
        "評価計画": {"施策ID": f"P0{n}", "指標ID": f"I0{n}", "比べ方": "差の差", "成功の線": f"{word}で一割増えること"},
        "評価結果": {"評価ID": f"E0{n}", "変化の大きさ": n, "必要性": f"{word}の計画に沿っている"},
    }


def book_grids(
    team: str, session: object, rows: Mapping[str, Sequence[Mapping[str, Any]]], upto: int, made: dt.date | None
) -> list[Grid]:
    """Fill the template as a team has it after a session."""
    sheets = [sheet for part in _SESSIONS[:upto] for sheet in part]
    changes: dict[str, Any] = {"使い方!B6": made, "使い方!B9": team, "使い方!B10": session}
    if upto == len(_SESSIONS):
        changes |= {"成果報告!B12": "来年度の当初予算", "成果報告!B13": f"{team}の紙の配布をやめた"}
    heads = {g.name: [str(v) for v in g.values[HEADER_ROW]] for g in blank() if g.name in sheets}
    for sheet in sheets:
        for step, values in enumerate(rows.get(sheet, ())):
            for name, value in values.items():
                changes[f"{sheet}!{a1(HEADER_ROW + 1 + step, heads[sheet].index(name))}"] = value
    return changed(changes, blank())


def without_column(grids: Sequence[Grid], sheet: str, name: str) -> list[Grid]:
    """Return the sheets with one column taken out, as an older template has it."""
    made = []
    for grid in grids:
        if grid.name == sheet:
            place = [str(v) for v in grid.values[HEADER_ROW]].index(name)
            grid = Grid.from_rows(np.delete(grid.values, place, axis=1).tolist(), name=sheet)
        made.append(grid)
    return made


def renamed_sheet(grids: Sequence[Grid], old: str, new: str) -> list[Grid]:
    """Return the sheets with one of them under another name."""
    return [replace(grid, name=new) if grid.name == old else grid for grid in grids]


@functools.cache
def course() -> dict[str, list[Grid]]:
    """Return ten teams' books of six sessions, with every fault planted (see the comments), by file."""
    day = dt.date(2026, 5, 1)
    books = {}
    for team in range(10):
        for session in range(1, 7):
            when = day + dt.timedelta(days=14 * session + team)
            books[f"{session}回/{team + 1:02d}.xlsx"] = book_grids(TEAMS[team], session, rows_of(team), session, when)
    _plant(books, day)
    return books


def _plant(books: dict[str, list[Grid]], day: dt.date) -> None:
    books["3回/最終版.xlsx"] = books["3回/01.xlsx"]  # team 1: the same book twice
    books["4回/02_直し.xlsx"] = changed(  # team 2: two books of one session, the later one mended
        {"事実!D6": "数え直すと利用は二割少ない", "使い方!B6": day + dt.timedelta(days=90)}, books["4回/02.xlsx"]
    )
    books["6回/02.xlsx"] = changed({"事実!B6": "R09"}, books["6回/02.xlsx"])  # team 2: a link to nothing
    # team 3: in session 4 the work of team 4 under the own name
    books["4回/03.xlsx"] = changed({"使い方!B9": TEAMS[2]}, books["4回/04.xlsx"])
    # team 5: older templates; the first has no line for the team, the second lacks a column and a sheet
    books["1回/05.xlsx"] = changed({"使い方!A9": None, "使い方!B9": None}, books["1回/05.xlsx"])
    older = without_column(books["2回/05.xlsx"], "仮説", "反対の見え方")
    books["2回/05.xlsx"] = [grid for grid in older if grid.name != "見直し記録"]
    # team 6: a renamed column, a column of its own, a renamed sheet
    books["6回/06.xlsx"] = renamed_sheet(changed({"課題!J5": "困りごと"}, books["6回/06.xlsx"]), "仮説", "仮説（清書）")
    # team 7: another spelling of its name; a session in words
    books["2回/07.xlsx"] = changed({"使い方!B9": "第 ７ 班", "使い方!B10": "第２回"}, books["2回/07.xlsx"])
    books["6回/08.xlsx"] = changed({"使い方!B10": None}, books["6回/08.xlsx"])  # team 8: no session written
    # team 9: nothing in session 5, and the facts emptied in session 6
    del books["5回/09.xlsx"]
    facts = {f"事実!{column}{row}": None for column in "BDI" for row in (6, 7, 8)}
    books["6回/09.xlsx"] = changed(facts, books["6回/09.xlsx"])
    # team 10: session 6 is the book of session 5 once more
    books["6回/10.xlsx"] = changed({"使い方!B10": 6}, books["5回/10.xlsx"])
    books["名簿.xlsx"] = [Grid.from_rows([["氏名", "所属"], ["（架空）", "企画課"]], name="名簿")]  # not homework


def write_books(books: Mapping[str, Sequence[Grid]], folder: Path) -> None:
    """Write the sheets the homework stands on as files, cell for cell, and one file that cannot be read."""
    kept = {sheet.name for sheet in layout().sheets} | {layout().guide} | set(layout().forms)
    drawn = {grid.name for grid in blank()} - kept
    for file, grids in books.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as book:
            for grid in (grid for grid in grids if grid.name not in drawn):
                sheet = book.add_worksheet(grid.name)
                for row, column in zip(*np.nonzero(grid.kinds), strict=True):
                    sheet.write(int(row), int(column), grid.values[row, column])
    (folder / "壊れた.xlsx").write_bytes(b"PK\x03\x04 not a package")
