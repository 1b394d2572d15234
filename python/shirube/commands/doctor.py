"""診断: what may keep the add-in from working on this PC, in Japanese, each with its cause and the next step.

Every check is a pure function of `Facts`, collected elsewhere (`doctor_facts`), so that all of them run anywhere.
A check returns what it saw, or nothing. What is not known is never reported as a fault. Standard library
only: it must answer when the parts cannot be loaded.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources

from .. import __version__

__all__ = ["CHECKS", "Facts", "Pain", "Symptom", "pains", "symptoms"]

XLWINGS = "0.37.8"
PYTHON = "3.11"
SLOW_SECONDS = 10.0
MANY_FORMULAS = 200
#: Letters of the deepest file of a bundle below the folder of the add-in (measured, with some to spare).
DEEPEST = 130
LONGEST_PATH = 259


@dataclass(frozen=True)
class Facts:
    """What is known of a PC; None (or nothing in it) where it could not be seen.

    Attributes
    ----------
    excel_path, excel_bits
        Program and bitness of Excel.
    server_error
        Text of the last failure to reach Python from Excel.
    asr_blocks_children, resident
        Whether Office may not start programs; whether this is the resident kind.
    server_processes
        How many pythonw.exe run.
    version, manifest_version, xlwings_version
        Library, list in the bundle, xlwings.
    dlls
        Names of the xlwings DLLs beside pythonw.exe.
    loaded_addins
        Add-ins Excel loads at its start.
    folder, sync_folders
        Where the add-in lies; where OneDrive keeps its files.
    formulas
        Formulas with our functions in the workbook.
    gen_py_damaged
        Files of gen_py that cannot be right.
    async_functions, hinted_functions
        Functions in the app folder declared in a way xlwings cannot carry.
    failed_imports
        ``module: reason``.
    python_path, python_bits, python_version
        The Python that runs.
    code_page
        The system's code page for programs without Unicode.
    start_seconds
        How long it took to load the functions.
    marked
        Files that carry the mark of the web.
    changed_files
        Files that differ from the list of hashes.
    registered_server
        What Windows says of xlwings' fixed class identifier.
    macro_policy
        VBAWarnings as set by policy: 1 all, 2 ask, 3 signed only, 4 none.
    """

    excel_path: str = ""
    excel_bits: int | None = None
    server_error: str = ""
    asr_blocks_children: bool | None = None
    resident: bool | None = None
    server_processes: int | None = None
    version: str = __version__
    manifest_version: str = ""
    xlwings_version: str = ""
    dlls: tuple[str, ...] | None = None
    loaded_addins: tuple[str, ...] = ()
    folder: str = ""
    sync_folders: tuple[str, ...] = ()
    formulas: int | None = None
    gen_py_damaged: tuple[str, ...] = ()
    async_functions: tuple[str, ...] = ()
    hinted_functions: tuple[str, ...] = ()
    failed_imports: tuple[str, ...] = ()
    python_path: str = ""
    python_bits: int | None = None
    python_version: str = ""
    code_page: int | None = None
    start_seconds: float | None = None
    marked: tuple[str, ...] = ()
    changed_files: tuple[str, ...] = ()
    registered_server: str = ""
    macro_policy: int | None = None


@dataclass(frozen=True)
class Pain:
    """One entry of the table: known number (0: none), what, why, next step."""

    key: str
    number: int
    title: str
    cause: str
    remedy: str


@dataclass(frozen=True)
class Symptom:
    """A pain seen on this PC, and what was seen."""

    pain: Pain
    seen: str


@functools.cache
def pains() -> Mapping[str, Pain]:
    """Return the table by key.

    >>> pains()["dll"].number
    5
    """
    text = resources.files("shirube.commands").joinpath("doctor.toml").read_text(encoding="utf-8")
    return {key: Pain(key, **entry) for key, entry in tomllib.loads(text).items()}


def symptoms(facts: Facts) -> tuple[Symptom, ...]:
    """Return what is wrong, in the order of the table.

    >>> [s.pain.key for s in symptoms(Facts(code_page=65001))]
    ['code_page']
    """
    return tuple(Symptom(pain, seen) for key, pain in pains().items() if (seen := CHECKS[key](facts)))


def _server(facts: Facts) -> str:
    if "windowsapps" in facts.excel_path.lower():
        return facts.excel_path
    words = ("-2147221164", "could not activate", "80040154", "-2147024891", "-2147024156")
    return facts.server_error if any(word in facts.server_error.lower() for word in words) else ""


def _blocked(facts: Facts) -> str:
    stopped = facts.asr_blocks_children and not facts.resident
    return "規則 d4f940ab-401b-4efc-aadc-ad5f3c50688a が有効です。" if stopped else ""


def _several_servers(facts: Facts) -> str:
    return f"{facts.server_processes} 個動いています。" if (facts.server_processes or 0) > 1 else ""


def _versions(facts: Facts) -> str:
    wrong = []
    if facts.manifest_version and facts.manifest_version != facts.version:
        wrong.append(f"一式 {facts.manifest_version}、ライブラリ {facts.version}")
    if facts.xlwings_version and facts.xlwings_version != XLWINGS:
        wrong.append(f"xlwings {facts.xlwings_version}（要るのは {XLWINGS}）")
    return "、".join(wrong)


def _dll(facts: Facts) -> str:
    if facts.dlls is None:
        return ""
    needed = [facts.excel_bits] if facts.excel_bits else [64, 32]
    lacking = [name for bits in needed if (name := f"xlwings{bits}-{XLWINGS}.dll") not in facts.dlls]
    return f"無いもの: {'、'.join(lacking)}" if lacking else ""


def _other_addins(facts: Facts) -> str:
    names = [path.replace("/", "\\").rstrip('"').rsplit("\\", 1)[-1].lower() for path in facts.loaded_addins]
    if "xlwings.xlam" in names or names.count("shirube.xlam") > 1:
        return "、".join(facts.loaded_addins)
    return ""


def _cloud_folder(facts: Facts) -> str:
    if facts.folder.lower().startswith(("http:", "https:")):
        return facts.folder
    inside = (_inside(facts.folder, base) for base in facts.sync_folders if base)
    return facts.folder if any(inside) else ""


def _inside(path: str, base: str) -> bool:
    """Whether a Windows path lies in a folder or is that folder."""
    plain, root = (text.replace("/", "\\").rstrip("\\").lower() + "\\" for text in (path, base))
    return plain.startswith(root)


def _many_formulas(facts: Facts) -> str:
    return f"{facts.formulas} 個の式があります。" if (facts.formulas or 0) > MANY_FORMULAS else ""


def _other_python(facts: Facts) -> str:
    if not facts.folder or not facts.python_path:
        return ""
    private = facts.folder.rstrip("\\/") + "\\python"
    right = _inside(facts.python_path, private) and facts.python_version.startswith(PYTHON)
    return "" if right else f"{facts.python_path}（{facts.python_version}）"


def _code_page(facts: Facts) -> str:
    return f"いまの文字コード: {facts.code_page}" if facts.code_page not in (None, 932) else ""


def _slow_start(facts: Facts) -> str:
    slow = facts.start_seconds is not None and facts.start_seconds > SLOW_SECONDS
    return f"{facts.start_seconds:.0f} 秒かかりました。" if slow else ""


def _python_bits(facts: Facts) -> str:
    return f"{facts.python_bits} ビット" if facts.python_bits not in (None, 64) else ""


def _path_letters(facts: Facts) -> str:
    """Letters outside code page 932, whichever encoder stands for it: Excel hands the path over in that code page."""
    lost = [letter for letter in facts.folder if not _survives(letter)]
    return f"「{''.join(dict.fromkeys(lost))}」: {facts.folder}" if lost else ""


def _survives(letter: str) -> bool:
    try:
        return letter.encode("cp932").decode("cp932") == letter
    except UnicodeEncodeError:
        return False


def _path_backslash(facts: Facts) -> str:
    found = [letter for letter in facts.folder if _survives(letter) and letter.encode("cp932")[1:] == b"\\"]
    return f"「{''.join(dict.fromkeys(found))}」: {facts.folder}" if found else ""


def _path_long(facts: Facts) -> str:
    length = len(facts.folder)
    return f"フォルダーまでで {length} 字" if length + DEEPEST > LONGEST_PATH else ""


def _macros(facts: Facts) -> str:
    words = {3: "署名のあるマクロだけ", 4: "すべて禁止"}
    return words.get(facts.macro_policy or 0, "")


def _listed(field: str) -> Callable[[Facts], str]:
    """A check that shows a list of what was found, the first five."""

    def check(facts: Facts) -> str:
        found: tuple[str, ...] = getattr(facts, field)
        more = f" ほか {len(found) - 5} 件" if len(found) > 5 else ""
        return "、".join(found[:5]) + more

    return check


CHECKS: Mapping[str, Callable[[Facts], str]] = {
    "server": _server,
    "blocked": _blocked,
    "several_servers": _several_servers,
    "versions": _versions,
    "dll": _dll,
    "other_addins": _other_addins,
    "cloud_folder": _cloud_folder,
    "many_formulas": _many_formulas,
    "gen_py": _listed("gen_py_damaged"),
    "waiting": _listed("async_functions"),
    "imports": _listed("failed_imports"),
    "other_python": _other_python,
    "hints": _listed("hinted_functions"),
    "code_page": _code_page,
    "slow_start": _slow_start,
    "python_bits": _python_bits,
    "marked": _listed("marked"),
    "path_letters": _path_letters,
    "path_backslash": _path_backslash,
    "path_long": _path_long,
    "changed": _listed("changed_files"),
    "com_registered": lambda facts: facts.registered_server,
    "macros": _macros,
}
