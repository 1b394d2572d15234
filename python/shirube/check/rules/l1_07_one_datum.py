"""L1-07: one datum in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..notation.several import several
from ..sheet import Sheet

__all__ = ["check"]

#: Columns of free text: what people write there is one answer, however many commas it has.
_FREE = re.compile(
    r"備考|摘要|説明|内容|概要|理由|意見|感想|自由|コメント|詳細|特記|メモ|住所|所在地|注記|対象|アクセス|URL|note|remark|comment|description|address",
    re.IGNORECASE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report body cells with several data in them."""
    view = sheet.view
    if not sheet.tables:
        return
    flags = view.flags_by_shape(several)
    if not flags.any():
        return
    lists = flags & view.flags_by_shape(lambda text: several(text) == "列挙")
    dotted = lists & view.flags_by_shape(lambda text: "・" in text and "、" not in text)
    mask = np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        # What a row is about is one name, however it is made up (電気・ガス・熱供給・水道業).
        last = max(table.numeric, default=-1)
        labels = [c for c in table.labels if c not in table.numeric_columns and c < last]
        for column in table.used:
            if _FREE.search(table.name(column)):
                continue
            names = lists if column in labels[:1] else dotted if column in labels else dotted & False
            table.mark(mask, column, flags & ~names)
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
