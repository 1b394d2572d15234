"""Monthly rounds: answers are compared with those of the period before; what must be asked back is told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answer import raw_text
from .copies import Copy
from .exceptions import Issue, IssueKind
from .form_map import FormMap, ItemKind
from .who import code_key, name_key, period_of, who_of

__all__ = ["Thresholds", "compare_rounds", "slip"]

_SLIPS = (10, 100, 1000)
_SLIP_TOLERANCE = 0.2  # a true change of up to a fifth may hide behind a slip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is asked back: a change by this factor or more, and by at least so much."""

    ratio: float = 3.0
    difference: float = 10.0


def slip(before: float, now: float) -> int:
    """Return 10, 100 or 1000 when one number is about that many times the other, else 0.

    >>> slip(120, 1180), slip(5000, 5), slip(100, 300)
    (10, 1000, 0)
    """
    if before <= 0 or now <= 0:
        return 0
    ratio = max(now / before, before / now)
    return next((s for s in _SLIPS if abs(math.log(ratio / s)) <= math.log(1 + _SLIP_TOLERANCE)), 0)


def compare_rounds(
    copies: Sequence[Copy],
    maps: Mapping[str, FormMap],
    before: Sequence[Mapping[str, Any]],
    thresholds: Thresholds = Thresholds(),
    period: str = "",
) -> tuple[Issue, ...]:
    """Compare numbers with the latest earlier period of the same institution.

    Parameters
    ----------
    before
        Rows of the last output, column name → value, with 対象月.

    Returns
    -------
    tuple of Issue
        Changes beyond the thresholds, 0 ↔ blank, and slips of units (×10, ×100, ×1000).
    """
    issues = []
    for copy in copies:
        form = maps[copy.version]
        last = _last(copy, form, before, period)
        if last is None:
            continue
        for item in form.single:
            if item.kind is ItemKind.NUMBER:
                issue = _compared(copy, item.key, last.get(item.key), copy.value(item.key), thresholds)
                issues += [issue] if issue else []
    return tuple(issues)


def _last(copy: Copy, form: FormMap, before: Sequence[Mapping[str, Any]], given: str) -> Mapping[str, Any] | None:
    code, name = who_of(copy, form)
    period = period_of(copy, form, given)
    same = [
        row
        for row in before
        if ((code and code_key(row.get(form.code)) == code) or (not code and name_key(row.get(form.name)) == name))
        and raw_text(row.get("対象月")) < (period or "9")
    ]
    return max(same, key=lambda row: raw_text(row.get("対象月")), default=None)


def _compared(copy: Copy, key: str, old: Any, new: Any, thresholds: Thresholds) -> Issue | None:
    was, now = _number(old), _number(new)
    if (was == 0 and now is None) or (was is None and now == 0):
        words = {"before": "空白" if was is None else "0", "now": "空白" if now is None else "0"}
        return _issue(IssueKind.ZERO_SWAP, copy, key, words)
    if was is None or now is None or was == now:
        return None
    if times := slip(was, now):
        return _issue(
            IssueKind.UNIT_SLIP,
            copy,
            key,
            {"before": raw_text(old), "ratio": f"{times}" if now > was else f"1/{times}"},
        )
    low, high = min(abs(was), abs(now)), max(abs(was), abs(now))
    if high - low >= thresholds.difference and high >= thresholds.ratio * low:
        ratio = f"{now / was:.1f}" if was else "0からの増で∞"
        return _issue(IssueKind.BIG_CHANGE, copy, key, {"before": raw_text(old), "ratio": ratio})
    return None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value else None


def _issue(kind: IssueKind, copy: Copy, key: str, words: dict[str, Any]) -> Issue:
    answer = copy.answers[key]
    raw = raw_text(answer.value)
    return Issue(kind, copy.file, copy.digest, copy.sheet, answer.cell, key, raw=raw, fields=words)
