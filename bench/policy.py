"""Times the kernels of evaluation beside its peers, where they are installed, and counts the figures that agree.

    python bench/policy.py

Peers (the extra `peers`, installed by the make target): diff-diff, pyfixest, pysyncon. A peer that is not installed, or
fails, is replaced by the anchor measured once (see `ANCHORS`), and its line says so. The last line is
``RESULT {json}``.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.stats.group_time import group_time, summarise  # noqa: E402
from shirube.stats.predictors import predictor_placebos  # noqa: E402
from shirube.stats.resampling import relabel_scores  # noqa: E402
from shirube.stats.sdid import placebo_se  # noqa: E402
from shirube.stats.synthetic import synthetic_control  # noqa: E402
from shirube.stats.twoway import two_way  # noqa: E402
from shirube.stats.wild import wild_bootstrap  # noqa: E402

#: Seconds of the peers, measured on two cores of the same kind of machine.
ANCHORS = {"wcb": 1.37, "perm47": 23.0, "twfe": 0.115, "cs": 0.22, "import": 5.4}
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
    starts = starting(units)

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


def starting(units: int) -> np.ndarray:
    """Ten starting groups, and a third of the units that never start."""
    return np.where(np.arange(units) % 3 == 0, 0, 3 + np.arange(units) % 10)


def long(y: np.ndarray, d: np.ndarray) -> object:
    """Lay a panel out a row per unit and time, as the peers want it."""
    import pandas as pd

    units, times = y.shape
    return pd.DataFrame({
        "y": y.ravel(), "d": d.ravel(), "unit": np.repeat(np.arange(units), times),
        "time": np.tile(np.arange(1, times + 1), units), "treated": np.repeat(d.max(axis=1), times),
        "first": np.repeat(starting(units), times),
    })  # fmt: skip


def peer_bootstrap(y: np.ndarray, d: np.ndarray) -> float:
    """pyfixest: 9,999 wild cluster draws."""
    import pyfixest

    fit = pyfixest.feols("y ~ d | unit + time", long(y, d), vcov={"CRV1": "unit"})
    return best(lambda: fit.wildboottest(param="d", reps=9_999, cluster="unit", seed=1), 3)


def peer_permutation(y: np.ndarray, d: np.ndarray) -> float:
    """diff-diff: 199 shuffled assignments of units, carried to 9,999."""
    from diff_diff import permutation_test

    data = long(y, d).assign(post=lambda f: (f["time"] > y.shape[1] // 2).astype(int))
    few = 199
    return best(
        lambda: permutation_test(data, "y", "treated", post="post", unit="unit", n_permutations=few, seed=1), 2
    ) * (9_999 / few)  # fmt: skip


def peer_regression(y: np.ndarray, d: np.ndarray) -> float:
    """diff-diff: two-way effects with clustered standard errors."""
    from diff_diff import TwoWayFixedEffects

    data = long(y, d).assign(post=lambda f: (f["time"] > y.shape[1] // 2).astype(int))
    return best(lambda: TwoWayFixedEffects(cluster="unit").fit(data, "y", "treated", post="post", unit="unit"), 3)


def peer_staggered(y: np.ndarray, d: np.ndarray) -> float:
    """diff-diff: Callaway and Sant'Anna, all summaries."""
    from diff_diff import CallawaySantAnna

    data = long(y, d)
    return best(lambda: CallawaySantAnna().fit(data, "y", "unit", "time", "first", aggregate="all"), 3)


def peer_synthetic(y: np.ndarray, start: int) -> float:
    """pysyncon: one fit to earlier outcomes, for the first unit (the 46 placebos are not run)."""
    import pandas as pd
    from pysyncon import Synth

    wide = pd.DataFrame(y.T)
    return best(lambda: Synth().fit(X0=wide.loc[: start - 1, 1:], X1=wide.loc[: start - 1, 0],
                                    Z0=wide.loc[: start - 1, 1:], Z1=wide.loc[: start - 1, 0]), 1)  # fmt: skip


def peers(small: tuple[np.ndarray, np.ndarray], large: tuple[np.ndarray, np.ndarray]) -> dict[str, float]:
    """Seconds of installed peers for the same work."""
    work: dict[str, tuple[str, Callable[[], float]]] = {
        "wcb": ("pyfixest", lambda: peer_bootstrap(*small)),
        "perm47": ("diff_diff", lambda: peer_permutation(*small)),
        "twfe": ("diff_diff", lambda: peer_regression(*large)),
        "cs": ("diff_diff", lambda: peer_staggered(*large)),
        "sc_one": ("pysyncon", lambda: peer_synthetic(panel(12, 25, 1)[0], 18)),
        "import": ("statsmodels", lambda: import_seconds("statsmodels.api")),
    }
    found: dict[str, float] = {}
    for name, (package, measure) in work.items():
        if importlib.util.find_spec(package) is None:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found[name] = measure()
        except Exception as error:  # noqa: BLE001 - a peer that breaks must not end the measurement
            print(f"peer {name:8s} {package} failed: {type(error).__name__}: {error}"[:200])
    return found


def parity() -> tuple[int, int]:
    """Entries of tests/parity/policy.json all of whose tests passed (a skipped one has not), and all of them."""
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
    return len(good), len(ids)


def adh() -> float | None:
    """Seconds of the Californian study with its predictors and all 38 placebos; ``None`` without the data."""
    path = next((p for p in (ROOT.parent, ROOT.parent.parent) if (p / "shared/data/policy/smoking.csv").exists()), None)
    if path is None:
        return None
    import pandas as pd

    data = pd.read_csv(path / "shared/data/policy/smoking.csv")
    wide = {v: data.pivot(index="state", columns="year", values=v) for v in data.columns[2:]}
    packs = wide["cigsale"]
    means = [wide[v].loc[:, 1980:1988].mean(axis=1) for v in ("lnincome", "retprice", "age15to24")]
    x = np.column_stack([*means, wide["beer"].loc[:, 1984:1988].mean(axis=1), packs[1975], packs[1980], packs[1988]])
    own = list(packs.index).index("California")
    return best(lambda: predictor_placebos(x, packs.to_numpy(), own, list(packs.columns).index(1989)), 1)


def main() -> None:
    small, small_d = panel(47, 20, 8)
    large, large_d = panel(1741, 15, 80)
    found = peers((small, small_d), (large, large_d))
    for name, seconds in found.items():
        print(f"peer {name:8s} {seconds:.3f} s")
    for name, seconds in ANCHORS.items():
        if name not in found:
            print(f"peer {name:8s} {seconds:.3f} s  (anchor: the peer did not run here)")
            found[name] = seconds
    ours = {
        "wcb": best(lambda: wild_bootstrap(two_way(small, small_d[None]))),
        "perm47": best(permutation(small, small_d)),
        "perm1741": best(permutation(large, large_d), 3),
        "twfe": best(lambda: two_way(large, large_d[None])),
        "cs": best(staggered(large), 3),
        "sc47": best(lambda: synthetic_control(panel(47, 25, 1)[0], 0, 18), 2),
        "sdid": best(lambda: placebo_se(panel(39, 31, 1)[0], np.arange(39) == 0, 19), 2),
        "import": import_seconds("shirube_udfs.evaluating"),
    }
    study = adh()
    if study is not None:
        ours["adh39"] = study
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
        "adh39_s": study,
        "sdid_s": ours["sdid"],
    }
    rounded = {key: None if value is None else round(value, 5) for key, value in result.items()}
    print("RESULT", json.dumps({**rounded, "parity_pass": passed, "parity_total": total}))


if __name__ == "__main__":
    main()
