from dataclasses import replace

import numpy as np
import pytest

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.layout import page_table
from shirube.errors import CrosstabError
from shirube.result import Cell, Purpose
from support.survey import BOOK, survey

REQUEST = CrosstabRequest("年代", "満足度", summary=True)
POINTS = {"満足": 4, "やや満足": 3, "やや不満": 2, "不満": 1}


def rows(request: CrosstabRequest, frame):
    table = page_table(tabulate(code(frame, request.keys, BOOK, weight=request.weight), request))
    keys = [c.key for c in table.columns]
    return table, [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_from_the_persons() -> None:
    frame = survey(500)
    table, lines = rows(REQUEST, frame)
    twenties = frame[frame["年代"] == "20代"]
    points = twenties["満足度"].map(POINTS).dropna()
    line = next(line for line in lines if line["category"] == "20代")
    assert line["t2b"] == pytest.approx(100 * (points >= 3).sum() / len(twenties), abs=0.051)
    assert line["b2b"] == pytest.approx(100 * (points <= 2).sum() / len(twenties), abs=0.051)
    assert line["mean"] == pytest.approx(points.mean(), abs=0.0051)
    assert line["sd"] == pytest.approx(points.std(), abs=0.0051)
    assert line["median"] == points.median()
    assert [c.label for c in table.columns[-5:-3]] == ["満足＋やや満足", "やや不満＋不満"]
    assert "満足=4" in table.notes[-1]


def test_weighted_mean() -> None:
    frame = survey(500)
    _, lines = rows(replace(REQUEST, weight="w"), frame)
    answered = frame[frame["満足度"].isin(POINTS)]
    wanted = np.average(answered["満足度"].map(POINTS), weights=answered["w"])
    assert lines[0]["mean"] == pytest.approx(wanted, abs=0.0051)


def test_own_scores() -> None:
    _, lines = rows(replace(REQUEST, scores=(100, 50, 0, -50)), survey(300))
    points = survey(300)["満足度"].map({"満足": 100, "やや満足": 50, "やや不満": 0, "不満": -50}).dropna()
    assert lines[0]["mean"] == pytest.approx(points.mean(), abs=0.0051)
    with pytest.raises(CrosstabError) as caught:
        rows(replace(REQUEST, scores=(1, 2)), survey(100))
    assert caught.value.key == "C311"


def test_nothing_to_summarise() -> None:
    assert "mean" not in rows(replace(REQUEST, summary=False), survey(100))[1][0]
    assert "mean" not in rows(CrosstabRequest("年代", "媒体", summary=True), survey(100))[1][0]


def test_a_row_with_a_hidden_number_shows_no_summary() -> None:
    _, lines = rows(replace(REQUEST, purpose=Purpose.PUBLIC), survey(150))
    for line in lines:
        hidden = any(isinstance(v, Cell) and v.shown == "x" for k, v in line.items() if k.startswith("n"))
        assert (isinstance(line["mean"], Cell) and line["mean"].shown == "x") == hidden
    assert any(isinstance(line["mean"], Cell) for line in lines)
