"""Keys forget what nobody means, and keep what tells things apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.join import loose_key, name_key, plain_key
from shirube.join.spelling import VARIANTS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一小学校", "第１小学校"),
        ("中央　図書館", "中央図書館"),
        ("ﾐﾎﾝ病院", "ミホン病院"),
        ("㈱みほん", "株式会社みほん"),
        ("（福）みほん会", "社会福祉法人みほん会"),
        ("NPO法人みほん", "特定非営利活動法人みほん"),
        ("中央二十三丁目", "中央23丁目"),
        ("中央一二丁目", "中央12丁目"),
        ("二〇五号室", "205号室"),
        ("コミュニティセンタ－", "コミュニティセンター"),
        ("Ａ棟", "a棟"),
        (20.0, "20.0"),
    ],
)
def test_plain_keys_that_meet(one, other):
    assert plain_key(one) == plain_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋医院", "高橋医院"),
        ("﨑山", "崎山"),
        ("渡邉", "渡辺"),
        ("みどり園", "ミドリ園"),
        ("緑が丘", "緑ヶ丘"),
        ("緑ケ丘", "緑ガ丘"),
        ("井の頭", "井之頭"),
        ("中央一丁目２番３号", "中央1-2-3"),
        ("中央1丁目2番地の3", "中央1-2-3"),
        ("みどり園（本館）", "みどり園本館"),
        ("株式会社みほん", "みほん"),
        ("大字中山", "中山"),
        ("東地区※", "東地区"),
    ],
)
def test_loose_keys_that_meet(one, other):
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一小学校", "第二小学校"),
        ("中央1・2丁目", "中央12丁目"),
        ("中央1 2", "中央12"),
        ("中央1丁目", "中央1番地"),
        ("中央1丁目", "中央11丁目"),
        ("斉藤", "斎藤"),
        ("東公民館", "西公民館"),
        ("緑丘", "緑が丘"),
        ("みどり園", "みどり分園"),
        ("千代田", "代田"),
    ],
)
def test_things_that_stay_apart(one, other):
    assert loose_key(one) != loose_key(other)


def test_legal_forms_and_where_they_stand():
    assert name_key("(株)みほん").form == "前株式会社"
    assert name_key("みほん(株)").form == "後株式会社"
    assert name_key("みほん農業協同組合").form == ""
    assert name_key("株式会社").loose == "株式会社"


def test_a_variant_never_stands_for_another_variant():
    assert not {ord(char) for char in VARIANTS.values()} & set(VARIANTS)


@given(st.text(max_size=20))
def test_keys_of_keys_and_of_any_text(text):
    plain = plain_key(text)
    assert plain_key(f"　{text} ") == plain or not text.strip()
    assert isinstance(loose_key(text), str)
