"""The import contracts hold, and each of them catches a planted violation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("python", "udfs", "macros", "workbooks")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(root / room) for room in ROOMS)}
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(root / "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.xlsx", "__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_hold_as_committed() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("place", "line", "contract"),
    [
        ("python/shirube/tidy/planted.py", "import openpyxl", "Only office opens or draws files"),
        ("python/shirube/policy/planted.py", "from ..crosstab import planted_sibling", "Floors of the library"),
        ("python/shirube/stats/planted.py", "from .. import office", "Floors of the library"),
        ("python/shirube/commands/planted.py", "import xlwings", "xlwings lives in udfs and the office engine"),
        ("python/shirube/office/planted.py", "import statsmodels", "statsmodels only behind policy and stats"),
        ("udfs/shirube_udfs/planted.py", "import shirube_workbooks", "Front ends stand on the library, side by side"),
        ("python/shirube/unplaced.py", "", "Floors of the library"),
    ],
)
def test_planted_violation_is_caught(copy: Path, place: str, line: str, contract: str) -> None:
    (copy / "python/shirube/crosstab/planted_sibling.py").write_text("")
    (copy / place).write_text(line + "\n")
    done = lint(copy)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout, done.stdout + done.stderr
