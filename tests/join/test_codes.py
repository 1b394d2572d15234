"""Codes stay text; what is put back is beyond doubt and told."""

import pytest

from shirube.join.codes import align_codes, code_text, is_code_name


def test_five_and_six_digits_and_lost_zeros_meet():
    aligned = align_codes(["01100", "13101"], [11002, 131016])
    assert aligned.left == aligned.right == ("011002", "131016")
    assert "6桁" in aligned.notes[0]


def test_zeros_are_put_back_only_where_the_other_side_shows_their_number():
    assert align_codes(["0012", "0345"], [12, 345]).right == ("0012", "0345")
    assert align_codes(["12", "345"], [12, 345]).right == ("12", "345")
    assert align_codes(["0012", "00345"], [12, 345]).right == ("12", "345")  # which length?
    assert align_codes(["0012"], [12345]).right == ("12345",)


def test_zeros_lost_in_a_part_of_a_column():
    assert align_codes(["0012", "0103"], ["12", "0103"]).right == ("0012", "0103")
    assert align_codes(["0012", "0103"], ["12", "0012"]).right == ("12", "0012")  # two codes or one?


def test_five_and_six_digits_in_one_column():
    aligned = align_codes(["13101", "131024", "1100"], ["131016", "131024", 11002])
    assert aligned.left == aligned.right == ("131016", "131024", "011002")


def test_a_code_that_is_no_municipality_stays_itself():
    codes = [f"{n:02d}000" for n in range(1, 48)]
    aligned = align_codes([*codes, "99999"], codes)
    assert aligned.left[-1] == "99999"
    assert aligned.left[0] == aligned.right[0] == "010006"


@pytest.mark.parametrize(
    ("value", "text"), [(1100.0, "1100"), ("ｍ０１", "ｍ01".upper()), (None, ""), (float("nan"), "")]
)
def test_text_of_a_code(value, text):
    assert code_text(value) == text.replace("Ｍ", "M")


def test_names_of_code_columns():
    assert all(map(is_code_name, ["団体コード", "学校番号", "施設ID", "No.", "code"]))
    assert not any(map(is_code_name, ["地区", "番号札の色", "idea名"]))
