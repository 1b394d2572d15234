"""What the .cmd files of a bundle call on the user's PC: install, roll back, uninstall, register with Excel.

No administrator, no PowerShell, nothing outside ``%LOCALAPPDATA%`` and the user's own Excel settings. Every version
lies in its own folder and Excel is pointed to one of them, so that an upgrade touches no file in use and a roll-back is
one changed entry.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from shirube.errors import ShirubeError, WriteError

from .listing import SUMS, sums
from .lock import sha256

__all__ = ["ExcelOptions", "changes", "damaged", "install", "main", "rollback", "unregister"]

ADDIN = "shirube.xlam"
HISTORY = "versions.txt"
OPTIONS_KEY = r"Software\Microsoft\Office\16.0\Excel\Options"


class Options(Protocol):
    """The user's settings of Excel: the values by name."""

    def read(self) -> dict[str, str]:
        """Return the values named OPEN, OPEN1, …"""
        ...

    def write(self, changed: Mapping[str, str | None]) -> None:
        """Set the values given; None removes one."""
        ...


@dataclass(frozen=True)
class ExcelOptions:
    """Excel's own settings in the registry of this user (Excel 2016 and later)."""

    key: str = OPTIONS_KEY

    def read(self) -> dict[str, str]:
        """Return the values named OPEN, OPEN1, …"""
        registry, found = _winreg(), {}
        with registry.CreateKey(registry.HKEY_CURRENT_USER, self.key) as key:
            for number in range(registry.QueryInfoKey(key)[1]):
                name, value, _ = registry.EnumValue(key, number)
                if _number(name) is not None:
                    found[name.upper()] = str(value)
        return found

    def write(self, changed: Mapping[str, str | None]) -> None:
        """Set the values given; None removes one."""
        registry = _winreg()
        with registry.CreateKey(registry.HKEY_CURRENT_USER, self.key) as key:
            for name, value in changed.items():
                if value is None:
                    registry.DeleteValue(key, name)
                else:
                    registry.SetValueEx(key, name, 0, registry.REG_SZ, value)


def _winreg() -> Any:
    """The registry module, which only Python for Windows has."""
    return importlib.import_module("winreg")


def changes(values: Mapping[str, str], addin: str | None) -> dict[str, str | None]:
    r"""Return what to change among OPEN, OPEN1, … so that `addin` is loaded, once, and no other copy of ours.

    Excel stops at the first number that is missing, so the entries are numbered without gaps. Those of other add-ins
    keep their text and order. None for `addin` takes ours out.

    >>> changes({"OPEN": '"C:\\other.xlam"'}, r"C:\s\shirube.xlam")
    {'OPEN1': '"C:\\s\\shirube.xlam"'}
    """
    named = sorted((number, name) for name in values if (number := _number(name)) is not None)
    wanted = [values[name] for _, name in named if not _ours(values[name])]
    if addin is not None:
        wanted.append(f'"{addin}"')
    after = {f"OPEN{i or ''}": text for i, text in enumerate(wanted)}
    changed: dict[str, str | None] = {name: text for name, text in after.items() if values.get(name) != text}
    return changed | {name: None for _, name in named if name not in after}


def _number(name: str) -> int | None:
    found = re.fullmatch(r"OPEN(\d*)", name.upper())
    return None if found is None else int(found[1] or 0)


def _ours(text: str) -> bool:
    return bool(re.search(rf'(^|[\\/"]){re.escape(ADDIN)}"?\s*$', text, re.IGNORECASE))


def damaged(folder: Path) -> list[str]:
    """Return the files that differ from the list of hashes beside them, or are missing."""
    if not (folder / SUMS).is_file():
        return [SUMS]
    lines = (line.split("  ", 1) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines())
    listed = {name: value for value, name in lines}
    found = sums(folder)
    return sorted(name for name, value in listed.items() if found.get(name) != value)


def install(payload: Path, root: Path, options: Options) -> Path:
    """Copy a version beside the others, verify the copy, point Excel to it.

    Doing it again repairs the copy. An older version stays for `rollback`.

    Raises
    ------
    WriteError
        SB-W611: the bundle lacks a file or one was changed. SB-W612: the folder cannot be written.
    """
    broken = damaged(payload)
    if broken:
        raise WriteError("W611", count=len(broken), first=broken[0])
    version = _version(payload)
    target = root / version
    if not target.is_dir() or damaged(target):
        _copy(payload, target)
    _remember(root, version)
    options.write(changes(options.read(), str(target / ADDIN)))
    return target


def _copy(payload: Path, target: Path) -> None:
    """Copy under another name and rename, so that a copy cut short is never taken for a version."""
    half = target.with_name(target.name + ".part")
    try:
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(payload, half)
        lost = damaged(half)
        if lost:
            raise WriteError("W611", count=len(lost), first=lost[0])
        if target.exists():
            shutil.rmtree(target)
        half.rename(target)
    except OSError as error:
        raise WriteError("W612", folder=str(target)) from error


def _version(payload: Path) -> str:
    """Name the folder of a version: its number and the start of the hash of its list, so that a bundle with newer
    parts and the same number lies beside the older one.
    """
    version = str(json.loads((payload / "manifest.json").read_text(encoding="utf-8"))["version"])
    if not re.fullmatch(r"[0-9A-Za-z.+-]+", version):
        raise WriteError("W611", count=1, first="manifest.json")
    return f"{version}-{sha256(payload / SUMS)[:8]}"


def _remember(root: Path, version: str) -> None:
    past = [line for line in _history(root) if line != version]
    (root / HISTORY).write_text("".join(f"{line}\n" for line in [*past, version]), encoding="ascii")


def _history(root: Path) -> list[str]:
    path = root / HISTORY
    return path.read_text(encoding="ascii").split() if path.is_file() else []


def rollback(root: Path, options: Options) -> Path:
    """Point Excel to the version used before the present one; doing it again goes back one more.

    Raises
    ------
    WriteError
        SB-W613: there is no earlier version.
    """
    past = [version for version in _history(root) if (root / version / ADDIN).is_file()]
    if len(past) < 2:
        raise WriteError("W613")
    (root / HISTORY).write_text("".join(f"{line}\n" for line in past[:-1]), encoding="ascii")
    target = root / past[-2]
    options.write(changes(options.read(), str(target / ADDIN)))
    return target


def unregister(options: Options) -> None:
    """Make Excel forget the add-in."""
    options.write(changes(options.read(), None))


def uninstall(root: Path, options: Options) -> None:
    """Make Excel forget the add-in and delete every installed version.

    Raises
    ------
    WriteError
        SB-W612: a file is in use. Excel has forgotten the add-in all the same.
    """
    unregister(options)
    if not root.exists():
        return
    try:
        shutil.rmtree(root)
    except OSError as error:
        raise WriteError("W612", folder=str(root)) from error


def main(arguments: Sequence[str], options: Options | None = None) -> int:
    """Carry out one word of the .cmd files and say in Japanese what was done."""
    settings = options or ExcelOptions()
    root = Path(os.environ.get("LOCALAPPDATA", "")) / "Shirube"
    try:
        sys.stdout.write(_do(arguments, root, settings) + "\n")
    except ShirubeError as error:
        sys.stdout.write(error.japanese + "\n")
        return 2
    return 0


def _do(arguments: Sequence[str], root: Path, options: Options) -> str:
    verb, rest = arguments[0], arguments[1:]
    if verb == "register":
        options.write(changes(options.read(), rest[0]))
        return "Excel に登録しました。次に Excel を開くと［しるべ］タブが出ます。"
    if verb == "unregister":
        unregister(options)
        return "Excel の登録を外しました。"
    if not os.environ.get("LOCALAPPDATA"):
        raise WriteError("W612", folder="%LOCALAPPDATA%")
    if verb == "install":
        return f"入れました: {install(Path(rest[0]), root, options)}\nExcel を開き直すと［しるべ］タブが出ます。"
    if verb == "rollback":
        return f"前の版に戻しました: {rollback(root, options)}\nExcel を開き直してください。"
    uninstall(root, options)
    return "取り除きました。"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
