"""Reads every sheet of every published workbook beside the checkout and holds `verify` to what it promises.

    python bench/tidy_invariants.py

Prints the sheets that crash and the sheets whose tables fail a check, with its sentence. The last line is
``RESULT {json}``: ``crash_free`` (share of the sheets) and ``invariants`` (share of the sheets with a table on which
every check holds and a second run gives the same). 合計の検算 tells of totals the sheet does not bear out: that is a
finding about the sheet, counted apart.
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

from shirube.tidy import apply_all, detect, verify  # noqa: E402

#: The check that tells what the sheet does, not what the conversion did.
OF_THE_SHEET = "合計の検算"


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
    except Exception:  # noqa: BLE001 - the bench reports what must not happen
        return "crash", [traceback.format_exc(limit=-2)]
    return "table", failed


def run() -> dict[str, float]:
    """Print what fails; return ``crash_free`` and ``invariants``."""
    base = shared()
    if base is None:
        print("../shared が無い")
        return {}
    outcomes: Counter = Counter()
    sound = unproven = 0
    for path in sorted((base / "data" / "corpus" / "files").rglob("*")):
        if path.suffix.lower() not in (".xls", ".xlsx", ".xlsm", ".csv"):
            continue
        for grid in read_sheets(path, None):
            outcome, failed = judge(grid)
            outcomes[outcome] += 1
            own = [sentence for sentence in failed if not sentence.startswith(OF_THE_SHEET)]
            unproven += len(own) < len(failed)
            sound += outcome == "table" and not own
            for sentence in own:
                print(f"{path.name} [{grid.name}] {outcome}: {sentence}")
    sheets = sum(outcomes.values())
    print(f"{sheets} sheets: {dict(outcomes)}; all invariants hold on {sound} of {outcomes['table']}")
    print(f"totals that the sheet does not bear out are told of {unproven} sheets")
    return {
        "crash_free": round(1 - outcomes["crash"] / max(1, sheets), 4),
        "invariants": round(sound / max(1, outcomes["table"]), 4),
    }


if __name__ == "__main__":
    print("RESULT", json.dumps(run(), ensure_ascii=False))
