"""Times worksheet functions from the moment COM hands them to Python until the answer goes back.

    python bench/udf.py

Excel itself is not here: xlwings' own conversions run over stand-ins for pywin32 (``tests/support/pywin32_stub.py``).
Each figure is the best of several rounds, after one to warm up (first imports), in processor time: one thread
works, and what else the machine does is not counted.

The last line is ``RESULT {json}``: ``scalar_ms`` (one cell, SB_NENDO), ``table_ms`` (SB_CROSSTAB of a range of
1,000 × 11) and ``hundred_ms`` (100 different formulas over one table of 100,000 × 11 that SB_TABLE keeps and whose
columns were each used once before: 25 each of SB_CROSSTAB, SB_COUNT, SB_SHARE and SB_MEAN; every round takes a new
table, so no answer is used twice). The time of 100 different cross-tabulations is shown beside it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / room) for room in ("python", "udfs", "tests")]

from support import pywin32_stub  # noqa: E402

Formulas = Callable[[], Iterator[tuple[str, str, tuple[str, ...]]]]
GOALS = {"scalar_ms": 0.1, "table_ms": 40.0, "hundred_ms": 100.0}
CALLER = pywin32_stub.Range([[None]])
ROWS, ROUNDS = 100_000, 5
COLUMNS = {
    "年代": 7, "性別": 3, "地区": 12, "職業": 8, "家族": 5,
    "満足度": 5, "利用": 2, "頻度": 6, "意向": 4, "評価": 5,
}  # fmt: skip


def main() -> int:
    pywin32_stub.install()
    found = {
        "scalar_ms": scalar(),
        "table_ms": table(),
        "hundred_ms": hundred((crosstabs, counts, shares, means)),
    }
    for key, figure in found.items():
        print(f"{key}: {figure:.3f}（目安 {GOALS[key]:g} 以下）")
    print(f"SB_CROSSTAB だけを100: {hundred((crosstabs,)):.1f} ミリ秒")
    print("RESULT " + json.dumps({key: round(figure, 4) for key, figure in found.items()}))
    return 0 if all(found[key] <= goal for key, goal in GOALS.items()) else 1


def scalar() -> float:
    day = pywin32_stub.Range([[dt.datetime(2024, 3, 31)]])
    count = 1000
    return best([lambda: [call("tidying", "SB_NENDO", day) for _ in range(count)]] * ROUNDS) / count


def table() -> float:
    cells = pywin32_stub.Range(answers(1_000))
    return best([lambda: call("counting", "SB_CROSSTAB", cells, "年代", "満足度")] * ROUNDS * 4)


def hundred(kinds: Sequence[Formulas]) -> float:
    """A hundred formulas as on a sheet: each names the cell of the handle, no two are the same."""
    formulas = [formula for kind in kinds for formula in itertools.islice(kind(), 100 // len(kinds))]
    if len(set(formulas)) != 100:
        raise ValueError("the formulas are not a hundred different ones")
    return best([prepared(formulas, seed) for seed in range(ROUNDS)])


def prepared(formulas: Sequence[tuple[str, str, tuple[str, ...]]], seed: int) -> Callable[[], Any]:
    cell = pywin32_stub.Range([[call("tables", "SB_TABLE", pywin32_stub.Range(answers(ROWS, seed)))]])
    for name in COLUMNS:
        call("tables", "SB_COUNT", cell, name, f"{name}0")
    call("tables", "SB_MEAN", cell, "回数")
    return lambda: [call(module, function, cell, *given) for module, function, given in formulas]


def crosstabs() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for (row, column), way in itertools.product(itertools.permutations(COLUMNS, 2), ("行", "列")):
        yield "counting", "SB_CROSSTAB", (row, column, "", way)


def answered() -> Iterator[tuple[str, ...]]:
    """Pairs of columns with an answer of each."""
    for row, column in itertools.permutations(COLUMNS, 2):
        yield column, f"{column}1", row, f"{row}0"


def counts() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield from (("tables", "SB_COUNT", given) for given in answered())


def shares() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield from (("tables", "SB_SHARE", given) for given in answered())


def means() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield from (("tables", "SB_MEAN", ("回数", *given)) for given in answered())


def answers(rows: int, seed: int = 7) -> list[list[Any]]:
    chance = random.Random(seed)
    kinds = {name: [f"{name}{i}" for i in range(count)] for name, count in COLUMNS.items()}
    body = ([*(chance.choice(values) for values in kinds.values()), float(chance.randrange(9))] for _ in range(rows))
    return [[*COLUMNS, "回数"], *body]


def call(module: str, function: str, *arguments: Any) -> Any:
    from xlwings.com_server import XLPython

    return XLPython().CallUDF(f"shirube_udfs.{module}", function, arguments, None, CALLER)


def best(rounds: Sequence[Callable[[], Any]]) -> float:
    """Milliseconds of the quickest round; the first is to warm up."""
    seconds = []
    for work in rounds:
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds[1:]) * 1000


if __name__ == "__main__":
    sys.exit(main())
