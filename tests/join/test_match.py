"""Pairs that are certain, names that wait, and nothing in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.join import How, likeness, match, name_key
from shirube.join.spelling import LEGAL_FORMS
from support.mismatched import FIRST, SECOND, lists


def pairs(found):
    return {pair.left: (pair.right, pair.how) for pair in found.pairs}


def test_the_same_text_before_the_same_key():
    found = match(["髙橋医院", "高橋医院"], ["高橋医院", "髙橋医院"])
    assert pairs(found) == {"髙橋医院": ("髙橋医院", How.SAME), "高橋医院": ("高橋医院", How.SAME)}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["高橋医院"], ["髙橋医院", "高僑医院", "髙橋 医院2"]),  # one key on the right
        (["ミドリ園"], ["みどり園"]),
        (["栁田歯科"], ["柳田歯科"]),
        (["みほん会"], ["一般社団法人みほん会"]),
        (["本町1-2"], ["本町1番2号"]),
    ],
)
def test_one_loose_key_on_either_side_is_certain(left, right):
    assert pairs(match(left, right))[left[0]][1] is How.LOOSE


@pytest.mark.parametrize(
    ("left", "right", "wanted"),
    [
        (["さくら園", "サクラ園"], ["さくら園"], "サクラ園"),  # two on the left
        (["サクラ園"], ["さくら園", "桜園", "さくら・園"], "サクラ園"),  # two on the right
        (["株式会社みほん"], ["有限会社みほん"], "株式会社みほん"),  # forms contradict
        (["株式会社みほん"], ["みほん株式会社"], "株式会社みほん"),
        (["本町1番2号"], ["本町1丁目2番"], "本町1番2号"),  # one without 丁目
        (["中央二 3番"], ["中央23番"], "中央二 3番"),
        (["中央二　十三番"], ["中央23番"], "中央二　十三番"),
        (["1号棟(1)(2)"], ["1号棟(12)"], "1号棟(1)(2)"),
        (["みほんびよういん"], ["みほんびょういん"], "みほんびよういん"),
        (["第一小学校"], ["第二小学校"], "第一小学校"),
        (["中央公民館"], ["中央公民館分館"], "中央公民館"),
    ],
)
def test_what_is_not_beyond_doubt_waits(left, right, wanted):
    found = match(left, right)
    assert wanted not in pairs(found)
    assert wanted in {doubt.left for doubt in found.doubts}


def test_every_legal_form_meets_its_short_ones():
    names = [f"{form}みほん" for form, shorts in LEGAL_FORMS.items() for _ in shorts]
    short = [f"{short} みほん" for shorts in LEGAL_FORMS.values() for short in shorts]
    for name, other in zip(names, short, strict=True):
        assert pairs(match([other], [name]))[other] == (name, How.PLAIN)
        assert name_key(name).loose == name_key("みほん").loose


def test_the_shape_of_a_character_is_not_the_character():
    assert pairs(match(["渡邊\U000e0101"], ["渡邊"]))["渡邊\U000e0101"] == ("渡邊", How.PLAIN)


def test_two_spellings_of_one_plain_key_are_one_thing():
    found = match(["第１小", "第一小", "第1 小"], ["第1小"])
    assert {right for right, _ in pairs(found).values()} == {"第1小"}


def test_confirmed_pairs_come_first_whatever_their_width():
    found = match(["ＡＢ園"], ["AB園", "CD園"], confirmed={"AB園": "ＣＤ園"})
    assert pairs(found) == {"ＡＢ園": ("CD園", How.CONFIRMED)}


def test_refused_pairs_are_neither_made_nor_offered():
    assert pairs(match(["高橋"], ["髙橋"])) != {}
    found = match(["高橋"], ["髙橋"], refused=[("高橋", "髙橋")])
    assert (found.pairs, found.doubts, found.left_only) == ((), (), ("高橋",))


def test_every_label_is_in_exactly_one_place():
    made = lists(3, FIRST, left_rows=300, right_rows=60)
    found = match(made.left, made.right)
    places = [[p.left for p in found.pairs], [d.left for d in found.doubts], list(found.left_only)]
    assert sorted(label for place in places for label in place) == sorted(set(made.left))
    joined = {found.plain[p.right] for p in found.pairs}
    assert {found.plain[label] for label in found.right_only} == {found.plain[r] for r in made.right} - joined


@pytest.mark.parametrize("vocabulary", [FIRST, SECOND], ids=["tuned on", "kept aside"])
def test_no_wrong_pair_and_nearly_all_true_ones_first(vocabulary):
    wrong = found = true = 0
    for seed in (101, 102):
        made = lists(seed, vocabulary)
        things = dict(zip(made.right, made.right_truth, strict=True))
        meant = dict(zip(made.left, made.truth, strict=True))
        result = match(made.left, made.right)
        wrong += sum(meant[pair.left] != things[pair.right] for pair in result.pairs)
        certain = {pair.left for pair in result.pairs}
        first = {doubt.left: things[doubt.offers[0].right] for doubt in result.doubts}
        labels = [label for label, thing in zip(made.left, made.truth, strict=True) if thing >= 0]
        true += len(labels)
        found += sum(label in certain or first.get(label) == meant[label] for label in labels)
        assert {"unmatched", "neighbour"} < set(made.kinds)
        assert len(set(made.kinds)) > 8  # many ways of misspelling
    assert wrong == 0
    assert found / true >= 0.97


@given(st.lists(st.text("東西南北ab12", min_size=1, max_size=4), max_size=6, unique=True))
def test_a_list_meets_itself_label_by_label(labels):
    found = match(labels, labels)
    assert all(pair.left == pair.right for pair in found.pairs)
    assert len(found.pairs) == len(labels)


@pytest.mark.parametrize(
    ("name", "near", "far"),
    [
        ("中央小", "中央小学校", "中央中学校"),
        ("市立中央図書館", "中央図書館", "市立東図書館"),
        ("第三小学校", "第３小学枚", "第二小学校"),
        ("みほん市コミセン", "みほんコミュニティセンター", "みほん保健センター"),
        ("東浜公民舘", "東浜公民館", "西浜公民館"),
    ],
)
def test_likeness_puts_the_likelier_first(name, near, far):
    assert likeness(name_key(name), name_key(near)) > likeness(name_key(name), name_key(far))
