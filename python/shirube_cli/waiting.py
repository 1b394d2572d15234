"""Shows on a terminal that a long call is still at work; nothing of it gets into files or pipes."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

__all__ = ["Waiting"]

_FIRST, _EVERY = 2.0, 1.0  # seconds
_WIDTH = 48  # columns of the line that is shown, and wiped with spaces: old consoles know no other way


class Waiting:
    """While open, count the seconds on the terminal from the second one on.

    Parameters
    ----------
    silent
        Show nothing, for verbs that tell their own steps.
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._done = threading.Event()
        self._shown = False
        self._thread = None if silent or not sys.stderr.isatty() else threading.Thread(target=self._count, daemon=True)

    def __enter__(self) -> Waiting:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()
        if self._shown:
            sys.stderr.write(f"\r{' ' * _WIDTH}\r")
            sys.stderr.flush()

    def _count(self) -> None:
        begun = time.monotonic()
        wait = _FIRST
        while not self._done.wait(wait):
            wait = _EVERY
            sys.stderr.write(f"\r計算しています… {time.monotonic() - begun:.0f}秒（Ctrl+C で中止）")
            sys.stderr.flush()
            self._shown = True
