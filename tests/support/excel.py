"""Calls worksheet functions as Excel would, in a process of its own, through xlwings' COM conversions.

>>> # with Excel() as excel: excel.call("support", "SB_VERSION")
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OMITTED = ("omitted",)


class Excel:
    """The process; `call` returns what the wrapper's ``SbCall`` would get: a scalar, a row or rows."""

    def __enter__(self):
        rooms = ("python", "udfs", "tests")
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / r) for r in rooms), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "support.excel"]
        self._process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def call(self, module: str, function: str, *arguments):
        """Call a function. A list of rows is a range, `OMITTED` an optional argument left out, else a value."""
        return self._ask(("call", module, function, arguments))

    def signatures(self, module: str) -> dict[str, dict]:
        """xlwings' own record of every decorated function of a module."""
        return self._ask(("signatures", module))

    def forget(self) -> None:
        """Lose what the process keeps between calls, as when it is started anew."""
        self._ask(("forget",))

    def _ask(self, request):
        pickle.dump(request, self._process.stdin)
        self._process.stdin.flush()
        kind, answer = pickle.load(self._process.stdout)  # noqa: S301 - our own child process
        if kind == "raised":
            raise AssertionError(f"an exception reached Excel: {answer}")
        return answer


def _serve() -> None:
    from support import pywin32_stub

    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    pywin32_stub.install()
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent process
        except EOFError:
            return
        try:
            answer = ("returned", _ANSWERS[request[0]](*request[1:]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            answer = ("raised", repr(error))
        pickle.dump(answer, answers)
        answers.flush()


def _call(module, function, arguments):
    from xlwings.com_server import XLPython

    from support.pywin32_stub import MISSING, Range, com_value

    given = [Range(a) if isinstance(a, list) else MISSING if a == OMITTED else com_value(a) for a in arguments]
    return XLPython().CallUDF(f"shirube_udfs.{module}", function, given, None, Range([[None]]))


def _signatures(module):
    import importlib

    found = importlib.import_module(f"shirube_udfs.{module}")
    functions = {k: v for k, v in vars(found).items() if hasattr(v, "__xlfunc__")}
    return {name: f.__xlfunc__ for name, f in functions.items()}


def _forget():
    from shirube_udfs import kept

    kept.clear()


_ANSWERS = {"call": _call, "signatures": _signatures, "forget": _forget}

if __name__ == "__main__":
    _serve()
