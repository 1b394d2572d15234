"""The standard lists as data: every form exists, no field comes twice, aliases lead to one field of a list."""

from collections import Counter

import pytest

from shirube.check.opendata import dataset, names
from shirube.check.opendata.forms import FORMS
from shirube.errors import CheckError

WANTED = {
    "公共施設一覧",
    "指定緊急避難場所一覧",
    "AED設置箇所一覧",
    "子育て施設一覧",
    "医療機関一覧",
    "イベント一覧",
    "地域・年齢別人口",
}


def test_the_lists_asked_for_are_there():
    assert set(names().values()) >= WANTED


@pytest.mark.parametrize("key", names())
def test_fields_are_sound(key):
    wanted = dataset(key)
    assert wanted.source
    assert {field.form for field in wanted.fields} <= FORMS.keys()
    assert {field.rank for field in wanted.fields} <= {"必須", "推奨", "任意"}
    assert max(Counter(field.name for field in wanted.fields).values()) == 1
    assert wanted.fields[0].name == "全国地方公共団体コード"


def test_population_has_both_sexes_of_every_age():
    fields = [field.name for field in dataset("population").fields]
    assert sum(name.endswith("の男性") for name in fields) == sum(name.endswith("の女性") for name in fields) == 18


def test_an_unknown_list_names_the_known_ones():
    with pytest.raises(CheckError) as caught:
        dataset("AED一覧")
    assert caught.value.code == "SB-K602"
    assert "AED設置箇所一覧" in caught.value.japanese
