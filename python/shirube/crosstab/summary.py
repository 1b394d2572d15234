"""Summaries of ordered answers beside the percentages: T2B, B2B, mean, standard deviation, median."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError
from ..result import Cell, Column, Format
from ..stats.rounding import percent, round_half_up
from ..stats.scores import median_scores, moments
from .tabulate import Crosstab

__all__ = ["Summary", "summarise", "summary_cells", "summary_columns", "summary_note"]

Floats = npt.NDArray[np.float64]
GROUP = "まとめ"


@dataclass(frozen=True, eq=False)
class Summary:
    """Summaries of every row (total last); shares have the base of the row, scores leave 無回答 out.

    `top` and `bottom` are the positions of the two upper and lower answers, empty for fewer than four answers.
    """

    answers: tuple[int, ...]
    scores: tuple[float, ...]
    top: tuple[int, ...]
    bottom: tuple[int, ...]
    mean: Floats
    sd: Floats
    median: Floats


def summarise(crosstab: Crosstab) -> Summary | None:
    """Summarise the rows; None unless asked for and the answers have an order.

    Raises
    ------
    CrosstabError
        SB-C311: as many scores as answers are needed.
    """
    question, request = crosstab.column, crosstab.request
    answers = tuple(j for j, missing in enumerate(question.missing) if not missing)
    if not request.summary or question.multiple or not (question.ordered or request.scores) or len(answers) < 2:
        return None
    scores = request.scores or tuple(float(len(answers) - k) for k in range(len(answers)))
    if len(scores) != len(answers):
        raise CrosstabError("C311", name=question.label, count=len(scores), wanted=len(answers))
    table = crosstab.weighted[:, answers]
    # Σw scaled to persons, so that the standard deviation divides by persons less one.
    factor = np.divide(
        crosstab.base, crosstab.weighted_base, out=np.zeros(len(table)), where=crosstab.weighted_base > 0
    )
    _, mean, sd = moments(table * factor[:, None], scores)
    boxes = len(answers) >= 4
    top, bottom = (answers[:2], answers[-2:]) if boxes else ((), ())
    return Summary(answers, scores, top, bottom, mean, sd, median_scores(table, scores))


def summary_columns(crosstab: Crosstab, found: Summary) -> tuple[Column, ...]:
    """Columns to append to the table."""
    decimals = crosstab.request.decimals
    labels = crosstab.column.labels
    boxes = [("t2b", found.top), ("b2b", found.bottom)]
    columns = [
        Column(key, "＋".join(labels[j] for j in at), Format.PERCENT, decimals=decimals, group=GROUP)
        for key, at in boxes
        if at
    ]
    names = (("mean", "平均点"), ("sd", "標準偏差"), ("median", "中央値"))
    return (*columns, *(Column(key, name, Format.NUMBER, decimals=2, group=GROUP) for key, name in names))


def summary_cells(crosstab: Crosstab, found: Summary, i: int) -> list[Any]:
    """Values of one row, hidden as a whole when any of its numbers is."""
    boxes = [at for at in (found.top, found.bottom) if at]
    if any(crosstab.is_hidden(i, j) for j in range(-1, len(crosstab.column.labels))):
        return [Cell(None, shown="x")] * (len(boxes) + 3)
    cells: list[Any] = []
    for at in boxes:
        base = float(crosstab.weighted_base[i])
        share = percent(float(crosstab.weighted[i, list(at)].sum()), base, crosstab.request.decimals) if base else None
        cells.append(Cell(None, shown="-") if share is None else share)
    for value in (found.mean[i], found.sd[i], found.median[i]):
        cells.append(Cell(None, shown="-") if math.isnan(value) else round_half_up(float(value), 2))
    return cells


def summary_note(crosstab: Crosstab, found: Summary) -> str:
    """How the answers were scored."""
    labels = crosstab.column.labels
    shown = "、".join(f"{labels[j]}={score:g}" for j, score in zip(found.answers, found.scores, strict=True))
    return f"平均点・標準偏差・中央値は、{shown} とし、無回答を除いて計算しました。"
