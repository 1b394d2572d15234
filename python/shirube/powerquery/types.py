"""型 in M: the columns a recipe names become numbers, dates, years or text; what cannot be read stays beside them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from ..errors import Place, TableError
from ..grid import Grid
from ..text import to_half_width
from ..tidy import Recipe
from ..tidy.types import LEFT, TYPES
from .expr import Binary, Expr, Name, TypeOf, call, each, field, lift, name, op, type_of, when
from .reader import as_text, read
from .script import Column, Steps

__all__ = ["type_steps"]

_ERA = "(?:令和|平成|昭和|大正|明治|[令平昭大明RHSTM㋿㍻㍼㍽㍾])"
_DATE = re.compile(
    rf"(?:{_ERA}\.?(?:元|\d{{1,2}})|[12]\d{{3}})(?:年\d{{1,2}}月\d{{1,2}}日|([./・-])\d{{1,2}}\1\d{{1,2}})", re.ASCII
)
_YEAR = re.compile(rf"(?:{_ERA}\.?(?:元|\d{{1,2}})|[12]\d{{3}})(?:年度?)?", re.ASCII)
_KINDS = {"文字": "text", "数": "number", "日付": "date", "年": "int", "年度": "int"}
_M_TYPES = {"text": "type text", "number": "type number", "date": "type date", "int": "Int64.Type"}


def type_steps(
    steps: Steps, grid: Grid, recipe: Recipe, table: Name, columns: tuple[Column, ...], frame: pd.DataFrame
) -> tuple[Name, tuple[Column, ...]]:
    """Add the steps that give columns the types of a recipe.

    Parameters
    ----------
    frame
        What Python makes of the sheet before the types.

    Raises
    ------
    TableError
        SB-P101: a value whose spelling the query would read differently. SB-P107: types beside own symbols.
    """
    current, found = table, list(columns)
    for column, kind in recipe.types:
        if kind not in TYPES:
            raise TableError("T203", name=column, value=kind)
        if kind == "数" and recipe.values.symbols:
            raise TableError("P107", at=Place(grid.source, grid.name), name=column)
        _require_alike(grid, frame[column].tolist() if column in frame.columns else [], kind)
        current = _typed(steps, current, column, kind)
        at = next((i for i, c in enumerate(found) if c.name == column), None)
        if at is None:
            raise TableError("T209", at=Place(grid.source, grid.name), name=column, near="なし")
        found[at] = Column(column, _KINDS[kind])
        if any(_left(value, kind) for value in frame[column].tolist()):
            found.insert(at + 1, Column(column + LEFT, "text"))
    return current, tuple(found)


def _typed(steps: Steps, table: Name, column: str, kind: str) -> Name:
    value = field(column)
    blank = op("or", op("=", value, None), op("=", value, ""))
    reading = _reading(kind, value)
    left = when(op("or", blank, op("<>", reading, None)), "", call("文字にする", value))
    beside = steps.add(
        f"{column}を{kind}に",
        call("Table.AddColumn", table, column + LEFT, each(left)),
        f"型：「{column}」を{kind}にする。読めない値は空にして、元の文字を「{column}{LEFT}」に残す",
    )
    own = _reading(kind, name("_"))
    empty = op("or", op("=", name("_"), None), op("=", name("_"), ""))
    typed = steps.add(
        f"{column}の型",
        call(
            "Table.TransformColumns",
            beside,
            lift([[column, each(when(empty, None, own)), type_of(_M_TYPES[_KINDS[kind]])]]),
        ),
    )
    names = call("Table.ColumnNames", table)
    order = call(
        "List.Combine",
        call(
            "List.Transform", names, each(when(op("=", name("_"), column), [column, column + LEFT], lift([name("_")])))
        ),
    )
    unread = call("List.Select", call("Table.Column", typed, column + LEFT), each(op("<>", name("_"), "")))
    return steps.add(
        f"{column}の並び",
        when(
            call("List.IsEmpty", unread),
            call("Table.RemoveColumns", typed, [column + LEFT]),
            call("Table.SelectColumns", typed, order),
        ),
    )


def _reading(kind: str, value: Expr) -> Expr:
    if kind == "文字":
        return when(Binary("is", value, TypeOf("text")), value, call("文字にする", value))
    if kind == "数":
        return field("値", call("値を読む", value))
    return call("日付にする", value) if kind == "日付" else call("年にする", value, kind)


_TWINS: dict[str, Callable[[Any], Any]] = {
    "文字": lambda value: value if isinstance(value, str) else as_text(value),
    "数": lambda value: read(value).value,
    "日付": lambda value: TYPES["日付"](value) if _is_date(value) else None,
    "年": lambda value: TYPES["年"](value) if _is_year(value) else None,
    "年度": lambda value: TYPES["年度"](value) if _is_year(value) else None,
}


def _is_date(value: Any) -> bool:
    return isinstance(value, dt.date) or (isinstance(value, str) and _DATE.fullmatch(_bare(value)) is not None)


def _is_year(value: Any) -> bool:
    return _YEAR.fullmatch(_bare(as_text(value))) is not None


def _bare(text: str) -> str:
    return re.sub(r"[ \t\r\n]", "", to_half_width(text))


def _blank(value: Any) -> bool:
    return value is None or value == "" or value != value


def _left(value: Any, kind: str) -> bool:
    return not _blank(value) and TYPES[kind](value) is None


def _require_alike(grid: Grid, values: list[Any], kind: str) -> None:
    for value in values:
        if not _blank(value) and _TWINS[kind](value) != TYPES[kind](value):
            raise TableError("P101", at=Place(grid.source, grid.name), text=str(value))
