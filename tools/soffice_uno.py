"""Inside LibreOffice: open files, store them in other forms, try the add-in's VBA, all in one process.

Run with the system's Python, which knows UNO (``python3-uno``), never imported by the project. Its argument is the
folder of the profile. Every line of standard input is a list of jobs, ``[{"path": file, "as": {"pdf": file, "xlsx":
file}}]``; standard output answers each with a line, a list with one ``{"opened": bool, "error": text}`` per job. A job
with ``"steps"`` is one of `soffice_cells`; the others never run macros. ``render.py`` is the front door.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import soffice_cells
import uno
from com.sun.star.beans import PropertyValue

SECONDS_TO_START = 120
FILTERS = {"pdf": "calc_pdf_Export", "xlsx": "Calc MS Excel 2007 XML"}
ADD_IN_FILTER = "Calc MS Excel 2007 VBA XML"  # not detected from the content of an .xlam
NEVER_RUN_MACROS = 0


def main():
    pipe = f"shirube{os.getpid()}"
    profile = Path(sys.argv[1]).as_uri()
    command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile}"]
    office = subprocess.Popen(
        [*command, f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        desktop = connect(pipe, office)
        for line in sys.stdin:
            answers = [cells(desktop, job) if "steps" in job else convert(desktop, job) for job in json.loads(line)]
            print(json.dumps(answers), flush=True)
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:  # soffice is a script: its child would outlive it
            os.killpg(office.pid, signal.SIGKILL)


def connect(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and office.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except uno.getClass("com.sun.star.connection.NoConnectException"):
            time.sleep(0.3)
            continue
        return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise SystemExit("LibreOffice did not start")


def cells(desktop, job):
    try:
        return soffice_cells.work(desktop, job)
    except Exception as error:  # noqa: BLE001 - the jobs after this one still have to run
        return {"answers": [], "error": repr(error)}


def convert(desktop, job):
    path = Path(job["path"])
    arguments = [property_of("Hidden", True), property_of("MacroExecutionMode", NEVER_RUN_MACROS)]
    if path.suffix == ".xlam":
        arguments.append(property_of("FilterName", ADD_IN_FILTER))
    try:
        document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, tuple(arguments))
        if document is None:
            return {"opened": False, "error": "not recognised"}
        document.calculateAll()
        for form, target in job["as"].items():
            document.storeToURL(Path(target).resolve().as_uri(), (property_of("FilterName", FILTERS[form]),))
        document.close(True)
    except uno.getClass("com.sun.star.uno.Exception") as error:
        return {"opened": False, "error": str(error)}
    return {"opened": True, "error": ""}


def property_of(name, value):
    item = PropertyValue()
    item.Name, item.Value = name, value
    return item


if __name__ == "__main__":
    main()
