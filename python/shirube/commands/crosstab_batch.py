"""一括集計: every question of a list of answers by every breakdown; and 単純集計 (GT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from ..codebook import Answer, Codebook
from ..crosstab.batch import BatchRequest, tabulate_batch
from ..crosstab.batch_report import batch_report
from ..crosstab.coded import MOST_CATEGORIES, Coded
from ..crosstab.details_compare import error_table
from ..crosstab.glossary import glossary
from ..crosstab.request import CrosstabRequest
from ..crosstab.stacked import gt_table, totals
from ..crosstab.tabulate import Crosstab
from ..crosstab.weights import WEIGHT_KEY, weighting_detail
from ..errors import CrosstabError
from ..grid import Grid
from ..result import DataSheet, Detail, Provenance, Result, Setting
from ..table import records
from .base import Command
from .crosstab import CrosstabSettings, request_of, weighted
from .crosstab_text import code_with, names
from .provenance import of_grid

__all__ = ["BATCH", "GT", "BatchSettings", "batch", "gt"]

#: Columns with more different values than this are names, dates or free text, and not asked as a question.
MOST_BY_ITSELF = 30


@dataclass(frozen=True)
class BatchSettings:
    """What to count.

    Attributes
    ----------
    axes, questions
        Names joined by 、. Questions may be empty: all of the codebook, else all columns with few different values.
    common
        Everything a single cross-tabulation can be told; its row and column are not used.
    false_discoveries
        Share of false alarms to be borne in the 発見リスト.
    """

    axes: str = ""
    questions: str = ""
    common: CrosstabSettings = field(default_factory=CrosstabSettings)
    false_discoveries: float = 0.05


def batch(grid: Grid, settings: BatchSettings) -> Result:
    """Count all questions by all breakdowns.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    CrosstabError
        SB-C313: nothing to count; and the errors of `crosstab`.
    """
    common = settings.common
    frame = records(grid, header_row=common.header_row)
    axes = names(settings.axes)
    questions = names(settings.questions) or _questions(frame, common, axes)
    coded, request, details = _coded(frame, common, (*axes, *questions))
    made = tabulate_batch(coded, BatchRequest(axes, questions, request, settings.false_discoveries))
    result = batch_report(coded, made, _provenance(grid, frame))
    return replace(result, details=(*result.details[:-1], *details, result.details[-1]))


def gt(grid: Grid, settings: BatchSettings) -> Result:
    """Count all questions without a breakdown (GT表). Errors as `batch`."""
    common = settings.common
    frame = records(grid, header_row=common.header_row)
    questions = names(settings.questions) or _questions(frame, common, ())
    if not questions:
        raise CrosstabError("C313")
    coded, request, details = _coded(frame, common, questions)
    tables = [totals(coded, key, request) for key in questions]
    table = gt_table(tables)
    return Result(
        title="単純集計（GT）",
        question="どの答えが、どれだけあったか",
        conditions=f"設問: {len(questions)}",
        base=f"{coded.n:,}{common.counted}の回答",
        conclusion=tuple(_largest(one) for one in tables[:3] if _largest(one)),
        tables=(table,),
        cannot_say=("回答しなかった人の考えは、この集計からは分かりません。",),
        details=(Detail("標本誤差", ("割合の読み取りに使う早見表です。",), (error_table(),)), *details, glossary()),
        data=(DataSheet("単純集計データ", replace(table, key="gt_data", title="単純集計データ")),),
        settings=(Setting("設問", "、".join(questions), "読点で区切る"), Setting("ウェイト", request.weight)),
        provenance=_provenance(grid, frame),
        purpose=common.purpose,
    )


def _largest(table: Crosstab) -> str:
    shown = [
        (float(table.percents[-1, j]), j)
        for j, missing in enumerate(table.column.missing)
        if not missing and not table.percent_hidden(-1, j) and table.base[-1] > 0
    ]
    if not shown:
        return ""
    return f"「{table.column.label}」で最も多い答えは「{table.column.labels[max(shown)[1]]}」です。"


def _coded(
    frame: pd.DataFrame, common: CrosstabSettings, keys: Sequence[str]
) -> tuple[Coded, CrosstabRequest, tuple[Detail, ...]]:
    """The answers, what is common to all tables, and what is to be said about weights made here."""
    request = request_of(replace(common, row="", column="", outer="", stratum="", layout=common.layout or "p"))
    wanted = [*keys, *(c.key for c in request.where), *(common.population.keys if common.population else ())]
    coded = code_with(frame, wanted, common.codebook, weight=common.weight, bands=common.bands, merges=common.merges)
    made = weighted(coded, common)
    if made is None:
        return coded, request, ()
    return made.coded, replace(request, weight=WEIGHT_KEY), (weighting_detail(made),)


def _questions(frame: pd.DataFrame, common: CrosstabSettings, axes: Sequence[str]) -> tuple[str, ...]:
    book = common.codebook or Codebook()
    counted = [q.key for q in book.questions if q.answer in (Answer.SINGLE, Answer.MULTIPLE) and q.key not in axes]
    if counted:
        return tuple(counted)
    few = [name for name in frame.columns if name not in axes and name != common.weight and _few(frame[name])]
    return tuple(few)


def _few(column: pd.Series[Any]) -> bool:
    return 1 < column.astype(str).nunique() <= min(MOST_BY_ITSELF, MOST_CATEGORIES)


def _provenance(grid: Grid, frame: pd.DataFrame) -> Provenance:
    return replace(of_grid(grid), range=f"{len(frame):,}件の回答")


BATCH = Command("crosstab_batch", "一括集計", BatchSettings, batch)
GT = Command("crosstab_gt", "単純集計", BatchSettings, gt)
