"""Where a command is, in Excel's status bar; Esc stops it between its steps, and between the parts a step counts."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from shirube.errors import CheckError

if TYPE_CHECKING:
    import xlwings as xw

__all__ = ["Steps", "escape_pressed"]

ESCAPE = 0x1B


def escape_pressed(window: int = 0) -> bool:
    """Tell whether Esc was pressed since the last question, while that window was in front."""
    if sys.platform != "win32":
        return False
    import ctypes

    user = ctypes.windll.user32
    pressed = bool(user.GetAsyncKeyState(ESCAPE) & 0x8001)
    return pressed and user.GetForegroundWindow() in (window, 0)


class Steps:
    """The steps of one command. Leaving gives Excel its status bar back."""

    def __init__(self, app: xw.App, label: str) -> None:
        self._app, self._label = app, label

    def __enter__(self) -> Steps:
        escape_pressed()  # what was pressed before does not count
        return self

    def at(self, step: str, done: int = 0, of: int = 0) -> None:
        """Say the step that begins.

        Raises
        ------
        CheckError
            SB-K418: Esc was pressed.
        """
        count = f" {done:,}/{of:,}" if of else ""
        self._app.status_bar = f"しるべ［{self._label}］{step}{count} …（Esc でやめる）"
        if escape_pressed(int(getattr(self._app, "hwnd", 0) or 0) if sys.platform == "win32" else 0):
            raise CheckError("K418")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._app.status_bar = False
