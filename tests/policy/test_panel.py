"""Panels from long tables: what is read, and every reason for refusing, with its next step."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError, ShirubeError, TableError
from shirube.policy import panel


def frame(rows, time="年度"):
    return pd.DataFrame(rows, columns=["地区", time, "件数", "実施"])


def rows(times=("2021年度", "2022年度", "2023年度"), units=("東", "西", "南"), marks=("有", "無", "")):
    return [(u, t, 10.0 * i + j, marks[i]) for i, u in enumerate(units) for j, t in enumerate(times)]


def build(data, *, time="年度", treated="実施", start="2023年度"):
    return panel(frame(data, time), unit="地区", time=time, outcome="件数", treated=treated, start=start)


def test_matrix_flags_and_start():
    data = build(rows()[::-1])
    assert data.times == ("2021年度", "2022年度", "2023年度")
    assert data.start_label == "2023年度"
    east = data.units.index("東")
    assert data.values[east].tolist() == [0.0, 1.0, 2.0]
    assert [u for u, t in zip(data.units, data.treated, strict=True) if t] == ["東"]
    with pytest.raises(ValueError, match="read-only"):
        data.values[0, 0] = 1


def test_frame_is_not_changed():
    source = frame(rows())
    copy = source.copy(deep=True)
    panel(source, unit="地区", time="年度", outcome="件数", treated="実施", start="2023年度")
    pd.testing.assert_frame_equal(source, copy)


@pytest.mark.parametrize(
    "marks",
    [(1, 0, 0), ("○", "×", None), ("はい", "いいえ", "いいえ"), ("１", "０", "０"), (True, False, False)],
)
def test_words_for_treated(marks):
    data = build(rows(marks=marks))
    assert data.treated.tolist() == [True, False, False]


def test_treated_by_name():
    assert build(rows(), treated=["西", "南"]).treated.tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("times", "name", "start", "labels"),
    [
        ((2021, 2022, 2023), "年", 2023, ("2021年", "2022年", "2023年")),
        ((2021, 2022, 2023), "年度", "2023", ("2021年度", "2022年度", "2023年度")),
        (("令和元年度", "R2年度", "令和３年度"), "年度", "令和3年度", ("2019年度", "2020年度", "2021年度")),
        (("平成31年", "令和2年", "令和3年"), "年", 2021, ("2019年", "2020年", "2021年")),
        (("2023年3月", "2023/4", "2023-05"), "月", "2023年5月", ("2023年3月", "2023年4月", "2023年5月")),
        ((1, 2, 3), "期", 3, ("1", "2", "3")),
        (("2023年第4四半期", "2024年第1四半期"), "四半期", "2024Q1", ("2023年第4四半期", "2024年第1四半期")),
        (("2023年5月10日", "2023年5月12日"), "日", dt.date(2023, 5, 12), ("2023年5月10日", "2023年5月12日")),
        (("2023年5月1日", "2023年5月12日"), "日", dt.date(2023, 5, 12), ("2023年5月1日", "2023年5月12日")),
        (("2023年5月", dt.date(2023, 6, 1)), "月", "2023-06", ("2023年5月", "2023年6月")),
        (
            (dt.date(2023, 4, 1), dt.datetime(2023, 5, 1), dt.date(2023, 6, 1)),
            "月",
            dt.date(2023, 6, 1),
            ("2023年4月", "2023年5月", "2023年6月"),
        ),
    ],
)
def test_forms_of_time(times, name, start, labels):
    assert build(rows(times=times), time=name, start=start).times == labels


def test_months_are_spaced_across_the_year():
    data = build(rows(times=("2022年12月", "2023年1月", "2023年3月")), time="月", start="2023年3月")
    assert data.positions.tolist() == [0.0, 1.0, 3.0]


def test_start_between_times_is_the_next_time():
    assert build(rows(times=(2018, 2020, 2022)), time="年", start=2021).start_label == "2022年"


def test_start_is_read_from_a_column_that_turns_on():
    data = [(u, y, 1.0 * y, int(u == "東" and y >= 2022)) for u in ("東", "西") for y in (2021, 2022, 2023)]
    assert build(data, time="年", start=None).start_label == "2022年"


def changing(*, starts):
    return [(u, y, 1.0, int(y >= s)) for u, s in starts.items() for y in range(2019, 2025)]


@pytest.mark.parametrize(
    ("key", "data", "options"),
    [
        ("S110", [(None, "2021年度", 1.0, 1)], {}),
        ("S110", [("東", "2021年度", None, 1), ("西", "2022年度", None, 0)], {}),
        ("S111", rows(times=("前", "後", "後々")), {}),
        ("S111", rows(times=("2021年13月", "2022年度", "2023年度")), {}),
        ("S112", rows(times=("2021年", "2022年度", "2023年度")), {}),
        ("S112", rows(), {"start": "2023年"}),
        ("S112", rows(times=("2021年5月", "2022年度", 3)), {}),
        ("S112", rows(times=("2021年5月", 7, 8)), {}),
        ("S111", rows(times=("10人", "2022年度", "2023年度")), {}),
        ("S113", rows(times=("2023年度",)), {}),
        ("S114", rows() + rows()[:2], {}),
        ("S115", rows(), {"start": None}),
        ("S117", rows(), {"start": "2021年度"}),
        ("S118", rows(), {"start": "2024年度"}),
        ("S119", rows(marks=("無", "無", "無")), {}),
        ("S120", rows(marks=("有", "有", "有")), {}),
        ("S121", rows(marks=("有", "たぶん", "無")), {}),
        ("S124", rows(), {"treated": ["北"]}),
        ("S116", changing(starts={"東": 2022, "西": 9999}), {"time": "年", "start": 2023}),
        ("S122", changing(starts={"東": 2021, "南": 2022, "西": 9999}), {"time": "年", "start": None}),
        (
            "S123",
            [(u, y, 1.0, int(u == "東" and y == 2022)) for u in ("東", "西") for y in (2021, 2022, 2023)],
            {"time": "年", "start": None},
        ),
    ],
)
def test_reasons(key, data, options):
    with pytest.raises(DesignError) as caught:
        build(data, **options)
    assert caught.value.key == key
    assert caught.value.next_step.endswith("。")


def test_fiscal_and_calendar_years_in_two_formats_do_not_mix():
    with pytest.raises(DesignError) as caught:
        build(rows(times=("令和3年", "R4年度", 2023)))
    assert caught.value.key == "S112"
    assert "年と年度は別" in caught.value.japanese


def test_text_among_numbers_names_the_place():
    data = rows()
    data[4] = ("西", "2022年度", "調査中", "無")
    with pytest.raises(TableError) as caught:
        build(data)
    assert "調査中" in caught.value.japanese


def test_missing_column_suggests_the_nearest():
    with pytest.raises(ShirubeError) as caught:
        panel(frame(rows()), unit="地区名", time="年度", outcome="件数", treated="実施", start="2023年度")
    assert "地区" in caught.value.next_step


def test_blank_rows_are_left_out_and_noted():
    data = build([*rows(), (None, "2023年度", 5.0, "無"), ("東", None, 5.0, "有")])
    assert len(data.units) == 3
    assert "2行" in data.notes[0]


def test_blank_outcomes_stay_missing():
    data = rows()
    data[4] = ("西", "2022年度", None, "無")
    assert np.isnan(build(data).values[1, 1])
