# ruff: noqa: N802 - function names are the ones Excel shows
"""支援: 版。"""

import xlwings as xw

from .bridge import udf


@xw.func
@udf
def SB_VERSION():
    """Return the version of the library."""
    from shirube import __version__

    return f"しるべ {__version__}"
