"""The workbook of a round: sheets for the machine, words for people, links back to the replies."""

import random

import pytest

from shirube.codebook import Answer, read_codebook
from shirube.commands.forms_collect import CollectSettings, forms_collect
from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.forms.collect import collect_file
from shirube.forms.master import Institution
from shirube.office.read import read_grid
from shirube.office.write import write_result
from shirube.result import Link
from shirube.table import records
from support.forms import clinic, school


@pytest.fixture
def result(read, clinic_map, filled):
    files = [read(*filled(number), name=f"北部/回答{number}.xlsx") for number in range(1, 9)]
    collected = [collect_file(file, [clinic_map]) for file in files]
    master = (Institution("1310000099", "未回答医院", "南部"),)
    return forms_collect(collected, CollectSettings((clinic_map,), master=master, folder="返信"))


def test_page_one_is_plain(result):
    said = " ".join((*result.conclusion, *result.says, *result.notes))
    assert "8ファイルから、8件の回答" in said
    assert [figure.label for figure in result.figures] == ["ファイル", "回答", "残る例外", "回答率"]
    assert result.figures[3].text == "0.0％"


def test_every_row_leads_back_to_its_reply(result):
    answers = next(sheet.table for sheet in result.data if sheet.name == "回答")
    assert answers.rows[0][0] == Link("北部/回答1.xlsx", "調査票", "A1", "返信/北部/回答1.xlsx")


def test_answers_and_codebook_feed_cross_tabulation(result, tmp_path):
    out = write_result(result, tmp_path / "結果.xlsx")
    codebook = read_codebook(read_grid(out, "設問票"))
    assert codebook.question("対応診療科").answer is Answer.MULTIPLE
    frame = records(read_grid(out, "回答"))
    coded = code(frame, ("再診_電話による診療", "対応診療科"), codebook)
    table = tabulate(coded, CrosstabRequest("再診_電話による診療", "対応診療科"))
    assert table is not None


def test_blocks_have_a_sheet_of_their_own(read, school_map):
    sheets = school.blank()
    said = school.answers(random.Random(4), 4)
    school.fill(sheets[0], said, random.Random(4))
    result = forms_collect([collect_file(read(*sheets), [school_map])], CollectSettings((school_map,)))
    table = next(sheet.table for sheet in result.data if sheet.name == school_map.blocks[0].key)
    names = [column.label for column in table.columns]
    assert len(table.rows) == len(said.wings)
    assert [row[names.index("延床面積")] for row in table.rows] == [wing["area"] for wing in said.wings]
    assert table.rows[0][names.index("学校番号")] == "0004"


def test_nothing_to_look_at_is_said(read, clinic_map, filled):
    result = forms_collect([collect_file(read(*filled()), [clinic_map])], CollectSettings((clinic_map,)))
    assert "確かめることは残っていません。" in result.conclusion


def test_older_edition_fills_the_columns_of_the_same_name(read, clinic_map, clinic_old_map):
    sheets = clinic.old_blank()
    clinic.fill(sheets[0], clinic.answers(random.Random(2), 2), clinic.OLD_BOXES)
    maps = (clinic_map, clinic_old_map)
    result = forms_collect([collect_file(read(*sheets), maps)], CollectSettings(maps))
    table = next(sheet.table for sheet in result.data if sheet.name == "回答")
    row = dict(zip([column.label for column in table.columns], table.rows[0], strict=True))
    assert row["医療機関名"]
    assert row["初診_電話"] is None  # only the current edition asks it by this name
    assert row["初診の件数"] is not None
