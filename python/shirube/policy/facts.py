"""Reads off a list what a choice of design needs: which columns say unit, time, outcome and treatment, and how much."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from ..errors import DesignError, ShirubeError
from ..table import require_columns, require_numbers
from .choose import Facts
from .times import read_times
from .treatment import NO, YES, starts_of

__all__ = ["ColumnRoles", "facts_of", "kind_of", "pair_facts", "roles_of"]

_TIME_WORDS = ("年度", "年月", "年", "月", "時点", "期", "四半期", "時期")
_TREATED_WORDS = ("実施", "導入", "処置", "介入", "対象", "モデル", "参加")


class ColumnRoles(dict[str, str]):
    """Names of the columns by role: unit, time, outcome, treated (absent roles are left out)."""


def roles_of(frame: pd.DataFrame, **named: str) -> ColumnRoles:
    """Complete the roles that were not named, from headings and values.

    >>> rows = [("東", 2021, 5, 1), ("東", 2022, 9, 1), ("西", 2021, 4, 0), ("西", 2022, 5, 0)]
    >>> dict(roles_of(pd.DataFrame(rows, columns=["地区", "年", "件数", "実施"])))
    {'time': '年', 'unit': '地区', 'treated': '実施', 'outcome': '件数'}
    """
    roles = ColumnRoles({role: name for role, name in named.items() if name})
    require_columns(frame, roles.values())
    free = [str(c) for c in frame.columns if c not in roles.values()]

    def take(role: str, found: list[str]) -> None:
        if role not in roles and found:
            roles[role] = found[0]
            free.remove(found[0])

    take("time", [c for c in free if any(w in c for w in _TIME_WORDS) and _reads_as_times(frame[c], c)])
    marks = [c for c in free if any(w in c for w in _TREATED_WORDS) and _reads_as_marks(frame[c])]
    take("unit", [c for c in free if _is_text(frame[c]) and c not in marks])
    take("treated", sorted(marks, key=lambda c: not _turns_on(frame, roles, c)))
    take("outcome", [c for c in reversed(free) if _is_number(frame, c)])
    return roles


def facts_of(frame: pd.DataFrame, roles: ColumnRoles, start: Any = None, *, threshold: bool = False) -> Facts:
    """Count units and times.

    Raises
    ------
    DesignError
        SB-S431: no column that reads as a time.
    """
    if "time" not in roles:
        raise DesignError("S431", columns="、".join(map(str, frame.columns)))
    rows = frame[frame[roles["time"]].notna()]
    moments = read_times(rows[roles["time"]], roles["time"])
    orders = sorted({m.order for m in moments})
    units = [str(u).strip() for u in rows[roles["unit"]]] if "unit" in roles else ["" for _ in moments]
    first: dict[str, float | None] = dict.fromkeys(units, None)
    if "treated" in roles:
        first = starts_of(units, [m.order for m in moments], list(rows[roles["treated"]]), roles["treated"])
    begin = _begin(start, moments, first, orders, roles["time"])
    started = {order for order in first.values() if order is not None and order > orders[0]}
    single = "unit" not in roles or len(first) == 1
    treated = 1 if single else sum(order is not None for order in first.values())
    period = {"年月": 12, "四半期": 4, "年度の四半期": 4}.get(moments[0].kind, 1)
    return Facts(
        treated=treated,
        control=0 if single else len(first) - treated,
        before=sum(order < begin for order in orders),
        after=sum(order >= begin for order in orders),
        kind=kind_of(np.asarray(require_numbers(frame, roles["outcome"]))) if "outcome" in roles else "continuous",
        staggered=len(started) > 1,
        threshold=threshold,
        period=period,
        start_known=begin < float("inf"),
    )


def pair_facts(before: Any, after: Any) -> Facts:
    """Facts of a list with one row per person.

    >>> pair_facts([1.0, 2, 3.5], [2.0, 3, 4]).pairs
    3
    """
    one, two = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    there = np.isfinite(one) & np.isfinite(two)
    return Facts(pairs=int(there.sum()), before=1, after=1, kind=kind_of(np.concatenate([one[there], two[there]])))


def kind_of(values: Any) -> Literal["continuous", "binary", "count"]:
    """Tell yes/no, whole numbers from 0 on, and amounts apart.

    >>> kind_of(np.array([0.0, 1, 1])), kind_of(np.array([0.0, 3])), kind_of(np.array([0.5, 3]))
    ('binary', 'count', 'continuous')
    """
    present = values[np.isfinite(values)]
    if present.size and np.isin(present, (0, 1)).all():
        return "binary"
    return "count" if present.size and (present >= 0).all() and (present == np.floor(present)).all() else "continuous"


def _begin(start: Any, moments: list[Any], first: dict[str, float | None], orders: list[float], name: str) -> float:
    from .times import read_start

    if start not in (None, ""):
        return read_start(start, sorted(moments, key=lambda m: m.order), name).order
    begun = [order for order in first.values() if order is not None and order > orders[0]]
    return min(begun) if begun else float("inf")


def _reads_as_times(values: pd.Series, name: str) -> bool:
    present = [v for v in values if v is not None and v == v]
    try:
        return bool(present) and len({m.order for m in read_times(present, name)}) > 1
    except ShirubeError:
        return False


def _reads_as_marks(values: pd.Series) -> bool:
    words = {str(v).strip().lower() for v in values if v is not None and v == v}
    return bool(words) and words <= (YES | NO | {""})


def _turns_on(frame: pd.DataFrame, roles: ColumnRoles, name: str) -> bool:
    """Tell whether marks change within a unit, so that they also say when the policy began."""
    words = frame[name].map(lambda v: "" if v is None or v != v else str(v).strip())
    units = frame[roles["unit"]].map(str) if "unit" in roles else pd.Series("", index=frame.index)
    return bool((words.groupby(units).nunique() > 1).any())


def _is_text(values: pd.Series) -> bool:
    present = [v for v in values if v is not None and v == v and v != ""]
    return bool(present) and all(isinstance(v, str) for v in present)


def _is_number(frame: pd.DataFrame, name: str) -> bool:
    try:
        return bool(np.isfinite(np.asarray(require_numbers(frame, name))).any())
    except ShirubeError:
        return False
