"""クロス集計: one breakdown against one question of a list of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from ..codebook import Codebook
from ..crosstab import CrosstabRequest, report, tabulate
from ..crosstab.coded import Coded
from ..crosstab.engines import group, repeated
from ..crosstab.request import Counted, Layout, Protection, Test
from ..crosstab.weights import WEIGHT_KEY, Population, Weighting, weigh, weighting_detail
from ..errors import CrosstabError
from ..grid import Grid
from ..result import Provenance, Purpose, Result
from ..stats.multiplicity import Method
from ..table import records
from .base import Command
from .crosstab_text import code_with, conditions
from .provenance import of_file, of_grid

__all__ = ["CROSSTAB", "CrosstabSettings", "crosstab", "crosstab_frame", "request_of", "weighted"]


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


def crosstab(grid: Grid, settings: CrosstabSettings) -> Result:
    """Cross two columns of a list of answers.

    Raises
    ------
    TableError
        SB-T101 no such column, SB-T102 nothing below the header.
    CrosstabError
        The two columns cannot be crossed (see the C messages).
    """
    frame = records(grid, header_row=settings.header_row)
    request = request_of(settings)
    keys = (*request.keys, *(settings.population.keys if settings.population else ()))
    coded = code_with(
        frame, keys, settings.codebook, weight=settings.weight, bands=settings.bands, merges=settings.merges
    )
    weighting = weighted(coded, settings)
    if weighting is not None:
        coded, request = weighting.coded, replace(request, weight=WEIGHT_KEY)
    provenance: Provenance = replace(of_grid(grid), range=f"{len(frame):,}件の回答")
    result = report(tabulate(coded, request), provenance)
    if weighting is not None:
        result = replace(result, details=(*result.details, weighting_detail(weighting)))
    return result


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
    small = group(frame, request.keys, weight=settings.weight)
    coded = code_with(small, request.keys, settings.codebook, bands=settings.bands, merges=settings.merges)
    coded = repeated(coded, small, weight=settings.weight)
    return report(tabulate(coded, request), replace(of_file(source), range=f"{coded.total:,}件の回答"))


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


def weighted(coded: Coded, settings: CrosstabSettings) -> Weighting | None:
    """Weigh the answers by the population, when one is given."""
    if settings.population is None:
        return None
    return weigh(coded, settings.population, most=settings.most_weight)


CROSSTAB = Command("crosstab", "クロス集計", CrosstabSettings, crosstab)
