"""Every rule of the linkage check: silent on the example, heard with sheet!cell when its fault is planted."""

import datetime as dt

import pytest

from shirube.academy.chain import steps
from shirube.academy.homework import read_homework
from shirube.academy.linkage import Flaw, check_linkage
from shirube.academy.personal import check_personal_register
from shirube.grid import a1
from shirube.result import Level
from shirube_workbooks.worktable import HEADER_ROW
from support.teams import changed, example, layout

TODAY = dt.date(2026, 11, 25)


def linked(changes: dict[str, object]) -> list[Flaw]:
    return list(check_linkage(read_homework(changed(changes), layout(), "宿題.xlsx"), layout()))


def personal(changes: dict[str, object]) -> list[tuple[str, str]]:
    book = read_homework(changed(changes), layout(), "宿題.xlsx")
    return [(flaw.rule, flaw.place) for flaw in check_personal_register(book, TODAY)]


def test_the_example_is_linked() -> None:
    assert check_linkage(read_homework(changed({}), layout(), "宿題.xlsx"), layout()) == ()


def test_a_measure_proposed_outside_the_logic_model_is_told() -> None:
    column = next(cell for cell, name in heads("施策案").items() if name == "採否")
    found = check_linkage(read_homework(changed({f"施策案!{column}6": "○ 提案する"}), layout(), "宿題.xlsx"), layout())
    assert [(flaw.rule, flaw.level, flaw.place) for flaw in found] == [
        ("ロジックモデルにない", Level.CAUTION, "施策案!F6")
    ]


def heads(sheet: str) -> dict[str, str]:
    """Column letters of a sheet of the example, by what heads them."""
    grid = next(grid for grid in example() if grid.name == sheet)
    return {a1(HEADER_ROW, place).rstrip("0123456789"): str(name) for place, name in enumerate(grid.values[HEADER_ROW])}


@pytest.mark.parametrize(
    ("changes", "rule", "place"),
    [
        ({"データ台帳!C7": "H01"}, "データ台帳がない", "仮説!A7"),  # H02 has no data any more
        ({"仮説!B6": None}, "つながりがない", "仮説!B6"),
        ({"仮説!B6": "K09"}, "まだ書かれていない行", "仮説!B6"),
        ({"仮説!B6": "K99"}, "ない番号", "仮説!B6"),
        ({"データ台帳!C6": "H01、H88"}, "ない番号", "データ台帳!C6"),
        ({"分析計画!D6": None}, "つながりがない", "分析計画!D6"),
        ({"事実!B7": None}, "つながりがない", "事実!B7"),
        ({"事実!B7": "R05"}, "まだ書かれていない行", "事実!B7"),
        ({"施策案!D7": None}, "つながりがない", "施策案!D7"),
        ({"指標!B6": "L05"}, "指標がない", "ロジックモデル!C11"),
        ({"指標!B6": None}, "つながりがない", "指標!B6"),
        ({"ロジックモデル!B11": "中間成果"}, "最終成果がない", "ロジックモデル!B6"),
        ({"ロジックモデル!D8": "L02"}, "順が逆", "ロジックモデル!D8"),
        ({"ロジックモデル!D8": None}, "先がない", "ロジックモデル!D8"),
        ({"ロジックモデル!B8": None}, "段階がない", "ロジックモデル!B8"),
        ({"評価計画!C6": None}, "つながりがない", "評価計画!C6"),
        ({"評価結果!A6": "E02"}, "まだ書かれていない行", "評価結果!A6"),
        ({"事実!A7": "F01"}, "同じ番号", "事実!A7"),
        ({"事実!A7": None}, "番号がない", "事実!A7"),
        ({"課題!K8": "車を持たない世帯が多い"}, "仮説がない", "課題!A8"),
    ],
)
def test_planted_fault_is_found_where_it_is(changes: dict[str, object], rule: str, place: str) -> None:
    assert (rule, place) in [(flaw.rule, flaw.place) for flaw in linked(changes)]


def test_identifiers_may_be_typed_wide_or_together() -> None:
    assert linked({"仮説!B6": "ｋ０１", "施策案!D7": "F01・Ｆ02"}) == []


def test_sheet_not_begun_is_told_once() -> None:
    changes: dict[str, object] = {
        f"データ台帳!{column}{row}": None for column in "BCDEFGHIJKLMNOPQRST" for row in (6, 7)
    }
    found = [(flaw.rule, flaw.level, flaw.sheet) for flaw in linked(changes)]
    assert found.count(("まだ書かれていない", Level.CAUTION, "データ台帳")) == 1
    assert not [flaw for flaw in linked(changes) if flaw.rule == "データ台帳がない"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"データ台帳!O6": None}, [("利用目的が空白", "データ台帳!O6")]),
        ({"データ台帳!P6": None}, [("根拠が空白", "データ台帳!P6")]),
        ({"データ台帳!Q6": None}, [("承認者が空白", "データ台帳!Q6")]),
        ({"データ台帳!R6": None}, [("承認日が空白", "データ台帳!R6")]),
        ({"データ台帳!S6": None}, [("文書番号が空白", "データ台帳!S6")]),
        ({"データ台帳!T6": None}, [("保存期限が空白", "データ台帳!T6")]),
        ({"データ台帳!T6": dt.date(2026, 11, 24)}, [("保存期限を過ぎた", "データ台帳!T6")]),
        ({"データ台帳!T6": dt.date(2026, 11, 25)}, []),  # kept to the end of the day
        ({"データ台帳!T6": dt.date(2026, 10, 1), "データ台帳!U6": dt.date(2026, 9, 30)}, []),
        (
            {"データ台帳!T6": dt.date(2026, 10, 1), "データ台帳!U6": dt.date(2026, 10, 2)},
            [("期限の後に廃棄", "データ台帳!U6")],
        ),
        ({"データ台帳!U6": dt.date(2027, 1, 1)}, [("廃棄日が先", "データ台帳!U6")]),
        ({"データ台帳!T6": "来年度末"}, [("日付でない", "データ台帳!T6")]),
        ({"データ台帳!T6": "令和7年3月31日"}, [("保存期限を過ぎた", "データ台帳!T6")]),
        ({"データ台帳!R6": dt.date(2026, 6, 1)}, [("承認の前に入手", "データ台帳!R6")]),
        ({"データ台帳!M7": "有"}, [(f"{name}が空白", f"データ台帳!{column}7") for name, column in zip(
            ("利用目的", "根拠", "承認者", "承認日", "文書番号", "保存期限"), "OPQRST", strict=True)]),
        ({"データ台帳!M7": None}, [("個人情報が空白", "データ台帳!M7")]),
    ],
)  # fmt: skip
def test_register_of_personal_information(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert personal(changes) == expected


def test_steps_end_where_the_chain_is_broken() -> None:
    broken = read_homework(changed({"事実!B7": None}), layout(), "宿題.xlsx")
    # K02: hypothesis, data, plan, result; the fact no longer goes back to it, the measure still names the issue itself.
    assert dict(steps(broken, layout()))["K02"][:6] == (1, 1, 1, 1, 0, 1)
