import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.text import clean_label, display_width, has_japanese, match_key, strip_note_marks, to_half_width

JAPANESE_LABEL = st.text(alphabet="総数男女計人口世帯（）％㎡ヶ髙﨑ｶﾅ０1 　\n", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("総　　数", "総数"),
        (" 　うち　男\n（人） ", "うち男（人）"),
        ("平 成 3 0 年", "平成30年"),
        ("GDP　成長率", "GDP成長率"),
        ("Total\npopulation", "Total population"),
        ("Windows 11 対応 PC", "Windows 11対応PC"),
        ("\ufeff地区\u200b名", "地区名"),
        ("髙﨑市　㈱㎡", "髙﨑市㈱㎡"),
        (None, ""),
        (2020, "2020"),
        (2020.0, "2020"),
        (1.5, "1.5"),
        ("　", ""),
    ],
)
def test_clean_label(printed, expected):
    assert clean_label(printed) == expected


@given(JAPANESE_LABEL)
def test_clean_label_keeps_every_visible_code_point(label):
    assert "".join(clean_label(label).split()) == "".join(label.split())


@given(st.text(max_size=30))
def test_clean_label_twice_is_once(label):
    assert clean_label(clean_label(label)) == clean_label(label)


@given(st.text(max_size=30))
def test_match_key_twice_is_once(text):
    assert match_key(match_key(text)) == match_key(text)


@given(st.text(alphabet="abcXYZ0189,.-()", max_size=20))
def test_match_key_ignores_width_case_and_space(text):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in text)
    assert match_key(wide) == match_key(" ".join(text.upper())) == match_key(text)
    assert to_half_width(wide) == text


@pytest.mark.parametrize(
    ("printed", "body", "marks"),
    [
        ("1,234 注1)", "1,234", "注1)"),
        ("1,234（注１）", "1,234", "（注１）"),
        ("人口 1)", "人口", "1)"),
        ("人口1)2)", "人口", "1)2)"),
        ("面積 注1,2)", "面積", "注1,2)"),
        ("123※", "123", "※"),
        ("123 ※1", "123", "※1"),
        ("※人口", "人口", "※"),
        ("*123", "123", "*"),
        ("123**", "123", "**"),
        ("100①", "100", "①"),
        ("人口①②", "人口", "①②"),
        ("人口¹⁾", "人口", "¹⁾"),
        ("全体⑴", "全体", "⑴"),
    ],
)
def test_strip_note_marks(printed, body, marks):
    assert strip_note_marks(printed) == (body, marks)


@pytest.mark.parametrize(
    "text",
    ["", "***", "*", "※", "①", "8(1)", "面積(1)", "(1)", "面積100m²", "1,2341)", "①北海道", "　うち男", "0.5", "A-1)"],
)
def test_text_without_marks_comes_back_unchanged(text):
    assert strip_note_marks(text) == (text, "")


@given(st.text(max_size=15), st.sampled_from(["※", "①", "注1)", " 1)", "*"]))
def test_strip_note_marks_loses_nothing(text, mark):
    body, marks = strip_note_marks(text + mark)
    squeezed = sorted("".join((body + marks).split()))
    assert squeezed == sorted("".join((text + mark).split()))


@pytest.mark.parametrize(("text", "width"), [("人口abc", 7), ("ｶﾞ", 2), ("が", 2), ("か\u3099", 2), ("…○", 4), ("", 0)])
def test_display_width(text, width):
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人", True),
        ("ｶﾅ", True),
        ("㍻", True),
        ("〇", True),
        ("・・・", False),
        ("ー", False),
        ("㎡", False),
        ("Ａ１", False),
    ],
)
def test_has_japanese(text, expected):
    assert has_japanese(text) is expected
