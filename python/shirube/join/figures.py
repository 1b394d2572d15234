"""Which columns hold figures: amounts that may be added, and rates that may not.

>>> is_rate("高齢化率"), is_rate("1人当たり医療費"), is_rate("人口")
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..table import TidyTable
from .codes import is_code_name
from .time_keys import looks_like_time

__all__ = ["figures", "is_rate", "without_rows"]

_RATE = re.compile(r"率|割合|平均|指数|当たり|あたり|密度|構成比|順位|偏差|[%％]")


def is_rate(name: str) -> bool:
    """Tell whether a name or a unit speaks of a rate, a mean or a rank, which no sum is made of."""
    return _RATE.search(name) is not None


def figures(table: TidyTable, without: Sequence[str] = ()) -> list[str]:
    """Return the measures that are neither codes, times, nor yes and no written 1 and 0."""
    found = []
    for name in table.measures:
        values = {v for v in table.frame[name].tolist() if v is not None and v == v}
        names_things = name in without or is_code_name(name) or looks_like_time(list(values), name)
        if not names_things and not values <= {0, 1}:
            found.append(name)
    return found


def without_rows(table: TidyTable) -> TidyTable:
    """The table without the sheet row of every record: pandas copies such attributes at every look at a column."""
    frame = table.frame.copy(deep=False)
    frame.attrs = {name: frame.attrs[name] for name in ("source", "sheet") if name in frame.attrs}
    return replace(table, frame=frame)
