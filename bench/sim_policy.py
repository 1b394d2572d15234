"""How often the default paths of an evaluation err, and whether the smallest detectable effect they print is true.

    python bench/sim_policy.py [simulations per cell, default 2000]

Every cell simulates data without an effect, evaluates them with the defaults (rate of false alarms, coverage of the
95 % interval), then adds the median of the smallest detectable effects that the evaluations printed (an evaluation
that prints none counts as infinite) and counts how often that is found. Where even the median is infinite, and in the
cells that cannot reject at all, the report must say 「この数では判定不能」. Size and coverage are promised for series
of 60 and more times and panels with 10 and more controls; the power at the printed effect everywhere. The last line is
``RESULT {json}``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two processes; more threads only get in each other's way

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.policy import (  # noqa: E402
    BeforeAfterRequest,
    DidRequest,
    ItsRequest,
    Panel,
    Series,
    before_after,
    did,
    its,
    report,
)
from shirube.policy.adoption import Adoption  # noqa: E402
from shirube.policy.staggered import StaggeredRequest, staggered  # noqa: E402
from shirube.policy.synthetic import synthetic  # noqa: E402

SIMULATIONS, SEED, UNDECIDABLE = 2_000, 20_240_401, "この数では判定不能"


@dataclass(frozen=True)
class Cell:
    """One situation: `draw(rng, effect)` makes an evaluation."""

    name: str
    draw: Callable[[np.random.Generator, float], Any]
    sized: bool = True  # size and coverage are promised (series of 60 and more, panels with 10 and more controls)
    options: dict[str, Any] = field(default_factory=dict)


def wander(rng: np.random.Generator, shape: tuple[int, ...], rho: float, warm: int = 40) -> np.ndarray:
    """AR(1) noise along the last axis, started long before."""
    e = rng.normal(size=(*shape[:-1], shape[-1] + warm))
    for t in range(1, e.shape[-1]):
        e[..., t] += rho * e[..., t - 1]
    return e[..., warm:]


def panel_draw(rng: np.random.Generator, effect: float, *, units: int, treated: int, times: int = 10, missing=0.0):
    """Units around their own levels and a common movement, memory 0.5, policy after six tenths of the times."""
    start = round(0.6 * times)
    values = wander(rng, (units, times), 0.5) + 5 * rng.normal(size=(units, 1)) + rng.normal(size=times)
    values[:treated, start:] += effect
    values[rng.random(values.shape) < missing] = np.nan
    names = tuple(f"{i}区" for i in range(units))
    labels = tuple(f"{2010 + t}年" for t in range(times))
    data = Panel(names, labels, np.arange(times, dtype=float), values, np.arange(units) < treated, start)
    return did(DidRequest(data))


def series_draw(rng: np.random.Generator, effect: float, *, n: int, start: int, rho: float, period: int = 1, mean=0.0):
    """A series with a mild trend (and seasons); counts when `mean` is given, the effect then in per cent."""
    t = np.arange(n)
    after = t >= start
    wave = 0.8 * np.cos(2 * np.pi * t / period) if period > 1 else 0.0
    noise = wander(rng, (n,), rho)
    labels = tuple(map(str, t))
    if mean:
        rate = mean * np.exp(0.15 * noise + 0.2 * wave + 0.002 * t) * np.where(after, 1 + effect / 100, 1.0)
        return its(ItsRequest(Series(labels, rng.poisson(rate).astype(float), start, period), kind="count"))
    return its(ItsRequest(Series(labels, 0.05 * t + wave + noise + effect * after, start, period)))


def beside_draw(rng: np.random.Generator, effect: float, *, n: int, start: int, rho: float):
    """A series with another one beside it; both share shocks."""
    shared = wander(rng, (n,), rho)
    after = np.arange(n) >= start
    values, control = (shared + wander(rng, (n,), rho) for _ in range(2))
    series = Series(tuple(map(str, range(n))), values + effect * after, start, 1, None, control)
    return its(ItsRequest(series))


def starts_draw(rng: np.random.Generator, effect: float, *, units: int, starters: int, times: int = 10):
    """Units that start at three different times, beside units that never do."""
    starts = np.full(units, -1)
    starts[:starters] = np.resize([4, 6, 8], starters)
    values = wander(rng, (units, times), 0.5) + 5 * rng.normal(size=(units, 1)) + rng.normal(size=times)
    values += effect * ((starts[:, None] >= 0) & (np.arange(times) >= starts[:, None]))
    names, labels = tuple(f"{i}区" for i in range(units)), tuple(f"{2010 + t}年" for t in range(times))
    return staggered(StaggeredRequest(Adoption(names, labels, np.arange(times, dtype=float), values, starts)))


def mixed_draw(rng: np.random.Generator, effect: float, *, units: int, times: int = 20, start: int = 14):
    """One unit and others that follow two common movements, each more or less."""
    common = rng.normal(size=(2, times)).cumsum(axis=1)
    values = rng.normal(size=(units, 2)) @ common + wander(rng, (units, times), 0.3) + 20
    values[0, start:] += effect
    names, labels = tuple(f"{i}区" for i in range(units)), tuple(f"{2000 + t}年" for t in range(times))
    data = Panel(names, labels, np.arange(times, dtype=float), values, np.arange(units) < 1, start)
    return synthetic(DidRequest(data))


def pairs_draw(rng: np.random.Generator, effect: float, *, n: int, paired: bool = True):
    """People measured before and after."""
    before = rng.normal(size=n)
    own = 0.6 * before if paired else 0.0
    return before_after(BeforeAfterRequest(before, own + 0.8 * rng.normal(size=n) + effect, paired=paired))


def groups_draw(rng: np.random.Generator, effect: float, *, n: int, m: int, spread: float = 1.0):
    """Two groups of different size and spread."""
    after = spread * rng.normal(size=m) + effect
    return before_after(BeforeAfterRequest(rng.normal(size=n), after, paired=False))


def shares_draw(rng: np.random.Generator, effect: float, *, n: int, share: float, stay: float = 0.0):
    """Yes or no of two groups; with `stay`, of the same people, who keep their answer so often."""
    before = (rng.random(n) < share).astype(float)
    fresh = rng.random(n) < min((share + effect / 100 - stay * share) / (1 - stay), 1.0)
    after = np.where(rng.random(n) < stay, before, fresh)
    return before_after(BeforeAfterRequest(before, after, paired=stay > 0, kind="binary"))


def counts_draw(rng: np.random.Generator, effect: float, *, mean: float, n: int = 12, excess: float = 0.0):
    """Events of two periods; they vary more than chance with `excess`."""

    def own() -> np.ndarray | float:
        return rng.gamma(1 / excess, excess, n) if excess else 1.0

    before, after = rng.poisson(mean * own(), n), rng.poisson(mean * (1 + effect / 100) * own(), n)
    return before_after(BeforeAfterRequest(before, after, paired=False, kind="count"))


def places_draw(rng: np.random.Generator, effect: float, *, mean: float, n: int):
    """Events of the same places before and after; some places have many."""
    level = mean * rng.gamma(4, 1 / 4, n)
    return before_after(BeforeAfterRequest(rng.poisson(level), rng.poisson(level * (1 + effect / 100)), kind="count"))


def cells() -> list[Cell]:
    """All situations."""
    found = [
        Cell(f"panel {units} units, {treated} treated", partial(panel_draw, units=units, treated=treated))
        for units, treated in (
            (20, 1), (30, 1), (47, 1), (12, 2), (20, 2), (13, 3), (47, 3), (15, 5), (47, 5),
            (16, 6), (20, 10), (47, 8), (30, 20), (47, 20),
        )
    ]  # fmt: skip
    found += [
        Cell(
            f"panel {units} units, {treated} treated, 8 % missing",
            partial(panel_draw, units=units, treated=treated, missing=0.08),
        )
        for units, treated in ((30, 1), (40, 12))
    ]
    found += [
        Cell(f"series {n}/{start}, memory {rho}", partial(series_draw, n=n, start=start, rho=rho))
        for n, start, rho in ((60, 40, 0.0), (60, 40, 0.4), (60, 48, 0.4), (120, 80, 0.4))
    ]
    found += [
        Cell("months 72/48, memory 0.3", partial(series_draw, n=72, start=48, rho=0.3, period=12)),
        Cell("counts 72/48, mean 30", partial(series_draw, n=72, start=48, rho=0.3, period=12, mean=30.0)),
        Cell("counts 60/40, mean 8", partial(series_draw, n=60, start=40, rho=0.0, mean=8.0)),
        Cell("two series 60/40", partial(beside_draw, n=60, start=40, rho=0.4)),
        Cell("pairs 12", partial(pairs_draw, n=12)),
        Cell("pairs 40", partial(pairs_draw, n=40)),
        Cell("groups 30", partial(pairs_draw, n=30, paired=False)),
        Cell("groups 12 and 40, spreads 1 and 2", partial(groups_draw, n=12, m=40, spread=2.0)),
        Cell("shares 30, 30 %", partial(shares_draw, n=30, share=0.3)),
        Cell("shares 200, 10 %", partial(shares_draw, n=200, share=0.1)),
        Cell("paired shares 60, 40 %", partial(shares_draw, n=60, share=0.4, stay=0.5)),
        Cell("events 5 in all", partial(counts_draw, mean=5.0, n=1)),
        Cell("events 12 × 5", partial(counts_draw, mean=5.0)),
        Cell("events 12 × 10, overdispersed", partial(counts_draw, mean=10.0, excess=0.3)),
        Cell("events of 12 places, 5 each", partial(places_draw, mean=5.0, n=12)),
        Cell("starts 47 units, 20 in three steps", partial(starts_draw, units=47, starters=20)),
        Cell("starts 60 units, 40 in three steps", partial(starts_draw, units=60, starters=40)),
        Cell("starts 30 units, 6 in three steps", partial(starts_draw, units=30, starters=6)),
        Cell("mixed control of 30", partial(mixed_draw, units=31)),
        Cell("series 60/40, memory 0.7", partial(series_draw, n=60, start=40, rho=0.7)),
        Cell("short series 36/24, memory 0.4", partial(series_draw, n=36, start=24, rho=0.4), sized=False),
        Cell("short series 24/14, memory 0.4", partial(series_draw, n=24, start=14, rho=0.4), sized=False),
        Cell("short series 12/8, memory 0.4", partial(series_draw, n=12, start=8, rho=0.4), sized=False),
        Cell("short series 10/6, memory 0.0", partial(series_draw, n=10, start=6, rho=0.0), sized=False),
        Cell("short series 10/6, memory 0.4", partial(series_draw, n=10, start=6, rho=0.4), sized=False),
        Cell("short counts 10/6, mean 20", partial(series_draw, n=10, start=6, rho=0.0, mean=20.0), sized=False),
    ]
    return found


def undecidable() -> list[Cell]:
    """Situations in which no effect, however large, could be told from chance."""
    return [
        Cell("panel 11 units, 1 treated", partial(panel_draw, units=11, treated=1)),
        Cell("panel 18 units, 1 treated", partial(panel_draw, units=18, treated=1)),
        Cell("panel 6 units, 3 treated", partial(panel_draw, units=6, treated=3)),
        Cell("pairs 5", partial(pairs_draw, n=5)),
    ]


def printed_effect(evaluation: Any) -> float:
    """The smallest detectable effect an evaluation prints; infinite when it prints none."""
    size = evaluation.measured.mde if hasattr(evaluation, "measured") else evaluation.mde
    return float(size) if np.isfinite(size) else np.inf


def simulate(cell: Cell, simulations: int, seed: int) -> dict[str, float]:
    """Size, coverage, the printed effect and how often it is found; power is NaN where most reports print none."""
    rng = np.random.default_rng(seed)
    started = time.perf_counter()
    null = [cell.draw(rng, 0.0) for _ in range(simulations)]
    judged = [e.inference for e in null]
    effects = [printed_effect(e) for e in null]
    effect = float(np.median(effects))
    silent = [e for e, size in zip(null, effects, strict=True) if not np.isfinite(size) and e.inference.p > 0.05]
    power = np.nan
    if np.isfinite(effect):
        power = float(np.mean([cell.draw(rng, effect).inference.p <= 0.05 for _ in range(simulations)]))
    return {
        "size": float(np.mean([j.p <= 0.05 for j in judged])),
        "coverage": float(np.mean([j.low <= 0 <= j.high for j in judged])),
        "mde": effect,
        "power": power,
        "said": all(UNDECIDABLE in "".join(report(e).conclusion) for e in silent[:20]),
        "seconds": time.perf_counter() - started,
    }


def says_undecidable(cell: Cell, simulations: int, seed: int) -> bool:
    """Every report says so, also with a huge effect, and none is significant."""
    rng = np.random.default_rng(seed)
    for effect in np.repeat([0.0, 1_000.0], simulations):
        evaluation = cell.draw(rng, float(effect))
        if evaluation.inference.p <= 0.05 or UNDECIDABLE not in "".join(report(evaluation).conclusion):
            return False
    return True


def run(simulations: int = SIMULATIONS) -> dict[str, Any]:
    """Print every cell; return the extremes over the cells within the promise."""
    everything = cells()
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(simulate, cell, simulations, SEED + i) for i, cell in enumerate(everything)]
        silent = [pool.submit(says_undecidable, cell, 20, SEED - i) for i, cell in enumerate(undecidable())]
        rows = []
        for cell, job in zip(everything, jobs, strict=True):
            row = job.result()
            rows.append((cell, row))
            note = "" if cell.sized else "  (size not promised; the report warns)"
            note += "" if row["said"] else f"  DOES NOT SAY {UNDECIDABLE}"
            print(
                f"{cell.name:44s} size {row['size']:.3f}  coverage {row['coverage']:.3f}  "
                f"mde {row['mde']:8.3f}  power {row['power']:.3f}  {row['seconds']:5.0f} s{note}",
                flush=True,
            )
        said = [job.result() for job in silent]
    for cell, ok in zip(undecidable(), said, strict=True):
        print(f"{cell.name:44s} {'says' if ok else 'DOES NOT SAY'} {UNDECIDABLE}")
    sized = [row for cell, row in rows if cell.sized]
    powers = [row["power"] for _, row in rows if np.isfinite(row["power"])]
    return {
        "max_size": round(max(row["size"] for row in sized), 4),
        "min_coverage": round(min(row["coverage"] for row in sized), 4),
        "min_power_at_mde": round(min(powers), 4),
        "max_power_at_mde": round(max(powers), 4),
        "undecidable_said": all(said) and all(row["said"] for _, row in rows),
        "simulations": simulations,
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else SIMULATIONS)))
