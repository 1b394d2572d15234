"""Values of standard lists: what is right stays, what is certain is put right, the rest is told."""

import pytest

from shirube.check.opendata.forms import fault, put_right


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [
        ("code6", "13101", "131016"),
        ("code6", "1100", "011002"),
        ("code6", "131017", "131017"),
        ("kana", "ｱｲｳ", "アイウ"),
        ("kana", "あいう", "アイウ"),
        ("time", "９：００", "09:00"),
        ("time", "17時", "17:00"),
        ("time", "1700", "1700"),
        ("days", "月～金", "月火水木金"),
        ("days", "土・日", "土日"),
        ("days", "金曜日から月曜日", "月金土日"),
        ("days", "土日祝以外", "土日祝以外"),
        ("date", "2024/4/1", "2024-04-01"),
        ("date", "令和6年4月1日", "2024-04-01"),
        ("date", "2024年4月", "2024年4月"),
        ("flag", "○", "1"),
        ("flag", "×", ""),
        ("flag", "△", "△"),
        ("yes_no", "あり", "有"),
        ("integer", "1,234人", "1234"),
        ("postal", "〒123-4567", "1234567"),
        ("phone", "-", ""),
        ("text", "-", "-"),
        ("list", "内科、外科", "内科;外科"),
    ],
)
def test_put_right(form, before, after):
    assert put_right(form, before) == after
    assert put_right(form, after) == after


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("code6", "131017"),
        ("code6", "13101"),
        ("kana", "漢字"),
        ("latitude", "139.7"),
        ("longitude", "35.7"),
        ("latitude", "35度41分"),
        ("time", "25:00"),
        ("date", "2023-02-30"),
        ("days", "月水祝"),
        ("url", "www.city.example.lg.jp"),
        ("flag", "2"),
        ("yes_no", "△"),
        ("corporate", "123"),
        ("integer", "約100"),
        ("prefecture", "東京"),
    ],
)
def test_a_fault_is_told(form, value):
    assert fault(form, value)


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("code6", "011002"),
        ("kana", "チュウオウコウミンカン（ベッカン）"),
        ("latitude", "35.689487"),
        ("longitude", "139.691706"),
        ("time", "24:00"),
        ("date", "2024-02-29"),
        ("days", "月火水木金土日"),
        ("url", "https://www.city.example.lg.jp/a?b=1"),
        ("phone", "(075)961-1193"),
        ("text", "何でも"),
        ("time", ""),
    ],
)
def test_what_is_right_passes(form, value):
    assert fault(form, value) == ""
