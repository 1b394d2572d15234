# ruff: noqa: N802 - function names are the ones Excel shows
"""集計: クロス集計。"""

import xlwings as xw

from .bridge import as_choice, as_grid, as_optional_text, as_text, spill, udf

PERCENT = {"": "row", "行": "row", "列": "column", "全体": "total"}


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("row", ndim=2)
@xw.arg("column", ndim=2)
@xw.arg("weight", ndim=2)
@xw.arg("percent", ndim=2)
@udf
def SB_CROSSTAB(table, row, column, weight=None, percent=None):
    """Spill the cross-tabulation of two columns."""
    from shirube.commands.crosstab import CROSSTAB

    names = (as_text(row, "表側"), as_text(column, "表頭"), as_optional_text(weight, "ウェイト"))
    settings = CROSSTAB.settings(*names, as_choice(percent, "割合の向き", PERCENT))
    return spill(CROSSTAB.run(as_grid(table), settings).tables[0])
