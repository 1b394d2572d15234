"""クロス集計: one breakdown against one question of a list of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from ..aggregates import count_left_out, observations
from ..codebook import Codebook
from ..crosstab import Crosstab, CrosstabRequest, report, tabulate
from ..crosstab.coded import Coded
from ..crosstab.engines import columns_of, group, repeated
from ..crosstab.request import Counted, Layout, Protection, Test
from ..crosstab.weights import WEIGHT_KEY, Population, weigh, weighting_detail
from ..errors import CrosstabError
from ..grid import Grid
from ..result import Detail, Provenance, Purpose, Result
from ..stats.multiplicity import Method
from .base import Command
from .crosstab_lines import lines_of
from .crosstab_text import code_with, conditions
from .provenance import of_file, of_grid

__all__ = [
    "CROSSTAB",
    "CrosstabSettings",
    "coded_for",
    "common_notes",
    "crosstab",
    "crosstab_frame",
    "of_answers",
    "request_of",
]


@dataclass(frozen=True)
class CrosstabSettings:
    """What to cross.

    Attributes
    ----------
    row, column
        Column names: the breakdown (表側, e.g. 年代) and the question (表頭, e.g. 満足度).
    weight
        Column of weights; empty for none.
    header_row
        0-based row of the column names.
    codebook
        設問票, when the answers are codes or multiple.
    outer, stratum, summary, test, adjust, reason, counted, protection, round_to, layout
        See `CrosstabRequest`; without a layout a single table has persons and percentages, a batch percentages.
    where, bands, merges
        Conditions, classes of numbers and merged categories; see `crosstab_text`.
    population, most_weight
        Population figures to weigh by, and the largest weight in multiples of the mean (0: no limit).
    codebook_sheet, population_sheet
        Names of the sheets these two come from, for the 設定 sheet (see `crosstab_saved.with_sheets`).
    """

    row: str = ""
    column: str = ""
    weight: str = ""
    percent: Literal["row", "column", "total"] = "row"
    missing: Literal["show", "exclude"] = "show"
    header_row: int = 0
    codebook: Codebook | None = None
    purpose: Purpose | Literal["庁内検討", "公表"] = Purpose.INTERNAL
    threshold: int = 10
    outer: str = ""
    stratum: str = ""
    where: str = ""
    bands: str = ""
    merges: str = ""
    summary: bool = False
    test: Test = "auto"
    adjust: Method = "holm"
    reason: str = ""
    counted: Counted = "人"
    protection: Protection = "suppress"
    round_to: int = 10
    population: Population | None = None
    most_weight: float = 0.0
    layout: Layout | None = None
    codebook_sheet: str = ""
    population_sheet: str = ""


def crosstab(grid: Grid, settings: CrosstabSettings) -> Result:
    """Cross two columns of a list of answers.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T102 nothing below the header.
    CrosstabError
        The two columns cannot be crossed (see the C messages).
    """
    frame = observations(grid, header_row=settings.header_row)
    coded, request, more = coded_for(frame, settings)
    result = report(tabulate(coded, request), of_answers(grid, frame))
    saved = lines_of(CROSSTAB.name, CROSSTAB.label, settings)
    return replace(result, details=(*result.details, *more), settings=saved)


def coded_for(
    frame: pd.DataFrame, settings: CrosstabSettings, more: Sequence[str] = ()
) -> tuple[Coded, CrosstabRequest, tuple[Detail, ...]]:
    """Code what the settings and `more` name, weigh it, and say what is to be said about weights made here."""
    request = request_of(settings)
    population = settings.population
    keys = dict.fromkeys((*more, *request.keys, *(population.keys if population else ())))
    coded = code_with(
        frame, tuple(keys), settings.codebook, weight=settings.weight, bands=settings.bands, merges=settings.merges
    )
    if population is None:
        return coded, request, ()
    made = weigh(coded, population, most=settings.most_weight)
    detail = weighting_detail(made, threshold=settings.threshold if request.protects else 0)
    return made.coded, replace(request, weight=WEIGHT_KEY), (detail,)


def of_answers(grid: Grid, frame: pd.DataFrame) -> Provenance:
    """Where the answers come from and how many there are."""
    gone = count_left_out(frame)
    without = f"（合計や平均の{gone:,}行を除く）" if gone else ""
    return replace(of_grid(grid), range=f"{len(frame):,}件の回答{without}")


def common_notes(tables: Sequence[Crosstab]) -> tuple[str, ...]:
    """What must be said below tables that stand together: signs, hidden numbers, rounding, unknown values."""
    request, rounded = tables[0].request, tables[0].rounded
    notes = [
        f"割合は小数第{request.decimals + 1}位を四捨五入しているため、合計が100％にならないことがあります。",
        f"「-」は該当する人がいないこと、「{0:.{request.decimals}f}」は人はいるが単位に満たないことを示します。",
    ]
    if any(table.hidden is not None and table.hidden.any for table in tables):
        notes.append("「x」は、個人が特定されるおそれがあるため伏せた数値です。表どうしの差し引きでも分かりません。")
    if rounded:
        notes.append(f"人数は{rounded}単位に丸めているため、内訳の合計は合計と一致しないことがあります。")
    return tuple(dict.fromkeys((*notes, *(note for table in tables for note in table.column.notes))))


def crosstab_frame(frame: Any, settings: CrosstabSettings, source: str = "") -> Result:
    """Cross two columns of answers that stay on their engine: DuckDB, Polars, Arrow and the like (see `engines`).

    Parameters
    ----------
    frame
        Anything `engines.group` takes, one row per person.
    source
        Name of the file, for the report.

    Raises
    ------
    TableError
        SB-T101 no such column.
    CrosstabError
        SB-C319 to SB-C322 (see `engines`); SB-C320 for weights from a population too; and as `crosstab`.
    """
    if settings.population is not None:
        raise CrosstabError("C320", what="母集団からのウェイト")
    request = request_of(settings)
    small = group(frame, columns_of(request.keys, settings.codebook), weight=settings.weight)
    coded = code_with(small, request.keys, settings.codebook, bands=settings.bands, merges=settings.merges)
    coded = repeated(coded, small, weight=settings.weight)
    provenance = replace(of_file(source), range=f"{coded.total:,}件の回答")
    saved = lines_of(CROSSTAB.name, CROSSTAB.label, settings)
    return replace(report(tabulate(coded, request), provenance), settings=saved)


def request_of(settings: CrosstabSettings) -> CrosstabRequest:
    """Return the request the settings stand for."""
    return CrosstabRequest(
        settings.row,
        settings.column,
        weight=settings.weight,
        percent=settings.percent,
        missing=settings.missing,
        test=settings.test,
        purpose=Purpose(settings.purpose),
        threshold=settings.threshold,
        reason=settings.reason,
        counted=settings.counted,
        protection=settings.protection,
        round_to=settings.round_to,
        outer=settings.outer,
        stratum=settings.stratum,
        where=conditions(settings.where),
        summary=settings.summary,
        adjust=settings.adjust,
        layout=settings.layout or "np",
    )


CROSSTAB = Command("crosstab", "クロス集計", CrosstabSettings, crosstab)
