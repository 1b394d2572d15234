"""Formulas of specs: ``[列名]`` is this row, ``シート名[列名]`` a whole column; Excel's stored form comes out."""

from __future__ import annotations

import re

from shirube.errors import Place, WriteError

from .spec import Page, Spec

__all__ = ["expand", "table_name"]

_REFERENCE = re.compile(r'"[^"]*"|(?P<sheet>[^\W\d]\w*)?\[(?P<column>[^\]]+)\]')


def table_name(page: Page) -> str:
    """Return the name of the sheet's Excel table."""
    return f"表_{page.name}"


def expand(formula: str, spec: Spec, at: Place, here: Page | None = None) -> str:
    """Return `formula` with Excel's structured references.

    Parameters
    ----------
    formula
        Formula of a spec, without the leading ``=``. Text in quotation marks is left alone.
    at
        Where the formula stands, for the error.
    here
        Sheet the formula is in; needed for references to this row.

    Raises
    ------
    WriteError
        SB-W503: a sheet or column that does not exist.
    """

    def reference(found: re.Match[str]) -> str:
        if found["column"] is None:
            return found[0]
        page = spec.page(found["sheet"]) if found["sheet"] else here
        if page is None or page.position(found["column"]) < 0:
            raise WriteError("W503", at=at, name=found[0])
        if found["sheet"]:
            return f"{table_name(page)}[{found['column']}]"
        return f"{table_name(page)}[[#This Row],[{found['column']}]]"

    return "=" + _REFERENCE.sub(reference, formula)
