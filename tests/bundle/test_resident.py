"""The resident server loads what cells ask for and then serves."""

import sys
import tomllib

import xlwings

from shirube_udfs import resident
from support.shared import ROOT


def test_modules_are_those_of_the_catalogue():
    text = (ROOT / "udfs/shirube_udfs/catalogue.toml").read_text(encoding="utf-8")
    entries = [entry for entry in tomllib.loads(text)["function"] if not entry.get("vba")]
    assert {f"shirube_udfs.{entry['module']}" for entry in entries} == set(resident.modules())


def test_everything_is_loaded_before_the_first_call(monkeypatch):
    served = []
    monkeypatch.setattr(xlwings, "serve", lambda: served.append(set(sys.modules)), raising=False)
    resident.main()
    assert len(served) == 1
    assert set(resident.modules()) <= served[0]
