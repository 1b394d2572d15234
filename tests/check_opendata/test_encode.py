"""CP932 holds a character only when it comes back the same; 外字 never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.check.opendata import require_cp932, unfit
from shirube.errors import CheckError


@pytest.mark.parametrize("text", ["東京", "①㈱Ⅲ", "髙﨑", "ｱｲｳ", "～－", "abc"])
def test_held(text):
    assert unfit(text) == ""


@pytest.mark.parametrize("text", ["𠮷", "〜", "−", "é", "\ue000", "\uf8ff", "\U000f0001", "☎", "한"])
def test_not_held(text):
    assert unfit(f"前{text}後") == text


def test_the_cells_are_named():
    with pytest.raises(CheckError) as caught:
        require_cp932([["地区", "名"], ["東", "吉野家"], ["西", "𠮷野家"], ["南", "外\ue000字"]])
    assert caught.value.code == "SB-K601"
    assert "B3「𠮷」、B4「外字 U+E000」" in caught.value.japanese


@given(st.text(max_size=20))
def test_what_is_held_survives_the_round_trip(text):
    if not unfit(text):
        assert text.encode("cp932").decode("cp932") == text
