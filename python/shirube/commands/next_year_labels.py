"""Which years in a workbook's texts move on, and which stay for people to look at."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..calendar import FiscalYear, Year, YearMonth, YearWord, advanced, years_in
from ..grid import Grid, Kind, a1
from .desk_sheets import LOG_SHEET, as_text, is_settings_sheet
from .next_year_runs import pure_year, runs_of

__all__ = ["Edit", "Left", "advance_name", "advance_sheet", "current_year"]

LONGEST_NAME = 31
#: Words behind a year that make it the name of one thing: it does not move.
FIXED = re.compile(r"国勢調査|経済センサス|[改制]正|制定|施行|告示|設置|開始|創設|設立|生まれ|基準年|=100|＝100")
#: Lines of a 設定 sheet that name a fact of the past.
PAST = re.compile("開始時点|今回の年|知っておくこと")
#: Lines of a 設定 sheet that name sheets: they follow the sheets.
NAMES_SHEETS = "のシート"
#: A text that says something happened, or is so: it may be a fact of that year.
SENTENCE = re.compile(r"。|[たるすい]$")
IN_SENTENCE = "文の中の年です。今年の事実なら残し、毎年同じことなら進めてください"
OTHER_YEAR = "ブックの年度と違う年度です。比べる相手の年度なら進めてください"
FIXED_NAME = "決まった年の名前と思われるので、進めていません"
PAST_FACT = "政策を始めた時点や知っておくことなど、過ぎたことなので、進めていません"
DATE = "日付のセルです。基準日なら、次の年の日付に直してください"
BARE = "数だけなので、年かどうか分かりません"
LONG_SERIES = "長い年の並びの最後です。次の年を書き足してください（今までの年は進めていません）"
IN_FORMULA = "式の中に年が書かれています"


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell's text before and after."""

    sheet: str
    cell: str
    before: str
    after: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that was not moved on, and why."""

    sheet: str
    cell: str
    text: str
    why: str


def current_year(grids: Sequence[Grid]) -> FiscalYear | None:
    """Return the latest 年度 that labels name often (half as often as any other); ``None`` where none is named.

    >>> current_year([Grid.from_rows([["令和6年度 利用者数"], ["令和5年度", "令和6年度"]])])
    FiscalYear(value=2024)
    """
    counts: Counter[int] = Counter()
    for grid in grids:
        if grid.name == LOG_SHEET:
            continue
        counts.update(word.time.value for word in years_in(grid.name) if isinstance(word.time, FiscalYear))
        for _, _, text in _texts(grid):
            words = years_in(text)
            counts.update(w.time.value for w in words if isinstance(w.time, FiscalYear) and not _fixed(text, w))
        counts.update(run.years[-1] for run in runs_of(grid) if not is_settings_sheet(grid.name))
    often = max(counts.values(), default=0) / 2
    return FiscalYear(max(y for y in counts if counts[y] >= often)) if counts else None


def advance_name(name: str, year: FiscalYear, taken: Collection[str]) -> str:
    """Return a sheet's name one year on; as it is where Excel would not take that or another sheet has it."""
    later = advanced(name, which=lambda word: _meant(word, year) and not _fixed(name, word))
    free = later.casefold() not in {other.casefold() for other in taken if advanced(other) == other}
    return later if free and len(later.encode("utf-16-le")) // 2 <= LONGEST_NAME else name


def advance_sheet(
    grid: Grid,
    year: FiscalYear,
    renamed: Mapping[str, str],
    formulas: Mapping[str, str],
    emptied: Collection[str],
) -> tuple[list[Edit], list[Left]]:
    """Move the labels of one sheet on.

    Parameters
    ----------
    renamed
        New names of sheets by their old ones, for the lines of 設定 sheets that name them.
    formulas
        Text of its formulas by cell.
    emptied
        Cells that will be empty.
    """
    edits: list[Edit] = []
    left = [Left(grid.name, at, text, IN_FORMULA) for at, text in formulas.items() if _in_formula(text, year)]
    runs, series = _in_runs(grid, year)
    for row, column, text in _texts(grid):
        at = a1(row, column)
        if at in formulas or at in emptied or (row, column) in runs or (row, column) in series:
            continue
        label = _label(grid, row) if is_settings_sheet(grid.name) else ""
        if is_settings_sheet(grid.name) and column != 1:
            continue
        if label.endswith(NAMES_SHEETS):
            now = _sheets_now(text, renamed)
            edits += [Edit(grid.name, at, text, now)] if now != text else []
            continue
        _one(grid, at, text, year, bool(PAST.search(label)), edits, left)
    for (row, column), after in sorted(runs.items()):
        if a1(row, column) not in formulas and a1(row, column) not in emptied:
            number = grid.kinds[row, column] == Kind.NUMBER
            edits.append(Edit(grid.name, a1(row, column), as_text(grid.values[row, column]), after, bool(number)))
    left += _doubts(grid, year, {*runs, *series}, {*formulas, *emptied})
    left += _series(grid, year)
    return edits, left


def _sheets_now(text: str, renamed: Mapping[str, str]) -> str:
    """The names of sheets as they will be: one, or several parted by 、."""
    parts = re.split("([、,，]\\s*)", text)
    return renamed.get(text) or "".join(renamed.get(part.strip(), part) for part in parts)


def _in_runs(grid: Grid, year: FiscalYear) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """What the cells of years in a row say one year later, where they move on; and the cells of long series."""
    if is_settings_sheet(grid.name):
        return {}, set()
    every = runs_of(grid)
    rolling = (run for run in every if run.rolls and run.years[-1] in (year.value, year.value + 1))
    moving = {at: later for run in rolling for at, later in zip(run.cells, run.later, strict=True)}
    return moving, {at for run in every if not run.rolls for at in run.cells}


def _one(grid: Grid, at: str, text: str, year: FiscalYear, past: bool, edits: list[Edit], left: list[Left]) -> None:
    words = years_in(text)
    sentence = bool(SENTENCE.search(text)) and not is_settings_sheet(grid.name)
    moving = [w for w in words if not past and not sentence and not _fixed(text, w) and _meant(w, year)]
    if moving:
        edits.append(Edit(grid.name, at, text, advanced(text, which=lambda word: word in moving)))
    stays = [w for w in words if w not in moving and _near(w, year)]
    if stays:
        fixed = any(_fixed(text, w) for w in stays)
        why = PAST_FACT if past else FIXED_NAME if fixed else IN_SENTENCE if sentence else OTHER_YEAR
        left.append(Left(grid.name, at, text, why))


def _meant(word: YearWord, year: FiscalYear) -> bool:
    """Whether a year is that of the workbook: its 年度, a month in it, or a calendar year that it touches."""
    if isinstance(word.time, Year):
        return word.time.value in (year.value, year.value + 1)
    if isinstance(word.time, YearMonth):
        return word.time.fiscal_year in (year, year + 1)
    return word.time in (year, year + 1)


def _near(word: YearWord, year: FiscalYear) -> bool:
    """Whether a year is worth a look: within three years of the workbook's."""
    return any(abs(one.value - year.value) <= 3 for one in word.fiscal_years)


def _fixed(text: str, word: YearWord) -> bool:
    rest = text[word.end :]
    open_end = rest.lstrip().startswith(("～", "〜")) and not years_in(rest)
    return open_end or bool(FIXED.match(rest.lstrip("に の・)）年度")))


def _in_formula(text: str, year: FiscalYear) -> bool:
    """A year in a text inside the formula, or as the first argument of DATE."""
    inside = re.findall(r'"([^"]*)"', text) + re.findall(r"DATE\((\d{4})\b", text, re.IGNORECASE)
    return any(_near(word, year) for part in inside for word in years_in(part))


def _texts(grid: Grid) -> Iterator[tuple[int, int, str]]:
    for row, column in zip(*(grid.kinds == Kind.TEXT).nonzero(), strict=True):
        yield int(row), int(column), str(grid.values[row, column])


def _label(grid: Grid, row: int) -> str:
    return str(grid.values[row, 0] or "").strip()


def _series(grid: Grid, year: FiscalYear) -> Iterator[Left]:
    """Long series up to the workbook's year: they get one more year, and keep those they have."""
    for run in () if is_settings_sheet(grid.name) else runs_of(grid):
        if not run.rolls and run.years[-1] in (year.value, year.value + 1):
            last = run.cells[-1]
            yield Left(grid.name, a1(*last), as_text(grid.values[last]), LONG_SERIES)


def _doubts(grid: Grid, year: FiscalYear, runs: Collection[tuple[int, int]], told: Collection[str]) -> Iterator[Left]:
    """Dates and bare numbers of the workbook's year."""
    if is_settings_sheet(grid.name):
        return
    for r, c in zip(*((grid.kinds == Kind.DATE) | (grid.kinds == Kind.NUMBER)).nonzero(), strict=True):
        row, column, value = int(r), int(c), grid.values[r, c]
        if (row, column) in runs or a1(row, column) in told:
            continue
        if isinstance(value, dt.date) and YearMonth(value.year, value.month).fiscal_year in (year, year + 1):
            yield Left(grid.name, a1(row, column), f"{value:%Y/%m/%d}", DATE)
        elif pure_year(value) in (year.value, year.value + 1):
            yield Left(grid.name, a1(row, column), str(int(value)), BARE)
