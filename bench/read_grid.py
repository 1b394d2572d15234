"""Reads a 2-million-cell workbook into a `Grid` and scans it. Prints time, CPU, peak memory and a RESULT line."""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

from shirube.grid import Kind
from shirube.office.read import read_grid

ROWS, COLUMNS = 100_000, 20
TEXT_COLUMNS = 5
TARGET_CPU_SECONDS, TARGET_BYTES = 40, 2 * 1024**3


def make(path: Path, rows: int, columns: int) -> None:
    """A header with a merged band, text and number columns, every tenth row bold."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("大きな表")
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.0"})
    sheet.merge_range(0, TEXT_COLUMNS, 0, columns - 1, "数値", bold)
    for column in range(columns):
        sheet.write_string(1, column, f"列{column + 1}", bold)
    for row in range(2, rows):
        style = bold if row % 10 == 0 else None
        for column in range(TEXT_COLUMNS):
            sheet.write_string(row, column, f"町丁{(row * 7 + column) % 3000}", style)
        for column in range(TEXT_COLUMNS, columns):
            sheet.write_number(row, column, row * column / 4, number)
    book.close()


def main() -> int:
    """Make, read, scan, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS)
    arguments.add_argument("--columns", type=int, default=COLUMNS)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "大きな表.xlsx")
        make(path, given.rows, given.columns)
        size = path.stat().st_size
        resource_before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        wall, cpu = time.perf_counter(), time.process_time()
        grid = read_grid(path)
        read_cpu = time.process_time() - cpu
        counts = np.bincount(grid.kinds.ravel(), minlength=len(Kind))
        bold = np.flatnonzero([style.bold for style in grid.style_table])
        bold_cells = int(np.isin(grid.styles, bold).sum())
        total = float(sum(v for v in grid.values[2:, TEXT_COLUMNS:].ravel()))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    result = {
        "bench": "read_grid",
        "cells": int(grid.values.size),
        "file_mb": round(size / 1024**2, 1),
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "read_cpu_seconds": round(read_cpu, 2),
        "peak_mb": round(peak / 1024**2),
        "peak_before_mb": round(resource_before / 1024**2),
        "kinds": {kind.name: int(counts[kind]) for kind in Kind},
        "merges": len(grid.merges),
        "bold_cells": bold_cells,
        "sum": total,
        "ok": cpu < TARGET_CPU_SECONDS and peak < TARGET_BYTES,
    }
    print(f"{result['cells']:,} cells, {size / 1024**2:.1f} MB file")
    print(f"{wall:.1f} s, CPU {cpu:.1f} s, peak {peak / 1024**2:,.0f} MB; notes: {grid.notes}")
    print("RESULT " + json.dumps(result, ensure_ascii=False))
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
