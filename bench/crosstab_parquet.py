"""A table counted from Parquet beside DuckDB's own GROUP BY, in turns, each in a fresh process with two threads.

Times are wall and CPU seconds of the counting alone, libraries loaded, the best of the turns; the peak is that of our
process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import narwhals  # noqa: F401 (loaded before the clock starts, as DuckDB is)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.crosstab import CrosstabRequest, tabulate  # noqa: E402
from shirube.crosstab.engines import code_grouped  # noqa: E402
from shirube.office.read.big import MOST_MEMORY, open_big  # noqa: E402

ROWS = 100_000_000
TURNS = 5
THREADS = 2
ANSWERS = (
    "SELECT '第' || (random() * 12)::INT % 12 || '地区の住民' AS a, '選択肢その' || (random() * 20)::INT % 20 AS b, "
    "0.5 + (random() * 240)::INT / 100 AS w FROM range(?)"
)
GROUPED = {
    "": "SELECT a, b, count(*) AS n FROM read_parquet(?) GROUP BY a, b ORDER BY a, b",
    "w": "SELECT a, b, count(*) AS n, sum(w), sum(w * w) FROM read_parquet(?) GROUP BY a, b ORDER BY a, b",
}


def measured(rows: int = ROWS) -> dict[str, float]:
    """Make the file, count it with and without weights, remove it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "回答.parquet")
        make(path, rows)
        plain, weighted = compared(path, ""), compared(path, "w")
    for name, found in {"人数": plain, "人数とΣw・Σw²": weighted}.items():
        print(
            f"Parquet {rows:,}件の{name}: しるべ {found['ours']:.2f} 秒、DuckDB の GROUP BY {found['theirs']:.2f} 秒"
            f"（CPU {found['cpu_ours']:.2f}・{found['cpu_theirs']:.2f} 秒）、最大 {found['peak']:.0f} MB"
        )
    return {
        "parquet_ratio": plain["ours"] / plain["theirs"],
        "parquet_cpu_ratio": plain["cpu_ours"] / plain["cpu_theirs"],
        "parquet_weighted_ratio": weighted["ours"] / weighted["theirs"],
        "parquet_weighted_cpu_ratio": weighted["cpu_ours"] / weighted["cpu_theirs"],
        "parquet_peak_mb": max(plain["peak"], weighted["peak"]),
        "parquet_rows": rows,
    }


def make(path: Path, rows: int) -> None:
    """Write two columns of Japanese labels, 12 x 20 categories, and weights, as DuckDB streams them."""
    with duckdb.connect(config={"memory_limit": MOST_MEMORY, "threads": THREADS}) as connection:
        connection.execute("SELECT setseed(0.5)").fetchall()
        connection.sql(ANSWERS, params=[rows]).write_parquet(str(path))


def compared(path: Path, weight: str) -> dict[str, float]:
    """Return the best times of both sides, and our peak in MB; both must have counted the same."""
    sides: dict[str, list[dict[str, Any]]] = {"ours": [], "theirs": []}
    for _ in range(TURNS):
        for who, done in sides.items():
            done.append(in_a_process(who, path, weight))
    if any(mine["persons"] != yours["persons"] for mine, yours in zip(*sides.values(), strict=True)):
        raise SystemExit("the counts differ")
    best = {who: min(turn["seconds"] for turn in done) for who, done in sides.items()}
    cpu = {f"cpu_{who}": min(turn["cpu"] for turn in done) for who, done in sides.items()}
    return {**best, **cpu, "peak": max(turn["peak"] for turn in sides["ours"])}


def in_a_process(who: str, path: Path, weight: str) -> dict[str, Any]:
    child = [sys.executable, __file__, "--who", who, "--file", str(path), "--weight", weight]
    said = subprocess.run(child, check=True, capture_output=True, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def count(who: str, path: Path, weight: str) -> dict[str, Any]:
    begun, used = time.perf_counter(), time.process_time()
    persons = ours(path, weight) if who == "ours" else theirs(path, weight)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    return {"seconds": seconds, "cpu": cpu, "peak": peak_mb(), "persons": sorted(persons)}


def ours(path: Path, weight: str) -> list[int]:
    """The whole way: opened, grouped, coded, tested, marked."""
    with open_big(path, numbers=(weight,)) as frame:
        found = tabulate(code_grouped(frame, ["a", "b"], weight=weight), CrosstabRequest("a", "b", weight=weight))
    return [int(n) for n in found.counts[:-1].ravel()]


def theirs(path: Path, weight: str) -> list[int]:
    with duckdb.connect(config={"memory_limit": MOST_MEMORY}) as connection:
        return [row[2] for row in connection.execute(GROUPED[weight], [str(path)]).fetchall()]


def peak_mb() -> float:
    """Most memory this process has held (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=ROWS)
    parser.add_argument("--who", choices=["ours", "theirs"])
    parser.add_argument("--file", type=Path)
    parser.add_argument("--weight", default="")
    options = parser.parse_args()
    if options.who:
        print(json.dumps(count(options.who, options.file, options.weight)))
    else:
        print("RESULT", json.dumps(measured(options.rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
