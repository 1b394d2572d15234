"""What a settings sheet says becomes the settings of its command, or a sentence about the line to mend."""

import dataclasses
import importlib

import pytest

from shirube.errors import ValueFormatError
from shirube_udfs.settings_sheet import FORMS, parse, rows

COMMANDS = {
    "crosstab": ("crosstab", "CROSSTAB"),
    "before_after": ("evaluate", "BEFORE_AFTER"),
    "did": ("evaluate", "DID"),
}


def filled(name: str, **said) -> list[list]:
    return [[label, said.get(label, value or None), text] for label, value, text in rows(FORMS[name], "回答")]


def test_a_filled_sheet():
    target, values = parse(FORMS["crosstab"], filled("crosstab", 表側の列=" 年代 ", 表頭の列="満足度", 割合の向き="列"))
    assert target == "回答"
    expected = {"row": "年代", "column": "満足度", "weight": "", "percent": "column", "missing": "show"}
    assert {key: values[key] for key in expected} == expected


def test_a_year_typed_as_a_number_is_text_without_a_decimal_point():
    said = dict.fromkeys(("単位の列", "期間の列", "成果の列", "実施の列"), "列") | {"開始時点": 2024.0}
    assert parse(FORMS["did"], filled("did", **said))[1]["start"] == "2024"


def test_order_of_lines_and_lines_of_the_user_do_not_matter():
    cells = [
        ["メモ", "来年も使う", None],
        [None, None, None],
        *reversed(filled("crosstab", 表側の列="a", 表頭の列="b")),
    ]
    assert parse(FORMS["crosstab"], cells)[1]["row"] == "a"


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ({"表側の列": "a"}, "SB-V293", "表頭の列"),
        ({"対象のシート": None, "表側の列": "a", "表頭の列": "b"}, "SB-V293", "対象のシート"),
        ({"表側の列": "a", "表頭の列": "b", "割合の向き": "斜め"}, "SB-V296", "行・列・全体"),
    ],
)
def test_a_line_to_mend_is_named(said, code, word):
    with pytest.raises(ValueFormatError, match=word) as caught:
        parse(FORMS["crosstab"], filled("crosstab", **said))
    assert caught.value.code == code
    assert "設定_クロス集計" in caught.value.japanese


@pytest.mark.parametrize("name", FORMS)
def test_every_line_is_a_setting_of_the_command(name):
    module, constant = COMMANDS[name]
    command = getattr(importlib.import_module(f"shirube.commands.{module}"), constant)
    assert command.name == name
    known = {f.name for f in dataclasses.fields(command.settings)}
    assert {line.name for line in FORMS[name].fields} <= known
    assert all(line.initial in line.choices for line in FORMS[name].fields if line.choices)
    assert len(FORMS[name].sheet) <= 31
