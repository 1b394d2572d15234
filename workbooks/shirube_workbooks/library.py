"""Settle a book: which sheets it has, its lists, and what becomes of links to sheets it does not have.

``specs/books`` holds the books, ``specs/sheets`` the sheets they share by name, ``specs/lists.toml`` the lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from shirube.errors import Place, WriteError

from .spec import Column, Kind, Page, Spec, read_toml, references

__all__ = ["read_spec"]


@dataclass(frozen=True, slots=True)
class _Lists:
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_spec(path: Path) -> Spec:
    """Read one book with the sheets and lists it uses.

    Raises
    ------
    WriteError
        SB-W501, SB-W502, SB-W504: see :func:`.spec.read_toml`. SB-W503: a list, sheet or column that does not exist.
    """
    book = read_toml(path, Spec)
    shared = path.parents[1]
    known = read_toml(shared / "lists.toml", _Lists).lists if (shared / "lists.toml").exists() else {}
    lists = known | book.lists
    pages = _pages(book, shared / "sheets", path.name)
    elsewhere = {found.stem for found in (shared / "sheets").glob("*.toml")} - {page.name for page in pages}
    pages = tuple(_fit(page, elsewhere) for page in pages)
    spec = replace(book, sheets=pages, lists={name: lists[name] for name in lists if _uses(pages, name)})
    for page in pages:
        _check(spec, lists, page, path.name)
    return spec


def _pages(book: Spec, folder: Path, file: str) -> tuple[Page, ...]:
    """Return the pages in the order of the book: its own, or shared ones from the folder."""
    own = {page.name: page for page in book.sheets}
    pages = []
    for name in book.workbook.sheets or own:
        if name in own:
            pages.append(own[name])
            continue
        source = folder / f"{name}.toml"
        if not source.exists():
            raise WriteError("W503", at=Place(file), name=name)
        pages.append(read_toml(source, Page))
    return tuple(pages)


def _fit(page: Page, elsewhere: set[str]) -> Page:
    """Fit a page to a book: links to sheets left out of it become plain entries, or the formula kept for that."""

    def missing(text: str) -> bool:
        return any(sheet in elsewhere for sheet, _ in references(text))

    def column(item: Column) -> Column:
        if missing(item.choices):
            written = item.hint.replace("番号を選ぶ", "番号を書く").replace("一覧から選ぶ", "番号を書く")
            item = replace(item, choices="", hint=written)
        if not missing(item.formula):
            return item
        if item.alone and not missing(item.alone):
            return replace(item, formula=item.alone)
        return replace(item, kind=Kind.INPUT, formula="", marks=False, hint=item.hint.replace("自動", "書き写す"))

    return replace(
        page,
        columns=tuple(sorted((column(item) for item in page.columns), key=lambda item: item.aside)),
        counters=tuple(item for item in page.counters if not missing(item.formula)),
        cells=tuple(item for item in page.cells if not missing(item.formula)),
    )


def _uses(pages: tuple[Page, ...], name: str) -> bool:
    return any(
        name in {item.choices for item in page.columns} | {item.choices for item in page.cells} for page in pages
    )


def _check(spec: Spec, lists: dict[str, tuple[str, ...]], page: Page, file: str) -> None:
    for column in page.columns:
        _check_column(spec, lists, page, column, file)
    if page.break_before and page.position(page.break_before) < 1:
        raise WriteError("W503", at=Place(file, page.name), name=page.break_before)
    for chart in page.charts:
        for text in (chart.categories, *(series.values for series in chart.series)):
            _check_references(spec, text, Place(file, page.name, chart.title))


def _check_column(spec: Spec, lists: dict[str, tuple[str, ...]], page: Page, column: Column, file: str) -> None:
    at = Place(file, page.name, column.name)
    if column.kind not in Kind.ALL:
        raise WriteError("W502", at=at, item="kind", wanted="・".join(Kind.ALL))
    needed = {Kind.FORMULA: ("formula", column.formula), Kind.IDENTIFIER: ("prefix", column.prefix)}
    if column.kind in needed and not needed[column.kind][1]:
        raise WriteError("W502", at=at, item=needed[column.kind][0], wanted="文字")
    if column.choices and column.choices not in lists:
        if not references(column.choices):
            raise WriteError("W503", at=at, name=column.choices)
        _check_references(spec, column.choices, at)


def _check_references(spec: Spec, text: str, at: Place) -> None:
    for sheet, column in references(text):
        page = spec.page(sheet)
        if page is None or page.position(column) < 0:
            raise WriteError("W503", at=at, name=f"{sheet}[{column}]")
