# ruff: noqa: N802 - function names are the ones Excel shows
"""評価: 前後比較、差の差。"""

import xlwings as xw

from .bridge import as_flag, as_grid, as_text, side_by_side, summary, udf


@xw.func
@xw.arg("before", ndim=2, err_to_str=True)
@xw.arg("after", ndim=2, err_to_str=True)
@xw.arg("paired", ndim=2)
@udf
def SB_BEFOREAFTER(before, after, paired=None):
    """Spill the comparison of two columns of values."""
    from shirube.commands.evaluate import BEFORE_AFTER

    cells = side_by_side(("前", before), ("後", after))
    settings = BEFORE_AFTER.settings("前", "後", as_flag(paired, "対応の有無", default=True))
    return summary(BEFORE_AFTER.run(cells, settings))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("unit", ndim=2)
@xw.arg("period", ndim=2)
@xw.arg("outcome", ndim=2)
@xw.arg("treated", ndim=2)
@xw.arg("start", ndim=2)
@udf
def SB_DID(table, unit, period, outcome, treated, start):
    """Spill the difference in differences of a long table."""
    from shirube.commands.evaluate import DID

    pairs = ((unit, "単位"), (period, "期間"), (outcome, "成果"), (treated, "実施"), (start, "開始時点"))
    return summary(DID.run(as_grid(table), DID.settings(*(as_text(cells, what) for cells, what in pairs))))
