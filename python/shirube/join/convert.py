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
from .crosswalk import Crosswalk
from .figures import figures, is_rate, without_rows
from .keys import plain_key
from .time_keys import fiscal_year_of, read_times, time_kinds

__all__ = ["MARK", "ORIGIN", "ConvertRequest", "Converted", "Kept", "convert"]

MARK, ORIGIN = "換算", "換算のもと"
RENAMED, MERGED, SPLIT, STUCK, PARTIAL = "読み替えた", "まとめた", "割合で分けた", "直せない", "一部しかない"


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
    boundaries = Boundaries(request.crosswalk, _first_seen(units, years))
    paths = [
        boundaries.parts(unit, year, request.year) if year and unit else Path(())
        for unit, year in zip(units, years, strict=True)
    ]
    measures = figures(table, without=(request.unit, request.time))
    spread = _spread(frame, units, years, paths)
    keys, attributes = _columns(table, frame, request, measures)
    alone = (spread[_DONE] != RENAMED) & ~spread.duplicated([_PLAIN, *keys], keep=False)
    groups = list(spread[~alone].groupby([_PLAIN, *keys], sort=False, dropna=False))
    _require_addable([group for _, group in groups], measures, request, table.unit)
    expected = _expected(units, boundaries, years, request)
    rows = [_row(group, request, measures, attributes, expected) for _, group in groups]
    made = _put_together(spread[alone], rows, [*map(str, frame.columns), MARK, ORIGIN])
    added = [name for name in measures if name not in request.weights]
    sums = tuple(_kept(name, frame, made, rows) for name in added)
    findings += [
        *_stuck(paths, units),
        *_missing(made),
        *_unused(request, units, years),
        *_still_old(request, units, years),
    ]
    return Converted(replace(table, frame=made), sums, tuple(findings))


#: Columns of the work in hand; no sheet can have such names.
_PLAIN, _NEW, _SHARE, _OLD, _DONE, _AT, _YEAR, _UNKNOWN = (
    "\0plain", "\0new", "\0share", "\0old", "\0done", "\0at", "\0year", "\0unknown",
)  # fmt: skip


def _text(value: Any) -> str:
    return code_text(value) if isinstance(value, int | float) else ("" if value is None else str(value).strip())


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


def _spread(
    frame: pd.DataFrame, units: Sequence[str], years: Sequence[FiscalYear | None], paths: Sequence[Path]
) -> pd.DataFrame:
    """One row for every part a source row goes to."""
    spelled = {plain_key(text): text for text in reversed(units)}
    at, new, share, done = [], [], [], []
    for row, (text, path) in enumerate(zip(units, paths, strict=True)):
        for part_unit, part_share in [(p.unit, p.share) for p in path.parts] or [(text, 1.0)]:
            at.append(row)
            new.append(spelled.get(plain_key(part_unit), part_unit))
            share.append(part_share)
            done.append(STUCK if path.blocked else RENAMED if path.changed else "")
    made = frame.iloc[at].copy()
    made[_OLD], made[_NEW], made[_SHARE], made[_DONE] = [units[row] for row in at], new, share, done
    made[_PLAIN], made[_AT] = [plain_key(text) for text in new], at
    made[_YEAR] = pd.Series([years[row] for row in at], index=made.index, dtype=object)
    return made


def _require_addable(
    groups: Sequence[pd.DataFrame], measures: Sequence[str], request: ConvertRequest, unit: str
) -> None:
    if not any(len(group) > 1 or group[_SHARE].iloc[0] != 1.0 for group in groups):
        return
    for name in measures:
        if name not in request.weights and (is_rate(name) or (len(measures) == 1 and is_rate(unit))):
            raise JoinError("J311", name=name)
    for weight in request.weights.values():
        values = pd.concat([pd.to_numeric(group[weight], errors="coerce") for group in groups])
        if (values < 0).any() or values.isna().all():
            raise JoinError("J313", name=weight)


def _expected(
    units: Sequence[str], boundaries: Boundaries, years: Sequence[FiscalYear | None], request: ConvertRequest
) -> dict[tuple[str, FiscalYear], set[str]]:
    """For each wanted unit and 年度 of the data, the old units (among those ever seen) that make it up."""
    made: defaultdict[tuple[str, FiscalYear], set[str]] = defaultdict(set)
    olds = {change.old for change in request.crosswalk.changes} & set(units)
    for year in {year for year in years if year is not None}:
        for old in olds:
            path = boundaries.parts(old, year, request.year)
            for part in path.parts if path.changed else ():
                made[plain_key(part.unit), year].add(plain_key(old))
    return made


def _row(
    group: pd.DataFrame,
    request: ConvertRequest,
    measures: Sequence[str],
    attributes: Sequence[str],
    expected: Mapping[tuple[str, FiscalYear], set[str]],
) -> dict[str, Any]:
    first = group.iloc[0]
    row = {name: first[name] for name in group.columns if not str(name).startswith("\0")}
    row[request.unit], row[_AT], row[_UNKNOWN] = first[_NEW], first[_AT], {}
    for name in attributes:
        row[name] = _joined(group[name])
    for name in measures:
        row[name], row[_UNKNOWN][name] = _figure(group, name, request.weights.get(name))
    whole = {plain_key(old) for old in group[_OLD]}
    year = first[_YEAR]
    lacking = expected.get((first[_PLAIN], year), set()) - whole if year else set()
    row[MARK] = _mark(group, bool(lacking))
    parts = zip(group[_OLD], group[_SHARE], strict=True)
    row[ORIGIN] = "、".join(dict.fromkeys(f"{old}×{share:.6g}" if share != 1 else old for old, share in parts))
    return row


def _mark(group: pd.DataFrame, lacking: bool) -> str:
    if lacking:
        return PARTIAL
    if (group[_SHARE] != 1.0).any():
        return SPLIT
    return MERGED if len(group) > 1 else RENAMED


def _figure(group: pd.DataFrame, name: str, weight: str | None) -> tuple[float, float]:
    """A sum, or a weighted mean, and the known part of a sum that is not known as a whole."""
    values = pd.to_numeric(group[name], errors="coerce").to_numpy(dtype=float)
    shares = group[_SHARE].to_numpy(dtype=float)
    if weight is None:
        parts = values * shares
        return _trimmed(parts.sum()), float(np.nansum(parts)) if np.isnan(parts).any() else 0.0
    weights = pd.to_numeric(group[weight], errors="coerce").to_numpy(dtype=float) * shares
    total = weights.sum()
    return (_trimmed((values * weights).sum() / total) if total > 0 else float("nan")), 0.0


def _trimmed(value: float) -> float:
    """Without the last binary digits: 2561.3, not 2561.2999999999997."""
    return float(f"{value:.12g}")


def _put_together(alone: pd.DataFrame, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows left as they were and rows made, in the order of the table they come from."""
    kept = alone.copy()
    kept[MARK], kept[ORIGIN] = alone[_DONE], ""
    made = pd.DataFrame(list(rows), columns=[*columns, _AT]) if rows else kept.iloc[:0]
    both = pd.concat([kept[[*columns, _AT]], made[[*columns, _AT]]]) if len(kept) else made
    return both.sort_values(_AT, kind="stable")[list(columns)].reset_index(drop=True)


def _joined(values: pd.Series[Any]) -> Any:
    different = list(dict.fromkeys(v for v in values.tolist() if v is not None and v == v))
    return different[0] if len(different) == 1 else "、".join(map(str, different)) or None


def _kept(name: str, before: pd.DataFrame, after: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> Kept:
    sums = [float(np.nansum(pd.to_numeric(f[name], errors="coerce").to_numpy(dtype=float))) for f in (before, after)]
    return Kept(name, sums[0], sums[1], sum(row[_UNKNOWN][name] for row in rows))


def _stuck(paths: Sequence[Path], units: Sequence[str]) -> list[str]:
    stuck = dict.fromkeys(unit for unit, path in zip(units, paths, strict=True) if path.blocked)
    if not stuck:
        return []
    return [
        f"「{'」「'.join(stuck)}」は、逆割合がないので前の区域に分けられません。そのままにし、「{STUCK}」と書きました。"
    ]


def _missing(made: pd.DataFrame) -> list[str]:
    partial = made[made[MARK] == PARTIAL]
    if partial.empty:
        return []
    return [
        f"まとめるはずの区分の一部が元の表にない行が{len(partial):,}行あります。「{PARTIAL}」と書きました。比べないでください。"
    ]


def _unused(request: ConvertRequest, units: Sequence[str], years: Sequence[FiscalYear | None]) -> list[str]:
    """Lines that should have been followed but fit no unit of the table."""
    known = {plain_key(unit) for unit in units}
    dated = sorted({year for year in years if year is not None})
    lines = [c for year in dated[:1] + dated[-1:] for c in request.crosswalk.changes_between(year, request.year)]
    strangers = dict.fromkeys(c.old for c in lines if not {plain_key(c.old), plain_key(c.new)} & known)
    if not strangers:
        return []
    return [f"対応表の「{'」「'.join(strangers)}」は、表にありません。書き方が違っていないか確かめてください。"]


def _still_old(request: ConvertRequest, units: Sequence[str], years: Sequence[FiscalYear | None]) -> list[str]:
    """Old names in years when they were no more: nothing says what was counted there."""
    news = {plain_key(change.new) for change in request.crosswalk.changes}
    ended = {plain_key(c.old): c.start for c in request.crosswalk.changes if c.start and plain_key(c.old) not in news}
    late = dict.fromkeys(
        unit
        for unit, year in zip(units, years, strict=True)
        if year and (start := ended.get(plain_key(unit))) and start <= year
    )
    if not late:
        return []
    return [f"「{'」「'.join(late)}」は、対応表ではなくなったあとの年度にも載っています。そのままにしました。"]
