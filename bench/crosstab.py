"""Speed and correctness of cross-tabulation beside pandas in the same run; last line ``RESULT {json}``.

Times are CPU seconds of this process, the best of a few repetitions, on one thread for the matrix products; Parquet
has its own file.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import importlib.util
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import crosstab_parquet
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "tests")]

from shirube.codebook import Answer, Codebook, Option, Question  # noqa: E402
from shirube.crosstab import CrosstabRequest, code  # noqa: E402
from shirube.crosstab.batch import BatchRequest, tabulate_batch  # noqa: E402
from shirube.crosstab.count import count  # noqa: E402
from shirube.crosstab.count_many import count_many  # noqa: E402
from shirube.crosstab.suppress import suppress, with_totals  # noqa: E402
from support.feasible import feasible_interval  # noqa: E402
from support.optimum import fewest_hidden  # noqa: E402

ROWS = [f"第{i}地区の住民" for i in range(12)]
COLUMNS = [f"選択肢その{i}" for i in range(20)]
PEOPLE = 1_000_000


def cpu(work: Callable[[], Any], repeat: int = 5) -> float:
    best = float("inf")
    for _ in range(repeat):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def fresh(labels: list[str], at: list[int]) -> list[str]:
    """As Excel delivers them: every cell a new object, its hash not known yet."""
    return [labels[i][:1] + labels[i][1:] for i in at]


def cold(random: np.random.Generator) -> dict[str, float]:
    a, b = (random.integers(0, len(labels), PEOPLE).tolist() for labels in (ROWS, COLUMNS))
    ours, theirs = [], []
    for _ in range(5):
        x, y = fresh(ROWS, a), fresh(COLUMNS, b)
        begun = time.process_time()
        mine = count(code({"a": x, "b": y}, ["a", "b"]), "a", "b")
        ours.append(time.process_time() - begun)
        x, y = fresh(ROWS, a), fresh(COLUMNS, b)
        begun = time.process_time()
        table = pd.crosstab(np.array(x, dtype=object), np.array(y, dtype=object))
        theirs.append(time.process_time() - begun)
    if sorted(mine.cells.ravel().tolist()) != sorted(table.to_numpy().ravel().tolist()):
        raise SystemExit("the counts differ")
    x, y = fresh(ROWS, a), fresh(COLUMNS, b)
    tracemalloc.start()
    coded = code({"a": x, "b": y}, ["a", "b"])
    count(coded, "a", "b")
    extra = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    frame = pd.DataFrame({"a": pd.Categorical(x), "b": pd.Categorical(y)})
    warm = cpu(lambda: count(coded, "a", "b"), 9)
    from_codes = cpu(lambda: pd.crosstab(frame["a"], frame["b"]))
    print(f"100万件×2列（文字から）: {min(ours):.3f} 秒、pandas {min(theirs):.3f} 秒、追加メモリー {extra:.0f} MB")
    print(f"同じ表を符号から: {1000 * warm:.2f} ミリ秒、pandas {1000 * from_codes:.1f} ミリ秒")
    return {
        "cold_ratio": min(ours) / min(theirs),
        "cold_extra_mb": extra,
        "warm_ratio": warm / from_codes,
    }


def survey(random: np.random.Generator) -> tuple[dict[str, list[Any]], Codebook, list[str], list[str]]:
    """3,000 answers: 10 breakdowns, 80 single questions, 20 multiple ones with 12 options, weights."""
    n, columns, questions = 3000, {}, []
    axes, single = [f"軸{i}" for i in range(10)], [f"問{i}" for i in range(80)]
    for i, name in enumerate([*axes, *single]):
        size = 3 + i % 6 if i < len(axes) else 4 + i % 4
        columns[name] = fresh([f"選択肢{k}番" for k in range(size)], random.integers(0, size, n).tolist())
    for i in range(20):
        names = [f"複{i}の{k}" for k in range(12)]
        for name in names:
            columns[name] = (random.random(n) < 0.3).astype(int).tolist()
        questions.append(
            Question(f"複{i}", f"複{i}", Answer.MULTIPLE, tuple(Option(x, x) for x in names), tuple(names))
        )
    columns["w"] = random.choice([0.5, 1.0, 2.0], n).tolist()
    return columns, Codebook(tuple(questions)), axes, [*single, *(q.key for q in questions)]


def batch(random: np.random.Generator) -> dict[str, float]:
    columns, book, axes, questions = survey(random)
    frame = pd.DataFrame(columns)
    keys = [*axes, *questions]
    multiple = {q.key: list(q.columns) for q in book.questions}

    def pandas_counts() -> None:
        for axis in axes:
            for key in questions:
                if key in multiple:
                    frame.groupby(axis)[multiple[key]].sum()
                else:
                    pd.crosstab(frame[axis], frame[key])

    def ours_counts() -> None:
        count_many(code(columns, keys, book, weight="w"), axes, questions)

    def ours_full() -> None:
        coded = code(columns, keys, book, weight="w")
        tabulate_batch(coded, BatchRequest(tuple(axes), tuple(questions), CrosstabRequest("", "", weight="w")))

    theirs, counts, full = cpu(pandas_counts, 2), cpu(ours_counts, 5), cpu(ours_full, 3)
    print(f"1,000表: pandas（人数だけ） {theirs:.2f} 秒、しるべ（人数・Σw・Σw²、文字から） {counts:.3f} 秒、")
    print(f"  しるべ（検定・残差・印まで） {full:.2f} 秒")
    return {"batch_ratio": counts / theirs, "batch_full_ratio": full / theirs}


def parity() -> dict[str, float]:
    path = ROOT / "tests/parity/test_crosstab.py"
    spec = importlib.util.spec_from_file_location("parity_crosstab", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    passed = 0
    for entry in module.TARGETS["entries"]:
        try:
            module.test_figure_agrees(entry)
            passed += 1
        except AssertionError:
            print("照合が合わない:", entry["id"])
    total = len(module.TARGETS["entries"])
    print(f"照合値: {total} 件のうち {passed} 件が一致")
    return {"parity_pass": passed, "parity_total": total}


def suppression(random: np.random.Generator) -> dict[str, float]:
    """Safe by an independent linear programme; cells hidden over the fewest possible on tables up to 5 × 5."""
    safe = tables = mine = fewest = 0
    for k in range(300):
        shape = tuple(random.integers(2, 6 if k < 60 else 8, 2))
        rare = random.random(shape) < random.choice([0.1, 0.3])
        counts = np.where(rare, random.integers(0, 12, shape), random.integers(10, 90, shape))
        threshold = int(random.choice([3, 5, 10]))
        found, whole = suppress(counts, threshold), with_totals(counts)
        ranges = [feasible_interval(whole, found.cells, tuple(at), least=0) for at in np.argwhere(found.cells)]
        safe += all(high - low >= threshold - 1e-6 for low, high in ranges)
        tables += 1
        if k < 60:
            hidden = int(found.cells.sum())
            mine, fewest = mine + hidden, fewest + fewest_hidden(whole, found.primary, threshold, hidden)
    print(f"秘匿: {tables} 表のうち {safe} 表が安全、伏せた欄は最少の {mine / max(fewest, 1):.3f} 倍")
    return {"suppress_safe": safe / tables, "suppress_share_ratio": mine / max(fewest, 1)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parquet-rows", type=int, default=crosstab_parquet.ROWS)
    options = parser.parse_args()
    random = np.random.default_rng(20260401)
    figures: dict[str, float] = {}
    for part in (cold, batch):
        figures |= part(random)
    figures |= crosstab_parquet.measured(options.parquet_rows)
    figures |= parity()
    figures |= suppression(random)
    print("RESULT", json.dumps(figures, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
