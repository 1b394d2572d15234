"""Joining two tables row by row: every row of both is in the result exactly where it belongs, and says why.

>>> import pandas as pd
>>> left = TidyTable(pd.DataFrame({"地区": ["東", "西", "南"], "人口": [10, 20, 30]}), ("地区",), ("人口",))
>>> right = TidyTable(pd.DataFrame({"地区": ["東 ", "西", "北"], "件数": [1, 2, 9]}), ("地区",), ("件数",))
>>> joined = join(left, right)
>>> joined.table.frame[["地区", "人口", "件数", "突合"]].values.tolist()[2:]
[['南', 30, None, '左だけ'], ['北', None, 9, '右だけ']]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import JoinError
from ..table import CELL, TidyTable, require_columns
from .account import Conserved, Duplicate, duplicates, sums
from .figures import without_rows
from .find_keys import find_keys, times_left_out
from .identify import Identified, identify
from .match import Doubt, How, Matching
from .request import JoinRequest, Key

__all__ = ["HOW", "STATE", "Joined", "join"]

STATE, HOW = "突合", "突合の根拠"
MATCHED, LEFT, RIGHT, OPEN, REFUSED, COPY, BLANK = (
    "結び付いた", "左だけ", "右だけ", "候補あり（未確認）", "多対多のため結ばない", "右に同じ行がある", "鍵が空",
)  # fmt: skip
_MOST_ROWS = 5_000_000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Joined:
    """Two tables joined.

    Attributes
    ----------
    table
        Rows of the left table in their order (once for each partner), then the right rows without a partner. Columns:
        those of the left, those of the right (renamed where both have the name), 突合, 突合の根拠. A right row that
        repeats another word for word is not joined again but kept below.
    keys
        Columns joined by.
    left_rows, right_rows
        For each row of the result the position of its source row, −1 where it has none.
    matchings
        For each key of names what became of every label.
    right_columns
        Column of the right table → its name in the result.
    duplicates, sums, notes, findings
        Keys of several rows; where each sum went; sentences about what was done to keys, and about what is doubtful.
    counts
        Rows of the result by 突合.
    """

    table: TidyTable
    keys: tuple[Key, ...]
    left_rows: Ints
    right_rows: Ints
    matchings: Mapping[Key, Matching]
    right_columns: Mapping[str, str]
    duplicates: tuple[Duplicate, ...] = ()
    sums: tuple[Conserved, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def doubts(self) -> tuple[tuple[Key, Doubt], ...]:
        """Labels that wait for a person, with the key they belong to."""
        return tuple((key, doubt) for key, found in self.matchings.items() for doubt in found.doubts)


def join(left: TidyTable, right: TidyTable, request: JoinRequest | None = None) -> Joined:
    """Join two tables; no row is lost and no uncertain pair is joined.

    Raises
    ------
    JoinError
        SB-J201 no columns to join by, SB-J202 no common value, SB-J203 every key is many-to-many, SB-J206 too many
        rows, SB-J221 to J223 times of different calendars or lengths.
    TableError
        SB-T101 no such column.
    """
    request = request or JoinRequest()
    left, right = without_rows(left), without_rows(right)
    keys = request.keys or find_keys(left, right)
    require_columns(left.frame, [key.left for key in keys])
    require_columns(right.frame, [key.right for key in keys])
    parts = [identify(left.frame[k.left].tolist(), right.frame[k.right].tolist(), k, request) for k in keys]
    ids = _combined([p.left for p in parts], [p.right for p in parts])
    _require_some_in_common(keys, parts, left, right)
    groups = max(1, int(max(side.max(initial=-1) for side in ids)) + 1)
    sizes = [np.bincount(side[side >= 0], minlength=groups) for side in ids]
    copies = np.zeros(len(right), dtype=bool) if request.many_to_many else _copies(right, ids[1], sizes[0])
    joinable = np.where(copies, -1, ids[1])
    fewer = np.bincount(joinable[joinable >= 0], minlength=groups)
    refused = (sizes[0] > 1) & (fewer > 1) & (not request.many_to_many)
    left_rows, right_rows = _pair_rows(ids[0], joinable, refused)
    _require_one_sided(keys, left, ids[0], refused, left_rows, right_rows)
    states = _states(left_rows, right_rows, ids, refused, parts)
    states[(right_rows >= 0) & copies[right_rows]] = COPY
    right_columns = _right_columns(left, right)
    frame = _frame(left, right, keys, left_rows, right_rows, right_columns)
    _drop_repeated_keys(frame, keys, right_columns, left_rows, right_rows)
    frame[STATE] = states
    frame[HOW] = _reasons(parts, left_rows, right_rows)
    table = TidyTable(
        frame,
        dimensions=_together(left.dimensions, right.dimensions, right_columns),
        measures=_together(left.measures, right.measures, right_columns),
        title=left.title,
        sheet=left.sheet,
        source=left.source,
    )
    return Joined(
        table,
        keys,
        left_rows,
        right_rows,
        {key: part.matching for key, part in zip(keys, parts, strict=True) if part.matching},
        right_columns,
        duplicates(left, right, keys, ids, sizes, refused, fewer),
        sums(left, right, frame, right_columns, left_rows, right_rows),
        tuple(note for part in parts for note in part.notes),
        tuple(filter(None, (*(f for part in parts for f in part.findings), times_left_out(left, right, keys)))),
        {state: int(n) for state, n in zip(*np.unique(states, return_counts=True), strict=True)},
    )


def _combined(lefts: Sequence[Ints], rights: Sequence[Ints]) -> tuple[Ints, Ints]:
    """One number per different key of several columns; −1 where a column of it is blank."""
    stacked = np.vstack([np.column_stack(lefts), np.column_stack(rights)])
    _, inverse = np.unique(stacked, axis=0, return_inverse=True)
    whole = np.where((stacked < 0).any(axis=1), -1, inverse.reshape(-1)).astype(np.int64)
    return whole[: len(lefts[0])], whole[len(lefts[0]) :]


def _copies(right: TidyTable, ids: Ints, wanted: Ints) -> npt.NDArray[np.bool_]:
    """Right rows that say word for word what a row above says of a thing the left table has.

    Such a list was pasted twice: joining every copy would multiply the left rows, and refusing the key would lose a
    pair that is beyond doubt. A copy stays a row of its own.
    """
    frame = right.frame.drop(columns=[CELL], errors="ignore")
    again: npt.NDArray[np.bool_] = frame.duplicated().to_numpy(dtype=bool)
    return again & (ids >= 0) & (wanted[ids] > 0)


def _require_some_in_common(keys: Sequence[Key], parts: Sequence[Identified], *tables: TidyTable) -> None:
    for key, part in zip(keys, parts, strict=True):
        if np.isin(part.left[part.left >= 0], part.right).any() or (part.matching and part.matching.doubts):
            continue
        shown = [
            "、".join(dict.fromkeys(map(str, table.frame[name].head(20))))
            for table, name in zip(tables, (key.left, key.right), strict=True)
        ]
        raise JoinError("J202", left=key.left, right=key.right, lefts=shown[0][:60], rights=shown[1][:60])


def _pair_rows(left: Ints, right: Ints, refused: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Positions of the source rows of each row of the result."""
    usable = (right >= 0) & ~np.where(right >= 0, refused[right], True) if len(refused) else right >= 0
    order = np.flatnonzero(usable)[np.argsort(right[usable], kind="stable")]
    ids = right[order]
    open_left = (left >= 0) & ~(refused[left] & (left >= 0))
    first = np.where(open_left, np.searchsorted(ids, left, "left"), 0)
    last = np.where(open_left, np.searchsorted(ids, left, "right"), 0)
    partners = last - first
    times = np.maximum(partners, 1)
    if int(times.sum()) > _MOST_ROWS:
        raise JoinError("J206", rows=f"{int(times.sum()):,}")
    lefts = np.repeat(np.arange(len(left)), times)
    within = np.arange(len(lefts)) - np.repeat(np.cumsum(times) - times, times)
    rights = np.full(len(lefts), -1, dtype=np.int64)
    has = np.repeat(partners > 0, times)
    rights[has] = order[(np.repeat(first, times) + within)[has]]
    alone = np.setdiff1d(np.arange(len(right)), rights)
    return np.concatenate([lefts, np.full(len(alone), -1)]), np.concatenate([rights, alone])


def _require_one_sided(
    keys: Sequence[Key],
    left: TidyTable,
    ids: Ints,
    refused: npt.NDArray[np.bool_],
    left_rows: Ints,
    right_rows: Ints,
) -> None:
    """When nothing but many-to-many keys would be joined, the columns do not tell the rows apart."""
    if not refused.any() or ((left_rows >= 0) & (right_rows >= 0)).any():
        return
    first = [int(np.flatnonzero(ids == group)[0]) for group in np.flatnonzero(refused)[:3]]
    labels = left.frame[[key.left for key in keys]].iloc[first].astype(str).values.tolist()
    examples = "、".join("・".join(values) for values in labels)
    raise JoinError("J203", keys="・".join(map(str, keys)), examples=examples)


def _states(
    left_rows: Ints,
    right_rows: Ints,
    ids: tuple[Ints, Ints],
    refused: npt.NDArray[np.bool_],
    parts: Sequence[Identified],
) -> npt.NDArray[np.object_]:
    states = np.full(len(left_rows), MATCHED, dtype=object)
    doubtful = _open_rows(parts)
    for rows, others, side, alone in ((left_rows, right_rows, ids[0], LEFT), (right_rows, left_rows, ids[1], RIGHT)):
        lonely = (rows >= 0) & (others < 0)
        found = side[rows[lonely]]
        words = np.full(len(found), alone, dtype=object)
        if alone == LEFT:
            words[doubtful[rows[lonely]]] = OPEN
        words[(found >= 0) & refused[found]] = REFUSED
        words[found < 0] = BLANK
        states[lonely] = words
    return states


def _open_rows(parts: Sequence[Identified]) -> npt.NDArray[np.bool_]:
    """Left rows that a confirmed name could join: where everything but the name in doubt has a partner."""
    rows = np.zeros(len(parts[0].left), dtype=bool)
    for part in parts:
        others = [other for other in parts if other is not part]
        if others and part.doubtful.any():
            left, right = _combined([o.left for o in others], [o.right for o in others])
            rows |= part.doubtful & np.isin(left, right[right >= 0])
        else:
            rows |= part.doubtful
    return rows


def _reasons(parts: Sequence[Identified], left_rows: Ints, right_rows: Ints) -> list[str]:
    """The weakest reason among the keys of each joined row."""
    order = list(How)
    weakest = np.max([part.how for part in parts], axis=0)
    both = (left_rows >= 0) & (right_rows >= 0)
    return [order[weakest[row]].value if joined else "" for row, joined in zip(left_rows, both, strict=True)]


def _right_columns(left: TidyTable, right: TidyTable) -> dict[str, str]:
    """Column of the right table → its name in the result, where the left one may have that name."""
    taken = {*map(str, left.frame.columns), STATE, HOW}
    stem = right.sheet if right.sheet and right.sheet != left.sheet else "右"
    carried: dict[str, str] = {}
    for name in map(str, right.frame.columns):
        free, number = name, 1
        while free in taken:
            free, number = f"{name}_{stem}{number if number > 1 else ''}", number + 1
        taken.add(free)
        carried[name] = free
    return carried


def _frame(
    left: TidyTable,
    right: TidyTable,
    keys: Sequence[Key],
    left_rows: Ints,
    right_rows: Ints,
    carried: Mapping[str, str],
) -> pd.DataFrame:
    sides = ((left.frame, left_rows), (right.frame.rename(columns=dict(carried)), right_rows))
    data: dict[str, Any] = {}
    for frame, rows in sides:
        for name in frame.columns:
            data[str(name)] = _taken(frame[name], rows)
    alone = left_rows < 0
    for key in keys:  # a row of the right table alone is found under its own label
        column = data[key.left]
        if alone.any():
            column = column.astype(object)
            column[alone] = data[carried[key.right]][alone]
            data[key.left] = column
    return pd.DataFrame(data)


def _drop_repeated_keys(
    frame: pd.DataFrame, keys: Sequence[Key], right_columns: dict[str, str], left_rows: Ints, right_rows: Ints
) -> None:
    """Leave out a key column of the right table that says nothing new: every label is spelled as on the left."""
    partnered = (left_rows >= 0) & (right_rows >= 0)
    for key in keys:
        name = right_columns[key.right]
        if name != key.left and frame.loc[partnered, key.left].tolist() == frame.loc[partnered, name].tolist():
            del frame[name]
            right_columns[key.right] = key.left


def _taken(column: pd.Series[Any], rows: Ints) -> npt.NDArray[Any]:
    values = column.to_numpy()
    missing = rows < 0
    if not missing.any():
        return values[rows]
    made = np.full(len(rows), None, dtype=object)
    made[~missing] = values.astype(object)[rows[~missing]]
    return made.astype(float) if values.dtype.kind == "f" else made


def _together(left: Sequence[str], right: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *(renamed[name] for name in right))))
