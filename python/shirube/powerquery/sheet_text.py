"""Names of helper columns and small expressions that the parts of a cross table share."""

from __future__ import annotations

from typing import Any

from .expr import Expr, Literal, Name, call, each, item, lift, name, op

__all__ = ["COLUMN", "PRINTED", "ROW", "deeper", "levels_of", "offset", "within"]

ROW, COLUMN, PRINTED = "行", "列", "表の文字"


def offset(corner: Name, side: int, by: Any) -> Expr:
    """A position of the sheet: the corner's row (side 0) or column (side 1) and so much more."""
    amount = lift(by)
    if isinstance(amount, Literal) and amount.value == 0:
        return item(corner, side)
    return op("+", item(corner, side), amount)


def levels_of(path: Expr, length: int) -> Expr:
    """The first levels of a path, blanks where it is shorter."""
    return call("List.FirstN", op("&", path, [""] * length), length)


def within(paths: Expr, length: int) -> Expr:
    """Whether the longest path of a list {position, path} has so many levels."""
    counts = call("List.Transform", paths, each(call("List.Count", item(name("_"), 1))))
    return op("=", call("List.Max", counts), length)


def deeper(side: str) -> str:
    """The sentence about paths with other levels than the table has columns for."""
    return f"{side}の見出しの段が変わっています。しるべでクエリを作り直してください。"
