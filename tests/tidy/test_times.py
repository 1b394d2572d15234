import pytest

from shirube.grid import Grid
from shirube.tidy import tidy, with_years
from shirube.tidy.times import western_years


@pytest.mark.parametrize(
    ("labels", "years"),
    [
        (["昭和60年度", "61", "62", "63", "平成元年度", "2"], [1985, 1986, 1987, 1988, 1989, 1990]),
        (["平成３０年", "令和元年", "２"], [2018, 2019, 2020]),
        (["2022年度", "2023年度"], [2022, 2023]),
        (["令和4年度", "", "5年度"], [2022, None, 2023]),
        (["昭和32", "33", "平成元"], [1957, 1958, 1989]),
        (["H22", "H23", "R1"], [2010, 2011, 2019]),
        (["平成12年度計", "平成13年度計"], [2000, 2001]),
    ],
)
def test_years_are_read_with_the_era_before(labels: list[str], years: list[int | None]) -> None:
    assert western_years(labels) == years


@pytest.mark.parametrize(
    "labels",
    [
        ["61", "62"],  # no era anywhere
        ["2022", "2023"],  # may be counts
        ["平成30年", "平成30年度"],  # 年 and 年度 never mix
        ["令和4年度", "計"],
        ["昭和70年度"],  # never was
        ["S9", "S10"],  # may be codes
        [],
    ],
)
def test_anything_doubtful_stays_as_printed(labels: list[str]) -> None:
    assert western_years(labels) is None


def test_a_column_of_years_stands_beside_the_printed_one() -> None:
    rows = [["年度", "人口", None], [None, "男", "女"], ["令和元年度", 1, 2], ["2", 3, 4], ["3", 5, 6]]
    (table,) = tidy(Grid.from_rows(rows, merges=["A1:A2", "B1:C1"]))
    dated = with_years(table)
    assert dated.frame["年度"].tolist() == ["令和元年度", "令和元年度", "2", "2", "3", "3"]
    assert dated.frame["年度_西暦"].tolist() == [2019, 2019, 2020, 2020, 2021, 2021]
    assert "年度_西暦" not in table.frame


def test_a_list_of_records_is_left_alone() -> None:
    (table,) = tidy(Grid.from_rows([["年度", "地区", "人口"], ["令和元年度", "東", 1], ["令和2年度", "西", 3]]))
    assert list(with_years(table).frame.columns) == list(table.frame.columns)


def test_initials_of_eras():
    assert western_years(["R5年度", "R6年度"]) == [2023, 2024]
    assert western_years(["H30年", "31"]) == [2018, 2019]
