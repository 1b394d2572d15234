"""Times detect + apply on sheets of 1,000, 10,000 and 100,000 rows × 30 cells, after reading.

    python bench/tidy_speed.py

The last line is ``RESULT {json}``: ``seconds_10k`` (the best of three) and ``growth_100k_over_10k`` (1 is linear).
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.grid import Grid  # noqa: E402
from shirube.tidy import apply_all, detect  # noqa: E402

COLUMNS = 30


def sheet(rows: int) -> Grid:
    """A crosstab with a title, two header tiers, two label columns, districts with totals and symbols in places."""
    chance = random.Random(rows)
    values = COLUMNS - 2
    years = [f"令和{1 + i // 4}年" if i % 4 == 0 else None for i in range(values)]
    kinds = [("総数", "男", "女", "世帯")[i % 4] for i in range(values)]
    sheet_rows: list[list[object]] = [["町丁別の人口と世帯"], [None, None, *years], ["区", "町丁", *kinds]]
    for r in range(rows - 3):
        numbers: list[object] = []
        for _ in range(values // 4):
            men, women = chance.randrange(1, 9999), chance.randrange(1, 9999)
            numbers += [men + women, men, women, chance.randrange(1, 5000)]
        if r % 97 == 0:
            numbers[-1] = "…"
        sheet_rows.append([f"{r // 20 + 1}区" if r % 20 == 0 else None, f"{r + 1}町", *numbers])
    return Grid.from_rows(sheet_rows)


def seconds(rows: int, repeats: int) -> float:
    """The best of several runs of detect + apply."""
    grid, best = sheet(rows), float("inf")
    for _ in range(repeats):
        gc.collect()
        fresh = replace(grid)  # knows nothing of the runs before
        started = time.perf_counter()
        found = detect(fresh).best
        if found is None or sum(len(table) for table in apply_all(fresh, found.recipes)) == 0:
            raise SystemExit("the sheet of the bench is not read")
        best = min(best, time.perf_counter() - started)
    return best


def run() -> dict[str, float]:
    """Print the times; return ``seconds_10k`` and ``growth_100k_over_10k``."""
    times = {rows: seconds(rows, 3 if rows < 100_000 else 2) for rows in (1_000, 10_000, 100_000)}
    for rows, taken in times.items():
        print(f"{rows:7,d} rows × {COLUMNS}: {taken:.3f} s")
    return {
        "seconds_10k": round(times[10_000], 3),
        "growth_100k_over_10k": round(times[100_000] / times[10_000] / 10, 3),
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run()))
