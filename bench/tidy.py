"""Everything `make bench-tidy` measures, in one table, with a last line ``RESULT {json}``.

Each part is a script of its own with a function ``run()`` that returns its figures; a part whose data lie outside the
checkout says so and gives none.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "bench")]

#: (part, key, what is measured, reach, how a figure compares)
MEASURES = (
    ("tidy_corpus", "corpus_f1", "実ブックと手作りの正解: F1 の平均", 0.95, "≥"),
    ("tidy_corpus", "corpus_perfect", "同: すべて正しいシートの割合", 0.70, "≥"),
    ("tidy_corpus", "total_f1", "同: 合計の印の F1", 0.95, "≥"),
    ("tidy_invariants", "crash_free", "すべての実ブック: 異常終了なし", 1.00, "≥"),
    ("tidy_invariants", "invariants", "同: 点検がすべて合う表の割合", 0.95, "≥"),
    ("tidy_invariants", "distinct", "同: 見出しの組が重ならない表の割合", None, ""),
    ("tidy_atbench", "atbench_hit1", "ATBench Hit@1", 0.75, "≥"),
    ("tidy_atbench", "atbench_hit3", "ATBench Hit@3", 0.88, "≥"),
    ("tidy_atbench", "noop", "整った表をそのまま残す割合", 0.98, "≥"),
    ("tidy_roles", "troy_macro_f1", "Troy セルの役割 macro-F1", 0.80, "≥"),
    ("tidy_speed", "seconds_10k", "10,000行×30列の検出と変換（秒）", 1.0, "≤"),
    ("tidy_speed", "growth_100k_over_10k", "10万行 ÷ 1万行 ÷ 10（1 なら比例）", 1.3, "≤"),
)


def main() -> int:
    figures: dict[str, float] = {}
    for part in dict.fromkeys(measure[0] for measure in MEASURES):
        print(f"\n== {part}", flush=True)
        figures |= importlib.import_module(part).run()
    print("\n| 測ったもの | 値 | 目標 | |\n|---|---|---|---|")
    for _, key, label, reach, sign in MEASURES:
        value = figures.get(key)
        shown = "../shared が無い" if value is None else f"{value:.3f}"
        if reach is None:
            print(f"| {label} | {shown} | – | |")
            continue
        met = value is not None and (value >= reach if sign == "≥" else value <= reach)
        print(f"| {label} | {shown} | {sign} {reach:g} | {'○' if met else '×'} |")
    print("RESULT", json.dumps({key: figures.get(key) for _, key, *_ in MEASURES}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
