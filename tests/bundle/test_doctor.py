"""Each known pain is found in the facts that show it, and in no others."""

import ctypes
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from shirube.commands import doctor_facts
from shirube.commands.doctor import CHECKS, Facts, pains, symptoms
from shirube.commands.doctor_facts import collect, count_formulas, declared_badly, gen_py_damage
from shirube.commands.doctor_report import doctor
from shirube_cli.main import main
from shirube_macros.bundle.build import Request, build_bundle
from shirube_macros.xlwings_module import VERSION
from support import bundles
from support.shared import ROOT

FOLDER = r"C:\Users\tanaka\AppData\Local\Shirube\0.1.0-12345678"
HEALTHY = Facts(
    excel_path=r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
    excel_bits=64,
    asr_blocks_children=False,
    resident=False,
    server_processes=1,
    version="0.1.0",
    manifest_version="0.1.0",
    xlwings_version="0.37.8",
    dlls=("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll"),
    loaded_addins=(rf'"{FOLDER}\shirube.xlam"', r'"C:\other\analysis.xlam"'),
    folder=FOLDER,
    sync_folders=(r"C:\Users\tanaka\OneDrive",),
    formulas=12,
    python_path=rf"{FOLDER}\python\python.exe",
    python_bits=64,
    python_version="3.11.9",
    code_page=932,
    start_seconds=2.0,
    macro_policy=2,
)
SICK = {
    "server": {"server_error": "Could not activate Python COM server, hr = -2147221164"},
    "blocked": {"asr_blocks_children": True},
    "several_servers": {"server_processes": 3},
    "versions": {"manifest_version": "0.0.9"},
    "dll": {"dlls": ("xlwings64-0.37.7.dll", "xlwings32-0.37.8.dll")},
    "other_addins": {"loaded_addins": (r'"C:\x\xlwings.xlam"',)},
    "cloud_folder": {"sync_folders": (r"c:\users\tanaka\appdata",)},
    "many_formulas": {"formulas": 5000},
    "gen_py": {"gen_py_damaged": ("dicts.dat",)},
    "waiting": {"async_functions": ("mine.py の F",)},
    "imports": {"failed_imports": ("win32api: ImportError",)},
    "other_python": {"python_path": r"C:\Python312\python.exe", "python_version": "3.12.1"},
    "hints": {"hinted_functions": ("mine.py の F",)},
    "code_page": {"code_page": 65001},
    "slow_start": {"start_seconds": 31.0},
    "python_bits": {"python_bits": 32},
    "marked": {"marked": ("shirube.xlam",)},
    "changed": {"changed_files": ("python/pythonw.exe",)},
    "com_registered": {"registered_server": r"C:\evil.exe"},
    "macros": {"macro_policy": 3},
}


def found(facts):
    return [symptom.pain.key for symptom in symptoms(facts)]


def moved(folder):
    return replace(HEALTHY, folder=folder, python_path=rf"{folder}\python\python.exe")


def test_healthy_pc_has_nothing():
    assert found(HEALTHY) == []
    assert doctor(HEALTHY).conclusion == ("気になることは見つかりませんでした。",)


def test_what_is_not_known_is_no_fault():
    assert found(Facts()) == []


@pytest.mark.parametrize("key", SICK)
def test_each_pain_is_found_alone(key):
    assert found(replace(HEALTHY, **SICK[key])) == [key]


def test_every_pain_of_the_table_has_its_check_and_an_example():
    paths = {"path_letters", "path_backslash", "path_long"}
    assert pains().keys() == CHECKS.keys() == SICK.keys() | paths
    assert sorted(p.number for p in pains().values() if p.number) == list(range(1, 16))
    assert all(p.title and p.cause.endswith("。") and p.remedy.endswith(("。", "）")) for p in pains().values())


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (r"C:\Users\田中 太郎\しるべ", []),
        (r"C:\Users\表\しるべ", ["path_backslash"]),
        (r"C:\ソフト\能力", ["path_backslash"]),
        (r"C:\Users\髙橋\しるべ", []),
        (r"C:\Users\𠮷田\しるべ", ["path_letters"]),
        (r"C:\Users\鷗外\しるべ", ["path_letters"]),
        ("C:\\" + "a" * 150, ["path_long"]),
        (r"\\server\share\shirube", []),
        ("https://city.sharepoint.com/shirube", ["cloud_folder"]),
        (r"C:\Users\tanaka\OneDrive", ["cloud_folder"]),
        (r"C:\Users\tanaka\OneDriveではない\shirube", []),
    ],
)
def test_places(folder, expected):
    facts = moved(folder)
    if "https" in folder:
        facts = replace(facts, python_path="")
    assert found(facts) == expected


def test_resident_kind_needs_no_process_of_excel():
    assert found(replace(HEALTHY, asr_blocks_children=True, resident=True)) == []


def test_store_excel_is_named():
    store = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16\EXCEL.EXE"
    assert found(replace(HEALTHY, excel_path=store)) == ["server"]


@pytest.mark.parametrize(("bits", "lacking"), [(32, True), (64, False), (None, True)])
def test_only_the_dll_excel_loads_is_missed(bits, lacking):
    facts = replace(HEALTHY, excel_bits=bits, dlls=("xlwings64-0.37.8.dll",))
    assert (found(facts) == ["dll"]) is lacking


def test_checks_and_build_speak_of_the_same_xlwings():
    from shirube.commands.doctor import XLWINGS

    assert XLWINGS == VERSION


def test_report_names_each_of_them():
    result = doctor(replace(HEALTHY, code_page=65001, formulas=900))
    assert len(result.tables[0].rows) == len(result.lights) == 2
    assert "2 件" in result.conclusion[0]


@pytest.fixture(scope="module")
def payload(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doctor")
    python = bundles.python_zip(folder)
    lock = bundles.wheels(folder / "wheels")
    request = Request(python, bundles.digest(python), folder / "wheels", folder / "out", lock=lock)
    return build_bundle(request).folder / "payload"


def registry(**more):
    known = {
        ("HKLM", doctor_facts.APP_PATH): {"": r"C:\Office16\EXCEL.EXE"},
        ("HKLM", doctor_facts.BITNESS): {"Platform": "x86"},
        ("HKLM", doctor_facts.ASR): {doctor_facts.ASR_CHILDREN: "1"},
        ("HKCU", rf"{doctor_facts.EXCEL}\Options"): {"OPEN": "a.xlam", "OPEN1": "b.xlam", "Font": "x"},
        ("HKCR", doctor_facts.SERVER): {"": r"C:\x.exe"},
        ("HKCU", doctor_facts.POLICY): {"vbawarnings": 4},
    }
    return lambda hive, key: known.get((hive, key), {})


def test_facts_of_a_bundle_and_a_registry(payload):
    facts = collect(payload, values=registry())
    assert (facts.excel_bits, facts.asr_blocks_children, facts.macro_policy) == (32, True, 4)
    assert facts.loaded_addins == ("a.xlam", "b.xlam")
    assert facts.registered_server == r"C:\x.exe"
    assert facts.dlls == ("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll")
    assert facts.manifest_version == facts.version
    assert facts.resident is False
    assert facts.changed_files == facts.async_functions == facts.hinted_functions == facts.failed_imports == ()
    assert facts.start_seconds >= 0


def test_changed_file_of_a_bundle_is_named(payload, tmp_path):
    import shutil

    copy = shutil.copytree(payload, tmp_path / "copy")
    (copy / "shirube.xlam").write_bytes(b"changed")
    (copy / "python" / "pythonw.exe").unlink()
    assert collect(copy, values=registry()).changed_files == ("python/pythonw.exe", "shirube.xlam")


def test_functions_xlwings_cannot_carry_are_named(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import xlwings as xw\n"
        "@xw.func(async_mode='threading')\ndef SLOW(x): pass\n"
        "@xw.func\n@xw.ret(expand='table')\ndef WIDE(x: float): pass\n"
        "@xw.func\ndef MAYBE(x: 'int', y: float | None = None): pass\n"
        "@xw.func\ndef OLD(x: Optional[float]): pass\n"
        "def helper(x: float | None): pass\n",
        encoding="utf-8",
    )
    assert declared_badly(tmp_path) == {
        "async_functions": ("mine.py の SLOW", "mine.py の WIDE"),
        "hinted_functions": ("mine.py の MAYBE", "mine.py の OLD"),
    }


def test_our_own_functions_are_declared_well():
    assert declared_badly(ROOT / "udfs") == {"async_functions": (), "hinted_functions": ()}


def test_damaged_office_cache(tmp_path):
    (tmp_path / "3.11").mkdir()
    (tmp_path / "3.11" / "dicts.dat").write_bytes(b"")
    (tmp_path / "3.11" / "cut.py").write_text("def f(:\n")
    (tmp_path / "3.11" / "good.py").write_text("x = 1\n")
    assert gen_py_damage(tmp_path) == ("cut.py", "dicts.dat")
    assert gen_py_damage(tmp_path / "none") == ()


def test_repair_deletes_only_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor_facts.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / "gen_py" / "3.11").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    assert doctor_facts.remove_gen_py()
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    assert not doctor_facts.remove_gen_py()


def test_formulas_are_counted(tmp_path):
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as parts:
        cells = (
            '<c><f>SB_NENDO(A1)</f><v>1</v></c><c><f t="array" ref="A1">SUM(SB_TIDY(A1))</f></c><c><f>SUM(A1)</f></c>'
        )
        parts.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{cells}<c><v>SB_</v></c></sheetData>")
        parts.writestr("xl/sharedStrings.xml", "<f>SB_TIDY(A1)</f>")
    assert count_formulas(tmp_path / "book.xlsx") == 2


def test_command_line_tells_cause_and_next_step(payload, tmp_path, capsys):
    out = tmp_path / "診断.xlsx"
    words = ["doctor", "--folder", str(payload), "--message", "hr = -2147221164", "--out", str(out)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert pains()["server"].cause in said
    assert pains()["server"].remedy in said
    assert out.is_file()


def test_workbook_that_is_not_there(tmp_path, capsys):
    assert main(["doctor", "--book", str(tmp_path / "none.xlsx")]) == 2
    assert "SB-R101" in capsys.readouterr().err


def test_part_that_cannot_be_loaded_is_named(payload, monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert collect(payload, values=registry()).failed_imports == ("rapidfuzz: ModuleNotFoundError",)


def test_code_page_is_asked_of_windows(monkeypatch):
    class Kernel:
        class kernel32:
            @staticmethod
            def GetACP():
                return 65001

    monkeypatch.setattr(ctypes, "windll", Kernel, raising=False)
    assert doctor_facts._code_page() == 65001


def test_doctor_answers_when_no_part_can_be_loaded(payload):
    """From the bundle, as doctor.cmd starts it, with every third-party package out of reach (-S)."""
    code = "import sys, runpy; sys.path.insert(0, sys.argv.pop(1)); "
    code += "runpy.run_module('shirube_cli.doctor', run_name='__main__')"
    python = [sys.executable, "-I", "-B", "-S", "-X", "utf8"]
    command = [*python, "-c", code, str(payload / "app"), "--folder", str(payload)]
    done = subprocess.run(command, capture_output=True, check=True)
    said = done.stdout.decode()
    assert pains()["imports"].title in said
    assert "numpy: ModuleNotFoundError" in said
    assert pains()["imports"].remedy in said
