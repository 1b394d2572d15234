"""A workbook somebody opens cannot choose the program that runs as Python: xlwings' own VBA asked in LibreOffice.

The stock module, asked the same way, does what the workbook says: the test can fail.
"""

import pytest

from support.office import Office
from support.settings_vba import EVIL, KEYS


@pytest.mark.parametrize("name", ["stock", "ours"])
def test_the_hostile_workbook_is_the_active_one(office: Office, name: str) -> None:
    assert office.live[f"settings {name}"]["open"] is True
    assert office.live[f"settings {name}"]["active"] == "hostile.xlsx"


@pytest.mark.parametrize("key", KEYS)
def test_the_stock_module_obeys_a_sheet_of_the_active_workbook(office: Office, key: str) -> None:
    assert office.live["settings stock"][key] == f"{EVIL}?{key}"


@pytest.mark.parametrize("key", ["CONDA PATH", "LICENSE_KEY"])
def test_the_stock_module_obeys_a_file_beside_the_active_workbook(office: Office, key: str) -> None:
    assert office.live["settings stock"][f"{key} beside"] == f"{EVIL}!{key}"


@pytest.mark.parametrize("when", ["", " beside"])
def test_ours_takes_its_settings_from_its_own_sheet_alone(office: Office, when: str) -> None:
    answers = {key: office.live["settings ours"][key + when] for key in KEYS}
    assert answers["INTERPRETER_WIN"].endswith("\\python\\pythonw.exe")
    assert answers["PYTHONPATH"].endswith("\\app")
    assert answers["USE UDF SERVER"] == "true"
    assert answers["CONDA PATH"] == answers["LICENSE_KEY"] == "default"  # nobody says anything
    assert EVIL not in "".join(answers.values())


def test_what_ours_starts_names_neither_the_workbook_nor_its_program(office: Office) -> None:
    command = office.live["settings ours"]["command"]
    assert "\\python\\pythonw.exe" in command
    assert 'prepare_sys_path(\\"false;' in command  # the folder of the workbook is no place to import from
    assert EVIL not in command
    assert "hostile" not in command
