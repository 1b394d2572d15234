import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.numbers import DEFAULT_SYMBOLS, Status, parse_number, read_value
from support.shared import shared

WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
MINUS = st.sampled_from(["-", "－", "−", "‐", "ー", "△", "▲", "△ "])


@pytest.mark.parametrize(
    ("text", "value", "unit", "marks"),
    [
        ("１，２３４人", 1234, "人", ""),
        ("1 234 567", 1234567, "", ""),
        ("1,234　", 1234, "", ""),
        ("1, 234", 1234, "", ""),
        ("△ 5", -5, "", ""),
        ("▲１．５", -1.5, "", ""),
        ("ー3", -3, "", ""),
        ("+5", 5, "", ""),
        (".5", 0.5, "", ""),
        ("0", 0, "", ""),
        ("123※", 123, "", "※"),
        ("1,234 注1)", 1234, "", "注1)"),
        ("100①", 100, "", "①"),
        ("p 123", 123, "", "p"),
        ("123 r", 123, "", "r"),
        ("100m³", 100, "m³", ""),
        ("100㎡", 100, "㎡", ""),
        ("¥1,000", 1000, "円", ""),
        ("￥1,000-", 1000, "円", ""),
        ("1.2E+05", 120000, "", ""),
        ("(123)", 123, "", "()"),
        ("（△5）", -5, "", "()"),
    ],
)
def test_printed_numbers(text, value, unit, marks):
    number = parse_number(text)
    assert (number.value, number.unit, number.marks) == (value, unit, marks)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百二十一", 321),
        ("一億二千万", 120_000_000),
        ("二〇二一", 2021),
        ("拾万", 100_000),
        ("1万2千", 12_000),
        ("1億2,000万円", 120_000_000),
        ("12.5万人", 125_000),
        ("1.1万", 11_000),
        ("5百万", 5_000_000),
        ("1,234百万円", 1_234_000_000),
        ("△三十", -30),
        ("一人", 1),
    ],
)
def test_kanji_numbers(text, value):
    assert parse_number(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "　", "-", "△", "x", "…", "東地区", "±5", "△-5", "約100", "No.5"),
        *("01100", "00", "007", "090-1234-5678", "12345678901234567"),
        *("2023/4/1", "令和5年", "R5", "12月", "2023年", "10時", "3丁目", "2区"),
        *("3〜5", "20~24歳", "373(内数20)", "8(1)", "1/2", "1.2.3", "1:30"),
        *("1,23", "1,2345", "12 3", "1 234,567", "1 2 3", "10³", "1E5", "1."),
        *("千葉", "三重", "八戸", "千人", "百万円", "一二万", "万一", "〇一", "1.5万2千", "十日"),
    ],
)
def test_refused(text):
    assert parse_number(text) is None


def test_brackets_are_negative_only_on_request():
    assert parse_number("(1,234)").value == 1234
    assert parse_number("(1,234)", brackets_negative=True).value == -1234
    assert parse_number("1,234(5)", brackets_negative=True) is None


def test_percentages_stay_as_printed():
    number = parse_number("△１２．３％")
    assert (number.value, number.percent, number.unit) == (-12.3, True, "%")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_integers_come_back_through_every_print(value):
    plain = f"{value:,}"
    for text in (plain, plain.translate(WIDE), plain.replace(",", " "), f"{plain}人", f"{plain} 注1)", f" {plain}　"):
        assert parse_number(text).value == value


@given(st.decimals(min_value=0, max_value=10**9, places=3), MINUS)
def test_decimals_and_minus_signs(value, sign):
    assert parse_number(f"{sign}{value:,}").value == -float(value)


@given(st.integers(1, 10**12))
def test_kanji_round_trip(value):
    from kanjize import number2kanji

    assert parse_number(number2kanji(value)).value == value


@given(st.text(max_size=12))
def test_any_text_is_read_without_error(text):
    reading = read_value(text)
    assert (reading.value is None) == (reading.status is not Status.OBSERVED)
    assert reading.text == text
    assert reading.value is None or math.isfinite(reading.value)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        *((text, Status.NONE) for text in ("-", "－", "‐", "−", "ー", "---", "(－)", "皆無", "－※")),
        *((text, Status.UNKNOWN) for text in ("…", "...", "・・・", "･･･", "‥", "不詳")),
        *((text, Status.SUPPRESSED) for text in ("x", "X", "Ｘ", "ｘ", "(x)", "x 注1)", "秘匿")),
        *((text, Status.NOT_AVAILABLE) for text in ("***", "＊＊＊", "*", "N/A", "n.a.")),
        *((blank, Status.BLANK) for blank in (None, "", "　\n", math.nan)),
        *((text, Status.TEXT) for text in ("東地区", "△", True, dt.date(2024, 4, 1), math.inf, "男(1)", "3〜5")),
    ],
)
def test_cells_without_a_number(cell, status):
    reading = read_value(cell)
    assert (reading.value, reading.status) == (None, status)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        (1, 1, ""),
        (2.5, 2.5, ""),
        ("8(1)", 8, ""),
        ("8（－）", 8, ""),
        ("373(内数20)", 373, ""),
        ("100（人）", 100, "人"),
        ("12(%)", 12, "%"),
        ("△5", -5, ""),
    ],
)
def test_cells_with_a_number(cell, value, unit):
    reading = read_value(cell)
    assert (reading.value, reading.status, reading.unit, reading.text) == (value, Status.OBSERVED, unit, str(cell))


def test_each_table_has_its_own_symbols():
    mine = {**DEFAULT_SYMBOLS, "0": Status.BELOW_UNIT, "△": Status.UNKNOWN, "－": Status.NOT_AVAILABLE}
    assert [read_value(cell, symbols=mine).status for cell in ("0", 0, 0.0, "０", "△", "－")] == [
        *[Status.BELOW_UNIT] * 4,
        Status.UNKNOWN,
        Status.NOT_AVAILABLE,
    ]
    assert read_value(0).value == 0
    assert read_value("-", symbols={}).status is Status.TEXT


def test_numbers_of_real_tables_parse_as_spreadsheets_show_them():
    path = shared("data", "places", "localgovjp-2026.csv")
    latitudes = [line.split(",")[5] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert [parse_number(text).value for text in latitudes] == [float(text) for text in latitudes]
