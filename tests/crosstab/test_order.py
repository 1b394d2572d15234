import numpy as np
import pytest

from shirube.crosstab.order import is_missing, is_not_applicable, natural_order

ORDERS = [
    ["18〜29歳", "30〜39歳", "40〜49歳", "65歳以上"],
    ["20歳未満", "20代", "30代", "70代", "80代以上"],
    ["20代以下", "30代", "40代", "50代"],
    ["〜19歳", "20〜64歳", "65歳〜"],
    ["5年未満", "5年以上10年未満", "10年以上20年未満", "20年以上"],
    ["100万円未満", "100万円〜300万円", "1,000万円以上"],
    ["満足", "やや満足", "どちらともいえない", "やや不満", "不満"],
    ["そう思う", "どちらかといえばそう思う", "どちらかといえばそう思わない", "そう思わない"],
    ["4月", "12月", "1月", "3月"],
    ["１人", "２人", "10人以上"],
    ["昭和63年", "平成元年", "令和2年"],
    ["1", "2", "10"],
]


@pytest.mark.parametrize("wanted", ORDERS, ids=lambda o: o[0])
def test_known_orders_are_found_from_any_start(wanted: list[str]) -> None:
    for seed in range(5):
        labels = [wanted[i] for i in np.random.default_rng(seed).permutation(len(wanted))]
        order, ordered = natural_order(labels)
        assert [labels[i] for i in order] == wanted
        assert ordered


def test_unknown_labels_keep_their_first_appearance() -> None:
    assert natural_order(["西", "東", "北"]) == ([0, 1, 2], False)
    assert natural_order(["満足", "東"]) == ([0, 1], False)


def test_listing_order_is_not_an_order_of_more_and_less() -> None:
    assert natural_order(["女性", "男性"]) == ([1, 0], False)


def test_other_and_do_not_know_stand_last_and_break_the_order() -> None:
    labels = ["わからない", "不満", "その他（自由記述）", "満足"]
    order, ordered = natural_order(labels)
    assert [labels[i] for i in order] == ["満足", "不満", "その他（自由記述）", "わからない"]
    assert not ordered


@pytest.mark.parametrize("label", ["無回答", "不明", "無回答・不明", "NA", "不明／無回答"])
def test_missing_labels(label: str) -> None:
    assert is_missing(label)


@pytest.mark.parametrize("label", ["わからない", "", "不明な点が多い", "その他"])
def test_answers_are_not_missing(label: str) -> None:
    assert not is_missing(label)


def test_not_applicable_is_not_missing() -> None:
    assert is_not_applicable("非該当")
    assert not is_missing("非該当")
