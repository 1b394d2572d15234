"""一括集計: every question of a list of answers by every breakdown; and 単純集計 (GT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from ..aggregates import observations
from ..codebook import Answer, Codebook
from ..crosstab.assess import REFERENCE_SIZE
from ..crosstab.batch import Axis, BatchRequest, Progress, merge_axes, tabulate_batch, tabulate_totals
from ..crosstab.batch_report import batch_report
from ..crosstab.coded import MOST_CATEGORIES
from ..crosstab.details_compare import error_table
from ..crosstab.glossary import glossary
from ..crosstab.layout import shown_percent
from ..crosstab.matrix import matrices
from ..crosstab.request import Layout
from ..crosstab.stacked import gt_table
from ..crosstab.tabulate import Crosstab
from ..errors import CrosstabError
from ..grid import Grid
from ..result import DataSheet, Detail, Result
from .base import Command
from .crosstab import CrosstabSettings, coded_for, common_notes, of_answers
from .crosstab_lines import lines_of
from .crosstab_text import names

__all__ = ["BATCH", "GT", "BatchSettings", "batch", "gt"]

#: Columns with more different values than this are names, dates or free text, and not asked as a question.
MOST_BY_ITSELF = 30


@dataclass(frozen=True)
class BatchSettings:
    """What to count.

    Attributes
    ----------
    axes, questions
        Names joined by 、; 性別×年代 is a breakdown inside another (三重クロス). Questions may be empty: all of the
        codebook, else all columns with few different values.
    common
        Everything a single cross-tabulation can be told; its row and column are not used.
    false_discoveries
        Share of false alarms to be borne in the 発見リスト.
    """

    axes: str = ""
    questions: str = ""
    common: CrosstabSettings = field(default_factory=CrosstabSettings)
    false_discoveries: float = 0.05


def batch(grid: Grid, settings: BatchSettings, progress: Progress | None = None) -> Result:
    """Count all questions by all breakdowns.

    Parameters
    ----------
    progress
        Called now and then with the number of finished tables and of all tables.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    CrosstabError
        SB-C313: nothing to count; and the errors of `crosstab`.
    """
    common = settings.common
    frame = observations(grid, header_row=common.header_row)
    axes = tuple(_axis(name, frame, common.codebook) for name in names(settings.axes))
    parts = [part for axis in axes for part in ((axis,) if isinstance(axis, str) else axis)]
    questions = names(settings.questions) or _questions(frame, common, parts)
    coded, request, details = coded_for(frame, _shared(common, "p"), (*parts, *questions))
    wanted = BatchRequest(axes, questions, request, settings.false_discoveries)
    coded, merged = merge_axes(coded, wanted)
    made = tabulate_batch(coded, merged, progress)
    groups = [m for m in matrices(common.codebook or Codebook()) if set(m.items) <= set(questions)]
    result = batch_report(coded, made, of_answers(grid, frame), groups)
    if wanted != merged:
        note = f"回答者が{max(request.threshold, REFERENCE_SIZE)}人に満たない区分は、どの表でも隣の区分とまとめました。"
        result = replace(result, notes=(*result.notes, note))
    result = replace(result, settings=lines_of(BATCH.name, BATCH.label, settings))
    details = (*result.details, *details)
    return replace(result, details=(*details, *glossary(details)))


def gt(grid: Grid, settings: BatchSettings) -> Result:
    """Count all questions without a breakdown (GT表). Errors as `batch`."""
    common = settings.common
    frame = observations(grid, header_row=common.header_row)
    questions = names(settings.questions) or _questions(frame, common, ())
    if not questions:
        raise CrosstabError("C313")
    coded, request, details = coded_for(frame, _shared(common, "p"), questions)
    tables = tabulate_totals(coded, questions, request)
    table = gt_table(tables)
    details = (Detail("標本誤差", ("割合の読み取りに使う早見表です。",), (error_table(),)), *details)
    return Result(
        title="単純集計（GT）",
        question="どの答えが、どれだけあったか",
        conditions=f"設問: {len(questions)}",
        base=f"{coded.n:,}{common.counted}の回答",
        conclusion=tuple(_largest(one) for one in tables[:3] if _largest(one)),
        tables=(table,),
        cannot_say=("回答しなかった人の考えは、この集計からは分かりません。",),
        notes=common_notes(tables),
        details=(*details, *glossary(details)),
        data=(DataSheet("単純集計データ", replace(table, key="gt_data", title="単純集計データ")),),
        settings=lines_of(GT.name, GT.label, settings),
        provenance=of_answers(grid, frame),
        purpose=request.purpose,
    )


def _axis(name: str, frame: pd.DataFrame, codebook: Codebook | None) -> Axis:
    """A breakdown by its name; 性別×年代 is one inside the other, unless a column is called so."""
    outer, sign, inner = name.partition("×")
    if name in frame.columns or (codebook is not None and name in codebook) or not sign:
        return name
    return outer.strip(), inner.strip()


def _shared(common: CrosstabSettings, layout: Layout) -> CrosstabSettings:
    """What is common to all tables."""
    return replace(common, row="", column="", outer="", stratum="", layout=common.layout or layout)


def _largest(table: Crosstab) -> str:
    shown = [
        (float(table.percents[-1, j]), -j)
        for j, missing in enumerate(table.column.missing)
        if not missing and not table.percent_hidden(-1, j) and table.base[-1] > 0
    ]
    # Beside a hidden answer the largest of the shown ones need not be the largest.
    if not shown or any(table.percent_hidden(-1, j) for j in range(len(table.column.labels))):
        return ""
    share = shown_percent(table, -1, -max(shown)[1])
    return f"「{table.column.label}」で最も多い答えは「{table.column.labels[-max(shown)[1]]}」（{share:.1f}％）です。"


def _questions(frame: pd.DataFrame, common: CrosstabSettings, axes: Sequence[str]) -> tuple[str, ...]:
    book = common.codebook or Codebook()
    counted = [q.key for q in book.questions if q.answer in (Answer.SINGLE, Answer.MULTIPLE) and q.key not in axes]
    if counted:
        return tuple(counted)
    few = [name for name in frame.columns if name not in axes and name != common.weight and _few(frame[name])]
    return tuple(few)


def _few(column: pd.Series[Any]) -> bool:
    return 1 < column.astype(str).nunique() <= min(MOST_BY_ITSELF, MOST_CATEGORIES)


BATCH = Command("crosstab_batch", "一括集計", BatchSettings, batch)
GT = Command("crosstab_gt", "単純集計", BatchSettings, gt)
