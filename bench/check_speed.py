"""Times the check of 100,000 × 20 cells after reading, and the memory it takes beside the grid's.

    python bench/check_speed.py

Two sheets: one with few different texts, as statistics have, and one in which every text is different, as lists of
people and places have. The last line is ``RESULT {json}``: ``seconds_2m_cells`` (the slower of the two) and
``memory_over_grid`` (peak of what the check allocates ÷ what the grid holds; the worse of the two).
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.check.facts import SheetFacts  # noqa: E402
from shirube.check.inspect import inspect  # noqa: E402
from shirube.grid import Grid  # noqa: E402

ROWS, COLUMNS, TEXTS = 100_000, 20, 5


def sheet(*, different: bool) -> Grid:
    """Labels on the left, numbers on the right, and a fault of most kinds here and there."""
    chance = random.Random(1)
    head = ["年度", "市区町村", "区分", "回答", "備考", *(f"値{chr(65 + i)}（人）" for i in range(COLUMNS - TEXTS))]
    rows: list[list[object]] = [head]  # type: ignore[list-item]
    for r in range(ROWS - 1):
        own = f"{r}番の" if different else ""
        texts: list[object] = [
            f"{2000 + r % 24}年度", ("札幌市", "函館市", "小樽市")[r % 3], f"{own}地区{r % 50}",
            ("賛成", "反対", "その他")[r % 3], f"{own}資料 第{r % 9}回" if different or r % 7 else None,
        ]  # fmt: skip
        numbers: list[object] = [chance.randrange(10_000) for _ in range(COLUMNS - TEXTS)]
        if r % 101 == 0:
            numbers[0], numbers[1], numbers[2] = "1,234人", "…", None
            texts[2] = f"{own}東　地区①"
        rows.append(texts + numbers)
    return Grid.from_rows(rows)


def held(grid: Grid) -> int:
    """Bytes of a grid: its arrays, and every different object in them once."""
    objects = {id(v): sys.getsizeof(v) for v in grid.values.ravel() if v is not None}
    return grid.values.nbytes + grid.kinds.nbytes + grid.styles.nbytes + sum(objects.values())


def seconds(grid: Grid, repeats: int = 3) -> float:
    """CPU seconds of the best of several checks of a sheet nothing is known about (one thread)."""
    best = float("inf")
    for _ in range(repeats):
        gc.collect()
        fresh = replace(grid)
        started = time.process_time()
        found = inspect(fresh, SheetFacts())
        best = min(best, time.process_time() - started)
        if not found.of("L2-01"):
            raise SystemExit("the faults of the bench are not found")
    return best


def memory(grid: Grid) -> float:
    """Peak of what one check allocates, over what the grid holds."""
    gc.collect()
    tracemalloc.start()
    inspect(replace(grid), SheetFacts())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / held(grid)


def run() -> dict[str, float]:
    """Print the times; return the figures."""
    times, shares = [], []
    for different in (False, True):
        grid = sheet(different=different)
        times.append(seconds(grid))
        shares.append(memory(grid))
        print(
            f"{'すべて違う文字' if different else '同じ文字が多い'}: {times[-1]:.2f} 秒、格子の {shares[-1]:.2f} 倍",
            flush=True,
        )
    return {"seconds_2m_cells": max(times), "memory_over_grid": max(shares)}


if __name__ == "__main__":
    print("RESULT", json.dumps(run(), ensure_ascii=False))
