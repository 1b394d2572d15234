"""Delimited text: character codes, delimiters, quoting, and codes that must stay text."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shirube.errors import ReadError
from shirube.office.read import read_book, read_grid
from shirube.office.read.csv import find_delimiter, typed

TABLE = "地区,人口\n東地区,10\n髙﨑町,20\n"
ROWS = [["地区", "人口"], ["東地区", 10], ["髙﨑町", 20]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_character_codes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "人口.csv"
    path.write_bytes(TABLE.encode(encoding))
    grid = read_grid(path)
    assert (grid.name, grid.source) == ("人口", "人口.csv")
    assert grid.values.tolist() == ROWS
    assert grid.notes == ()


@pytest.mark.parametrize("encoding", ["euc_jp", "iso2022_jp"])
def test_other_japanese_codes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "人口.csv"
    path.write_bytes("地区,人口\n東地区のうち山側,10\n".encode(encoding))
    assert read_grid(path).values.tolist() == [["地区", "人口"], ["東地区のうち山側", 10]]


def test_half_width_katakana_in_cp932_is_not_taken_for_euc(tmp_path: Path) -> None:
    path = tmp_path / "カナ.csv"
    path.write_bytes("ﾁｸ,ﾆﾝｽﾞｳ\nﾋｶﾞｼ,1\n".encode("cp932"))
    assert read_grid(path).values.tolist() == [["ﾁｸ", "ﾆﾝｽﾞｳ"], ["ﾋｶﾞｼ", 1]]


def test_another_code_is_guessed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "他.csv"
    text = "Größe,Änderung\nsüß,Straße\nÜbermut tut selten gut,möglich\n" * 20
    path.write_bytes(text.encode("latin-1"))
    grid = read_grid(path)
    assert grid.shape == (60, 2)
    assert "推測" in grid.notes[0]


@pytest.mark.parametrize(
    ("name", "mark"), [("a.tsv", "\t"), ("a.txt", "\t"), ("a.csv", ";"), ("a.csv", "|"), ("a.csv", ",")]
)
def test_delimiters(tmp_path: Path, name: str, mark: str) -> None:
    path = tmp_path / name
    path.write_text(f"地区{mark}人口\n東{mark}10\n", encoding="utf-8")
    assert read_grid(path).values.tolist() == [["地区", "人口"], ["東", 10]]


def test_commas_inside_numbers_do_not_win_over_tabs() -> None:
    assert find_delimiter("地区\t人口\n東\t1,234\n西\t987\n") == "\t"


def test_quoted_line_breaks_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "改行.csv"
    path.write_bytes('a,"東\r\n西"\r\n"彼は""はい""と",2\r\n'.encode())
    assert read_grid(path).values.tolist() == [
        ["a", "東\r\n西"],
        ["彼は「はい」と".replace("「", '"').replace("」", '"'), 2],
    ]


def test_only_canonical_numbers_become_numbers() -> None:
    kept = ["01", "1,234", "+5", "1e5", "1.", ".5", "１０", "-0", "R5", "2020-04-01", "TRUE", "1234567890123456", "▲3"]
    assert typed([kept]).tolist() == [kept]
    assert typed([["0", "-3", "10.0", "0.25", "123456789012345"]]).tolist() == [[0, -3, 10.0, 0.25, 123456789012345]]
    assert [type(v) for v in typed([["10", "10.0"]])[0]] == [int, float]


def test_a_column_with_padded_digits_is_a_column_of_codes() -> None:
    values = typed([["コード", "人口"], ["01100", "5"], ["13101", "10"], ["小計", "15"]])
    assert values.tolist() == [["コード", "人口"], ["01100", 5], ["13101", 10], ["小計", 15]]


def test_ragged_and_blank_fields(tmp_path: Path) -> None:
    path = tmp_path / "不揃い.csv"
    path.write_text("表題\n\n地区,人口,　\n東,10\n,,\n", encoding="utf-8")
    assert read_grid(path).values.tolist() == [["表題", None], [None, None], ["地区", "人口"], ["東", 10]]


def test_an_unclosed_quote_over_a_large_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "引用符.csv"
    path.write_text('a,b\n1,"開いたまま\n' + "2,3\n" * 60_000, encoding="utf-8")
    with pytest.raises(ReadError, match="引用符") as caught:
        read_grid(path)
    assert caught.value.code == "SB-R116"


def test_bytes_of_no_character_code_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "不明.csv"
    path.write_bytes(b"a,b\n" * 2000 + b"\xff\x00\xfe\x81\x00" * 50)
    with pytest.raises(ReadError) as caught:
        read_grid(path)
    assert caught.value.code == "SB-R115"


def test_the_sheet_is_named_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "人口.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert len(read_book(path, sheets=["人口"]).sheets) == 1
    with pytest.raises(ReadError, match="近い名前: 人口"):
        read_book(path, sheets=["人口表"])


# These six can be written in CP932 but come back as their full-width twins.
CP932 = st.characters(codec="cp932", exclude_categories=["Cc"], exclude_characters="¢£¬‖−〜")
FIELD = st.one_of(
    st.integers(-(10**14), 10**14),
    st.text(CP932, min_size=1, max_size=8).map(lambda text: "字" + text),
    st.sampled_from(["東\n西", '引用"符', "a,b", "a\tb"]),
    st.none(),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first text of many characters takes seconds to draw
@given(st.lists(st.lists(FIELD, min_size=2, max_size=5), min_size=1, max_size=8), st.sampled_from(["cp932", "utf-8"]))
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], code: str
) -> None:
    width = max(map(len, rows)) + 1
    rows = [[*row, *[None] * (width - 1 - len(row)), "終"] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path_factory.mktemp("csv") / "往復.csv"
    path.write_bytes(text.getvalue().encode(code))
    assert read_grid(path).values.tolist() == rows
