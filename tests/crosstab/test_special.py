import datetime as dt

import numpy as np
import pandas as pd
import pytest

from shirube.commands.crosstab_special import HeatSettings, TopSettings, heat_of, top
from shirube.crosstab import CrosstabRequest, code, report, tabulate
from shirube.crosstab.special import Hours, district_profile, heat, heat_table, top_table
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.office.write.canvas import MOST_SHRINK, PAGE_PIXELS, column_pixels
from shirube.office.write.tables import fit_columns
from shirube.result import Cell, Mark, Provenance, Purpose
from shirube.stats.intervals import wilson


def moments(n: int, *, seed: int = 1, hours=tuple(range(24))) -> list[dt.datetime]:
    random = np.random.default_rng(seed)
    days, at = random.integers(0, 364, n), random.choice(hours, n)
    return [dt.datetime(2025, 4, 1) + dt.timedelta(int(d), hours=int(h)) for d, h in zip(days, at, strict=True)]


def test_many_events_get_weekday_by_hour() -> None:
    events = moments(3000)
    found = heat(events)
    assert found.counts.shape == (8, 24)
    assert found.reason == ""
    assert found.total == 3000
    plain = [e for e in events if e.weekday() == 0 and e.hour == 9]
    assert 0 < found.counts[0, 9] <= len(plain)  # Mondays that are holidays stand in 祝


def test_55_inquiries_in_168_cells_say_nothing() -> None:
    found = heat(moments(55))
    assert found.counts.size < 20
    assert "55件" in found.reason
    assert "168" in found.reason
    assert "平均0.3件" in found.reason
    assert any("168" in note for note in heat_table(found).notes)
    assert heat(moments(55), level=0).counts.shape == (8, 24)


def test_hours_are_shaded_on_one_scale_without_the_totals() -> None:
    table = heat_table(heat(moments(900), level=0))
    assert table.shade is not None
    assert table.shade.columns == tuple(f"h{hour}" for hour in range(24))
    assert table.total_rows == {0}
    assert not table.shade.signed
    assert sum(map(column_pixels, fit_columns([table]))) <= PAGE_PIXELS[True] * MOST_SHRINK


def test_holidays_and_opening_hours() -> None:
    new_year, monday = dt.datetime(2026, 1, 1, 10), dt.datetime(2026, 4, 6, 10)
    found = heat([new_year, monday, monday.replace(hour=17, minute=15), monday.replace(hour=23)], level=0)
    assert found.counts[7].sum() == 1
    assert found.counts[0].sum() == 3
    assert found.inside == 1
    assert found.night == 1
    closed = Hours(closed=frozenset({monday.date()}))
    assert heat([monday], closed, level=0).inside == 0
    saturday = dt.datetime(2026, 4, 4, 9)
    assert heat([saturday], Hours(saturday=True), level=0).inside == 1


def test_the_days_round_new_year_are_closed_unless_said_otherwise() -> None:
    tuesday = dt.datetime(2026, 12, 29, 10)
    assert heat([tuesday], level=0).inside == 0
    assert heat([tuesday], level=0).counts[7].sum() == 1
    assert heat([tuesday], Hours(year_end=False), level=0).inside == 1
    assert heat([tuesday - dt.timedelta(1)], level=0).inside == 1


def test_events_may_be_persons_and_are_then_hidden_for_the_public() -> None:
    """Calls are shown as they are; persons below the threshold are not, nor what would give them away."""
    events = [*moments(900), *[dt.datetime(2025, 6, 2, 9)] * 300]
    calls = heat_of(grid(events), HeatSettings("受付", level=1, purpose=Purpose.PUBLIC))
    persons = heat_of(grid(events), HeatSettings("受付", level=1, purpose=Purpose.PUBLIC, counted="人"))
    values = [c.value if isinstance(c, Cell) else c for row in persons.tables[0].rows for c in row[1:]]
    assert not [v for v in values if v is not None and 0 < v < 10]
    assert sum(isinstance(c, Cell) and c.shown == "x" for row in persons.tables[0].rows for c in row) >= 2
    assert not any("開庁時間内" in line for line in (*persons.conclusion, *persons.tables[0].notes))
    assert not any(isinstance(c, Cell) and c.shown == "x" for row in calls.tables[0].rows for c in row)
    assert "開庁時間内" in calls.conclusion[0]
    with pytest.raises(CrosstabError) as caught:
        heat_of(grid(events), HeatSettings("受付", purpose=Purpose.PUBLIC, counted="人", threshold=3))
    assert caught.value.key == "C305"


def grid(events: list[dt.datetime]) -> Grid:
    return Grid.from_rows([["受付"], *([event] for event in events)])


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ({"a": 40, "b": 30, "c": 8, "d": 7}, ["a", "b"]),  # c and d together are 15
        ({"a": 40, "b": 30, "c": 8}, ["a"]),  # one value alone in その他 would be known
        ({"a": 40, "b": 30, "c": 3, "d": 2}, ["a"]),  # 5 persons in その他 are too few
        ({"a": 40, "b": 30}, ["a", "b"]),
        ({"a": 4, "b": 7}, []),
    ],
)
def test_small_values_are_never_named_in_public(counts: dict[str, int], named: list[str]) -> None:
    values = [value for value, n in counts.items() for _ in range(n)] + [None] * 6
    settings = TopSettings("答", purpose=Purpose.PUBLIC)
    result = top(Grid.from_rows([["答"], *([value] for value in values)]), settings)
    rows = result.tables[0].rows
    assert [row[1] for row in rows if row[0]] == named
    assert not [row for row in rows if row[1] == "無回答"]  # 6 persons
    assert str(len(values)) not in result.base
    rest = [row for row in rows if row[1].startswith("その他")]
    assert all(row[2] >= 10 for row in rest)
    assert sum(row[2] for row in rows) == sum(counts.values())


def test_too_few_persons_are_not_published_at_all() -> None:
    with pytest.raises(CrosstabError) as caught:
        top(Grid.from_rows([["答"], ["a"], ["b"]]), TopSettings("答", purpose=Purpose.PUBLIC))
    assert caught.value.key == "C334"
    with pytest.raises(CrosstabError) as caught:
        top(Grid.from_rows([["答"], ["a"]]), TopSettings("答", 0))
    assert caught.value.key == "C333"


def test_a_planted_rush_hour_is_marked_and_even_spread_is_not() -> None:
    rush = [dt.datetime(2025, 6, 2, 9) + dt.timedelta(weeks=k % 40) for k in range(200)]
    table = heat_table(heat([*moments(3000), *rush]))
    monday = next(row for row in table.rows if row[0] == "月")
    assert isinstance(monday[2 + 9], Cell)
    assert monday[2 + 9].mark is Mark.HIGH
    even = heat_table(heat(moments(3000, seed=5)))
    assert sum(isinstance(cell, Cell) for row in even.rows for cell in row) == 0


def test_text_is_read_and_dates_alone_are_left_out() -> None:
    found = heat(["2026/4/1 9:30", "2026-04-01 10:00:00", "2026/4/1", None, ""])
    assert found.total == 2
    assert found.unreadable == 1
    with pytest.raises(CrosstabError) as caught:
        heat(["2026/4/1"])
    assert caught.value.key == "C314"


def districts(n: int = 600) -> pd.DataFrame:
    random = np.random.default_rng(9)
    area = random.choice(["東地区", "西地区", "南地区", "北地区"], n, p=[0.4, 0.3, 0.27, 0.03])
    share = np.where(area == "東地区", 0.75, 0.4)
    return pd.DataFrame({"地区": area, "満足": np.where(random.random(n) < share, "はい", "いいえ")})


def test_profile_of_districts() -> None:
    frame = districts()
    crosstab = tabulate(code(frame, ["地区", "満足"]), CrosstabRequest("地区", "満足"))
    table = district_profile(crosstab, "はい")
    rows = {(row[0].value if isinstance(row[0], Cell) else row[0]): row for row in table.rows}
    n, x = int((frame["地区"] == "東地区").sum()), int(((frame["地区"] == "東地区") & (frame["満足"] == "はい")).sum())
    east = rows["東地区"]
    assert east[1] == n
    assert isinstance(east[2], Cell)
    assert east[2].mark is Mark.HIGH
    assert east[2].value == pytest.approx(100 * x / n, abs=0.051)
    assert east[3:5] == pytest.approx([100 * limit for limit in wilson(x, n)], abs=0.051)
    assert east[5] == pytest.approx(east[2].value - rows["全体"][2], abs=0.051)
    assert east[6] == 1
    assert rows["北地区"][6] is None
    assert isinstance(rows["北地区"][0], Cell)
    assert any("一人ひとり" in line for line in report(crosstab, Provenance()).cannot_say)
    with pytest.raises(CrosstabError):
        district_profile(crosstab, "大満足")


def test_published_profile_hides_small_districts() -> None:
    request = CrosstabRequest("地区", "満足", purpose=Purpose.PUBLIC)
    crosstab = tabulate(code(districts(200), ["地区", "満足"]), request)
    rows = district_profile(crosstab, "はい").rows
    assert any(isinstance(row[2], Cell) and row[2].shown == "x" and row[3] is None for row in rows)


def test_top_keeps_ties_and_adds_up() -> None:
    values = ["a"] * 5 + ["b"] * 3 + ["c"] * 3 + ["d"] + ["無回答", None]
    table = top_table(values, "理由", 2)
    assert [row[1] for row in table.rows] == ["a", "b", "c", "その他（1種類）", "無回答"]
    assert [row[0] for row in table.rows][:3] == ["1", "2", "2"]
    assert sum(row[2] for row in table.rows) == len(values)
    assert sum(row[3] for row in table.rows[:4]) == pytest.approx(100, abs=0.2)
    many = top_table([f"語{i}" for i in range(50_000)], "語", 10)
    assert len(many.rows) == 11
