"""The columns to join by, when nobody says."""

import pandas as pd
import pytest

from shirube.errors import JoinError
from shirube.join import Key, find_keys
from shirube.join.find_keys import kind_of
from shirube.table import TidyTable


def table(measures=(), **columns):
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    return TidyTable(frame, tuple(n for n in columns if n not in measures), tuple(measures))


def keys(left, right):
    return [str(key) for key in find_keys(left, right)]


def test_codes_before_names_and_remarks_never():
    left = table(施設コード=["1", "2"], 施設名=["東園", "西園"], 備考=["なし", "なし"])
    right = table(備考=["なし", "廃止"], 施設名=["東 園", "西園"], 施設コード=["1", "2"])
    assert keys(left, right) == ["施設コード"]


def test_as_many_columns_as_it_takes_to_tell_rows_apart():
    left = table(市=["A市", "A市", "B市"], 学校=["中央小", "東小", "中央小"], 備考=["", "", ""])
    right = table(市=["A市", "A市", "B市"], 学校=["中央小", "東小", "中央小"], 備考=["x", "y", "z"])
    assert sorted(keys(left, right)) == ["学校", "市"]


def test_years_typed_as_numbers_are_a_key_and_counts_are_not():
    left = table(("年度", "人口"), 地区=["東", "東"], 年度=[2023, 2024], 人口=[1, 2])
    right = table(("年度", "人口"), 地区=["東", "東"], 年度=[2023, 2024], 人口=[1, 2])
    assert keys(left, right) == ["年度", "地区"]


def test_days_are_no_key_by_themselves():
    left = table(施設=["東", "西"], 更新日=["2024/4/1", "2024/4/2"])
    right = table(施設=["東", "西"], 更新日=["2025/4/1", "2025/4/2"])
    assert keys(left, right) == ["施設"]


def test_other_names_with_the_same_values():
    assert keys(table(施設名=["東", "西", "南"]), table(名称=["西", "北", "東"], 色=["赤", "青", "黄"])) == [
        "施設名＝名称"
    ]


def test_running_numbers_are_no_key():
    left = table(("No.",), **{"No.": [1, 2, 3], "施設名": ["東園", "西園", "南園"]})
    right = table(("No.",), **{"No.": [1, 2, 3], "施設名": ["南園", "東園", "西園"]})
    assert keys(left, right) == ["施設名"]
    other_name = table(("Ｎｏ",), Ｎｏ=[1, 2, 3], 名称=["南園", "東園", "西園"])
    assert keys(left, other_name) == ["施設名＝名称"]
    with pytest.raises(JoinError, match="No"):
        find_keys(table(("No.",), **{"No.": [1, 2]}), table(("No.",), **{"No.": [1, 2]}))
    assert keys(table(地区番号=["1", "2"]), table(地区番号=["1", "2"])) == ["地区番号"]


def test_what_things_of_different_names_share_is_no_key_while_there_are_names():
    left = table(郵便番号=["100-0001", "100-0002"], 所在地=["本町1", "本町2"], 施設名=["図書館", "東園"])
    right = table(郵便番号=["100-0001", "100-0002"], 所在地=["本町1", "本町2"], 施設名=["公民館", "東園"])
    assert keys(left, right) == ["施設名"]
    assert keys(table(所在地=["本町1", "本町2"]), table(所在地=["本町1", "本町2"])) == ["所在地"]


def test_a_kind_both_tables_have_does_not_hide_the_names():
    left = table(施設名=["東", "西", "南", "北"], 区分=["公", "公", "私", "私"])
    assert keys(left, table(名称=["東", "西", "南", "北"], 区分=["公", "公", "私", "私"])) == ["区分", "施設名＝名称"]
    blanks = table(施設名=["東", "西", "南", "北"], 区分=["公", None, None, "私"])
    assert keys(left, blanks) == ["施設名"]


def test_numbers_under_different_names_are_no_reason():
    with pytest.raises(JoinError):
        find_keys(table(学年=["1", "2", "3"]), table(班=["1", "2", "3"]))
    left = table(校=["東小", "東小"], 学年=["1", "2"])
    assert keys(left, table(校=["東小", "東小"], 班=["1", "2"])) == ["校"]


def test_one_name_is_enough_where_nothing_else_fits():
    assert keys(table(学校名=["中央小", "東小"]), table(学校名=["中央小学校", "東小学校"])) == ["学校名"]


def test_nothing_in_common_is_an_error_that_names_the_columns():
    with pytest.raises(JoinError, match="色"):
        find_keys(table(地区=["東"]), table(色=["赤"]))


@pytest.mark.parametrize(
    ("left", "right", "key", "kind"),
    [
        (["令和5年度"], ["2023年度"], Key("年度", "年度"), "time"),
        (["A1"], ["a1"], Key("学校ID", "学校ID"), "code"),
        ([1, 2], ["01"], Key("班", "班"), "code"),
        (["東"], ["東"], Key("地区", "地区"), "name"),
        (["1901", "1950"], ["1901"], Key("施設コード", "施設コード"), "code"),
        (["A1"], ["a1"], Key("学校ID", "学校ID", "name"), "name"),
        (["2023"], [2023], Key("調査", "年度"), "time"),
    ],
)
def test_how_values_are_compared(left, right, key, kind):
    assert kind_of(left, right, key) == kind
