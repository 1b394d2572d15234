"""Word documents: reopened with python-docx, and their parts searched."""

import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from shirube.errors import WriteError
from shirube.office.word import write_word
from shirube.result import Cell, Column, Detail, Format, Mark, Provenance, Purpose, Result, Table
from shirube_cli.main import main
from support import sample_results as samples
from support.ooxml import validate
from support.survey import survey

PERCENT = Column("p", "割合", Format.PERCENT, "％", decimals=1)
COLUMNS = (Column("area", "地区"), PERCENT)
SECRET = 90417


def _table(*rows, columns=COLUMNS, **more):
    return Table("t", "地区別", columns, rows, **more)


def _written(tmp_path, *results):
    return write_word(results, tmp_path / "報告.docx")


def _everything(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode("utf-8", errors="replace") for name in package.namelist())


def test_page_is_a4_and_fonts_are_japanese(tmp_path):
    document = docx.Document(_written(tmp_path, samples.crosstab_result()))
    section = document.sections[0]
    assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "游ゴシック"
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_header_rows_are_repeated_and_numbers_stand_right(tmp_path):
    grouped = (Column("area", "地区"), replace(PERCENT, group="回答"), replace(PERCENT, key="q", group="回答"))
    made = _table(("東", 12.25, -3.0), ("計", 0.05, 1234.5), columns=grouped, total_rows=frozenset({1}))
    (table,) = docx.Document(_written(tmp_path, Result(title="例", tables=(made,)))).tables
    heads = [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows]
    assert heads == [True, True, False, False]
    assert [cell.text for cell in table.rows[2].cells] == ["東", "12.3", "▲3.0"]
    assert [cell.text for cell in table.rows[3].cells] == ["計", "0.1", "1,234.5"]
    assert table.rows[0].cells[1].text == table.rows[0].cells[2].text == "回答"
    assert [str(cell.paragraphs[0].alignment) for cell in table.rows[2].cells] == ["None", "RIGHT (2)", "RIGHT (2)"]


def test_minus_of_the_details_is_a_minus_sign(tmp_path):
    detail = Detail("残差", tables=(_table(("東", -2.5)),))
    text = _everything(_written(tmp_path, Result(title="例", details=(detail,))))
    assert "−2.5" in text
    assert "▲" not in text


def test_what_is_suppressed_is_nowhere_in_the_file(tmp_path):
    rows = (("東", Cell(SECRET, shown="x")), ("西", Cell(SECRET, Mark.HIGH, shown="x")))
    result = Result(title="例", tables=(_table(*rows),), details=(Detail("詳細", tables=(_table(*rows),)),))
    path = _written(tmp_path, result)
    assert str(SECRET) not in _everything(path).replace(",", "")
    assert docx.Document(path).tables[0].cell(1, 1).text == "x"


@pytest.mark.parametrize(("purpose", "stamp"), [(Purpose.INTERNAL, "庁内限り"), (Purpose.PUBLIC, "公表")])
def test_stamp(tmp_path, purpose, stamp):
    document = docx.Document(_written(tmp_path, Result(title="例", purpose=purpose)))
    assert document.paragraphs[0].text.strip() == stamp
    assert ("庁内限り" in document.sections[0].footer.paragraphs[0].text) == (purpose is Purpose.INTERNAL)


def test_properties_name_nobody_and_no_path(tmp_path):
    path = _written(tmp_path, Result(title="例", provenance=Provenance(file="調査.xlsx")))
    found = docx.Document(path).core_properties
    assert (found.author, found.last_modified_by, found.comments, found.keywords) == ("", "", "", "")
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]
    text = _everything(path)
    assert str(tmp_path) not in text
    assert "python-docx" not in text


def test_order_of_the_words(tmp_path):
    result = samples.evaluation_result()
    paragraphs = [p.text for p in docx.Document(_written(tmp_path, result)).paragraphs]
    wanted = [result.title, result.conclusion[0], "言えること", "言えないこと", "統計の詳細"]
    assert [p for p in paragraphs if p in wanted] == wanted


def test_wide_tables_turn_the_page(tmp_path):
    columns = tuple(Column(f"c{i}", f"項目番号{i}", Format.COUNT) for i in range(18))
    section = docx.Document(_written(tmp_path, Result(title="例", tables=(_table((1,) * 18, columns=columns),))))
    page = section.sections[0]
    assert page.page_width > page.page_height
    room = page.page_width - page.left_margin - page.right_margin
    assert sum(cell.width for cell in section.tables[0].rows[0].cells) <= room


def test_control_characters_do_not_break_the_file(tmp_path):
    result = samples.hostile_result()
    assert docx.Document(_written(tmp_path, result)).paragraphs
    with zipfile.ZipFile(tmp_path / "報告.docx") as package:
        assert not re.search("[\x00-\x08]", package.read("word/document.xml").decode("utf-8"))


def test_the_validator_accepts_the_documents(tmp_path):
    made = [samples.crosstab_result(), samples.evaluation_result(), samples.hostile_result()]
    paths = [write_word([result], tmp_path / f"{i}.docx") for i, result in enumerate(made)]
    assert validate([*paths, write_word(made, tmp_path / "all.docx")]) == {
        path: [] for path in (*paths, tmp_path / "all.docx")
    }


def test_an_existing_document_is_kept(tmp_path):
    _written(tmp_path, Result(title="例"))
    with pytest.raises(WriteError, match="W101"):
        _written(tmp_path, Result(title="例"))


def test_a_missing_library_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(WriteError, match="W108"):
        _written(tmp_path, Result(title="例"))


def test_command_line(tmp_path, capsys):
    survey(300).to_excel(tmp_path / "調査.xlsx", index=False)
    out = tmp_path / "クロス.docx"
    call = ["crosstab", str(tmp_path / "調査.xlsx"), "--row", "年代", "--column", "満足度", "--purpose", "公表"]
    assert main([*call, "--word", str(out), "--text"]) == 0
    document = docx.Document(out)
    assert document.paragraphs[0].text.strip() == "公表"
    assert document.tables
    said = capsys.readouterr().out
    assert document.paragraphs[1].text in said
    assert "言えないこと" in said
