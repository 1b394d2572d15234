"""The stamp of a blank form: names that say which form and edition it is, and one name per box.

>>> from shirube.forms.form_map import FormMap, Item, ItemKind
>>> form = FormMap("調査", "2", sheet="様式", items=(Item("電話", ItemKind.CODE, "C5:F5"),))
>>> stamp_names(form)
{'SB_FORM': '"調査"', 'SB_VERSION': '"2"', 'SB_C5': "'様式'!$C$5"}
"""

from __future__ import annotations

from ..grid import column_letters
from .form_file import STAMP_FORM, STAMP_VERSION, box_name
from .form_map import FormMap

__all__ = ["stamp_names"]


def stamp_names(form: FormMap) -> dict[str, str]:
    """Return the defined names of the stamp and what each refers to, as Excel writes it."""
    sheet = form.sheet.replace("'", "''")
    names = {STAMP_FORM: _constant(form.form), STAMP_VERSION: _constant(form.version)}
    for item in form.items:
        span = item.span
        names[box_name(item.cell)] = f"'{sheet}'!${column_letters(span.left)}${span.top + 1}"
    return names


def _constant(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
