"""L3-07: the form does not change much from year to year."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..facts import CheckSource
from ..finding import Finding
from ..layout import layout_of
from .registry import rule

__all__ = ["check_files", "families", "family"]

_ENOUGH = 0.8
_YEAR = re.compile(r"(?:明治|大正|昭和|平成|令和|[MTSHR])?[0-9０-９元]+(?:年度?|月|日)?")


def family(name: str) -> str:
    """Return the name of a file without years and numbers: files of one kind have it in common.

    >>> family("人口_令和4年度.xlsx") == family("人口_令和5年度.xlsx"), family("2023.csv")
    (True, '.csv')
    """
    return _YEAR.sub("", name)


def families(sources: Sequence[CheckSource]) -> list[list[CheckSource]]:
    """Return the groups of two and more files that differ by their year only."""
    found: defaultdict[str, list[CheckSource]] = defaultdict(list)
    for source in sources:
        if family(source.file) != source.file:
            found[family(source.file)].append(source)
    return [sorted(group, key=lambda s: s.file) for group in found.values() if len(group) > 1]


def check_files(sources: Sequence[CheckSource]) -> Iterator[Finding]:
    """Report files of one family whose columns differ from those of the file before."""
    for group in families(sources):
        named = [(source.file, names) for source in group if (names := _names(source))]
        for (before, old), (after, new) in itertools.pairwise(named):
            alike = len(set(old) & set(new)) / len(set(old) | set(new))
            if alike < _ENOUGH or (set(old) == set(new) and old != new):
                lost, added = [n for n in old if n not in new], [n for n in new if n not in old]
                yield Finding(
                    "L3-07",
                    rule("L3-07").severity,
                    f"「{before}」と列が違います（" + _difference(lost, added) + "）。",
                    "項目名と列の並びを前の年とそろえるか、変更の記録を添えてください。",
                    file=after,
                    count=len(lost) + len(added) or 1,
                    confidence=0.8,
                )


def _difference(lost: list[str], added: list[str]) -> str:
    parts = [
        f"{what}: {'、'.join(names[:3])}{'など' if len(names) > 3 else ''}"
        for what, names in (("なくなった列", lost), ("増えた列", added))
        if names
    ]
    return "／".join(parts) or "並びの順"


def _names(source: CheckSource) -> tuple[str, ...]:
    """Names of the columns of the first table, years in them left out."""
    for grid in source.sheets:
        tables = () if grid.sheet_hidden else layout_of(grid).tables
        if tables:
            return tuple(_YEAR.sub("□", name) for name in tables[0].names if name)
    return ()
