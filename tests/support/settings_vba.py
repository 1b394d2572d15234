"""xlwings' VBA, stock and hardened, made ready for LibreOffice, beside a workbook that wants to choose the program.

LibreOffice knows neither conditional compilation nor the Windows interfaces: of the procedures that decide where
settings come from and what is started, conditions are resolved as on 64-bit Excel, and what only Windows offers
(dictionary, environment, full names of files, ``\\``) is stood in for. The decisions stay as they are.
"""

import re
from importlib import metadata
from pathlib import Path

import openpyxl

from shirube_macros.build import PROJECT, SETTINGS, SOURCES
from shirube_macros.ovba import Kind, Module, Project, document, load, split_header
from shirube_macros.package import Sheet, build_package
from shirube_macros.xlwings_module import harden
from support.live import job
from support.shared import ROOT

EVIL = "/evil/pythonw.exe"
KEYS = ("INTERPRETER_WIN", "PYTHONPATH", "USE UDF SERVER", "CONDA PATH", "LICENSE_KEY")
_TRUE = re.compile(r'VBA7|Win64|Not Mac|App = "Microsoft Excel"')
#: The procedures behind the question.
NEEDED = (
    "GetConfig", "GetConfigFromSheet", "SheetExists", "GetConfigFromFile", "GetConfigFilePath", "GetFullName",
    "GetDirectoryPath", "GetDirectoryConfigFilePath", "GetDirectory", "FileExists", "FileExistsOnWindows",
    "ExpandEnvironmentStrings", "XLPyCommand",
)  # fmt: skip
#: What LibreOffice cannot do in the words of the original, and how it is said for it.
STAND_INS = (
    ('CreateObject("Scripting.Dictionary")', "New FakeDictionary"),
    ("WScript.ExpandEnvironmentStrings(s)", "s"),
    ('"\\"', '"/"'),
    ('sht.Range("A1").End(xlDown)', 'sht.Range("A" & sht.UsedRange.Rows.Count)'),  # End looks at the active book
    ("wb.FullName", "PathOf(wb)"),
    ("ActiveWorkbook.FullName", "PathOf(ActiveWorkbook)"),
    (
        'Optional default As String = "", Optional source As String = "") As Variant',
        "Optional default As Variant) As Variant\n    Dim source As String\n"
        '    If IsMissing(default) Then default = ""',
    ),
)
_ASK = """
Private Function PathOf(wb As Object) As String
    PathOf = "@folder/" & wb.Name
End Function

Public Function AskSetting(ByVal key As String) As String
    AskSetting = CStr(GetConfig(key, "default"))
End Function

Public Function AskCommand() As String
    AskCommand = XLPyCommand()
End Function
"""


def stock() -> str:
    """The module as the wheel brings it."""
    path = Path(str(metadata.distribution("xlwings").locate_file("xlwings/xlwings_custom_addin.bas")))
    return path.read_text(encoding="ascii").replace("\r\n", "\n")


def jobs(folder: Path) -> dict[str, dict]:
    """One job for the stock module, one for ours; each asks for settings while the hostile workbook is active."""
    hostile = hostile_workbook(folder)
    named = stock().replace('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "shirube"')
    texts = {"stock": split_header(named)[1], "ours": harden(stock())}
    return {name: _job(folder / f"{name}.xlam", text, hostile) for name, text in texts.items()}


def steps(hostile: Path) -> dict[str, dict]:
    """Ask with the hostile workbook active: with its sheet, then, its sheet renamed, with the file beside it."""
    asked = {f"{key}": {"do": "call", "procedure": "modAsk.Setting", "arguments": [key]} for key in KEYS}
    return {
        "open": {"do": "open", "path": hostile.as_uri()},
        "active": {"do": "call", "procedure": "modAsk.Active"},
        **asked,
        "command": {"do": "call", "procedure": "modAsk.Started"},
        "rename": {"do": "rename", "sheet": "shirube.conf", "to": "other"},
        **{f"{key} beside": step for key, step in asked.items()},
    }


def hostile_workbook(folder: Path) -> Path:
    """A workbook with settings of its own, code in a sheet, and a settings file beside it."""
    book = openpyxl.Workbook()
    for name in ("shirube.conf", "xlwings.conf", "_shirube.conf"):
        sheet = book.create_sheet(name)
        for row in ((key, f"{EVIL}?{key}") for key in KEYS):
            sheet.append(row)
    book.create_sheet("shirube_udfs.py").append(["import os; os.system('calc')"])
    path = folder / "hostile.xlsx"
    book.save(path)
    lines = "".join(f'"{key}","{EVIL}!{key}"\n' for key in KEYS)
    (folder / "shirube.conf").write_text(lines, encoding="ascii")
    return path


def _job(path: Path, text: str, hostile: Path) -> dict:
    contents = (Sheet("shirube.conf", "Sheet1", SETTINGS),)
    documents = [document("ThisWorkbook", Kind.WORKBOOK), *(document(s.code_name, Kind.SHEET) for s in contents)]
    stand_ins = [load(file) for file in sorted((ROOT / "tests" / "live" / "settings").glob("*.[bc][al]s"))]
    module = Module("xlwings", Kind.STANDARD, resolved(text) + _ASK.replace("@folder", path.parent.as_posix()))
    ribbon = (SOURCES / "ribbon" / "customUI14.xml").read_bytes()
    project = Project(PROJECT, (*documents, *stand_ins, module)).build()
    path.write_bytes(build_package(contents, project, ribbon, title="試験", description="試験"))
    return job(path, steps(hostile), bridge=False)


def resolved(text: str) -> str:
    """Return the procedures needed as LibreOffice takes them."""
    out, taken = [], [True]
    branch: list[bool] = []
    for line in text.split("\n"):
        word = line.strip()
        if word.startswith("#If "):
            branch.append(bool(_TRUE.fullmatch(word[4:].removesuffix(" Then"))))
            taken.append(branch[-1])
        elif word.startswith("#ElseIf "):
            now = not branch[-1] and bool(_TRUE.fullmatch(word[8:].removesuffix(" Then")))
            branch[-1] |= now
            taken[-1] = now
        elif word.startswith("#Else"):
            taken[-1] = not branch[-1]
        elif word.startswith("#End If"):
            taken.pop()
            branch.pop()
        elif all(taken) and not word.startswith("#Const") and " Declare " not in f" {word}":
            out.append(line)
    plain = "\n".join(out)
    for original, instead in STAND_INS:
        plain = plain.replace(original, instead)
    kept = re.findall(r"^(?:Public )?Const PROJECT_NAME .*$", plain, re.MULTILINE)
    for name in NEEDED:
        procedure = rf"^(?:Public |Private )?Function {name}\b.*?^End Function$"
        kept += re.findall(procedure, plain, re.MULTILINE | re.DOTALL)
    return "\n".join(kept) + "\n"
