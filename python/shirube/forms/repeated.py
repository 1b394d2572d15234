"""Finds tables inside a form: rows of boxes that repeat under one head become a `Block`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..grid import Kind, Span
from .areas import Area, Areas
from .form_map import Block, Item
from .labels import Labels, clean_name, section_of

__all__ = ["Draft", "find_blocks"]

_LEAST_ROWS = 2
_SEQUENCE = re.compile(r"(?:No\.?|Ｎｏ．?|№)?\s*[(（]?[\d０-９①-⑳]{1,3}[)）.．]?")


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as proposed so far, with its labels."""

    item: Item
    labels: Labels


def find_blocks(drafts: Sequence[Draft], areas: Areas, spans: set[Span]) -> tuple[list[Draft], tuple[Block, ...]]:
    """Fold rows of boxes that share their head and have no name of their own into columns of blocks."""
    records: dict[tuple[int, int], list[Draft]] = {}
    for draft in drafts:
        if _repeats(draft):
            records.setdefault(_rows(draft), []).append(draft)
    kept, blocks = list(drafts), list[Block]()
    for run in _runs(records):
        first = run[0]
        span = _reach(run)
        name = _name(span, areas, spans, blocks)
        top, bottom = _rows(first[0])
        blocks.append(Block(name, span.a1, bottom - top + 1))
        gone = {id(draft) for row in run for draft in row}
        columns = [_column(draft, run, name) for draft in first]
        at = next(i for i, draft in enumerate(kept) if id(draft) in gone)
        kept = kept[:at] + columns + [draft for draft in kept[at:] if id(draft) not in gone]
    return kept, tuple(blocks)


def _repeats(draft: Draft) -> bool:
    """A box under a head whose row has no name, or only a number in its sequence."""
    labels = draft.labels
    return bool(labels.above) and (not labels.left or _sequence(labels.left[0]))


def _sequence(area: Area) -> bool:
    return area.kind == Kind.NUMBER or _SEQUENCE.fullmatch(area.text) is not None


def _rows(draft: Draft) -> tuple[int, int]:
    """First and last row of the record a box is in: those of its number, which may stand beside several."""
    span = draft.labels.left[0].span if draft.labels.left else draft.item.span
    return min(span.top, draft.item.span.top), max(span.bottom, draft.item.span.bottom)


def _runs(records: dict[tuple[int, int], list[Draft]]) -> list[list[list[Draft]]]:
    """Neighbouring records whose boxes stand at the same places under the same head."""
    runs: list[list[list[Draft]]] = []
    for top, _ in sorted(records):
        record = next(drafts for rows, drafts in records.items() if rows[0] == top)
        last = runs[-1][-1] if runs else []
        if last and _signature(last) == _signature(record) and _rows(last[0])[1] + 1 == top:
            runs[-1].append(record)
        else:
            runs.append([record])
    return [run for run in runs if len(run) >= _LEAST_ROWS]


def _signature(record: Sequence[Draft]) -> list[tuple[int, int, int, str]]:
    top = _rows(record[0])[0]
    return [(d.item.span.top - top, d.item.span.left, d.item.span.right, d.labels.above[-1].span.a1) for d in record]


def _reach(run: Sequence[Sequence[Draft]]) -> Span:
    spans = [draft.item.span for row in run for draft in row]
    left = min(s.left for s in spans)
    numbers = [label.span.left for row in run for draft in row for label in draft.labels.left[:1]]
    return Span(
        min(s.top for s in spans), min([left, *numbers]), max(s.bottom for s in spans), max(s.right for s in spans)
    )


def _column(draft: Draft, run: Sequence[Sequence[Draft]], block: str) -> Draft:
    span = draft.item.span
    tiers = sorted({one.item.span.top for one in run[0]})
    heads = draft.labels.above
    if len(tiers) > 1 and len(heads) == len(tiers):
        heads = (heads[len(tiers) - 1 - tiers.index(span.top)],)  # each tier of boxes has a tier of the head
    names = [clean_name(area.printed) for area in reversed(heads)]
    last = max((one.item.span for one in run[-1]), key=lambda s: s.bottom)
    item = replace(
        draft.item,
        key="_".join(dict.fromkeys(name.name for name in names)),
        cell=Span(span.top, span.left, last.bottom, span.right).a1,
        labels=tuple(area.span.a1.split(":")[0] for area in heads),
        block=block,
    )
    return replace(draft, item=item)


def _name(span: Span, areas: Areas, spans: set[Span], blocks: Sequence[Block]) -> str:
    section = section_of(span, areas, spans)
    name = clean_name(section.printed).name if section is not None else "明細"
    taken = [block.key for block in blocks]
    return name if name not in taken else f"{name}_{len(taken) + 1}"
