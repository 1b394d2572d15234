"""Tables too wide for a page, cut into parts one below the other, each with the headings of its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil

from ...result import Chart, Column, Shade, Table
from .canvas import MOST_SHRINK, PAGE_PIXELS, column_pixels
from .shown import TEXTUAL
from .tables import column_groups, fit_columns

__all__ = ["parts", "together_for"]

ROOM = int(PAGE_PIXELS[True] * MOST_SHRINK)
#: A group of columns this much wider than the room is shrunk rather than cut (11 pt type to no less than 7 pt).
NEARLY = 1.2


def parts(table: Table, together: Collection[str] = (), *, room: int = ROOM) -> list[Table]:
    """Cut a table into as few parts as need no more room than a page shrunk to the least has (`room` pixels).

    The headings of the rows and their numbers of persons (the leading columns without a group) stand in every part.
    Groups of columns stay together where they fit. The part that holds all columns of `together` (those of a chart)
    keeps the key of the table; where no part could hold them all, the table stays whole, as a narrower one does.
    Notes follow the last part.

    >>> from shirube.result import Format
    >>> columns = (Column("a", "区分"), *(Column(f"n{j}", f"とても長い選択肢{j}", Format.COUNT) for j in range(20)))
    >>> cut = parts(Table("t", "表", columns, (("東", *range(20)),)))
    >>> [(part.title, len(part.columns)) for part in cut]
    [('表（1/2）', 11), ('表（2/2）', 11)]
    """
    pixels = [column_pixels(units) for units in fit_columns([table])]
    heads = _heads(table.columns)
    if sum(pixels) <= room * NEARLY or len(heads) == len(table.columns):
        return [table]
    cuts = _packed(table, pixels, len(heads), room - sum(pixels[: len(heads)]))
    keyed = [k for k, cut in enumerate(cuts) if set(together) <= {table.columns[i].key for i in (*heads, *cut)}]
    if len(cuts) < 2 or (together and not keyed):
        return [table]
    first = keyed[0] if keyed else 0
    keys = [table.key if k == first else f"{table.key}/{k + 1}" for k in range(len(cuts))]
    made = [_part(table, [*heads, *cut], key) for cut, key in zip(cuts, keys, strict=True)]
    return [
        replace(part, title=f"{table.title}（{k + 1}/{len(made)}）", notes=table.notes if k + 1 == len(made) else ())
        for k, part in enumerate(made)
    ]


def together_for(charts: Sequence[Chart]) -> Mapping[str, set[str]]:
    """Columns that charts need, by the key of the table they stand on."""
    needed: dict[str, set[str]] = {}
    for chart in charts:
        keys = (chart.category, *(key for s in chart.series for key in (s.key, s.low, s.high) if key))
        needed.setdefault(chart.table, set()).update(keys)
    return needed


def _heads(columns: Sequence[Column]) -> list[int]:
    """The leading columns without a group where others have one (区分, n); else the leading text."""
    grouped = any(column.group for column in columns)
    count = 0
    while count < len(columns) and not columns[count].group and (grouped or columns[count].format in TEXTUAL):
        count += 1
    return list(range(max(count, 1)))


def _packed(table: Table, pixels: Sequence[int], begin: int, room: int) -> list[list[int]]:
    """Columns of every part: groups whole where they fit or nearly do, a wider one in even pieces."""
    blocks: list[list[int]] = []
    for first, last, group in column_groups(table.columns):
        mine = list(range(max(first, begin), last))
        needed = sum(pixels[i] for i in mine)
        if group and needed <= room * NEARLY:
            blocks.append(mine)
        else:
            blocks += _even(mine, ceil(needed / room))
    cuts: list[list[int]] = []
    for block in (block for block in blocks if block):
        if cuts and sum(pixels[i] for i in (*cuts[-1], *block)) <= room:
            cuts[-1] += block
        else:
            cuts.append([*block])
    return cuts


def _even(columns: Sequence[int], pieces: int) -> list[list[int]]:
    size = ceil(len(columns) / max(pieces, 1))
    return [list(columns[k : k + size]) for k in range(0, len(columns), size)] if columns else []


def _part(table: Table, at: Sequence[int], key: str) -> Table:
    columns = tuple(table.columns[i] for i in at)
    rows = tuple(tuple(row[i] for i in at) for row in table.rows)
    shaded = () if table.shade is None else tuple(k for k in table.shade.columns if k in {c.key for c in columns})
    shade = Shade(shaded, table.shade.signed) if table.shade is not None and shaded else None
    return replace(table, key=key, columns=columns, rows=rows, shade=shade)
