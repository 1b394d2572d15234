"""Everything `make bench-check` measures, in one table, with a last line ``RESULT {json}``.

Rules are counted from the table of rules; files are those of the research folder beside the checkout and the samples.
What repairs leave behind is measured by ``check_repair.py`` where that script is there.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "bench")]

from shirube.check.inspect import inspect_source  # noqa: E402
from shirube.check.rules import RULES, Decided  # noqa: E402
from shirube.errors import ShirubeError  # noqa: E402
from shirube.office.read import SUFFIXES  # noqa: E402
from shirube.office.read.check_source import read_check_source  # noqa: E402

FOLDERS = (ROOT / "workbooks" / "samples", ROOT.parent / "shared" / "data" / "corpus" / "files")

#: (key, what is measured, reach, how a figure compares)
MEASURES = (
    ("rules_decided", "判定する規則", 18, "≥"),
    ("rules_partly", "一部を判定する規則も含めて", 24, "≥"),
    ("rules_repairable", "自動で直せる規則", 16, "≥"),
    ("crash_free", "すべての実ブックと見本: 異常終了なし", 1.0, "≥"),
    ("clean_after_repair", "直したあと、直せる規則の指摘が残らないファイルの割合", 0.95, "≥"),
    ("log_exact", "数値の差が記録と正確に一致するファイルの割合", 1.0, "≥"),
    ("seconds_2m_cells", "10万行×20列の点検（CPU 秒、読み取りの後）", 3.0, "≤"),
    ("memory_over_grid", "同: 点検が使うメモリー ÷ 格子", 2.0, "≤"),
)
RESULT_KEYS = tuple(key for key, *_ in MEASURES if key != "memory_over_grid")


def count_rules() -> dict[str, float]:
    """How many rules the program decides, wholly or in part, and repairs."""
    decided = [about for about in RULES.values() if about.decided is Decided.DECIDED]
    partly = [about for about in RULES.values() if about.decided is not Decided.PERSON]
    return {
        "rules_decided": len(decided),
        "rules_partly": len(partly),
        "rules_repairable": sum(about.repairable for about in RULES.values()),
    }


def check_files() -> dict[str, float]:
    """Check every file; print how many each rule finds wrong."""
    files = [
        p for folder in FOLDERS if folder.exists() for p in sorted(folder.rglob("*")) if p.suffix.lower() in SUFFIXES
    ]
    failed: Counter[str] = Counter()
    crashed, started = [], time.perf_counter()
    for path in files:
        try:
            found = inspect_source(read_check_source(path))
        except ShirubeError:
            continue  # told in Japanese why it cannot be read
        except Exception as error:  # noqa: BLE001 - every error of ours counts, whatever it is
            crashed.append(f"{path.name}: {type(error).__name__}: {error}")
            continue
        failed.update({f.rule for f in found.failed})
    print(f"{len(files)} ファイル、{time.perf_counter() - started:.1f} 秒")
    for key, about in RULES.items():
        print(f"  {key}  {failed[key]:3} ファイル  {about.title}")
    for line in crashed:
        print(f"  異常終了  {line}")
    return {"crash_free": 1 - len(crashed) / max(len(files), 1)}


def main() -> int:
    figures: dict[str, float] = count_rules() | check_files()
    for part in ("check_repair", "check_speed"):
        if (ROOT / "bench" / f"{part}.py").exists():
            print(f"\n== {part}", flush=True)
            found = importlib.import_module(part).run()
            crash_free = min(figures["crash_free"], found.get("crash_free", 1.0))
            figures |= found | {"crash_free": crash_free}
    print("\n| 測ったもの | 値 | 目標 | |\n|---|---|---|---|")
    for key, label, reach, sign in MEASURES:
        value = figures.get(key)
        met = value is not None and (value >= reach if sign == "≥" else value <= reach)
        shown = "測っていない" if value is None else f"{value:.3g}"
        print(f"| {label} | {shown} | {sign} {reach:g} | {'○' if met else '×'} |")
    print("RESULT", json.dumps({key: figures.get(key) for key in RESULT_KEYS}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
