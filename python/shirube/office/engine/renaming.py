"""When a sheet is renamed, everything that names it follows, as in Excel: formulas, defined names, charts."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.workbook import Workbook

__all__ = ["follow_rename"]


def follow_rename(workbook: Workbook, old: str, new: str) -> None:
    """Lead references to the sheet `old` to `new`."""
    quoted = re.escape("'" + old.replace("'", "''") + "'")
    pattern = re.compile(rf"(?:{quoted}|(?<![\w'\]]){re.escape(old)})!")
    name = "'" + new.replace("'", "''") + "'!"

    def led(text: str) -> str:
        return pattern.sub(lambda _: name, text)

    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    _lead_cell(cell, led)
        for chart in sheet._charts:
            _lead_chart(chart, led, set())
        for defined in sheet.defined_names.values():
            defined.attr_text = led(defined.attr_text)
    for defined in workbook.defined_names.values():
        defined.attr_text = led(defined.attr_text)


def _lead_cell(cell: Any, led: Any) -> None:
    if isinstance(cell.value, str):
        cell._value = led(cell.value)
    elif hasattr(cell.value, "text"):  # an array formula
        cell.value.text = led(cell.value.text)


def _lead_chart(part: Any, led: Any, seen: set[int]) -> None:
    """Change every reference (``f``) below a chart; a chart also holds itself."""
    if id(part) in seen:
        return
    seen.add(id(part))
    if isinstance(part, list | tuple):
        for item in part:
            _lead_chart(item, led, seen)
    elif isinstance(part, Serialisable):
        for name, child in list(vars(part).items()):
            if name == "f" and isinstance(child, str):
                part.f = led(child)
            else:
                _lead_chart(child, led, seen)
