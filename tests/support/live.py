"""The add-in in LibreOffice: its own VBA over the sample sheets, xlwings' module replaced by a stand-in.

One job for `tools/soffice_cells.py`: every example of the catalogue as an array formula over a range of the size of
the library's answer, then what only running VBA can show. A second job opens the same file with macros off.
"""

import datetime as dt
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from shirube.grid import Span
from shirube_macros.build import PROJECT, SOURCES, modules, sheets
from shirube_macros.functions import catalogue, samples
from shirube_macros.ovba import Project, load
from shirube_macros.package import Sheet, build_package
from support.examples import examples
from support.library import expected
from support.shared import ROOT

RESULTS, SPARE, ODD = "結果", "作業", "記号"
#: Texts Excel would take for formulas, signs or numbers.
ODD_TEXTS = ("=1+1", "-3", "+2", "@x", "001")
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
    names = [*samples(), RESULTS, SPARE, ODD]
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


def job(path: Path, steps: dict[str, dict], *, macros: bool = True, bridge: bool = True) -> dict:
    """One job of ``tools/soffice_cells.py``; its answers come in the order of the steps.

    Without a bridge there are neither sample sheets nor Python behind the cells.
    """
    if not bridge:
        return {"path": path.as_uri(), "macros": macros, "server": [], "sheets": {}, "steps": list(steps.values())}
    rooms = os.pathsep.join(str(ROOT / room) for room in ("python", "udfs", "tests"))
    server = ["env", f"PYTHONPATH={rooms}", "PYTHONUTF8=1", sys.executable, "-m", "support.excel"]
    filled = {ODD: [["記号"], ["、".join(ODD_TEXTS)]]}
    filled |= {name: [[_calc(v) for v in row] for row in sample.rows] for name, sample in samples().items()}
    return {"path": path.as_uri(), "macros": macros, "server": server, "sheets": filled, "steps": list(steps.values())}


def _calc(value: object) -> object:
    if isinstance(value, dt.date):
        day = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        return {"date": (day - EPOCH) / dt.timedelta(days=1)}
    return value


def example_steps() -> dict[str, dict]:
    """Put every example over the range of its answer."""
    return {p.name: put(examples()[p.name].calc, p.address, sheet=RESULTS) for p in placed()}


def put(formula: str, address: str, *, sheet: str = SPARE, single: bool = False) -> dict:
    """Put an array formula (or a plain one) over a range."""
    return {"do": "put", "sheet": sheet, "range": address, "formula": formula, "single": single}


def read(address: str, sheet: str = SPARE) -> dict:
    """Read values and formulas of a range."""
    return {"do": "read", "sheet": sheet, "range": address}


def press(tag: str, cell: str = "A1", sheet: str = SPARE) -> dict:
    """Press a button while a cell is selected."""
    return {"do": "press", "tag": tag, "sheet": sheet, "cell": cell}


def run(procedure: str, *arguments: object) -> dict:
    """Run a procedure of a module."""
    return {"do": "call", "procedure": procedure, "arguments": arguments}


def buttons() -> list[str]:
    """Tags of every button of the ribbon."""
    text = (SOURCES / "ribbon" / "customUI14.xml").read_text(encoding="utf-8")
    return re.findall(r'\btag="(\w+)"', text)


HANDLE = "=SB_TABLE($回答.A1:E61)"
LOST = '=SB_COUNT("SB表:0123456789abcdef（60行×5列）";"年代";"20代")'
#: Longer than Evaluate, FormulaArray and Replace take, in arguments and whole.
LONG = f'=SB_CROSSTAB(A1;LEFT("性別{"あ" * 200}";2);LEFT("満足度{"い" * 200}";3))'
#: As LibreOffice's VBA and Excel show it.
LONG_ENGLISH = LONG.replace(";", ",")
CROSSTAB = '=SB_CROSSTAB(A1;"年代";"満足度")'


#: Commas, brackets and quotes inside texts, sheet names, lists and columns of tables.
ODD_FORMULA = '=SB_JOIN(\'a(b),c\'!A1:B2,表[[列,1]:[\'[x)]],{"(",1},"x""(,",' + f'{"A1&" * 70}"末",SB_TIDY(A1,"、"))'
#: Formulas, and whether each is one call of a function of ours.
ONE_CALLS = (
    ("=SB_TIDY(A1:B3)", True),
    ('=SB_TIDY(A1,")(")', True),
    ("='C:\\a (b)\\shirube.xlam'!SB_TIDY(A1)", True),
    ("=shirube.xlam!SB_TIDY(A1)", True),
    ("=SB_TIDY(A1)+SB_TIDY(B1)", False),
    ("=1+SB_TIDY(A1)", False),
    ("='x'!A1+'y'!SB_TIDY(A1)", False),
    ("=SORT(SB_TIDY(A1))", False),
    ("=XSB_TIDY(A1)", False),
    ("SB_TIDY(A1)", False),
)


def steps() -> dict[str, dict]:
    """Everything tried in the running add-in, in order: `tests/live/test_addin.py` reads the answers by name."""
    tried = {
        **example_steps(),
        # a kept table, and the same after Python was started anew
        "handle": put(HANDLE, "A1", single=True),
        "by handle": put('=SB_COUNT(A1;"年代";"20代")', "A2", single=True),
        "crosstab by handle": put(CROSSTAB, "A3:H7"),
        "lose the tables": {"do": "forget"},
        "after a restart": put('=SB_COUNT(A1;"年代";"40代")', "A9", single=True),
        "lost": put(LOST, "A10", single=True),
        # errors
        "text error": put("=SB_TIDY($値.D1:D3)", "A11", single=True),
        "why": put("=SB_WHY(A11)", "A12", single=True),
        "no why": put("=SB_WHY(A9)", "A13", single=True),
        "memory": run("xlwings.Memory", SPARE),
        "explain": press("explain", "A11"),
        "explain nothing": press("explain", "A9"),
        # formulas as text
        "argument": run("modFormulas.ArgumentOf", "=SB_TABLE(Sheet1!A1:B3)", "SB_TABLE"),
        "argument with a path": run("modFormulas.ArgumentOf", "='C:\\a b\\shirube.xlam'!SB_TABLE(A1)", "SB_TABLE"),
        "argument of another": run("modFormulas.ArgumentOf", "=XSB_TABLE(A1)", "SB_TABLE"),
        "argument among others": run("modFormulas.ArgumentOf", "=1+SB_TABLE(A1)", "SB_TABLE"),
        "moved": run("modFormulas.IsStrayLink", "D:\\old\\Shirube.xlam", "C:\\new\\shirube.xlam"),
        "not moved": run("modFormulas.IsStrayLink", "C:\\NEW\\shirube.xlam", "C:\\new\\shirube.xlam"),
        "other book": run("modFormulas.IsStrayLink", "D:\\old\\shirube.xlsx", "C:\\new\\shirube.xlam"),
        "share": run("modFormulas.IsStrayLink", "\\\\server\\s\\shirube.xlam", "C:\\new\\shirube.xlam"),
        # results as values
        "odd texts": put('=SB_SPLIT($記号.A1:A2;"記号";"、")', "K1:K6"),
        "to spread": put('=SB_CROSSTAB(A1;"性別";"満足度")', "M1", single=True),
        "as evaluated": put('=SB_CROSSTAB(A1;"性別";"満足度")', "M20:T23"),
        "spread": run("xlwings.SpreadFrom", SPARE, "M1", "M20:T23"),
        "spread cells": read("M1:T4"),
        "in the way": put("=1", "P11", single=True),
        "no room": put('=SB_CROSSTAB(A1;"性別";"満足度")', "M10", single=True),
        "not spread": run("xlwings.SpreadFrom", SPARE, "M10", "M20:T23"),
        "left alone": read("M10:T13"),
        "pieces": run("xlwings.Pieces", LONG_ENGLISH),
        "no pieces": run("xlwings.Pieces", f'=SB_TIDY(IF(1=1,A1,"{"あ" * 250}"))&"{"い" * 250}"'),
        "pieces of odd texts": run("xlwings.Pieces", ODD_FORMULA),
        **{f"one call {i}": run("modLong.IsOneCall", formula) for i, (formula, _) in enumerate(ONE_CALLS)},
        "long": put(LONG, "M30", single=True),
        "not taken": run("xlwings.SpreadFrom", SPARE, "M30", "M20:T23"),  # Replace leaves array formulas alone here
        "put back": read("M30:T33"),
        "entered": run("xlwings.EnteredLong", LONG_ENGLISH, ""),
        "entered odd texts": run("xlwings.EnteredLong", ODD_FORMULA, ""),
        "refused": run("xlwings.EnteredLong", LONG_ENGLISH, "98765432"),
        "overheard": run("xlwings.EvaluatedLong", LONG_ENGLISH),
        "not overheard": run("xlwings.EvaluatedLong", f"{LONG_ENGLISH}&1"),
        "write out": run("xlwings.WriteFrom", SPARE, "A3", "A3:H7"),
        "sheets": {"do": "sheets"},
        "fix": press("fix_sheet", "A1"),
        "fixed": read("A1:K13"),
        "log": read("A1:D20", "固めた式"),
        "written out": read("A1:H5", f"+{SPARE}"),
        "fix again": press("fix_sheet", "A1"),
        "sheets after": {"do": "sheets"},
    }
    return tried | {f"press {tag}": press(tag) for tag in buttons() if not tag.startswith(("fix", "spread", "values"))}
