"""対応表: which old unit becomes which new one, from which 年度, with what share; and the names a person confirmed.

>>> walk = Crosswalk((Change("川西一", "川西", FiscalYear(2025)), Change("川西二", "川西", FiscalYear(2025))))
>>> walk.changes_between(FiscalYear(2024), FiscalYear(2025))[0].new
'川西'
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ..calendar import FiscalYear, Year, parse_time
from ..errors import JoinError
from ..numbers import parse_number
from ..text import match_key
from .codes import align_codes, code_text
from .keys import plain_key

__all__ = ["COLUMNS", "Change", "Crosswalk", "SameName", "read_crosswalk"]

SAME, DIFFERENT = "同じもの", "別のもの"
#: Columns of a 対応表: name, other names it is read under, what it holds.
COLUMNS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("旧", ("旧区分", "旧名", "旧名称", "旧地区", "旧コード", "旧団体コード", "左の名前", "変更前"), "前の区分・名前"),
    ("新", ("新区分", "新名", "新名称", "新地区", "新コード", "新団体コード", "右の名前", "変更後"), "後の区分・名前"),
    ("開始年度", ("適用開始年度", "適用年度", "施行年度", "開始"), "新しい区分になった年度"),
    ("終了年度", ("適用終了年度", "終了"), "この行が当てはまる最後の年度（空欄はいつまでも）"),
    ("割合", ("按分率", "按分割合", "配分"), "旧の数のうち新に入る割合（空欄は1）"),
    ("逆割合", ("戻す割合",), "新の数のうち旧に戻す割合（旧の区域に直すときだけ使う）"),
    ("種類", (), "改称・統合・分割・編入、または 同じもの・別のもの"),
    ("備考", (), ""),
)


@dataclass(frozen=True, slots=True)
class Change:
    """From `start` on, `share` of what `old` counted belongs to `new`.

    Attributes
    ----------
    start, end
        First and last 年度 for which the line holds; ``None``: since ever, for ever.
    share
        Part of the old unit's figures that goes to the new one, 0 < share ≤ 1.
    back
        Part of the new unit's figures that was the old one's; ``None``: unknown.
    """

    old: str
    new: str
    start: FiscalYear | None = None
    end: FiscalYear | None = None
    share: float = 1.0
    back: float | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SameName:
    """What a person said of two names: the same thing or not."""

    left: str
    right: str
    same: bool = True


@dataclass(frozen=True)
class Crosswalk:
    """Lines of a 対応表: changes of units, and what was said of names."""

    changes: tuple[Change, ...] = ()
    names: tuple[SameName, ...] = ()

    def __len__(self) -> int:
        return len(self.changes) + len(self.names)

    def __or__(self, other: Crosswalk) -> Crosswalk:
        """Both put together; of two lines about the same pair, the other's is kept."""
        names = {(n.left, n.right): n for n in (*self.names, *other.names)}
        for said in other.names:
            if said.same:  # one left name means one thing
                names = {k: n for k, n in names.items() if k[0] != said.left or not n.same or n == said}
        changes = {(plain_key(c.old), plain_key(c.new), c.start, c.end): c for c in (*self.changes, *other.changes)}
        return Crosswalk(tuple(changes.values()), tuple(names.values()))

    @property
    def confirmed(self) -> Mapping[str, str]:
        """Left name → right name: as confirmed, or by a line that is true of any 年度 and takes the whole unit."""
        always = {c.old: c.new for c in self.changes if c.start is None and c.end is None and c.share == 1.0}
        return always | {said.left: said.right for said in self.names if said.same}

    @property
    def refused(self) -> tuple[tuple[str, str], ...]:
        """Pairs of names said to be different things."""
        return tuple((said.left, said.right) for said in self.names if not said.same)

    def changes_between(self, data: FiscalYear, target: FiscalYear) -> tuple[Change, ...]:
        """Lines that lead from the boundaries of one 年度 to those of another, in the order to follow them.

        Forward those that start after `data` up to `target` and still hold then; backward the same lines in reverse.
        Lines without a start hold for any 年度 and are followed forward only, first.
        """
        low, high = min(data, target), max(data, target)
        dated = [c for c in self.changes if c.start and low < c.start <= high and (not c.end or high <= c.end)]
        dated.sort(key=lambda c: c.start or low, reverse=target < data)
        always = [c for c in self.changes if not c.start and (not c.end or high <= c.end)] if target >= data else []
        return (*always, *dated)

    def spelled_like(self, units: Iterable[object]) -> Crosswalk:
        """Return the lines with codes as a table writes them: five or six digits, with or without leading zeros.

        >>> Crosswalk((Change("122173", "131016", FiscalYear(2025)),)).spelled_like([12217, 13101]).changes[0].old
        '12217'
        """
        theirs = list(dict.fromkeys(map(code_text, units)))
        names = list(dict.fromkeys(name for change in self.changes for name in (change.old, change.new)))
        aligned = align_codes(names, theirs)
        if not aligned.notes:
            return self
        written = dict(zip(aligned.right, theirs, strict=True))
        like = {name: written.get(code, name) for name, code in zip(names, aligned.left, strict=True)}
        return replace(self, changes=tuple(replace(c, old=like[c.old], new=like[c.new]) for c in self.changes))

    def turns(self) -> Mapping[str, list[FiscalYear]]:
        """Plain key of every unit → the 年度 in which it changes, in order (none: a line of any 年度)."""
        found: defaultdict[str, set[FiscalYear]] = defaultdict(set)
        for change in self.changes:
            for unit in (change.old, change.new):
                found[plain_key(unit)] |= {change.start} if change.start else set()
        return {unit: sorted(years) for unit, years in found.items()}

    def require_whole(self) -> None:
        """Check that nothing is lost or made.

        Raises
        ------
        JoinError
            SB-J301: the shares of an old unit do not add up to 1. SB-J302: a share outside 0 to 1. SB-J303: a line
            ends before it starts. SB-J304: lines without a 年度 lead round in a circle.
        """
        sums: defaultdict[tuple[str, FiscalYear | None, FiscalYear | None], float] = defaultdict(float)
        for change in self.changes:
            if not 0 < change.share <= 1 or not (change.back is None or 0 <= change.back <= 1):
                raise JoinError("J302", old=change.old, new=change.new)
            if change.start and change.end and change.end < change.start:
                raise JoinError("J303", old=change.old, new=change.new)
            sums[change.old, change.start, change.end] += change.share
        for (old, start, _), total in sums.items():
            if not math.isclose(total, 1.0, abs_tol=1e-6):
                raise JoinError("J301", old=old, start=start or "時期なし", total=f"{total:g}")
        _require_no_circle([c for c in self.changes if not c.start])

    def frame(self) -> pd.DataFrame:
        """Return the lines as a table with the columns of `COLUMNS`."""
        rows: list[tuple[Any, ...]] = [
            (c.old, c.new, _number(c.start), _number(c.end), c.share, c.back, c.kind, "") for c in self.changes
        ]
        rows += [(n.left, n.right, None, None, None, None, SAME if n.same else DIFFERENT, "") for n in self.names]
        return pd.DataFrame(rows, columns=[name for name, _, _ in COLUMNS], dtype=object)


def read_crosswalk(frame: pd.DataFrame) -> Crosswalk:
    """Read a 対応表.

    Parameters
    ----------
    frame
        One line per pair. Needed: 旧 and 新 (or the names of `COLUMNS`); a blank 割合 is 1.

    Raises
    ------
    JoinError
        SB-J305: a needed column is missing. SB-J306: a line is half filled, or its 年度 or share cannot be read.
        SB-J301 to J304: see `Crosswalk.require_whole`.

    >>> table = pd.DataFrame({"旧地区": ["東", "東"], "新地区": ["東一", "東二"], "割合": [0.4, 0.6]})
    >>> len(read_crosswalk(table).changes)
    2
    """
    columns = {name: _column(frame, (name, *others)) for name, others, _ in COLUMNS}
    for needed in ("旧", "新"):
        if columns[needed] is None:
            raise JoinError("J305", name=needed, found="、".join(map(str, frame.columns)))
    lines: list[Change | SameName] = []
    for position, row in enumerate(frame.to_dict("records"), start=1):
        line = {name: _blank_to_none(row[column]) if column is not None else None for name, column in columns.items()}
        if line["旧"] is None and line["新"] is None:
            continue
        if line["旧"] is None or line["新"] is None:
            raise JoinError("J306", line=position, name="旧" if line["旧"] is None else "新", text="（空欄）")
        lines.append(_line(line, position))
    walk = Crosswalk(
        tuple(line for line in lines if isinstance(line, Change)),
        tuple(line for line in lines if isinstance(line, SameName)),
    )
    walk.require_whole()
    return walk


def _line(line: Mapping[str, Any], position: int) -> Change | SameName:
    old, new, kind = _text(line["旧"]), _text(line["新"]), _text(line["種類"] or "")
    if kind in (SAME, DIFFERENT):
        return SameName(old, new, kind == SAME)
    start, end = (_year(line[name], name, position) for name in ("開始年度", "終了年度"))
    share, back = (_share(line[name], name, position) for name in ("割合", "逆割合"))
    return Change(old, new, start, end, 1.0 if share is None else share, back, kind)


def _column(frame: pd.DataFrame, names: Iterable[str]) -> Any:
    wanted = {match_key(name) for name in names}
    return next((column for column in frame.columns if match_key(str(column)) in wanted), None)


def _blank_to_none(value: Any) -> Any:
    return None if value is None or value != value or (isinstance(value, str) and not value.strip()) else value


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _year(value: Any, name: str, position: int) -> FiscalYear | None:
    if value is None:
        return None
    time = parse_time(_text(value))
    if isinstance(time, FiscalYear | Year):
        return FiscalYear(int(time))
    raise JoinError("J306", line=position, name=name, text=value)


def _share(value: Any, name: str, position: int) -> float | None:
    if value is None or isinstance(value, int | float):
        return value
    number = parse_number(str(value))
    if number is None:
        raise JoinError("J306", line=position, name=name, text=value)
    return number.value / 100 if number.percent else number.value


def _number(year: FiscalYear | None) -> int | None:
    return None if year is None else int(year)


def _require_no_circle(changes: Sequence[Change]) -> None:
    onward: defaultdict[str, list[str]] = defaultdict(list)
    for change in changes:
        if plain_key(change.old) != plain_key(change.new):
            onward[plain_key(change.old)].append(plain_key(change.new))
    for start in list(onward):
        seen, front = set(), [start]
        while front:
            for unit in onward.get(front.pop(), ()):
                if unit == start:
                    raise JoinError("J304", unit=start)
                if unit not in seen:
                    seen.add(unit)
                    front.append(unit)
