"""Parts of one table that a sheet prints apart: below each other under the same headings, or with the same row labels.

>>> from shirube.grid import Grid
>>> from shirube.tidy.cells import look_at
>>> from shirube.tidy.regions import find_regions
>>> rows = [["区", "2019年", "2020年"], ["東", 1, 2], ["西", 3, 4], []]
>>> cells = look_at(Grid.from_rows(rows + [["区", "2021年", "2022年"], ["東", 5, 6], ["西", 7, 8]]))
>>> folded(cells, find_regions(cells))
'rows'
"""

from __future__ import annotations

from collections.abc import Sequence

from .cells import Cells
from .evidence import series_kind
from .headers import read_header
from .regions import Region
from .roles import surroundings

__all__ = ["folded", "titles_differ"]


def folded(cells: Cells, regions: Sequence[Region]) -> str:
    """What two or more tables of one sheet share: ``headings``, ``rows`` (and the kind of headings), or nothing."""
    depths = {(region.body_top - region.top, region.body_left - region.left) for region in regions}
    if len(regions) < 2 or len(depths) > 1:
        return ""
    paths = [read_header(cells, region).paths for region in regions]
    if len(set(paths)) == 1:
        return "headings"
    kinds = {series_kind([path[-1] for path in one if path]) for one in paths}
    labels = {_row_labels(cells, region) for region in regions}
    return "rows" if len(labels) == 1 and len(kinds) == 1 and kinds != {""} else ""


def titles_differ(cells: Cells, regions: Sequence[Region]) -> bool:
    """Tell whether the parts stand under titles of their own."""
    every = tuple(regions)
    titles = [[cells.label(*at) for at in surroundings(cells, region, every).title] for region in regions]
    return any(title != titles[0] for title in titles[1:] if title)


def _row_labels(cells: Cells, region: Region) -> tuple[tuple[str, ...], ...]:
    columns = range(region.left, region.body_left)
    return tuple(tuple(cells.label(r, c) for c in columns) for r in range(region.body_top, region.bottom + 1))
