"""The committed lock: every wheel a Windows Python of 64 bits needs, by its hash; another content stops the build."""

import dataclasses
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.tags import cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from shirube.errors import WriteError
from shirube_macros.bundle.lock import (
    PLATFORM,
    ROOTS,
    describe,
    download,
    missing,
    normal,
    read_lock,
    verified,
    write_lock,
)
from shirube_macros.xlwings_module import VERSION
from support import bundles
from support.shared import ROOT

LOCK = read_lock()
ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
#: What the one Windows Python loads.
TAGS = {*cpython_tags((3, 11), platforms=[PLATFORM])}


def test_lock_is_whole():
    assert missing(LOCK, [*ROOTS, *(Requirement(text).name for text in ASKED)]) == ()
    assert len({wheel.name for wheel in LOCK}) == len(LOCK)


def test_versions_are_those_the_library_asks_for():
    versions = {wheel.name: wheel.version for wheel in LOCK}
    asked = [Requirement(text) for text in ASKED]
    assert [str(item) for item in asked if not item.specifier.contains(versions[canonicalize_name(item.name)])] == []
    assert versions["xlwings"] == VERSION


@pytest.mark.parametrize("wheel", LOCK, ids=lambda wheel: wheel.name)
def test_every_wheel_is_pinned_and_of_that_python(wheel):
    assert re.fullmatch("[0-9a-f]{64}", wheel.sha256)
    name, version, _, tags = parse_wheel_filename(wheel.file)
    assert (name, str(version)) == (wheel.name, wheel.version)
    assert {tag for tag in tags if tag in TAGS or (tag.platform == "any" and tag.interpreter == "py3")}


@pytest.mark.parametrize("number", range(3))
def test_a_wheel_of_another_content_is_refused(tmp_path, number):
    lock = bundles.wheels(tmp_path)
    path = tmp_path / lock[number].file
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(WriteError, match="SB-W602"):
        verified(tmp_path, lock)


@pytest.mark.slow
def test_pip_takes_nothing_but_what_is_pinned(tmp_path, monkeypatch):
    lock = bundles.wheels(tmp_path / "index")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    download(tmp_path / "wheels", lock)
    assert len(verified(tmp_path / "wheels", lock)) == 3
    with pytest.raises(WriteError, match="SB-W603"):
        download(tmp_path / "others", (dataclasses.replace(lock[0], sha256="0" * 64), *lock[1:]))
    assert not list((tmp_path / "others").glob("*.whl"))


def test_lock_is_written_from_a_folder_and_read_back(tmp_path):
    made = bundles.wheels(tmp_path / "wheels")
    written = write_lock(tmp_path / "wheels", tmp_path / "lock.toml")
    assert written == read_lock(tmp_path / "lock.toml") == made
    assert [p.name for p in verified(tmp_path / "wheels", written)] == [wheel.file for wheel in made]


def test_needs_are_those_on_windows(tmp_path):
    needs = ('pywin32; platform_system == "Windows"', 'psutil; sys_platform == "darwin"', "Et_XmlFile>=1")
    made = bundles.wheel(tmp_path, "some", {}, needs)
    assert describe(tmp_path / made.file).needs == ("et-xmlfile", "pywin32")
    assert normal("A_.b") == "a-b"
