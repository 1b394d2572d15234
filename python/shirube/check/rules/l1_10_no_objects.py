"""L1-10: no pictures, shapes, text boxes or charts over the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report the objects of a sheet."""
    objects = sheet.facts.objects if sheet.facts else ()
    if objects:
        kinds = "、".join(f"{kind}{count}個" for kind, count in Counter(o.kind for o in objects).items())
        yield sheet.finding(
            "L1-10",
            f"セルの上に{kinds}が置かれています。",
            "図の中の文字や数をセルに書き写し、図は別のファイルにしてください。",
            [o.span for o in objects if o.span is not None],
            count=len(objects),
            confidence=1.0,
        )
