# ruff: noqa: N802 - function names are the ones Excel shows
"""評価: 前後比較、時系列の前後、差の差、見分けられる大きさ、前提の信号、指標、ギャップ。"""

from itertools import zip_longest

import xlwings as xw

from .bridge import (
    as_choice,
    as_flag,
    as_grid,
    as_number,
    as_text,
    as_vector,
    side_by_side,
    spill,
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


CHARTS = {"": "xmr", "値": "xmr", "割合": "p", "件数": "c"}


@xw.func
@xw.arg("periods", ndim=2, err_to_str=True)
@xw.arg("values", ndim=2, err_to_str=True)
@xw.arg("target", ndim=2)
@xw.arg("kind", ndim=2)
@xw.arg("totals", ndim=2, err_to_str=True)
@xw.arg("higher", ndim=2)
@udf
def SB_KPI(periods, values, target=None, kind=None, totals=None, higher=None):
    """Spill an indicator's way to its target and its usual ups and downs."""
    from shirube.commands.evaluate_indicators import KPI

    columns = {"時期": periods, "指標": values, "分母": totals if _given(totals) else None}
    cells = side_by_side(*((name, given) for name, given in columns.items() if given is not None))
    chosen = as_number(target, "目標", default=None), as_choice(kind, "種類", CHARTS), "分母" if _given(totals) else ""
    better = as_flag(higher, "大きいほどよいか", default=None)
    return summary(KPI.run(cells, KPI.settings("時期", "指標", *chosen, higher_is_better=better)))


@xw.func
@xw.arg("labels", ndim=2, err_to_str=True)
@xw.arg("target", ndim=2, err_to_str=True)
@xw.arg("present", ndim=2, err_to_str=True)
@udf
def SB_GAP(labels, target, present):
    """Spill the gap between target and present of every item, the widest first."""
    from shirube.commands.evaluate_indicators import GAP

    columns = [as_vector(cells, what) for cells, what in ((labels, "項目"), (target, "目標"), (present, "現状"))]
    cells = as_grid([["項目", "目標", "現状"], *zip_longest(*columns)])
    return summary(GAP.run(cells, GAP.settings("項目", "目標", "現状")))


@xw.func
@xw.arg("table", ndim=2, err_to_str=True)
@xw.arg("unit", ndim=2)
@xw.arg("period", ndim=2)
@xw.arg("outcome", ndim=2)
@xw.arg("treated", ndim=2)
@xw.arg("start", ndim=2)
@udf
def SB_LIGHTS(table, unit, period, outcome, treated, start):
    """Spill the assumptions of a difference in differences, each with its light and reason."""
    from shirube.commands.evaluate_indicators import LIGHTS

    pairs = ((unit, "単位"), (period, "期間"), (outcome, "成果"), (treated, "実施"), (start, "開始時点"))
    return spill(LIGHTS.run(as_grid(table), LIGHTS.settings(*(as_text(c, what) for c, what in pairs))).tables[0])


def _given(cells):
    return any(value not in (None, "") for row in cells or () for value in row)
