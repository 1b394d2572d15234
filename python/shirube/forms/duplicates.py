"""Answers of one institution for one period that came more than once: the latest is used, all are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from .copies import Copy
from .exceptions import Issue, IssueKind
from .form_map import FormMap
from .who import filled_on, period_of, who_of

__all__ = ["latest"]

_SHOWN = 6


def latest(
    copies: Sequence[Copy], maps: Mapping[str, FormMap], period: str = "", chosen: Collection[str] = ()
) -> tuple[tuple[Copy, ...], tuple[Copy, ...], tuple[Issue, ...]]:
    """Separate the copies that are used from those that later ones replace.

    Copies meet by code; one without a code meets those of its name, if all of them have the same code.

    Parameters
    ----------
    maps
        Maps by version.
    period
        Period of copies that do not say theirs.
    chosen
        `Copy.id` of copies a person chose over later ones.

    Returns
    -------
    tuple
        Used and unused copies, in the order given, and one issue per copy of a group, with the differences.
    """
    groups: dict[tuple[str, str], list[Copy]] = {}
    whos = [who_of(copy, maps[copy.version]) for copy in copies]
    codes: dict[str, set[str]] = {}
    for code, name in whos:
        if code:
            codes.setdefault(name, set()).add(code)
    for copy, (code, name) in zip(copies, whos, strict=True):
        known = codes.get(name, set()) if name else set()
        key = code or (next(iter(known)) if len(known) == 1 else name or copy.id)
        groups.setdefault((key, period_of(copy, maps[copy.version], period)), []).append(copy)
    taken, issues = set[int](), list[Issue]()  # objects: two files may hold the same bytes
    for group in groups.values():
        used = max(group, key=lambda c: (c.id in chosen, *_age(c, maps[c.version])))
        taken.add(id(used))
        if len(group) > 1:
            issues += [_issue(copy, used, group, maps) for copy in group]
    left = tuple(copy for copy in copies if id(copy) not in taken)
    return tuple(copy for copy in copies if id(copy) in taken), left, tuple(issues)


def _age(copy: Copy, form: FormMap) -> tuple[dt.date, dt.date, str]:
    """Order of arrival: a receipt counts before the day written on the form, that before the file's day."""
    filled, received = filled_on(copy, form), copy.received or dt.date.min
    first = received if not copy.estimated or filled is None else filled
    return first, received, copy.file


def _issue(copy: Copy, used: Copy, group: Sequence[Copy], maps: Mapping[str, FormMap]) -> Issue:
    form = maps[copy.version]
    differences = _differences(used, next(c for c in group if c is not used) if copy is used else copy)
    return Issue(
        IssueKind.DUPLICATE,
        copy.file,
        copy.digest,
        copy.sheet,
        fields={
            "name": str(copy.value(form.name) or copy.value(form.code) or "名前のない回答"),
            "count": len(group),
            "used": used.file,
            "differences": differences,
        },
    )


def _differences(used: Copy, other: Copy) -> str:
    keys = [k for k in used.answers if used.value(k) != other.value(k)]
    shown = "、".join(f"{k}（{_shown(other.value(k))}→{_shown(used.value(k))}）" for k in keys[:_SHOWN])
    blocks = [block for block, rows in used.records.items() if _values(rows) != _values(other.records.get(block, ()))]
    more = f" ほか{len(keys) - _SHOWN}件" if len(keys) > _SHOWN else ""
    return ("、".join(filter(None, (shown + more, *(f"「{block}」の行" for block in blocks))))) or "なし（同じ内容）"


def _values(rows: Sequence[object]) -> list[object]:
    return [[answer.value for answer in row.answers.values()] for row in rows]  # type: ignore[attr-defined]


def _shown(value: object) -> str:
    return "空白" if value is None else str(value)
