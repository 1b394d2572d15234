"""Inside LibreOffice: a workbook with the add-in's own VBA, its functions put into cells and its buttons pressed.

Python stands behind the cells as it does in Excel: the stand-in modules of ``tests/live/vba`` hand each call to
`Bridge`, which passes it to a process that answers through xlwings' conversions (``tests/support/excel.py``).
"""

import datetime as dt
import pickle
import subprocess

import uno
import unohelper
from com.sun.star.task import XJob

PROJECT = "ShirubeAddin"
ADD_IN_FILTER = "Calc MS Excel 2007 VBA XML"  # not detected from the content of an .xlam
NEVER_RUN_MACROS, RUN_MACROS = 0, 4
EPOCH = dt.datetime(1899, 12, 30)
MARK, MISSING = "\x01", "\x01missing"
DATE_FORMAT = 36  # yyyy-mm-dd of every locale


def property_of(name, value):
    item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    item.Name, item.Value = name, value
    return item


#: Another workbook, its own macros off.
QUIET = (property_of("Hidden", False), property_of("MacroExecutionMode", NEVER_RUN_MACROS))


class Bridge(unohelper.Base, XJob):
    """What the stand-in for xlwings calls: worksheet functions, buttons, message boxes."""

    def __init__(self, command):
        self.told, self.executed, self.calls = [], [], 0
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self):
        self._server.stdin.close()
        self._server.wait(30)

    def forget(self):
        """Lose what the process keeps, as when it is started anew."""
        self._ask(("forget",))

    def execute(self, arguments):
        name, value = arguments[0].Name, arguments[0].Value
        if name == "tell":
            self.told.append(value)
        elif name == "exec":
            self.executed.append(value)
        else:
            self.calls += 1
            _, module, function = name.split(".")
            return to_calc(self._ask(("call", module, function, tuple(from_calc(v) for v in value or ()))))
        return None

    def _ask(self, request):
        pickle.dump(request, self._server.stdin)
        self._server.stdin.flush()
        kind, answer = pickle.load(self._server.stdout)  # noqa: S301 - our own child process
        if kind == "raised":
            raise RuntimeError(answer)
        return answer


def from_calc(value):
    if isinstance(value, tuple):
        return [[from_calc(cell) for cell in row] for row in value]
    if value == MISSING:
        return ("omitted",)
    if isinstance(value, str) and value.startswith(MARK):
        kind, number = value[1:5], value[5:]
        return EPOCH + dt.timedelta(seconds=round(float(number) * 86400)) if kind == "date" else "#N/A"
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def to_calc(value):
    if isinstance(value, list | tuple):
        rows = value if isinstance(value[0], list | tuple) else [value]
        return tuple(tuple(to_calc(cell) for cell in row) for row in rows)
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return float((dt.datetime(value.year, value.month, value.day) - EPOCH).days)
    if value is None:
        return ""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def work(desktop, job):
    """Open the workbook, fill the sheets, take the steps in order; one answer per step."""
    how = (
        property_of("Hidden", False),
        property_of("MacroExecutionMode", RUN_MACROS if job["macros"] else NEVER_RUN_MACROS),
        property_of("FilterName", ADD_IN_FILTER),
    )
    document = desktop.loadComponentFromURL(job["path"], "_blank", 0, how)
    bridge = Bridge(job["server"]) if job["macros"] and job["server"] else None
    beside = []
    try:
        if bridge:
            script(document, "xlwings.SetBridge", bridge)
        for name, rows in job["sheets"].items():
            fill(document, name, rows)
        answers = []
        for step in job["steps"]:
            if step["do"] == "open":
                beside.append(desktop.loadComponentFromURL(step["path"], "_blank", 0, QUIET))
                answers.append(beside[-1] is not None)
            elif step["do"] == "rename":
                beside[-1].Sheets.getByName(step["sheet"]).Name = step["to"]
                answers.append(None)
            else:
                answers.append(STEPS[step["do"]](document, bridge, step))
        return {"answers": answers, "error": ""}
    finally:
        for other in beside:
            other.close(True)
        document.close(True)
        if bridge:
            bridge.close()


def fill(document, name, rows):
    """Put values on a sheet in one call; dates then get a format that says so."""
    sheet = document.Sheets.getByName(name)
    plain = [[value["date"] if isinstance(value, dict) else value for value in row] for row in rows]
    area = sheet.getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
    area.setDataArray(tuple(tuple(float(v) if isinstance(v, int) else v for v in row) for row in plain))
    form = document.getNumberFormats().getFormatIndex(DATE_FORMAT, document.CharLocale)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, dict):
                sheet.getCellByPosition(c, r).NumberFormat = form


def put(document, _bridge, step):
    """Put a formula over a range and read what it shows: rows of values, and the error of its first cell."""
    area = document.Sheets.getByName(step["sheet"]).getCellRangeByName(step["range"])
    if step.get("single"):
        area.getCellByPosition(0, 0).Formula = step["formula"]
    else:
        area.setArrayFormula(step["formula"])
    return {"rows": area.getDataArray(), "error": area.getCellByPosition(0, 0).getError()}


def read(document, _bridge, step):
    """Read a range; a sheet ``+NAME`` is the one behind NAME."""
    names = list(document.Sheets.ElementNames)
    name = step["sheet"]
    name = names[names.index(name[1:]) + 1] if name.startswith("+") else name
    if name not in names:
        return None
    area = document.Sheets.getByName(name).getCellRangeByName(step["range"])
    return {"rows": area.getDataArray(), "formulas": area.getFormulaArray()}


def call(document, _bridge, step):
    return script(document, step["procedure"], *step.get("arguments", ()))


def press(document, bridge, step):
    """Press a button; what it said and what it had Python do."""
    bridge.told.clear()
    bridge.executed.clear()
    sheet = step.get("sheet")
    if sheet:
        view = document.CurrentController
        view.setActiveSheet(document.Sheets.getByName(sheet))
        view.select(document.Sheets.getByName(sheet).getCellRangeByName(step["cell"]))
    script(document, "xlwings.PressButton", step["tag"])
    return {"told": list(bridge.told), "executed": list(bridge.executed)}


def forget(document, bridge, _step):
    bridge.forget()


def recalculate(document, bridge, _step):
    """Calculate every cell again; how many calls reached Python."""
    before = bridge.calls
    document.calculateAll()
    return bridge.calls - before


def sheets(document, _bridge, _step):
    return [[sheet.Name, sheet.IsVisible] for sheet in document.Sheets]


STEPS = {
    "put": put, "read": read, "call": call, "press": press, "forget": forget, "recalculate": recalculate,
    "sheets": sheets,
}  # fmt: skip


def script(document, procedure, *arguments):
    uri = f"vnd.sun.star.script:{PROJECT}.{procedure}?language=Basic&location=document"
    return document.getScriptProvider().getScript(uri).invoke(tuple(arguments), (), ())[0]
