"""The stock module is changed where we say, and a new version cannot slip through."""

import re
from importlib import metadata
from pathlib import Path

import pytest

from shirube.errors import WriteError
from shirube_macros import xlwings_module as subject
from shirube_macros.xlwings_module import NOTICE, PATCHES, harden, xlwings_module


@pytest.fixture(scope="module")
def stock() -> str:
    path = Path(str(metadata.distribution("xlwings").locate_file("xlwings/xlwings_custom_addin.bas")))
    return path.read_text(encoding="ascii").replace("\r\n", "\n")


@pytest.fixture(scope="module")
def hardened() -> str:
    return xlwings_module().code


@pytest.mark.parametrize("number", range(len(PATCHES)))
def test_missing_text_stops_the_build(stock, number):
    old = PATCHES[number][0]
    with pytest.raises(WriteError) as caught:
        harden(stock.replace(old, old[::-1]))
    assert caught.value.code == "SB-W201"


@pytest.mark.parametrize("number", range(len(PATCHES)))
def test_text_that_occurs_twice_stops_the_build(stock, number):
    with pytest.raises(WriteError) as caught:
        harden(stock + "\n" + PATCHES[number][0])
    assert caught.value.code == "SB-W201"
    assert "2か所" in caught.value.sentence


def test_other_version_stops_the_build(monkeypatch):
    monkeypatch.setattr(subject, "VERSION", "0.37.7")
    with pytest.raises(WriteError, match=r"0\.37\.7"):
        xlwings_module()


def test_module_without_its_notice_stops_the_build(stock):
    with pytest.raises(WriteError) as caught:
        harden(stock.replace(NOTICE[0], ""))
    assert caught.value.code == "SB-W206"


def test_notice_stays_whole(stock, hardened):
    begin, end = "'Copyright (C)", "ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."
    notice = stock[stock.index(begin) : stock.index(end) + len(end)]
    assert notice in hardened
    assert "'Changed for the add-in Shirube" in hardened


def test_settings_never_come_from_an_opened_workbook(hardened):
    body = hardened[hardened.index("Function GetConfig(") :]
    body = body[: body.index("End Function")]
    live = re.sub(
        r"If False Then.*?\n            End If", "", body, count=1, flags=re.DOTALL
    )  # the sheet of the active book
    live = live[: live.index("' Directory Config")]
    assert "SheetExists(ThisWorkbook" in live
    assert "ActiveWorkbook" not in live
    rest = body[body.index("' Directory Config") :]
    assert re.findall(r"^    If (.*) Then$", rest, re.MULTILINE) == ["False", "False"]  # folder and user files


def test_start_command_is_the_same_for_every_workbook(hardened):
    body = hardened[hardened.index("Function XLPyCommand") :]
    body = body[: body.index("#Else")]
    assert "ActiveWorkbook" not in body
    assert "ThisWorkbook" not in body


def test_no_paid_code_is_reached(hardened):
    assert "xlwings.pro" not in hardened
    assert "uses_embedded_code = True\n                Exit For" in hardened
    assert "If False Then\n                uses_embedded_code = True" in hardened


def test_only_the_server_is_public(hardened):
    declared = re.findall(
        r"^ *(Public |Private )?(?:Declare )?(?:PtrSafe )?(?:Function|Sub) (\w+)", hardened, re.MULTILINE
    )
    assert len(declared) > 40
    assert {name for scope, name in declared if scope != "Private "} == {"XLPy"}
    assert hardened.startswith("Option Private Module\n")


def test_nothing_but_patches_and_scopes_changed(stock, hardened):
    for old, new in PATCHES:
        stock = stock.replace(old, new)

    def plain(text: str) -> list[str]:
        return re.sub(r"\b(?:Public|Private) (?=(?:Declare |Function |Sub ))", "", text).strip().splitlines()

    assert plain(stock)[1:] == plain(hardened)


def test_every_declaration_is_ptrsafe_and_each_bitness_has_its_dll(hardened):
    code = "\n".join(line for line in hardened.splitlines() if not line.lstrip().startswith("'"))
    declared = re.findall(r"^.*\bDeclare\b.*$", code, re.MULTILINE)
    assert len(declared) >= 8
    assert all("Declare PtrSafe " in line for line in declared)
    wide, narrow = re.search(r"#If Win64 Then\n(.*?)#Else\n(.*?)#End If", code, re.DOTALL).groups()
    assert set(re.findall(r"xlwings\d\d-[\d.]+\.dll", wide)) == {"xlwings64-0.37.8.dll"}
    assert set(re.findall(r"xlwings\d\d-[\d.]+\.dll", narrow)) == {"xlwings32-0.37.8.dll"}
    assert wide.count("Declare PtrSafe") == narrow.count("Declare PtrSafe") == 3


def test_settings_and_command_are_read_once(hardened):
    settings = hardened[hardened.index("Function GetConfigFromSheet(") :]
    settings = settings[: settings.index("End Function")]
    assert settings.index("Static kept As Object") < settings.index("Exit Function") < settings.index("CreateObject")
    assert "Set kept = d" in settings
    server = hardened[hardened.index("Function XLPy()") :]
    server = server[: server.index("End Function")]
    assert server.count("XLPyCommand") == 1
    assert server.index("If Len(command) = 0") < server.index("XLPyCommand") < server.index("XLPyDLLActivateAuto")
