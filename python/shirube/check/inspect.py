"""Holds sheets and files against the rules: pure functions from what was read to `Findings`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..grid import Grid, Kind
from .facts import CheckSource, SheetFacts
from .finding import Finding, Findings
from .own import own_sheets
from .rules.all import FILE_CHECKS, SHEET_CHECKS
from .rules.l3_07_same_form import check_files, families
from .rules.registry import RULES, Scope
from .sheet import Sheet

__all__ = ["inspect", "inspect_all", "inspect_source"]

_NEEDS_FACTS = frozenset({"L1-10"})
_NEEDS_TABLE = frozenset(key for key, about in RULES.items() if about.scope is Scope.SHEET) | {"L1-11", "L1-12"}
_MOST_WORDS = 5_000


def inspect(
    grid: Grid,
    facts: SheetFacts | None = None,
    *,
    excel: bool = True,
    rules: Sequence[str] = (),
    elsewhere: Sequence[str] = (),
) -> Findings:
    """Check one sheet.

    Parameters
    ----------
    grid
        The sheet, any layout.
    facts
        What is not in its cells (objects, formulas); ``None``: not known, and rules that need it are not applied.
    excel
        False for a CSV file: the rules about workbooks are not applied.
    rules
        Ids of the rules to apply; empty: all that look at a sheet.
    elsewhere
        Texts of other sheets and documents in which symbols and codes may be explained.

    Returns
    -------
    Findings
        What is wrong, then what a person must look at, each in the order of the rules.

    >>> found = inspect(Grid.from_rows([["地区", "人口（人）"], ["東", "1,234人"], ["西", 20]]))
    >>> [(f.rule, f.cells, f.repairable) for f in found.failed]
    [('L2-01', 'B2', True)]
    """
    sheet = Sheet(grid, facts, excel, tuple(elsewhere))
    applied = tuple(key for key in SHEET_CHECKS if (not rules or key in rules) and _applies(key, sheet))
    items = [finding for key in applied for finding in SHEET_CHECKS[key](sheet)]
    return Findings.merged([Findings(tuple(items), applied)])


def _applies(key: str, sheet: Sheet) -> bool:
    if RULES[key].scope is Scope.EXCEL and not sheet.excel:
        return False
    if key in _NEEDS_FACTS and sheet.facts is None:
        return False
    return bool(sheet.tables) or key not in _NEEDS_TABLE


def inspect_source(source: CheckSource, *, rules: Sequence[str] = ()) -> Findings:
    """Check a file: every sheet of data, and the file as a whole; reports this product wrote into it are no data.

    >>> found = inspect_source(CheckSource("計画.pdf", ".pdf"))
    >>> [(f.rule, f.place) for f in found.failed]
    [('L1-01', '計画.pdf')]
    """
    own = own_sheets(source.sheets)
    parts = [
        inspect(grid, source.facts.get(grid.name), excel=source.excel, rules=rules, elsewhere=_elsewhere(source, grid))
        for grid in source.sheets
        if grid.name not in own
    ]
    applied = [key for key in FILE_CHECKS if (not rules or key in rules) and _file_rule_applies(key, source)]
    items = tuple(finding for key in applied for finding in FILE_CHECKS[key](source))
    return Findings.merged([*parts, Findings(items, tuple(applied))])


def _file_rule_applies(key: str, source: CheckSource) -> bool:
    if RULES[key].scope is Scope.CSV:
        return source.csv is not None and bool(source.csv.encoding)
    return key == "L1-01" or bool(source.sheets) or source.csv is not None


def _elsewhere(source: CheckSource, grid: Grid) -> tuple[str, ...]:
    """Names of the sheets, and the texts of sheets that are short enough to be an explanation."""
    return tuple(_words(source, grid))


def _words(source: CheckSource, grid: Grid) -> Iterator[str]:
    yield from source.documents
    for other in source.sheets:
        if other is grid:
            continue
        yield other.name
        if other.values.size <= _MOST_WORDS:
            yield from (str(v) for v in other.values[other.kinds == Kind.TEXT].tolist())


def inspect_all(sources: Sequence[CheckSource], *, rules: Sequence[str] = ()) -> Findings:
    """Check several files, and compare those that differ by their year only (L3-07)."""
    parts = [inspect_source(source, rules=rules) for source in sources]
    if (not rules or "L3-07" in rules) and families(sources):
        found: tuple[Finding, ...] = tuple(check_files(sources))
        parts.append(Findings(found, ("L3-07",)))
    return Findings.merged(parts)
