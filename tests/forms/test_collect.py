"""A round of spoiled copies against its answer key: every value, every fault, no file silent."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def score():
    sys.path.insert(0, str(ROOT / "bench"))
    import forms_score

    yield forms_score.score
    sys.path.remove(str(ROOT / "bench"))


@pytest.mark.parametrize(("form", "count", "seed"), [("clinic", 60, 11), ("school", 40, 12)])
def test_round_of_every_fault(score, tmp_path, form, count, seed):
    figures = score(form, count, seed, tmp_path)
    assert figures["wrong"] == []
    assert figures["files_accounted"] == figures["values_right"] == figures["faults_reported"] == 1.0
    assert figures["false_ok"] == 0
    # Nothing is cried wolf about but the boxes that a deleted row moved.
    assert set(figures["not_injected"]) <= {"動いた欄"}


def test_values_and_their_raw_text_stand_side_by_side(read, clinic_map, filled):
    from shirube.forms.collect import collect_file

    sheets = filled()
    sheets[0].write("C24", "１，２３４")
    answer = collect_file(read(*sheets), [clinic_map]).copies[0].answers["初診_電話"]
    assert (answer.value, answer.raw, answer.cell) == (1234, "１，２３４", "C24")


def test_answer_beside_its_box_is_told_with_the_item(read, clinic_map, filled):
    from shirube.forms.collect import collect_file

    sheets = filled()
    sheets[0].write("C7", None)
    sheets[0].put("I7", "東医院")
    told = {i.kind.word: i for i in collect_file(read(*sheets), [clinic_map]).issues}
    assert set(told) == {"必須の空白", "欄外の記入"}
    assert (told["欄外の記入"].item, told["欄外の記入"].suggestion) == ("医療機関名", "東医院")
    assert "医療機関名" in told["欄外の記入"].next_step


def test_words_beside_an_empty_form_are_told(read, clinic_map):
    from shirube.forms.collect import collect_file
    from support.forms import clinic

    form = clinic.blank()[0]
    form.put("A34", "該当ありません")
    kinds = [i.kind.word for i in collect_file(read(form), [clinic_map]).issues]
    assert kinds == ["欄外の記入", "空の調査票"]


def test_own_sums_outside_the_boxes_are_told(read, clinic_map, filled):
    from shirube.forms.collect import collect_file

    sheets = filled()
    sheets[0].put("J24", 12)
    sheets[0].formulas[23, 9] = "=C24+C25"
    issues = collect_file(read(*sheets), [clinic_map]).issues
    assert [(i.kind.word, i.cell) for i in issues] == [("欄外の記入", "J24")]


def test_boxes_that_are_not_read_are_no_remarks(read, clinic_map, filled):
    from dataclasses import replace

    from shirube.forms.collect import collect_file
    from shirube.forms.form_map import ItemKind

    items = [replace(i, kind=ItemKind.IGNORED) if i.key == "ＦＡＸ番号" else i for i in clinic_map.items]
    collected = collect_file(read(*filled()), [replace(clinic_map, items=tuple(items))])
    assert "ＦＡＸ番号" not in collected.copies[0].answers
    assert not collected.issues


def test_ring_drawn_over_an_answer_is_told(read, clinic_map, filled):
    from dataclasses import replace

    from shirube.forms.collect import collect_file
    from shirube.forms.form_file import Remark

    file = read(*filled())
    ring = replace(file.sheets[0], remarks=(Remark("図形", "", "C15:C15"), Remark("図形", "", "J40:K41")))
    issues = collect_file(replace(file, sheets=(ring, *file.sheets[1:])), [clinic_map]).issues
    assert [(issue.kind.word, issue.cell) for issue in issues] == [("欄外の記入", "C15:C15")]
