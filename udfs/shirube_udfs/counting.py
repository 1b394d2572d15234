# ruff: noqa: N802 - function names are the ones Excel shows
"""集計: クロス集計、単純集計、割合の幅、検定、残差、関連の強さ、曜日・時間帯。"""

import xlwings as xw

from .bridge import as_choice, as_flag, as_grid, as_optional_text, as_text, as_vector, as_whole, spill, udf

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
    from shirube.commands.cells import CrosstabSettings, crosstab_table

    names = (as_text(row, "表側"), as_text(column, "表頭"), as_optional_text(weight, "ウェイト"))
    settings = CrosstabSettings(*names, as_choice(percent, "割合の向き", PERCENT))
    return spill(crosstab_table(as_grid(table), settings))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("questions", ndim=2, err_to_str=True)
@xw.arg("weight", ndim=2)
@udf
def SB_GT(table, questions=None, weight=None):
    """Spill the simple totals of questions."""
    from shirube.commands.crosstab import CrosstabSettings
    from shirube.commands.crosstab_batch import GT

    asked = "、".join(str(value) for value in as_vector(questions, "設問") if value is not None)
    common = CrosstabSettings(weight=as_optional_text(weight, "ウェイト"))
    return spill(GT.run(as_grid(table), GT.settings(questions=asked, common=common)).tables[0])


@xw.func
@xw.arg("count", ndim=2)
@xw.arg("n", ndim=2)
@udf
def SB_MARGIN(count, n):
    """Spill a share and the interval chance leaves around it."""
    from shirube.commands.cells import margin

    return spill(margin(as_whole(count, "当てはまる数"), as_whole(n, "全体の数")))


@xw.func
@xw.arg("counts", ndim=2, err_to_str=True)
@udf
def SB_CHISQ(counts):
    """Spill the test that fits a table of counts, with the reason."""
    from shirube.commands.crosstab_counts import chi_square

    return spill(chi_square(as_grid(counts)))


@xw.func
@xw.arg("counts", ndim=2, err_to_str=True)
@udf
def SB_RESID(counts):
    """Spill the adjusted residuals of a table of counts."""
    from shirube.commands.crosstab_counts import residuals

    return spill(residuals(as_grid(counts)))


@xw.func
@xw.arg("counts", ndim=2, err_to_str=True)
@xw.arg("corrected", ndim=2)
@udf
def SB_CRAMERV(counts, corrected=None):
    """Return Cramér's V of a table of counts."""
    from shirube.commands.crosstab_counts import strength

    return strength(as_grid(counts), corrected=as_flag(corrected, "偏りの補正", default=False))


@xw.func
@xw.arg("moments", ndim=2, err_to_str=True)
@udf
def SB_HEAT(moments):
    """Spill the number of events by weekday and hour."""
    from shirube.crosstab.special import heat, heat_table

    return spill(heat_table(heat(as_vector(moments, "日時"))))
