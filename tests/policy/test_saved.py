"""A 設定 sheet brings back the same command with the same settings, and the same workbook the same bytes."""

import dataclasses
import string
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.commands.evaluate import DID, DidSettings
from shirube.commands.evaluate_lines import LABELS, lines_of
from shirube.commands.evaluate_review import evaluate_and_review
from shirube.commands.evaluate_saved import COMMANDS, saved_on
from shirube.errors import DesignError
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.office.write import write_results
from shirube.policy.review import Review
from shirube.result import Purpose
from support.books import book

NAMES = st.sampled_from(["p", "c", "count", "はい", "1", "2020年度"]) | st.text(
    alphabet=string.ascii_letters + "件数年度地区（）_", min_size=1, max_size=8
)


def value_of(hint):
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint is Purpose:
        return st.sampled_from(list(Purpose))
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(0, 40)
    if hint is float:
        return st.floats(-1e6, 1e6)
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return st.lists(value_of(inner), max_size=3).map(tuple)
    if hint is str:
        return NAMES
    return st.one_of(st.none(), *(value_of(h) for h in get_args(hint) if h is not type(None)))


def settings_of(kind):
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: value_of(hints[field.name]) for field in dataclasses.fields(kind)})


def sheet_of(made, purpose="庁内検討"):
    rows = [["項目", "値", "説明"], *([s.label, s.value, s.note] for s in lines_of(made)), ["用途", purpose, ""]]
    return Grid.from_rows(rows, name="設定")


def test_every_command_is_named_as_its_button():
    assert {LABELS[c.settings.__name__] for c in COMMANDS.values()} == set(COMMANDS)
    assert all(LABELS[c.settings.__name__] == label for label, c in COMMANDS.items())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_settings_come_back(data):
    command = data.draw(st.sampled_from(list(COMMANDS.values())))
    made = data.draw(settings_of(command.settings))
    purpose = getattr(made, "purpose", Purpose.INTERNAL).value
    found, back = saved_on(sheet_of(made, purpose))
    assert found is command
    assert back == made


def test_labels_of_one_sheet_are_all_different():
    for command in COMMANDS.values():
        labels = [line.label for line in lines_of(command.settings())]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("命令", "クロス集計", "S216"),
        ("指定：見出しの行", "一行目", "S217"),
        ("指定：ほかの施策", "たぶん", "S217"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_cell(label, value, code):
    sheet = sheet_of(DidSettings("地区", "年度", "件数", "実施", "2020年度"))
    row = next(i for i, cell in enumerate(sheet.values[:, 0]) if cell == label)
    sheet.values[row, 1] = value
    with pytest.raises(DesignError) as error:
        saved_on(sheet)
    assert error.value.key == code
    if code == "S217":
        assert str(error.value.at.cell) == f"B{row + 1}"


def panel_book(path: Path) -> Path:
    rng = np.random.default_rng(2)
    rows = [["地区", "年度", "件数", "実施"]]
    for i in range(24):
        for year in range(2015, 2024):
            value = 50 + i + rng.normal() - (6 if i < 2 and year >= 2020 else 0)
            rows.append([f"{i}区", f"{year}年度", float(value), int(i < 2 and year >= 2020)])
    return book(path, {"データ": rows})


def test_the_same_workbook_gives_the_same_bytes(tmp_path):
    source = panel_book(tmp_path / "元.xlsx")
    asked = DidSettings(
        "地区", "年度", "件数", "実施", "2020年度", unit_label="件", higher_is_better=False, spillover=False
    )
    first = evaluate_and_review(read_grid(source), asked, Review())
    one = write_results(first, tmp_path / "1.xlsx")
    command, settings_again = saved_on(read_grid(one, "設定"))
    assert (command, settings_again) == (DID, asked)
    again = evaluate_and_review(read_grid(source), settings_again, Review())
    two = write_results(again, tmp_path / "2.xlsx")
    assert one.read_bytes() == two.read_bytes()
