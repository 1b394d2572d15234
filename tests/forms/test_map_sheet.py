"""The map as a workbook people correct, and as YAML: nothing is lost on the way, mistakes are told with their cell."""

from dataclasses import replace

import pytest
import yaml

from shirube.errors import FormError
from shirube.forms.form_map import ItemKind
from shirube.forms.map_sheet import map_from_sheets, map_report
from shirube.forms.map_text import read_map, write_map
from shirube.office.read import read_book
from shirube.office.write import write_result


def sheets_of(path):
    return {grid.name: grid for grid in read_book(path).sheets}


@pytest.fixture
def book(tmp_path):
    def made(form):
        return sheets_of(write_result(map_report(form), tmp_path / "対応表.xlsx", replace=True))

    return made


def test_workbook_gives_the_map_back(book, clinic_map, school_map):
    for form in (clinic_map, school_map):
        assert map_from_sheets(book(form)) == form


def test_yaml_gives_the_map_back(clinic_map, school_map):
    for form in (clinic_map, school_map):
        assert read_map(write_map(form)) == form


def corrected(sheets, column, row, value):
    grid = sheets["様式の項目"]
    values = grid.values.copy()
    values[row, list(values[0]).index(column)] = value
    return {**sheets, "様式の項目": type(grid).from_rows(values.tolist(), name=grid.name)}


def test_corrections_are_followed(book, clinic_map):
    sheets = corrected(book(clinic_map), "項目", 1, "回答した日")
    sheets = corrected(sheets, "種類", 2, "読まない")
    form = map_from_sheets(sheets)
    assert form.items[0].key == "回答した日"
    assert form.items[1].kind is ItemKind.IGNORED
    assert form.items[1].key not in [item.key for item in form.single]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("種類", "数字", "F405"), ("項目", "医療機関名", "F404"), ("セル", "ここ", "F403"), ("下限", "多め", "F403")],
)
def test_mistakes_are_told(book, clinic_map, column, value, code):
    with pytest.raises(FormError) as caught:
        map_from_sheets(corrected(book(clinic_map), column, 1, value), "対応表.xlsx")
    assert caught.value.key == code
    assert "対応表.xlsx" in caught.value.japanese


def test_missing_sheet_is_told(book, clinic_map):
    sheets = book(clinic_map)
    del sheets["様式の見出し"]
    with pytest.raises(FormError, match="様式の見出し"):
        map_from_sheets(sheets)


@pytest.mark.parametrize("text", ["[1, 2", "項目: 1", "項目: []\n見出し: []"])
def test_text_that_is_no_map(text):
    with pytest.raises(FormError):
        read_map(text)


def test_block_that_does_not_exist(school_map):
    said = yaml.safe_load(write_map(school_map))
    said["繰り返し"] = []
    with pytest.raises(FormError, match="繰り返し"):
        read_map(yaml.safe_dump(said, allow_unicode=True))


def test_same_name_in_two_blocks_is_allowed(school_map):
    items = [replace(i, key="場所") if i.key == "棟の名前" else i for i in school_map.items]
    form = replace(school_map, items=tuple(items))
    assert read_map(write_map(form)) == form
