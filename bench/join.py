"""Joins lists that were never meant to meet, with the truth known, and times 100,000 × 5,000 rows.

    python bench/join.py

Rules are tuned on the first vocabulary of ``tests/support/mismatched.py``; the second one is kept aside. The last line
is ``RESULT {json}``: ``wrong_auto`` (labels joined to the wrong thing), ``found_auto_or_first`` (share of the rows that
have a partner whose label is joined to it or has it as first candidate; the worse vocabulary), ``rows_accounted`` (the
share of the rows of both lists that the result holds, sums conserved), ``seconds_100k`` (the better of two runs).
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "tests")]

from shirube.join import Joined, JoinRequest, Key, join  # noqa: E402
from shirube.table import TidyTable  # noqa: E402
from support.mismatched import FIRST, SECOND, Lists, lists  # noqa: E402

SEEDS = range(10)
KEY = JoinRequest((Key("名称", "名称", "name"),))


def joined(made: Lists) -> Joined:
    """Join the two lists, each with a number to follow."""
    sides = [
        TidyTable(pd.DataFrame({"名称": names, "数": np.arange(1, len(names) + 1)}), ("名称",), ("数",))
        for names in (made.left, made.right)
    ]
    return join(sides[0], sides[1], KEY)


def score(made: Lists) -> dict[str, float]:
    """Count what is wrong, what is found, and what is there; by kind of spelling what is missed."""
    result = joined(made)
    (matching,) = result.matchings.values()
    things = {name: made.right_truth[i] for i, name in enumerate(made.right)}
    meant = {name: made.truth[i] for i, name in enumerate(made.left)}
    wrong = [pair for pair in matching.pairs if meant[pair.left] != things[pair.right]]
    certain = {pair.left for pair in matching.pairs}
    first = {doubt.left: things[doubt.offers[0].right] for doubt in matching.doubts}
    true = [(name, kind) for name, thing, kind in zip(made.left, made.truth, made.kinds, strict=True) if thing >= 0]
    missed = [(n, k) for n, k in true if n not in certain and first.get(n) != meant[n]]
    variants = [(n, k) for n, k in true if k != "as printed"]
    return {
        "wrong": len(wrong),
        "wrong_pairs": [(p.left, p.right, p.how.value) for p in wrong],
        "true": len(true),
        "found": len(true) - len(missed),
        "variants": len(variants),
        "variants_found": len(variants) - len(missed),
        "variants_certain": sum(n in certain for n, _ in variants),
        "missed": Counter(k for _, k in missed),
        "examples": missed[:5],
        "accounted": accounted(made, result),
        "rows": len(made.left) + len(made.right),
    }


def accounted(made: Lists, result: Joined) -> int:
    """Rows of both lists that the result holds: each source row at least once, alone or with one of its own name."""
    held = [set(rows[rows >= 0].tolist()) for rows in (result.left_rows, result.right_rows)]
    whole = all(abs(line.lost) < 1e-6 for line in result.sums)
    return (len(held[0]) + len(held[1])) if whole else 0


def measure(name: str, vocabulary: object, seeds: range = SEEDS) -> dict[str, float]:
    """Print and return the scores of one vocabulary over several seeds."""
    scores = [score(lists(seed, vocabulary)) for seed in seeds]
    total = {key: sum(s[key] for s in scores) for key in scores[0] if isinstance(scores[0][key], int)}
    missed = sum((s["missed"] for s in scores), Counter())
    found, certain = (total[key] / total["variants"] for key in ("variants_found", "variants_certain"))
    print(f"{name}: wrong {total['wrong']}, found {total['found'] / total['true']:.4f} of all rows")
    print(f"  of the misspelled ones {found:.3f}, {certain:.3f} by themselves")
    print("  missed:", dict(missed.most_common()), [e for s in scores for e in s["examples"]][:12])
    print("  wrong:", [pair for s in scores for pair in s["wrong_pairs"]][:8])
    return total


def seconds() -> float:
    """Join 100,000 × 5,000 rows of the second vocabulary; the better of two runs."""
    made = lists(7, SECOND, left_rows=100_000, right_rows=5_000)
    best = float("inf")
    for _ in range(2):
        started = time.perf_counter()
        result = joined(made)
        best = min(best, time.perf_counter() - started)
    print(f"100,000 × 5,000: {best:.1f} s, {result.counts}")
    return best


def run() -> dict[str, float]:
    """Measure everything."""
    totals = [measure("tuned on", FIRST), measure("kept aside", SECOND)]
    return {
        "wrong_auto": int(sum(t["wrong"] for t in totals)),
        "found_auto_or_first": round(min(t["found"] / t["true"] for t in totals), 4),
        "rows_accounted": min(t["accounted"] / t["rows"] for t in totals),
        "seconds_100k": round(seconds(), 2),
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run()))
