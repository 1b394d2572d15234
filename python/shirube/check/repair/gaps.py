"""L1-03: blank rows and columns inside a table, and header rows that come again, are taken out.

>>> from shirube.grid import Grid
>>> rows = [["地区", "人口"], ["東", 1], [None, None], ["地区", "人口"], ["西", 2]]
>>> sheet, changes = repair(Draft.of(Grid.from_rows(rows), [Block(0, 0, 4, 1, 1, 1)]))
>>> sheet.grid.values.tolist(), [c.cell for c in changes]
([['地区', '人口'], ['東', 1], ['西', 2]], ['3:3', '4:4'])
"""

from __future__ import annotations

from ...grid import Kind, a1, column_letters
from .draft import Block, Change, Draft

__all__ = ["RULE", "repair"]

RULE = "L1-03"
_AGAIN = "繰り返しの見出しの行を除きました。"


def repair(sheet: Draft) -> tuple[Draft, tuple[Change, ...]]:
    """Close the gaps of the one table of a sheet (several tables are parted first)."""
    if len(sheet.blocks) != 1:
        return sheet, ()
    (block,) = sheet.blocks
    rows, repeated = _blank_rows(sheet, block), _repeated(sheet, block)
    columns = [c for c in block.columns if not (sheet.grid.kinds[block.top : block.bottom + 1, c] != Kind.BLANK).any()]
    changes = [Change(RULE, _row(sheet, block, r), None, None, "空の行を詰めました。", sheet.name) for r in rows]
    for r in repeated:
        changes.append(
            Change(RULE, _row(sheet, block, r), "見出し", None, "繰り返しの見出しの行を除きました。", sheet.name)
        )
    for c in columns:
        address = sheet.address(block.top, c)
        letters = address.rstrip("0123456789") or column_letters(c)
        changes.append(Change(RULE, f"{letters}:{letters}", None, None, "空の列を詰めました。", sheet.name))
    return sheet.without_rows([*rows, *repeated]).without_columns(columns), tuple(changes)


def _row(sheet: Draft, block: Block, row: int) -> str:
    known = next((a for c in block.columns if (a := sheet.address(row, c))), a1(row, 0))
    number = known.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{number}:{number}"


def _blank_rows(sheet: Draft, block: Block) -> list[int]:
    filled = (sheet.grid.kinds[:, block.left : block.right + 1] != Kind.BLANK).any(axis=1)
    return [r for r in range(block.top, block.bottom + 1) if not filled[r]]


def _repeated(sheet: Draft, block: Block) -> list[int]:
    """Rows of the body that say what the header's last row says, without any number."""
    values = sheet.grid.values[:, block.left : block.right + 1]
    head = values[block.name_row].tolist()
    if block.body_top == block.top or sum(value is not None for value in head) < 2:
        return []
    first = next(i for i, value in enumerate(head) if value is not None)
    alike = [r for r in block.rows if values[r, first] == head[first] and values[r].tolist() == head]
    return [r for r in alike if not (sheet.grid.kinds[r, block.left : block.right + 1] == Kind.NUMBER).any()]
