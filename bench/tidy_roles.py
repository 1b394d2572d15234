"""Scores the roles of cells (title, header, group, data, derived, note) on English statistical tables without style.

    python bench/tidy_roles.py [--worst 10]

The set is split in two by a digest of each table's key: rules are made on the tuning half, and the checking half says
whether they are true of tables. The last line is ``RESULT {json}``; ``troy_macro_f1`` is that of all tables.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "bench")]

from tidy_corpus import shared  # noqa: E402

from shirube.grid import Grid, a1  # noqa: E402
from shirube.tidy.cell_roles import CellRole, cell_roles  # noqa: E402

NAMES = {role: role.name.lower() for role in CellRole}
CLASSES = ("metadata", "header", "group", "data", "derived", "notes")


@dataclass
class Score:
    """Counts of one set of tables."""

    right: Counter = field(default_factory=Counter)
    said: Counter = field(default_factory=Counter)
    true: Counter = field(default_factory=Counter)
    tables: int = 0
    perfect: int = 0

    def add(self, pairs) -> None:
        self.tables += 1
        self.perfect += all(truth == guess for truth, guess, _ in pairs)
        for truth, guess, _ in pairs:
            self.true[truth] += 1
            self.said[guess] += 1
            self.right[truth] += truth == guess

    def f1(self) -> dict[str, float]:
        return {k: 2 * self.right[k] / max(1, self.true[k] + self.said[k]) for k in CLASSES if self.true[k]}

    def macro(self) -> float:
        found = self.f1().values()
        return sum(found) / max(1, len(found))

    def accuracy(self) -> float:
        return sum(self.right.values()) / max(1, sum(self.true.values()))


def tables(path: Path):
    """(key, rows of text, rows of labels) of every table."""
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            table = json.loads(line)
            if table["annotations"] is not None:
                yield f"{table['file_name']}|{table['table_id']}", table["table_array"], table["annotations"]


def is_checking(key: str) -> bool:
    """The half that rules are not made on."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 1


def judge(rows, truth):
    """(truth, guess, address) of every filled cell with a label."""
    codes = cell_roles(Grid.from_rows([[cell or None for cell in row] for row in rows]))
    return [
        (label, NAMES[CellRole(int(codes[r, c]))], a1(r, c))
        for r, row in enumerate(truth)
        for c, label in enumerate(row)
        if label is not None and r < len(rows) and c < len(rows[r]) and rows[r][c] not in ("", None)
    ]


def cause(pairs) -> str:
    """The commonest confusion of a table, with its first cell."""
    wrong = Counter((truth, guess) for truth, guess, _ in pairs if truth != guess)
    (truth, guess), count = wrong.most_common(1)[0]
    first = next(at for t, g, at in pairs if (t, g) == (truth, guess))
    return f"{count} cells of {truth} read as {guess}, the first is {first}"


def run(worst: int = 10) -> dict[str, float]:
    """Print the scores; return ``troy_macro_f1`` and that of either half."""
    base = shared()
    path = base / "data" / "cell_roles" / "troy.jl.gz" if base else None
    if path is None or not path.exists():
        print("../shared が無い")
        return {}
    every, halves, results = Score(), (Score(), Score()), []
    for key, rows, truth in tables(path):
        pairs = judge(rows, truth)
        every.add(pairs)
        halves[is_checking(key)].add(pairs)
        results.append((sum(t != g for t, g, _ in pairs), key, pairs))
    for name, score in (("all", every), ("tuning half", halves[0]), ("checking half", halves[1])):
        shown = "  ".join(f"{k} {v:.3f}" for k, v in score.f1().items())
        print(
            f"{name:14s} tables {score.tables:3d} perfect {score.perfect:3d} accuracy {score.accuracy():.3f}"
            f" macro-F1 {score.macro():.3f}  {shown}"
        )
    print(f"\nthe {worst} worst tables")
    for errors, key, pairs in sorted(results, key=lambda item: -item[0])[:worst]:
        half = "checking" if is_checking(key) else "tuning"
        print(f"  {key} ({half}): {errors} of {len(pairs)} wrong; {cause(pairs)}")
    return {
        "troy_macro_f1": round(every.macro(), 4),
        "troy_macro_f1_tuning": round(halves[0].macro(), 4),
        "troy_macro_f1_checking": round(halves[1].macro(), 4),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--worst", type=int, default=10)
    print("RESULT", json.dumps(run(parser.parse_args().worst)))
