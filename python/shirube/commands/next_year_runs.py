"""Years set out one after another in a row or a column: 令和4年度 · 5年度 · 6年度, or 2022 · 2023 · 2024.

>>> sheet = Grid.from_rows([["地区", "令和4年度", "5年度", "6年度"]])
>>> [(run.years[-1], run.later) for run in runs_of(sheet)]
[(2024, ('令和5年度', '6年度', '7年度'))]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..calendar import ERAS, YearMonth, YearWord, years_in
from ..grid import Grid, Kind

__all__ = ["Run", "pure_year", "runs_of"]

FIRST, LAST = 1950, 2100
#: The last few years side by side are set out anew every year; a longer series grows.
MOST_ROLLING = 6
#: A year without its era, as it stands behind one with it.
_BARE = re.compile(r"\s*(?P<number>元|[0-9]{1,2}|[０-９]{1,2})(?P<tail>\s*年度?)?\s*")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_BY_WORD = {word: era for era in ERAS for word in (era.name, era.letter, chr(ord(era.letter) + 0xFEE0))}


@dataclass(frozen=True)
class Run:
    """Cells with consecutive years, their years, and what each says one year later (numbers as digits).

    `follows`: another run stands right before it, so that both are one series with a break.
    """

    cells: tuple[tuple[int, int], ...]
    years: tuple[int, ...]
    later: tuple[str, ...]
    follows: bool = False

    @property
    def rolls(self) -> bool:
        """Whether the years move on together. A long series is continued instead."""
        return len(self.cells) <= MOST_ROLLING and not self.follows


def runs_of(grid: Grid) -> tuple[Run, ...]:
    """Return the runs of two years or more, those in rows before those in columns; no cell is in two."""
    cells = {
        (int(r), int(c)): grid.values[r, c]
        for r, c in zip(*((grid.kinds == Kind.TEXT) | (grid.kinds == Kind.NUMBER)).nonzero(), strict=True)
    }
    full = {at: year for at, value in cells.items() if (year := pure_year(value)) is not None}
    found: list[Run] = []
    used: set[tuple[int, int]] = set()
    for step in ((0, 1), (1, 0)):
        for start in sorted(full):
            before = full.get((start[0] - step[0], start[1] - step[1]))
            if start in used or before == full[start] - 1:
                continue
            run = _run(cells, full, start, step)
            if len(run.cells) > 1 and not used & set(run.cells):
                found.append(replace(run, follows=(start[0] - step[0], start[1] - step[1]) in used))
                used |= set(run.cells)
    return tuple(found)


def pure_year(value: object) -> int | None:
    """The year a cell is, if it is nothing else; of a calendar year its number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() and FIRST <= value <= LAST else None
    word = _word(value)
    return word.fiscal_years[-1].value if word is not None else None


def _word(value: object) -> YearWord | None:
    text = str(value).strip()
    words = years_in(text)
    whole = len(words) == 1 and words[0].text == text and not isinstance(words[0].time, YearMonth)
    return words[0] if whole else None


def _run(
    cells: Mapping[tuple[int, int], object],
    full: Mapping[tuple[int, int], int],
    start: tuple[int, int],
    step: tuple[int, int],
) -> Run:
    at, year, era = start, full[start], _era_word(cells[start])
    members, years, later = [at], [year], [_later(cells[start], year, era)]
    for at in _from(start, step):
        value = cells.get(at)
        era = _era_word(value) or era
        if full.get(at) != year + 1 and not (value is not None and _is_bare(value, year + 1, era)):
            break
        year += 1
        members.append(at)
        years.append(year)
        later.append(_later(value, year, era))
    return Run(tuple(members), tuple(years), tuple(later))


def _from(start: tuple[int, int], step: tuple[int, int]) -> Iterator[tuple[int, int]]:
    at = start
    while True:
        at = (at[0] + step[0], at[1] + step[1])
        yield at


def _era_word(value: object) -> str:
    word = _word(value) if isinstance(value, str) else None
    return word.era if word is not None else ""


def _is_bare(value: object, year: int, era: str) -> bool:
    """Whether a cell is the number of that year in the era named before, or 元 of the next."""
    if not era or isinstance(value, bool):
        return False
    match = _BARE.fullmatch(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
    if match is None:
        return False
    if match["number"] == "元":
        return any(one.start.year == year for one in ERAS)
    return _BY_WORD[era].year(int(match["number"])) == year


def _later(value: object, year: int, era: str) -> str:
    """The cell one year later; a year without its era gets one where the era changes."""
    if isinstance(value, int | float):
        bare = value < FIRST
        return str(year + 1 - _BY_WORD[era].start.year + 1 if bare else int(value) + 1)
    word = _word(value)
    if word is not None:
        return word.later()
    match = _BARE.fullmatch(str(value))
    if match is None:
        raise ValueError(value)
    now = next(one for one in reversed(ERAS) if one.start.year <= year + 1)
    number = year + 1 - now.start.year + 1
    digits = "元" if number == 1 else str(number)
    wide = not match["number"].isascii() and match["number"] != "元"
    name = "" if now is _BY_WORD[era] or number > 1 else (now.name if len(era) > 1 else now.letter)
    return f"{name}{digits.translate(_WIDE) if wide else digits}{match['tail'] or ''}"
