"""Functions of macros/powerquery on single values: what they give is what the Python library gives."""

# ruff: noqa: E501  (lists of samples)

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube import places
from shirube.calendar.age import age_band, age_on
from shirube.calendar.parse import parse_time
from shirube.calendar.periods import FiscalYear, Year, fiscal_year
from shirube.numbers import Status, read_value
from shirube.text import clean_label, to_half_width
from support.m import MError, MValue
from support.m.functions import function

DAYS = st.dates(dt.date(1873, 1, 1), dt.date(2100, 12, 31))
ERROR = "エラー"


def value(file: str, *arguments: MValue) -> MValue:
    """What the function gives; an error of M as the word エラー."""
    try:
        return function(file)(*arguments)
    except MError:
        return ERROR


ANY_TEXT = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x1FFFF, exclude_categories=("Cs", "Cn", "Co")), max_size=12
)


@given(ANY_TEXT | st.text("１２３ＡｂｚＺ％　！～ｱア㎡①𠮷-", max_size=10))
def test_half_width(text: str) -> None:
    assert value("half_width", text) == to_half_width(text)


LABEL = "総数計人口（ABab12１２ＡZ々〆ー・ｱ㈱𠮷-/.　 \n"


@given(st.text(LABEL, max_size=10))
def test_clean_label(text: str) -> None:
    if "𠮷" in text:
        text = text.replace("𠮷", "野")  # Text.ToList of such characters is not documented, and refused
    assert value("clean_label", text) == clean_label(text)


SIGNS = st.sampled_from(["", "", "-", "△", "▲", "－", "−", "+", "ー"])
FIGURES = st.from_regex(r"(?:[0-9]{1,4}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|0)?(?:\.[0-9]{1,4})?", fullmatch=True)
TAILS = st.sampled_from(["", "", "人", "円", "％", "%", "千円", "百万円", "万人", "億円", "千", "世帯", "kg", "㎡", "才半", "X", "便"])  # fmt: skip
WRITTEN = st.builds(
    lambda sign, gap, yen, figures, tail, wide: _wide(sign + gap + yen + figures + tail) if wide else sign + gap + yen + figures + tail,
    SIGNS, st.sampled_from(["", " ", "　"]), st.sampled_from(["", "", "¥", "￥"]), FIGURES, TAILS, st.booleans(),
)  # fmt: skip


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@given(WRITTEN)
def test_numbers_as_they_are_written(text: str) -> None:
    reading = read_value(text)
    found = value("to_number", text, ["便"])
    if reading.status is Status.OBSERVED:
        assert found == reading.value
    else:
        assert found == (ERROR if reading.status is Status.TEXT else None)


NOISE = "0123456789０１２,，.．-△ー…・xX*人円千万百％%()（）①注　 １a年皆無不詳"


@given(st.text(NOISE, max_size=8))
def test_a_number_is_never_read_otherwise_than_by_the_library(text: str) -> None:
    # The function reads less than the library (no 漢数字, notes, brackets): then it is an error, never a number.
    found, reading = value("to_number", text), read_value(text)
    if found is None:
        assert reading.value is None
        assert reading.status is not Status.TEXT
    elif found != ERROR:
        assert found == reading.value


@pytest.mark.parametrize(("cell", "wanted"), [(None, None), (1.5, 1.5), (True, ERROR), (dt.date(2024, 4, 1), ERROR), ("0123", ERROR)])  # fmt: skip
def test_cells_that_are_no_text(cell: MValue, wanted: MValue) -> None:
    assert value("to_number", cell) == wanted


ERAS = st.sampled_from(["明治", "大正", "昭和", "平成", "令和", "M", "T", "S", "H", "R", "明", "大", "昭", "平", "令", "㍻", "㋿", "Ｈ", ""])  # fmt: skip
YEARS = st.integers(0, 70).map(str) | st.sampled_from(["元", "０５", "05"]) | st.integers(990, 2300).map(str)


@given(ERAS, st.sampled_from(["", " ", "."]), YEARS, st.sampled_from(["", "年", "年度", "度", "月"]))
def test_years(era: str, gap: str, number: str, tail: str) -> None:
    text = era + gap + number + tail
    wanted = parse_time(text)
    assert value("western_year", text) == (wanted.value if isinstance(wanted, (Year, FiscalYear)) else ERROR)


@given(ERAS, YEARS, st.integers(0, 13), st.integers(0, 32), st.sampled_from(["年月日", "/", ".", "-", "・"]))
def test_days(era: str, year: str, month: int, day: int, shape: str) -> None:
    text = f"{era}{year}年{month}月{day}日" if shape == "年月日" else f"{era}{year}{shape}{month}{shape}{day}"
    wanted = parse_time(text)
    if isinstance(wanted, dt.date):
        assert value("to_date", text) == wanted
    else:
        assert value("to_date", text) == ERROR


@given(DAYS)
def test_fiscal_years(day: dt.date) -> None:
    assert value("fiscal_year", day) == fiscal_year(day).value
    assert value("to_date", f"{day:%Y}年{day.month}月{day.day}日") == day


@given(DAYS, DAYS, st.booleans())
def test_ages(birth: dt.date, on: dt.date, legal: bool) -> None:
    assert value("age", birth, on, legal) == (ERROR if on < birth else age_on(birth, on, legal=legal))


@given(st.integers(0, 120), st.sampled_from([(5, 85), (10, 80), (1, 100), (5, 84)]))
def test_age_bands(age: int, shape: tuple[int, int]) -> None:
    width, top = shape
    assert value("age_band", age, width, top) == (ERROR if top % width else age_band(age, width=width, top=top))


def test_municipal_codes_in_every_form() -> None:
    for place in places.places()[::9]:
        for given_code, length in [
            (place.code, None),
            (place.code5, None),
            (int(place.code), 6),
            (int(place.code5), 5),
        ]:
            assert value("municipality_code", given_code, 6, length) == place.code
            assert value("municipality_code", given_code, 5, length) == place.code5


def test_a_wrong_check_digit_and_an_ambiguous_number_are_errors() -> None:
    assert value("municipality_code", "011003", 5) == ERROR
    assert value("municipality_code", 10006, 5) == ERROR  # 010006 北海道 without its zero, or 10006
    assert value("municipality_code", 10006, 5, 6) == "01000"
    assert [value("municipality_code", text, 5) for text in ("", "1", "0110a", "1234567")] == [ERROR] * 4
