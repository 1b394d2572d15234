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
    rows: dict[int, list[Draft]] = {}
    for draft in drafts:
        if _repeats(draft):
            rows.setdefault(draft.item.span.top, []).append(draft)
    kept, blocks = list(drafts), list[Block]()
    for run in _runs(rows):
        first = run[0]
        span = _reach(run)
        name = _name(span, areas, spans, blocks)
        blocks.append(Block(name, span.a1))
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


def _runs(rows: dict[int, list[Draft]]) -> list[list[list[Draft]]]:
    """Neighbouring rows whose boxes stand in the same columns under the same head."""
    runs: list[list[list[Draft]]] = []
    for top in sorted(rows):
        row = rows[top]
        last = runs[-1][-1] if runs else []
        if last and _signature(last) == _signature(row) and last[0].item.span.bottom + 1 == top:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [run for run in runs if len(run) >= _LEAST_ROWS]


def _signature(row: Sequence[Draft]) -> list[tuple[int, int, str]]:
    return [(d.item.span.left, d.item.span.right, d.labels.above[-1].span.a1) for d in row]


def _reach(run: Sequence[Sequence[Draft]]) -> Span:
    spans = [draft.item.span for row in run for draft in row]
    left = min(s.left for s in spans)
    numbers = [label.span.left for row in run for draft in row for label in draft.labels.left[:1]]
    return Span(
        min(s.top for s in spans), min([left, *numbers]), max(s.bottom for s in spans), max(s.right for s in spans)
    )


def _column(draft: Draft, run: Sequence[Sequence[Draft]], block: str) -> Draft:
    names = [clean_name(area.printed) for area in reversed(draft.labels.above)]
    span, last = draft.item.span, run[-1][0].item.span
    item = replace(
        draft.item,
        key="_".join(dict.fromkeys(name.name for name in names)),
        cell=Span(span.top, span.left, last.bottom, span.right).a1,
        labels=tuple(area.span.a1.split(":")[0] for area in draft.labels.above),
        block=block,
    )
    return replace(draft, item=item)


def _name(span: Span, areas: Areas, spans: set[Span], blocks: Sequence[Block]) -> str:
    section = section_of(span, areas, spans)
    name = clean_name(section.printed).name if section is not None else "明細"
    taken = [block.key for block in blocks]
    return name if name not in taken else f"{name}_{len(taken) + 1}"
