"""The page-one table and the long data table of a cross-tabulation: figures, signs and marks."""

from __future__ import annotations

import math
from typing import Any

from ..result import Cell, Column, DataSheet, Format, Mark, Table
from ..stats.rounding import percent, round_half_up
from .assess import REFERENCE_SIZE
from .summary import summarise, summary_cells, summary_columns, summary_note
from .tabulate import Crosstab

__all__ = ["EVERYBODY", "HIDDEN", "NOBODY", "TABLE_KEY", "by", "data_sheet", "page_table", "shown_percent"]

TABLE_KEY = "crosstab"
#: Key of the breakdown that puts all persons into one row.
EVERYBODY = "全体"
#: 秘匿, nobody, fewer than 30 persons.
HIDDEN, NOBODY, REFERENCE = "x", "-", "※"


def shown_percent(crosstab: Crosstab, i: int, j: int) -> float | None:
    """Percentage as printed (half-up), or None where there is no base or it is hidden.

    Parameters
    ----------
    i, j
        Row (-1: 全体) and column.
    """
    if crosstab.percent_hidden(i, j) or math.isnan(crosstab.percents[i, j]):
        return None
    over = {
        "row": crosstab.weighted_base[i],
        "column": crosstab.weighted[-1, j],
        "total": crosstab.weighted_base[-1],
    }[crosstab.request.percent]
    return percent(float(crosstab.weighted[i, j]), float(over), crosstab.request.decimals)


def page_table(crosstab: Crosstab) -> Table:
    """NP表: row 全体 first, then the categories; persons, then percentages, one column per answer."""
    order = [len(crosstab.row.labels), *range(len(crosstab.row.labels))]
    notes = [f"割合の分母は、{base_name(crosstab)}です。"]
    if crosstab.column.multiple:
        notes.append("複数回答のため、割合の合計は100％になりません。M.T. は、回答数の合計を回答者数で割った割合です。")
    found = summarise(crosstab)
    columns, rows = _columns(crosstab), [_row(crosstab, i) for i in order]
    if found is not None:
        columns += summary_columns(crosstab, found)
        rows = [(*row, *summary_cells(crosstab, found, i)) for row, i in zip(rows, order, strict=True)]
        notes.append(summary_note(crosstab, found))
    return Table(
        TABLE_KEY,
        f"{by(crosstab.row.label)}　{crosstab.column.label}",
        columns,
        tuple(rows),
        tuple(notes),
        frozenset({0}),
    )


def by(label: str) -> str:
    """Name a breakdown as a heading does.

    >>> by("年代"), by("性別")
    ('年代別', '性別')
    """
    return label if label.endswith("別") else f"{label}別"


def base_name(crosstab: Crosstab) -> str:
    """The denominator in words."""
    multiple = crosstab.column.multiple
    who = {
        "row": "各区分の回答者数（n）",
        "column": "その選択肢を選んだ人の数" if multiple else "各選択肢を選んだ人の数",
        "total": "回答者全体の数",
    }[crosstab.request.percent]
    return f"{who}（ウェイト付き）" if crosstab.is_weighted else who


def _columns(crosstab: Crosstab) -> tuple[Column, ...]:
    labels = crosstab.column.labels
    columns = [Column("category", crosstab.row.label), Column("n", "回答者数（n）", Format.COUNT)]
    persons = "人数（人）" if crosstab.request.counted == "人" else f"数（{crosstab.request.counted}）"
    if crosstab.is_weighted:
        columns.append(Column("weighted_base", "ウェイト付き回答者数", Format.COUNT))
        persons = "人数（ウェイト付き）"
    layout, decimals = crosstab.request.layout, crosstab.request.decimals
    if layout != "p":
        columns += [Column(f"n{j}", label, Format.COUNT, group=persons) for j, label in enumerate(labels)]
    if layout == "n":
        return tuple(columns)
    columns += [
        Column(f"p{j}", label, Format.PERCENT, decimals=decimals, group="割合（％）") for j, label in enumerate(labels)
    ]
    if crosstab.column.multiple:
        columns.append(Column("mt", "M.T.", Format.PERCENT, decimals=decimals, group="割合（％）"))
    return tuple(columns)


def _row(crosstab: Crosstab, i: int) -> tuple[Any, ...]:
    columns = range(len(crosstab.column.labels))
    cells: list[Any] = [_label(crosstab, i), _count(crosstab, i, -1, int(crosstab.base[i]))]
    if crosstab.is_weighted:
        cells.append(_count(crosstab, i, -1, _whole(crosstab.weighted_base[i])))
    values = crosstab.weighted if crosstab.is_weighted else crosstab.counts
    if crosstab.request.layout != "p":
        cells += [_count(crosstab, i, j, _whole(values[i, j])) for j in columns]
    if crosstab.request.layout == "n":
        return tuple(cells)
    cells += [_percent(crosstab, i, j) for j in columns]
    if crosstab.column.multiple:
        cells.append(_multiple_total(crosstab, i))
    return tuple(cells)


def _label(crosstab: Crosstab, i: int) -> Any:
    if i == len(crosstab.row.labels):
        return "全体"
    label = crosstab.row.labels[i]
    if crosstab.base[i] < REFERENCE_SIZE and not crosstab.is_hidden(i, -1):
        return Cell(label, shown=f"{label}{REFERENCE}")
    return label


def _count(crosstab: Crosstab, i: int, j: int, value: int) -> Any:
    if crosstab.is_hidden(i, j):
        return Cell(None, shown=HIDDEN)
    persons = crosstab.base[i] if j < 0 else crosstab.counts[i, j]
    return Cell(0, shown=NOBODY) if persons == 0 else value


def _percent(crosstab: Crosstab, i: int, j: int) -> Any:
    if crosstab.percent_hidden(i, j):
        return Cell(None, shown=HIDDEN)
    value = shown_percent(crosstab, i, j)
    if value is None:
        return Cell(None, shown=NOBODY)
    if crosstab.counts[i, j] == 0:
        return Cell(value, shown=NOBODY)
    mark = mark_of(crosstab, i, j)
    shown = f"{0:.{crosstab.request.decimals}f}" if value == 0 else ""
    return Cell(value, mark, shown) if mark or shown else value


def mark_of(crosstab: Crosstab, i: int, j: int) -> Mark | None:
    """The mark of a cell; none in the row 全体 and none where the percentage is hidden."""
    if i >= len(crosstab.row.labels) or crosstab.percent_hidden(i, j):
        return None
    return {1: Mark.HIGH, -1: Mark.LOW}.get(int(crosstab.assessment.marks[i, j]))


def _multiple_total(crosstab: Crosstab, i: int) -> Any:
    """M.T.: answers over respondents; hidden when it would give a hidden answer of the row away."""
    if crosstab.hidden is not None and crosstab.hidden.cells[i].any():
        return Cell(None, shown=HIDDEN)
    if crosstab.base[i] == 0:
        return Cell(None, shown=NOBODY)
    answers = sum(
        float(w) for w, missing in zip(crosstab.weighted[i], crosstab.column.missing, strict=True) if not missing
    )
    return percent(answers, float(crosstab.weighted_base[i]), crosstab.request.decimals)


def _whole(value: Any) -> int:
    return int(round_half_up(float(value)))


def data_sheet(crosstab: Crosstab) -> DataSheet:
    """Long form, one line per cell; plain numbers, signs in their own column."""
    columns = (
        Column("row", "集計軸"),
        Column("category", "区分"),
        Column("column", "設問"),
        Column("option", "選択肢"),
        Column("n", "人数", Format.COUNT),
        Column("percent", "割合(%)", Format.PERCENT, decimals=crosstab.request.decimals),
        Column("weighted", "加重人数", Format.NUMBER, decimals=1),
        Column("base", "母数", Format.COUNT),
        Column("residual", "調整済み残差", Format.NUMBER, decimals=2),
        Column("sign", "記号"),
    )
    groups = len(crosstab.row.labels)
    first = groups if crosstab.row.key == EVERYBODY else 0
    rows = [_line(crosstab, i, j) for i in range(first, groups + 1) for j in range(len(crosstab.column.labels))]
    return DataSheet("クロス集計データ", Table("crosstab_data", "クロス集計データ", columns, tuple(rows)))


def _line(crosstab: Crosstab, i: int, j: int) -> tuple[Any, ...]:
    hidden = crosstab.is_hidden(i, j)
    total = i == len(crosstab.row.labels)
    decimals = 0 if crosstab.rounded else 1
    weighted = round_half_up(float(crosstab.weighted[i, j]), decimals) if crosstab.is_weighted and not hidden else None
    return (
        crosstab.row.label,
        "全体" if total else crosstab.row.labels[i],
        crosstab.column.label,
        crosstab.column.labels[j],
        None if hidden or not crosstab.shows_persons else int(crosstab.counts[i, j]),
        shown_percent(crosstab, i, j),
        weighted,
        None if crosstab.is_hidden(i, -1) else int(crosstab.base[i]),
        None if total else shown_residual(crosstab, i, j),
        _signs(crosstab, i, j),
    )


def shown_residual(crosstab: Crosstab, i: int, j: int) -> float | None:
    """Adjusted residual to 2 decimals; None where there is none, or in a table with hidden counts."""
    value = float(crosstab.assessment.residuals[i, j])
    # With the totals known, one residual would be enough to compute the hidden count behind it.
    if math.isnan(value) or crosstab.secret:
        return None
    return round_half_up(value, 2)


def _signs(crosstab: Crosstab, i: int, j: int) -> str:
    signs = []
    if crosstab.percent_hidden(i, j):
        signs.append(HIDDEN)
    elif crosstab.counts[i, j] == 0:
        signs.append(NOBODY)
    elif shown_percent(crosstab, i, j) == 0:
        signs.append(f"{0:.{crosstab.request.decimals}f}")
    if crosstab.base[i] < REFERENCE_SIZE and not crosstab.is_hidden(i, -1):
        signs.append(REFERENCE)
    mark = mark_of(crosstab, i, j)
    if mark is not None:
        signs.append(mark.value)
    return " ".join(signs)
