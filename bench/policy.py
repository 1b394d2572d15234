"""Times the kernels of evaluation beside its peers, where they are installed, and counts the figures that agree.

    python bench/policy.py

Peers (test extras): diff-diff, pyfixest. A peer that is not installed is replaced by the anchor measured once (see
`ANCHORS`), and the line says so. The last line is ``RESULT {json}``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.stats.group_time import group_time, summarise  # noqa: E402
from shirube.stats.resampling import relabel_scores  # noqa: E402
from shirube.stats.sdid import placebo_se  # noqa: E402
from shirube.stats.synthetic import synthetic_control  # noqa: E402
from shirube.stats.twoway import two_way  # noqa: E402
from shirube.stats.wild import wild_bootstrap  # noqa: E402

#: Seconds of the peers, measured on two cores of the same kind of machine.
ANCHORS = {"wcb": 1.37, "perm47": 23.0, "twfe": 0.115, "cs": 0.22, "import": 5.4}
#: Entries of the study the figures come from; the three not done yet count as not passed.
STUDIED = 44
PARITY = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "parity").glob("test_policy*.py"))


def panel(units: int, times: int, treated: int) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and treatment of a simulated panel."""
    rng = np.random.default_rng(1)
    d = np.zeros((units, times))
    d[:treated, times // 2 :] = 1
    return rng.normal(size=(units, times)).cumsum(axis=1) * 0.3 + rng.normal(size=(units, 1)) + 0.2 * d, d


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def permutation(y: np.ndarray, d: np.ndarray) -> Callable[[], object]:
    """9,999 drawn assignments."""
    start = int(np.argmax(d[0]))
    flags = d[:, -1] > 0

    def work() -> object:
        fit = two_way(y, d[None])
        score, response = fit.outcome[:, start:].sum(axis=1), fit.regressors[0][:, start:].sum(axis=1)
        return relabel_scores(score, response, flags)

    return work


def staggered(outcome: np.ndarray) -> Callable[[], object]:
    """All effects by group and time and all four summaries, ten starting groups."""
    units, times = outcome.shape
    starts = np.where(np.arange(units) % 3 == 0, 0, 3 + np.arange(units) % 10)

    def work() -> object:
        found = group_time(outcome, starts, np.arange(1, times + 1))
        return [summarise(found, kind) for kind in ("simple", "dynamic", "group", "calendar")]

    return work


def import_seconds(module: str) -> float:
    """Seconds a fresh process takes to import a module, without those of starting Python."""

    def run(code: str) -> float:
        return best(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=env), 3)

    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / p) for p in ("python", "udfs"))}
    return run(f"import {module}") - run("pass")


def peers(y: np.ndarray, d: np.ndarray, big: np.ndarray, big_d: np.ndarray) -> dict[str, float]:
    """Seconds of installed peers for the same work."""
    found: dict[str, float] = {}
    if importlib.util.find_spec("pyfixest"):
        import pandas as pd
        import pyfixest

        long = pd.DataFrame(
            {"y": y.ravel(), "d": d.ravel(), "unit": np.repeat(np.arange(len(y)), y.shape[1]),
             "time": np.tile(np.arange(y.shape[1]), len(y))}
        )  # fmt: skip
        fit = pyfixest.feols("y ~ d | unit + time", long, vcov={"CRV1": "unit"})
        found["wcb"] = best(lambda: fit.wildboottest(param="d", reps=9_999, cluster="unit", seed=1), 3)
    if importlib.util.find_spec("statsmodels"):
        found["import"] = import_seconds("statsmodels.api")
    return found


def parity() -> tuple[int, int]:
    """Entries of tests/parity/policy.json all of whose tests passed (a skipped one has not), and all studied."""
    ids = [e["id"] for e in json.loads((ROOT / "tests/parity/policy.json").read_text(encoding="utf-8"))["entries"]]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *PARITY, "-q", "-rA", "-p", "no:cacheprovider", "--tb=no"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    passed = {m.split("[")[0] for m in re.findall(r"^PASSED \S+::(\S+)", run.stdout, re.M)}
    failed = {m.split("[")[0] for m in re.findall(r"^(?:FAILED|ERROR|SKIPPED).*?::(\w+)", run.stdout, re.M)}
    tests: dict[str, set[str]] = {}
    for path in PARITY:
        text = (ROOT / path).read_text(encoding="utf-8")
        for name, body in re.findall(r"^def (test_\w+)\(.*?\n(.*?)(?=^def |\Z)", text, re.M | re.S):
            for start in re.findall(r'(?:parity\(f?|name = f)"(\w+)', body):
                for entry in ids:
                    if entry == start or (start.endswith("_") and entry.startswith(start)):
                        tests.setdefault(entry, set()).add(name)
    good = [e for e in ids if tests.get(e) and tests[e] <= passed and not tests[e] & failed]
    print("not passed:", ", ".join(e for e in ids if e not in good) or "none")
    return len(good), STUDIED


def main() -> None:
    small, small_d = panel(47, 20, 8)
    large, large_d = panel(1741, 15, 80)
    found = peers(small, small_d, large, large_d)
    for name, seconds in ANCHORS.items():
        measured = found.get(name)
        print(f"peer {name:8s} {measured if measured is not None else seconds:.3f} s", end="")
        print("" if measured is not None else "  (anchor; the peer is not installed)")
        found.setdefault(name, seconds)
    ours = {
        "wcb": best(lambda: wild_bootstrap(two_way(small, small_d[None]))),
        "perm47": best(permutation(small, small_d)),
        "perm1741": best(permutation(large, large_d), 3),
        "twfe": best(lambda: two_way(large, large_d[None])),
        "cs": best(staggered(large), 3),
        "sc47": best(lambda: synthetic_control(panel(47, 25, 1)[0], 0, 18), 2),
        "sdid": best(lambda: placebo_se(panel(39, 31, 1)[0], np.arange(39) == 0, 19), 1),
        "import": import_seconds("shirube_udfs.evaluating"),
    }
    for name, seconds in ours.items():
        print(f"ours {name:8s} {seconds:.4f} s")
    passed, total = parity()
    result = {
        "wcb_ratio": ours["wcb"] / found["wcb"],
        "perm47_ratio": ours["perm47"] / found["perm47"],
        "perm1741_s": ours["perm1741"],
        "twfe_ratio": ours["twfe"] / found["twfe"],
        "cs_ratio": ours["cs"] / found["cs"],
        "sc47_s": ours["sc47"],
        "import_ratio": ours["import"] / found["import"],
        "adh39_s": None,
        "sdid_s": ours["sdid"],
    }
    rounded = {key: None if value is None else round(value, 5) for key, value in result.items()}
    print("RESULT", json.dumps({**rounded, "parity_pass": passed, "parity_total": total}))


if __name__ == "__main__":
    main()
