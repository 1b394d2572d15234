"""What people type on the exceptions sheet is applied on the next run and never lost."""

import datetime as dt
from dataclasses import replace

import pytest

from shirube.forms.assemble import RoundRequest, assemble
from shirube.forms.collect import collect_file
from shirube.forms.copies import Outcome
from shirube.forms.line import ACCEPTED, CORRECTED, KEPT, Line


@pytest.fixture
def spoiled(read, filled):
    """A reply with a blank name, an answer that is no option, and words in a number."""

    def made(name="回答.xlsx"):
        sheets = filled(1)
        form = sheets[0]
        for box, value in (("C7", None), ("F15", "検討中"), ("C24", "約20"), ("C28", "備考です")):
            form.write(box, value)
        return read(*sheets, name=name)

    return made


def run(file, form, typed=()):
    return assemble([collect_file(file, [form])], RoundRequest((form,), typed=tuple(typed)))


def typed_on(done, kind, **words):
    line = next(line for line in done.lines if line.kind == kind)
    return replace(line, **words)


def test_value_is_put_in_and_the_raw_text_stays(spoiled, clinic_map):
    file = spoiled()
    line = typed_on(run(file, clinic_map), "数値に文字", correction=21)
    done = run(file, clinic_map, [line])
    answer = done.used[0].answers["初診_電話"]
    assert (answer.value, answer.raw) == (21, "約20")
    assert next(x for x in done.lines if x.kind == "数値に文字").state == CORRECTED


def test_typed_text_is_read_as_the_item_is(spoiled, clinic_map):
    file = spoiled()
    first = run(file, clinic_map)
    lines = [
        typed_on(first, "選択肢にない値", correction="なし"),
        typed_on(first, "数値に文字", correction="１，２００"),
    ]
    done = run(file, clinic_map, lines)
    assert done.used[0].value("初診_ビデオ通話による診療") == "無"
    assert done.used[0].value("初診_電話") == 1200


def test_corrections_survive_any_number_of_runs(spoiled, clinic_map):
    file = spoiled()
    lines = (typed_on(run(file, clinic_map), "数値に文字", correction=21),)
    for _ in range(3):
        done = run(file, clinic_map, lines)
        lines = done.lines
        assert done.used[0].value("初診_電話") == 21
    assert [line.correction for line in lines if line.correction is not None] == [21]


def test_a_renamed_file_keeps_its_corrections(spoiled, clinic_map):
    file = spoiled()
    line = typed_on(run(file, clinic_map), "数値に文字", correction=21)
    done = run(replace(file, file="別の名前.xlsx"), clinic_map, [line])
    assert done.used[0].value("初診_電話") == 21


def test_without_its_file_a_correction_is_kept_with_the_reason(spoiled, clinic_map):
    line = typed_on(run(spoiled(), clinic_map), "数値に文字", correction=21)
    done = assemble([], RoundRequest((clinic_map,), typed=(line,)))
    (kept,) = done.lines
    assert (kept.correction, kept.state) == (21, KEPT)
    assert "今回のファイルにありません" in kept.sentence
    # When the file is back, it is used again.
    assert run(spoiled(), clinic_map, done.lines).used[0].value("初診_電話") == 21


def test_a_value_that_cannot_be_read_changes_nothing_and_is_told(spoiled, clinic_map):
    file = spoiled()
    line = typed_on(run(file, clinic_map), "数値に文字", correction="多数")
    done = run(file, clinic_map, [line])
    assert done.used[0].value("初診_電話") is None
    assert "読めない訂正" in [x.kind for x in done.lines]
    assert next(x for x in done.lines if x.kind == "数値に文字").correction == "多数"


def test_confirming_leaves_the_value(read, clinic_map, filled):
    sheets = filled(1)
    sheets[0].write("C24", 99_999)
    file = read(*sheets)
    line = typed_on(run(file, clinic_map), "範囲外の数", action="確認済み")
    done = run(file, clinic_map, [line])
    assert done.used[0].value("初診_電話") == 99_999
    assert [x.state for x in done.lines] == [ACCEPTED]
    assert not any(x.open for x in done.lines)


def test_what_the_mail_said_is_typed_on_a_new_row(spoiled, clinic_map):
    added = Line(file="回答.xlsx", item="備考", correction="公表しないでください")
    done = run(spoiled(), clinic_map, [added])
    assert done.used[0].value("備考") == "公表しないでください"
    again = run(spoiled(), clinic_map, done.lines)
    assert again.used[0].value("備考") == "公表しないでください"
    assert sum(x.correction == "公表しないでください" for x in again.lines) == 1


def test_a_blank_can_be_put_in(spoiled, clinic_map):
    added = Line(file="回答.xlsx", item="備考", correction="空白")
    assert run(spoiled(), clinic_map, [added]).used[0].value("備考") is None


def test_an_excluded_file_is_counted_as_such(read, clinic_map):
    from support.forms.drawn import Drawn

    other = Drawn("在庫")
    other.put("A1", "品名")
    file = read(other)
    line = typed_on(run(file, clinic_map), "別の様式", action="除く")
    done = run(file, clinic_map, [line])
    assert [one.outcome for one in done.files] == [Outcome.EXCLUDED]
    assert not any(x.open for x in done.lines)


def test_dates_typed_as_dates(spoiled, clinic_map):
    added = Line(file="回答.xlsx", item="開始年月日", correction=dt.datetime(2020, 4, 1))
    assert run(spoiled(), clinic_map, [added]).used[0].value("開始年月日") == dt.date(2020, 4, 1)


def test_rows_of_blocks_are_corrected(read, school_map):
    import random

    from support.forms import school

    sheets = school.blank()
    school.fill(sheets[0], school.answers(random.Random(3), 3), random.Random(3))
    sheets[0].write("J28", "約1200")
    file = read(*sheets)
    line = typed_on(run(file, school_map), "数値に文字", correction=1210)
    done = run(file, school_map, [line])
    block = school_map.blocks[0].key
    assert done.used[0].records[block][1].answers["延床面積"].value == 1210
