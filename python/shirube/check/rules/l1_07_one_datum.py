"""L1-07: one datum in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..notation.several import MAY_HOLD_SEVERAL, several
from ..sheet import Sheet

__all__ = ["check"]

#: Columns of free text: what people write there is one answer, however many commas it has.
_FREE = re.compile(
    r"備考|摘要|説明|内容|概要|理由|意見|感想|自由|コメント|詳細|特記|メモ|住所|所在地|注記|対象|アクセス|URL",
    re.IGNORECASE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report body cells with several data in them."""
    view = sheet.view
    if not sheet.tables or MAY_HOLD_SEVERAL.search(view.alphabet + " 1 1") is None:
        return
    flags = view.flags(several)
    if not flags.any():
        return
    mask = np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        for column in table.columns:
            if not _FREE.search(table.name(column)):
                mask |= table.cells(column, flags)
    if mask.any():
        row, column = divmod(int(mask.argmax()), mask.shape[1])
        how = several(str(sheet.grid.values[row, column]))
        yield sheet.finding(
            "L1-07",
            f"{sheet.example(mask)}など、1つのセルに2つ以上のデータ（{how}）があるセルが{int(mask.sum())}個あります。",
            "データごとに列（または行）を分けてください。",
            mask,
            confidence=0.8,
        )
