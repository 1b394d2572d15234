"""Where a query finds its table: by the text of the anchor, as Python does, or not at all."""

from __future__ import annotations

import numpy as np

from ..errors import Place, TableError
from ..grid import Grid, Kind, a1, parse_a1
from ..text import to_half_width
from ..tidy import Recipe
from ..tidy.times import without_times
from .expr import Binary, Expr, Name, call, each, item, lift, name, op, type_of
from .script import Steps

__all__ = ["find_corner", "require_one_place"]


def find_corner(steps: Steps, lines: Name, grid: Grid, recipe: Recipe) -> Name:
    """The step that holds {row, column} of the top-left cell, counted from 0."""
    anchor = recipe.anchor
    corner, old = parse_a1(anchor.cell), parse_a1(anchor.text_cell)
    if not anchor.text:
        return steps.add("左上", lift([corner.top, corner.left]), f"表の左上のセル {anchor.cell}")
    words = (
        f"「{anchor.text}」のセルを探す（作ったときは {anchor.text_cell}）。行や列が増えても、表はこの文字に付いて動く"
    )
    # Python would look for the text with another year; the query says that it is gone. A date is no text to either.
    dated, written = without_times(anchor.text) != anchor.text, isinstance(grid.values[old.top, old.left], str)
    if dated and not written:
        _require_no_such_text(steps, lines, anchor.text)
    dated = dated and written
    here = [old.top, old.left]
    found = steps.add("左上", call("左上を探す", lines, _corner_key(anchor.text), here, None if dated else here), words)
    if dated:
        steps.require(
            op("<>", found, None), f"見出し「{anchor.text}」がありません。しるべでクエリを作り直してください。"
        )
    if (corner.top, corner.left) == (old.top, old.left):
        return found
    moved = [_plus(item(found, 0), corner.top - old.top), _plus(item(found, 1), corner.left - old.left)]
    return steps.add("左上の隅", lift(moved), f"表の左上の隅（作ったときは {anchor.cell}）")


def require_one_place(grid: Grid, recipe: Recipe) -> None:
    """Refuse a table found by a number or a date while texts read like it: Python would look for the texts.

    Raises
    ------
    TableError
        SB-W981: the heading, and the first such text. SB-W982: the heading is an error.
    """
    anchor = recipe.anchor
    old = parse_a1(anchor.text_cell or anchor.cell)
    if not anchor.text or old.top >= grid.shape[0] or old.left >= grid.shape[1]:
        return
    if grid.kinds[old.top, old.left] == Kind.ERROR:
        raise TableError("W982", at=Place(grid.source, grid.name, a1(old.top, old.left)), text=anchor.text)
    if without_times(anchor.text) == anchor.text or isinstance(grid.values[old.top, old.left], str):
        return
    rest, digits = _without_years(anchor.text), _digits_of_year(anchor.text)
    for r, c in np.argwhere(grid.kinds == Kind.TEXT).tolist():
        text = to_half_width(grid.values[r, c])
        if text.strip() and _without_years(text) == rest and digits in {0, sum(map(text.count, _DIGITS))}:
            raise TableError("W981", at=Place(grid.source, grid.name), text=anchor.text, cell=a1(r, c))


def _digits_of_year(text: str) -> int:
    """4 for a year alone, which only another year is like; 0 where other words or numbers may be like the text."""
    return 4 if without_times(text) == "####" else 0


_DIGITS = "0123456789"
#: Whatever stands in a year or a month, and white space; a text that differs from another in these alone is like it.
_OF_YEARS = f"{_DIGITS}MTSHR明治大正昭和平成令和元# \r\n\t"


def _without_years(text: str) -> str:
    return "".join(char for char in to_half_width(text) if char not in _OF_YEARS)


def _require_no_such_text(steps: Steps, lines: Name, text: str) -> None:
    """The query says so where texts that read like the heading come up."""
    bare = call("Text.Remove", call("半角にする", name("_")), call("Text.ToList", _OF_YEARS))
    alike = op("and", Binary("is", name("_"), type_of("text")), op("<>", call("Text.Trim", name("_")), ""))
    alike = op("and", alike, op("=", bare, _without_years(text)))
    if digits := _digits_of_year(text):
        own = call("Text.Length", call("Text.Select", call("半角にする", name("_")), call("Text.ToList", _DIGITS)))
        alike = op("and", alike, op("=", own, digits))
    steps.require(
        op("=", call("List.MatchesAny", call("List.Combine", lines), each(alike)), False),
        f"見出し「{text}」と同じように読める文字があり、表の場所を決められません。見出しを文字にして、作り直してください。",
    )


def _corner_key(text: str) -> str:
    """The text of the anchor as the helper 左上を探す folds a cell."""
    return to_half_width("".join(text.split())).lower()


def _plus(value: Expr, by: int) -> Expr:
    return op("+", value, by) if by else value
