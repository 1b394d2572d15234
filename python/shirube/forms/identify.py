"""Tells which form, and which edition, a sheet is: by its stamp, else by the texts printed on it. Never by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..grid import Grid, Kind
from .align import printed_key, says_something
from .form_file import FormFile, FormSheet
from .form_map import FormMap
from .sheet_digest import is_companion

__all__ = ["Identified", "Sheets", "identify", "likeness"]

LEAST_LIKENESS = 0.6
LEAST_LIKENESS_STAMPED = 0.3
_EXAMPLES = ("記入例", "見本", "記載例", "サンプル", "作成例")


@dataclass(frozen=True, slots=True)
class Identified:
    """A sheet of answers and the map it is read with."""

    sheet: FormSheet
    form: FormMap
    likeness: float


def likeness(form: FormMap, grid: Grid) -> float:
    """Share (0–1) of the printed texts of a form that stand on a sheet, each weighing the same."""
    wanted = {key for printed in form.printed if says_something(key := printed_key(printed.text))}
    if not wanted:
        return 0.0
    here = grid.once("printed_keys", lambda: {printed_key(v) for v in grid.values[grid.kinds == Kind.TEXT]})
    hits = wanted & here
    # Something written behind a label does not make it another form.
    begun = sum(any(text.startswith(key) for text in here) for key in wanted - hits if len(key) >= 4)
    return (len(hits) + begun) / len(wanted)


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file, told apart: copies of a form, sheets that have nothing to do with it.

    The rest came with the blank (worked examples, explanations). `likeness` is the greatest of any sheet.
    """

    copies: tuple[Identified, ...]
    strangers: tuple[FormSheet, ...]
    likeness: float


def identify(file: FormFile, maps: Sequence[FormMap]) -> Sheets:
    """Tell the sheets of a file apart.

    Worked examples and other companions of the blank are no copies; nor are hidden sheets while a visible one is.
    """
    companions = [mark for form in maps for mark in form.companions]
    found, strangers, best = [], [], 0.0
    for sheet in file.sheets:
        if is_companion(sheet.grid, companions, alike=False):
            continue
        form, share = _best(file, sheet.grid, maps)
        best = max(best, share)
        if form is not None:
            found.append(Identified(sheet, form, share))
        elif not is_companion(sheet.grid, companions):
            strangers.append(sheet)
    answers = [one for one in found if not any(word in one.sheet.grid.name for word in _EXAMPLES)] or found
    visible = [one for one in answers if not one.sheet.grid.sheet_hidden] or answers
    return Sheets(tuple(visible), tuple(strangers), best)


def _best(file: FormFile, grid: Grid, maps: Sequence[FormMap]) -> tuple[FormMap | None, float]:
    scored = [(likeness(form, grid), -i, form) for i, form in enumerate(maps)]
    share, _, form = max(scored, key=lambda one: one[:2])
    for stamped, _, candidate in scored:
        if (candidate.form, candidate.version) == (file.form, file.version) and stamped >= LEAST_LIKENESS_STAMPED:
            return candidate, stamped
    return (form if share >= LEAST_LIKENESS else None), share
