"""Breaks are told; ordinary ups and downs are not."""

import random

import pandas as pd
import pytest

from shirube.errors import TableError
from shirube.join import find_breaks
from shirube.table import TidyTable

YEARS = range(2015, 2025)


def panel(series, measure="件数"):
    rows = [(unit, year, value) for unit, values in series.items() for year, value in values.items()]
    frame = pd.DataFrame(rows, columns=["区分", "年度", measure])
    return TidyTable(frame, ("区分",), ("年度", measure))


def noisy(seed, level, noise, first=2015, last=2024, step=(9999, 0)):
    draw = random.Random(seed)
    return {
        y: round(level + draw.uniform(-noise, noise) + (step[1] if y >= step[0] else 0)) for y in range(first, last + 1)
    }


def kinds(table):
    return [(found.kind, found.unit, found.time) for found in find_breaks(table, "区分", "年度")]


def test_a_quiet_panel_has_none():
    assert kinds(panel({"東": noisy(1, 500, 20), "西": noisy(2, 300, 20)})) == []


def test_units_that_come_and_go_and_gaps():
    series = {"東": noisy(1, 500, 20), "南": noisy(2, 80, 5, first=2020), "北": noisy(3, 10, 1, last=2018)}
    del series["東"][2017]
    assert kinds(panel(series)) == [
        ("途中が欠ける", "東", "2017年度"),
        ("途中から現れる", "南", "2020年度"),
        ("途中で消える", "北", "2019年度"),
    ]


def test_a_city_that_leaves_the_figure_of_its_prefecture():
    series = {
        "千葉県": noisy(1, 5000, 60, step=(2020, -1200)),
        "埼玉県": noisy(2, 4000, 60),
        "船橋市": noisy(3, 1200, 30, first=2020),
    }
    (moved,) = [found for found in find_breaks(panel(series), "区分", "年度") if found.kind == "隣の区分へ移った"]
    assert (moved.unit, moved.time) == ("千葉県", "2020年度")
    assert "施策の効果とは言えません" in moved.sentence


def test_two_cities_that_leave_in_one_year():
    series = {
        "千葉県": noisy(1, 5000, 60, step=(2020, -1500)),
        "船橋市": noisy(3, 900, 20, first=2020),
        "柏市": noisy(4, 600, 20, first=2020),
    }
    (moved,) = [found for found in find_breaks(panel(series), "区分", "年度") if found.kind == "隣の区分へ移った"]
    assert "船橋市" in moved.sentence
    assert "柏市" in moved.sentence


def test_every_unit_that_may_be_the_one_is_named():
    series = {
        "北": noisy(1, 5000, 60, step=(2020, 450)),
        "北台": noisy(2, 450, 5, last=2019),
        "川西": noisy(3, 440, 5, last=2019),
    }
    (moved,) = [found for found in find_breaks(panel(series), "区分", "年度") if found.kind == "隣の区分へ移った"]
    assert "「北台」か「川西」" in moved.sentence or "「川西」か「北台」" in moved.sentence


def test_a_jump_in_another_prefecture_is_not_its_doing():
    series = {"埼玉県": noisy(1, 5000, 60, step=(2020, -1200)), "船橋市": noisy(3, 1200, 30, first=2020)}
    assert "隣の区分へ移った" not in {kind for kind, _, _ in kinds(panel(series))}


def test_ordinary_change_beside_a_new_unit_is_no_move():
    series = {"東": noisy(1, 1000, 150), "新": noisy(2, 100, 5, first=2020)}
    assert "隣の区分へ移った" not in {kind for kind, _, _ in kinds(panel(series))}


def test_a_city_with_its_own_line_that_leaves_its_prefecture():
    series = {
        "千葉県": noisy(1, 5000, 60, step=(2020, -1200)),
        "船橋市": noisy(2, 1200, 20),
        "柏市": noisy(3, 700, 20),
        "川越市": noisy(4, 1190, 20),
    }
    (found,) = find_breaks(panel(series), "区分", "年度")
    assert (found.kind, found.unit, found.time) == ("隣の区分へ移った", "千葉県", "2020年度")
    assert "船橋市" in found.sentence
    assert "川越市" not in found.sentence


def test_a_lasting_jump_that_nothing_explains():
    series = {f"地区{i}": noisy(i, 500, 15) for i in range(8)} | {"東": noisy(20, 500, 15, step=(2019, 200))}
    assert kinds(panel(series)) == [("水準が急に変わる", "東", "2019年度")]


def test_a_spike_and_what_moves_everyone_are_no_breaks():
    spike = noisy(20, 500, 15)
    spike[2019] += 300
    assert kinds(panel({f"地区{i}": noisy(i, 500, 15) for i in range(8)} | {"東": spike})) == []
    everyone = {f"地区{i}": noisy(i, 500, 15, step=(2020, -200)) for i in range(8)}
    assert kinds(panel(everyone)) == []


def test_seasons_are_no_breaks():
    draw = random.Random(5)
    rows = [
        (f"地区{i}", f"{year}年{month}月", 100 + 80 * (month in (3, 4)) + draw.randint(-5, 5))
        for i in range(5)
        for year in (2021, 2022, 2023)
        for month in range(1, 13)
    ]
    frame = pd.DataFrame(rows, columns=["区分", "年月", "件数"])
    assert find_breaks(TidyTable(frame, ("区分", "年月"), ("件数",)), "区分", "年月") == ()


def test_a_unit_that_is_merged_into_its_neighbour():
    series = {"港": noisy(1, 1000, 20, step=(2021, 400)), "浜": noisy(2, 400, 10, last=2020), "南": noisy(3, 900, 20)}
    assert ("隣の区分へ移った", "港", "2021年度") in kinds(panel(series))


def test_codes_that_are_listed_nowhere_or_not_yet():
    codes = ["401307", "402036", "401323", "401331", "401340", "401358", "401366", "401374", "402028"]
    series = {code: noisy(i, 100, 5) for i, code in enumerate(codes)}
    assert kinds(panel(series)) == []
    series["402311"] = noisy(20, 100, 5)  # 那珂川市, a city since 2018
    found = find_breaks(panel(series), "区分", "年度")
    assert [(b.kind, b.unit) for b in found] == [("団体の一覧にない", "402311")]
    assert "那珂川市" in found[0].sentence
    series["409995"] = noisy(21, 100, 5)
    assert ("団体の一覧にない", "409995", "") in kinds(panel(series))


def test_rows_of_one_unit_and_time_are_added_up():
    frame = pd.DataFrame(
        [("東", y, sex, 50) for y in YEARS for sex in "男女"] + [("西", y, "男", 1) for y in YEARS if y > 2016],
        columns=["区分", "年度", "性別", "件数"],
    )
    table = TidyTable(frame, ("区分", "性別"), ("年度", "件数"))
    assert kinds(table) == [("途中から現れる", "西", "2017年度")]


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="区域"):
        find_breaks(panel({"東": noisy(1, 5, 1)}), "区域", "年度")
