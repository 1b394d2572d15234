"""Files that attack are contained and told: nothing runs or is followed, nothing blows up, no text turns formula."""

import random
import resource
import zipfile

import pytest

from shirube.commands.forms_collect import CollectSettings, forms_collect
from shirube.errors import ReadError
from shirube.forms.collect import collect_file
from shirube.office.form_folder import collect_folder, form_files
from shirube.office.read.form import read_form
from shirube.office.write import write_result
from support.forms.drawn import write_xls, write_xlsx
from support.forms.spoil import encrypt, encrypted, not_a_workbook, torn, with_external_link, with_macro, zip_bomb

FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "@SUM(1)*cmd|'x'!A0",
    '=HYPERLINK("http://x.example","y")',
    "=1+1",
)


@pytest.mark.parametrize("make", [zip_bomb, torn, encrypted, not_a_workbook])
def test_refused_in_words_and_the_rest_goes_on(folder, clinic_map, tmp_path_factory, make):
    make(folder / "回答2.xlsx", random.Random(1))
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    found = list(collect_folder(folder, form_files(folder), [clinic_map], journal))
    assert [one.outcome.value for one in found] == ["回答", "読めない", "回答"]
    assert "SB-R" in found[1].issues[0].sentence


def test_a_bomb_takes_no_memory(tmp_path):
    path = tmp_path / "爆弾.xlsx"
    zip_bomb(path, random.Random(1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadError) as caught:
        read_form(path)
    assert caught.value.key == "R109"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024  # KB


def test_a_sheet_far_too_wide_is_refused(tmp_path, filled):
    path = write_xlsx(filled(), tmp_path / "広い.xlsx")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)
    with pytest.raises(ReadError) as caught:
        read_form(path)
    assert caught.value.key == "R112"


@pytest.mark.parametrize(("spoil", "word"), [(with_macro, "マクロ"), (with_external_link, "ほかのファイルへのリンク")])
def test_contents_are_told_and_the_answers_read(tmp_path, clinic_map, filled, spoil, word):
    path = write_xlsx(filled(), tmp_path / "回答.xlsx")
    spoil(path)
    collected = collect_file(read_form(path), [clinic_map])
    assert collected.copies[0].value("医療機関名")
    assert [(i.kind.word, i.raw) for i in collected.issues] == [("注意が必要な中身", word)]


def test_formula_that_calls_outside_is_told(tmp_path, clinic_map, filled):
    sheets = filled()
    sheets[0].formulas[sheets[0].at("C28")] = '=WEBSERVICE("http://x.example")'
    collected = collect_file(read_form(write_xlsx(sheets, tmp_path / "回答.xlsx")), [clinic_map])
    assert ("注意が必要な中身", "外部を呼ぶ数式", "C28") in [(i.kind.word, i.raw, i.cell) for i in collected.issues]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("writer", [write_xlsx, write_xls])
def test_text_never_becomes_a_formula(tmp_path, clinic_map, filled, text, writer):
    sheets = filled()
    sheets[0].write("C28", text)
    sheets[0].write("C7", text)
    path = writer(sheets, tmp_path / ("回答" + (".xls" if writer is write_xls else ".xlsx")))
    collected = collect_file(read_form(path), [clinic_map])
    told = {(i.kind.word, i.item) for i in collected.issues}
    assert {("数式に見える文字", "備考"), ("数式に見える文字", "医療機関名")} <= told
    out = write_result(forms_collect([collected], CollectSettings((clinic_map,))), tmp_path / "結果.xlsx")
    with zipfile.ZipFile(out) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name), name
            assert "externalLink" not in name


def test_one_password_for_a_batch(folder, clinic_map, tmp_path_factory):
    secret = "ひみつ2024"  # noqa: S105 - of a generated file
    encrypt(folder / "回答2.xlsx", secret)
    journal = tmp_path_factory.mktemp("j") / "途中.jsonl"
    files = form_files(folder)
    assert [c.outcome.value for c in collect_folder(folder, files, [clinic_map], journal)][1] == "読めない"
    wrong = list(collect_folder(folder, files, [clinic_map], journal, password=secret[1:]))
    assert wrong[1].outcome.value == "読めない"
    right = list(collect_folder(folder, files, [clinic_map], journal, password=secret))
    assert right[1].copies[0].value("医療機関名")
    assert secret not in journal.read_text(encoding="utf-8")
