"""The sheet after an evaluation: one source for words and numbers, nothing pre-selected, wording that stays closed."""

import re

import numpy as np
import pytest

from shirube.policy import BeforeAfterRequest, DidRequest, ItsRequest, Series, before_after, did, its, panel, report
from shirube.policy.cost import Cost, cost_per_unit, icer
from shirube.policy.review import Review, data_hash, review
from shirube.policy.review_rows import DECISION, QUESTIONS
from shirube.result import Level
from support.policy import lights_of, random_panel


def evaluations():
    rng = np.random.default_rng(1)
    many = rng.normal(60, 8, 40)
    yield before_after(BeforeAfterRequest(many, many + rng.normal(0, 5, 40), outcome="点数", unit="点"))
    yield before_after(BeforeAfterRequest(many, many - 9, outcome="点数", unit="点", paired=False))
    yield before_after(
        BeforeAfterRequest(rng.poisson(9, 12), rng.poisson(3, 12), outcome="件数", kind="count", paired=False)
    )
    for shape in ({"effect": -9.0}, {}, {"units": 8}, {"treated": 12, "units": 40}):
        yield make_did(**shape)
    values = rng.poisson(np.where(np.arange(60) >= 40, 20, 40)).astype(float)
    times = tuple(map(str, range(60)))
    yield its(ItsRequest(Series(times, values, 40), outcome="件数", unit="件", kind="count"))
    yield its(ItsRequest(Series(times, rng.normal(size=60), 40), outcome="指数"))
    yield its(ItsRequest(Series(times[:9], rng.normal(size=9), 5), outcome="指数"))


def make_did(seed=4, **shape):
    frame = random_panel(np.random.default_rng(seed), **{"units": 30, "treated": 1, **shape})
    data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)
    return did(DidRequest(data, outcome="件数", unit="件", higher_is_better=False))


def table(result, key):
    return next(t for t in result.tables if t.key == key)


@pytest.mark.parametrize("evaluation", list(evaluations()), ids=lambda e: type(e).__name__)
def test_words_and_numbers_have_one_source(evaluation):
    made, after = report(evaluation), review(evaluation)
    assert after.conclusion == made.conclusion[:2]
    assert table(after, "review_specs").rows[0][1] == made.figures[0].text
    record = after.data[0].table.rows[0]
    judged = evaluation.inference
    assert record[1] == (judged.estimate if np.isfinite(judged.estimate) else None)
    text = str(after.tables)
    assert "nan" not in text
    assert "inf" not in text


@pytest.mark.parametrize("evaluation", list(evaluations()), ids=lambda e: type(e).__name__)
def test_decisions_are_left_to_people(evaluation):
    rows = table(review(evaluation), "review_decision").rows
    assert [row[0] for row in rows] == [field for field, _ in DECISION]
    assert {row[1] for row in rows} == {""}
    assert set(review(evaluation).data[0].table.rows[0][6:]) == {""}


@pytest.mark.parametrize("evaluation", list(evaluations()), ids=lambda e: type(e).__name__)
def test_wording_the_evidence_does_not_support_stays_closed(evaluation):
    made = report(evaluation)
    closed = {row[0] for row in table(review(evaluation), "review_wording").rows}
    claims = "効果があったとみられ" in "".join(made.conclusion)
    assert ("「効果があった」" in closed) == (not claims)
    assert {"「効果がなかった」", "「証明された」"} <= closed


@pytest.mark.parametrize("evaluation", list(evaluations()), ids=lambda e: type(e).__name__)
def test_every_weak_light_invites_its_question(evaluation):
    made = report(evaluation)
    weak = [lamp.label for lamp in lights_of(made).values() if lamp.level is not Level.GOOD]
    assert [row[0] for row in table(review(evaluation), "review_questions").rows] == [
        QUESTIONS[label] for label in weak
    ]


def test_cost_per_unit_appears_only_where_the_change_is_sure():
    sure, unsure = make_did(effect=-9.0), make_did()
    text = table(review(sure, Review(Cost(1_200_000, 4))), "review_cost").rows[1][1]
    yen = [float(n.replace(",", "")) for n in re.findall(r"[\d,]+", text)]
    judged = sure.inference
    assert yen == pytest.approx([1_200_000 / (-4 * v) for v in (judged.estimate, judged.low, judged.high)], rel=0.01)
    assert "計算できません" in table(review(unsure, Review(Cost(1_200_000))), "review_cost").rows[1][1]


def test_a_change_for_the_worse_has_no_cost_per_unit():
    assert not cost_per_unit(Cost(100), 5.0, 2.0, 8.0, higher_is_better=False).known
    assert cost_per_unit(Cost(100), 5.0, 2.0, 8.0, higher_is_better=True).yen == 20
    assert cost_per_unit(Cost(100), -5.0, -8.0, -2.0).yen == 20


def test_fieller_covers_the_ratio():
    rng, hits = np.random.default_rng(5), 0
    for _ in range(800):
        found = icer(rng.normal(100, 10), rng.normal(10, 1), 10, 1)
        hits += found.low <= 10 <= found.high
    assert hits / 800 == pytest.approx(0.95, abs=0.02)


def test_fingerprint_follows_the_data_and_nothing_else():
    one, other = make_did(effect=-9.0), make_did(effect=-9.0)
    assert data_hash(one) == data_hash(other)
    assert data_hash(one) != data_hash(make_did(effect=-9.5))
    assert len({data_hash(e) for e in evaluations()}) == 10
