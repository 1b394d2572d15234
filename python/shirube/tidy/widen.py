"""横に並べる: the values of one dimension become columns again, for a table that people read.

>>> from shirube.grid import Grid
>>> from shirube.tidy import tidy
>>> (table,) = tidy(Grid.from_rows([["人口"], ["地区", "男", "女"], ["東", 1, "x"], ["西", 3, 4]]))
>>> widen(table, "性別").values.tolist()
[['東', 1.0, 'x'], ['西', 3.0, 4.0]]
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..errors import Place, TableError, nearest
from ..numbers import Status
from ..table import STATUS, SYMBOL, UNIT, TidyTable

__all__ = ["widen"]


def widen(table: TidyTable, by: str) -> pd.DataFrame:
    """Spread a dimension over columns.

    Parameters
    ----------
    table
        A long table with one measure.
    by
        The dimension whose values become columns, in the order of the sheet.

    Returns
    -------
    pandas.DataFrame
        The other dimensions (and 単位 where rows differ in it), then one column per value. A cell that holds no number
        holds the symbol as printed (``x``, ``-`` …), and None where the sheet is blank or has no such cell.

    Raises
    ------
    TableError
        SB-T209: no such dimension. SB-T211: several rows with the same headings, or a list without one measure.
    """
    at = Place(table.source, table.sheet)
    if by not in table.dimensions:
        raise TableError("T209", at=at, name=by, near=nearest(by, table.dimensions))
    if len(table.measures) != 1:
        raise TableError("T211", at=at, name=by, reason="値の列が1つではありません")
    frame = table.frame
    keys = [name for name in table.dimensions if name != by]
    if UNIT in frame.columns and frame[UNIT].nunique() > 1:
        keys.append(UNIT)
    if frame.duplicated(subset=[*keys, by]).any():
        raise TableError("T211", at=at, name=by, reason="見出しの組が同じ行があります")
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    heads = list(dict.fromkeys(str(value) for value in frame[by]))
    for key, head, shown in zip(zip(*(frame[k] for k in keys), strict=True), frame[by], _shown(table), strict=True):
        rows.setdefault(key, {})[str(head)] = shown
    body = [[*key, *(cells.get(head) for head in heads)] for key, cells in rows.items()]
    return pd.DataFrame(body, columns=[*keys, *heads], dtype=object)


def _shown(table: TidyTable) -> list[Any]:
    values = table.frame[table.measures[0]].tolist()
    if STATUS not in table.frame.columns:
        return [None if value != value else value for value in values]
    status, symbol = table.frame[STATUS].tolist(), table.frame[SYMBOL].tolist()
    return [
        value if state == Status.OBSERVED.value else text or None
        for value, state, text in zip(values, status, symbol, strict=True)
    ]
