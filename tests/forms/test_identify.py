"""A form is known by what it says, not by its file, its sheet, its stamp or its place in the workbook."""

from shirube.forms.collect import collect_file
from shirube.forms.copies import Outcome
from support.forms import clinic
from support.forms.drawn import Drawn


def test_sheet_and_file_names_do_not_matter(read, clinic_map, filled):
    sheets = filled()
    sheets[0].name = "Sheet1"
    file = read(*reversed(sheets), name="無題.xlsx")
    assert collect_file(file, [clinic_map]).outcome is Outcome.ANSWER


def test_edition_is_told_apart_by_its_labels(read, clinic_map, clinic_old_map):
    sheets = clinic.old_blank()
    sheets[0].write("C6", "東医院")
    collected = collect_file(read(*sheets), [clinic_map, clinic_old_map])
    assert collected.copies[0].version == "1"
    assert "別の版" in [issue.kind.word for issue in collected.issues]


def test_worked_example_is_never_an_answer(read, clinic_map):
    collected = collect_file(read(*clinic.blank()), [clinic_map])
    assert collected.outcome is Outcome.EMPTY


def test_an_example_the_blank_did_not_bring_is_not_told(read, filled):
    from shirube.forms.propose import propose

    form = propose(read(clinic.blank()[0]), form="clinic")
    collected = collect_file(read(*filled()), [form])
    assert len(collected.copies) == 1
    assert not collected.issues


def sheet(name, number=None):
    form = Drawn(name)
    for row, label in enumerate(("調査票", "児童数", "教員数"), 1):
        form.put(f"A{row}", label, "label")
        form.put(f"B{row}", number, "box")
    return form


def test_an_example_that_differs_by_numbers_alone(read):
    from shirube.forms.propose import propose

    form = propose(read(sheet("様式"), sheet("記入例", 5)), form="q")
    collected = collect_file(read(sheet("様式", 7), sheet("記入例", 5)), [form])
    assert [copy.value("児童数") for copy in collected.copies] == [7]


def test_sheets_just_alike_are_all_answers(read):
    from shirube.forms.propose import propose

    form = propose(read(sheet("4月"), sheet("5月")), form="q")
    collected = collect_file(read(sheet("4月", 7), sheet("5月", 8)), [form])
    assert [copy.value("児童数") for copy in collected.copies] == [7, 8]


def test_two_answers_in_one_file_are_two_rows(read, clinic_map, filled):
    first, second = filled(1)[0], filled(2)[0]
    second.name = "調査票 (2)"
    assert len(collect_file(read(first, second), [clinic_map]).copies) == 2


def test_other_workbook_is_unknown_and_says_how_far_off(read, clinic_map):
    other = Drawn("在庫")
    other.put("A1", "品名")
    other.put("B1", "医療機関名＊")
    collected = collect_file(read(other), [clinic_map])
    assert collected.outcome is Outcome.UNKNOWN
    assert "％" in collected.issues[0].sentence


def test_a_sheet_someone_added_is_told(read, clinic_map, filled):
    added = Drawn("補足")
    added.put("A1", "別紙の説明です")
    kinds = [issue.kind.word for issue in collect_file(read(*filled(), added), [clinic_map]).issues]
    assert kinds == ["ほかのシート"]


def test_an_explanation_someone_wrote_on_is_none(read, filled):
    from shirube.forms.propose import propose

    guide = Drawn("説明")
    for row, text in enumerate(
        ("記入の手引き", "１　提出期限は５月末です", "２　メールで提出してください", "３　問合せ先"), 1
    ):
        guide.put(f"A{row}", text)
    form = propose(read(clinic.blank()[0], guide), form="clinic")
    guide.put("B2", "了解しました")
    assert not collect_file(read(filled()[0], guide), [form]).issues


def test_empty_sheets_are_not(read, clinic_map, filled):
    assert not collect_file(read(*filled(), Drawn("Sheet2")), [clinic_map]).issues


def test_stamped_edition_without_a_map_is_told(read, clinic_map, filled):
    from dataclasses import replace

    file = replace(read(*filled()), form="clinic", version="1")
    issue = collect_file(file, [clinic_map]).issues[0]
    assert issue.kind.word == "別の版"
    assert "版（1" in issue.sentence


def test_an_edition_nobody_has_a_map_of_is_told(read, clinic_map, filled):
    sheets = filled()
    for cell in ("A5", "A13", "C14", "F14", "A17", "A18", "A19", "F19"):
        sheets[0].write(cell, f"新しい見出し{cell}" if cell in ("A17", "A18") else None)
    kinds = [issue.kind.word for issue in collect_file(read(*sheets), [clinic_map]).issues]
    assert "別の版" in kinds
