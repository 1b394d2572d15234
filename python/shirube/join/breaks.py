"""境目: units that come, go or jump because boundaries or statuses changed; never to be read as an effect.

>>> import pandas as pd
>>> years = [2021, 2022, 2023, 2024, 2025]
>>> rows = [("県", y, 100 if y < 2024 else 70) for y in years] + [("中核市", y, 31) for y in years if y >= 2024]
>>> table = TidyTable(pd.DataFrame(rows, columns=["区分", "年度", "件数"]), ("区分",), ("年度", "件数"))
>>> [found.kind for found in find_breaks(table, "区分", "年度")]
['途中から現れる', '隣の区分へ移った']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..calendar import Time
from ..places import exists_in, read_code, snapshots
from ..table import TidyTable, require_columns
from .codes import code_text, municipal_codes
from .figures import figures, is_rate
from .jumps import Jump, find_jumps
from .time_keys import fiscal_year_of, read_times

__all__ = ["Break", "find_breaks"]

APPEARS, VANISHES, GAP, UNLISTED, MOVED, JUMPS = (
    "途中から現れる", "途中で消える", "途中が欠ける", "団体の一覧にない", "隣の区分へ移った", "水準が急に変わる",
)  # fmt: skip
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
    year; and a unit whose level jumps: by about the level of one that comes or goes at the time (a city that becomes
    中核市 leaves the figure of its prefecture), or for good without any other unit doing so.

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
        found += [_told(jump, order, name) for jump in find_jumps(_series(units, times, order, values))]
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


def _told(jump: Jump, order: Sequence[Time], measure: str) -> Break:
    when, others = str(order[jump.at]), ("」「" if jump.together else "」か「").join(jump.others)
    what = f"「{jump.unit}」の{measure}は{when}に大きく{'減り' if jump.size < 0 else '増え'}"
    if not jump.what:
        asked = "区域や対象、数え方が変わっていないか確かめてください。"
        return Break(JUMPS, jump.unit, when, f"{what}、その後も戻りません。{asked}")
    if jump.what == "stays":
        how = "入らなくなった" if jump.size < 0 else "入るようになった"
        why = f"、その大きさは「{others}」とほぼ同じです。「{others}」が{how}ためと見られ、施策の効果とは言えません。"
    else:
        did = "現れました" if jump.what == "came" else "なくなりました"
        why = f"、同じ時に「{others}」が{did}。区分が移ったためと見られ、施策の効果とは言えません。"
    return Break(MOVED, jump.unit, when, what + why)
