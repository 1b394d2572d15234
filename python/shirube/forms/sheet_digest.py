"""Knows the sheets that came with the blank (worked example, explanation) when they come back, filled in or not.

>>> from shirube.grid import Grid
>>> mark = companion_mark(Grid.from_rows([["記入例"], ["電話"], ["住所"]]))
>>> is_companion(Grid.from_rows([["記 入例", None], ["電話", "03-1"], ["住所", "本町"]]), [mark])
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ..grid import Grid, Kind
from ..text import match_key

__all__ = ["companion_mark", "is_companion", "sheet_digest"]

_LEAST_SHARE = 0.6


def sheet_digest(grid: Grid) -> str:
    """Return a digest of the values of a sheet in reading order; its name, place and looks do not matter."""
    values = [_plain(value) for value in grid.values[grid.kinds != Kind.BLANK]]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def companion_mark(grid: Grid) -> str:
    """Return what a map keeps of a sheet that came with the blank: its digest, then one short digest per text."""
    return " ".join([sheet_digest(grid), *sorted({_short(text) for text in _texts(grid)})])


def is_companion(grid: Grid, marks: Iterable[str], *, alike: bool = True) -> bool:
    """Tell whether a sheet came with the blank.

    Parameters
    ----------
    marks
        What `companion_mark` returned.
    alike
        Also when something was written on it: most of its texts are still there.
    """
    digest = sheet_digest(grid)
    here = {_short(text) for text in _texts(grid)} if alike else set()
    for mark in marks:
        known, *texts = mark.split(" ")
        if known == digest or (texts and alike and len(here.intersection(texts)) >= _LEAST_SHARE * len(texts)):
            return True
    return False


def _plain(value: object) -> str:
    """A value as every program stores it: numbers to ten digits, days without a time."""
    if isinstance(value, (int, float)):
        return f"{float(value):.10g}"
    return match_key(str(value).removesuffix(" 00:00:00"))


def _texts(grid: Grid) -> list[str]:
    return [match_key(str(value)) for value in grid.values[grid.kinds == Kind.TEXT]]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]
