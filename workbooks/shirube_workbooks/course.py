"""The spec of a template as the library knows homework workbooks: which columns are typed into, which name others."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from shirube.academy.layout import Column, Layout, Sheet

from . import spec
from .build import SPECS
from .library import read_spec

__all__ = ["COURSE", "course_layout"]

COURSE = "アカデミー一式"


def course_layout(path: Path | None = None, sheets: Collection[str] = ()) -> Layout:
    """Return the layout of a template; of the course's homework workbook without a path.

    Only table sheets with a column for the instructor belong to the homework; `sheets` names others to read.

    >>> layout = course_layout()
    >>> layout.guide, layout.sheet("仮説").column("課題ID").link
    ('使い方', '課題')
    """
    book = read_spec(path or next(SPECS.glob(f"*{COURSE}.toml")))
    guide = next((page.name for page in book.sheets if page.person), "")
    pages = [
        page
        for page in book.sheets
        if page.columns
        and (page.name in sheets if sheets else any(item.kind == spec.Kind.REVIEW for item in page.columns))
    ]
    identified = {
        (page.name, item.name): page.name
        for page in pages
        for item in page.columns
        if item.kind == spec.Kind.IDENTIFIER
    }
    return Layout(
        book.workbook.title,
        guide,
        tuple(Sheet(page.name, tuple(_column(item, identified) for item in page.columns)) for page in pages),
        tuple(page.name for page in book.sheets if _is_form(page)),
    )


def _is_form(page: spec.Page) -> bool:
    """True for a sheet with labels in column A and something to fill in beside them."""
    looks = {(cell.look, cell.at.partition(":")[0].rstrip("0123456789")) for cell in page.cells}
    return ("項目", "A") in looks and ("記入", "B") in looks


def _column(item: spec.Column, identified: dict[tuple[str, str], str]) -> Column:
    named = spec.references(item.choices)
    return Column(
        item.name,
        prefix=item.prefix,
        link=identified.get(named[0], "") if named else "",
        review=item.kind == spec.Kind.REVIEW,
        computed=item.kind == spec.Kind.FORMULA,
        chosen=bool(item.choices),
        date="yy" in item.number,
        number=bool(item.number) and "yy" not in item.number,
    )
