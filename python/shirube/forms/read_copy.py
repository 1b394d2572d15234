"""Reads one sheet that is a copy of a form."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..grid import Grid, Span, a1, parse_a1
from .align import Alignment, align
from .answer import Answer, Read, raw_text, read_answer
from .choices import marks_in
from .copies import Copy, Record
from .exceptions import Issue, IssueKind
from .form_file import FormFile
from .form_map import Block, FormMap, Item, ItemKind
from .identify import Identified
from .locate import Located, locate, locate_block
from .remarks import sheet_remarks

__all__ = ["At", "read_copy"]

_SHOWN = 20  # characters of a printed text
_MOST_MISSING = 0.2  # of the labels; more than people delete by mistake


class At(NamedTuple):
    """File, digest and sheet of a copy."""

    file: str
    digest: str
    sheet: str


def read_copy(file: FormFile, one: Identified, current: FormMap) -> tuple[Copy | None, list[Issue]]:
    """Read one sheet.

    Parameters
    ----------
    current
        The current edition; another one is told.

    Returns
    -------
    tuple
        The copy (``None`` when no box is filled in) and what is to be looked at, in the order of the form.
    """
    sheet, form = one.sheet, one.form
    grid, at = sheet.grid, At(file.file, file.digest, one.sheet.grid.name)
    alignment = align(form, grid)
    located = [locate(item, grid, alignment, sheet.names) for item in form.single]
    reads = {place.item.key: _read(place, grid) for place in located}
    records: dict[str, tuple[Record, ...]] = {}
    ignored = [i for i in form.items if not i.block and i.kind is ItemKind.IGNORED]
    boxes = [span for place in located for span in _boxes(place)]
    boxes += [span for item in ignored for span in _boxes(locate(item, grid, alignment, sheet.names))]
    of_records: list[Issue] = []
    for block in form.blocks:
        records[block.key], found, spans = _records(at, block, form, grid, alignment)
        of_records += found
        boxes += spans
    empty = {p.item.key: p.span for p in located if p.span is not None and reads[p.item.key].answer.value is None}
    remarks = sheet_remarks(at, sheet, alignment, boxes, empty, form.remarks)
    if not any(records.values()) and not any(_answered(form, key, read) for key, read in reads.items()):
        return None, remarks
    issues = _version(at, file, form, current, alignment, grid) + _layout(at, form, located, alignment, grid)
    issues += _written_over(at, form, located, alignment, grid)
    for place in located:
        issues += _of_answer(at, place, reads[place.item.key])
    answers = {key: read.answer for key, read in reads.items()}
    copy = Copy(*at, form.form, form.version, file.modified, answers=answers, records=records)
    return copy, issues + of_records + remarks


def _answered(form: FormMap, key: str, read: Read) -> bool:
    if form.item(key).kind is ItemKind.COMPUTED:
        return False
    return read.problem is not None or read.answer.value not in (None, "", 0) or read.answer.raw == "0"


def _read(place: Located, grid: Grid) -> Read:
    if place.span is None:
        return Read(Answer())
    item, span = place.item, place.span
    value = _marked_cells(item, span, grid) if item.option_cells else _value(grid, span)
    read = read_answer(item, value)
    return Read(Answer(read.answer.value, read.answer.raw, a1(span.top, span.left)), read.problem)


def _value(grid: Grid, span: Span) -> Any:
    """What stands in a box; where its cells are no longer merged, all of it."""
    rows, columns = grid.shape
    area = (slice(span.top, min(span.bottom + 1, rows)), slice(span.left, min(span.right + 1, columns)))
    values = [value for value in grid.values[area].ravel().tolist() if value is not None]
    if len(values) <= 1:
        return values[0] if values else None
    return "\n".join(raw_text(value) for value in values)


def _boxes(place: Located) -> list[Span]:
    if place.span is None:
        return []
    if not place.item.option_cells:
        return [place.span]
    return [_shifted(cell, place) for cell in place.item.option_cells]


def _shifted(cell: str, place: Located) -> Span:
    """An option cell of the blank, on the copy."""
    span = place.span or place.item.span
    rows, columns = span.top - place.item.span.top, span.left - place.item.span.left
    old = parse_a1(cell)
    return Span(old.top + rows, old.left + columns, old.bottom + rows, old.right + columns)


def _marked_cells(item: Item, span: Span, grid: Grid) -> str | None:
    """The option cells of a question as one text: each option behind the mark that stands in its cell."""
    place = Located(item, span)
    parts = []
    for option, cell in zip(item.options, item.option_cells, strict=True):
        text = raw_text(_value(grid, _shifted(cell, place)))
        parts.append(text if option in text or not text else f"{text}{option}")
    return "　".join(part for part in parts if part) or None


def _records(
    at: At, block: Block, form: FormMap, grid: Grid, alignment: Alignment
) -> tuple[tuple[Record, ...], list[Issue], list[Span]]:
    """Rows of a block that hold an answer, what is wrong in them, and the rectangle they take."""
    reach = locate_block(block, form, alignment)
    items = form.columns_of(block.key)
    if reach is None:
        return (), [_issue(IssueKind.MISSING, at, item=block.key)], []
    columns = {item.key: locate(item, grid, alignment, {}) for item in items}
    records, issues = [], list[Issue]()
    for number, row in enumerate(range(reach[0], reach[1] + 1, block.step), 1):
        places = [_in_row(place, row + place.item.span.top - block.span.top) for place in columns.values()]
        reads = {place.item.key: _read(place, grid) for place in places}
        if all(
            read.problem is None and read.answer.value in (None, 0) and read.answer.raw != "0"
            for read in reads.values()
        ):
            continue
        records.append(Record(number, {key: read.answer for key, read in reads.items()}))
        for place in places:
            issues += _of_answer(at, place, reads[place.item.key], number)
    left = min([block.span.left, *(p.span.left for p in columns.values() if p.span is not None)])
    right = max([block.span.right, *(p.span.right for p in columns.values() if p.span is not None)])
    return tuple(records), issues, [Span(reach[0], left, reach[1], right)]


def _in_row(place: Located, row: int) -> Located:
    span = place.span
    return place if span is None else Located(place.item, Span(row, span.left, row, span.right))


def _other_title(form: FormMap, alignment: Alignment, grid: Grid) -> str:
    """The title of the copy, where it is another (令和５年度 for 令和６年度)."""
    cells = [printed.cell for printed in form.printed if printed.text == form.title]
    changed = [alignment.found[cell].at for cell in cells if cell in alignment.found and alignment.found[cell].changed]
    return raw_text(grid.values[changed[0]]) if changed else ""


def _version(at: At, file: FormFile, form: FormMap, current: FormMap, alignment: Alignment, grid: Grid) -> list[Issue]:
    """Another edition than the current one.

    It is that of another map, of a stamp without a map, has another title, or many labels are gone.
    """
    version = form.version if form.version != current.version else ""
    if not version and file.form == form.form and file.version not in ("", form.version):
        version = f"{file.version}、対応表なし"
    if not version:
        version = _other_title(form, alignment, grid)
    changed = sum(found.changed for found in alignment.found.values())
    if not version and len(alignment.missing(form)) + changed > _MOST_MISSING * len(form.printed):
        version = "不明"
    return [_issue(IssueKind.OTHER_VERSION, at, version=version, current=current.version)] if version else []


def _layout(at: At, form: FormMap, located: list[Located], alignment: Alignment, grid: Grid) -> list[Issue]:
    """Boxes that moved (told once per shift), that are gone, and labels that say something else."""
    issues = []
    shifts: dict[tuple[int, int], list[Located]] = {}
    for place in located:
        if place.span is None:
            issues.append(_issue(IssueKind.MISSING, at, item=place.item.key))
        elif place.moved:
            old = place.item.span
            shifts.setdefault((place.span.top - old.top, place.span.left - old.left), []).append(place)
    relabelled = {place.label: place for place in reversed(located) if place.label and place.span is not None}
    issues += [_relabelled(at, form, place, alignment, grid) for place in reversed(relabelled.values())]
    for places in shifts.values():
        first = places[0]
        now, was = a1(*first.span[:2]) if first.span else "", first.item.cell.split(":")[0]
        issues.append(_issue(IssueKind.MOVED, at, item=first.item.key, cell=now, count=len(places), was=was, now=now))
    return issues


def _relabelled(at: At, form: FormMap, place: Located, alignment: Alignment, grid: Grid) -> Issue:
    printed = next(p.text for p in form.printed if p.cell == place.label)
    found = alignment.found.get(place.label)
    cell = found.at if found is not None else (place.span or place.item.span)[:2]
    raw = raw_text(grid.values[cell]) if found is not None else "空白"
    return _issue(IssueKind.RELABELLED, at, item=place.item.key, cell=a1(*cell), raw=raw, printed=printed)


def _written_over(at: At, form: FormMap, located: list[Located], alignment: Alignment, grid: Grid) -> list[Issue]:
    """Printed texts that name no box and say something else now: a choice ringed in them, a number before a unit."""
    labels = {place.label for place in located}
    issues = []
    for printed in form.printed:
        found = alignment.found.get(printed.cell)
        if found is None or found.rest or printed.cell in labels or (found.changed and printed.text == form.title):
            continue
        raw = raw_text(grid.values[found.at])
        if found.changed or marks_in(raw) != marks_in(printed.text):
            where = f"印刷された「{printed.text[:_SHOWN]}」のところ"
            issues.append(_issue(IssueKind.REMARK, at, cell=a1(*found.at), raw=raw, where=where, hint=""))
    return issues


def _of_answer(at: At, place: Located, read: Read, record: int = 0) -> list[Issue]:
    item, problem = place.item, read.problem
    if problem is not None:
        return [
            Issue(
                problem.kind, *at, cell=read.answer.cell, item=item.key, record=record, raw=read.answer.raw,
                suggestion=problem.suggestion, fields=problem.fields,
            )
        ]  # fmt: skip
    if item.required and read.answer.value is None and place.span is not None:
        return [_issue(IssueKind.REQUIRED, at, item=item.key, cell=read.answer.cell, record=record)]
    return []


def _issue(
    kind: IssueKind, at: At, *, item: str = "", cell: str = "", record: int = 0, raw: str = "", **words: Any
) -> Issue:
    return Issue(kind, *at, cell=cell, item=item, record=record, raw=raw, fields=words)
