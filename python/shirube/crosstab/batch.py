"""一括集計: every question by every breakdown, counted by matrix products, tested together, hidden together."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import CrosstabError
from ..stats.multiplicity import adjust
from .assess import REFERENCE_SIZE, Assessment, assess_options, conclude
from .choose import asked_twice, choose
from .coded import Coded
from .count import extreme_weights, meets
from .count_many import count_many
from .hide import hide_together
from .outcomes import Outcome, residuals_of, run, run_many
from .protect import merge_neighbours
from .recode import merged_neighbours
from .request import CrosstabRequest
from .stacked import everybody, totals
from .tabulate import Crosstab, Prepared, answered, assemble, prepare, tabulate, together, variables_of

__all__ = ["Axis", "Batch", "BatchRequest", "merge_axes", "tabulate_batch", "tabulate_totals"]

#: A breakdown, or one inside another (outer, inner).
Axis = str | tuple[str, str]
#: Called with the number of finished tables and of all tables.
Progress = Callable[[int, int], None]
#: Tables tested between two calls of the progress.
CHUNK = 50


@dataclass(frozen=True)
class BatchRequest:
    """What to count in one go.

    Attributes
    ----------
    axes, questions
        Breakdowns and questions; a question that is itself the breakdown is left out. A pair (outer, inner) is one
        breakdown inside another (三重クロス).
    common
        Everything else (weight, 用途, percent …); its row and column are not used.
    false_discoveries
        Share of false alarms to be borne among the differences that are reported, 0…1.

    Raises
    ------
    CrosstabError
        SB-C313: no breakdown or no question.
    """

    axes: tuple[Axis, ...]
    questions: tuple[str, ...]
    common: CrosstabRequest = field(default_factory=lambda: CrosstabRequest("", "", layout="p"))
    false_discoveries: float = 0.05

    def __post_init__(self) -> None:
        if not self.requests:
            raise CrosstabError("C313")

    @functools.cached_property
    def requests(self) -> tuple[CrosstabRequest, ...]:
        """One request per table, question by question."""
        pairs = [(axis, question) for question in self.questions for axis in self.axes]
        return tuple(
            replace(self.common, row=axis, column=question)
            if isinstance(axis, str)
            else replace(self.common, outer=axis[0], row=axis[1], column=question)
            for axis, question in pairs
            if question not in ((axis,) if isinstance(axis, str) else axis)
        )

    @property
    def attributes(self) -> tuple[str, ...]:
        """Every question a breakdown is made of, each once."""
        parts = [part for axis in self.axes for part in ((axis,) if isinstance(axis, str) else axis)]
        return tuple(dict.fromkeys(parts))

    @property
    def axis_names(self) -> tuple[str, ...]:
        """The breakdowns as they are typed."""
        return tuple(axis if isinstance(axis, str) else "×".join(axis) for axis in self.axes)


@dataclass(frozen=True, eq=False)
class Batch:
    """All tables, and their p-values adjusted over the batch (Benjamini-Hochberg; NaN where nothing was tested)."""

    request: BatchRequest
    tables: tuple[Crosstab, ...]
    adjusted: tuple[float, ...]

    def of_question(self, key: str) -> tuple[Crosstab, ...]:
        """The tables of one question, in the order of the breakdowns."""
        return tuple(table for table in self.tables if table.column.key == key)


def tabulate_batch(coded: Coded, request: BatchRequest, progress: Progress | None = None) -> Batch:
    """Count, test and, for 公表, hide all tables so that none gives away what another hides.

    Parameters
    ----------
    coded
        All breakdowns, questions and conditions.
    progress
        Called now and then.

    Raises
    ------
    TableError, CrosstabError
        As `tabulate`. SB-C320: rows that stand for several persons (see `engines`).

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> answers = {"性": ["男", "女"] * 40, "問1": ["はい", "いいえ"] * 40, "問2": ["良", "良", "悪", "悪"] * 20}
    >>> frame = pd.DataFrame(answers)
    >>> batch = tabulate_batch(code(frame, list(frame)), BatchRequest(("性",), ("問1", "問2")))
    >>> [round(p, 3) for p in batch.adjusted]
    [0.0, 1.0]
    """
    coded.require_persons("一括集計")
    coded, request = merge_axes(coded, request)
    done = progress or (lambda made, of: None)
    if _needs_each(request):
        tables = []
        for k, one in enumerate(request.requests):
            tables.append(tabulate(coded, one))
            done(k + 1, len(request.requests))
    else:
        tables = _fast(coded, request, done)
    tables = _hidden_together(coded, tables)
    adjusted = adjust([table.assessment.p for table in tables], "bh")
    return Batch(request, tuple(tables), tuple(adjusted.tolist()))


def merge_axes(coded: Coded, request: BatchRequest) -> tuple[Coded, BatchRequest]:
    """Merge neighbouring categories of the breakdowns, once for all tables; what is small then is hidden.

    Merging every table by itself would let tables with other groups be subtracted from each other. A category is
    merged when fewer than 30 persons (or than the threshold) are in it, whatever they answered. Nothing happens unless
    the request asks for merging, and a second time nothing is left to do.
    """
    common = request.common
    if not (common.protects and common.protection == "merge"):
        return coded, request
    least = max(common.threshold, REFERENCE_SIZE)
    kept = meets(coded, common.where)
    if coded.weights is not None:
        kept &= coded.weights > 0
    for key in request.attributes:
        axis = coded.variable(key)
        persons = np.bincount(axis.codes[kept & (axis.codes >= 0)], minlength=len(axis.labels))[:, None]
        groups = merge_neighbours(persons, axis.missing, lambda table: np.asarray(table[:, 0] < least))
        coded = coded.plus(merged_neighbours(axis, groups))
    return coded, replace(request, common=replace(common, protection="suppress"))


def _needs_each(request: BatchRequest) -> bool:
    """Whether tables differ in more than their two sides, so that they cannot be counted by one product."""
    common = request.common
    nested = any(not isinstance(axis, str) for axis in request.axes)
    return bool(nested or common.outer or common.stratum or common.missing == "exclude" or common.test != "auto")


def _fast(coded: Coded, request: BatchRequest, progress: Progress) -> list[Crosstab]:
    counted = count_many(coded, request.attributes, request.questions, where=request.common.where)
    prepared = []
    for one in request.requests:
        row, column = variables_of(coded, one)
        prepared.append(prepare(coded, one, row, column, counted[one.row, one.column]))
    found: list[Assessment] = []
    for begin in range(0, len(prepared), CHUNK):
        found += _assessed(coded, request.requests[begin : begin + CHUNK], prepared[begin : begin + CHUNK])
        progress(len(found), len(prepared))
    most = extreme_weights(coded)[1]
    parts = zip(prepared, request.requests, found, strict=True)
    return [assemble(p, one, f, heaviest=most) for p, one, f in parts]


def _assessed(coded: Coded, requests: Sequence[CrosstabRequest], prepared: Sequence[Prepared]) -> list[Assessment]:
    """The assessments of `tabulate`, with the tests of single answers run for all tables of a shape at once."""
    found: dict[int, Assessment] = {}
    single = [k for k, one in enumerate(prepared) if not one.column.multiple]
    for weighted in (False, True):
        mine = [k for k in single if prepared[k].uneven == weighted]
        found |= dict(zip(mine, _assessed_single([prepared[k] for k in mine], weighted), strict=True))
    for k, one in enumerate(prepared):
        if one.column.multiple:
            row, column = coded.variable(requests[k].row), coded.variable(requests[k].column)
            kept = (row.codes >= 0) & (column.codes >= 0) & meets(coded, requests[k].where)
            if coded.weights is not None:
                kept &= coded.weights > 0
            options = together(coded, row, column, kept, one.uneven)
            found[k] = assess_options(
                one.compared, answered(one), "auto", weighted=one.uneven, together=options, quick=True
            )
    return [found[k] for k in range(len(prepared))]


def _assessed_single(prepared: Sequence[Prepared], weighted: bool) -> list[Assessment]:
    tables = [one.compared for one in prepared]
    ordered = [(one.row.ordered, one.column.ordered) for one in prepared]
    choices = [
        choose(
            one.compared.n,
            ordered=order,
            weighted=weighted,
            twice=not weighted and asked_twice(one.row.label, one.column.label, *one.labels),
        )
        for one, order in zip(prepared, ordered, strict=True)
    ]
    outcomes, residuals = run_many(tables, choices, quick=True), residuals_of(tables, weighted=weighted)
    found = []
    for table, choice, outcome, z, order in zip(tables, choices, outcomes, residuals, ordered, strict=True):
        tests: tuple[Outcome, ...] = (outcome,)
        if choice.companion is not None:
            tests = (outcome, run(choice.companion, table, "順序を使わない検定。", quick=True))
        found.append(conclude(table, tests, z, ordered=order, weighted=weighted))
    return found


def _hidden_together(coded: Coded, tables: Sequence[Crosstab]) -> list[Crosstab]:
    alone = [table.hidden for table in tables if table.hidden is not None]
    if len(alone) < len(tables):
        return list(tables)
    hidden = hide_together(coded, [table.request for table in tables], alone)
    return [replace(table, hidden=found) for table, found in zip(tables, hidden, strict=True)]


def tabulate_totals(coded: Coded, keys: Sequence[str], common: CrosstabRequest) -> tuple[Crosstab, ...]:
    """Count questions without a breakdown, hidden together; the request gives weight, 用途 and decimals.

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> coded = code(pd.DataFrame({"答": ["はい", "はい", "いいえ"]}), ["答"])
    >>> tabulate_totals(coded, ["答"], CrosstabRequest("", ""))[0].counts[-1].tolist()
    [2, 1]
    """
    tables = [totals(coded, key, common) for key in dict.fromkeys(keys)]
    return tuple(_hidden_together(everybody(coded), tables))
