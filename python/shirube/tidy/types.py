"""型: the columns a recipe names become numbers, dates, years or plain text; what cannot be read stays beside them.

>>> import pandas as pd
>>> table = TidyTable(pd.DataFrame({"日": ["2024/4/1", "未定"], "値": [1.0, 2.0]}), dimensions=("日",))
>>> typed(table, (("日", "日付"),)).frame.values.tolist()
[[datetime.date(2024, 4, 1), '', 1.0], [None, '未定', 2.0]]
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from ..calendar import FiscalYear, Year, parse_time
from ..errors import Place, TableError, nearest
from ..numbers import read_value
from ..table import TidyTable
from ..text import to_half_width

__all__ = ["TYPES", "typed"]

#: What stands in a column next to the typed one where a value could not be read as the type.
LEFT = "_元の文字"


def typed(table: TidyTable, types: Sequence[tuple[str, str]]) -> TidyTable:
    """Give columns the types a recipe names.

    Parameters
    ----------
    table
        Any tidy table.
    types
        Pairs (name of a column, 文字・数・日付・年・年度).

    Returns
    -------
    TidyTable
        Each named column holds values of its type (``float``, ``datetime.date``, the western year as ``int``, ``str``)
        or None. Where a value cannot be read, the column ``…_元の文字`` next to it has the text as printed; without
        such values there is no such column.

    Raises
    ------
    TableError
        SB-T209: no such column. SB-T203: no such type.
    """
    frame = table.frame.copy()
    for name, kind in types:
        if kind not in TYPES:
            raise TableError("T203", name=name, value=kind)
        if name not in frame.columns:
            near = nearest(name, map(str, frame.columns))
            raise TableError("T209", at=Place(table.source, table.sheet), name=name, near=near)
        values = frame[name].tolist()
        read = [None if _blank(value) else TYPES[kind](value) for value in values]
        left = ["" if r is not None or _blank(v) else str(v) for r, v in zip(read, values, strict=True)]
        frame[name] = pd.Series(read, index=frame.index, dtype=object)
        if any(left):
            frame.insert(list(frame.columns).index(name) + 1, name + LEFT, left)
    frame.attrs = dict(table.frame.attrs)
    return dataclasses.replace(table, frame=frame)


def _blank(value: Any) -> bool:
    return value is None or value == "" or value != value


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: Any) -> float | None:
    return read_value(value).value


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    found = value if isinstance(value, dt.date) else parse_time(to_half_width(str(value)))
    return found if isinstance(found, dt.date) else None


def _year_of(kind: type[Year] | type[FiscalYear], mark: str) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        text = to_half_width(_text(value)).strip()
        found = parse_time(text)
        if not isinstance(found, kind):
            found = parse_time(f"{text}{mark}") if text[-1:].isdigit() or text.endswith("元") else None
        return found.value if isinstance(found, kind) else None

    return read


TYPES: MappingProxyType[str, Callable[[Any], Any]] = MappingProxyType(
    {"文字": _text, "数": _number, "日付": _date, "年": _year_of(Year, "年"), "年度": _year_of(FiscalYear, "年度")}
)
