"""マトリクス設問: several questions with the same answers in one table, a row per item."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..aggregates import observations
from ..crosstab.batch import tabulate_totals
from ..crosstab.batch_report import long_data
from ..crosstab.layout import shown_percent
from ..crosstab.matrix import Matrix, matrix_of
from ..crosstab.stacked import matrix_chart, matrix_table
from ..crosstab.tabulate import Crosstab
from ..grid import Grid
from ..result import Result
from ..stats.rounding import percent
from .base import Command
from .crosstab import CrosstabSettings, coded_for, common_notes, of_answers
from .crosstab_lines import lines_of
from .crosstab_text import names

__all__ = ["MATRIX", "MatrixSettings", "matrix"]


@dataclass(frozen=True)
class MatrixSettings:
    """What to put together.

    Attributes
    ----------
    items
        The items joined by 、 or the name of a matrix question of the 設問票 (問2 for 問2_1, 問2_2 …).
    common
        Everything a single cross-tabulation can be told; its row and column are not used, and without a layout it has
        percentages.
    """

    items: str = ""
    common: CrosstabSettings = field(default_factory=CrosstabSettings)


def matrix(grid: Grid, settings: MatrixSettings) -> Result:
    """Count the items of a matrix question.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    CrosstabError
        SB-C330: no such matrix question. SB-C312: the items do not have the same answers.
    """
    common = settings.common
    frame = observations(grid, header_row=common.header_row)
    wanted = matrix_of(names(settings.items), common.codebook)
    shared = replace(common, row="", column="", outer="", stratum="", layout=common.layout or "p")
    coded, request, details = coded_for(frame, shared, wanted.items)
    tables = tabulate_totals(coded, wanted.items, request)
    table = matrix_table(tables, wanted.title, wanted.names)
    return Result(
        title=f"{wanted.title}　項目別",
        question=f"「{wanted.title}」の答えは、項目によってどう違うか",
        conditions=f"項目: {len(wanted.items)}",
        base=f"{coded.n:,}{common.counted}の回答",
        conclusion=_conclusion(wanted, tables),
        tables=(table,),
        charts=matrix_chart(tables, table),
        cannot_say=(
            "項目どうしの割合の差が誤差の範囲を超えるかどうかは、この表では調べていません。",
            "回答しなかった人の考えは、この表からは分かりません。",
        ),
        notes=common_notes(tables),
        details=details,
        data=(replace(long_data(tables), name="マトリクスデータ"),),
        settings=lines_of(MATRIX.name, MATRIX.label, settings),
        provenance=of_answers(grid, frame),
        purpose=request.purpose,
    )


def _conclusion(wanted: Matrix, tables: Sequence[Crosstab]) -> tuple[str, ...]:
    """The items with the largest and the smallest share of the first answer, or of the first two of a scale."""
    answers = [j for j, missing in enumerate(tables[0].column.missing) if not missing]
    top = answers[:2] if tables[0].column.ordered and len(answers) >= 4 else answers[:1]
    word = "または".join(f"「{tables[0].column.labels[j]}」" for j in top)
    shares = [(_share(table, top), name) for table, name in zip(tables, wanted.names, strict=True)]
    known = [(share, name) for share, name in shares if not math.isnan(share)]
    if len(known) < 2:
        return ()
    (high, most), (low, least) = max(known), min(known)
    if high == low:
        return (f"{word}と答えた割合は、どの項目も{high:.1f}％です。",)
    return (
        f"{word}と答えた割合は、「{most}」で最も高く（{high:.1f}％）、「{least}」で最も低く（{low:.1f}％）なっています。",
    )


def _share(table: Crosstab, top: Sequence[int]) -> float:
    parts = [shown_percent(table, -1, j) for j in top]
    if any(part is None for part in parts) or table.rounded:
        return float("nan")
    whole = float(table.weighted_base[-1])
    return percent(float(table.weighted[-1, list(top)].sum()), whole)


MATRIX = Command("crosstab_matrix", "マトリクス設問", MatrixSettings, matrix)
