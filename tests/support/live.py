"""The add-in in LibreOffice: its own VBA over the sample sheets, xlwings' module replaced by a stand-in.

One job for `tools/soffice_cells.py`: every example of the catalogue as an array formula over a range of the size of
the library's answer, then what only running VBA can show. A second job opens the same file with macros off.
"""

import datetime as dt
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from shirube_macros.build import PROJECT, SOURCES, modules, sheets
from shirube_macros.functions import catalogue, samples
from shirube_macros.ovba import Project, load
from shirube_macros.package import Sheet, build_package

from shirube.grid import Span
from support.examples import examples
from support.library import expected
from support.shared import ROOT

RESULTS, SPARE = "結果", "作業"
STAND_INS = ROOT / "tests" / "live" / "vba"
EPOCH = dt.datetime(1899, 12, 30)
#: Any table keeps its handle by content, so the library has no say in its text: its size is one cell.
ONE_CELL = {"SB_TABLE", "SB_WHY"}


@dataclass(frozen=True)
class Placed:
    """Where the example of a function stands on the sheet of results."""

    name: str
    address: str
    rows: int
    columns: int


def placed() -> list[Placed]:
    """Every example, one below the other."""
    out, top = [], 0
    for function in catalogue():
        wanted = "" if function.name in ONE_CELL else expected(function.name)
        rows, columns = (len(wanted), len(wanted[0])) if isinstance(wanted, list) else (1, 1)
        out.append(Placed(function.name, Span(top, 0, top + rows - 1, columns - 1).a1, rows, columns))
        top += rows + 1
    return out


def book(folder: Path) -> Path:
    """Write the add-in with the sample sheets, the stand-ins in place of what LibreOffice cannot compile or show."""
    names = [*samples(), RESULTS, SPARE]
    own = sheets()
    contents = (*own, *(Sheet(name, f"Sheet{i}") for i, name in enumerate(names, len(own) + 1)))
    stand_ins = [load(path) for path in sorted(STAND_INS.glob("*.[bc][al]s"))]
    replaced = {module.name for module in stand_ins}
    kept = [module for module in modules(contents) if module.name not in replaced]
    ribbon = (SOURCES / "ribbon" / "customUI14.xml").read_bytes()
    package = build_package(
        contents, Project(PROJECT, (*kept, *stand_ins)).build(), ribbon, title="試験", description="試験"
    )
    path = folder / "live.xlam"
    path.write_bytes(package)
    return path


def job(path: Path, steps: list[dict], *, macros: bool = True) -> dict:
    """One job of ``tools/soffice_cells.py``."""
    rooms = os.pathsep.join(str(ROOT / room) for room in ("python", "udfs", "tests"))
    server = ["env", f"PYTHONPATH={rooms}", "PYTHONUTF8=1", sys.executable, "-m", "support.excel"]
    filled = {name: [[_calc(v) for v in row] for row in sample.rows] for name, sample in samples().items()}
    return {"path": path.as_uri(), "macros": macros, "server": server, "sheets": filled, "steps": steps}


def _calc(value: object) -> object:
    if isinstance(value, dt.date):
        day = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        return {"date": (day - EPOCH) / dt.timedelta(days=1)}
    return value


def example_steps() -> list[dict]:
    """Put every example over the range of its answer."""
    return [
        {"do": "put", "name": p.name, "sheet": RESULTS, "range": p.address, "formula": examples()[p.name].calc}
        for p in placed()
    ]


def put(formula: str, address: str, **more: object) -> dict:
    """Put a formula on the sheet for trying things out."""
    return {"do": "put", "sheet": SPARE, "range": address, "formula": formula, **more}
