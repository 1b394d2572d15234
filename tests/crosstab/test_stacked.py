import numpy as np
import pandas as pd
import pytest

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.stacked import banner_table, gt_table, matrix_table, totals
from shirube.errors import CrosstabError
from shirube.result import Cell, Purpose
from shirube.stats.intervals import wilson
from support.survey import BOOK, survey

GT = CrosstabRequest("", "満足度")


def coded(frame: pd.DataFrame, **options):
    keys = ["年代", "満足度", "媒体", *(k for k in ("性別", "問2") if k in frame)]
    return code(frame, keys, BOOK, **options)


def test_gt_counts_every_answer_once() -> None:
    frame = survey(300)
    answers = coded(frame)
    table = gt_table([totals(answers, key, GT) for key in ("満足度", "媒体")])
    got = {row[:2]: row for row in table.rows}
    n = int((frame["満足度"] == "満足").sum())
    line = got["満足度", "満足"]
    assert line[2] == n
    assert line[3:] == pytest.approx((100 * n / 300, *(100 * x for x in wilson(n, 300))), abs=0.051)
    assert got["満足度", "回答者数（n）"][2] == 300
    ticks = frame[["広報紙", "SNS", "口コミ"]].to_numpy()
    assert got["知った媒体", "SNS"][2] == ticks[:, 1].sum()
    mt = got["知った媒体", "M.T.（回答数の合計）"][3]
    assert (mt.value if isinstance(mt, Cell) else mt) == pytest.approx(100 * ticks.sum() / 300, abs=0.051)


def test_weighted_gt_has_both_numbers() -> None:
    frame = survey(300)
    request = CrosstabRequest("", "満足度", weight="w")
    table = gt_table([totals(coded(frame, weight="w"), "満足度", request)])
    assert [c.key for c in table.columns][2:4] == ["n", "w"]
    line = next(row for row in table.rows if row[1] == "満足")
    satisfied = frame["満足度"] == "満足"
    assert line[2] == satisfied.sum()
    assert line[3] == int(frame.loc[satisfied, "w"].sum() + 0.5)


def test_public_gt_hides_small_answers_and_one_more() -> None:
    frame = survey(300).assign(満足度=lambda f: np.where(np.arange(len(f)) < 4, "不明", f["満足度"]))
    request = CrosstabRequest("", "満足度", purpose=Purpose.PUBLIC)
    table = gt_table([totals(coded(frame), "満足度", request)])
    hidden = [row for row in table.rows if isinstance(row[2], Cell) and row[2].shown == "x"]
    assert len(hidden) >= 2
    assert all(isinstance(row[3], Cell) and row[3].shown == "x" for row in hidden)


def test_banner_is_the_single_tables_one_below_the_other() -> None:
    frame = survey(300).assign(性別=lambda f: np.where(np.arange(len(f)) % 2, "男性", "女性"))
    tables = [tabulate(coded(frame), CrosstabRequest(axis, "満足度")) for axis in ("性別", "年代")]
    banner = banner_table(tables)
    assert [row[0] for row in banner.rows] == ["全体", "性別", "性別", *["年代"] * len(tables[1].row.labels)]
    assert banner.rows[0][2] == 300
    men = next(row for row in banner.rows if row[1] == "男性")
    assert men[2] == 150
    with pytest.raises(CrosstabError) as caught:
        banner_table([tables[0], tabulate(coded(frame), CrosstabRequest("年代", "媒体"))])
    assert caught.value.key == "C312"


def test_matrix_has_one_row_per_item() -> None:
    frame = survey(300)
    frame["問2"] = frame["満足度"].replace("無回答", "不満").to_numpy()[::-1]
    answers = coded(frame)
    table = matrix_table([totals(answers, key, GT) for key in ("満足度", "問2")])
    assert [row[0] for row in table.rows] == ["満足度", "問2"]
    keys = [c.key for c in table.columns]
    blank = keys.index("n4")
    assert table.columns[blank].label == "無回答"
    assert table.rows[0][blank] == (frame["満足度"] == "無回答").sum()
    assert table.rows[1][blank] == Cell(0, shown="-")
    with pytest.raises(CrosstabError) as caught:
        matrix_table([totals(answers, key, GT) for key in ("満足度", "年代")])
    assert caught.value.key == "C312"
