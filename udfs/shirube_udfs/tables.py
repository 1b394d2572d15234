# ruff: noqa: N802 - function names are the ones Excel shows
"""表の控え: 大きな表を一度だけ渡し、人数・割合・平均を何度でも求める。"""

import xlwings as xw

from .bridge import as_answers, as_grid, as_text, udf


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@udf
def SB_TABLE(table):
    """Keep a table in Python and return its handle."""
    from . import kept

    return kept.keep(as_grid(table))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("column", ndim=2)
@xw.arg("answer", ndim=2)
@xw.arg("column_b", ndim=2)
@xw.arg("answer_b", ndim=2)
@xw.arg("column_c", ndim=2)
@xw.arg("answer_c", ndim=2)
@udf
def SB_COUNT(table, column, answer, column_b=None, answer_b=None, column_c=None, answer_c=None):
    """Return how many rows meet up to three conditions."""
    from shirube.commands.cells import how_many

    return how_many(as_grid(table), as_answers(column, answer, column_b, answer_b, column_c, answer_c, needed=1))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("column", ndim=2)
@xw.arg("answer", ndim=2)
@xw.arg("column_b", ndim=2)
@xw.arg("answer_b", ndim=2)
@xw.arg("column_c", ndim=2)
@xw.arg("answer_c", ndim=2)
@udf
def SB_SHARE(table, column, answer, column_b=None, answer_b=None, column_c=None, answer_c=None):
    """Return the share of an answer among the rows that meet up to two conditions, 0 to 1."""
    from shirube.commands.cells import share_of

    grid, among = as_grid(table), as_answers(column_b, answer_b, column_c, answer_c)
    return share_of(grid, as_answers(column, answer, needed=1)[0], among)


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("column", ndim=2)
@xw.arg("column_b", ndim=2)
@xw.arg("answer_b", ndim=2)
@xw.arg("column_c", ndim=2)
@xw.arg("answer_c", ndim=2)
@udf
def SB_MEAN(table, column, column_b=None, answer_b=None, column_c=None, answer_c=None):
    """Return the mean of a column over the rows that meet up to two conditions."""
    from shirube.commands.cells import mean_of

    return mean_of(as_grid(table), as_text(column, "列"), as_answers(column_b, answer_b, column_c, answer_c))
