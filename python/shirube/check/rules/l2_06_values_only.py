"""L2-06: values, not formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding
from ..sheet import Sheet

__all__ = ["check"]

_FORMULA = re.compile(r"=\s*[+\-]?(?:[A-Z][A-Z0-9.]*\(|\$?[A-Z]{1,3}\$?\d|\(|\d|'[^']+'!|[^\s=]+!\$?[A-Z])")
_FIX = "［コピー］→［値の貼り付け］で、計算した値に置き換えてください。"


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report cells with formulas (as the file holds them, or written out as text)."""
    if not sheet.excel:
        return
    if sheet.facts and sheet.facts.formula_count:
        yield sheet.finding(
            "L2-06",
            f"数式のあるセルが{sheet.facts.formula_count}個あります。",
            _FIX,
            sheet.facts.formulas,
            count=sheet.facts.formula_count,
            confidence=1.0,
        )
        return
    if "=" in sheet.view.alphabet:
        mask = sheet.view.mask(lambda text: text[0] == "=" and _FORMULA.match(text))
        if mask.any():
            yield sheet.finding("L2-06", f"数式のあるセルが{int(mask.sum())}個あります。", _FIX, mask)
