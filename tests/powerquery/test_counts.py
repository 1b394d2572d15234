"""クロス集計: the query counts what `tabulate` counts."""

import pandas as pd
import pytest

from shirube.crosstab.coded import code
from shirube.crosstab.request import Condition, CrosstabRequest
from shirube.crosstab.tabulate import tabulate
from shirube.errors import TableError
from shirube.office.read import read_grid
from shirube.powerquery.counts import compile_counts, long_counts
from shirube.result import Purpose
from shirube.table import records
from shirube_workbooks.samples.build import FOLDER
from support.m import MTable
from support.queries import run

FRAME = pd.DataFrame(
    {
        "年代": ["20代", "30代", "20代", None, "40代", "30代", "20代"],
        "答": ["はい", "いいえ", None, "はい", "はい", "無回答", "いいえ"],
        "重み": [1.5, 0.5, 2.0, 1.0, 0.0, 1.25, 3.0],
    },
    dtype=object,
)


def as_table(frame: pd.DataFrame) -> MTable:
    rows = [tuple(None if v != v else v for v in row) for row in frame.astype(object).values.tolist()]
    return MTable(tuple(frame.columns), rows)


def check(frame: pd.DataFrame, request: CrosstabRequest) -> None:
    script = compile_counts(frame, request, source="回答", name="集計")
    found = run(script, {"回答": as_table(frame)})
    want = long_counts(tabulate(code(frame, [request.row, request.column], weight=request.weight), request))
    assert [row[:3] for row in found.rows] == [tuple(row[:3]) for row in want]
    for got, expected in zip(found.rows, want, strict=True):
        assert got[3:] == pytest.approx(tuple(expected[3:]), nan_ok=True)


@pytest.mark.parametrize("percent", ["row", "column", "total"])
@pytest.mark.parametrize("missing", ["show", "exclude"])
@pytest.mark.parametrize("weight", ["", "重み"])
def test_counts_agree(percent, missing, weight):
    check(FRAME, CrosstabRequest("年代", "答", weight=weight, percent=percent, missing=missing, test="none"))


def test_survey_of_three_thousand_agrees():
    frame = records(read_grid(FOLDER / "みほん市_住民アンケート.xlsx", "回答"))
    check(frame, CrosstabRequest("地区", "問1", test="none"))


def test_answer_that_comes_later_is_said():
    script = compile_counts(FRAME, CrosstabRequest("年代", "答", test="none"), source="回答", name="集計")
    later = pd.concat([FRAME, pd.DataFrame({"年代": ["50代"], "答": ["はい"], "重み": [1.0]})])
    found = run(script, {"回答": as_table(later)})
    assert (
        found.rows[0][0]
        == "「年代」に、作ったときに無かった答え「50代」があります。しるべでクエリを作り直してください。"
    )


@pytest.mark.parametrize(
    "request_",
    [
        CrosstabRequest("年代", "答", outer="重み"),
        CrosstabRequest("年代", "答", where=(Condition("年代", ("20代",)),)),
        CrosstabRequest("年代", "答", purpose=Purpose.PUBLIC),
    ],
)
def test_more_than_counting_is_refused(request_):
    with pytest.raises(TableError, match="SB-P109"):
        compile_counts(FRAME, request_, source="回答", name="集計")
