"""Saved settings: what a 設定 sheet says is what the command does, this year and next."""

import dataclasses
import datetime as dt

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.commands.crosstab import CrosstabSettings
from shirube.commands.crosstab_lines import FORMS, flat, lines_of
from shirube.commands.crosstab_saved import COMMANDS, saved_on, source_sheet_on, with_sheets
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.result import Purpose
from shirube_cli.main import main
from support.survey import survey


def sheet(settings: list, more: tuple = ()) -> Grid:
    return Grid.from_rows([["項目", "値", "説明"], *([s.label, s.value, s.note] for s in settings), *more], name="設定")


def filled(name: str) -> object:
    """Settings of a command with something in every line of its sheet."""
    texts = {"purpose": Purpose.PUBLIC, "header_row": 2, "threshold": 5, "most_weight": 3.5, "summary": True,
             "percent": "total", "missing": "exclude", "layout": "np", "test": "chi2", "adjust": "bh",
             "counted": "世帯", "protection": "round", "round_to": 5, "false_discoveries": 0.1, "most": 7,
             "opens": dt.time(9, 0), "closes": dt.time(16, 45), "saturday": True, "year_end": False, "level": 1,
             "closed": frozenset({dt.date(2026, 8, 14), dt.date(2026, 8, 13)})}  # fmt: skip
    values = {}
    for line in FORMS[name]:
        last = line.name.split(".")[-1]
        values[line.name] = texts.get(last, f"列{last}")
    own, common = flat(values)
    if common:
        own["common"] = CrosstabSettings(**common)
    return COMMANDS[name].settings(**own)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_line_comes_back(name: str) -> None:
    command, settings = COMMANDS[name], filled(name)
    found, again = saved_on(sheet(list(lines_of(name, command.label, settings)), (("用途", "公表", ""),)))
    assert found is command
    assert again == settings


@pytest.mark.parametrize("name", COMMANDS)
def test_defaults_come_back_and_every_line_has_its_setting(name: str) -> None:
    command = COMMANDS[name]
    assert saved_on(sheet(list(lines_of(name, command.label, command.settings())))) == (command, command.settings())
    labels = [line.label for line in FORMS[name]]
    assert len(set(labels)) == len(labels)
    own = {f.name for f in dataclasses.fields(command.settings)} - {"common"}
    assert own - {line.name for line in FORMS[name]} <= {"codebook", "population"} | (
        {"axes", "false_discoveries"} if name == "crosstab_gt" else set()
    )


@given(st.times(), st.frozensets(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), max_size=4))
def test_hours_and_days_survive(clock: dt.time, days: frozenset) -> None:
    settings = COMMANDS["crosstab_heat"].settings(opens=clock.replace(second=0, microsecond=0), closed=days)
    again = saved_on(sheet(list(lines_of("crosstab_heat", "曜日・時間帯", settings))))[1]
    assert (again.opens, again.closed) == (settings.opens, days)


def test_what_excel_makes_of_typed_values_is_read() -> None:
    rows = (("命令", "曜日・時間帯", ""), ("日時の列", "受付", ""), ("開庁時刻", dt.time(9, 0), ""),
            ("ほかの閉庁日", dt.datetime(2026, 8, 13), ""), ("見出しの行", 3.0, ""))  # fmt: skip
    settings = saved_on(sheet([], rows))[1]
    assert (settings.opens, settings.closed, settings.header_row) == (dt.time(9), frozenset({dt.date(2026, 8, 13)}), 2)


@pytest.mark.parametrize(
    ("label", "value"), [("割合の向き", "斜め"), ("秘匿の基準", "少し"), ("平均点などを添える", "たぶん")]
)
def test_a_wrong_word_is_told_with_its_cell(label: str, value: str) -> None:
    with pytest.raises(CrosstabError) as caught:
        saved_on(sheet([], (("命令", "クロス集計", ""), ("表側の列", "年代", ""), (label, value, ""))))
    assert caught.value.key == "C331"
    assert "設定!B4" in caught.value.sentence
    assert value in caught.value.sentence


def test_another_sheet_is_refused() -> None:
    for rows in ([["a", "b"], [1, 2]], [["一列だけ"], [1]]):
        with pytest.raises(CrosstabError) as caught:
            saved_on(Grid.from_rows(rows))
        assert caught.value.key == "C332"


def book(path, frame: pd.DataFrame) -> None:
    made = openpyxl.Workbook()
    made.active.title = "はじめに"
    page = made.create_sheet("回答")
    for row in [list(frame.columns), *frame.astype(object).where(frame.notna(), None).to_numpy().tolist()]:
        page.append([v.item() if hasattr(v, "item") else v for v in row])
    people = made.create_sheet("母集団")
    for row in (["性別", "人口"], ["男性", 480], ["女性", 520]):
        people.append(row)
    questions = made.create_sheet("設問票")
    questions.append(["設問", "設問文", "種類", "順序", "コード", "選択肢"])
    for k, label in enumerate(("満足", "やや満足", "やや不満", "不満", "無回答")):
        questions.append(
            ["満足度", "くらしの満足度", "単一回答", "あり", label, label] if k == 0 else [None] * 4 + [label, label]
        )
    made.save(path)


CALLS = {
    "crosstab": [
        "--row",
        "年代",
        "--column",
        "満足度",
        "--outer",
        "性別",
        "--percent",
        "column",
        "--codebook",
        "設問票",
    ],
    "crosstab_batch": [
        "--axes",
        "性別、年代",
        "--questions",
        "満足度",
        "--population",
        "母集団",
        "--missing",
        "exclude",
    ],
    "crosstab_gt": ["--gt", "--questions", "満足度、性別", "--weight", "w", "--where", "性別=男性"],
    "crosstab_matrix": ["--matrix", "満足度、満足度2", "--summary", "--purpose", "公表", "--threshold", "12"],
    "crosstab_heat": ["--heat", "受付", "--opens", "9:00", "--closed", "2025-08-13", "--saturday"],
    "crosstab_profile": ["--row", "年代", "--column", "満足度", "--profile", "満足", "--bands", "年齢=40"],
    "crosstab_top": ["--top", "年代", "--most", "2", "--purpose", "公表", "--counted", "件"],
}


def shown(path) -> list:
    """Everything on the report and the 設定 sheet but the time of making."""
    made = openpyxl.load_workbook(path)
    return [
        [tuple(c.value for c in row) for row in made[name].iter_rows() if "作成日" not in str(row[0].value)]
        for name in made.sheetnames
        if name == "設定" or name.startswith("報告")
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_next_year_is_counted_by_the_same_settings(tmp_path, name: str) -> None:
    """By the options of the command line and by the 設定 sheet they left: the same workbook, from the same sheet."""
    frame = survey(300)
    frame["性別"] = ["男性", "女性"] * 150
    frame["年齢"] = [20 + k % 60 for k in range(300)]
    frame["満足度2"] = frame["満足度"].to_numpy()[::-1]
    frame["受付"] = [dt.datetime(2025, 6, 2) + dt.timedelta(hours=7 * k) for k in range(300)]
    path, first, second = tmp_path / "調査.xlsx", tmp_path / "一度目.xlsx", tmp_path / "二度目.xlsx"
    book(path, frame)
    assert main(["crosstab", str(path), "--sheet", "回答", *CALLS[name], "--out", str(first)]) == 0
    assert source_sheet_on(read_grid(first, "設定")) == "回答"
    assert main(["crosstab", str(path), "--settings", str(first), "--out", str(second)]) == 0
    assert shown(second) == shown(first)


def test_sheets_are_read_once_by_name() -> None:
    rows = {
        "設問票": [["設問", "設問文", "種類"], ["問1", "満足", "単一回答"]],
        "母集団": [["性別", "人口"], ["男", 1]],
    }
    settings = CrosstabSettings(codebook_sheet="設問票", population_sheet="母集団")
    read = with_sheets(settings, lambda name: Grid.from_rows(rows[name], name=name))
    assert "問1" in read.codebook
    assert read.population.keys == ("性別",)
    assert with_sheets(COMMANDS["crosstab_top"].settings("年代"), {}.__getitem__).column == "年代"
