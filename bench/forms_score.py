"""Collects a generated round and compares it with the answer key; prints the figures as one line of JSON.

A process of its own, so that peak memory is that of the collection, and so that the code of another commit can be
measured: ``python bench/forms_score.py FORM COUNT SEED PYTHON_FOLDER``.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    form, count, seed, python = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    sys.path[:0] = [python, str(ROOT / "tests")]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(score(form, count, seed, Path(folder)), ensure_ascii=False))
    return 0


def score(form: str, count: int, seed: int, folder: Path) -> dict[str, Any]:
    from shirube.commands.forms_collect import CollectSettings, forms_collect
    from shirube.forms.assemble import RoundRequest, assemble
    from shirube.office.form_folder import collect_folder, form_files
    from shirube.office.write import write_result

    rounds = importlib.import_module(f"support.forms.{form}_round")
    maps = _maps(rounds, form, folder)
    key = rounds.make_round(folder / "returned", seed, count)
    begun, before = time.perf_counter(), _peak()
    files = form_files(folder / "returned")
    collected = list(collect_folder(folder / "returned", files, maps, folder / "journal.jsonl"))
    settings = CollectSettings(maps)
    write_result(forms_collect(collected, settings), folder / "out.xlsx")
    seconds = time.perf_counter() - begun
    done = assemble(collected, RoundRequest(maps))
    figures = _compare(key, done, {m.version: m for m in maps})
    return figures | {"seconds": round(seconds, 1), "peak_mb": round(_peak()), "grown_mb": round(_peak() - before)}


def _maps(rounds: Any, form: str, folder: Path) -> tuple[Any, ...]:
    """The maps as proposed, untouched by a person."""
    from shirube.forms.propose import propose
    from shirube.office.read.form import read_form
    from support.forms.drawn import write_xlsx

    maps = []
    for version, sheets in rounds.blanks():
        blank = write_xlsx(sheets, folder / f"blank_{version}.xlsx")
        maps.append(propose(read_form(blank), form=form, version=version))
    return tuple(maps)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _compare(key: Any, done: Any, maps: dict[str, Any]) -> dict[str, Any]:
    files = {one.file: one for one in done.files}
    lines: dict[str, list[Any]] = {}
    for line in done.lines:
        lines.setdefault(line.file, []).append(line)
    accounted = sum(k.file in files and files[k.file].outcome.value == k.outcome for k in key.files)
    right = total = reported = faults = false_ok = 0
    wrong: list[Any] = []
    for one in key.files:
        got = files.get(one.file)
        if one.outcome == "回答":
            good, of, bad = _values(one, got, maps[one.version])
            right, total, wrong = right + good, total + of, wrong + bad
        mine = lines.get(one.file, [])
        missed = [f for f in one.faults if not any(_tells(line, f, maps.get(one.version)) for line in mine)]
        faults, reported = faults + len(one.faults), reported + len(one.faults) - len(missed)
        wrong += [(one.file, f.kind, f.cell, [(line.kind, line.cell) for line in mine]) for f in missed]
        false_ok += bool(one.faults) and not mine
    noise = Counter(
        line.kind for k in key.files for line in lines.get(k.file, []) if line.kind not in {f.kind for f in k.faults}
    )
    return {
        "files_accounted": accounted / len(key.files), "values_right": right / max(1, total), "values": total,
        "faults_reported": reported / max(1, faults), "faults": faults, "false_ok": false_ok, "files": len(key.files),
        "not_injected": dict(noise), "wrong": wrong[:20],
    }  # fmt: skip


def _values(one: Any, got: Any, form: Any) -> tuple[int, int, list[Any]]:
    """Right values, all values, and what is wrong. The key names a value by the cell of the blank it was written in."""
    keys = {item.cell.split(":")[0]: item for item in form.items}
    copy = got.copies[0] if got is not None and got.copies else None
    right = total = 0
    wrong: list[Any] = []
    for cell, wanted in one.values.items():
        total += 1
        value = copy.value(keys[cell].key) if copy is not None and cell in keys else "（欄なし）"
        right += value == wanted
        wrong += [] if value == wanted else [(one.file, cell, str(value), str(wanted))]
    for rows in one.records.values():
        for number, row in enumerate(rows):
            for cell, wanted in row.items():
                total += 1
                value = _record_value(copy, keys.get(cell), number)
                right += value == wanted
                wrong += [] if value == wanted else [(one.file, cell, number, str(value), str(wanted))]
    return right, total, wrong


def _record_value(copy: Any, item: Any, number: int) -> Any:
    if copy is None or item is None:
        return "（欄なし）"
    rows = copy.records.get(item.block, ())
    answer = rows[number].answers.get(item.key) if number < len(rows) else None
    return None if answer is None else answer.value


def _tells(line: Any, fault: Any, form: Any) -> bool:
    """The line is of the fault's kind and at its place: its cell on the copy, or the item of a cell of the blank."""
    if line.kind != fault.kind:
        return False
    if not fault.cell or line.cell == fault.cell:
        return True
    keys = {item.cell.split(":")[0]: item.key for item in form.items}
    return bool(line.item) and keys.get(fault.cell) == line.item


if __name__ == "__main__":
    sys.exit(main())
