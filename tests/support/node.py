"""The one Node process of a test run; it starts with the first question and ends with the run."""

import atexit
import functools
from typing import Any

from support.tools import TOOLS, tool


@functools.cache
def checks() -> Any:
    """Return the running process (`Checks` of ``tools/validate.py``); fails when its packages are not installed."""
    for package in ("ooxml", "powerquery"):
        if not (TOOLS / package / "node_modules").is_dir():
            raise RuntimeError("検査器がありません。python tools/validate.py --install を実行してください")
    running = tool("validate").Checks()
    atexit.register(running.close)
    return running
