"""事前登録: locked, read back from cells, compared with what was done."""

import datetime as dt

import numpy as np
import pytest

from shirube.commands.evaluate import DidSettings
from shirube.commands.evaluate_review import RegisterSettings, evaluate_and_review, register_plan, registered_on
from shirube.errors import DesignError
from shirube.grid import Grid
from shirube.policy.registration import ITEMS, read_registration, register, registration_sheet
from shirube.policy.review import Review
from support.policy import random_panel

DAY = dt.date(2024, 4, 1)
LINES = {"方法": "差の差", "成果": "件数", "開始時点": "2021年", "大きいほどよい": "いいえ", "実施地区": "2区、1区"}


def sheet(plan):
    return [["項目", "値"], *(list(row) for row in registration_sheet(plan).data[0].table.rows)]


def test_a_plan_survives_its_sheet_and_the_order_of_lines():
    plan = register(LINES.items(), DAY)
    assert read_registration(sheet(plan)) == plan
    assert register(reversed(LINES.items()), DAY) == plan


def test_excel_turns_the_day_into_a_date():
    plan = register(LINES.items(), DAY)
    rows = [[a, dt.datetime(2024, 4, 1) if a == "登録日" else b] for a, b in sheet(plan)]
    assert read_registration(rows) == plan


@pytest.mark.parametrize("item", ["成果", "開始時点", "登録日"])
def test_any_later_change_is_noticed(item):
    value = "2024-04-02" if item == "登録日" else "別の値"
    rows = [[a, value if a == item else b] for a, b in sheet(register(LINES.items(), DAY))]
    with pytest.raises(DesignError) as caught:
        read_registration(rows)
    assert caught.value.key == "S444"


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda: register([("方法", "差の差")], DAY), "S442"),
        (lambda: register([*LINES.items(), ("気分", "よい")], DAY), "S441"),
        (lambda: read_registration([["方法", "差の差"]]), "S443"),
        (lambda: register_plan(None, RegisterSettings(LINES)), "S443"),
    ],
)
def test_reasons(call, key):
    with pytest.raises(DesignError) as caught:
        call()
    assert caught.value.key == key


def test_unwritten_items_are_named():
    note = registration_sheet(register([("方法", "差の差"), ("成果", "件数")], DAY)).notes[0]
    assert all(item in note for item, _, _ in ITEMS if item not in ("方法", "成果"))


def test_the_report_prints_agreement_or_changes():
    frame = random_panel(np.random.default_rng(1), units=24, treated=2)
    grid = Grid.from_rows([list(frame.columns), *frame.to_numpy().tolist()])
    settings = DidSettings("地区", "年", "件数", "実施", "2021", higher_is_better=False)
    plan = registered_on(Grid.from_rows(sheet(register_as_command())))
    text = rows(evaluate_and_review(grid, settings, Review(registration=plan))[1])
    assert any(value.startswith("一致（2024-04-01") for value in text.values())
    late = DidSettings("地区", "年", "件数", "実施", "2022", higher_is_better=False)
    text = rows(evaluate_and_review(grid, late, Review(registration=plan))[1])
    assert text["事前登録"].startswith("変更点 1件")
    assert text["変更点：開始時点"] == "登録「2021年」→ 実際「2022年」"
    assert rows(evaluate_and_review(grid, settings)[1])["事前登録"].startswith("なし")


def register_as_command():
    made = register_plan(Grid.from_rows([["項目", "値"], *map(list, LINES.items())]), RegisterSettings(day=DAY))
    return read_registration(made.data[0].table.rows)


def rows(result):
    return dict(next(t for t in result.tables if t.key == "review_reproduction").rows)
