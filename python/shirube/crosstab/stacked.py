"""Several tables with the same answers under each other: banners (集計軸), matrix questions, and GT (単純集計)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import CrosstabError
from ..result import Cell, Chart, ChartKind, Column, Format, Series, Table
from ..stats.intervals import wilson
from ..stats.rounding import round_half_up
from ..stats.survey import effective_size
from .coded import Coded, Variable
from .layout import EVERYBODY, HIDDEN, page_table, shown_percent
from .request import CrosstabRequest
from .tabulate import Crosstab, tabulate

__all__ = ["EVERYBODY", "banner_table", "everybody", "gt_table", "matrix_chart", "matrix_table", "totals"]


def everybody(coded: Coded) -> Coded:
    """Return the answers with a breakdown that has a single category."""
    codes = np.zeros(coded.n, dtype=np.int16)
    return coded.plus(Variable(EVERYBODY, EVERYBODY, (EVERYBODY,), (False,), codes))


def totals(coded: Coded, key: str, request: CrosstabRequest) -> Crosstab:
    """Count one question without a breakdown; the request gives weight, 用途 and decimals.

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> coded = code(pd.DataFrame({"答": ["はい", "はい", "いいえ"]}), ["答"])
    >>> totals(coded, "答", CrosstabRequest("", "答")).counts[-1].tolist()
    [2, 1]
    """
    return tabulate(everybody(coded), replace(request, row=EVERYBODY, column=key, outer="", stratum="", test="none"))


def banner_table(crosstabs: Sequence[Crosstab]) -> Table:
    """One question by many breakdowns: the row 全体 once, then every category of every breakdown.

    Raises
    ------
    CrosstabError
        SB-C312: the tables are not about one question.
    """
    first = page_table(crosstabs[0])
    if any(c.column.labels != crosstabs[0].column.labels or c.column.key != crosstabs[0].column.key for c in crosstabs):
        raise CrosstabError("C312", names="、".join(dict.fromkeys(c.column.label for c in crosstabs)))
    columns = (Column("axis", "集計軸"), replace(first.columns[0], label="区分"), *first.columns[1:])
    rows: list[tuple[Any, ...]] = [("全体", *first.rows[0])]
    for crosstab in crosstabs:
        rows += [(crosstab.row.label, *row) for row in page_table(crosstab).rows[1:]]
    title = f"{crosstabs[0].column.label}　集計軸別"
    return Table("banner", title, columns, tuple(rows), first.notes, frozenset({0}))


def matrix_table(crosstabs: Sequence[Crosstab], title: str = "", names: Sequence[str] = ()) -> Table:
    """A matrix question: one row per item, the common answers across. The tables come from `totals`.

    Parameters
    ----------
    names
        Short names of the items; by default the wording of each question.

    Raises
    ------
    CrosstabError
        SB-C312: the items do not have the same answers.
    """
    substantive = [_substantive(c) for c in crosstabs]
    if any(labels != substantive[0] for labels in substantive):
        raise CrosstabError("C312", names="、".join(c.column.label for c in crosstabs))
    # An item nobody left blank has no column 無回答; the widest item gives the columns.
    widest = max(crosstabs, key=lambda c: len(c.column.labels))
    head = page_table(widest)
    rows = []
    for crosstab, name in zip(crosstabs, names or [c.column.label for c in crosstabs], strict=True):
        table = page_table(crosstab)
        values = {(c.group, c.label): v for c, v in zip(table.columns, table.rows[0], strict=True)}
        line = [values.get((c.group, c.label), Cell(0, shown="-")) for c in head.columns[1:]]
        rows.append((name, *line))
    columns = (Column("item", "項目"), *head.columns[1:])
    notes = tuple(dict.fromkeys(note.replace("各区分の", "各項目の") for note in head.notes))
    return Table("matrix", title or "マトリクス設問", columns, tuple(rows), notes)


def matrix_chart(crosstabs: Sequence[Crosstab], table: Table) -> tuple[Chart, ...]:
    """帯グラフ of a matrix question, a band per item; none where numbers are hidden or not shown as percentages."""
    bars = [c for c in table.columns if c.group == "割合（％）"]
    first = crosstabs[0]
    if not bars or first.column.multiple or any(c.hidden is not None and c.hidden.any for c in crosstabs):
        return ()
    series = tuple(Series(column.key, column.label) for column in bars)
    alt = f"{table.title}の項目ごとに、答えの割合を比べる帯グラフ。"
    return (Chart(ChartKind.BAR_100, f"{table.title}　項目別", table.key, "item", series, alt_text=alt),)


def _substantive(crosstab: Crosstab) -> list[str]:
    return [label for label, m in zip(crosstab.column.labels, crosstab.column.missing, strict=True) if not m]


def gt_table(crosstabs: Sequence[Crosstab]) -> Table:
    """GT表: every answer of every question with persons, percentage and its 95 % interval (Wilson)."""
    weighted = any(c.is_weighted for c in crosstabs)
    decimals = crosstabs[0].request.decimals
    columns = [Column("question", "設問"), Column("option", "選択肢"), Column("n", "人数", Format.COUNT)]
    if weighted:
        columns.append(Column("w", "人数（ウェイト付き）", Format.COUNT))
    columns += [
        Column("percent", "割合（％）", Format.PERCENT, decimals=decimals),
        Column("low", "下限（％）", Format.PERCENT, decimals=decimals),
        Column("high", "上限（％）", Format.PERCENT, decimals=decimals),
    ]
    rows: list[tuple[Any, ...]] = []
    bases = []
    for crosstab in crosstabs:
        bases.append(len(rows))
        base = _shown(crosstab, -1, int(crosstab.base[-1]))
        more = (_shown(crosstab, -1, int(round_half_up(float(crosstab.weighted_base[-1])))),) if weighted else ()
        rows.append((crosstab.column.label, "回答者数（n）", base, *more, None, None, None))
        rows += [_gt_line(crosstab, j, weighted) for j in range(len(crosstab.column.labels))]
        if crosstab.column.multiple:
            total = next(v for c, v in zip(*_first_row(crosstab), strict=True) if c.key == "mt")
            rows.append((crosstab.column.label, "M.T.（回答数の合計）", None, *([None] * weighted), total, None, None))
    note = "下限・上限は、無作為に選んだ調査の場合の95％の誤差の幅です。割合の分母は、各設問の回答者数（n）です。"
    return Table("gt", "単純集計（GT）", tuple(columns), tuple(rows), (note,), frozenset(bases))


def _first_row(crosstab: Crosstab) -> tuple[tuple[Column, ...], tuple[Any, ...]]:
    table = page_table(crosstab)
    return table.columns, table.rows[0]


def _gt_line(crosstab: Crosstab, j: int, weighted: bool) -> tuple[Any, ...]:
    share = shown_percent(crosstab, -1, j)
    n = _shown(crosstab, j, int(crosstab.counts[-1, j])) if crosstab.shows_persons else None
    more = (_shown(crosstab, j, int(round_half_up(float(crosstab.weighted[-1, j])))),) if weighted else ()
    if share is None:
        sign = Cell(None, shown=HIDDEN if crosstab.percent_hidden(-1, j) else "-")
        return (crosstab.column.label, crosstab.column.labels[j], n, *more, sign, None, None)
    size = effective_size(float(crosstab.weighted_base[-1]), float(crosstab.squares_base[-1]))
    exact = min(1.0, float(crosstab.percents[-1, j]) / 100)
    # The effective size of all persons depends on how many stand behind every weight.
    if crosstab.secret and crosstab.uneven:
        return (crosstab.column.label, crosstab.column.labels[j], n, *more, share, None, None)
    limits = [round_half_up(100 * x, crosstab.request.decimals) for x in wilson(exact * size, size)]
    return (crosstab.column.label, crosstab.column.labels[j], n, *more, share, *limits)


def _shown(crosstab: Crosstab, j: int, value: int) -> Any:
    if crosstab.is_hidden(-1, j):
        return Cell(None, shown=HIDDEN)
    return Cell(0, shown="-") if value == 0 else value
