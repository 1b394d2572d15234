"""A hostile workbook changes nothing that runs: buttons over it start, fetch and import nothing of its own."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from support.shared import ROOT

#: Texts Excel would take for formulas if they were typed in.
FORMULAS = ('=HYPERLINK("http://example.invalid","押す")', "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0")
#: What runs in a process of its own: the button, with every event that starts, fetches or imports written down.
PRESS = """
import json, os, sys
seen = []
WATCHED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "socket.connect",
           "socket.getaddrinfo", "urllib.Request", "ctypes.dlopen", "webbrowser.open")
book, button, planted = sys.argv[1:4]
def watch(event, arguments):
    if event in WATCHED or (event == "import" and arguments[1] and str(arguments[1]).startswith(planted)):
        seen.append([event, str(arguments)[:200]])
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(planted) and arguments[0] != book:
        seen.append(["open", arguments[0]])
from shirube.office.engine import open_book
from shirube_udfs import ribbon
opened = open_book(book)
opened.set_mock_caller()
sys.addaudithook(watch)
opened.app.impl.answers.extend(["yes"] * 9)
ribbon.press(button)
sheets = {sheet.name: [sheet.visible, sheet.used_range.options(ndim=2).value] for sheet in opened.sheets}
told = [alert.text for alert in opened.app.impl.alerts]
print(json.dumps({"seen": seen, "sheets": sheets, "told": told}, default=str))
"""
CONF = 'INTERPRETER_WIN,"C:\\\\evil\\\\pythonw.exe"\n'


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workbook with settings, code, formulas in texts and a link outside; settings and modules lie beside it."""
    book = openpyxl.Workbook()
    table = book.active
    table.title = "表"
    table.append(["地区", "備考", "人口"])
    for i, text in enumerate(FORMULAS):
        table.append([f"第{i}地区", text, 10 + i])
        table.cell(table.max_row, 2).data_type = "s"
    table["E1"] = "='[C:\\evil\\other.xlsx]Sheet1'!A1"
    for name in ("shirube.conf", "xlwings.conf"):
        book.create_sheet(name).append(["INTERPRETER_WIN", "C:\\evil\\pythonw.exe"])
    book.create_sheet("shirube_udfs.py").append(["import os; os.system('touch evil')"])
    path = tmp_path / "hostile.xlsx"
    book.save(path)
    linked(path)
    for name in ("shirube.conf", "xlwings.conf"):
        (tmp_path / name).write_text(CONF, encoding="utf-8")
    for name in ("xlwings.py", "shirube_udfs.py", "shirube.py", "openpyxl.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit('evil')", encoding="utf-8")
    return path


def linked(path: Path) -> None:
    """Add a link to a workbook elsewhere, as Excel keeps it."""
    relation = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/externalLinkPath" Target="http://example.invalid/other.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", relation)


def pressed(book: Path, button: str, **environment: str) -> dict:
    rooms = os.pathsep.join(str(ROOT / room) for room in ("python", "udfs"))
    env = {**os.environ, "PYTHONPATH": rooms, "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-P", "-c", PRESS, str(book), button, str(book.parent)]
    done = subprocess.run(command, env=env, cwd=book.parent, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    answer: dict = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("button", ["tidy", "check"])
def test_a_button_over_a_hostile_workbook_runs_nothing_of_its_own(hostile: Path, button: str) -> None:
    before = {path: path.read_bytes() for path in hostile.parent.iterdir()}
    answer = pressed(hostile, button)
    assert answer["seen"] == []
    assert {path: path.read_bytes() for path in hostile.parent.iterdir()} == before
    assert len(answer["sheets"]) > 4, answer["told"]  # the button did its work


def test_texts_that_look_like_formulas_stay_texts_and_no_sheet_is_hidden(hostile: Path) -> None:
    sheets = pressed(hostile, "tidy")["sheets"]
    made = {name: rows for name, (_, rows) in sheets.items() if name not in ("表", "shirube.conf", "xlwings.conf")}
    values = {value for rows in made.values() for row in rows for value in row if isinstance(value, str)}
    assert set(FORMULAS) <= values
    assert all(visible for visible, _ in sheets.values())


def test_the_watch_sees_a_program_that_starts(tmp_path: Path) -> None:
    """Without this the empty lists above would prove nothing."""
    code = PRESS.split("from shirube.office.engine")[0] + (
        "sys.addaudithook(watch)\nimport subprocess\nsubprocess.run(['true'])\nopen(planted + '/x', 'w').close()\n"
        "print(json.dumps(sorted(event for event, _ in seen)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "b.xlsx"), "tidy", str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    events = json.loads(done.stdout)
    assert "subprocess.Popen" in events
    assert "open" in events
