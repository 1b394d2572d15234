"""Observations in the plainest form: one row per source cell, for exchange and for scoring against a hand-made truth.

>>> from shirube.grid import Grid
>>> from shirube.tidy import tidy
>>> frame = observations(tidy(Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]])))
>>> frame.columns.tolist()
['表', '地区', '性別', '値', '記号', '単位', 'is_total', 'is_total_col', 'セル']
>>> frame.iloc[0].astype(str).tolist()
['1', '東', '男', '1.0', '', '', 'False', 'False', 'B3']
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..grid import a1
from ..table import CELL, COLUMN_TOTAL, ROW_TOTAL, SYMBOL, UNIT, VALUE, TidyTable

__all__ = ["observations"]

_TABLE, _CELL = "表", "セル"
_TAIL = ("値", "記号", "単位", "is_total", "is_total_col", _CELL)
_RESERVED = {_TABLE, "出所", "シート", "ファイル", *_TAIL}
_ITEM = "項目"


def observations(tables: Sequence[TidyTable]) -> pd.DataFrame:
    """Return the observations of tables of one sheet below each other.

    Parameters
    ----------
    tables
        What `apply_all` made of a sheet. A list (one row per record) gives one observation per numeric cell, with the
        name of its column as the label 項目.

    Returns
    -------
    pandas.DataFrame
        表 (1, 2 …), the dimensions, 値 (NaN where there is no number), 記号 (text of a cell that is no plain number),
        単位, is_total, is_total_col, セル. A dimension that a table lacks is blank in its rows.
    """
    parts = []
    for number, table in enumerate(tables, 1):
        form = table.metadata.get("form")
        part = _of_crosstab(table) if form == "crosstab" else _of_list(table, form == "steps")
        part.insert(0, _TABLE, number)
        parts.append(part)
    if not parts:
        return pd.DataFrame(columns=[_TABLE, *_TAIL])
    joined = pd.concat(parts, ignore_index=True)
    names = [name for name in joined.columns if name not in (_TABLE, *_TAIL)]
    joined[names] = joined[names].astype(object).where(joined[names].notna(), "")
    return joined[[_TABLE, *names, *_TAIL]]


def _of_crosstab(table: TidyTable) -> pd.DataFrame:
    frame = table.frame
    part = frame[list(table.dimensions)].rename(columns=_free)
    tail = (table.measures[0], SYMBOL, UNIT, ROW_TOTAL, COLUMN_TOTAL, CELL)
    for name, source in zip(_TAIL, tail, strict=True):
        part[name] = frame[source]
    return part


def _of_list(table: TidyTable, restructured: bool) -> pd.DataFrame:
    parts = []
    for name in table.measures:
        part = table.frame[list(table.dimensions)].rename(columns=_free)
        if len(table.measures) > 1 or not restructured:
            part[_ITEM] = name
        part[VALUE] = pd.to_numeric(table.frame[name], errors="coerce")
        part["記号"] = table.frame[SYMBOL] if SYMBOL in table.frame.columns else ""
        part["単位"], part["is_total"], part["is_total_col"] = table.unit, False, False
        part[_CELL] = table.metadata["cells"][name] if restructured else _cells_of(table, name)
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(_TAIL))


def _cells_of(table: TidyTable, name: str) -> list[str]:
    column = table.frame.attrs["columns"][name]
    return [a1(row, column) for row in table.frame.attrs["rows"]]


def _free(name: str) -> str:
    return f"{name}_" if name in _RESERVED or name == _ITEM else name
