import datetime as dt
import decimal
import html
import random

import lxml.etree
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.office.write import write_result
from shirube.office.write.names import header_names, sheet_name, table_name
from shirube.office.write.stream import serial
from shirube.office.write.values import CellKind, clean_text, typed
from shirube.result import Column, DataSheet, Format, Result, Table
from support import sample_results as samples


def _sheet(tmp_path, columns, rows):
    table = Table("t", "", columns, rows)
    return openpyxl.load_workbook(
        write_result(Result(title="x", data=(DataSheet("d", table),)), tmp_path / "d.xlsx")
    )["d"]  # fmt: skip


def test_header_at_a1_and_one_table_object(workbooks):
    sheet = openpyxl.load_workbook(workbooks["crosstab"])["data_満足度"]
    assert [cell.value for cell in sheet[1]] == ["コード", "年代", "満足度", "人数（人）", "割合（%）", "出所セル"]
    (name,) = sheet.tables
    assert name == "tbl_満足度"
    assert sheet.tables[name].ref == "A1:F43"
    assert sheet.tables[name].autoFilter.ref == "A1:F43"
    assert [column.name for column in sheet.tables[name].tableColumns] == [cell.value for cell in sheet[1]]


def test_an_empty_table_still_has_a_row_as_excel_demands(workbooks):
    sheet = openpyxl.load_workbook(workbooks["no_rows"])["空"]
    assert [table.ref for table in sheet.tables.values()] == ["A1:A2"]


def test_kinds_of_cells(tmp_path):
    when = dt.datetime(2023, 4, 1, 13, 30, 15)
    columns = (
        Column("code", "コード", Format.CODE), Column("n", "人数", Format.COUNT), Column("day", "日", Format.DATE),
        Column("at", "時刻", Format.DATETIME), Column("yes", "該当", Format.BOOL), Column("x", "値", Format.NUMBER),
    )  # fmt: skip
    sheet = _sheet(
        tmp_path, columns,
        (
            ("01101", np.int64(3), dt.date(2023, 4, 1), when, np.True_, np.float64(0.1)),
            (1101, 3.0, pd.Timestamp(when), pd.NaT, None, decimal.Decimal("1.25")),
            (1101.0, "x", dt.date(1890, 1, 1), when.replace(tzinfo=dt.UTC), False, pd.NA),
        ),
    )  # fmt: skip
    first, second, third = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert first == ["01101", 3, dt.datetime(2023, 4, 1), when, True, 0.1]
    assert second == ["1101", 3, when, None, None, 1.25]
    assert third == ["1101", "x", "1890-01-01", when, False, None]
    assert sheet["A2"].number_format == "@"
    assert sheet["C2"].number_format == "yyyy-mm-dd"


def test_codes_carry_no_warning_triangle(workbooks):
    from support.ooxml import part

    assert 'numberStoredAsText="1"' in part(workbooks["crosstab"], "xl/worksheets/sheet3.xml")


def test_long_table_arrives_whole(tmp_path):
    generator = random.Random(1)
    rows = tuple((f"地区{i % 7}", i, generator.random()) for i in range(25_000))
    sheet = _sheet(
        tmp_path, (Column("a", "地区"), Column("n", "n", Format.COUNT), Column("x", "x", Format.NUMBER)), rows
    )
    assert tuple(sheet.iter_rows(min_row=2, values_only=True)) == rows
    assert [table.ref for table in sheet.tables.values()] == ["A1:C25001"]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_sheet_names_are_legal_and_distinct(wanted):
    names: list[str] = []
    for text in wanted:
        names.append(sheet_name(text, names))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"


@given(st.lists(st.text(max_size=300), max_size=6))
def test_header_names_are_distinct_and_filled(wanted):
    names = header_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(name.strip() and "\n" not in name and len(name) <= 255 for name in names)


@given(st.text(max_size=60))
def test_table_names_are_words(text):
    name = table_name(text, [])
    assert name.startswith("tbl")
    assert name.replace("_", "a").isalnum()
    assert table_name(text, [name]) != name


@given(st.text())
def test_clean_text_is_legal_xml(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    lxml.etree.fromstring(f"<a>{html.escape(cleaned)}</a>")


@given(st.floats(), st.sampled_from(Format))
def test_a_float_is_written_finite_or_not_at_all(value, wanted):
    kind, plain = typed(value, wanted)
    assert kind is CellKind.BLANK or float(plain) == value


# Excel: =DATEVALUE("1900-03-01") is 61, =DATEVALUE("2024-02-29") is 45351.
@pytest.mark.parametrize(("day", "number"), [(dt.date(1900, 3, 1), 61), (dt.date(2024, 2, 29), 45351)])
def test_serial_numbers(day, number):
    assert serial(day) == number


def test_settings_sheet_lists_settings_then_source(workbooks):
    sheet = openpyxl.load_workbook(workbooks["evaluation"])["設定"]
    rows = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert [cell.value for cell in sheet[1]] == ["項目", "値", "説明"]
    assert rows["開始"] == dt.datetime(2024, 1, 1)
    assert rows["比較地区"] == "中、港、旭"
    assert rows["用途"] == samples.evaluation_result().purpose.value
    assert rows["版"] == "しるべ 0.1.0"
