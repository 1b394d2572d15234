"""突合: rows meet in the query as they do in Python, through the spellings that were found to be the same."""

import pandas as pd
import pytest

from shirube.errors import TableError
from shirube.join import HOW, Crosswalk, JoinRequest, SameName, join, keys_from
from shirube.powerquery.joining import compile_join
from shirube.table import TidyTable
from support.m import MTable
from support.queries import plain, run


def table(rows, columns) -> TidyTable:
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return TidyTable(frame, dimensions=(columns[0],), measures=tuple(columns[1:]))


LEFT = table([("第一小学校", 10), ("みどり園", 40), ("北館", 3), ("本館", 5)], ["施設", "定員"])
RIGHT = table(
    [("第１小 学校", "A"), ("みどり園", "B"), ("みどり園", "C"), ("南館", "D"), ("中央館", "E")], ["施設", "評価"]
)


def as_table(one: TidyTable) -> MTable:
    return MTable(tuple(one.frame.columns), [tuple(row) for row in one.frame.values.tolist()])


def both(left: TidyTable, right: TidyTable, request: JoinRequest):
    script = compile_join(left, right, request, sources=("左表", "右表"), name="突合")
    found = run(script, {"左表": as_table(left), "右表": as_table(right)})
    want = join(left, right, request).table.frame.drop(columns=HOW)
    return found, want


@pytest.mark.parametrize(
    "request_",
    [
        JoinRequest(keys_from(["施設"])),
        JoinRequest(keys_from(["施設"]), Crosswalk(names=(SameName("本館", "中央館"),))),
    ],
)
def test_joins_agree(request_):
    found, want = both(LEFT, RIGHT, request_)
    assert list(want.columns) == list(found.columns)
    assert plain(want.astype(object).where(want.notna(), None).values.tolist()) == plain(found.rows)


def test_keys_with_other_names_agree():
    right = table([("A", 1), ("B", 2), ("C", 3)], ["コード", "値"])
    left = table([("C", 9), ("A", 8), ("Z", 7)], ["団体", "値"])
    found, want = both(left, right, JoinRequest(keys_from(["団体=コード"])))
    assert list(want.columns) == list(found.columns)
    assert plain(want.astype(object).where(want.notna(), None).values.tolist()) == plain(found.rows)


def test_pair_in_doubt_is_refused():
    right = table([("みどり保育園", 5), ("東館", 2), ("みどり園", 4)], ["施設", "件"])
    doubtful = table([("みどり保育", 1), ("東館", 2)], ["施設", "数"])
    assert join(doubtful, right, JoinRequest(keys_from(["施設"]))).table.frame["突合"].tolist()[0] != "左だけ"
    with pytest.raises(TableError, match="SB-P109"):
        compile_join(doubtful, right, JoinRequest(keys_from(["施設"])), sources=("左表", "右表"), name="突合")


def test_several_keys_agree():
    """One row per district and year; a blank key meets nothing."""
    left = table(
        [("東", "令和5年度", 1), ("東", "令和6年度", 2), ("西", "令和5年度", 3), ("南", None, 4)],
        ["地区", "年度", "数"],
    )
    right = table(
        [("東", "令和6年度", 9), ("西", "令和5年度", 8), ("北", "令和5年度", 7), ("南", None, 6)],
        ["地区", "年度", "件"],
    )
    found, want = both(left, right, JoinRequest(keys_from(["地区", "年度"])))
    assert list(want.columns) == list(found.columns)
    assert plain(want.astype(object).where(want.notna(), None).values.tolist()) == plain(found.rows)


def test_a_name_that_met_two_spellings_is_refused():
    right = table([("第一小学校", "A"), ("第１小 学校", "B")], ["施設", "評価"])
    request = JoinRequest(keys_from(["施設"]))
    assert join(LEFT, right, request).table.frame["突合"].tolist()[:2] == ["結び付いた", "結び付いた"]
    with pytest.raises(TableError, match="SB-P109"):
        compile_join(LEFT, right, request, sources=("左表", "右表"), name="突合")
