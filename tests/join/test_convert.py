"""Series on the boundaries of one year: totals conserved, shares followed, every converted figure marked."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.calendar import FiscalYear
from shirube.errors import JoinError
from shirube.join import Change, ConvertRequest, Crosswalk, convert
from shirube.table import TidyTable

Y = FiscalYear


def table(rows, measures=("人口",)):
    frame = pd.DataFrame(rows, columns=["地区", "年度", *measures])
    return TidyTable(frame, ("地区",), ("年度", *measures))


def run(rows, changes, year, measures=("人口",), **more):
    return convert(table(rows, measures), ConvertRequest(Crosswalk(tuple(changes)), Y(year), "地区", "年度", **more))


def figures(converted, name="人口"):
    frame = converted.table.frame
    return {(u, y): v for u, y, v in zip(frame["地区"], frame["年度"], frame[name], strict=True)}


MERGER = (Change("川西一", "川西", Y(2025), back=0.4), Change("川西二", "川西", Y(2025), back=0.6))
SPLIT = (Change("東", "東一", Y(2025), share=0.25), Change("東", "東二", Y(2025), share=0.75))
ROWS = [("川西一", 2024, 10), ("川西二", 2024, 20), ("南", 2024, 5), ("川西", 2025, 33), ("南", 2025, 6)]


def test_a_merger_adds_up_and_says_from_what():
    made = run(ROWS, MERGER, 2025)
    assert figures(made) == {("川西", 2024): 30, ("南", 2024): 5, ("川西", 2025): 33, ("南", 2025): 6}
    assert made.table.frame["換算"].tolist() == ["まとめた", "", "", ""]
    assert made.table.frame["換算のもと"].tolist()[0] == "川西一、川西二"
    assert made.findings == ()


def test_backward_by_the_shares_that_are_known():
    made = run(ROWS, MERGER, 2024)
    assert figures(made)["川西一", 2025] == pytest.approx(13.2)
    assert figures(made)["川西二", 2025] == pytest.approx(19.8)
    assert made.counts == {"割合で分けた": 2}


def test_backward_without_shares_stays_and_is_marked():
    made = run(ROWS, [Change(c.old, c.new, c.start) for c in MERGER], 2024)
    assert figures(made)["川西", 2025] == 33
    assert made.counts == {"直せない": 1}
    assert "川西" in made.findings[0]


def test_a_split_and_its_way_back():
    made = run([("東", 2024, 100)], SPLIT, 2025)
    assert figures(made) == {("東一", 2024): 25, ("東二", 2024): 75}
    back = run([("東一", 2025, 25), ("東二", 2025, 75)], SPLIT, 2024)
    assert figures(back) == {("東", 2025): 100}


def test_a_unit_that_took_another_in_is_not_turned_back_into_that_one():
    rows = [("浜", 2024, 5), ("港", 2024, 50), ("港", 2025, 56)]
    taken_in = [Change("浜", "港", Y(2025))]
    assert figures(run(rows, taken_in, 2025)) == {("港", 2024): 55, ("港", 2025): 56}
    back = run(rows, taken_in, 2024)
    assert figures(back)["港", 2025] == 56
    assert back.counts == {"直せない": 1}


def test_two_units_that_change_names_with_each_other():
    made = run([("東", 2024, 1), ("西", 2024, 2)], [Change("東", "西", Y(2025)), Change("西", "東", Y(2025))], 2025)
    assert figures(made) == {("西", 2024): 1, ("東", 2024): 2}


def test_changes_of_several_years_are_followed_one_after_the_other():
    changes = [Change("甲", "乙", Y(2010)), Change("乙", "丙", Y(2020))]
    rows = [("甲", 2005, 1), ("乙", 2015, 2), ("丙", 2025, 3)]
    assert figures(run(rows, changes, 2025)) == {("丙", 2005): 1, ("丙", 2015): 2, ("丙", 2025): 3}
    assert figures(run(rows, changes, 2015)) == {("乙", 2005): 1, ("乙", 2015): 2, ("乙", 2025): 3}


def test_a_line_that_no_longer_holds_is_not_followed():
    changes = [Change("甲", "乙", Y(2010), end=Y(2019)), Change("甲", "丙", Y(2020))]
    assert figures(run([("甲", 2005, 1)], changes, 2015)) == {("乙", 2005): 1}
    assert figures(run([("甲", 2005, 1)], changes, 2025)) == {("丙", 2005): 1}


def test_rates_are_weighted_not_added():
    rows = [("川西一", 2024, 10.0, 100), ("川西二", 2024, 20.0, 300)]
    with pytest.raises(JoinError, match="高齢化率") as caught:
        run(rows, MERGER, 2025, ("高齢化率", "人口"))
    assert caught.value.code == "SB-J311"
    made = run(rows, MERGER, 2025, ("高齢化率", "人口"), weights={"高齢化率": "人口"})
    assert figures(made, "高齢化率") == {("川西", 2024): pytest.approx(17.5)}
    assert figures(made) == {("川西", 2024): 400}


def test_a_renamed_unit_keeps_its_rate():
    made = run([("甲", 2024, 12.5)], [Change("甲", "乙", Y(2025))], 2025, ("高齢化率",))
    assert figures(made, "高齢化率") == {("乙", 2024): 12.5}


def test_a_sum_with_an_unknown_part_is_unknown_and_the_account_says_so():
    made = run([("川西一", 2024, 10), ("川西二", 2024, None)], MERGER, 2025)
    assert math.isnan(figures(made)["川西", 2024])
    (kept,) = made.sums
    assert (kept.before, kept.after, kept.unknown, kept.lost) == (10, 0, 10, 0)


def test_a_part_that_is_not_in_the_table_is_told():
    rows = [("川西一", 2023, 10), ("川西二", 2023, 20), ("川西一", 2024, 11)]
    made = run(rows, MERGER, 2025)
    assert made.table.frame["換算"].tolist() == ["まとめた", "一部しかない"]
    assert "1行" in made.findings[0]


CHAIN = (
    *(Change(old, "丙", Y(2020)) for old in ("甲", "乙")),
    Change("丙", "丁", Y(2023), share=0.4),
    Change("丙", "戊", Y(2023), share=0.6),
    Change("丁", "己", Y(2024)),
)


@pytest.mark.parametrize("year", [2020, 2022, 2023, 2024])
def test_no_part_is_missed_that_was_not_there_at_the_time(year):
    rows = [("甲", 2019, 10), ("乙", 2019, 30), ("丙", 2021, 50), ("丁", 2023, 22), ("戊", 2023, 31),
            ("己", 2024, 23), ("戊", 2024, 32)]  # fmt: skip
    made = run(rows, CHAIN, year)
    assert "一部しかない" not in made.counts
    assert made.findings == ()
    assert made.sums[0].lost == 0


def test_a_part_that_is_not_in_the_table_is_told_on_the_way_back():
    made = run([("丁", 2023, 22), ("戊", 2023, 31), ("戊", 2024, 32)], CHAIN[2:4], 2022)
    assert figures(made) == {("丙", 2023): 53, ("丙", 2024): 32}
    assert made.table.frame["換算"].tolist() == ["まとめた", "一部しかない"]


def test_old_names_after_the_change_are_told_and_left():
    made = run([("川西一", 2025, 10), ("川西", 2025, 30)], MERGER, 2025)
    assert figures(made) == {("川西一", 2025): 10, ("川西", 2025): 30}
    assert "川西一" in made.findings[0]


def test_lines_that_fit_nothing_are_told():
    assert "河西" in run(ROWS, [*MERGER, Change("河西", "河西新", Y(2025))], 2025).findings[0]


def test_calendar_years_are_doubtful():
    frame = pd.DataFrame({"地区": ["甲"], "年": ["2024年"], "人口": [1]})
    walk = Crosswalk((Change("甲", "乙", Y(2025)),))
    made = convert(TidyTable(frame, ("地区", "年"), ("人口",)), ConvertRequest(walk, Y(2025), "地区", "年"))
    assert "1月から3月" in made.findings[0]


def test_codes_and_flags_are_not_added():
    frame = pd.DataFrame(
        {
            "地区": ["川西一", "川西二"],
            "地区コード": ["M11", "M12"],
            "年度": [2024, 2024],
            "実施": [1, 1],
            "人口": [1, 2],
        }
    )
    made = convert(
        TidyTable(frame, ("地区", "コード"), ("年度", "実施", "人口")),
        ConvertRequest(Crosswalk(MERGER), Y(2025), "地区", "年度"),
    )
    assert made.table.frame.values.tolist() == [["川西", "M11、M12", 2024, 1, 3, "まとめた", "川西一、川西二"]]


def test_codes_of_five_and_six_digits_meet():
    rows = [(1100, 2024, 1), (1202, 2024, 2), (13101, 2024, 4)]
    made = run(rows, [Change("012025", "011002", Y(2025))], 2025)
    assert figures(made) == {("1100", 2024): 3, ("13101", 2024): 4}
    assert made.findings == ()


def test_rows_that_repeat_are_left_alone_where_nothing_was_moved():
    rows = [("南", 2024, 1), ("南", 2024, 2), ("川西一", 2024, 3), ("川西二", 2024, 4)]
    made = run(rows, MERGER, 2025)
    assert made.table.frame["人口"].tolist() == [1, 2, 7]
    assert made.table.frame["換算"].tolist() == ["", "", "まとめた"]


def test_other_labels_stay_apart():
    frame = pd.DataFrame(
        [
            (u, 2024, sex, n)
            for u, sex, n in [("川西一", "男", 1), ("川西一", "女", 2), ("川西二", "男", 4), ("川西二", "女", 8)]
        ],
        columns=["地区", "年度", "性別", "人口"],
    )
    table_by_sex = TidyTable(frame, ("地区", "性別"), ("年度", "人口"))
    made = convert(table_by_sex, ConvertRequest(Crosswalk(MERGER), Y(2025), "地区", "年度"))
    assert made.table.frame[["地区", "性別", "人口"]].values.tolist() == [["川西", "男", 5], ["川西", "女", 10]]


def test_months_belong_to_their_fiscal_year():
    frame = pd.DataFrame(
        {"地区": ["川西一", "川西二", "川西"], "年月": ["2025年3月", "2025年3月", "2025年4月"], "件数": [1, 2, 4]}
    )
    made = convert(
        TidyTable(frame, ("地区", "年月"), ("件数",)), ConvertRequest(Crosswalk(MERGER), Y(2025), "地区", "年月")
    )
    assert made.table.frame[["地区", "年月", "件数"]].values.tolist() == [
        ["川西", "2025年3月", 3],
        ["川西", "2025年4月", 4],
    ]


# ------------------------------------------------------------------ laws
UNITS = [f"地区{letter}" for letter in "甲乙丙丁戊己"]


@st.composite
def series(draw, years=(2023, 2024, 2025, 2026)):
    units = draw(st.lists(st.sampled_from(UNITS), min_size=1, unique=True))
    return [(u, y, draw(st.integers(0, 10_000))) for y in years for u in units]


@settings(max_examples=40, deadline=None)
@given(series(years=(2023, 2024)), st.permutations(UNITS))
def test_there_and_back_with_shares_of_one_is_nothing(rows, news):
    changes = [Change(old, f"新{new}", Y(2025)) for old, new in zip(UNITS, news, strict=True)]
    there = run(rows, changes, 2025)
    assert all(unit.startswith("新") for unit in there.table.frame["地区"])
    # The same figures, now on the new boundaries of 2025: back on those of 2024 they are what they were.
    moved = [(u, y + 2, v) for u, y, v in there.table.frame[["地区", "年度", "人口"]].values.tolist()]
    back = run(moved, changes, 2024)
    assert [(u, y - 2, v) for u, y, v in back.table.frame[["地区", "年度", "人口"]].values.tolist()] == rows


@settings(max_examples=40, deadline=None)
@given(series(), st.data())
def test_totals_are_conserved_in_every_year(rows, data):
    changes = []
    for unit in data.draw(st.lists(st.sampled_from(UNITS), unique=True)):
        start = Y(data.draw(st.integers(2022, 2027)))
        parts = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
        changes += [
            Change(
                unit, data.draw(st.sampled_from([*UNITS, "新東", "新西"])) + "新" * i, start, share=part / sum(parts)
            )
            for i, part in enumerate(parts)
        ]
    walk = Crosswalk(tuple(changes))
    walk.require_whole()
    target = data.draw(st.integers(2021, 2028))
    made = convert(table(rows), ConvertRequest(walk, Y(target), "地区", "年度"))
    before = table(rows).frame.groupby("年度")["人口"].sum()
    after = made.table.frame.groupby("年度")["人口"].sum()
    assert after.to_dict() == pytest.approx(before.to_dict())
    assert all(abs(kept.lost) < 1e-6 for kept in made.sums)
    changed = made.table.frame["換算"] != ""
    untouched = {(u, y, v) for u, y, v in made.table.frame.loc[~changed, ["地区", "年度", "人口"]].values.tolist()}
    assert untouched <= set(rows)  # every figure without a mark is one of the table's own
