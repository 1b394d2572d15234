"""つなぐ表: the parts of one table that a sheet prints apart (folded to fit the page) become one table again.

>>> from shirube.grid import Grid
>>> from shirube.tidy.apply import apply_all
>>> from shirube.tidy.recipe import Anchor, Header, Recipe, Stub
>>> rows = [["区", "2019年", "2020年"], ["東", 1, 2], ["西", 3, 4], []]
>>> rows += [["区", "2021年", "2022年"], ["東", 5, 6], ["西", 7, 8]]
>>> parts = [Recipe(anchor=Anchor("", "A9", cell), union="表", width=3, height=3) for cell in ("A1", "A5")]
>>> (table,) = unite(apply_all(Grid.from_rows(rows), parts), parts)
>>> table.frame[["区", "年", "値"]].values.tolist()[3:5]
[['西', '2020年', 4.0], ['東', '2021年', 5.0]]
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd

from ..errors import Place, TableError
from ..table import TidyTable
from .recipe import Recipe

__all__ = ["PART", "unite"]

#: Name of the column that tells parts with different titles apart.
PART = "表"


def unite(tables: Sequence[TidyTable], recipes: Sequence[Recipe]) -> tuple[TidyTable, ...]:
    """Put tables whose recipes name the same union below each other.

    Parameters
    ----------
    tables, recipes
        Of one sheet, in the same order.

    Returns
    -------
    tuple of TidyTable
        One per union, at the place of its first part, and the tables of recipes without a union as they are. Parts
        take the column names of the first one, by position. Parts with different titles get a column 表 with them; a
        part without a title goes on with the one above.

    Raises
    ------
    TableError
        SB-T210: a part with another number of row or column headings.
    """
    groups: dict[object, list[TidyTable]] = {}
    for i, (table, recipe) in enumerate(zip(tables, recipes, strict=True)):
        groups.setdefault(recipe.union or i, []).append(table)
    return tuple(parts[0] if len(parts) == 1 else _united(parts) for parts in groups.values())


def _united(parts: Sequence[TidyTable]) -> TidyTable:
    first = parts[0]
    frames = []
    for part in parts:
        if len(part.frame.columns) != len(first.frame.columns) or part.metadata["form"] != first.metadata["form"]:
            raise TableError(
                "T210",
                at=Place(part.source, part.sheet, str(part.metadata.get("range", ""))),
                names="、".join(part.dimensions),
                wanted="、".join(first.dimensions),
            )
        frames.append(part.frame.set_axis(first.frame.columns, axis=1))
    frame = pd.concat(frames, ignore_index=True)
    titles: list[str] = []
    for part in parts:
        titles.append(part.title or (titles[-1] if titles else ""))
    dimensions = first.dimensions
    if len(set(titles)) > 1 and PART not in frame.columns:
        frame.insert(0, PART, [title for title, one in zip(titles, frames, strict=True) for _ in range(len(one))])
        dimensions = (PART, *dimensions)
    return dataclasses.replace(
        first,
        frame=frame,
        dimensions=dimensions,
        unit=first.unit if len({part.unit for part in parts}) == 1 else "",
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        dropped=tuple(dropped for part in parts for dropped in part.dropped),
    )
