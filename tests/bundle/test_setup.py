"""Install, upgrade, roll back and uninstall touch only one folder and the user's own Excel settings."""

import contextlib
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import WriteError
from shirube_macros.bundle import setup
from shirube_macros.bundle.build import SCRIPTS, Request, build_bundle
from shirube_macros.bundle.setup import changes, damaged, install, rollback, uninstall
from support import bundles
from support.shared import ROOT


class Settings:
    """Excel's settings of a user who has another add-in."""

    def __init__(self):
        self.values = {"OPEN": '/R "C:\\Program Files\\other.xlam"'}

    def read(self):
        return dict(self.values)

    def write(self, changed):
        for name, value in changed.items():
            if value is None:
                del self.values[name]
            else:
                self.values[name] = value


OTHER = Settings().values


@pytest.fixture(scope="module")
def payloads(tmp_path_factory):
    """Two bundles of one version number, the second with another Python."""
    made = []
    for more in ({}, {"fixed.dll": "newer"}):
        folder = tmp_path_factory.mktemp("made")
        python = bundles.python_zip(folder, more=more)
        lock = bundles.wheels(folder / "wheels")
        request = Request(python, bundles.digest(python), folder / "wheels", folder / "out", lock=lock)
        made.append(build_bundle(request).folder / "payload")
    return made


@pytest.fixture
def root(tmp_path):
    return tmp_path / "AppData" / "Shirube"


def ours(settings):
    return [value for value in settings.values.values() if "shirube" in value]


def test_install_copies_verifies_and_registers(payloads, root):
    settings = Settings()
    folder = install(payloads[0], root, settings)
    assert damaged(folder) == []
    assert settings.values == {**OTHER, "OPEN1": f'"{folder / "shirube.xlam"}"'}


def test_installing_twice_changes_nothing(payloads, root):
    settings = Settings()
    install(payloads[0], root, settings)
    before = dict(settings.values), sorted(root.rglob("*"))
    install(payloads[0], root, settings)
    assert (dict(settings.values), sorted(root.rglob("*"))) == before


def test_installing_again_repairs(payloads, root):
    settings = Settings()
    folder = install(payloads[0], root, settings)
    (folder / "python" / "pythonw.exe").unlink()
    assert damaged(folder) == ["python/pythonw.exe"]
    assert damaged(install(payloads[0], root, settings)) == []


def test_upgrade_keeps_the_older_one_and_rolls_back(payloads, root):
    settings = Settings()
    old = install(payloads[0], root, settings)
    new = install(payloads[1], root, settings)
    assert old != new
    assert ours(settings) == [f'"{new / "shirube.xlam"}"']
    assert rollback(root, settings) == old
    assert ours(settings) == [f'"{old / "shirube.xlam"}"']
    with pytest.raises(WriteError, match="SB-W613"):
        rollback(root, settings)
    assert install(payloads[1], root, settings) == new
    assert rollback(root, settings) == old


def test_damaged_bundle_is_not_installed(payloads, root, tmp_path):
    broken = shutil.copytree(payloads[0], tmp_path / "broken")
    (broken / "python" / "python311.dll").write_text("changed")
    settings = Settings()
    with pytest.raises(WriteError, match="SB-W611") as caught:
        install(broken, root, settings)
    assert "python/python311.dll" in caught.value.sentence
    assert settings.values == OTHER
    assert not root.exists()


def test_copy_cut_short_is_never_a_version(payloads, root, monkeypatch):
    def cut(_source, target):
        target.mkdir(parents=True)
        raise OSError("disk full")

    monkeypatch.setattr(setup.shutil, "copytree", cut)
    settings = Settings()
    with pytest.raises(WriteError, match="SB-W612"):
        install(payloads[0], root, settings)
    assert settings.values == OTHER
    monkeypatch.undo()
    assert damaged(install(payloads[0], root, settings)) == []


def test_file_lost_on_the_way_is_noticed(payloads, root, monkeypatch):
    whole = shutil.copytree

    def copy_and_lose(source, target):
        whole(source, target)
        (target / "python" / "xlwings64-0.37.8.dll").unlink()

    monkeypatch.setattr(setup.shutil, "copytree", copy_and_lose)
    settings = Settings()
    with pytest.raises(WriteError, match=r"xlwings64-0\.37\.8\.dll"):
        install(payloads[0], root, settings)
    assert settings.values == OTHER
    assert [path.suffix for path in root.iterdir()] == [".part"]


def test_uninstall_leaves_nothing_and_others_alone(payloads, root):
    settings = Settings()
    install(payloads[0], root, settings)
    uninstall(root, settings)
    assert settings.values == OTHER
    assert not root.exists()
    uninstall(root, settings)


def test_words_of_the_scripts_do_what_they_say(payloads, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "利用者 表ソ能"))
    settings = Settings()
    assert setup.main(["install", str(payloads[0])], settings) == 0
    assert "入れました" in capsys.readouterr().out
    assert len(ours(settings)) == 1
    assert setup.main(["rollback"], settings) == 2
    assert "SB-W613" in capsys.readouterr().out
    assert setup.main(["register", r"\\server\share\shirube.xlam"], settings) == 0
    assert ours(settings) == [r'"\\server\share\shirube.xlam"']
    assert setup.main(["uninstall"], settings) == 0
    assert settings.values == OTHER
    assert not (tmp_path / "利用者 表ソ能" / "Shirube").exists()


def test_registering_what_it_placed_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    settings = Settings()
    assert setup.main(["register", r"C:\Shirube\shirube.xlam"], settings) == 0
    assert ours(settings) == [r'"C:\Shirube\shirube.xlam"']
    assert setup.main(["unregister"], settings) == 0
    assert settings.values == OTHER
    assert not list(tmp_path.iterdir())


def test_without_a_profile_folder_nothing_is_written(payloads, monkeypatch, capsys):
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert setup.main(["install", str(payloads[0])], Settings()) == 2
    assert "SB-W612" in capsys.readouterr().out


class Registry:
    """winreg over one dictionary."""

    HKEY_CURRENT_USER, REG_SZ = "HKCU", 1

    def __init__(self, values):
        self.values = values

    def CreateKey(self, root, key):
        assert (root, key) == ("HKCU", setup.OPTIONS_KEY)
        return contextlib.nullcontext(self.values)

    def QueryInfoKey(self, key):
        return 0, len(key), 0

    def EnumValue(self, key, number):
        return *list(key.items())[number], 1

    def SetValueEx(self, key, name, _reserved, kind, value):
        assert kind == self.REG_SZ
        key[name] = value

    def DeleteValue(self, key, name):
        del key[name]


def test_registry_of_the_user_is_what_changes(monkeypatch):
    values = {"Font": "MS P Gothic", "OPEN": "other.xlam", "OpenRecent": 1}
    monkeypatch.setitem(sys.modules, "winreg", Registry(values))
    assert setup.main(["register", r"C:\s\shirube.xlam"]) == 0
    assert values == {"Font": "MS P Gothic", "OPEN": "other.xlam", "OpenRecent": 1, "OPEN1": r'"C:\s\shirube.xlam"'}
    assert setup.main(["unregister"]) == 0
    assert values == {"Font": "MS P Gothic", "OPEN": "other.xlam", "OpenRecent": 1}


names = st.lists(
    st.sampled_from([r'"C:\x.xlam"', r"/R y.xla", r'"C:\old\Shirube.xlam"', r'"\\s\shirube.xlam"', "notshirube.xlam"]),
    max_size=6,
)


@given(names, st.booleans())
def test_others_keep_text_and_order_and_numbers_have_no_gap(texts, take_out):
    values = {f"OPEN{i or ''}": text for i, text in enumerate(texts)}
    addin = None if take_out else r"C:\new\shirube.xlam"
    for name, text in changes(values, addin).items():
        if text is None:
            del values[name]
        else:
            values[name] = text
    kept = [t for t in texts if "shirube" not in t.lower() or "notshirube" in t]
    wanted = kept if take_out else [*kept, r'"C:\new\shirube.xlam"']
    assert [values[f"OPEN{i or ''}"] for i in range(len(values))] == wanted
    assert changes(values, addin) == {}


def test_scripts_ask_for_no_rights_and_get_round_no_policy():
    scripts = {path.name: path.read_text(encoding="ascii").lower() for path in SCRIPTS.glob("*.cmd")}
    assert set(scripts) >= {"install.cmd", "uninstall.cmd", "rollback.cmd", "start-server.cmd", "doctor.cmd"}
    for name, text in scripts.items():
        for word in ("powershell", "executionpolicy", "runas", "hklm", "unblock-file", "schtasks", "reg add"):
            assert word not in text, (name, word)
        for line in (x for x in text.splitlines() if "python" in x and "rem " not in x):
            assert '"%~dp0' in line or '"%cd%' in line, (name, line)  # paths with spaces


def test_scripts_call_modules_that_exist():
    import importlib.util

    called = {m for p in SCRIPTS.glob("*.cmd") for m in re.findall(r" -m ([\w.]+)", p.read_text(encoding="ascii"))}
    assert called == {"shirube_macros.bundle.setup", "shirube_udfs.resident", "shirube_cli.doctor"}
    assert all(importlib.util.find_spec(name) for name in called)


def test_installer_needs_no_part(payloads):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import shirube_macros.bundle.setup"
    command = [sys.executable, "-I", "-B", "-S", "-c", code, str(payloads[0] / "app")]
    subprocess.run(command, check=True)


def test_scripts_are_written_for_windows(payloads):
    for path in (*payloads[0].glob("*.cmd"), *payloads[0].parent.glob("*.cmd")):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 2
        assert data.isascii()


def test_documents_name_the_scripts_there_are():
    text = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("install.md", "it-sheet.md"))
    named = set(re.findall(r"[\w-]+\.cmd", text))
    assert named == {path.name for path in SCRIPTS.glob("*.cmd")}
