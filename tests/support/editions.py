"""Compares a query with Python on a later edition of its sheet: the same, told as docs/power-query.md says, or neither.

A difference counts as *told* only where the query itself says so: it returns a sentence instead of a table, or the
cell's own text stands in 記号 beside 文字. The names of columns and the marks of totals stay those of the sheet the
query was made for, which the document says too; every other difference is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shirube.errors import TableError
from shirube.grid import Grid, Kind
from shirube.powerquery import Source, compile_recipe
from shirube.table import CELL, COLUMN_TOTAL, ROW_TOTAL, STATUS, SYMBOL, UNIT
from shirube.tidy import Recipe, apply, detect
from shirube.tidy.types import typed
from support.m.tables import adversary
from support.queries import as_range, differences, plain, run

SAME, NOTICE, NAMES, TOTALS, NOTATION = "同じ", "知らせ", "列の名前", "合計の印", "数の書き方"
NO_TABLE, DIFFERENT = "表がない", "違う"


#: Reasons for which no query is made: a value that reads differently, columns without names of their own, a table
#: whose place or end only Python finds.
REFUSED = frozenset({"P101", "P102", "W981", "W982", "W983"})


@dataclass(frozen=True)
class Verdict:
    """What the query gives beside Python.

    Attributes
    ----------
    kinds
        How the later edition compares: the same, or the kinds of difference.
    rows
        Rows of the later edition that differ untold.
    said
        The sentence the query gives instead of a table.
    original
        Rows that differ on the sheet the query was made for.
    """

    kinds: frozenset[str]
    rows: tuple[tuple, ...] = ()
    said: str = ""
    original: tuple[tuple, ...] = ()


def with_plain_errors(grid: Grid) -> Grid:
    """The sheet as a query sees it: which error stands in a cell is not handed over."""
    values = grid.values.copy()
    values[grid.kinds == Kind.ERROR] = "#N/A"
    merges = [span.a1 for span in grid.merges]
    return Grid.from_rows(values.tolist(), name=grid.name, source=grid.source, merges=merges)


def compare(grid: Grid, recipe: Recipe, later: Grid) -> Verdict:
    """Compile for `grid`, run on `later`, compare with what Python makes of `later`.

    Raises
    ------
    TableError
        The recipe is not one that a query can express.
    """
    found = run(compile_recipe(grid, recipe, source=Source("元表")), {"元表": as_range(later, errors=True)})
    got = plain(found.rows)
    if len(got) == 1 and isinstance(got[0][0], str) and set(got[0][1:]) <= {None} and got[0][0].endswith("ください。"):
        return Verdict(frozenset({NOTICE}), said=got[0][0])
    try:
        frame = typed(apply(with_plain_errors(later), recipe), recipe.types).frame
    except TableError:
        return Verdict(frozenset({NO_TABLE}), tuple(map(tuple, got)))
    if CELL in frame.columns and CELL not in found.columns:
        frame = frame.drop(columns=CELL)
    if frame.shape != (len(got), len(found.columns)):
        return Verdict(frozenset({DIFFERENT}), ((frame.shape, (len(got), len(found.columns))),))
    want = plain(frame.astype(object).values.tolist())
    names = list(map(str, frame.columns)) != list(found.columns)
    return _verdict(want, got, found.columns, {NAMES} if names else set())


def read_both(seed: int) -> Verdict | None:
    """The verdict on an adversarial sheet and its next edition; None where no query is made for it.

    On the sheet the query was made for nothing but equality will do.
    """
    sheet = adversary(seed)
    best = detect(sheet.grid).best
    if best is None:
        return None
    recipe = best.recipes[0]
    try:
        wrong = differences(sheet.grid, recipe)
    except TableError as error:
        if error.key not in REFUSED:
            raise
        return None
    return replace(compare(sheet.grid, recipe, sheet.later), original=tuple(wrong))


def _verdict(want: Sequence[list], got: Sequence[list], columns: Sequence[str], told: set[str]) -> Verdict:
    rows = []
    for ours, theirs in zip(got, want, strict=True):
        kinds = _told(dict(zip(columns, ours, strict=True)), dict(zip(columns, theirs, strict=True)))
        told |= kinds
        if DIFFERENT in kinds:
            rows.append((theirs, ours))
    return Verdict(frozenset(told or {SAME}), tuple(rows))


def _told(ours: dict, theirs: dict) -> set[str]:
    different = {name for name in ours if ours[name] != theirs[name]}
    told = {TOTALS} if different & {ROW_TOTAL, COLUMN_TOTAL} else set()
    different -= {ROW_TOTAL, COLUMN_TOTAL}
    kept = ours.get(STATUS) == "文字" and ours.get(SYMBOL) and theirs.get(STATUS) == "実数"
    text = theirs.get(SYMBOL) or ours.get(SYMBOL)
    if different and kept and text == ours[SYMBOL] and different <= {"値", STATUS, SYMBOL, UNIT}:
        return told | {NOTATION}
    return told | ({DIFFERENT} if different else set())
