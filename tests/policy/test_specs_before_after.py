"""Other calculations of a change before and after."""

import numpy as np
import pytest

from shirube.commands.evaluate import common_name
from shirube.policy import BeforeAfterRequest, before_after, report
from shirube.policy.review import review
from shirube.result import Level


def made(before, after, **options):
    return before_after(BeforeAfterRequest(np.asarray(before, dtype=float), np.asarray(after, dtype=float), **options))


def by_label(evaluation):
    return {spec.label: spec for spec in evaluation.specs}


def test_a_change_that_rests_on_one_person_shows():
    evaluation = made([10, 11, 12, 10, 11, 12, 10], [9, 10, 11, 9, 10, 11, 90])
    specs = by_label(evaluation)
    assert evaluation.inference.estimate > 0
    assert specs["平均の代わりに中央値を使う"].estimate == -1
    assert specs["いちばん効いている1つを除く"].estimate == pytest.approx(-1)
    assert not any(specs[label].same_sign for label in ("平均の代わりに中央値を使う", "いちばん効いている1つを除く"))
    lamp = next(light for light in report(evaluation).lights if light.label == "別の計算でも同じか")
    assert lamp.level is Level.CAUTION


@pytest.mark.parametrize("paired", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_leaving_one_out_by_hand(seed, paired):
    rng = np.random.default_rng(seed)
    before, after = rng.normal(10, 2, 12), rng.normal(11, 2, 12)
    evaluation = made(before, after, paired=paired)
    sign = np.sign(evaluation.inference.estimate)
    if paired:
        left = [np.delete(after - before, i).mean() for i in range(12)]
    else:
        left = [np.delete(after, i).mean() - before.mean() for i in range(12)]
        left += [after.mean() - np.delete(before, i).mean() for i in range(12)]
    found = by_label(evaluation)["いちばん効いている1つを除く"].estimate
    assert found == pytest.approx(min(np.array(left) * sign) * sign)


def test_people_who_left_are_taken_at_their_worst():
    before = [0, 0, 0, 0, 1, 1, 0, 0, 1, 0]
    after = [1, 1, 1, 0, 1, 1, 1, np.nan, np.nan, np.nan]
    specs = by_label(made(before, after, kind="binary"))
    assert specs["欠けた人は変わらなかったとみる"].estimate == pytest.approx(40)
    assert specs["欠けた人はすべて逆だったとみる"].estimate == pytest.approx(100 * (6 / 10 - 3 / 10))
    assert made(before[:7], after[:7], kind="binary").specs == ()


def test_the_sheet_after_has_at_least_two_other_calculations():
    rng = np.random.default_rng(1)
    evaluation = made(rng.normal(60, 8, 30), rng.normal(57, 8, 30))
    table = next(t for t in review(evaluation).tables if t.key == "review_specs")
    assert len(table.rows) >= 3
    assert len(made(rng.poisson(9, 12), rng.poisson(6, 12), kind="count").specs) == 2


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ("歩数_事前", "歩数_事後", "歩数"),
        ("体力得点（前）", "体力得点（後）", "体力得点"),
        ("事前", "事後", "事後"),
        ("実施前", "実施後", "実施後"),
        ("2022年", "2023年", "2023年"),
    ],
)
def test_name_of_the_outcome(before, after, name):
    assert common_name(before, after) == name
