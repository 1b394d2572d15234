"""前後比較 and 差の差: the means and differences are those of the policy engine."""

import pandas as pd
import pytest

from shirube.office.read import read_grid
from shirube.policy import panel
from shirube.policy.before_after import BeforeAfterRequest, before_after
from shirube.policy.did import DidRequest, did
from shirube.powerquery.change import compile_before_after, compile_did
from shirube.table import records
from shirube_workbooks.samples.build import FOLDER
from support.m import MTable
from support.queries import run


def as_table(frame: pd.DataFrame) -> MTable:
    rows = [tuple(None if v is None or v != v else v for v in row) for row in frame.astype(object).values.tolist()]
    return MTable(tuple(frame.columns), rows)


def test_before_after_agrees():
    frame = records(read_grid(FOLDER / "みほん市_健康教室.xlsx", "参加者"))
    frame.loc[3, "歩数_事後"] = None
    script = compile_before_after(frame, "歩数_事前", "歩数_事後", source="参加者", name="前後")
    found = dict(run(script, {"参加者": as_table(frame)}).rows)
    columns = [pd.to_numeric(frame[c], errors="coerce").to_numpy(float) for c in ("歩数_事前", "歩数_事後")]
    measured = before_after(BeforeAfterRequest(*columns)).measured
    assert found["比べた数"] == measured.before.n
    assert found["歩数_事前の平均"] == pytest.approx(measured.before.value)
    assert found["歩数_事後の平均"] == pytest.approx(measured.after.value)
    assert found["変化"] == pytest.approx(measured.inference.estimate)


def test_nothing_to_compare_is_said():
    frame = pd.DataFrame({"前": [1, 2], "後": [3, 4]}, dtype=object)
    script = compile_before_after(frame, "前", "後", source="表", name="前後")
    found = run(script, {"表": as_table(pd.DataFrame({"前": ["x"], "後": [1]}, dtype=object))})
    assert found.rows == [("前と後の両方に数のある行がありません。", None)]


PANEL = pd.DataFrame(
    [
        (f"{i}区", f"令和{y}年度", 10.0 + i % 3 + y - (4 if i < 2 and y > 4 else 0), int(i < 2))
        for i in range(6)
        for y in (3, 4, 5, 6)
    ],
    columns=["地区", "年度", "件数", "実施"],
).astype(object)


def did_of(frame):
    return did(DidRequest(panel(frame, unit="地区", time="年度", outcome="件数", treated="実施", start="令和5年度")))


def script_of(frame):
    return compile_did(
        frame, unit="地区", time="年度", outcome="件数", treated="実施", start="令和5年度", source="表", name="差の差"
    )


@pytest.mark.parametrize("gaps", [(), (0,), (0, 1), (8, 21)])
def test_difference_in_differences_agrees(gaps):
    frame = PANEL.copy()
    frame.loc[list(gaps), "件数"] = None
    found = {row[0]: row[1:] for row in run(script_of(frame), {"表": as_table(frame)}).rows}
    want = did_of(frame)
    treated = want.changes.treated
    assert (found["実施地区"][0], found["比較地区"][0]) == (int(treated.sum()), int((~treated).sum()))
    assert found["実施地区"][1:3] == pytest.approx((want.treated_before, want.treated_after))
    assert found["比較地区"][1:3] == pytest.approx((want.control_before, want.control_after))
    plain = (want.treated_after - want.treated_before) - (want.control_after - want.control_before)
    assert found["差の差"][3] == pytest.approx(plain)
    if not gaps:
        assert found["差の差"][3] == pytest.approx(want.inference.estimate)


def test_difference_in_differences_in_the_plain_case():
    test_difference_in_differences_agrees(())


def test_unit_or_time_that_comes_later_is_said():
    more = pd.concat([PANEL, pd.DataFrame([("新区", "令和5年度", 1.0, 0)], columns=PANEL.columns)]).astype(object)
    assert "新区" in run(script_of(PANEL), {"表": as_table(more)}).rows[0][0]
    later = pd.concat([PANEL, pd.DataFrame([("0区", "令和7年度", 1.0, 1)], columns=PANEL.columns)]).astype(object)
    assert "令和7年度" in run(script_of(PANEL), {"表": as_table(later)}).rows[0][0]
