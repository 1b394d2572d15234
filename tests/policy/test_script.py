"""Programs for outside verification: run on their own, they find the figures of the report."""

import contextlib
import io
import math
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from shirube.policy import (
    BeforeAfterRequest,
    DidRequest,
    ItsRequest,
    Series,
    StaggeredRequest,
    before_after,
    did,
    its,
    panel,
    staggered,
    synthetic,
)
from shirube.policy.adoption import Adoption
from shirube.policy.script import script
from support.policy import SLEEP_1, SLEEP_2, organ_donation, random_panel


def run(tmp_path, evaluation):
    """What the program prints, by name; run here, because starting Python takes longer than any of them."""
    data = tmp_path / "値.csv"
    made = script(evaluation, "python", str(data))
    data.write_text(made.data, encoding="utf-8")
    assert "shirube" not in made.program
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(made.program, "確かめる.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - our own text
    return figures(said.getvalue())


def figures(text):
    said = dict(line.split(" ", 1) for line in text.splitlines())
    return {name: float(said[name]) for name in ("estimate", "low", "high", "p")}


def agrees(found, judged, rel=1e-6):
    scale = max(abs(v) for v in (judged.estimate, judged.low, judged.high) if math.isfinite(v))
    for name in ("estimate", "low", "high"):
        assert found[name] == pytest.approx(getattr(judged, name), rel=rel, abs=rel * scale), name
    assert found["p"] == pytest.approx(judged.p, rel=1e-5, abs=1e-9)


RNG = np.random.default_rng(5)
MANY = RNG.normal(60, 8, 40)
PAIRS = {
    "SIGN_FLIP": {"before": SLEEP_1, "after": SLEEP_2},
    "PAIRED_T": {"before": np.r_[MANY, np.nan], "after": np.r_[MANY + RNG.normal(1, 3, 40), 50.0]},
    "RELABEL": {"before": SLEEP_1[:7], "after": SLEEP_2, "paired": False},
    "WELCH": {"before": MANY, "after": RNG.normal(64, 12, 35), "paired": False},
    "MCNEMAR": {"before": RNG.integers(0, 2, 40), "after": RNG.integers(0, 2, 40), "kind": "binary"},
    "FISHER": {"before": RNG.integers(0, 2, 40), "after": RNG.integers(0, 2, 30), "kind": "binary", "paired": False},
    "POISSON": {"before": RNG.poisson(9, 12), "after": RNG.poisson(6, 10), "kind": "count", "paired": False,
                "exposure_before": 12.0, "exposure_after": 9.5},
    "QUASI_POISSON": {"before": RNG.poisson(9, 24) * 4, "after": RNG.poisson(6, 24) * 4, "kind": "count"},
}  # fmt: skip


@pytest.mark.parametrize("method", PAIRS)
def test_before_after(tmp_path, method):
    arrays = {key: np.asarray(PAIRS[method][key], dtype=float) for key in ("before", "after")}
    evaluation = before_after(BeforeAfterRequest(**(PAIRS[method] | arrays)))
    assert evaluation.inference.method.name == method
    agrees(run(tmp_path, evaluation), evaluation.inference)


def test_draws_are_drawn_again(tmp_path):
    # No spread inside either side: only relabelling can judge it, and there are too many splits to list.
    evaluation = before_after(BeforeAfterRequest(np.full(12, 3.0), np.full(11, 5.0), paired=False))
    assert evaluation.inference.method.name == "RELABEL_DRAWN"
    agrees(run(tmp_path, evaluation), evaluation.inference)


def test_the_program_runs_on_its_own(tmp_path):
    evaluation = did(DidRequest(comparison()))
    made = script(evaluation, "python", "値.csv")
    (tmp_path / "値.csv").write_text(made.data, encoding="utf-8")
    (tmp_path / "確かめる.py").write_text(made.program, encoding="utf-8")
    # Isolated: no PYTHONPATH, so the library itself is out of reach.
    done = subprocess.run(
        [sys.executable, "-I", "確かめる.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    agrees(figures(done.stdout), evaluation.inference)


def comparison(seed=1, **shape):
    frame = random_panel(np.random.default_rng(seed), **{"units": 30, "treated": 1, "effect": -4.0, **shape})
    return panel(frame, unit="地区", time="年", outcome="件数", treated="実施", start=2021)


PANELS = {
    "RELABEL": {"treated": 1},
    "RELABEL_DRAWN": {"treated": 5, "units": 60},
    "WILD": {"treated": 6, "units": 12, "effect": -1.0},
    "WILD_DRAWN": {"treated": 8, "units": 30, "effect": -1.0},
    "CLUSTER": {"treated": 20, "units": 45, "effect": -0.3},
}


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("method", PANELS)
def test_comparison_with_control_units(tmp_path, method, holes):
    data = comparison(**PANELS[method])
    if holes:
        values = data.values.copy()
        values[3, 1], values[5, 7], values[0, 2] = np.nan, np.nan, np.nan
        if method != "WILD":
            values[-1, : data.start] = np.nan  # a unit that cannot be used
        data = replace(data, values=values)
    evaluation = did(DidRequest(data))
    assert evaluation.inference.method.name == method
    agrees(run(tmp_path, evaluation), evaluation.inference)


def test_organ_donation(tmp_path):
    data = panel(organ_donation(), unit="州", time="四半期", outcome="登録率", treated="実施")
    evaluation = did(DidRequest(data))
    found = run(tmp_path, evaluation)
    assert found["p"] == pytest.approx(5 / 27, abs=1e-6)
    agrees(found, evaluation.inference)


def line(seed, n=40, start=26, level=-6.0):
    rng = np.random.default_rng(seed)
    e = rng.normal(size=n)
    for t in range(1, n):
        e[t] += 0.4 * e[t - 1]
    return 50 + 0.2 * np.arange(n) + np.where(np.arange(n) >= start, level, 0) + 2 * e


TIMES = {
    "ITS_OLS": lambda: (line(1, 11, 7), 7, {}, {}),
    "ITS_AR1": lambda: (line(2), 26, {}, {}),
    "ITS_COUNT": lambda: (np.random.default_rng(3).poisson(30, 10), 6, {}, {"kind": "count"}),
    "ITS_COUNT_AR1": lambda: (
        np.random.default_rng(4).poisson(np.r_[np.full(30, 40), np.full(18, 28)]), 30,
        {"exposure": np.linspace(900, 1000, 48), "period": 12}, {"kind": "count"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("method", TIMES)
def test_series(tmp_path, method):
    values, start, beside, asked = TIMES[method]()
    data = Series(tuple(map(str, range(len(values)))), np.asarray(values, dtype=float), start, **beside)
    evaluation = its(ItsRequest(data, **asked))
    assert evaluation.inference.method.name == method
    agrees(run(tmp_path, evaluation), evaluation.inference, rel=1e-4)


@pytest.mark.parametrize("kind", ["continuous", "count"])
def test_series_beside_another_with_gaps_and_a_transition(tmp_path, kind):
    rng = np.random.default_rng(6)
    values, beside = (rng.poisson(m, 40).astype(float) for m in (60, 55))
    values[28:] -= 20
    values[9] = np.nan
    data = Series(tuple(map(str, range(40))), values, 26, control=beside)
    evaluation = its(ItsRequest(data, kind=kind, transition=2))
    agrees(run(tmp_path, evaluation), evaluation.inference, rel=1e-4)


def test_synthetic_control(tmp_path):
    rng = np.random.default_rng(4)
    y = 40 + rng.normal(size=(26, 2)) @ rng.normal(size=(2, 18)).cumsum(axis=1) + 0.4 * rng.normal(size=(26, 18))
    y[0, 12:] += 0.5
    evaluation = synthetic(DidRequest(panel_of(tuple(f"{i}市" for i in range(26)), y, 12)))
    assert evaluation.inference.has_interval
    agrees(run(tmp_path, evaluation), evaluation.inference, rel=2e-4)


def panel_of(names, y, start):
    from shirube.policy import Panel

    times = tuple(f"{2000 + t}年度" for t in range(y.shape[1]))
    return Panel(names, times, np.arange(y.shape[1], dtype=float), y, np.arange(len(y)) == 0, start)


@pytest.mark.parametrize("sizes", [(4, 5, 20), (15, 15, 25)])
def test_staggered(tmp_path, sizes):
    rng = np.random.default_rng(3)
    starts = np.repeat([4, 6, -1], sizes)
    y = 20 + rng.normal(size=(starts.size, 1)) + rng.normal(size=(starts.size, 9))
    y += 1.0 * ((starts >= 0)[:, None] & (np.arange(9) >= starts[:, None]))
    data = Adoption(
        tuple(f"{i}区" for i in range(starts.size)), tuple(f"{2010 + t}年" for t in range(9)), np.arange(9.0), y, starts
    )
    evaluation = staggered(StaggeredRequest(data))
    agrees(run(tmp_path, evaluation), evaluation.inference)


BRACKETS = {")": "(", "}": "{", "]": "["}


def cases():
    """One evaluation per method."""
    for asked in PAIRS.values():
        arrays = {key: np.asarray(asked[key], dtype=float) for key in ("before", "after")}
        yield before_after(BeforeAfterRequest(**(asked | arrays)))
    for shape in PANELS.values():
        yield did(DidRequest(comparison(**shape)))


@pytest.mark.parametrize("family", ["before_after", "did", "its", "synthetic", "staggered"])
def test_programs_in_r_hold_together(family):
    text = resources.files("shirube.policy").joinpath("scripts", f"{family}.R.txt").read_text("utf-8")
    code = re.sub(r"#.*", "", re.sub(r'"[^"]*"', '""', text))
    open_brackets = []
    for sign in code:
        if sign in BRACKETS.values():
            open_brackets.append(sign)
        elif sign in BRACKETS:
            assert open_brackets.pop() == BRACKETS[sign]
    assert not open_brackets
    methods = re.findall(r"\b([A-Z][A-Z_0-9]+) = ", code)
    python = resources.files("shirube.policy").joinpath("scripts", f"{family}.py.txt").read_text("utf-8")
    assert all(f'"{name}"' in python for name in methods)
    assert set(re.findall(r'"([A-Z][A-Z_0-9]+)":', python)) == set(methods)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R が無い")
@pytest.mark.parametrize("evaluation", list(cases()), ids=lambda e: e.inference.method.name)
def test_programs_in_r_find_the_same_figures(tmp_path, evaluation):
    made = script(evaluation, "R", "値.csv")
    (tmp_path / "値.csv").write_text(made.data, encoding="utf-8")
    (tmp_path / "確かめる.R").write_text(made.program, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", "確かめる.R"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    found, judged = figures(done.stdout), evaluation.inference
    assert found["estimate"] == pytest.approx(judged.estimate, rel=1e-6)
    assert found["p"] == pytest.approx(judged.p, rel=1e-4, abs=1e-9 if judged.seed is None else 0.02)
