"""The log of inquiries before and after a FAQ: counts by hand, the planted effect found, bad input told."""

import datetime as dt

import numpy as np
import pytest

from shirube.commands.inquiry import InquirySettings, compare_inquiries
from shirube.errors import DesignError, TableError
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.policy.inquiry_log import monthly, sides
from shirube.result import Purpose
from shirube_workbooks.mihon.build import FOLDER

NAMES = ("引っ越し", "税", "ごみ", "子育て", "福祉", "道路")
START = dt.date(2023, 4, 1)


def log(effect: float, *, seed: int = 3, months: int = 24, release: int = 12, names=NAMES) -> Grid:
    """A log whose first category falls by `effect` from the month of the release on."""
    rng = np.random.default_rng(seed)
    rows: list[list[object]] = [["受付日時", "分類"]]
    for step in range(months):
        year, month = divmod(START.year * 12 + START.month - 1 + step, 12)
        for i, name in enumerate(names):
            mean = 60 * (effect if i == 0 and step >= release else 1.0)
            days = [1, 28, *rng.integers(1, 29, max(int(rng.poisson(mean)) - 2, 0)).tolist()]
            rows += [[dt.datetime(year, month + 1, day, 10), name] for day in days]
    return Grid.from_rows(rows, name="問合せ", source="記録.xlsx")


def asked(**more) -> InquirySettings:
    return InquirySettings(**{"faq": ("引っ越し",), "release": "2024-04-01", **more})


def test_a_fall_of_half_is_found_against_the_other_categories() -> None:
    made = compare_inquiries(log(0.5), asked())
    assert "件" in made.conclusion[0]
    assert not any("誤差の範囲" in line for line in made.conclusion)
    assert made.figures[0].text.startswith("−5") or made.figures[0].text.startswith("−4")
    assert made.parts[0].sheet == "評価"
    assert made.parts[0].details


def test_no_fall_is_within_chance() -> None:
    made = compare_inquiries(log(1.0), asked())
    assert any("誤差の範囲" in line for line in made.conclusion)
    assert not any("実施地区" in line for line in made.conclusion)


def test_all_categories_with_a_faq_are_a_series() -> None:
    made = compare_inquiries(log(0.5, names=NAMES[:1]), asked())
    assert len(made.figures) == 1
    assert made.parts[0].title.startswith("時系列")


def test_counts_by_month_from_april_to_march() -> None:
    rows = [["受付日", "分類"], ["2024/3/1", "税"], ["令和6年3月31日", "税"], ["2024-04-01 09:00", "ごみ"],
            ["2024/5/31", "税"], ["なし", "税"]]  # fmt: skip
    made = compare_inquiries(Grid.from_rows(rows), asked(faq=("税",), release="2024年4月"))
    first, second = made.tables[1:]
    assert [c.label for c in first.columns[1:]] == [f"{m}月" for m in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)] + ["計"]
    assert first.rows[0] == ("税（掲載）", *[None] * 11, 2, 2)
    assert second.rows[0] == ("税（掲載）", 0, 1, *[None] * 10, 1)
    assert second.rows[-1] == ("計", 1, 1, *[None] * 10, 2)
    assert any("1行" in note for note in made.notes)
    assert any("まだ判断できません" in line for line in made.conclusion)


def test_half_months_are_not_compared() -> None:
    days = [dt.date(2024, 4, 20), dt.date(2024, 5, 5), dt.date(2024, 6, 5), dt.date(2024, 7, 10)]
    found = monthly(days, ["税"] * 4)
    assert [str(m) for m in found.partial] == ["2024年4月", "2024年7月"]
    side = sides(found, dt.date(2024, 6, 1), np.array([True]))
    assert (side.before, side.after, side.months_before, side.months_after) == (1, 1, 1, 1)


def test_a_release_inside_a_month_leaves_that_month_out() -> None:
    made = compare_inquiries(log(1.0), asked(release="2024年4月15日"))
    assert any("2024年4月は前後の比較に入れていません" in note for note in made.notes)
    assert "2024年5月" in made.parts[0].question


def test_sample_log_by_hand() -> None:
    """みほん市: nothing was put into the counts, so nothing may be claimed; counts are those of the sheet."""
    grid = read_grid(FOLDER / "みほん市_問合せ記録.xlsx")
    made = compare_inquiries(grid, asked(faq=("引っ越し", "税"), release="2024-10-01", purpose=Purpose.PUBLIC))
    values = grid.values[1:].tolist()
    moving = sum(row[2] == "引っ越し" and row[1].month == 3 for row in values)
    by_name = {row[0]: row for row in made.tables[1].rows}
    assert by_name["引っ越し（掲載）"][12] == moving
    assert by_name["計"][-1] == len(values)
    assert any("誤差の範囲" in line for line in made.conclusion)
    assert {made.purpose, made.parts[0].purpose} == {Purpose.PUBLIC}


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"faq": ("引越",)}, "SB-W892"),
        ({"faq": ()}, "SB-W892"),
        ({"release": "2022-04-01"}, "SB-W893"),
        ({"release": "2026-04-01"}, "SB-W893"),
        ({"release": "来月"}, "SB-W894"),
        ({"date": "日にち"}, "SB-T101"),
    ],
)
def test_bad_settings_are_told(settings, code: str) -> None:
    with pytest.raises((DesignError, TableError)) as caught:
        compare_inquiries(log(1.0, months=14), asked(**settings))
    assert caught.value.code == code
    assert caught.value.next_step.endswith("。")


def test_a_column_without_days_is_told_with_its_cell() -> None:
    with pytest.raises(DesignError) as caught:
        compare_inquiries(Grid.from_rows([["受付日", "分類"], ["朝", "税"]]), asked(faq=("税",)))
    assert (caught.value.code, caught.value.at.cell) == ("SB-W891", "A2")
