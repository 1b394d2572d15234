"""The latest answer of an institution is used, all are kept, the differences are shown."""

import datetime as dt
from dataclasses import replace

import pytest

from shirube.forms.answer import Answer
from shirube.forms.duplicates import latest
from support.forms.small import MAPS, copy


def test_latest_by_the_day_on_the_form():
    early, late = copy("b", n=1, day=dt.date(2024, 5, 1)), copy("a", n=2, day=dt.date(2024, 5, 20))
    used, unused, issues = latest([early, late], MAPS)
    assert (used, unused) == ((late,), (early,))
    assert len(issues) == 2
    assert "件数（1→2）" in issues[0].sentence


def test_a_receipt_counts_before_the_day_on_the_form():
    first = copy("a", day=dt.date(2024, 5, 20), received=dt.date(2024, 5, 2))
    second = copy("b", day=dt.date(2024, 5, 1), received=dt.date(2024, 5, 9))
    assert latest([first, second], MAPS)[0] == (second,)


def test_a_person_may_choose_another():
    early, late = copy("b", day=dt.date(2024, 5, 1)), copy("a", day=dt.date(2024, 5, 20))
    assert latest([early, late], MAPS, chosen={early.id})[0] == (early,)


def test_other_months_are_no_duplicates():
    assert not latest([copy("a"), copy("b", month="2024-05")], MAPS)[2]


@pytest.mark.parametrize("code", ["０１", "01 ", "0-1"])
def test_spelling_of_the_code_does_not_matter(code):
    assert len(latest([copy("a"), copy("b", code=code)], MAPS)[2]) == 2


def test_names_stand_in_for_missing_codes():
    nameless = replace(copy("c", code=None), answers={**copy("c").answers, "コード": Answer()})
    named = replace(nameless, file="d", digest="d")
    assert len(latest([nameless, named], MAPS)[2]) == 2


def test_one_file_saved_twice_counts_once():
    first = copy("a")
    second = replace(first, file="控え/a")
    used, unused, issues = latest([first, second], MAPS)
    assert (len(used), len(unused), len(issues)) == (1, 1, 2)
    assert "同じ内容" in issues[0].sentence


def test_copies_without_code_and_name_are_all_kept():
    unknown = [copy(file, code=None, name=None) for file in "ab"]
    used, unused, issues = latest(unknown, MAPS)
    assert (len(used), unused, issues) == (2, (), ())


def test_a_copy_without_code_meets_the_one_of_its_name():
    with_code, without = copy("a"), copy("b", code=None)
    assert len(latest([with_code, without], MAPS)[2]) == 2


def test_a_name_of_two_institutions_tells_nothing():
    assert not latest([copy("a"), copy("b", code="02"), copy("c", code=None)], MAPS)[2]
