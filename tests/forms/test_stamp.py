"""The stamp adds names and nothing else; it is known again, and it is not needed."""

import zipfile

import openpyxl
import pytest

from shirube.errors import FormError
from shirube.forms.stamp import stamp_names
from shirube.office.read.form import read_form
from shirube.office.write.stamp import write_stamped
from support.forms import clinic
from support.forms.drawn import write_xls, write_xlsx


@pytest.fixture
def stamped(tmp_path, clinic_map):
    source = write_xlsx(clinic.blank(), tmp_path / "空.xlsx")
    return source, write_stamped(source, stamp_names(clinic_map), tmp_path / "配布用.xlsx")


def test_stamp_is_read_back(stamped):
    form = read_form(stamped[1])
    assert (form.form, form.version) == ("clinic", "2")
    assert form.sheets[0].names["SB_C6"] == (5, 2)


def test_only_the_list_of_names_changes(stamped):
    with zipfile.ZipFile(stamped[0]) as before, zipfile.ZipFile(stamped[1]) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["xl/workbook.xml"]


def test_stamping_twice_leaves_one_stamp(stamped, clinic_map, tmp_path):
    again = write_stamped(stamped[1], stamp_names(clinic_map), tmp_path / "再.xlsx")
    with zipfile.ZipFile(again) as archive:
        assert archive.read("xl/workbook.xml").count(b'name="SB_FORM"') == 1


def test_names_of_the_blank_stay(tmp_path, clinic_map):
    source = write_xlsx(clinic.blank(), tmp_path / "空.xlsx", {"ほかの名前": "値"})
    path = write_stamped(source, stamp_names(clinic_map), tmp_path / "配布用.xlsx")
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/workbook.xml").decode()
    assert "ほかの名前" in text
    assert text.count("<definedNames>") == 1


def test_old_workbooks_cannot_be_stamped(tmp_path, clinic_map):
    source = write_xls(clinic.blank(), tmp_path / "空.xls")
    with pytest.raises(FormError) as caught:
        write_stamped(source, stamp_names(clinic_map), tmp_path / "配布用.xlsx")
    assert caught.value.key == "F407"


def test_other_programs_read_the_stamped_form(stamped):
    book = openpyxl.load_workbook(stamped[1])
    assert book.defined_names["SB_FORM"].attr_text == '"clinic"'
    assert list(book.defined_names["SB_C6"].destinations) == [("調査票", "$C$6")]
    before = openpyxl.load_workbook(stamped[0])
    for sheet, other in zip(before, book, strict=True):
        assert [[c.value for c in row] for row in sheet.rows] == [[c.value for c in row] for row in other.rows]
