"""A hostile workbook changes nothing that runs: buttons over it start, fetch and import nothing of its own."""

import functools
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from shirube_cli.main import main
from support.shared import ROOT

#: Texts Excel would take for formulas if they were typed in.
FORMULAS = ('=HYPERLINK("http://example.invalid","押す")', "+1+1", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0")
#: The same as formulas of the user's own, and others that ask programs or the web.
ASKING = ("=cmd|'/C calc'!A0", '=WEBSERVICE("http://example.invalid/")', '=CALL("kernel32","WinExec","JCJ","calc",0)')
#: What runs in a process of its own: the button, with every event that starts, fetches or imports written down.
PRESS = """
import json, os, sys
sys.path[:0] = sys.argv[4:]
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
CONNECTION = (
    '<?xml version="1.0" encoding="UTF-8"?><connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><connection id="1" name="evil" type="4" refreshedVersion="6" refreshOnLoad="1" background="1"><webPr '
    'url="http://example.invalid/data"/></connection></connections>'
)
#: Modules and packages beside the workbook, of the names Python would look for, and what Python runs when it starts.
PLANTED = (
    "xlwings.py", "shirube_udfs.py", "shirube.py", "openpyxl.py", "sitecustomize.py", "usercustomize.py", "startup.py",
    "json.py", "shirube/__init__.py", "shirube_udfs/__init__.py", "xlwings/__init__.py", "evil.pth",
)  # fmt: skip
CONF = 'INTERPRETER_WIN,"C:\\\\evil\\\\pythonw.exe"\n'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with settings, code, formulas in texts and a link outside; settings and modules lie beside it."""
    tmp_path = tmp_path_factory.mktemp("hostile")
    book = openpyxl.Workbook()
    table = book.active
    table.title = "表"
    table.append(["地区", "備考", "人口"])
    for i, text in enumerate(FORMULAS):
        table.append([f"第{i}地区", text, 10 + i])
        table.cell(table.max_row, 2).data_type = "s"
    table["E1"] = "='[C:\\evil\\other.xlsx]Sheet1'!A1"
    for row, formula in enumerate(ASKING, start=2):
        table.cell(row, 5).value = formula
    for name in ("Auto_Open", "_xlnm.Auto_Open", "auto_close", "Workbook_Open"):
        book.defined_names[name] = DefinedName(name, attr_text="表!$E$2", function=True, vbProcedure=True)
    for name in ("shirube.conf", "xlwings.conf"):
        book.create_sheet(name).append(["INTERPRETER_WIN", "C:\\evil\\pythonw.exe"])
    book.create_sheet("shirube_udfs.py").append(["import os; os.system('touch evil')"])
    path = tmp_path / "hostile.xlsx"
    book.save(path)
    linked(path)
    for name in ("shirube.conf", "xlwings.conf"):
        (tmp_path / name).write_text(CONF, encoding="utf-8")
    evil = f"open({str(tmp_path / 'evil')!r}, 'w').close(); raise SystemExit('evil')"
    for name in PLANTED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(evil, encoding="utf-8")
    return path


def linked(path: Path) -> None:
    """Add a link to a workbook elsewhere, and a connection that refreshes when the workbook is opened."""
    relation = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/externalLinkPath" Target="http://example.invalid/other.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", relation)
        package.writestr("xl/connections.xml", CONNECTION)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def isolated(book: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code from the folder of the workbook, in surroundings that name its modules.

    ``-I`` is what the ``._pth`` file of the bundle's Python makes of it: neither the current folder nor the
    environment says what is imported (tests/bundle holds that file).
    """
    beside = str(book.parent)
    home = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "XLWINGS_CONFIG", "PYTHONUSERBASE"), beside)
    python = {"PYTHONPATH": beside, "PYTHONSTARTUP": str(book.parent / "startup.py"), "PYTHONINSPECT": ""}
    command = [sys.executable, "-I", "-X", "utf8", "-c", code, *arguments]
    return subprocess.run(
        command,
        env={**os.environ, **home, **python},
        cwd=beside,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@functools.cache
def pressed(book: Path, button: str) -> dict:
    rooms = [str(ROOT / room) for room in ("python", "udfs")]
    done = isolated(book, PRESS, str(book), button, str(book.parent), *rooms)
    assert done.returncode == 0, done.stderr
    answer: dict = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.mark.parametrize("button", ["tidy", "check"])
def test_a_button_over_a_hostile_workbook_runs_nothing_of_its_own(hostile: Path, button: str) -> None:
    before = contents(hostile.parent)
    answer = pressed(hostile, button)
    assert answer["seen"] == []
    assert contents(hostile.parent) == before
    assert len(answer["sheets"]) > 4, answer["told"]  # the button did its work


def test_texts_that_look_like_formulas_stay_texts_and_no_sheet_is_hidden(hostile: Path) -> None:
    sheets = pressed(hostile, "tidy")["sheets"]
    made = {name: rows for name, (_, rows) in sheets.items() if name not in ("表", "shirube.conf", "xlwings.conf")}
    values = {value for rows in made.values() for row in rows for value in row if isinstance(value, str)}
    assert set(FORMULAS) <= values
    assert all(visible for visible, _ in sheets.values())


def test_what_is_planted_would_run_where_nothing_keeps_it_out(hostile: Path) -> None:
    """Without this the files beside the workbook would prove nothing."""
    done = subprocess.run(
        [sys.executable, "-c", "import shirube"], cwd=hostile.parent, capture_output=True, check=False
    )
    assert done.returncode != 0
    (hostile.parent / "evil").unlink()


def test_a_result_holds_no_name_link_connection_or_formula_of_the_workbook(hostile: Path) -> None:
    made = hostile.parent / "結果.xlsx"
    assert main(["tidy", str(hostile), "--sheet", "表", "--out", str(made)]) == 0
    with zipfile.ZipFile(made) as package:
        names, parts = package.namelist(), {name: package.read(name) for name in package.namelist()}
    assert [
        name for name in names if re.search("externalLink|connections|vba|activeX|embeddings|customXml", name)
    ] == []
    assert [name for name, xml in parts.items() if b"<f>" in xml or b"<f " in xml] == []
    assert [
        name for name, xml in parts.items() if re.search(rb"(?i)auto_open|auto_close|example\.invalid/data", xml)
    ] == []


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
