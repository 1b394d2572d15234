"""Any command as a query: what a button or a saved 設定 sheet asks for is compiled instead of run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import Place, TableError
from ..grid import Grid
from ..result import Purpose, Result
from .base import Command
from .crosstab import CROSSTAB
from .crosstab_saved import COMMANDS as CROSSTABS
from .crosstab_saved import saved_on as crosstab_on
from .evaluate import BEFORE_AFTER, DID
from .evaluate_saved import COMMANDS as EVALUATIONS
from .evaluate_saved import saved_on as evaluation_on
from .join import JOIN, JoinSettings, crosswalk_from
from .powerquery import PowerQuerySettings, tidied
from .powerquery_book import Made, book
from .powerquery_join import BY, joined
from .powerquery_stack import stacked
from .powerquery_then import compared, counted, differenced, listed
from .stack import STACK
from .tidy import TIDY, TidySettings
from .tidy_settings import candidate_on, recipes_on

__all__ = ["COMPILED", "connected_only", "first_of", "query_of", "saved_query", "then"]

_COMMAND = "命令"
_THEN: Mapping[str, Callable[[Made, Any], Made]] = {
    CROSSTAB.name: counted, BEFORE_AFTER.name: compared, DID.name: differenced,
}  # fmt: skip


def _tidied(grid: Grid, settings: TidySettings) -> Made:
    return tidied(grid, PowerQuerySettings(settings.recipes, settings.candidate, settings.keep_totals))


_FIRST: Mapping[str, Callable[[Any, Any], Made]] = {TIDY.name: _tidied, STACK.name: stacked, JOIN.name: joined}
#: Commands that can be compiled, by name.
COMPILED: Mapping[str, Command[Any]] = {
    command.name: command for command in (TIDY, STACK, JOIN, CROSSTAB, BEFORE_AFTER, DID)
}


def query_of(command: Command[Any], given: Any, settings: Any) -> Result:
    """Compile a command with the settings it would be run with.

    Parameters
    ----------
    given
        What the command reads: a sheet, or several for 積み重ねる and 突き合わせる.

    Raises
    ------
    TableError
        SB-W952: a command that no query can do. SB-P101 …: what a query cannot express, with the reason.
    """
    made = first_of(command, given, settings) if command.name in _FIRST else None
    made = made or then(listed(given, getattr(settings, "header_row", 0)), command, settings)
    return book(made, Purpose(getattr(settings, "purpose", Purpose.INTERNAL)))


def first_of(command: Command[Any], given: Any, settings: Any) -> Made:
    """The queries of a command that makes a table."""
    return _FIRST[command.name](given, settings)


def then(made: Made, command: Command[Any], settings: Any) -> Made:
    """Add the query of a command that counts or compares.

    Raises
    ------
    TableError
        SB-W952: a command that no query can do; others: see `powerquery_then`.
    """
    if command.name not in _THEN:
        raise TableError("W952", name=command.label, known="・".join(known.label for known in COMPILED.values()))
    return _THEN[command.name](made, settings)


def connected_only(made: Made) -> Made:
    """Every query but the last is a connection only: its result stands on no sheet."""
    last = len(made.stages) - 1
    return replace(made, stages=tuple(replace(stage, load=i == last) for i, stage in enumerate(made.stages)))


def saved_query(sheets: Sequence[Grid], name: str = "設定") -> tuple[Command[Any], Any]:
    """Read from the workbook of an earlier result which command made it, and its settings.

    A result of 積み重ねる keeps recipes alone and so is read as 縦持ちに直す.

    Raises
    ------
    TableError
        SB-T207: no such sheet, or none that a command wrote. Others: as reading the command's own settings.
    """
    sheet = next((sheet for sheet in sheets if sheet.name == name), None)
    if sheet is None or sheet.shape[1] < 2:
        raise TableError("T207", at=Place(sheets[0].source if sheets else "", name))
    said = {str(label).strip(): value for label, value in sheet.values[:, :2].tolist() if label is not None}
    word = str(said.get(_COMMAND) or "").strip()
    if word in {command.label for command in CROSSTABS.values()}:
        return crosstab_on(sheet)
    if word in EVALUATIONS:
        return evaluation_on(sheet)
    keys = [value for label, value in said.items() if label.startswith(BY) and value]
    if keys:
        by = tuple(part.strip() for value in keys for part in str(value).split("、") if part.strip())
        return JOIN, JoinSettings(by=by, crosswalk=crosswalk_from(_answered(sheets)))
    return TIDY, TidySettings(recipes=recipes_on(sheet), candidate=candidate_on(sheet))


def _answered(sheets: Sequence[Grid]) -> list[Grid]:
    """The sheets of a join's result that tell of names, and an empty one where it has none."""
    named = [sheet for sheet in sheets if sheet.name in ("対応表", "突合確認")]
    return named or [Grid.from_rows([["種類"]], name="対応表")]
