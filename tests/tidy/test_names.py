"""Dimensions are named after what their labels are, and stay unnamed when the labels do not say."""

import pytest

from shirube.tidy.names import corner_names, dimension_name


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (["総数", "男", "女"], "性別"),
        (["男性", "女性", "無回答", "その他", "回答しない"], ""),
        (["４月", "５月", "６月", "計"], "月"),
        (["月", "火", "水", "木", "金"], "曜日"),
        (["20代", "30代", "40代", "70代以上"], "年代"),
        (["0～4歳", "5～9", "10～14", "65歳以上", "不詳"], "年齢"),
        (["平成27年", "28年", "令和元年"], "年"),
        (["平成30年度", "令和元年度", "2"], "年度"),
        (["2019", "2020"], "年"),
        (["令和5年4月", "令和5年5月"], "年月"),
        (["全国", "北海道", "青森", "岩手"], "都道府県"),
        (["千代田区", "港区", "新宿区"], "区"),
        (["札幌市", "函館市", "森町"], "市区町村"),
        (["第1四半期", "第2四半期"], "四半期"),
        (["1年生", "2年生"], "学年"),
        (["人口", "世帯数"], ""),
        (["東", "西"], ""),
        (["令和6年"], "年"),
        (["計"], ""),
        ([], ""),
    ],
)
def test_dimension_name(labels, name):
    assert dimension_name(labels) == name


@pytest.mark.parametrize("text", ["区分", "年度＼地区", "市町村\n（人）", "　年度", "A/B"])
def test_a_corner_with_one_name_is_not_split(text):
    assert corner_names(text) is None
