"""段階的な導入: reading starts, the relabelled test, the report."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError
from shirube.policy import Adoption, StaggeredRequest, adoption, report, staggered
from shirube.policy.inference import ALPHA, Method
from shirube.policy.review import review
from shirube.policy.verdict import State, conclude_staggered
from shirube.result import Level
from shirube.stats.group_time import group_time, summarise
from shirube.stats.starts import relabel_starts

CLAIM = "があったとみられ"
ASKED = {"other_policies": False, "spillover": False, "boundary_change": False, "chosen_by_outcome": False}


def made(seed, *, sizes=((4, 6), (6, 6), (-1, 20)), times=9, effect=0.0, grow=0.0, trend=0.0, rho=0.5):
    rng = np.random.default_rng(seed)
    starts = np.concatenate([np.full(n, s) for s, n in sizes])
    e = rng.normal(size=(starts.size, times))
    for t in range(1, times):
        e[:, t] += rho * e[:, t - 1]
    y = 50 + 5 * rng.normal(size=(starts.size, 1)) + np.linspace(0, 2, times) + e
    on = (starts >= 0)[:, None] & (np.arange(times) >= starts[:, None])
    y += on * effect + np.where(on, np.arange(times) - starts[:, None], 0) * grow
    y += trend * (starts >= 0)[:, None] * np.arange(times)
    units = tuple(f"{i}区" for i in range(starts.size))
    labels = tuple(f"{2015 + t}年度" for t in range(times))
    return Adoption(units, labels, np.arange(times, dtype=float), y, starts)


def run(data, **asked):
    return staggered(StaggeredRequest(data, outcome="件数", unit="件", **asked))


def test_the_estimate_is_that_of_group_and_time():
    for seed in range(6):
        data = made(seed, effect=seed - 2, grow=0.3)
        g = np.where(data.starts < 0, 0, data.starts + 1)
        kernel = summarise(group_time(data.values, g, np.arange(1.0, 10))).estimate
        found = run(data)
        assert found.inference.estimate == pytest.approx(kernel, abs=1e-10)
        assert relabel_starts(data.values, data.starts).estimate == pytest.approx(kernel, abs=1e-10)


def test_the_interval_inverts_the_test():
    data = made(3, effect=2.0)
    found = relabel_starts(data.values, data.starts)
    on = (data.starts >= 0)[:, None] & (np.arange(9) >= data.starts[:, None])
    width = found.high - found.low
    for end, inward in ((found.low, 1), (found.high, -1)):
        for step, inside in ((inward * 1e-6 * width, True), (-inward * 1e-6 * width, False)):
            p = relabel_starts(data.values - on * (end + step), data.starts).p
            assert (p > ALPHA) == inside


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [((4, 1), (6, 2), (-1, 17)), ((3, 5), (5, 5), (-1, 12))])
def test_false_alarms_with_few_starters(sizes):
    rejected = sum(
        relabel_starts((d := made(seed, sizes=sizes)).values, d.starts, draws=299).p <= ALPHA for seed in range(150)
    )
    assert rejected / 150 <= 0.09


def test_many_units_are_judged_by_the_influence_functions():
    found = run(made(1, sizes=((4, 15), (6, 15), (-1, 30)), effect=3.0))
    assert found.inference.method is Method.GROUP_TIME
    assert found.inference.low == pytest.approx(found.inference.estimate - 1.959964 * found.simple.se, abs=1e-6)


def test_an_effect_is_spoken_of_when_every_gate_is_open():
    found = run(made(1, effect=6.0), **ASKED)
    verdict = conclude_staggered(found)
    assert verdict.effect
    assert CLAIM in "".join(verdict.sentences)
    for closed in (
        run(made(1, effect=6.0), **(ASKED | {"spillover": True})),
        run(made(1, effect=6.0, trend=2.0), **ASKED),
        run(made(1), **ASKED),
        run(made(1, effect=6.0, sizes=((1, 12), (-1, 20)), times=6), **ASKED),
    ):
        assert not conclude_staggered(closed).effect
        assert CLAIM not in "".join(conclude_staggered(closed).sentences)


def test_differing_paths_before_are_seen():
    found = run(made(2, trend=1.5))
    lights = {light.label: light for light in conclude_staggered(found).lights}
    assert lights["実施前の動き"].level is Level.BAD
    assert found.level == 2


def test_too_few_units_cannot_be_judged():
    found = run(made(2, sizes=((4, 1), (6, 1), (-1, 2)), effect=20.0))
    verdict = conclude_staggered(found)
    assert verdict.state is State.UNMEASURED
    assert "この数では判定不能です。" in "".join(verdict.sentences)


def test_mixture_shows_the_forbidden_comparisons():
    found = run(made(4, effect=1.0, grow=2.0))
    result = report(found)
    table = next(t for d in result.details for t in d.tables if t.key == "cs_mixture")
    kinds = {row[0]: row[1] for row in table.rows}
    assert kinds["遅い地区と、もう始めた地区"] > 0
    assert sum(kinds.values()) == pytest.approx(1)
    by_start = result.tables[0].rows
    assert by_start[-1][3] == found.inference.estimate
    assert [row[1] for row in by_start[:-1]] == [6, 6]
    assert review(found).tables[0].rows[0][1] == conclude_staggered(found).size


def frame_of(data, column="on"):
    rows = []
    for i, unit in enumerate(data.units):
        for j, label in enumerate(data.times):
            start = int(data.starts[i])
            mark = int(0 <= start <= j) if column == "on" else (data.times[start] if start >= 0 else None)
            rows.append((unit, label, data.values[i, j], mark))
    return pd.DataFrame(rows, columns=["地区", "年度", "件数", "実施"])


@pytest.mark.parametrize("column", ["on", "start"])
def test_starts_are_read_from_marks_or_from_times(column):
    data = made(1)
    option = {"treated": "実施"} if column == "on" else {"start": "実施"}
    read = adoption(frame_of(data, column), unit="地区", time="年度", outcome="件数", **option)
    assert read.starts.tolist() == data.starts.tolist()
    assert np.allclose(read.values, data.values)


def test_units_left_out_are_named():
    data = made(1)
    values, starts = data.values.copy(), data.starts.copy()
    values[0, 2], starts[1] = np.nan, 0
    found = run(replace(data, values=values, starts=starts))
    assert found.dropped == ("0区", "1区")


@pytest.mark.parametrize(("sizes", "code"), [(((4, 6), (-1, 1)), "S213"), (((0, 6), (-1, 6)), "S214")])
def test_what_cannot_be_done(sizes, code):
    with pytest.raises(DesignError) as error:
        run(made(1, sizes=sizes))
    assert error.value.key == code
    two = frame_of(made(1), "start")
    two.loc[1, "実施"] = "2021年度"
    with pytest.raises(DesignError, match="SB-S215"):
        adoption(two, unit="地区", time="年度", outcome="件数", start="実施")
    with pytest.raises(DesignError, match="SB-S115"):
        adoption(two, unit="地区", time="年度", outcome="件数")
