"""Turns the published workbooks beside the checkout into tidy tables and scores them against their hand-made truth.

    python bench/tidy_corpus.py [--out DIR] [--only 001,002] [--every] [--plain] [--values-only]

Prints one line per sheet (outcome, refusal or error) and a last line ``RESULT {json}``. ``--every`` also reads every
other sheet of every workbook. ``--plain`` takes fonts, fills and rules away first, ``--values-only`` merges too. The
scorer is the one kept with the corpus.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "python"))

from shirube.errors import ReadError  # noqa: E402
from shirube.grid import Grid  # noqa: E402
from shirube.office.read import read_book  # noqa: E402
from shirube.tidy import apply_all, detect, observations  # noqa: E402


def shared() -> Path | None:
    for base in (os.environ.get("SHIRUBE_SHARED"), ROOT.parent / "shared", ROOT.parent.parent / "shared"):
        if base and (Path(base) / "data" / "corpus").exists():
            return Path(base)
    return None


def read_sheets(path: Path, sheet: str | None):
    """Every sheet of a workbook, or the one named; what cannot be read is said."""
    try:
        sheets = read_book(path).sheets
    except ReadError as error:
        print(f"{path.name}: unreadable: {error.japanese}")
        return []
    return [g for g in sheets if sheet is None or g.name == sheet or path.suffix == ".csv"]


def stripped(grid, *, merges: bool):
    """The sheet without its looks, as a CSV file or a range handed to a cell function has none."""
    return Grid.from_rows(
        grid.values.tolist(), name=grid.name, source=grid.source, merges=[m.a1 for m in grid.merges] if merges else []
    )


def write_prediction(path: Path, tables) -> None:
    observations(tables).to_csv(path, index=False)


def convert(grid):
    """(outcome, sentence, tables)."""
    try:
        detection = detect(grid)
        if detection.best is None:
            return "refused", detection.refusal, ()
        tables = apply_all(grid, detection.best.recipes)
    except Exception:  # noqa: BLE001 - the bench reports what must not happen
        return "CRASH", traceback.format_exc(limit=-3), ()
    form = detection.best.recipe.form
    cells = sum(len(t) for t in tables)
    return form, f"{len(tables)} tables, {cells} rows, confidence {detection.best.confidence:.2f}", tables


def run(out: Path | None = None, only: frozenset[str] = frozenset(), *, every: bool = False, looks: str = "") -> dict:
    """Print one line per sheet and per truth; return ``corpus_f1``, ``corpus_perfect`` (share) and ``total_f1``."""
    base = shared()
    if base is None:
        print("../shared が無い")
        return {}
    out = out or Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    corpus = base / "data" / "corpus"
    outcomes: dict[str, int] = {}
    started = time.perf_counter()
    with (corpus / "index.csv").open(encoding="utf-8-sig", newline="") as handle:
        index = [row for row in csv.DictReader(handle) if not only or row["id"] in only]
    for row in index:
        for grid in read_sheets(corpus / row["file"], None if every else row["sheet"]):
            if looks:
                grid = stripped(grid, merges=looks == "plain")
            outcome, sentence, tables = convert(grid)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            if grid.name == row["sheet"] or outcome in ("CRASH", "refused") or len(index) < 3:
                print(f"{row['id']} {grid.name}: {outcome}: {sentence}")
            if grid.name == row["sheet"] or row["sheet"] == "(csv)":
                write_prediction(out / f"{row['id']}.csv", tables)
    spec = importlib.util.spec_from_file_location("corpus_score", base / "prototypes" / "scoring" / "corpus_score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    result = score(scorer, corpus / "truth", out, only)
    return result | {"outcomes": outcomes, "seconds": round(time.perf_counter() - started, 1)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", action="store_true")
    looks = parser.add_mutually_exclusive_group()
    looks.add_argument("--plain", dest="looks", action="store_const", const="plain", default="")
    looks.add_argument("--values-only", dest="looks", action="store_const", const="values")
    options = parser.parse_args()
    only = frozenset(filter(None, options.only.split(",")))
    print("RESULT", json.dumps(run(options.out, only, every=options.every, looks=options.looks), ensure_ascii=False))


def score(scorer, truth_dir: Path, out: Path, only: frozenset[str]) -> dict:
    scores = {}
    for path in sorted(truth_dir.glob("[0-9]*.csv")):
        if only and path.stem not in only:
            continue
        truth = scorer.load(path)
        prediction = out / path.name
        guess = scorer.load(prediction) if prediction.exists() else {}
        scores[path.stem] = s = scorer.score(truth, guess, scorer.Alternatives(path.with_suffix(".json")))
        print(
            f"{path.stem}  n={s['n']:6d} pred={s['pred']:6d}  P={s['precision']:.3f} R={s['recall']:.3f}"
            f"  F1={s['f1']:.3f} value-F1={s['value_f1']:.3f} labels={s['label_acc']:.3f} total-F1={s['total_f1']:.3f}"
        )
    n = max(1, len(scores))
    mean = {key: round(sum(s[key] for s in scores.values()) / n, 4) for key in ("f1", "value_f1", "total_f1")}
    perfect = sum(s["f1"] > 0.9999 for s in scores.values())
    return {
        "files": len(scores),
        "corpus_f1": mean["f1"],
        "value_f1": mean["value_f1"],
        "total_f1": mean["total_f1"],
        "corpus_perfect": round(perfect / n, 4),
    }


if __name__ == "__main__":
    main()
