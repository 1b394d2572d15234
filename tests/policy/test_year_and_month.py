"""Year and month in columns of their own, as 縦持ちに直す leaves them, are one time."""

import pytest

from shirube.commands.evaluate import DidSettings, ItsSettings, did_request, measure_its
from shirube.commands.evaluate_times import timed_records
from shirube.errors import TableError
from shirube.grid import Grid

HEAD = ["地区", "モデル地区", "年", "月", "値"]


def months() -> list[tuple[str, str]]:
    return [("令和５年", f"{m}月") for m in range(4, 13)] + [("令和６年", f"{m}月") for m in range(1, 13)]


def tidied() -> Grid:
    rows = [
        [f"第{k}地区", "○" if k < 3 else None, year, month, 500 + k * 7 + i % 5 - (20 if k < 3 and i >= 12 else 0)]
        for k in range(1, 9)
        for i, (year, month) in enumerate(months())
    ]
    return Grid.from_rows([HEAD, *rows])


def test_a_tidied_panel_is_evaluated_as_it_is() -> None:
    request = did_request(tidied(), DidSettings("地区", "年、月", "値", "モデル地区", "令和6年4月"))
    assert request.panel.times[:2] == ("2023年4月", "2023年5月")
    assert len(request.panel.times) == 21
    assert request.panel.start == 12


def test_a_series() -> None:
    rows = [[year, month, 10 + i % 3] for i, (year, month) in enumerate(months())]
    found = measure_its(Grid.from_rows([["年", "月", "値"], *rows]), ItsSettings("年,月", "値", "令和6年4月"))
    assert found.request.series.times[-1] == "2024年12月"


@pytest.mark.parametrize(
    ("name", "year", "month", "joined"),
    [
        ("年度", 2023, 2, "2023年度2月"),
        ("年", 2023.0, "2月", "2023年2月"),
        ("年", "令和5年", "12", "令和5年12月"),
        ("年", None, 1, None),
    ],
)
def test_what_the_two_cells_say(name: str, year: object, month: object, joined: str | None) -> None:
    frame = timed_records(Grid.from_rows([[name, "月", "値"], [year, month, 1]]), 0, f"{name}、月")
    assert frame[f"{name}、月"].tolist() == [joined]


def test_the_column_that_is_not_there_is_named() -> None:
    with pytest.raises(TableError, match="列「週」"):
        timed_records(Grid.from_rows([["年", "月", "値"], [2023, 1, 1]]), 0, "年、週")
