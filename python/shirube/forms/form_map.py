"""`FormMap`: what a form asks, and where. Proposed from a blank form, corrected by a person, followed ever after.

Cells are A1 addresses on the blank form. A returned copy is read by its printed texts, so it may have moved.

>>> item = Item("電話番号", ItemKind.TEXT, "C5:F5", labels=("B5",))
>>> FormMap("調査票", "1", sheet="様式", items=(item,)).item("電話番号").cell
'C5:F5'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..errors import FormError, nearest
from ..grid import Span, parse_a1

__all__ = ["Block", "FormMap", "Item", "ItemKind", "Printed"]


class ItemKind(Enum):
    """What goes into a box; the value is the word on the sheet people correct."""

    TEXT = "文字"
    CODE = "コード"
    NUMBER = "数値"
    DATE = "日付"
    MONTH = "年月"
    SINGLE = "単一選択"
    MULTIPLE = "複数選択"
    CHECK = "チェック"
    COMPUTED = "計算"
    IGNORED = "読まない"


@dataclass(frozen=True, slots=True)
class Printed:
    """A text printed on the blank form."""

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes
    ----------
    key
        Name of the item: a column of the table, unique in the form.
    cell
        The box, top-left to bottom-right; in a repeated block, the column over all its rows.
    labels
        Cells of the printed texts that name the box, the nearest first: its anchors.
    options, option_cells
        Allowed answers, and the mark cell of each when every option has a box of its own.
    low, high
        Allowed range of a number; of a code, the least and most characters.
    block
        Name of the repeated block it is a column of; empty: asked once.
    inside
        Text printed inside the box (``　　年　　月　　日``, ``有・無``, ``□内科　□外科``).
    """

    key: str
    kind: ItemKind
    cell: str
    labels: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    option_cells: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    block: str = ""
    inside: str = ""

    @property
    def span(self) -> Span:
        """The box as positions."""
        return parse_a1(self.cell)


@dataclass(frozen=True, slots=True)
class Block:
    """A table inside the form: `step` sheet rows per record, within the rectangle `cell`."""

    key: str
    cell: str
    step: int = 1

    @property
    def span(self) -> Span:
        """The rectangle as positions."""
        return parse_a1(self.cell)


@dataclass(frozen=True)
class FormMap:
    """A form, one version of it, one sheet.

    Attributes
    ----------
    form, version
        Which form (equal in all versions) and which edition of it.
    printed
        Every text printed on the blank: what a copy is recognised and aligned by.
    code, name, period
        Keys of the items that say who answers (code, name) and for which period; empty: the form does not ask.
    companions
        Marks of the blank workbook's other sheets (記入例, 説明), which come back with every copy.
    remarks
        Texts of the blank's own comments and shapes, and the kinds of content (マクロ …) it brings itself.
    """

    form: str
    version: str = "1"
    title: str = ""
    sheet: str = ""
    printed: tuple[Printed, ...] = ()
    items: tuple[Item, ...] = ()
    blocks: tuple[Block, ...] = ()
    code: str = ""
    name: str = ""
    period: str = ""
    companions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def item(self, key: str) -> Item:
        """Return an item by key.

        Raises
        ------
        FormError
            SB-F401: no such item.
        """
        found = next((item for item in self.items if item.key == key), None)
        if found is None:
            raise FormError("F401", name=key, near=nearest(key, (item.key for item in self.items)))
        return found

    @property
    def single(self) -> tuple[Item, ...]:
        """The items asked once and read."""
        return tuple(i for i in self.items if not i.block and i.kind is not ItemKind.IGNORED)

    def columns_of(self, block: str) -> tuple[Item, ...]:
        """The items of a repeated block that are read."""
        return tuple(i for i in self.items if i.block == block and i.kind is not ItemKind.IGNORED)
