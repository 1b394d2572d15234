"""Mistakes a compiler would find, looked for without one: open blocks, undeclared names, unknown procedures."""

import re

import pytest

from shirube_macros.build import modules, sheets
from shirube_macros.ovba import Kind

OWN = [m for m in modules(sheets()) if m.code and m.name != "xlwings"]
OPENERS = {
    "If": r"^If .*\bThen$",
    "Function": r"^(?:Public |Private )?Function \w+",
    "Sub": r"^(?:Public |Private )?Sub \w+",
    "For": r"^For ",
    "Do": r"^Do\b",
    "With": r"^With ",
    "Select": r"^Select ",
}
CLOSERS = {
    "If": r"^End If$",
    "Function": r"^End Function$",
    "Sub": r"^End Sub$",
    "For": r"^Next\b",
    "Do": r"^Loop\b",
    "With": r"^End With$",
    "Select": r"^End Select$",
}
#: Names of VBA, Excel and Office that our modules use; a new one is added here knowingly.
KNOWN_WORDS = """
    ActiveCell ActiveWorkbook Address Application Array As Boolean ByVal Caller CallUDF Category Cells CLng Const Count
    CreateObject CStr CVErr Description Dim Each Else ElseIf End Err Error Exec Exists Exit Explicit External Find For
    Function GoTo If IRibbonControl Is IsError Left Len Long MacroOptions Macro Module MsgBox Name New Next Not Nothing
    Object On Option Optional Or ArgumentDescriptions Preserve Private Public Range ReDim Resume Rows Saved Set SetAttr
    String Sub Tag Then ThisWorkbook To True False UsedRange Value Variant VarType VLookup vbExclamation vbInformation
    Activate ActiveSheet Add After And ChangeLink Clear ClearContents Collection CountA CurrentArray DisplayAlerts
    EnableCancelKey Evaluate Formula FormulaArray FullName HasSpill IIf In InStr IsArray IsObject Item LBound
    LCase LinkSources Mid Now NumberFormat Parent Remove Replace Resize Right Select Case ScreenUpdating SpillParent
    Split Step UBound UCase WithEvents WorkbookOpen Workbook Workbooks WorksheetFunction Value2
    SpillingToRange vbOK vbOKCancel xlDisabled
    Calculate Chr Do Empty Formula2 IsEmpty Loop LookAt MatchCase Replacement What While xlPart
    vbLf vbString Workbook_Open Worksheet Worksheets xlErrValue
"""
KNOWN = set(KNOWN_WORDS.split())


def statements(code: str) -> list[str]:
    """Lines without comments, text constants emptied, continued lines joined."""
    code = re.sub(r'"[^"\n]*"', '""', code)
    code = re.sub(r"'.*$", "", code, flags=re.MULTILINE)
    return [line.strip() for line in re.sub(r" _\n\s*", " ", code).split("\n") if line.strip()]


@pytest.mark.parametrize("module", OWN, ids=lambda m: m.name)
def test_blocks_close_in_order(module):
    open_blocks = []
    for line in statements(module.code):
        for kind, pattern in CLOSERS.items():
            if re.search(pattern, line):
                assert open_blocks, line
                assert open_blocks.pop() == kind, line
        open_blocks += [kind for kind, pattern in OPENERS.items() if re.search(pattern, line)]
    assert open_blocks == []


@pytest.mark.parametrize("module", OWN, ids=lambda m: m.name)
def test_every_name_is_declared(module):
    assert module.code.startswith("Option Explicit\n")
    text = "\n".join(statements(module.code))
    elsewhere = {n for m in modules(sheets()) for n in re.findall(r"(?:Function|Sub) (\w+)", m.code)}
    labels = set(re.findall(r"^(\w+):$", text, re.MULTILINE))
    head = re.split(r"^(?:Public |Private )?(?:Function|Sub) ", text, maxsplit=1, flags=re.MULTILINE)[0]
    of_module = set(re.findall(r"\b(\w+) As \w+", head))
    for procedure in re.split(r"^End (?:Function|Sub)$", text, flags=re.MULTILINE):
        inside = re.findall(r"\b(\w+)(?:\((?:1 To \w+)?\))? As (?:New )?\w+", procedure)
        declared = {*inside, *labels, *of_module, *elsewhere}
        used = {w for w in re.findall(r"[A-Za-z_]\w*", procedure) if w not in KNOWN}
        assert used <= declared, used - declared


def test_modules_excel_calls_cells_in_are_standard_ones():
    kinds = {m.name: m.kind for m in modules(sheets())}
    assert kinds.pop("ThisWorkbook") is Kind.WORKBOOK
    assert {name for name, kind in kinds.items() if kind is Kind.STANDARD} == {
        "modErrors",
        "modFormulas",
        "modFunctions",
        "modLinks",
        "modLong",
        "modRibbon",
        "modTell",
        "modTexts",
        "modValues",
        "xlwings",
    }
