# ruff: noqa: N802 - function names are the ones Excel shows
"""評価: 前後比較、時系列の前後、差の差、見分けられる大きさ。"""

import xlwings as xw

from .bridge import (
    as_choice,
    as_flag,
    as_grid,
    as_number,
    as_text,
    side_by_side,
    summary,
    udf,
)


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


KINDS = {"": "continuous", "量": "continuous", "件数": "count"}


@xw.func
@xw.arg("periods", ndim=2, err_to_str=True)
@xw.arg("outcome", ndim=2, err_to_str=True)
@xw.arg("start", ndim=2)
@xw.arg("kind", ndim=2)
@xw.arg("exposure", ndim=2, err_to_str=True)
@xw.arg("control", ndim=2, err_to_str=True)
@udf
def SB_ITS(periods, outcome, start, kind=None, exposure=None, control=None):
    """Spill how far a series departed from where it was heading."""
    from shirube.commands.evaluate import ITS

    columns = {"時点": periods, "成果": outcome, "分母": exposure, "相手": control}
    given = [name if _given(cells) else "" for name, cells in columns.items()]
    cells = side_by_side(*((name, columns[name]) for name in given if name))
    chosen = as_text(start, "開始時点"), as_choice(kind, "値の種類", KINDS)
    return summary(ITS.run(cells, ITS.settings("時点", "成果", *chosen, *given[2:])))


@xw.func
@xw.arg("design", ndim=2)
@xw.arg("n", ndim=2)
@xw.arg("other", ndim=2)
@xw.arg("spread", ndim=2)
@xw.arg("before", ndim=2)
@xw.arg("after", ndim=2)
@xw.arg("memory", ndim=2)
@udf
def SB_MDE(design, n, other=None, spread=None, before=None, after=None, memory=None):
    """Spill the smallest change a study of this size could tell from chance."""
    from shirube.commands.evaluate_plan import MDE

    pairs = ((other, "もう一方の数"), (spread, "ばらつき"), (before, "実施前"), (after, "実施後"), (memory, "引き継ぎ"))
    numbers = [as_number(cells, what, default=None) for cells, what in pairs]
    return summary(MDE.run(None, MDE.settings(as_text(design, "方法"), as_number(n, "数"), *numbers)))


def _given(cells):
    return any(value not in (None, "") for row in cells or () for value in row)
