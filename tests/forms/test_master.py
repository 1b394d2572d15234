"""Who answered, who must be reminded: by code, else by name to be confirmed."""

import pytest

from shirube.errors import FormError
from shirube.forms.master import Institution, match_master, read_master
from shirube.grid import Grid
from support.forms.small import FORM, MAPS, copy

MASTER = (
    Institution("01", "医療法人社団 東医院", "北部"),
    Institution("02", "西医院", "北部"), Institution("03", "南医院", "南部")
)  # fmt: skip


def test_matched_by_code():
    answered = match_master([copy("a", code="０１", name="別の名前")], MAPS, MASTER)
    assert answered.missing == MASTER[1:]
    assert not answered.issues


def test_matched_by_name_is_to_be_confirmed():
    answered = match_master([copy("a", code=None, name="東　医院")], MAPS, MASTER)
    assert answered.missing == MASTER[1:]
    assert [issue.kind.word for issue in answered.issues] == ["名簿の候補"]


def test_a_stranger_is_told_with_the_nearest_name_and_not_counted():
    answered = match_master([copy("a", code="99", name="西内医院")], MAPS, MASTER)
    assert answered.missing == MASTER
    assert answered.issues[0].kind.word == "名簿にない"
    assert "西医院" in answered.issues[0].suggestion


def test_two_of_one_name_are_not_guessed():
    twins = (Institution("01", "東医院"), Institution("02", "東医院"))
    assert match_master([copy("a", code=None)], MAPS, twins).missing == twins


def test_rates_by_group():
    assert match_master([copy("a"), copy("b", code="03")], MAPS, MASTER).rates == (("北部", 1, 2), ("南部", 1, 1))


@pytest.mark.parametrize("head", [["コード", "名前", "区分"], ["医療機関番号", "名称", "管轄"]])
def test_columns_are_found_by_their_words(head):
    assert read_master(Grid.from_rows([head, ["01", "東医院", "北部"]]), FORM) == (Institution("01", "東医院", "北部"),)


def test_whole_numbers_are_codes():
    assert read_master(Grid.from_rows([["コード", "名前"], [1.0, "東医院"]]), FORM)[0].code == "1"


def test_a_list_without_code_and_name_is_refused():
    with pytest.raises(FormError) as caught:
        read_master(Grid.from_rows([["住所"], ["本町"]]), FORM)
    assert caught.value.key == "F409"
