"""Stands in for pywin32 so that xlwings' own Windows code runs here, unpatched, up to the edge of Excel.

Only the compiled modules are replaced. `Range` is what VBA hands over for a range argument: ``Value`` is a scalar
for one cell and a tuple of rows otherwise; numbers are floats, dates are marked UTC, error cells are integers.

Never import xlwings through this inside the test process: it takes the Windows branch for good (see `excel`).
"""

import ctypes
import datetime as dt
import sys
import types
from unittest.mock import MagicMock

RANGE_INTERFACE = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572  # DISP_E_PARAMNOTFOUND: an optional argument left out
ERROR_CELLS = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#VALUE!": -2146826273, "#REF!": -2146826265}


class ComError(Exception):
    """pywintypes.com_error."""


class ComTime(dt.datetime):
    """pywintypes.datetime: a datetime that always carries a time zone."""


def com_value(value):
    """A cell's value as COM delivers it."""
    if isinstance(value, bool) or value is None or isinstance(value, ComTime):
        return value
    if isinstance(value, dt.datetime):
        return ComTime(*value.timetuple()[:6], tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return ComTime(value.year, value.month, value.day, tzinfo=dt.UTC)
    if isinstance(value, str) and value in ERROR_CELLS:
        return ERROR_CELLS[value]
    return float(value) if isinstance(value, int) else value


class Range:
    """The COM object of a range."""

    def __init__(self, rows):
        self._values = tuple(tuple(com_value(v) for v in row) for row in rows)
        self.Row = self.Column = 1
        self.Rows = types.SimpleNamespace(Count=len(self._values))
        self.Columns = types.SimpleNamespace(Count=len(self._values[0]))
        self.Count = self.Rows.Count * self.Columns.Count
        application = types.SimpleNamespace(Hwnd=1, Name="Microsoft Excel")
        book = types.SimpleNamespace(Name="book.xlsx", Application=application)
        self.Worksheet = types.SimpleNamespace(Name="Sheet1", Parent=book, Application=application)
        self.Address = self.GetAddress = "$A$1"
        attributes = types.SimpleNamespace(GetTypeAttr=lambda: types.SimpleNamespace(iid=RANGE_INTERFACE))
        self._oleobj_ = types.SimpleNamespace(GetTypeInfo=lambda: attributes)

    @property
    def Value(self):
        return self._values[0][0] if self.Count == 1 else self._values


def install():
    """Put the stand-ins in place and return xlwings, loaded as on Windows."""
    import asyncio  # noqa: F401 - these look at sys.platform once, and must see the true one
    import multiprocessing  # noqa: F401
    import pathlib  # noqa: F401
    import shutil  # noqa: F401
    import tempfile  # noqa: F401

    import numpy as np  # noqa: F401
    import pandas as pd  # noqa: F401

    _install_modules()
    platform, pydll = sys.platform, ctypes.PyDLL
    ctypes.oledll = ctypes.windll = MagicMock()
    sys.platform, ctypes.PyDLL = "win32", MagicMock()
    try:
        import xlwings
        from xlwings import com_server  # noqa: F401
    finally:
        sys.platform, ctypes.PyDLL = platform, pydll
    return xlwings


def _install_modules():
    def same(value, *_args, **_kwargs):
        return value

    class Dispatched:
        pass

    utc = types.SimpleNamespace(utc=lambda: dt.UTC)
    _module("pywintypes", com_error=ComError, error=ComError, IID=same, TimeType=ComTime)
    for name in ("win32api", "win32con", "win32gui", "win32event"):
        _module(name)
    _module("win32process", GetWindowThreadProcessId=lambda _window: (0, 0))
    _module("win32timezone", TimeZoneInfo=utc)
    com = _module("pythoncom", com_error=ComError, ole_error=ComError, CoInitialize=lambda: None, Missing=object())
    com.__file__, com.IID_IDispatch, com.TypeIIDs = "pythoncom.dll", "IDispatch", {"IDispatch": Dispatched}
    cache = types.SimpleNamespace(EnsureModule=lambda *_a, **_k: None)
    bases = dict.fromkeys(("CDispatch", "CoClassBaseClass", "DispatchBaseClass"), Dispatched)
    client = _module("win32com.client", Dispatch=same, DispatchEx=same, gencache=cache, **bases)
    server = _module("win32com.server")
    for name in ("dispatcher", "policy"):
        setattr(server, name, _module(f"win32com.server.{name}"))
    server.util = _module("win32com.server.util", wrap=same, unwrap=same)
    _module("win32com", client=client, server=server)


def _module(name, **attributes):
    module = types.ModuleType(name)
    module.__dict__.update(attributes)
    sys.modules[name] = module
    return module
