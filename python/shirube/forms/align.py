"""Finds the boxes of a form on a copy whose cells have moved, by the texts printed on the blank.

Rows and columns are followed separately: printed texts found again say how far each row and column went; a label that
was cut and pasted elsewhere takes its box along.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..grid import Grid, Kind, parse_a1
from ..text import clean_label, match_key
from .form_map import FormMap, Printed

__all__ = ["Alignment", "Axis", "Found", "align", "printed_key", "says_something"]

Cell = tuple[int, int]
_DIGITS = re.compile(r"\d+")


def printed_key(text: object) -> str:
    """Key under which printed texts meet.

    >>> printed_key("医療機関 名＊") == printed_key("医療機関名*")
    True
    """
    return match_key(clean_label(text))


def says_something(key: str) -> bool:
    """Tell whether a printed text is more than a number or signs: only such texts tell forms apart.

    >>> says_something("3.5"), says_something("問3")
    (False, True)
    """
    return any(char.isalpha() for char in key)


@dataclass(frozen=True, slots=True)
class Found:
    """A printed text found on the copy; `rest` is what someone wrote behind it, `changed` that the text is another."""

    at: Cell
    rest: str = ""
    changed: bool = False
    stray: bool = False


@dataclass(frozen=True)
class Axis:
    """How rows (or columns) of the blank went: known positions, increasing on both sides."""

    known: tuple[int, ...] = ()
    now: tuple[int, ...] = ()

    def candidates(self, position: int) -> tuple[int, ...]:
        """Where a position is now: one answer, two where something was inserted near it, none where it was deleted.

        >>> Axis((0, 4), (0, 4)).candidates(2), Axis((0, 4), (0, 5)).candidates(2), Axis((0, 4), (0, 3)).candidates(2)
        ((2,), (2, 3), ())
        """
        at = bisect_left(self.known, position)
        if at < len(self.known) and self.known[at] == position:
            return (self.now[at],)
        before = self.now[at - 1] + position - self.known[at - 1] if at > 0 else None
        after = self.now[at] - (self.known[at] - position) if at < len(self.known) else None
        if before is None or after is None or before == after:
            only = before if before is not None else after
            return (position,) if only is None else (only,) if only >= 0 else ()
        return (before, after) if after > before else ()


@dataclass(frozen=True)
class Alignment:
    """Where the printed texts of a form are on a copy, and how rows and columns went."""

    rows: Axis
    columns: Axis
    found: Mapping[str, Found] = field(default_factory=dict)

    def missing(self, form: FormMap) -> tuple[Printed, ...]:
        """Printed texts that are not on the copy."""
        return tuple(printed for printed in form.printed if printed.cell not in self.found)


def align(form: FormMap, grid: Grid) -> Alignment:
    """Find the printed texts of a form on a copy."""
    texts = _texts(grid)
    found = _exact(form.printed, texts)
    rows, columns = _axes(found)
    found = _nearest(form.printed, texts, found, rows, columns)
    rows, columns = _axes(found)
    used = {f.at for f in found.values()}
    for printed in form.printed:
        if printed.cell not in found and (near := _altered(printed, grid, texts, used, rows, columns)):
            found[printed.cell] = near
            used.add(near.at)
    marked = {cell: _with_stray(cell, f, rows, columns) for cell, f in found.items()}
    return Alignment(rows, columns, marked)


def _texts(grid: Grid) -> dict[Cell, str]:
    rows, columns = (grid.kinds != Kind.BLANK).nonzero()
    return {(int(r), int(c)): printed_key(grid.values[r, c]) for r, c in zip(rows, columns, strict=True)}


def _exact(printed: Iterable[Printed], texts: Mapping[Cell, str]) -> dict[str, Found]:
    """Texts that stand as often on the copy as on the blank, in reading order."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for one in printed:
        wanted[printed_key(one.text)].append(one.cell)
    here: dict[str, list[Cell]] = defaultdict(list)
    for cell, key in texts.items():
        if key in wanted:
            here[key].append(cell)
    found: dict[str, Found] = {}
    for key, cells in wanted.items():
        if len(here[key]) == len(cells):
            found |= {old: Found(now) for old, now in zip(cells, here[key], strict=True)}
    return found


def _axes(found: Mapping[str, Found]) -> tuple[Axis, Axis]:
    rows: dict[int, Counter[int]] = defaultdict(Counter)
    columns: dict[int, Counter[int]] = defaultdict(Counter)
    for cell, at in found.items():
        if not at.changed:
            old = parse_a1(cell)
            rows[old.top][at.at[0]] += 1
            columns[old.left][at.at[1]] += 1
    return _axis(rows), _axis(columns)


def _axis(votes: Mapping[int, Counter[int]]) -> Axis:
    """The heaviest increasing chain of (was, is) pairs."""
    pairs = sorted((was, now, n) for was, counts in votes.items() for now, n in counts.items())
    best: list[tuple[float, int]] = []  # weight of the chain that ends here, previous pair
    for i, (was, now, weight) in enumerate(pairs):
        # Of chains of one weight the one that shifts least is right: a label was moved, not everything around it.
        chains = [(best[j][0], j) for j in range(i) if pairs[j][0] < was and pairs[j][1] < now]
        before, previous = max(chains, default=(0.0, -1))
        best.append((before + weight - abs(now - was) * 1e-3, previous))
    chain: list[tuple[int, int]] = []
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        chain.append(pairs[at][:2])
        at = best[at][1]
    chain.reverse()
    return Axis(tuple(was for was, _ in chain), tuple(now for _, now in chain))


def _nearest(
    printed: Sequence[Printed], texts: Mapping[Cell, str], found: dict[str, Found], rows: Axis, columns: Axis
) -> dict[str, Found]:
    """Texts that stand more or less often than on the blank: the one nearest to where it is expected."""
    used = {f.at for f in found.values()}
    here: dict[str, list[Cell]] = defaultdict(list)
    for cell, key in texts.items():
        here[key].append(cell)
    pairs = []
    for one in printed:
        if one.cell in found:
            continue
        old = parse_a1(one.cell)
        expected = [
            (r, c) for r in rows.candidates(old.top) or (old.top,) for c in columns.candidates(old.left) or (0,)
        ]
        for now in here[printed_key(one.text)]:
            pairs.append((min(abs(r - now[0]) + abs(c - now[1]) for r, c in expected), one.cell, now))
    found = dict(found)
    for _, name, now in sorted(pairs):
        if name not in found and now not in used:
            found[name] = Found(now)
            used.add(now)
    return found


def _altered(
    printed: Printed, grid: Grid, texts: Mapping[Cell, str], used: set[Cell], rows: Axis, columns: Axis
) -> Found | None:
    """A text someone wrote behind, changed the digits of, or replaced."""
    key, old = printed_key(printed.text), parse_a1(printed.cell)
    expected = [(r, c) for r in rows.candidates(old.top) for c in columns.candidates(old.left)]
    others = [cell for cell in texts if cell not in used]
    for cell in sorted(others, key=lambda cell: cell not in expected):
        text = texts[cell]
        if len(key) >= 2 and text.startswith(key) and (cell in expected or len(key) >= 4):
            return Found(cell, rest=_rest(str(grid.values[cell]), printed.text))
        if _DIGITS.sub("0", text) == _DIGITS.sub("0", key) and says_something(key):
            return Found(cell, changed=True)
    if len(expected) == 1 and expected[0] in texts and expected[0] not in used and says_something(key):
        return Found(expected[0], changed=True)
    return None


def _rest(text: str, printed: str) -> str:
    """What stands behind a printed text."""
    for end in range(1, len(text) + 1):
        if printed_key(text[:end]) == printed_key(printed):
            return text[end:].strip(" 　")
    return text


def _with_stray(cell: str, found: Found, rows: Axis, columns: Axis) -> Found:
    old = parse_a1(cell)
    in_row = found.at[0] in rows.candidates(old.top)
    in_column = found.at[1] in columns.candidates(old.left)
    return found if in_row and in_column else Found(found.at, found.rest, found.changed, stray=True)
