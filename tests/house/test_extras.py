"""What only some installations have is never needed by the rest."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from shirube.errors import catalogue

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = ("narwhals", "duckdb", "polars", "pyarrow", "dask", "distributed", "pyspark")

ROOMS = [str(ROOT / room) for room in ("python", "udfs", "macros", "workbooks")]

_WITHOUT = f"""
import importlib, pkgutil, sys
sys.path[:0] = {ROOMS!r}
for name in {EXTRAS!r}:
    sys.modules[name] = None
for room in ("shirube", "shirube_cli", "shirube_udfs"):
    package = importlib.import_module(room)
    for found in pkgutil.walk_packages(package.__path__, room + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
from shirube_cli.main import main
print([main(["crosstab", path, "--row", "地区", "--column", "答"]) for path in sys.argv[1:]])
"""


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def names(requirements: object) -> set[str]:
    assert isinstance(requirements, list)
    return {re.split(r"[\[<>=!~ ;]", requirement)[0].lower() for requirement in requirements}


def test_everything_imports_and_counts_without_the_extras(tmp_path: Path) -> None:
    (tmp_path / "回答.csv").write_text("地区,答\n東,はい\n西,いいえ\n", encoding="utf-8")
    (tmp_path / "回答.parquet").write_bytes(b"PAR1")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _WITHOUT, *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.stdout.splitlines()[-1:] == ["[0, 2]"], done.stderr
    assert "SB-R120" in done.stderr


def test_clerks_install_no_engine() -> None:
    assert not names(project()["dependencies"]) & set(EXTRAS)


def test_developers_have_every_engine_the_tests_need() -> None:
    extras = project()["optional-dependencies"]
    assert isinstance(extras, dict)
    engines, developers = names(extras["engines"]), names(extras["dev"])
    assert engines <= set(EXTRAS)
    for code in ("R120", "C319"):
        assert f"pip install {' '.join(sorted(engines))} " in catalogue()[code].fix
    assert "shirube[engines]" in extras["dev"]
    assert {"polars", "dask", "distributed"} <= developers
    assert not engines & developers
