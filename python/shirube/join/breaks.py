"""境目: units that come, go or jump because boundaries or statuses changed; never to be read as an effect.

>>> import pandas as pd
>>> years = [2021, 2022, 2023, 2024, 2025]
>>> rows = [("県", y, 100 if y < 2024 else 70) for y in years] + [("中核市", y, 31) for y in years if y >= 2024]
>>> table = TidyTable(pd.DataFrame(rows, columns=["区分", "年度", "件数"]), ("区分",), ("年度", "件数"))
>>> [found.kind for found in find_breaks(table, "区分", "年度")]
['途中から現れる', '隣の区分へ移った']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..calendar import Time
from ..places import candidates, exists_in, read_code, snapshots
from ..table import TidyTable, require_columns
from .codes import code_text, municipal_codes
from .figures import figures, is_rate
from .time_keys import fiscal_year_of, read_times

__all__ = ["Break", "find_breaks"]

APPEARS, VANISHES, GAP, UNLISTED, MOVED = (
    "途中から現れる", "途中で消える", "途中が欠ける", "団体の一覧にない", "隣の区分へ移った",
)  # fmt: skip
#: A jump must be so many times the usual change, and such a part of the level, to be one.
_TIMES_USUAL, _PART_OF_LEVEL = 4.0, 0.03
#: The jump and the level of the unit that came or went may differ by this part.
_TOLERANCE = 0.3
_LEVEL_OVER = 3
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Break:
    """Something that is not a change of what was measured.

    Attributes
    ----------
    kind
        What it is.
    unit, time
        Where it is: the unit as printed, and the first time after the break (empty for a unit as a whole).
    sentence
        The finding in Japanese.
    """

    kind: str
    unit: str
    time: str
    sentence: str


def find_breaks(table: TidyTable, unit: str, time: str = "", measures: Sequence[str] = ()) -> tuple[Break, ...]:
    """Find the breaks of a panel.

    A unit that is not there from the first time to the last; a municipal code that is listed nowhere, or not in its
    year; and a unit whose level falls (rises) just when another one appears (vanishes) by about the level of that one:
    a city that becomes 中核市 leaves the figure of its prefecture.

    Parameters
    ----------
    table
        Rows of units and times; rows of one unit and time (by sex, by age …) are added up.
    unit, time
        Their columns; without times only codes are looked up.
    measures
        Columns to look for jumps in; empty: the amounts of the table.

    Raises
    ------
    TableError
        SB-T101: no such column.
    """
    require_columns(table.frame, [unit, *([time] if time else []), *measures])
    units = [code_text(v) if isinstance(v, int | float) else str(v or "") for v in table.frame[unit].tolist()]
    times = read_times(table.frame[time].tolist(), time) if time else [None] * len(units)
    order = _ordered(times)
    if len(order) < 2:
        return tuple(_unlisted(units, times))
    present = _present(units, times, order)
    found = [*_unlisted(units, times), *_comings_and_goings(present, order)]
    for name in measures or [m for m in figures(table, (unit, time)) if not is_rate(m)]:
        values = pd.to_numeric(table.frame[name], errors="coerce").to_numpy(dtype=float)
        found += _moved(_series(units, times, order, values), order, name)
    return tuple(found)


def _ordered(times: Iterable[Time | None]) -> list[Time]:
    """The times in order, where they are of one kind."""
    different = {time for time in times if time is not None}
    kinds = {type(time) for time in different}
    return sorted(different) if len(kinds) == 1 else []


def _present(
    units: Sequence[str], times: Sequence[Time | None], order: Sequence[Time]
) -> dict[str, npt.NDArray[np.bool_]]:
    place = {time: i for i, time in enumerate(order)}
    present: dict[str, npt.NDArray[np.bool_]] = {}
    for unit, time in zip(units, times, strict=True):
        if unit and time is not None:
            present.setdefault(unit, np.zeros(len(order), dtype=bool))[place[time]] = True
    return present


def _series(
    units: Sequence[str], times: Sequence[Time | None], order: Sequence[Time], values: Floats
) -> dict[str, Floats]:
    place = {time: i for i, time in enumerate(order)}
    series: dict[str, Floats] = {}
    for unit, time, value in zip(units, times, values, strict=True):
        if unit and time is not None and not np.isnan(value):
            line = series.setdefault(unit, np.full(len(order), np.nan))
            at = place[time]
            line[at] = value if np.isnan(line[at]) else line[at] + value
    return series


def _unlisted(units: Sequence[str], times: Sequence[Time | None]) -> list[Break]:
    """Municipal codes that are in no list, or not in the list of their year."""
    codes = municipal_codes([unit for unit in units if unit])
    if not codes:
        return []
    found = [
        Break(UNLISTED, unit, "", f"「{unit}」は、どの年の団体の一覧にもありません。書き誤りか、古い団体のコードです。")
        for unit in dict.fromkeys(units)
        if unit and unit not in codes
    ]
    first_seen: dict[str, list[int]] = {}
    for unit, time in zip(units, times, strict=True):
        year = fiscal_year_of(time)
        if unit in codes and year is not None and int(year) >= snapshots()[0]:
            first_seen.setdefault(unit, []).append(int(year))
    for unit, years in first_seen.items():
        missing = sorted({year for year in years if not exists_in(codes[unit], year)})
        if missing:
            name = read_code(codes[unit], digits=6).place.full_name
            when = "・".join(f"{year}年" for year in missing[:3]) + ("ほか" if len(missing) > 3 else "")
            sentence = (
                f"「{unit}」（{name}）は、{when}の団体の一覧にありません。合併や市制施行がなかったか確かめてください。"
            )
            found.append(Break(UNLISTED, unit, f"{missing[0]}", sentence))
    return found


def _comings_and_goings(present: Mapping[str, npt.NDArray[np.bool_]], order: Sequence[Time]) -> list[Break]:
    found = []
    for unit, there in present.items():
        first, last = int(there.argmax()), len(there) - 1 - int(there[::-1].argmax())
        if first > 0:
            found.append(Break(APPEARS, unit, str(order[first]), f"「{unit}」は、{order[first]}から現れます。"))
        if last < len(there) - 1:
            gone = order[last + 1]
            found.append(Break(VANISHES, unit, str(gone), f"「{unit}」は、{gone}から載っていません。"))
        holes = np.flatnonzero(~there[first:last]) + first
        if len(holes):
            when = "・".join(str(order[i]) for i in holes[:3]) + ("ほか" if len(holes) > 3 else "")
            found.append(Break(GAP, unit, str(order[holes[0]]), f"「{unit}」は、{when}が欠けています。"))
    return found


def _moved(series: Mapping[str, Floats], order: Sequence[Time], measure: str) -> list[Break]:
    """Jumps of the size of the units that came or went at the same time."""
    changes: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for unit, line in series.items():
        there = np.flatnonzero(~np.isnan(line))
        if there[0] > 0:
            changes[int(there[0])][unit] = -float(line[there[:_LEVEL_OVER]].mean())
        if there[-1] < len(order) - 1:
            changes[int(there[-1]) + 1][unit] = float(line[there[-_LEVEL_OVER:]].mean())
    places = {unit: _prefectures(unit) for unit in series} if changes else {}
    found = []
    for at in sorted(changes):
        jumps = {unit: float(line[at] - line[at - 1]) for unit, line in series.items() if _unusual(line, at)}
        for others, unit in _partners(jumps, changes[at], places):
            found.append(_told(unit, others, jumps[unit], order[at], measure))
    return found


def _partners(
    jumps: Mapping[str, float], changes: Mapping[str, float], places: Mapping[str, frozenset[str]]
) -> list[tuple[list[str], str]]:
    """Units that came or went, one by one and then all of one neighbour, with the unit that jumped by as much."""
    pairs = []
    for unit, jump in jumps.items():
        near = {other: change for other, change in changes.items() if _neighbours(places[unit], places[other])}
        fitting = [other for other, change in near.items() if _alike(jump, change)]
        if fitting:
            pairs.append(([min(fitting, key=lambda other: abs(jump - near[other]))], unit))
        elif len(near) > 1 and _alike(jump, sum(near.values())):
            pairs.append((list(near), unit))
    return pairs


def _alike(jump: float, change: float) -> bool:
    return jump * change > 0 and abs(jump - change) <= _TOLERANCE * abs(change)


def _told(unit: str, others: Sequence[str], jump: float, time: Time, measure: str) -> Break:
    what, did = ("減り", "現れました") if jump < 0 else ("増え", "なくなりました")
    sentence = f"「{unit}」の{measure}は{time}に大きく{what}、同じ時に「{'」「'.join(others)}」が{did}。"
    return Break(MOVED, unit, str(time), sentence + "区分が移ったためで、施策の効果ではありません。")


def _prefectures(unit: str) -> frozenset[str]:
    """Prefectures a code or a name can lie in; empty when it is no municipality."""
    code = municipal_codes([unit]).get(unit)
    return frozenset({read_code(code).place.pref} if code else {place.pref for place in candidates(unit)})


def _neighbours(one: frozenset[str], other: frozenset[str]) -> bool:
    """Municipalities belong together within one prefecture only; other units always may."""
    return not one or not other or bool(one & other)


def _unusual(line: Floats, at: int) -> bool:
    """Whether the change to that time is out of the ordinary for the unit."""
    changes = np.diff(line)
    jump = changes[at - 1]
    others = np.delete(changes, at - 1)
    others = others[~np.isnan(others)]
    usual = float(np.median(np.abs(others - np.median(others)))) * 1.4826 if len(others) else 0.0
    if np.isnan(jump):
        return False
    return bool(abs(jump) > _TIMES_USUAL * usual and abs(jump) > _PART_OF_LEVEL * abs(line[at - 1]))
