"""The add-in ``shirube.xlam`` from its text sources, on any machine, byte for byte the same.

``python -m shirube_macros.build out/shirube.xlam``
"""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path
from typing import TypeAlias

from shirube.errors import Place, WriteError, catalogue

from . import functions
from .ovba import Kind, Module, Project, document, load
from .package import Sheet, build_package
from .xlwings_module import xlwings_module

__all__ = ["RESIDENT", "SETTINGS", "build_addin", "modules", "sheets"]

PROJECT = "ShirubeAddin"
PLACEHOLDER = "'@wrappers\n"
SOURCES = Path(str(resources.files("shirube_macros")))

Settings: TypeAlias = tuple[tuple[str, str], ...]
#: What the xlwings module reads. %ADDIN_DIR% is the folder of the add-in.
SETTINGS: Settings = (
    ("INTERPRETER_WIN", r"%ADDIN_DIR%\python\pythonw.exe"),
    ("PYTHONPATH", r"%ADDIN_DIR%\app"),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
    ("USE UDF SERVER", "true"),
    ("DEBUG UDFS", "false"),
    ("SHOW CONSOLE", "false"),
)
#: The same where Office may not start processes: the add-in only connects to a server started at log-on.
RESIDENT: Settings = tuple((key, "true" if key == "DEBUG UDFS" else value) for key, value in SETTINGS)
#: Keys of the texts the VBA modules show: reasons of an error, with their code in the catalogue of messages …
REASONS = {"again": "F303", "spill": "F304", "name": "F305", "python": "W298"}
#: … what buttons say …
NOTICES = {
    "no_error": "F302",
    "no_book": "F306",
    "fix_ask": "F307",
    "fix_done": "F308",
    "fix_none": "F309",
    "fix_failed": "F310",
    "no_formula": "F311",
    "too_long": "F312",
}
#: … and names.
NAMES = {"title": "しるべ", "log_sheet": "固めた式", "log_heads": "日時|シート|番地|式"}


def build_addin(out: Path, settings: Settings = SETTINGS) -> Path:
    """Write the add-in.

    Parameters
    ----------
    out
        Path of the ``.xlam`` to write; an older build is replaced.
    settings
        What the xlwings module reads: `SETTINGS`, or `RESIDENT`.

    Returns
    -------
    pathlib.Path
        `out`.

    Raises
    ------
    WriteError
        SB-W201 … SB-W209: a source breaks a rule (see the messages).
    """
    contents = sheets(settings)
    project = Project(PROJECT, modules(contents))
    ribbon = (SOURCES / "ribbon" / "customUI14.xml").read_bytes().replace(b"\r\n", b"\n")
    package = build_package(
        contents, project.build(), ribbon, title="しるべ", description="整然データ・クロス集計・政策評価のアドイン"
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        out.write_bytes(package)
    except OSError as error:
        raise WriteError("W209", at=Place(out.name)) from error
    return out


def sheets(settings: Settings = SETTINGS) -> tuple[Sheet, ...]:
    """Return the sheets the VBA modules read: settings, texts, texts of the function wizard."""
    texts = (
        *NAMES.items(),
        *((key, f"{catalogue()[code].code} {_message(code)}") for key, code in REASONS.items()),
        *((key, _message(code)) for key, code in NOTICES.items()),
    )
    return (
        Sheet("shirube.conf", "Sheet1", settings),
        Sheet("shirube.text", "Sheet2", texts),
        Sheet("shirube.functions", "Sheet3", functions.wizard_rows(functions.catalogue())),
    )


def _message(code: str) -> str:
    """Return what happened and what to do; fields in braces are filled in by VBA."""
    entry = catalogue()[code]
    return f"{entry.ja} {entry.fix}"


def modules(contents: tuple[Sheet, ...]) -> tuple[Module, ...]:
    """Return every VBA module: documents first, then xlwings and our own by name."""
    own = {path.stem: load(path) for path in sorted((SOURCES / "vba").glob("*.[bc][al]s"))}
    workbook = own.pop("ThisWorkbook")
    own["modFunctions"] = _with_wrappers(own["modFunctions"])
    documents = [workbook, *(document(sheet.code_name, Kind.SHEET) for sheet in contents)]
    return (*documents, *(own[name] for name in sorted(own)), xlwings_module())


def _with_wrappers(module: Module) -> Module:
    if module.code.count(PLACEHOLDER) != 1:
        raise WriteError("W201", at=Place(module.name), what=PLACEHOLDER.strip(), found="別の文")
    text = functions.wrappers(functions.catalogue())
    return Module(module.name, module.kind, module.code.replace(PLACEHOLDER, text))


if __name__ == "__main__":
    sys.stdout.write(f"{build_addin(Path(sys.argv[1]))}\n")
