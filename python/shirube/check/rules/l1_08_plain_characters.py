"""L1-08: no machine-dependent characters, proper names aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from ..finding import Finding
from ..layout import TableArea
from ..notation.characters import (
    has_machine_dependent,
    machine_dependent,
    substituted,
    unusual_kanji,
)
from ..sheet import Sheet
from ..view import Flags

__all__ = ["PROPER_NAMES", "check"]

#: Columns of proper names: what stands there is spelled on purpose.
PROPER_NAMES = re.compile(
    r"氏名|名前|姓名|名称|代表者|担当者|住所|所在地|居所|本籍|会社|法人|団体名|施設名|事業者名|事業所名|店名|商号|屋号|方書|建物名",
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report machine-dependent characters in the tables; ask a person about names."""
    view = sheet.view
    none = np.zeros(len(view.texts), dtype=bool)
    flags = view.flags(has_machine_dependent) if has_machine_dependent(view.alphabet) else none
    kanji = view.flags(unusual_kanji) if unusual_kanji(view.alphabet) else none
    if not flags.any() and not kanji.any():
        return
    inside = ~sheet.layout.outside
    names = np.zeros(sheet.grid.shape, dtype=bool)
    for table in sheet.tables:
        for column in table.columns:
            if PROPER_NAMES.search(table.name(column)):
                names[_body_of(table, column)] = True
    found = view.spread(flags) & inside
    yield from _characters(sheet, found & ~names, flags)
    asked = (found & names) | (view.spread(kanji) & inside)
    if asked.any():
        yield sheet.finding(
            "L1-08",
            f"{sheet.example(asked)}など、固有名詞の中の機種依存文字が{int(asked.sum())}個のセルにあります。",
            "正しい表記なら、そのままでかまいません。そうでなければ、ほかの文字に替えてください。",
            asked,
            abstained=True,
        )


def _characters(sheet: Sheet, mask: Flags, flags: Flags) -> Iterator[Finding]:
    """One finding for what can be spelled out, one for 外字 and pictographs, which nothing can stand for."""
    if not mask.any():
        return
    view = sheet.view
    stays = view.spread(view.flags(lambda text: has_machine_dependent(substituted(text)), among=flags)) & mask
    for where, repairable in ((mask & ~stays, True), (stays, False)):
        if not where.any():
            continue
        row, column = divmod(int(where.argmax()), where.shape[1])
        shown = machine_dependent(str(sheet.grid.values[row, column]))[:5]
        yield sheet.finding(
            "L1-08",
            f"機種依存文字（{shown} など）のあるセルが{int(where.sum())}個あります。",
            "どの機械でも読める文字に替えてください（① → (1)、㈱ → (株)、㎡ → m2）。",
            where,
            repairable=repairable,
            confidence=0.95,
        )


def _body_of(table: TableArea, column: int) -> tuple[slice, int]:
    return slice(table.body_top, table.span.bottom + 1), column
