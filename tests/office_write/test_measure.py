import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.office.write.measure import width, wrap


@given(st.text(alphabet="あ、。（）ab 12,", max_size=60), st.integers(4, 30))
def test_lines_fit_and_nothing_but_spaces_is_lost(text, room):
    lines = wrap(text, room)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_punctuation_does_not_begin_a_line_nor_brackets_end_one():
    assert wrap("ああああ。", 8) == ["あああ", "あ。"]
    assert wrap("あああ（い）", 8) == ["あああ", "（い）"]


def test_numbers_stay_whole():
    assert wrap("合計は1,234,567人", 12) == ["合計は", "1,234,567人"]


@pytest.mark.parametrize("text", ["", "\n", "あ\nい"])
def test_breaks_of_the_text_are_kept(text):
    assert wrap(text, 10) == text.split("\n")
