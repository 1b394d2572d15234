"""L1-06: no spaces and line breaks that only lay text out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..notation.spaces import MAY_HOLD_SPACE, has_layout_space
from ..sheet import Sheet

__all__ = ["SEPARATED", "check"]

#: Columns in which one space inside divides two parts of a name or an address.
SEPARATED = re.compile(
    r"氏名|名前|姓名|氏　名|代表者|担当者|住所|所在地|居所|勤務地|本籍|送付先|address|name", re.IGNORECASE
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report the cells of the tables whose text holds layout white space."""
    view = sheet.view
    if not sheet.tables or MAY_HOLD_SPACE.search(view.alphabet) is None:
        return
    strict = view.flags_by_shape(has_layout_space)
    if not strict.any():
        return
    loose = view.flags(lambda text: has_layout_space(text, separated=True), among=strict)
    mask = np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        span = table.span
        area = (slice(span.top, span.bottom + 1), slice(span.left, span.right + 1))
        mask[area] = np.append(strict, False)[view.codes[area]]
        for column in table.columns:
            if SEPARATED.search(table.name(column)):
                body = (slice(table.body_top, span.bottom + 1), column)
                mask[body] = np.append(loose, False)[view.codes[body]]
    if mask.any():
        yield sheet.finding(
            "L1-06",
            f"{sheet.example(mask)}など、見た目を整える空白や改行のあるセルが{int(mask.sum())}個あります。",
            "空白や改行を取り除いてください（字下げは書式で）。",
            mask,
            confidence=0.95,
        )
