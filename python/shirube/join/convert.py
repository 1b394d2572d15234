"""境界をそろえる: a series of units becomes one of the boundaries of one 年度; every converted figure says so.

>>> from shirube.join.crosswalk import Change
>>> import pandas as pd
>>> walk = Crosswalk(tuple(Change(old, "川西", FiscalYear(2025)) for old in ("川西一", "川西二")))
>>> frame = pd.DataFrame({"地区": ["川西一", "川西二", "川西"], "年度": [2024, 2024, 2025], "人口": [10, 20, 31]})
>>> table = TidyTable(frame, ("地区", "年度"), ("人口",))
>>> convert(table, ConvertRequest(walk, FiscalYear(2025), "地区", "年度")).table.frame.values.tolist()
[['川西', 2024, 30.0, 'まとめた', '川西一、川西二'], ['川西', 2025, 31.0, '', '']]
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ..calendar import FiscalYear, Year
from ..errors import JoinError
from ..table import TidyTable, require_columns
from .boundaries import Boundaries, Path
from .codes import code_text
from .conversion_doubts import doubts
from .crosswalk import Crosswalk
from .figures import figures, is_rate, without_rows
from .keys import plain_key
from .pieces import PARTIAL, Piece, Work, changed, grouped, pieces
from .time_keys import fiscal_year_of, read_times, time_kinds

__all__ = ["MARK", "ORIGIN", "ConvertRequest", "Converted", "Kept", "convert"]

MARK, ORIGIN = "換算", "換算のもと"


@dataclass(frozen=True)
class ConvertRequest:
    """What to convert, and to which boundaries.

    Attributes
    ----------
    crosswalk, year
        対応表, and the 年度 whose boundaries are wanted.
    unit, time
        Columns of the units and of the times; an empty `time` needs `data_year`.
    data_year
        年度 of all rows when there is no column of times.
    weights
        Measure that is a rate or a mean → column to weight it by; all other measures are added.
    """

    crosswalk: Crosswalk
    year: FiscalYear
    unit: str
    time: str = ""
    data_year: FiscalYear | None = None
    weights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """The sum of an added measure before and after.

    `unknown` is the known part of figures that are not known as a whole (a part was blank or a symbol); `lost` is
    nought.
    """

    measure: str
    before: float
    after: float
    unknown: float = 0.0

    @property
    def lost(self) -> float:
        """What is missing afterwards."""
        return self.before - self.after - self.unknown


@dataclass(frozen=True, eq=False)
class Converted:
    """A converted table.

    Attributes
    ----------
    table
        One row per unit of the wanted boundaries, time and other labels, with 換算 (what was done; empty: nothing) and
        換算のもと (the units the figure comes from, with their shares).
    sums
        Sum of every added measure before and after.
    findings
        Sentences about what could not be converted or is doubtful.
    """

    table: TidyTable
    sums: tuple[Kept, ...]
    findings: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what was done to them (without those left as they were)."""
        counts = self.table.frame[MARK].value_counts()
        return {str(mark): int(n) for mark, n in counts.items() if mark}


def convert(table: TidyTable, request: ConvertRequest) -> Converted:
    """Convert a table to the boundaries of one 年度.

    Forward, figures of old units go to new ones by the shares of the 対応表; backward, figures of a new unit go back by
    its 逆割合 (by themselves where it came from one unit only). What cannot be taken apart stays as it is, marked.

    Raises
    ------
    JoinError
        SB-J311: a rate would be added up. SB-J312: no column or 年度 of the times. SB-J313: bad weights.
    TableError
        SB-T101: no such column.
    """
    table = without_rows(table)
    require_columns(table.frame, [request.unit, *([request.time] if request.time else []), *request.weights.values()])
    frame = table.frame.reset_index(drop=True)
    years, findings = _years(frame, request)
    units = [_text(value) for value in frame[request.unit]]
    # Codes are text, in rows that are converted and in those that are not.
    frame[request.unit] = [
        unit if _is_number(value) else value for value, unit in zip(frame[request.unit], units, strict=True)
    ]
    request = replace(request, crosswalk=request.crosswalk.spelled_like(units))
    boundaries = Boundaries(request.crosswalk, _first_seen(units, years))
    paths = [
        boundaries.parts(unit, year, request.year) if year and unit else Path(())
        for unit, year in zip(units, years, strict=True)
    ]
    measures = figures(table, without=(request.unit, request.time))
    keys, attributes = _columns(table, frame, request, measures)
    numeric = dict.fromkeys((*measures, *request.weights.values()))
    work = Work(
        {str(name): frame[name].tolist() for name in frame.columns},
        {name: pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float) for name in numeric},
        units,
        request.unit,
        measures,
        attributes,
        request.weights,
    )
    groups = grouped(pieces(units, paths), work, keys)
    _require_addable([group for group in groups if changed(group)], work, table.unit)
    rows, unknown = _rows(groups, work, years, _whole(units, boundaries, years, request))
    made = pd.DataFrame(rows, columns=[*work.columns, MARK, ORIGIN])
    findings += doubts(request.crosswalk, request.year, units, years, paths, int((made[MARK] == PARTIAL).sum()))
    return Converted(replace(table, frame=made), _sums(work, made, unknown), tuple(findings))


def _rows(
    groups: Sequence[Sequence[Piece]],
    work: Work,
    years: Sequence[FiscalYear | None],
    whole: Mapping[tuple[str, FiscalYear | None], set[str]],
) -> tuple[list[list[Any]], dict[str, float]]:
    """Rows of the result in the order of the table, and by measure the known part of what became unknown."""
    rows, unknown = [], dict.fromkeys(work.measures, 0.0)
    for group in groups:
        if not changed(group):
            rows += [work.left_alone(piece) for piece in group]
            continue
        wanted = whole.get((plain_key(group[0].unit), years[group[0].at]), set())
        partial = bool(wanted - {plain_key(work.units[piece.at]) for piece in group})
        rows.append(work.put_together(group, unknown, partial=partial))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])], unknown


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and value == value


def _text(value: Any) -> str:
    return code_text(value) if value is None or isinstance(value, int | float) else str(value).strip()


def _years(frame: pd.DataFrame, request: ConvertRequest) -> tuple[list[FiscalYear | None], list[str]]:
    if not request.time:
        if request.data_year is None:
            raise JoinError("J312", found="、".join(map(str, frame.columns)))
        return [request.data_year] * len(frame), []
    times = read_times(frame[request.time].tolist(), request.time)
    findings = []
    unread = sum(time is None for time in times)
    if unread:
        findings.append(f"「{request.time}」が読めない{unread:,}行は、そのままにしました。")
    if Year in time_kinds(times):
        findings.append(
            f"「{request.time}」は年（1月から12月）です。同じ数字の年度の区域とみなしました。1月から3月の分は前の区域かもしれません。"
        )
    return [fiscal_year_of(time) for time in times], findings


def _first_seen(units: Sequence[str], years: Sequence[FiscalYear | None]) -> dict[str, FiscalYear]:
    seen: dict[str, FiscalYear] = {}
    for unit, year in zip(units, years, strict=True):
        if year is not None:
            key = plain_key(unit)
            seen[key] = min(seen.get(key, year), year)
    return seen


def _columns(
    table: TidyTable, frame: pd.DataFrame, request: ConvertRequest, measures: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Columns that tell rows apart beside the unit, and those that only describe the unit or the row."""
    others = [str(c) for c in frame.columns if c not in (request.unit, *measures)]
    by_unit = frame.groupby(request.unit, dropna=False)
    keys = [
        name
        for name in others
        if name == request.time
        or (name in table.dimensions and len(frame) and int(by_unit[name].nunique(dropna=False).max()) > 1)
    ]
    return keys, [name for name in others if name not in keys]


def _require_addable(groups: Sequence[Sequence[Piece]], work: Work, unit: str) -> None:
    rows = [piece.at for group in groups for piece in group]
    if not any(len(group) > 1 or group[0].share != 1.0 for group in groups):
        return
    for name in work.measures:
        if name not in work.weights and (is_rate(name) or (len(work.measures) == 1 and is_rate(unit))):
            raise JoinError("J311", name=name)
    for weight in work.weights.values():
        values = work.numbers[weight][rows]
        if (values < 0).any() or np.isnan(values).all():
            raise JoinError("J313", name=weight)


def _whole(
    units: Sequence[str], boundaries: Boundaries, years: Sequence[FiscalYear | None], request: ConvertRequest
) -> dict[tuple[str, FiscalYear | None], set[str]]:
    """For each wanted unit and 年度 of the data, the units that make it up.

    Of the units of that 年度 those are known that the table has between the same two of their changes.
    """
    turns = request.crosswalk.turns()
    spelled = {plain_key(unit): unit for unit in units if plain_key(unit) in turns}
    dated = {(plain_key(unit), year) for unit, year in zip(units, years, strict=True) if year}
    seen = {(key, bisect_right(turns[key], year)) for key, year in dated if key in turns}
    made: defaultdict[tuple[str, FiscalYear | None], set[str]] = defaultdict(set)
    for year in {year for _, year in dated}:
        for key, unit in spelled.items():
            path = boundaries.parts(unit, year, request.year)
            if path.changed and (key, bisect_right(turns[key], year)) in seen:
                for part in path.parts:
                    made[plain_key(part.unit), year].add(key)
    return made


def _sums(work: Work, made: pd.DataFrame, unknown: Mapping[str, float]) -> tuple[Kept, ...]:
    return tuple(
        Kept(
            name,
            float(np.nansum(work.numbers[name])),
            float(np.nansum(pd.to_numeric(made[name], errors="coerce").to_numpy(dtype=float))),
            unknown[name],
        )
        for name in work.measures
        if name not in work.weights
    )
