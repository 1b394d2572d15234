"""The verdict: its gates, and that its words never contradict its numbers."""

import re
from dataclasses import replace

import numpy as np
import pytest

from shirube.policy import (
    BeforeAfterRequest,
    DidRequest,
    ItsRequest,
    Selection,
    Series,
    before_after,
    did,
    its,
    panel,
    report,
)
from shirube.policy.verdict import (
    RULINGS,
    State,
    conclude_before_after,
    conclude_did,
    conclude_its,
    fall,
    state_of,
)
from shirube.policy.wording import digits_for
from shirube.stats.rounding import round_half_up
from support.policy import random_panel

NUMBER = re.compile(r"[+−]?[\d,]+(?:\.\d+)?")
CLAIM = "効果があったとみられ"
FOUND = "があったとみられ"


def evaluate(seed, start=2021, request=None, **shape):
    frame = random_panel(np.random.default_rng(seed), **{"units": 40, "treated": 1, **shape})
    data = panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=start)
    return did(replace(DidRequest(data, unit="件", higher_is_better=False), **(request or {})))


def numbers_in(size):
    """The estimate and both ends as they stand in the text."""
    return [float(n.replace(",", "").replace("−", "-").replace("+", "")) for n in NUMBER.findall(size)]


def sample(seed):
    rng = np.random.default_rng(seed)
    kind = ("continuous", "binary", "count")[seed % 3]
    n, paired = int(rng.integers(6, 40)), bool(rng.integers(2))
    if kind == "continuous":
        before = rng.normal(50, 10 ** rng.uniform(-2, 4), n)
        after = before + rng.normal(rng.normal() * 3, 10 ** rng.uniform(-2, 4), n)
    elif kind == "binary":
        before, after = rng.integers(0, 2, n), (rng.random(n) < rng.random()).astype(int)
    else:
        before, after = rng.poisson(20, n), rng.poisson(rng.uniform(5, 40), n)
    return before_after(BeforeAfterRequest(before, after, paired=paired, kind=kind, unit="件"))


@pytest.mark.parametrize("seed", range(60))
def test_words_repeat_the_numbers_before_after(seed):
    evaluation = sample(seed)
    check_words(conclude_before_after(evaluation), evaluation.inference)


@pytest.mark.parametrize("seed", range(30))
def test_words_repeat_the_numbers_did(seed):
    evaluation = evaluate(seed, treated=(1, 3, 15)[seed % 3], effect=(seed % 7) - 3)
    check_words(conclude_did(evaluation), evaluation.inference)


def check_words(verdict, judged):
    assert verdict.size in verdict.sentences[0]
    digits = digits_for(judged.estimate, judged.low, judged.high)
    shown = numbers_in(verdict.size)
    expected = (judged.estimate, judged.low, judged.high) if judged.has_interval else (judged.estimate,)
    assert shown == [round_half_up(value, digits) for value in expected]
    text = "".join(verdict.sentences)
    if judged.has_interval:
        crosses = shown[1] <= 0 <= shown[2]
        assert ("0 をまたぐ" in text) == (verdict.state is State.UNCLEAR)
        assert (verdict.state is State.UNCLEAR) <= crosses
        assert (verdict.state is State.CLEAR) <= (not crosses)
    assert ("変化がありました" in text or "比較地区との差があります" in text or FOUND in text) == (
        verdict.state is State.CLEAR
    )
    if judged.estimate < 0 and verdict.state is State.CLEAR:
        assert "増えた" not in text


def test_effect_needs_every_gate():
    open_gates = evaluate(1, effect=-15)
    assert conclude_did(open_gates).effect
    assert CLAIM in conclude_did(open_gates).sentences[1]
    assert "望ましい方向" in conclude_did(open_gates).sentences[1]
    closed = [
        replace(open_gates, level=2),
        replace(open_gates, specs=open_gates.specs[:1]),
        replace(open_gates, specs=(replace(open_gates.specs[0], same_sign=False), *open_gates.specs[1:])),
        replace(open_gates, request=replace(open_gates.request, other_policies=True)),
        replace(open_gates, request=replace(open_gates.request, chosen_by_outcome=True)),
        replace(open_gates, missing_share=0.5),
        replace(open_gates, inference=replace(open_gates.inference, low=-20.0, high=1.0, p=0.2)),
        evaluate(1, effect=-15, units=15),
        evaluate(1, effect=-15, start=2016, before=1),
        evaluate(1, effect=-15, trend=2.0, treated=15),
    ]
    for evaluation in closed:
        verdict = conclude_did(evaluation)
        assert not verdict.effect
        assert verdict.blockers
        assert CLAIM not in "".join((*verdict.sentences, *verdict.says))


def test_undesired_direction_is_not_called_an_effect():
    text = conclude_did(evaluate(1, effect=15)).sentences[1]
    assert CLAIM not in text
    assert "望ましくない方向の影響があったとみられます" in text


def test_before_after_never_claims_an_effect():
    for seed in range(30):
        verdict = conclude_before_after(sample(seed))
        assert not verdict.effect
        text = "".join((*verdict.sentences, *verdict.says))
        assert CLAIM not in text
        if verdict.state is State.CLEAR:
            assert "政策の効果とは言えません" in text


def test_no_difference_is_never_called_no_effect():
    verdict = conclude_did(evaluate(3, treated=1))
    assert verdict.state is State.UNCLEAR
    text = "".join(verdict.sentences)
    assert "効果はなかった" not in text
    assert "効果がない" not in text
    assert "より小さい効果は見分けられません" in text
    assert any("見つからなかったことと、ないことは別" in line for line in verdict.cannot_say)


def test_too_few_units_name_how_many_are_needed():
    text = "".join(conclude_did(evaluate(1, effect=50, units=10)).sentences)
    assert "比較地区を19以上" in text
    assert "（" not in conclude_did(evaluate(1, effect=50, units=10)).size


def test_disagreeing_interval_and_test_are_a_borderline():
    before = np.r_[np.ones(14), np.zeros(26)]
    after = np.r_[np.ones(12), np.zeros(2), np.ones(9), np.zeros(17)]
    evaluation = before_after(BeforeAfterRequest(before, after, kind="binary"))
    assert evaluation.inference.low > 0
    assert evaluation.inference.p > 0.05
    assert state_of(evaluation.inference) is State.BORDERLINE


def test_selection_on_the_baseline_is_warned_of():
    rng = np.random.default_rng(2)
    request = BeforeAfterRequest(rng.normal(155, 5, 30), rng.normal(150, 5, 30), unit="mmHg", selected_on_baseline=True)
    assert "平均に戻る" in "".join(conclude_before_after(before_after(request)).sentences)
    sized = replace(request, selection=Selection(mean=140, sd=10, reliability=0.75, cutoff=150))
    assert "−3.8 mmHg 程度は平均に戻る" in "".join(conclude_before_after(before_after(sized)).sentences)


def test_counts_name_the_smallest_rise_and_fall():
    request = BeforeAfterRequest(np.array([5]), np.array([6]), paired=False, kind="count", unit="件")
    text = "".join(report(before_after(request)).conclusion)
    assert "約280%より小さい増加は見分けられません。減少は、0件になっても見分けられません。" in text
    request = BeforeAfterRequest(np.array([100]), np.array([106]), paired=False, kind="count", unit="件")
    text = "".join(report(before_after(request)).conclusion)
    assert "約45%より小さい増加と、約37%より小さい減少" in text
    assert fall(fall(50.0) / (1 - fall(50.0) / 100)) == pytest.approx(fall(50.0))


def test_no_event_before_is_said_in_words():
    request = BeforeAfterRequest(np.array([0]), np.array([9]), paired=False, kind="count", unit="件")
    text = "".join(report(before_after(request)).conclusion)
    assert "事前が0件" in text
    assert "∞" not in text
    assert "変化がありました" in text


def sample_series(seed):
    rng = np.random.default_rng(seed)
    n, start = int(rng.integers(12, 70)), int(rng.integers(6, 10))
    after = np.arange(n) >= start
    if seed % 2:
        values = rng.poisson(np.where(after, rng.uniform(5, 40), 20)).astype(float)
        return its(ItsRequest(Series(tuple(map(str, range(n))), values, start), "count", outcome="件数", unit="件"))
    values = rng.normal(50, 10 ** rng.uniform(-2, 3), n) + after * rng.normal() * 20
    return its(ItsRequest(Series(tuple(map(str, range(n))), values, start), outcome="量", unit="kg"))


@pytest.mark.parametrize("seed", range(40))
def test_words_repeat_the_numbers_its(seed):
    evaluation = sample_series(seed)
    verdict, judged = conclude_its(evaluation), evaluation.inference
    assert verdict.size in verdict.sentences[0]
    shown = numbers_in(verdict.size)
    digits = digits_for(judged.estimate, judged.low, judged.high)
    expected = (judged.estimate, judged.low, judged.high) if judged.has_interval else (judged.estimate,)
    assert shown == [round_half_up(value, digits) for value in expected]
    text = "".join(verdict.sentences)
    assert ("変化がありました" in text) == (verdict.state is State.CLEAR)
    assert ("0 をまたぐ" in text) == (verdict.state is State.UNCLEAR)
    assert not verdict.effect
    assert CLAIM not in text
    if judged.has_interval and verdict.state is State.CLEAR:
        assert (shown[1] > 0) == (shown[2] > 0)


def test_no_ruling_denies_an_effect_or_proves_one():
    for row in RULINGS:
        assert not re.search("効果(が|は)な(い|かった)|証明|有意|必ず", row.sentence + row.reason)
        assert row.effect <= (row.design == "did" and row.state is State.CLEAR)
    rows = {(row.design, row.state, row.effect) for row in RULINGS}
    assert len(rows) == len(RULINGS)
    assert all((design, state, False) in rows for design in ("before_after", "its", "did") for state in State)
