"""Small classic data sets, and panels drawn at random."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from shirube.result import Level, Light

PARITY = Path(__file__).resolve().parents[1] / "parity"

# Student (1908), R datasets::sleep: extra hours of sleep of ten patients under two drugs.
SLEEP_1 = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SLEEP_2 = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
# R datasets::PlantGrowth: dried weight of plants, control and first treatment.
PLANTS_CONTROL = np.array([4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14])
PLANTS_TREATED = np.array([4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69])


def lights_of(result: Any) -> dict[str, Light]:
    """Every checked assumption of a report, by its label; page one names the sound ones on one line."""
    table = next(t for d in result.details for t in d.tables if t.key.endswith("_lights"))
    return {label: Light(label, Level(mark), word, reason) for label, mark, word, reason in table.rows}


@cache
def parity(entry: str) -> dict[str, Any]:
    """One entry of tests/parity/policy.json."""
    entries = json.loads((PARITY / "policy.json").read_text(encoding="utf-8"))["entries"]
    return next(e for e in entries if e["id"] == entry)


def organ_donation() -> pd.DataFrame:
    """27 states × 6 quarters; California treated from the fourth."""
    data = json.loads((PARITY / "organ_donation.json").read_text(encoding="utf-8"))
    first = data["quarters"].index(data["first_treated"])
    rows = [
        (state, i + 1, rate, int(state == data["treated"] and i >= first))
        for state, rates in data["rates"].items()
        for i, rate in enumerate(rates)
    ]
    return pd.DataFrame(rows, columns=["州", "四半期", "登録率", "実施"])


def random_panel(
    rng: np.random.Generator,
    *,
    units: int,
    treated: int,
    before: int = 6,
    after: int = 4,
    effect: float = 0.0,
    rho: float = 0.5,
    trend: float = 0.0,
) -> pd.DataFrame:
    """AR(1) series around unit levels; `effect` is added after the start, `trend` per time, to treated units."""
    times = before + after
    noise = rng.normal(size=(units, times))
    for t in range(1, times):
        noise[:, t] += rho * noise[:, t - 1]
    values = 50 + rng.normal(size=(units, 1)) * 5 + noise
    values[:treated, before:] += effect
    values[:treated] += trend * np.arange(times)
    names = np.repeat([f"{i + 1}区" for i in range(units)], times)
    years = np.tile(np.arange(2015, 2015 + times), units)
    flags = np.repeat((np.arange(units) < treated).astype(int), times)
    return pd.DataFrame({"地区": names, "年": years, "件数": values.ravel(), "実施": flags})
