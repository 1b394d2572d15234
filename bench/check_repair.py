"""Repairs every workbook of the corpus into a new file and looks at what came out, through the files alone.

    python bench/check_repair.py [FOLDER]

``clean_after_repair``: share of files whose repaired workbook has no finding of a repairable rule left.
``log_exact``: share of files where the numbers that the new workbook holds more or less than the old one are exactly
those of its log, no source number is missing, and the source file's bytes are untouched. ``crash_free``: share of files
repaired without an error of ours.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "bench")]

from tidy_corpus import shared  # noqa: E402

from shirube.check.finding import Finding  # noqa: E402
from shirube.check.inspect import inspect  # noqa: E402
from shirube.commands.repair import RepairSettings, repair  # noqa: E402
from shirube.commands.repair_report import LOG  # noqa: E402
from shirube.errors import ShirubeError  # noqa: E402
from shirube.grid import Grid, Kind  # noqa: E402
from shirube.office.read import SUFFIXES, read_book  # noqa: E402
from shirube.office.write import write_result  # noqa: E402

OWN = ("報告", "設定")

#: Returns the findings of a sheet that a repair could put right.
Checker = Callable[[Grid], Iterable[Finding]]


@dataclass
class Outcome:
    """What became of one file."""

    file: str
    crashed: str = ""
    left: list[Finding] = field(default_factory=list)
    missing: int = 0
    unlogged: int = 0
    touched: bool = False

    @property
    def exact(self) -> bool:
        return not (self.crashed or self.missing or self.unlogged or self.touched)


def measure(path: Path, folder: Path, check: Checker) -> Outcome:
    """Repair one file, read both files again, and compare."""
    outcome = Outcome(path.name)
    before = hashlib.sha256(path.read_bytes()).digest()
    try:
        source = read_book(path)
    except ShirubeError:
        return outcome  # refused with a reason: not a spreadsheet
    target = folder / f"{path.stem}.xlsx"
    try:
        write_result(repair(source.sheets, RepairSettings()), target)
        made = {grid.name: grid for grid in read_book(target).sheets if grid.name not in OWN}
    except Exception as error:  # noqa: BLE001 - every error of ours counts, whatever it is
        outcome.crashed = f"{type(error).__name__}: {error}"
        return outcome
    outcome.touched = hashlib.sha256(path.read_bytes()).digest() != before
    logs = [made.pop(name) for name in list(made) if name.startswith(LOG)]
    was, now = _numbers(source.sheets), _numbers(made.values())
    outcome.missing = sum(1 for value in was if not now[value])
    difference = Counter(now)
    difference.subtract(was)
    difference.subtract(_logged(logs))
    outcome.unlogged = sum(abs(count) for count in difference.values())
    outcome.left = [finding for grid in made.values() for finding in check(grid)]
    return outcome


def _numbers(grids: Iterable[Grid]) -> Counter[float]:
    return Counter(float(v) for grid in grids for v in grid.values[grid.kinds == Kind.NUMBER].tolist())


def _logged(logs: Sequence[Grid]) -> Counter[float]:
    """Numbers that the log says came, less those it says went."""
    found: Counter[float] = Counter()
    for grid in logs:
        head = grid.values[0].tolist()
        for name, sign in (("直す前", -1), ("直した後", 1)):
            column = head.index(name)
            for value in grid.values[1:, column][grid.kinds[1:, column] == Kind.NUMBER].tolist():
                found[float(value)] += sign
    return found


def repairable_findings(grid: Grid) -> list[Finding]:
    """Findings of the rules of a sheet that a repair could put right."""
    return [finding for finding in inspect(grid).failed if finding.repairable]


def run(folder: Path | None = None, check: Checker = repairable_findings) -> dict[str, float]:
    """Measure every spreadsheet below a folder (the corpus when left out; nothing where it is absent)."""
    if folder is None:
        base = shared()
        if base is None:
            return {}
        folder = base / "data" / "corpus" / "files"
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        return {}
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = [_told(measure(path, Path(scratch), check)) for path in files]
    return {
        "clean_after_repair": sum(not (o.left or o.crashed) for o in outcomes) / len(outcomes),
        "log_exact": sum(o.exact for o in outcomes) / len(outcomes),
        "crash_free": sum(not o.crashed for o in outcomes) / len(outcomes),
    }


def _told(outcome: Outcome) -> Outcome:
    left = dict(Counter(finding.rule for finding in outcome.left))
    print(
        f"{outcome.file[:40]:40}  {outcome.crashed or ''}  残った指摘 {left or 'なし'}  "
        f"失われた数 {outcome.missing}  記録にない差 {outcome.unlogged}",
        flush=True,
    )
    for finding in outcome.left[:3]:
        print(f"    {finding.rule} {finding.place} {finding.sentence}", flush=True)
    return outcome


if __name__ == "__main__":
    print("RESULT", json.dumps(run(*(Path(a) for a in sys.argv[1:])), ensure_ascii=False))
