"""What the verbs share: purpose, output place, progress."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from shirube.office.write import write_results
from shirube.result import Purpose, Result

__all__ = ["add_output", "purpose_of", "save", "timed"]


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add --out, --replace and --purpose."""
    parser.add_argument("--out", type=Path, help="書き出すブック（省くと元のファイルの隣に新しく作る）")
    parser.add_argument("--replace", action="store_true", help="--out のファイルがあれば置き換える")
    parser.add_argument(
        "--purpose", choices=[p.value for p in Purpose], default=Purpose.INTERNAL.value, help="用途（既定: 庁内検討）"
    )


def purpose_of(options: argparse.Namespace) -> Purpose:
    """Return the chosen 用途."""
    return Purpose(options.purpose)


def save(results: Sequence[Result], options: argparse.Namespace, source: Path, suffix: str) -> Path:
    """Write a new workbook where the options say, else beside the source under a name not yet taken."""
    path = options.out or _free(source.with_name(f"{source.stem}_{suffix}.xlsx"))
    path.parent.mkdir(parents=True, exist_ok=True)
    written = write_results(results, path, replace=options.replace)
    print(f"書き出しました: {written}")
    return written


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free


class timed:  # noqa: N801 - reads as a statement
    """Print a step and how long it took."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __enter__(self) -> None:
        print(f"{self.label} …", end="", flush=True)
        self.begun = time.perf_counter()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        print(f" {'済' if kind is None else '中止'}（{time.perf_counter() - self.begun:.1f} 秒）", flush=True)
