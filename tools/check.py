"""Run every check of the project in order, show the time of each, and stop with status 1 if one failed.

``make test`` calls this. Static checks first (seconds), then doctests and tests, a file at a time on two cores; the
tests that need LibreOffice and Node go to one of them, so that each starts once per run (see ``tests/conftest.py``).
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = "python:udfs:macros:workbooks"
PY = sys.executable
BIN = Path(PY).parent

STATIC = (
    ("書式", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("規約", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("型", [PY, "-m", "mypy", "--no-error-summary"]),
    ("層", [str(BIN / "lint-imports"), "--no-cache"]),
    ("大きさ", [PY, "tools/sizes.py"]),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--static", action="store_true", help="only format, rules, types and layers")
    parser.add_argument("--all", action="store_true", help="include tests marked slow")
    options = parser.parse_args()

    started, failed = time.perf_counter(), []
    env = {**os.environ, "PYTHONPATH": ROOMS.replace(":", os.pathsep), "PYTHONUTF8": "1"}
    for label, command in STATIC:
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        print(f"{label}: {'可' if done.returncode == 0 else '不可'}  {time.perf_counter() - begun:.1f} 秒", flush=True)
        if done.returncode:
            failed.append(label)
            print(done.stdout + done.stderr)
    if not options.static and not failed:
        tests = [
            PY,
            "-m",
            "pytest",
            "-q",
            "--numprocesses=2",
            "--doctest-modules",
            "python/shirube",
            "udfs",
            "macros",
            "workbooks",
            "tests",
        ]
        if options.all:
            env["SHIRUBE_NEW_EXAMPLES"] = "1"
        else:
            tests += ["-m", "not slow"]
        if subprocess.run(tests, cwd=ROOT, env=env, check=False).returncode:
            failed.append("試験")
    print(f"合計 {time.perf_counter() - started:.0f} 秒  {'不可: ' + '、'.join(failed) if failed else 'すべて可'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
