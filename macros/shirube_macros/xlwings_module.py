"""The VBA side of xlwings (BSD-3), taken from the installed wheel at build time and hardened for an add-in.

Five things change, each asserted against the text it replaces, so that another xlwings version stops the build
instead of slipping through:

1. Settings come from the add-in's own sheet alone. Stock code lets a sheet of the *active workbook* name the
   program to start.
2. One Python process: the start command no longer holds the name of the active workbook.
3. Every procedure but `XLPy` becomes private. Stock code offers `RunPython`, `SaveConfigToFile` and others as
   worksheet functions, so a formula in any opened workbook could call them.
4. Settings and the start command are read once. Stock code reads its sheet some thirty times for every call of a
   function.
5. Declarations of Excel 2007 and older, which 64-bit Excel cannot compile, are gone: every one is ``PtrSafe``.

The copyright notice stays in the module.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from shirube.errors import WriteError

from .ovba import Kind, Module, split_header

__all__ = ["PATCHES", "VERSION", "harden", "xlwings_module"]

VERSION = "0.37.8"
PUBLIC = frozenset({"XLPy"})
NOTICE = ("Copyright (C) 2014-present, Zoomer Analytics LLC.", "Redistribution and use in source and binary forms")

_LIBRARY = 'Lib "xlwings32-0.37.8.dll"'
LEGACY = f"""#Else
    #If Mac Then
        Private Declare Function system Lib "libc.dylib" (ByVal Command As String) As Long
    #End If
    Private Const XLPyDLLName As String = "xlwings32-0.37.8.dll"
    Private Declare Function XLPyDLLActivateAuto {_LIBRARY} (ByRef Result As Variant, \
Optional ByVal Config As String = "", Optional ByVal mode As Long = 1) As Long
    Private Declare Function XLPyDLLNDims {_LIBRARY} (ByRef src As Variant, ByRef dims As Long, \
ByRef transpose As Boolean, ByRef dest As Variant) As Long
    Private Declare Function LoadLibrary Lib "KERNEL32" Alias "LoadLibraryA" (ByVal lpLibFileName As String) As Long
    Declare Function XLPyDLLVersion {_LIBRARY} (tag As String, VERSION As Double, arch As String) As Long
#End If
"""

PATCHES: tuple[tuple[str, str], ...] = (
    ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "shirube"'),
    # 3. nothing of this module in the function wizard
    (
        '#Const App = "Microsoft Excel" \'Adjust when using outside of Excel',
        'Option Private Module\n#Const App = "Microsoft Excel"',
    ),
    # 1. settings
    ('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then"),
    ('If source = "" Or source = "directory" Then', "If False Then"),
    ('If source = "" Or source = "user" Then', "If False Then"),
    ('Range(sht.Range("A1"), lastCell)', 'sht.Range("A1:A" & lastCell.Row)'),
    (
        "ExpandEnvironmentStrings = WScript.ExpandEnvironmentStrings(s)",
        'ExpandEnvironmentStrings = Replace(Replace(s, "%ADDIN_DIR%", ThisWorkbook.Path), "%LOCALAPPDATA%", '
        'Environ("LOCALAPPDATA"))',
    ),
    # 2. one process
    (
        'PYTHONPATH = AddExcelDir & ";" & ActiveWorkbook.FullName & ";" & ThisWorkbook.FullName & ";" & GetConfig',
        'PYTHONPATH = AddExcelDir & ";;;" & GetConfig',
    ),
    # 4. read once
    (
        "Function GetConfigFromSheet(wb As Workbook)\n    Dim lastCell As Range, cell As Range\n",
        "Function GetConfigFromSheet(wb As Workbook)\n    Static kept As Object\n"
        "    Dim lastCell As Range, cell As Range\n"
        "    If Not kept Is Nothing Then\n        Set GetConfigFromSheet = kept\n        Exit Function\n    End If\n",
    ),
    ("    Set GetConfigFromSheet = d\n", "    Set kept = d\n    Set GetConfigFromSheet = d\n"),
    (
        "Function XLPy()\n    XLPyLoadDLL\n    If 0 <> XLPyDLLActivateAuto(XLPy, XLPyCommand, 1) Then",
        "Function XLPy()\n    Static command As String\n    If Len(command) = 0 Then\n        XLPyLoadDLL\n"
        "        command = XLPyCommand\n    End If\n    If 0 <> XLPyDLLActivateAuto(XLPy, command, 1) Then",
    ),
    # 5. 64-bit Excel
    (LEGACY, "#End If\n"),
    # code hidden in sheets named *.py is a paid feature, and nothing a workbook should switch on
    (
        'If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code = True',
        "If False Then\n                uses_embedded_code = True",
    ),
    (
        '            PythonCommand = "import xlwings.pro;xlwings.pro.runpython_embedded_code(\'" & '
        'SourcePythonCommand & "\')"\n',
        "            Exit Function\n",
    ),
    (
        "'xlwings is distributed under a BSD 3-clause license.",
        "'Changed for the add-in Shirube: settings, start command, private procedures; see docs/adr/0005\n"
        "'xlwings is distributed under a BSD 3-clause license.",
    ),
)

_PROCEDURE = re.compile(
    r"^(?P<indent>[ ]*)(?:(?:Public|Private) )?"
    r"(?P<rest>(?:Declare (?:PtrSafe )?)?(?:Function|Sub) (?P<name>\w+))",
    re.MULTILINE,
)


def xlwings_module() -> Module:
    """Return the hardened module.

    Raises
    ------
    WriteError
        SB-W201: the installed xlwings is not the expected one. SB-W206: its copyright notice is missing.
    """
    installed = metadata.version("xlwings")
    if installed != VERSION:
        raise WriteError("W201", what=f"xlwings {VERSION}", found=f"xlwings {installed}")
    path = Path(str(metadata.distribution("xlwings").locate_file("xlwings/xlwings_custom_addin.bas")))
    return Module("xlwings", Kind.STANDARD, harden(path.read_text(encoding="ascii").replace("\r\n", "\n")))


def harden(text: str) -> str:
    """Apply every change to the text of the stock module.

    Raises
    ------
    WriteError
        SB-W201: the text a change replaces does not occur exactly once. SB-W206: the notice is missing.
    """
    if not all(sentence in text for sentence in NOTICE):
        raise WriteError("W206")
    for old, new in PATCHES:
        count = text.count(old)
        if count != 1:
            raise WriteError("W201", what=old.strip().splitlines()[0], found=f"{count}か所")
        text = text.replace(old, new)
    _, code = split_header(text)
    return _PROCEDURE.sub(_restrict, code)


def _restrict(match: re.Match[str]) -> str:
    scope = "Public" if match["name"] in PUBLIC else "Private"
    return f"{match['indent']}{scope} {match['rest']}"
