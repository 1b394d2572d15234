"""組ごとに縦に並べる: 人口_2020, 世帯_2020, 人口_2021, 世帯_2021 become one row per year with two measures.

>>> table = CellTable.from_rows([["地区", "人口_2020", "世帯_2020", "人口_2021", "世帯_2021"], ["東", 10, 4, 11, 5]])
>>> UnpivotGroups(Column("人口_2020", 2), measures=("人口", "世帯"), name="年").apply(table).rows()
[['地区', '年', '人口', '世帯'], ['東', '2020', 10, 4], ['東', '2021', 11, 5]]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...errors import TableError, nearest
from .table import END, NO_CELL, CellTable, Column
from .unpivot import column_range

__all__ = ["UnpivotGroups", "key_of"]

_BETWEEN = " 　_-－・.:：/／()（）"


@dataclass(frozen=True, slots=True)
class UnpivotGroups:
    """One row per key, one column per measure.

    Attributes
    ----------
    first, until
        The columns, as in `Unpivot`.
    measures
        Names of the measures; each begins or ends the header of its columns, and what is left is the key.
    name
        Name of the column that receives the keys.
    """

    verb: ClassVar[str] = "unpivot_groups"

    first: Column
    until: Column = END
    measures: tuple[str, ...] = ()
    name: str = "項目"

    def apply(self, table: CellTable) -> CellTable:
        """Return the long table, row by row, keys in the order of the columns.

        Raises
        ------
        TableError
            SB-T301: no such column. SB-T302: the range ends before it begins. SB-T303: a header with none of the
            measures, or two columns with the same measure and key.
        """
        start, stop = column_range(table, self.first, self.until)
        at: dict[tuple[str, str], int] = {}
        for c in range(start, stop):
            pair = key_of(table.names[c], self.measures)
            if pair is None or pair in at:
                raise TableError("T303", name=table.names[c], near=nearest(table.names[c], self.measures))
            at[pair] = c
        keys = list(dict.fromkeys(key for _, key in at))
        keep = [c for c in range(table.shape[1]) if not start <= c < stop]
        rows, width = table.shape[0], len(keys)
        names = np.empty((rows * width, 1), dtype=object)
        names[:, 0] = keys * rows
        head = [next(table.heads[at[m, key]] for m in self.measures if (m, key) in at) for key in keys]
        values = [np.repeat(table.values[:, keep], width, axis=0), names]
        cells = [np.repeat(table.cells[:, keep], width, axis=0), np.tile(np.array(head, dtype=np.int64), rows)[:, None]]
        for measure in self.measures:
            block, source = np.full((rows, width), None, dtype=object), np.full((rows, width), NO_CELL, dtype=np.int64)
            for k, key in enumerate(keys):
                if (measure, key) in at:
                    block[:, k], source[:, k] = table.values[:, at[measure, key]], table.cells[:, at[measure, key]]
            values.append(block.reshape(-1, 1))
            cells.append(source.reshape(-1, 1))
        return CellTable(
            (*(table.names[c] for c in keep), self.name, *self.measures),
            (*(table.heads[c] for c in keep), *([NO_CELL] * (1 + len(self.measures)))),
            np.hstack(values),
            np.hstack(cells),
            table.dropped,
            (*table.measures, *self.measures),
        )


def key_of(header: str, measures: tuple[str, ...]) -> tuple[str, str] | None:
    """Split a header into (measure, key); None when no measure begins or ends it.

    >>> key_of("2020年 人口", ("人口", "世帯")), key_of("人口（2020）", ("人口",)), key_of("面積", ("人口",))
    (('人口', '2020年'), ('人口', '2020'), None)
    """
    for measure in sorted(measures, key=len, reverse=True):
        for rest in (
            header[len(measure) :] if header.startswith(measure) else "",
            header[: -len(measure)] if header.endswith(measure) else "",
        ):
            key = rest.strip(_BETWEEN)
            if key:
                return measure, key
    return None
