# ruff: noqa: N802 - function names are the ones Excel shows
"""点検: 機械可読性。"""

import xlwings as xw

from .bridge import as_grid, spill, udf


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@udf
def SB_CHECK(table):
    """Spill what the check of machine readability finds on a range."""
    from shirube.commands.check import cell_table

    return spill(cell_table(as_grid(table)))
