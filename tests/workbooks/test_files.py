"""What holds for every committed workbook: valid, anonymous, nothing hidden, opens on its first sheet."""

from pathlib import Path

import pytest

from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.look import CREATED, TEXT_FONT
from shirube_workbooks.mihon import survey
from shirube_workbooks.samples.build import FOLDER
from support.ooxml import part, validate
from support.packages import opened

FILES = sorted([*FOLDER.glob("*.xlsx"), *TEMPLATES.glob("*.xlsx")])


LARGE = [path for path in FILES if path.stat().st_size > 100_000]  # the validator needs a minute for these


def test_all_are_valid_open_xml(tmp_path: Path) -> None:
    survey.write(tmp_path / "アンケート.xlsx", count=100)  # the same writer, fewer rows
    files = [*(path for path in FILES if path not in LARGE), tmp_path / "アンケート.xlsx"]
    found = validate(files)
    assert set(found) == set(files)
    assert {path.name: errors for path, errors in found.items() if errors} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_person_is_named_and_the_date_is_fixed(path: Path) -> None:
    properties = opened(path).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == CREATED
    assert properties.modified == CREATED
    assert properties.title
    assert "<Manager>" not in part(path, "docProps/app.xml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_hidden_and_the_first_sheet_opens(path: Path) -> None:
    book = opened(path)
    assert book.active is book.worksheets[0]
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not [row for row, size in sheet.row_dimensions.items() if size.hidden]
        assert not [column for column, size in sheet.column_dimensions.items() if size.hidden]
        assert sheet.page_setup.paperSize == 9
        assert not sheet.protection.sheet
    assert not [name for name in book.defined_names if not name.startswith("_xlnm")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_normal_style_is_the_house_font(path: Path) -> None:
    styles = part(path, "xl/styles.xml")
    first = styles[styles.index("<font>") : styles.index("</font>")]
    assert f'<name val="{TEXT_FONT}"/>' in first
    assert '<sz val="11"/>' in first
