"""A bundle holds what a PC without a network needs, where it is looked for, and says of every file what it is."""

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlwings

from shirube.errors import WriteError
from shirube_cli.main import main
from shirube_macros.bundle.build import Request, build_bundle
from shirube_macros.bundle.listing import sbom
from shirube_macros.bundle.papers import links
from shirube_macros.bundle.runtime import _target
from shirube_macros.xlwings_module import xlwings_module
from support import bundles
from support.shared import ROOT


def request_for(folder, **changed):
    folder.mkdir(parents=True, exist_ok=True)
    python = changed.pop("python", None) or bundles.python_zip(folder)
    lock = bundles.wheels(folder / "wheels")
    given = {"python": python, "sha256": bundles.digest(python), "wheels": folder / "wheels", "lock": lock}
    return Request(**{**given, "out": folder / "out", **changed})


@pytest.fixture(scope="module")
def request_made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "book.xlsx").write_bytes(b"book")
    request = request_for(folder, extras={"templates/ひな型.xlsx": folder / "book.xlsx"})
    return request, build_bundle(request)


@pytest.fixture(scope="module")
def made(request_made):
    return request_made[1].folder


def listed(path):
    return dict(reversed(line.split("  ", 1)) for line in path.read_text(encoding="utf-8").splitlines())


def test_dlls_lie_beside_pythonw(made):
    python = made / "payload" / "python"
    for name in ("xlwings64-0.37.8.dll", "xlwings32-0.37.8.dll", "pywintypes311.dll", "pythoncom311.dll"):
        assert (python / name).is_file(), name
    assert (python / "pythonw.exe").read_text() == "stand-in for pythonw.exe"


def test_dlls_have_the_names_the_add_in_loads(made):
    names = set(re.findall(r"xlwings\d\d-[\d.]+?\.dll", xlwings_module().code))
    assert len(names) == 2
    assert all((made / "payload" / "python" / name).is_file() for name in names)


def test_python_looks_into_site_packages_and_app_only(made):
    lines = (made / "payload/python/python311._pth").read_bytes().decode("ascii").split("\r\n")
    assert lines == ["python311.zip", ".", r"Lib\site-packages", r"..\app", "import site", ""]
    for line in lines[2:4]:
        assert (made / "payload/python" / line.replace("\\", "/")).is_dir()


def test_paid_part_tests_and_installers_stay_out(made):
    site = made / "payload/python/Lib/site-packages"
    assert (site / "xlwings/__init__.py").is_file()
    assert (site / "pywin32.pth").is_file()
    assert (site / "win32/win32api.pyd").is_file()
    for name in ("xlwings/pro", "xlwings/quickstart.xlsm", "pythonwin", "isapi", "tzdata/tests"):
        assert not (site / name).exists(), name
    assert not list(made.rglob("*postinstall*"))


def test_every_file_is_in_the_list_with_its_hash(made):
    hashes = listed(made / "SHA256SUMS.txt")
    files = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()} - {"SHA256SUMS.txt"}
    assert hashes.keys() == files
    assert all(hashlib.sha256((made / name).read_bytes()).hexdigest() == value for name, value in hashes.items())


def test_everything_a_policy_may_stop_is_in_the_table(made):
    text = (made / "executables.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))[1:]
    found = {p for p in made.rglob("*") if p.suffix in {".exe", ".dll", ".pyd", ".cmd"}}
    assert {made / row[0].replace("\\", "/") for row in rows} == found
    assert all(hashlib.sha256((made / r[0].replace("\\", "/")).read_bytes()).hexdigest() == r[2] for r in rows)


def test_manifest_records_the_python_it_was_given(request_made, made):
    request, _ = request_made
    manifest = json.loads((made / "payload/manifest.json").read_text(encoding="utf-8"))
    assert manifest["python"] == {
        "file": "python-3.11.9-embed-amd64.zip",
        "version": "3.11.9",
        "sha256": request.sha256,
    }
    assert manifest["wheels"] == {wheel.file: wheel.sha256 for wheel in request.lock}


def test_bill_of_materials_lies_in_the_bundle(request_made, made):
    request, _ = request_made
    bom = json.loads((made / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bom == sbom(request.lock, "3.11.9", request.sha256)


def test_same_inputs_give_the_same_files(request_made, tmp_path):
    request, first = request_made
    again = build_bundle(Request(**{**request.__dict__, "out": tmp_path / "again"}))
    assert listed(again.folder / "SHA256SUMS.txt") == listed(first.folder / "SHA256SUMS.txt")


def test_functions_work_from_the_bundle_alone(made):
    """An isolated Python finds our packages in the bundle, and a function answers as Excel's server calls it."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import shirube, shirube_udfs.tidying as t, shirube_udfs.resident;"
        "assert shirube.__file__.startswith(sys.argv[1]), shirube.__file__;"
        "assert t.__file__.startswith(sys.argv[1]);"
        "sys.stdout.buffer.write(t.SB_WAREKI([['2026/4/1']]).encode())"
    )
    command = [sys.executable, "-I", "-B", "-c", code, str(made / "payload" / "app")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode() == "令和8年4月1日"


def test_add_in_of_the_resident_kind_starts_nothing(tmp_path):
    def settings(resident):
        folder = build_bundle(request_for(tmp_path / str(resident), resident=resident)).folder
        with zipfile.ZipFile(folder / "payload/shirube.xlam") as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        words = re.findall(r"<t[^>]*>([^<]*)</t>", sheet)
        return dict(zip(words[::2], words[1::2], strict=True))

    plain, resident = settings(False), settings(True)
    assert plain["DEBUG UDFS"] == "false"
    assert resident == {**plain, "DEBUG UDFS": "true"}


def test_signed_add_in_goes_in_as_it_is_and_an_unsigned_one_does_not(tmp_path):
    signed = bundles.archive(tmp_path / "signed.xlam", {"xl/vbaProject.bin": "v", "xl/vbaProjectSignature.bin": "s"})
    plain = bundles.archive(tmp_path / "plain.xlam", {"xl/vbaProject.bin": "v"})
    made = build_bundle(request_for(tmp_path / "a", signed=signed)).folder
    assert (made / "payload/shirube.xlam").read_bytes() == signed.read_bytes()
    assert listed(made / "SHA256SUMS.txt")["payload/shirube.xlam"] == bundles.digest(signed)
    with pytest.raises(WriteError, match="SB-W614"):
        build_bundle(request_for(tmp_path / "b", signed=plain))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("SB-W602", lambda f, r: {"sha256": "0" * 64}),
        ("SB-W604", lambda f, r: {"python": f / "none.zip", "sha256": "0"}),
        ("SB-W601", lambda f, r: {"wheels": f}),
        ("SB-W609", lambda f, r: {"lock": r.lock[1:]}),
        ("SB-W607", lambda f, r: {"lock": (bundles.wheel(r.wheels, "pywin32", {}), *r.lock[1:])}),
        ("SB-W608", lambda f, r: {"out": f}),
    ],
)
def test_what_is_missing_or_changed_stops_it(tmp_path, code, change):
    request = request_for(tmp_path)
    with pytest.raises(WriteError) as caught:
        build_bundle(Request(**{**request.__dict__, **change(tmp_path, request)}))
    assert caught.value.code == code
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"wheels"}  # nothing half made


def test_changed_wheel_stops_it(tmp_path):
    request = request_for(tmp_path)
    path = request.wheels / request.lock[0].file
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(WriteError, match="SB-W602"):
        build_bundle(request)


@pytest.mark.parametrize("name", bundles.PYTHON_FILES[:4])
def test_archive_that_is_no_embeddable_python(tmp_path, name):
    with pytest.raises(WriteError, match="SB-W605") as caught:
        build_bundle(request_for(tmp_path, python=bundles.python_zip(tmp_path, leave_out=name)))
    assert name in caught.value.sentence


def test_member_outside_the_folder_is_refused(tmp_path):
    python = bundles.python_zip(tmp_path, more={"../../evil.exe": "x"})
    with pytest.raises(WriteError, match="SB-W606"):
        build_bundle(request_for(tmp_path, python=python))
    assert not list(tmp_path.rglob("evil.exe"))


def test_functions_answer_through_xlwings_without_what_stays_out(made, tmp_path):
    """xlwings' own server code (Windows modules stood in for) and our packages from the bundle."""
    source = Path(xlwings.__file__).parent
    kept = [p for p in source.rglob("*.py") if _target(f"xlwings/{p.relative_to(source).as_posix()}")]
    for path in kept:
        copy = tmp_path / "xlwings" / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    assert not (tmp_path / "xlwings" / "pro").exists()
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; from support import pywin32_stub as stub; xw = stub.install();"
        "assert xw.__file__.startswith(sys.argv[1]) and not xw.__pro__; from xlwings.com_server import XLPython;"
        "given = (stub.Range([['2026/4/1']]),);"
        "said = XLPython().CallUDF('shirube_udfs.tidying', 'SB_WAREKI', given, None, None);"
        "sys.stdout.buffer.write(said.encode())"
    )
    places = [str(tmp_path), str(made / "payload" / "app"), str(ROOT / "tests")]
    done = subprocess.run([sys.executable, "-I", "-B", "-c", code, *places], capture_output=True, check=True)
    assert done.stdout.decode() == "令和8年4月1日"


def unresolved(payload):
    """Links of the pages of a bundle that lead nowhere in it."""
    pages = {page.relative_to(payload).as_posix(): page for page in payload.rglob("*.md") if "python" not in page.parts}
    assert len(pages) > 15
    targets = [(name, target) for name, page in pages.items() for target in links(name, page)]
    assert len(targets) > 40
    return [pair for pair in targets if pair[1].startswith("..") or not (payload / pair[1]).is_file()]


def test_a_link_to_a_page_that_is_left_out_is_seen(tmp_path):
    (tmp_path / "page.md").write_text("[a](other.md#b) [c](https://example.invalid/d.md) ![e](f.png) [g](#h)", "utf-8")
    assert list(links("docs/page.md", tmp_path / "page.md")) == ["docs/other.md", "docs/f.png"]
    assert list(links("page.txt", tmp_path / "page.txt")) == []


def test_command_line_makes_it_whole(tmp_path, monkeypatch, capsys):
    request = request_for(tmp_path)
    monkeypatch.setattr("shirube_macros.bundle.build.read_lock", lambda: request.lock)
    words = ["bundle", "--python", str(request.python), "--sha256", request.sha256, "--wheels", str(request.wheels)]
    assert main([*words, "--out", str(request.out)]) == 0
    assert "executables.csv" in capsys.readouterr().out
    for name in ("templates/01_課題と仮説.xlsx", "docs/it-sheet.md", "docs/install.md", "LICENSE", "NOTICE.md"):
        assert (request.out / "payload" / name).is_file(), name
    assert unresolved(request.out / "payload") == []
    assert listed(request.out / "payload/SHA256SUMS.txt").keys() >= {"docs/functions.md", "macros/powerquery/age.pq"}
    assert main([*words, "--out", str(request.out)]) == 2
    assert "SB-W608" in capsys.readouterr().err
