# ruff: noqa: N802 - function names are the ones Excel shows
"""つなぐ: 突合、照合用の文字、区域をそろえる。"""

import xlwings as xw

from .bridge import as_crosswalk, as_grid, as_texts, as_value, as_whole, spill, udf


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("other", ndim=2, err_to_str=True)
@xw.arg("columns", ndim=2, err_to_str=True)
@xw.arg("walk", ndim=2, err_to_str=True)
@udf
def SB_JOIN(table, other, columns=None, walk=None):
    """Spill two tables side by side, every row of both."""
    from shirube.commands.join import JOIN

    grids = as_grid(table, "左の表"), as_grid(other, "右の表")
    return spill(JOIN.run(grids, JOIN.settings(as_texts(columns), as_crosswalk(walk))).data[0].table)


@xw.func
@xw.arg("label", ndim=2, err_to_str=True)
@udf
def SB_KEY(label):
    """Return a name as the join compares it: widths, variants of characters, spaces and legal forms put aside."""
    from shirube.join import loose_key

    return loose_key(as_value(label, "名前"))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("walk", ndim=2, err_to_str=True)
@xw.arg("nendo", ndim=2)
@xw.arg("weights", ndim=2, err_to_str=True)
@udf
def SB_REALIGN(table, walk, nendo, weights=None):
    """Spill a table on the boundaries of one fiscal year."""
    from shirube.commands.boundaries import BOUNDARIES

    settings = BOUNDARIES.settings(as_crosswalk(walk), as_whole(nendo, "年度"), weights=as_texts(weights))
    return spill(BOUNDARIES.run(as_grid(table), settings).data[0].table)
