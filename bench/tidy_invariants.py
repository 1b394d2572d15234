"""Reads every sheet of every published workbook beside the checkout and holds `verify` to what it promises.

    python bench/tidy_invariants.py

Prints the sheets that crash and the sheets whose tables fail a check, with its sentence. The last line is
``RESULT {json}``: ``crash_free`` (share of the sheets), ``invariants`` (share of the sheets with a table on which every
cell is used or dropped with a reason, the figures are conserved, the rows are those of the labels, a second run gives
the same and the product's own output is left alone) and ``distinct`` (share without two values under the same labels).
Two checks tell of the sheet as much as of the conversion and are counted apart: 合計の検算 (totals the sheet does not
bear out) and 見出しの重なり (headings printed twice).
"""

from __future__ import annotations

import json
import sys
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "bench")]

from tidy_corpus import read_sheets, shared  # noqa: E402

from shirube.grid import Grid  # noqa: E402
from shirube.tidy import apply_all, detect, verify  # noqa: E402

TOTALS, ALIKE = "合計の検算", "見出しの重なり"


def judge(grid) -> tuple[str, list[str]]:
    """(crash, refused or table; sentences of the checks that fail)."""
    try:
        best = detect(grid).best
        if best is None:
            return "refused", []
        tables = apply_all(grid, best.recipes)
        again = apply_all(grid, best.recipes)
        failed = [f"{check.name}: {check.sentence}" for t in tables for check in verify(grid, t) if not check.ok]
        if any(not a.frame.equals(b.frame) for a, b in zip(tables, again, strict=True)):
            failed.append("二度目の変換: 結果が違います。")
        if not all(left_alone(table) for table in tables):
            failed.append("結果の読み直し: 整った表がそのまま残りません。")
    except Exception:  # noqa: BLE001 - the bench reports what must not happen
        return "crash", [traceback.format_exc(limit=-2)]
    return "table", failed


def left_alone(table) -> bool:
    """The table, written as a list and read again, is read as a list that needs nothing."""
    frame = table.frame.head(300).astype(object).where(table.frame.head(300).notna(), None)
    best = detect(Grid.from_rows([[str(name) for name in frame.columns], *frame.values.tolist()])).best
    return best is not None and best.recipe.form == "records" and not best.recipe.steps


def run() -> dict[str, float]:
    """Print what fails; return ``crash_free`` and ``invariants``."""
    base = shared()
    if base is None:
        print("../shared が無い")
        return {}
    outcomes: Counter = Counter()
    sound = unproven = distinct = 0
    for path in sorted((base / "data" / "corpus" / "files").rglob("*")):
        if path.suffix.lower() not in (".xls", ".xlsx", ".xlsm", ".csv"):
            continue
        for grid in read_sheets(path, None):
            outcome, failed = judge(grid)
            outcomes[outcome] += 1
            own = [sentence for sentence in failed if not sentence.startswith((TOTALS, ALIKE))]
            unproven += any(sentence.startswith(TOTALS) for sentence in failed)
            distinct += outcome == "table" and not any(sentence.startswith(ALIKE) for sentence in failed)
            sound += outcome == "table" and not own
            for sentence in failed if own else [s for s in failed if s.startswith(ALIKE)]:
                print(f"{path.name} [{grid.name}] {outcome}: {sentence}")
    sheets = sum(outcomes.values())
    print(f"{sheets} sheets: {dict(outcomes)}; all invariants hold on {sound} of {outcomes['table']}")
    print(f"totals that the sheet does not bear out are told of {unproven} sheets")
    return {
        "crash_free": round(1 - outcomes["crash"] / max(1, sheets), 4),
        "invariants": round(sound / max(1, outcomes["table"]), 4),
        "distinct": round(distinct / max(1, outcomes["table"]), 4),
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run(), ensure_ascii=False))
