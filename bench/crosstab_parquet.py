"""A table counted from Parquet beside DuckDB's own GROUP BY, in turns, in one process that does nothing else.

Times are wall seconds, the best of the turns, as both use two threads; the peak is that of the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.crosstab import CrosstabRequest, tabulate  # noqa: E402
from shirube.crosstab.engines import code_grouped  # noqa: E402
from shirube.office.read.big import MOST_MEMORY, open_big  # noqa: E402

ROWS = 100_000_000
TURNS = 5


def measured(rows: int = ROWS) -> dict[str, float]:
    """Make the file, count it in a fresh process, remove it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "回答.parquet")
        make(path, rows)
        child = [sys.executable, __file__, "--count", str(path)]
        said = subprocess.run(child, check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    print(f"Parquet {rows:,}件: しるべ {found['ours']:.2f} 秒、DuckDB の GROUP BY {found['theirs']:.2f} 秒、", end="")
    print(f"最大メモリー {found['peak']:.0f} MB")
    return {"parquet_ratio": found["ours"] / found["theirs"], "parquet_peak_mb": found["peak"], "parquet_rows": rows}


def make(path: Path, rows: int) -> None:
    """Write two columns of Japanese labels, 12 x 20 categories."""
    with duckdb.connect(config={"memory_limit": MOST_MEMORY, "threads": 2}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(
            "COPY (SELECT '第' || floor(random() * 12)::INT || '地区の住民' AS a, "
            f"'選択肢その' || floor(random() * 20)::INT AS b FROM range({rows:d})) "
            f"TO '{path}' (FORMAT parquet)"
        )


def count(path: Path) -> dict[str, float]:
    """Count in turns, and compare what was counted."""
    ours, theirs = [], []
    for _ in range(TURNS):
        theirs.append(timed(lambda: group_by(path)))
        ours.append(timed(lambda: table(path)))
    if sorted(theirs[0][1]) != sorted(ours[0][1]):
        raise SystemExit("the counts differ")
    return {"ours": min(t for t, _ in ours), "theirs": min(t for t, _ in theirs), "peak": peak_mb()}


def group_by(path: Path) -> list[int]:
    with duckdb.connect(config={"memory_limit": MOST_MEMORY}) as connection:
        found = connection.execute("SELECT a, b, count(*) FROM read_parquet(?) GROUP BY a, b", [str(path)]).fetchall()
    return [n for _, _, n in found]


def table(path: Path) -> list[int]:
    """The whole way: opened, grouped, coded, tested, marked."""
    with open_big(path) as frame:
        found = tabulate(code_grouped(frame, ["a", "b"]), CrosstabRequest("a", "b"))
    return [int(n) for n in found.counts[:-1].ravel()]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def peak_mb() -> float:
    """Most memory this process has held (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--count"]:
        print(json.dumps(count(Path(sys.argv[2]))))
    else:
        print("RESULT", json.dumps(measured(int(float(sys.argv[1])) if sys.argv[1:] else ROWS)))
