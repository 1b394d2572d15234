"""L2-05: what someone wrote behind その他 stands in a column of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet
from ..view import Flags

__all__ = ["check"]

_DETAIL = re.compile(
    r"\s*(?:[0-9０-９]+[.．、:：]?\s*)?(?:その他|そのほか)\s*(?:[(（「『【\[［:：;；、，,\-－―…・/／]|\s)\s*(?P<detail>\S.*)"
)
_OTHER = "その"
_ASKED = re.compile(r"具体的|詳細|記述|内容")
_EMPTY = re.compile(
    r"[\s)）」』】\]］_＿…・.。]*(?:(?:具体的に|詳細|自由記述|内容)\s*[:：]?)?[\s)）」』】\]］_＿…・.。]*"
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report answers such as その他（駅前） in columns of choices."""
    view = sheet.view
    if not set(_OTHER) <= set(view.alphabet):
        return
    flags = view.flags_by_shape(_DETAIL.match)
    for table in sheet.tables:
        for column in table.columns:
            wrong = _detailed(table, column, flags)
            if wrong:
                mask = table.cells(column, sheet.view.flags(wrong.__contains__))
                yield sheet.finding(
                    "L2-05",
                    f"{sheet.example(mask)}など、「その他」の詳しい内容が選択肢と同じセルに{int(mask.sum())}件あります。",
                    "選択肢の列は「その他」だけにし、詳しい内容は別の列に書いてください。",
                    mask,
                    confidence=0.85,
                )


def _detailed(table: TableArea, column: int, flags: Flags) -> set[str]:
    codes = table.texts_below(column)
    if column in table.numeric or not flags[codes].any():
        return set()
    counts = Counter(table.view.texts[code] for code in codes.tolist())
    found = {text: match["detail"] for text in counts if (match := _DETAIL.match(text)) and _said(match["detail"])}
    if not found:
        return set()
    asked = {text for text in found if _ASKED.search(text)}
    # Names of rows (その他の世帯, その他（不詳を含む）) stand there once each, or always the same; answers do not.
    others = [text for text in counts if text not in found]
    answers = any(counts[text] > 1 for text in others)
    fixed = len(found) == 1 and max(counts[text] for text in found) > 2
    return set(found) if answers and not fixed else asked


def _said(detail: str) -> bool:
    return _EMPTY.fullmatch(detail) is None
