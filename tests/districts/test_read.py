"""Tables of districts as clerks have them: wide, long, with totals, hints above, and every bad input with its cell."""

import numpy as np
import pandas as pd
import pytest

from shirube.commands.districts import ClusterSettings, districts_on
from shirube.districts import Columns, districts_from_rows
from shirube.errors import TableError
from shirube.grid import Grid

HEAD = ["地区", "人口", "高齢化率（％）", "備考"]
ROWS = [["東", 1200, 30.5, ""], ["西", "2,400", 21.0, "新しい"], ["南", 900, "－", None]]


def read(rows, **settings):
    return districts_on(Grid.from_rows(rows, name="表", source="地区.xlsx"), ClusterSettings(**settings))


def test_wide_list_with_symbols_and_texts() -> None:
    found = read([HEAD, *ROWS])
    assert found.names == ("東", "西", "南")
    assert [one.name for one in found.indicators] == ["人口", "高齢化率（％）"]
    assert found.indicators[0].values.tolist() == [1200, 2400, 900]
    assert np.isnan(found.indicators[1].values[2])
    assert any("備考" in line for line in found.left_out)


def test_titles_and_hints_above_the_headings_are_passed_over() -> None:
    found = read([["地区の指標", None, None, None], [None, "（人）", None, None], HEAD, *ROWS])
    assert found.names == ("東", "西", "南")


def test_total_row_is_the_city_and_no_district() -> None:
    found = read([HEAD, *ROWS, ["市計", 4500, 26.2, ""]])
    assert found.names == ("東", "西", "南")
    people, aged = found.indicators
    assert (aged.compared_with, aged.of_city) == (26.2, True)
    assert (people.compared_with, people.of_city) == (1500, False)  # the sum is nothing to compare a district with


def test_long_table_of_numerators_and_denominators() -> None:
    rows = [
        ["地区", "指標", "分子", "分母", "倍率"],
        ["北山", "高齢化率", 300, 1000, None],
        ["南", "高齢化率", 200, 1000, None],
        ["東", "高齢化率", 5, 20, None],
        ["北山", "救急", 12, 1000, 1000],
    ]
    aged, calls = read(rows).indicators
    assert aged.values.tolist() == [30, 20, 25]
    assert aged.compared_with == pytest.approx(25)
    assert calls.values[0] == 12
    assert np.isnan(calls.values[1:]).all()


def test_long_table_of_values() -> None:
    rows = [["学区", "項目", "値"], ["一小", "単身率", 30], ["一小", "持家率", 60], ["二小", "単身率", 20]]
    found = read(rows)
    assert found.names == ("一小", "二小")
    assert [one.name for one in found.indicators] == ["単身率", "持家率"]


def test_codes_and_years_are_no_indicators() -> None:
    found = read([["地区コード", "地区", "年度", "高齢化率"], ["M01", "東", 2024, 30.5], ["M02", "西", 2024, 20.5]])
    assert [one.name for one in found.indicators] == ["高齢化率"]


def test_amounts_divided_by_people() -> None:
    rows = [["地区", "人口", "相談件数", "高齢化率"], ["東", 1000, 20, 30.0], ["西", 4000, 40, 20.0]]
    found = read(rows, per="人口")
    calls, aged = found.indicators
    assert (calls.name, calls.values.tolist()) == ("相談件数（人口1,000あたり）", [20, 10])
    assert calls.compared_with == pytest.approx(12)
    assert aged.name == "高齢化率"


def test_only_and_without() -> None:
    rows = [["地区", "人口", "相談件数", "高齢化率"], ["東", 1000, 20, 30.0], ["西", 4000, 40, 20.0]]
    assert [one.name for one in read(rows, only=("高齢化率", "人口")).indicators] == ["高齢化率", "人口"]
    assert [one.name for one in read(rows, without=("人口",)).indicators] == ["相談件数", "高齢化率"]


@pytest.mark.parametrize(
    ("rows", "settings", "code", "cell"),
    [
        ([["値1", "値2"], [1, 2], [3, 4]], {}, "SB-W851", ""),
        ([["地区", "備考"], ["東", "あ"], ["西", "い"]], {}, "SB-W852", ""),
        ([HEAD, ROWS[0], ROWS[1], ["東", 5, 6, ""]], {}, "SB-W853", "A4"),
        ([HEAD, ROWS[0], ["西", 10, "多い", ""], ROWS[2], ["北", 1, 3, ""]], {}, "SB-W854", "C3"),
        ([HEAD, *ROWS], {"unit": "学区"}, "SB-T101", ""),
        ([HEAD, *ROWS], {"only": ("高齢率",)}, "SB-T101", ""),
        ([["地区", "人口", "相談件数"], ["東", 0, 3], ["西", 5, 4]], {"per": "人口"}, "SB-W856", ""),
        ([["地区", *(f"率{i}" for i in range(61))], *([n, *range(61)] for n in "東西")], {}, "SB-W855", ""),
        (
            [["地区", "指標", "値"], ["東", "率", 1], ["東", "率", 2], ["西", "率", 1]],
            {},
            "SB-W853",
            "A3",
        ),
    ],
)
def test_bad_input_says_where_and_what_to_do(rows, settings, code: str, cell: str) -> None:
    with pytest.raises(TableError) as caught:
        read(rows, **settings)
    assert caught.value.code == code
    assert caught.value.at.cell == cell
    assert caught.value.next_step.endswith("。")


def test_frames_without_cells_are_read_too() -> None:
    found = districts_from_rows(pd.DataFrame({"町丁": ["一丁目", "二丁目"], "率": [1.5, 2.5]}), Columns())
    assert found.names == ("一丁目", "二丁目")
