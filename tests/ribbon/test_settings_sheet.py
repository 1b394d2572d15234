"""What a settings sheet says becomes the settings of its command, or a sentence about the line to mend."""

import dataclasses
import datetime as dt

import pytest

from shirube.codebook import Codebook
from shirube.commands import crosstab_lines, evaluate_lines
from shirube.commands.evaluate_lines import FORMS
from shirube.commands.evaluate_saved import COMMANDS
from shirube.commands.lines import Line, lines
from shirube.errors import ValueFormatError
from shirube.grid import Grid
from shirube.result import Purpose
from shirube_udfs.buttons import buttons, command_of
from shirube_udfs.settings_sheet import Asked, form_of, parse, rows
from shirube_udfs.settings_values import build, values_of

WITH_COMMAND = [name for name, button in buttons().items() if button.command]


def form(name):
    return form_of(buttons()[name])


def filled(name: str, **said) -> list[list]:
    cells = rows(form(name), Asked(form(name).sheet, "回答", "", 0))
    return [[label, said.get(label, value or None), text] for label, value, text in cells]


def asked(name, cells=None, **said):
    return parse(form(name), form(name).sheet, cells or filled(name, **said))


def no_sheet(name):
    raise AssertionError(name)


def test_a_filled_sheet():
    found = asked("crosstab", 表側の列=" 年代 ", 表頭の列="満足度", 割合の向き="列", 担当課="企画課")
    assert (found.target, found.header, found.place) == ("回答", 0, "このブック")
    assert found.words["row"] == "年代"
    assert found.notes == {"担当課": "企画課"}
    values = values_of(form("crosstab").fields, found.words, "設定", no_sheet)
    assert (values["percent"], values["missing"], values["summary"]) == ("column", "show", False)
    assert values["purpose"] is Purpose.INTERNAL
    assert "weight" not in values  # blank: the command's own default


def test_a_year_typed_as_a_number_is_text_without_a_decimal_point():
    said = dict.fromkeys(("単位の列", "期間の列", "成果の列", "実施の列"), "列") | {"開始時点": 2024.0}
    assert asked("did", **said).words["start"] == "2024"


def test_order_of_lines_and_lines_of_the_user_do_not_matter():
    lines = filled("crosstab", 表側の列="a", 表頭の列="b")
    cells = [["メモ", "来年も使う", None], [None, None, None], *reversed(lines)]
    assert asked("crosstab", cells).words["row"] == "a"


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ({"表側の列": "a"}, "SB-V293", "表頭の列"),
        ({"対象のシート": None, "表側の列": "a", "表頭の列": "b"}, "SB-V293", "対象のシート"),
        ({"表側の列": "a", "表頭の列": "b", "割合の向き": "斜め"}, "SB-V296", "行・列・全体"),
        ({"表側の列": "a", "表頭の列": "b", "見出しの行": "0"}, "SB-V298", "見出しの行"),
    ],
)
def test_a_line_to_mend_is_named(said, code, word):
    with pytest.raises(ValueFormatError, match=word) as caught:
        asked("crosstab", **said)
    assert caught.value.code == code
    assert "設定_クロス集計" in caught.value.japanese


@pytest.mark.parametrize("name", WITH_COMMAND)
def test_every_line_is_a_setting_of_the_command(name):
    settings = command_of(buttons()[name]).settings
    names = {field.name for field in dataclasses.fields(settings)}
    outside = {
        "review": {"settings"},
        "forms_collect": {"folder", "master", "previous", "receipts"},
    }  # files the front end reads
    for line in form(name).fields:
        first, _, rest = line.name.partition(".")
        assert first in names | outside.get(name, set()), line.name
        inner = getattr(settings(), first, None)
        if rest and dataclasses.is_dataclass(inner):
            assert rest in {field.name for field in dataclasses.fields(inner)}


@pytest.mark.parametrize("name", sorted(FORMS.values()))
def test_no_setting_of_an_evaluation_is_without_its_line(name):
    settings = command_of(buttons()[name]).settings
    said = {line.name for line in lines(name)}
    assert {field.name for field in dataclasses.fields(settings)} - said <= {"header_row"}  # asked by every button


def test_what_a_result_remembers_are_the_lines_of_its_button():
    """One place: the same words, whichever of the two sheets they stand on."""
    asked = {line.label: line for line in lines("crosstab")}
    kept = [line for line in crosstab_lines.FORMS["crosstab"] if line.name != "header_row"]
    assert {line.label for line in kept} == asked.keys()
    assert all(asked[line.label].words == line.words for line in kept)
    for kind, form_name in FORMS.items():
        command = next(c for c in COMMANDS.values() if c.settings.__name__ == kind)
        labels = [s.label.removeprefix("指定：") for s in evaluate_lines.lines_of(command.settings())[1:]]
        assert set(labels) <= {line.label for line in lines(form_name)} | {"見出しの行"}


def test_a_line_that_is_not_asked_is_followed_when_it_is_written():
    cells = [*filled("crosstab", 表側の列="年代", 表頭の列="満足度"), ["検定", "フィッシャー", None]]
    assert "検定" not in [row[0] for row in filled("crosstab")]
    found = asked("crosstab", cells)
    assert values_of(form("crosstab").fields, found.words, "設定", no_sheet)["test"] == "fisher"


@pytest.mark.parametrize("name", WITH_COMMAND)
def test_first_words_make_settings_and_labels_are_told_apart(name):
    fields = form(name).fields
    labels = [row[0] for row in rows(form(name), Asked("x"))]
    assert len(labels) == len(set(labels))
    first = {line.name: line.initial for line in fields if line.initial}
    assert all(not line.words or not line.initial or line.initial in line.words for line in fields)
    settings = command_of(buttons()[name]).settings
    known = {f.name for f in dataclasses.fields(settings)}
    values = values_of(fields, first, "設定", no_sheet)
    build(settings, {key: value for key, value in values.items() if key.partition(".")[0] in known})


@pytest.mark.parametrize(
    ("kind", "word", "value"),
    [
        ("number", "1,234.5", 1234.5),
        ("number", "−3", -3.0),
        ("whole", "12", 12),
        ("list", "性別、年代, 地区", ("性別", "年代", "地区")),
        ("pairs", "名称=施設名、住所＝所在地", (("名称", "施設名"), ("住所", "所在地"))),
        ("time", "8:30", dt.time(8, 30)),
        ("time", "17時15分", dt.time(17, 15)),
        ("dates", "2024-12-30、令和7年1月2日", frozenset({dt.date(2024, 12, 30), dt.date(2025, 1, 2)})),
        ("year", "令和6年度", 2024),
        ("year", "H31", 2019),
        ("purpose", "公表", Purpose.PUBLIC),
        ("yes_no_unknown", "分からない", None),
    ],
)
def test_kinds_of_words(kind, word, value):
    line = Line("x", "項目", "例", kind)
    assert values_of((line,), {"x": word}, "設定", no_sheet) == {"x": value}


@pytest.mark.parametrize(
    ("kind", "word"),
    [("number", "多い"), ("whole", "1.5"), ("pairs", "名称"), ("time", "朝"), ("dates", "2024年"), ("year", "いつか")],
)
def test_a_word_that_cannot_be_read_is_told_with_an_example(kind, word):
    line = Line("x", "項目", "例: これ", kind)
    with pytest.raises(ValueFormatError) as caught:
        values_of((line,), {"x": word}, "設定_試し", no_sheet)
    assert word in caught.value.japanese


def test_sheets_named_are_read():
    head = ["設問", "設問文", "種類", "順序", "列", "コード", "選択肢", "欠測"]
    options = [
        ["性別", "性別", "単一回答", None, "性別", code, word, None] for code, word in ((1, "男性"), (2, "女性"))
    ]
    codebook = Grid.from_rows([head, *options], name="設問票")
    line = Line("codebook", "設問票", "", "codebook")
    found = values_of((line,), {"codebook": "設問票"}, "設定", {"設問票": codebook}.__getitem__)
    assert isinstance(found["codebook"], Codebook)
