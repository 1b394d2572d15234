"""What a form, blank or returned, brings: the sheet as a `Grid` and the facts about it that are no cell values.

>>> Rule(Span(1, 1, 1, 1), "list", ("有", "無")).options
('有', '無')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..grid import Grid, Span

__all__ = ["STAMP_FORM", "STAMP_VERSION", "FormFile", "FormSheet", "Remark", "Rule", "box_name"]

#: Defined names a stamp consists of: two constants, and one name per box, called after the box's place on the blank.
STAMP_FORM, STAMP_VERSION, _BOX = "SB_FORM", "SB_VERSION", "SB_"


@dataclass(frozen=True, slots=True)
class Rule:
    """A data validation: where it holds, its type as in the file (``list``, ``whole``, ``date`` …), what it allows.

    `source` is where the options of a list are written when they are not in the rule itself.
    """

    span: Span
    kind: str
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something beside the cells: ``kind`` is コメント, 図形, マクロ, 外部リンク, 埋め込み or 外部を呼ぶ数式."""

    kind: str
    text: str = ""
    cell: str = ""


@dataclass(frozen=True, eq=False)
class FormSheet:
    """One sheet.

    Attributes
    ----------
    grid
        The values; of a blank form also looks, with its blank boxes.
    rules
        Data validations (read from blank forms only).
    formulas
        0-based positions of formulas.
    names
        0-based position by defined name, for the names that point to one cell of this sheet.
    remarks
        Comments, texts in shapes.
    """

    grid: Grid
    rules: tuple[Rule, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    names: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, eq=False)
class FormFile:
    """One file: its name below the folder, a digest of its content, the day it was last changed, its sheets.

    `form` and `version` are what the stamp says, empty without one; `remarks` concern the file as a whole.
    """

    file: str
    digest: str
    modified: dt.date | None
    sheets: tuple[FormSheet, ...]
    form: str = ""
    version: str = ""
    remarks: tuple[Remark, ...] = ()


def box_name(cell: str) -> str:
    """Return the defined name that marks a box, from the A1 address of its top-left cell on the blank form.

    >>> box_name("C5:F5")
    'SB_C5'
    """
    return _BOX + cell.split(":")[0]
