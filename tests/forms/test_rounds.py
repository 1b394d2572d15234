"""This month against the last: changes, 0 and blank, slips of units."""

import pytest

from shirube.forms.rounds import Thresholds, compare_rounds, slip
from support.forms.small import MAPS, copy


def told(before, now, **more):
    last = [{"コード": "01", "対象月": "2024-03", "件数": before}, {"コード": "01", "対象月": "2024-02", "件数": 7}]
    return [issue.kind.word for issue in compare_rounds([copy("a", n=now)], MAPS, last, **more)]


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (100, 110, None), (100, 320, "前回から大きな変化"), (100, 20, "前回から大きな変化"), (2, 9, None),
        (120, 1180, "桁違いの疑い"), (5000, 5, "桁違いの疑い"),
        (300, 30, "桁違いの疑い"), (0, None, "0と空白の入れ替わり"),
        (None, 0, "0と空白の入れ替わり"), (None, 50, None), (50, None, None),
        (0, 50, "前回から大きな変化"), (100, 100, None),
    ],
)  # fmt: skip
def test_what_is_asked_back(before, now, kind):
    assert told(before, now) == ([kind] if kind else [])


def test_thresholds_are_the_users():
    assert told(100, 150, thresholds=Thresholds(ratio=1.4)) == ["前回から大きな変化"]


def test_the_latest_earlier_month_is_compared():
    last = [{"コード": "01", "対象月": "2024-01", "件数": 9999}, {"コード": "01", "対象月": "2024-03", "件数": 10}]
    assert not compare_rounds([copy("a", n=12)], MAPS, last)


def test_the_same_month_is_not_compared_with_itself():
    assert not compare_rounds([copy("a", n=12)], MAPS, [{"コード": "01", "対象月": "2024-04", "件数": 1200}])


def test_other_institutions_are_not():
    assert not compare_rounds([copy("a", n=12)], MAPS, [{"コード": "02", "対象月": "2024-03", "件数": 1200}])


@pytest.mark.parametrize("factor", [10, 100, 1000])
@pytest.mark.parametrize("noise", [0.9, 1.0, 1.1])
def test_slips_are_found_both_ways(factor, noise):
    assert slip(50, 50 * factor * noise) == slip(50 * factor * noise, 50) == factor
