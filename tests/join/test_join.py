"""Joining tables: every row is where it belongs, sums are kept, what is uncertain is not joined."""

import numpy as np
import pandas as pd
import pytest

from shirube.errors import JoinError, TableError
from shirube.join import Crosswalk, JoinRequest, Key, SameName, join, keys_from
from shirube.table import TidyTable


def table(measures=(), sheet="", **columns):
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    return TidyTable(frame, tuple(n for n in columns if n not in measures), tuple(measures), sheet=sheet)


def rows(joined, *names):
    return joined.table.frame[list(names)].values.tolist()


def test_every_row_of_both_tables_is_in_the_result():
    left = table(("人口",), 地区=["東", "西", "南"], 人口=[10, 20, 30])
    right = table(("件数",), 地区=["西", "北", "東"], 件数=[2, 9, 1])
    joined = join(left, right)
    assert rows(joined, "地区", "人口", "件数", "突合") == [
        ["東", 10, 1, "結び付いた"],
        ["西", 20, 2, "結び付いた"],
        ["南", 30, None, "左だけ"],
        ["北", None, 9, "右だけ"],
    ]
    assert joined.counts == {"結び付いた": 2, "左だけ": 1, "右だけ": 1}


def test_labels_keep_their_code_points_on_both_sides():
    joined = join(table(施設=["髙橋医院", "南"]), table(施設=["高橋医院", "南"], sheet="名簿"))
    assert rows(joined, "施設", "施設_名簿")[0] == ["髙橋医院", "高橋医院"]


def test_one_to_many_repeats_and_says_so_in_the_sums():
    left = table(("予算",), 地区=["東", "西"], 予算=[100, 50])
    right = table(("件数",), 地区=["東", "東", "西"], 件数=[1, 2, 3])
    joined = join(left, right)
    assert len(joined.table) == 3
    budget = next(line for line in joined.sums if line.measure == "予算")
    assert (budget.total, budget.matched, budget.rest, budget.shown, budget.lost) == (150, 150, 0, 250, 0)
    assert [(d.key, d.left, d.right, d.joined) for d in joined.duplicates] == [("東", 1, 2, True)]


def test_many_to_many_is_kept_apart_unless_asked():
    left = table(("a",), 地区=["東", "東", "西"], a=[1, 2, 3])
    right = table(("b",), 地区=["東", "東", "西"], b=[4, 5, 6])
    joined = join(left, right)
    assert joined.counts == {"結び付いた": 1, "多対多のため結ばない": 4}
    assert all(line.lost == 0 for line in joined.sums)
    assert len(join(left, right, JoinRequest(many_to_many=True)).table) == 5


def test_nothing_but_many_to_many_is_an_error():
    left, right = table(地区=["東", "東"]), table(("b",), 地区=["東", "東"], b=[1, 2])
    with pytest.raises(JoinError, match="東") as caught:
        join(left, right)
    assert caught.value.code == "SB-J203"


def test_a_right_row_pasted_twice_is_joined_once_and_kept():
    left = table(("a",), 地区=["東", "東", "西"], a=[1, 2, 3])
    right = table(("b",), 地区=["東", "東", "西", "南", "南"], b=[4, 4, 6, 7, 7])
    joined = join(left, right)
    assert joined.counts == {"結び付いた": 3, "右に同じ行がある": 1, "右だけ": 2}
    assert rows(joined, "a", "b") == [[1, 4], [2, 4], [3, 6], [None, 4], [None, 7], [None, 7]]
    assert [(d.key, d.left, d.right, d.joined, d.copies) for d in joined.duplicates] == [
        ("東", 2, 2, True, 1),
        ("南", 0, 2, False, 0),
    ]
    assert all(line.lost == 0 for line in joined.sums)


def test_blank_keys_meet_nothing():
    joined = join(table(地区=["東", None, "  "]), table(地区=[None, "東"]))
    assert joined.counts == {"結び付いた": 1, "鍵が空": 3}


def test_no_row_with_a_whole_key():
    left = table(地区=["東", None], 年度=[None, "2024年度"])
    joined = join(left, left, JoinRequest((Key("地区", "地区"), Key("年度", "年度"))))
    assert joined.counts == {"鍵が空": 4}


def test_an_empty_table_is_an_error_in_words():
    with pytest.raises(JoinError):
        join(table(地区=[]), table(地区=["東"]), JoinRequest((Key("地区", "地区"),)))


def test_several_keys_must_all_agree():
    left = table(("a",), 地区=["東", "東", "西"], 年度=["令和5年度", "令和6年度", "令和5年度"], a=[1, 2, 3])
    right = table(("b",), 地区=["東", "西", "西"], 年度=["2024年度", "2023年度", "2024年度"], b=[7, 8, 9])
    joined = join(left, right)
    assert [str(key) for key in joined.keys] == ["年度", "地区"]
    assert rows(joined, "a", "b") == [[1, None], [2, 7], [3, 8], [None, 9]]


def test_uncertain_names_wait_and_a_confirmed_one_is_used():
    left, right = table(園=["みどり保", "南園"]), table(園=["みどり保育園", "南園"])
    joined = join(left, right)
    assert joined.counts == {"候補あり（未確認）": 1, "右だけ": 1, "結び付いた": 1}
    ((key, doubt),) = joined.doubts
    assert (str(key), doubt.left, doubt.offers[0].right) == ("園", "みどり保", "みどり保育園")
    again = join(left, right, JoinRequest(crosswalk=Crosswalk(names=(SameName("みどり保", "みどり保育園"),))))
    assert again.counts == {"結び付いた": 2}
    assert again.table.frame["突合の根拠"].tolist()[0] == "対応表で確認済み"
    refused = join(left, right, JoinRequest(crosswalk=Crosswalk(names=(SameName("みどり保", "みどり保育園", False),))))
    assert "みどり保育園" not in [offer.right for _, doubt in refused.doubts for offer in doubt.offers]


def test_an_answer_that_names_nothing_is_told():
    left, right = table(園=["みどり保", "南園"]), table(園=["みどり保育園", "南園"])
    joined = join(left, right, JoinRequest(crosswalk=Crosswalk(names=(SameName("みどり保", "みどり幼稚園"),))))
    assert joined.findings == ("対応表の「みどり幼稚園」（みどり保）は、右の表にありません。",)


def test_codes_meet_across_lost_zeros_and_check_digits():
    left = table(("a",), 団体コード=["011002", "131016"], a=[1, 2])
    right = table(("b",), 団体コード=[1100, 13101], b=[3, 4])
    joined = join(left, right)
    assert joined.counts == {"結び付いた": 2}
    assert joined.notes


def test_a_name_beside_a_code_is_not_asked_for():
    left = table(学校コード=["A1", "A2"], 学校名=["中央小", "東小"])
    right = table(学校コード=["A1", "A2"], 学校名=["中央小学校", "東小学校"])
    assert [str(key) for key in join(left, right).keys] == ["学校コード"]


def test_years_of_different_calendars_do_not_meet():
    left = table(("a",), 年度=["2023年度", "2024年度"], a=[1, 2])
    right = table(("b",), 年=["2023年", "2024年"], b=[3, 4])
    request = JoinRequest(keys_from(["年度=年"]))
    with pytest.raises(JoinError) as caught:
        join(left, right, request)
    assert caught.value.code == "SB-J221"
    joined = join(left, right, JoinRequest(request.keys, mix_years=True))
    assert joined.counts == {"結び付いた": 2}
    assert "3か月" in joined.findings[0]


def test_periods_that_are_not_joined_by_are_told():
    left = table(("a",), 地区=["東", "西"], 年=["2023年", "2023年"], a=[1, 2])
    right = table(("b",), 地区=["東", "西"], 年度=["2023年度", "2023年度"], b=[3, 4])
    (finding,) = join(left, right).findings
    assert "「年」" in finding
    assert "「年度」" in finding
    assert join(left, left).findings == ()
    assert join(left, table(("b",), 地区=["東"], b=[3])).findings == ()


def test_columns_that_do_not_exist_or_share_nothing():
    left, right = table(地区=["東"]), table(区=["a"])
    with pytest.raises(TableError, match="地域"):
        join(left, right, JoinRequest(keys_from(["地域=区"])))
    with pytest.raises(JoinError) as caught:
        join(left, right)
    assert caught.value.code == "SB-J201"
    with pytest.raises(JoinError) as caught:
        join(left, right, JoinRequest((Key("地区", "区"),)))
    assert caught.value.code == "SB-J202"


def test_sums_are_followed_with_missing_values():
    left = table(("a",), 地区=["東", "西"], a=[1.5, np.nan])
    joined = join(left, table(("b",), 地区=["西", "北"], b=[2, 5]))
    assert [(s.measure, s.total, s.matched, s.rest) for s in joined.sums] == [("a", 1.5, 0, 1.5), ("b", 7, 2, 5)]
