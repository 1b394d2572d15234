"""方法を選ぶ: what the data hold, and which designs they allow."""

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError
from shirube.policy.choose import Facts, choose, controls_needed
from shirube.policy.facts import facts_of, kind_of, pair_facts, roles_of
from shirube.policy.report_plan import report_choice
from shirube.result import Level
from support.policy import random_panel


def verbs(**facts):
    return [o.verb for o in choose(Facts(**facts)) if o.fit is not Level.BAD]


def test_comparison_units_come_before_a_series_and_a_series_before_before_after():
    assert verbs(treated=10, control=20, before=12, after=6) == ["did", "its", "before_after"]
    assert verbs(treated=1, control=0, before=30, after=12) == ["its", "before_after"]
    assert verbs(pairs=50) == ["before_after"]


def test_one_treated_unit_with_a_long_past_may_be_compared_with_a_mixture():
    assert "synthetic" in verbs(treated=1, control=30, before=15, after=5)
    assert "synthetic" not in verbs(treated=1, control=30, before=3, after=3)
    assert "synthetic" not in verbs(treated=4, control=30, before=15, after=5)


def test_different_starts_rule_the_plain_comparison_out():
    found = choose(Facts(treated=10, control=20, before=8, after=6, staggered=True))
    assert next(o for o in found if o.verb == "did").fit is Level.BAD
    staggered = next(o for o in found if o.verb == "staggered")
    assert staggered.fit is Level.GOOD
    assert found[0].verb == "staggered"
    assert "［段階的な導入］" in "".join(next(o for o in found if o.verb == "did").why_not)
    lonely = choose(Facts(treated=10, control=1, before=8, after=6, staggered=True))
    assert next(o for o in lonely if o.verb == "staggered").fit is Level.BAD


@pytest.mark.parametrize("treated", [1, 2, 3, 4, 5])
def test_controls_needed_is_the_smallest_number_that_can_reject(treated):
    from shirube.stats.resampling import relabel

    need = controls_needed(treated)
    rng = np.random.default_rng(0)
    assert relabel(rng.normal(size=treated), rng.normal(size=need)).smallest_p <= 0.05
    assert relabel(rng.normal(size=treated), rng.normal(size=need - 1)).smallest_p > 0.05


def test_too_few_controls_are_called_undecidable_with_what_to_add():
    option = next(o for o in choose(Facts(treated=1, control=9, before=5, after=3)) if o.verb == "did")
    assert "この数では判定不能" in "".join(option.why_not)
    assert "比較地区を19以上" in "".join(option.add)


def test_columns_are_found_by_heading_and_values():
    frame = random_panel(np.random.default_rng(1), units=24, treated=4)
    frame.insert(0, "備考", "")
    facts = facts_of(frame, roles_of(frame), 2021)
    assert (facts.treated, facts.control, facts.before, facts.after) == (4, 20, 6, 4)
    assert not facts.staggered


def test_staggered_starts_are_seen():
    rows = [(u, y, 1.5, int(y >= s)) for u, s in (("東", 2020), ("西", 2022), ("南", 9999)) for y in range(2018, 2024)]
    frame = pd.DataFrame(rows, columns=["地区", "年度", "率", "実施"])
    facts = facts_of(frame, roles_of(frame))
    assert (facts.treated, facts.control, facts.staggered, facts.before) == (2, 1, True, 2)


def test_one_series_has_no_control():
    frame = pd.DataFrame({"年月": [f"2021年{m}月" for m in range(1, 13)], "件数": range(12)})
    facts = facts_of(frame, roles_of(frame), "2021年9月")
    assert (facts.treated, facts.control, facts.before, facts.after, facts.period) == (1, 0, 8, 4, 12)


def test_kinds():
    assert pair_facts([0, 1, np.nan], [1, 1, 0]).pairs == 2
    assert pair_facts([0, 1], [1, 1]).kind == "binary"
    assert kind_of(np.array([3.0, 0])) == "count"
    assert kind_of(np.array([-3.0, 0])) == "continuous"


def test_no_time_column_is_refused():
    with pytest.raises(DesignError) as caught:
        facts_of(pd.DataFrame({"名前": ["a"], "点": [1]}), roles_of(pd.DataFrame({"名前": ["a"], "点": [1]})))
    assert caught.value.key == "S431"


def test_nothing_usable_is_said():
    result = report_choice(Facts(), choose(Facts()))
    assert "比べられません" in result.conclusion[0]
    assert all(row[2] == "× 使えない" for row in result.tables[0].rows)


def test_a_table_that_does_not_say_when_it_began_asks_for_it():
    rows = [(f"{i}区", 2018 + y, 10 + y, int(i == 0)) for i in range(25) for y in range(8)]
    frame = pd.DataFrame(rows, columns=["地区", "年度", "件数", "実施地区"])
    facts = facts_of(frame, roles_of(frame))
    assert not facts.start_known
    best = choose(facts)[0]
    assert best.verb == "did"
    assert any("いつ始めたか" in line for line in best.why_not)
    assert any("始めた時点を指定" in line for line in best.add)
    assert choose(facts_of(frame, roles_of(frame), 2023))[0].fit is not Level.BAD


def test_a_column_that_turns_on_is_preferred_to_one_that_never_changes():
    rows = [(f"{i}区", 2018 + y, 10 + y, int(i == 0), int(i == 0 and y > 4)) for i in range(5) for y in range(8)]
    frame = pd.DataFrame(rows, columns=["地区", "年度", "件数", "実施地区", "実施中"])
    assert roles_of(frame)["treated"] == "実施中"
