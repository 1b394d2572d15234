"""L1-11: differences are written, not coloured."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet
from ..view import Flags

__all__ = ["check"]

_NOT_READ = re.compile(r"書式.*(?:読みませんでした|読めませんでした)")
_BLACK = frozenset({"", "000000"})
_WHITE = frozenset({"", "FFFFFF"})
_TOTAL = re.compile(r"計|総数|平均|全体|全国|全市|総額")
_FIX = "色や太字の意味を、列を1つ増やして文字で書いてください（例: 速報／確定）。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report columns in which some cells stand out by colour, bold or italic and no words say why."""
    if not sheet.excel or not sheet.tables:
        return
    if any(_NOT_READ.search(note) for note in sheet.grid.notes):
        yield sheet.finding(
            "L1-11", "書式を読んでいません。色や太字に、文字では書かれていない意味があるか、見てください。", _FIX,
            abstained=True,
        )  # fmt: skip
        return
    if len(sheet.grid.style_table) < 2:
        return
    for what, key in (("文字の色", "font"), ("塗りつぶし", "fill"), ("太字・斜体", "weight")):
        mask = np.zeros(sheet.grid.shape, dtype=bool)
        for table in sheet.tables:
            mask[table.body] |= _standing_out(sheet, table, key)
        if mask.any():
            yield sheet.finding(
                "L1-11",
                f"{what}で区別されたセルが{int(mask.sum())}個あります（{sheet.example(mask)}など）。",
                _FIX,
                mask,
                confidence=0.7,
            )


def _standing_out(sheet: Sheet, table: TableArea, key: str) -> Flags:
    """Cells of the body whose look differs from the usual one of their column; rows of totals and stripes aside."""
    looks = _looks(sheet, key)
    ids = looks[sheet.grid.styles[table.body]]
    filled = sheet.view.filled[table.body] & table.body_rows[:, None]
    odd: Flags = np.asarray(filled & (ids != 0))
    if not odd.any():
        return odd
    some = odd.any(axis=0) & ((filled & ~odd).any(axis=0) | _several(ids, odd))
    odd &= some[None, :]
    if not odd.any():
        return odd
    odd[_total_rows(sheet, table)] = False
    if int(odd[:, 0].sum()) * 2 >= int(filled[:, 0].sum()):
        odd[:, 0] = False  # the labels of the rows are set like a heading
    rows = odd.sum(axis=1) * 2 > filled.sum(axis=1)
    if _is_striped(rows, table.body_rows):
        odd[rows] = False
    return np.asarray(odd)


def _looks(sheet: Sheet, key: str) -> np.ndarray:
    """A number for the look of every style: 0 is the plain one."""
    numbers: dict[object, int] = {}

    def number(style: object) -> int:
        return numbers.setdefault(style, len(numbers) + 1)

    found = []
    for style in sheet.grid.style_table:
        if key == "font":
            found.append(0 if style.font_colour in _BLACK else number(style.font_colour))
        elif key == "fill":
            found.append(0 if style.fill in _WHITE else number(style.fill))
        else:
            look = (style.bold, style.italic)
            found.append(0 if look == (False, False) else number(look))
    return np.array(found, dtype=np.int32)


def _several(ids: np.ndarray, odd: Flags) -> Flags:
    """Columns that are coloured throughout, in two colours or more."""
    low = np.where(odd, ids, np.iinfo(np.int32).max).min(axis=0)
    return np.asarray(odd.any(axis=0) & (np.where(odd, ids, 0).max(axis=0) > low))


def _total_rows(sheet: Sheet, table: TableArea) -> Flags:
    """Rows whose label says that they are a total: the words are there."""
    view = sheet.view
    flags = np.append(view.flags_by_shape(lambda text: _TOTAL.search(text) is not None), False)
    columns = [c for c in table.labels if c not in table.blank_columns] or [table.span.left]
    codes = view.codes[table.body[0]][:, columns]
    return np.asarray(flags[codes].any(axis=1))


def _is_striped(rows: Flags, body: Flags) -> bool:
    """Every second row (or every third) is tinted: a help for the eye."""
    flags = rows[body]
    at = np.flatnonzero(flags)
    if at.size < 2:
        return False
    steps = np.diff(at)
    return bool((steps == steps[0]).all() and steps[0] in (2, 3) and at.size >= len(flags) // 3)
