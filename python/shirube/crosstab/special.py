"""Special tables: weekday by hour of timestamps, profile of districts, the n most frequent values."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..calendar.holidays import holiday_name
from ..errors import CrosstabError
from ..result import Cell, Column, Format, Mark, Shade, Table
from ..stats.intervals import wilson
from ..stats.rounding import percent, round_half_up
from ..stats.survey import effective_size
from .assess import REFERENCE_SIZE
from .layout import HIDDEN, mark_of, shown_percent
from .order import is_missing, is_not_applicable
from .suppress import Suppression
from .tabulate import Crosstab

__all__ = ["Heat", "Hours", "district_profile", "heat", "heat_table", "top_table"]

WEEKDAYS = ("月", "火", "水", "木", "金", "土", "日")
HOLIDAY = "祝"
#: Width in digits of an hour with small counts and no mark.
NARROW = 5.0
#: Fewer events per cell than this say nothing about a single cell.
LEAST_PER_CELL = 5
#: Night, for the share of events at night.
NIGHT = (22, 5)
YEAR_END = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})

#: Names of the rows and the length of the columns in hours, from fine to coarse.
_SEVEN = (*WEEKDAYS, HOLIDAY)
_THREE = ("平日", "土", "日祝")
_TWO = ("平日", "土日祝")
LEVELS: tuple[tuple[tuple[str, ...], int], ...] = ((_SEVEN, 1), (_SEVEN, 3), (_THREE, 4), (_TWO, 6))


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on working days.

    `closed` are further days off beside Sundays and public holidays; with `year_end` the days from 29 December to
    3 January are, as the ordinances of nearly every municipality have it.
    """

    opens: dt.time = dt.time(8, 30)
    closes: dt.time = dt.time(17, 15)
    closed: frozenset[dt.date] = frozenset()
    saturday: bool = False
    year_end: bool = True

    def is_off(self, day: dt.date) -> bool:
        """Whether a day is a public holiday or a further day off.

        >>> Hours().is_off(dt.date(2026, 12, 30)), Hours(year_end=False).is_off(dt.date(2026, 12, 30))
        (True, False)
        """
        ending = self.year_end and (day.month, day.day) in YEAR_END
        return bool(holiday_name(day)) or day in self.closed or ending

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the office is open at a moment.

        >>> Hours().is_open(dt.datetime(2026, 9, 22, 10))
        False
        """
        day = moment.date()
        if self.is_off(day) or day.weekday() == 6 or (day.weekday() == 5 and not self.saturday):
            return False
        return self.opens <= moment.time() < self.closes


@dataclass(frozen=True, eq=False)
class Heat:
    """Counts of events by weekday and hour.

    Attributes
    ----------
    rows, step
        Names of the rows; length of a column in hours.
    counts
        Shape (rows, 24 // step).
    inside, night
        Events in opening hours, and between 22 and 5 o'clock.
    reason
        Why the bins are coarser than weekday by hour; empty when they are not.
    unreadable
        Values without a time.
    """

    rows: tuple[str, ...]
    step: int
    counts: npt.NDArray[np.int64]
    inside: int
    night: int
    reason: str
    unreadable: int

    @property
    def total(self) -> int:
        """All events counted."""
        return int(self.counts.sum())


def heat(values: Iterable[Any], hours: Hours | None = None, *, level: int | None = None) -> Heat:
    """Count timestamps by weekday and hour; public holidays are a row of their own.

    Parameters
    ----------
    values
        Moments; dates alone and anything else are counted as unreadable.
    level
        0 (weekday × hour) … 3 (working days or not × 6 hours); by default the finest with at least 5 events per cell
        on average, and the reason is said.

    Raises
    ------
    CrosstabError
        SB-C314: no value has a time.

    >>> found = heat([dt.datetime(2026, 4, 1, 9), dt.datetime(2026, 4, 4, 23)])
    >>> found.rows, found.counts.tolist(), found.inside, found.night
    (('平日', '土日祝'), [[0, 1, 0, 0], [0, 0, 0, 1]], 1, 1)
    """
    hours = hours or Hours()
    moments, unreadable = [], 0
    for value in values:
        moment = _moment(value)
        if moment is None:
            unreadable += value is not None and value == value and value != ""
        else:
            moments.append(moment)
    if not moments:
        raise CrosstabError("C314")
    chosen = _finest(len(moments)) if level is None else level
    rows, step = LEVELS[chosen]
    counts = np.zeros((len(rows), 24 // step), dtype=np.int64)
    for moment in moments:
        counts[rows.index(_row(moment.date(), rows, hours)), moment.hour // step] += 1
    reason = ""
    if chosen and level is None:
        cells = len(WEEKDAYS) * 24
        reason = (
            f"{len(moments):,}件を曜日×1時間の{cells}の欄に分けると1欄あたり平均{len(moments) / cells:.1f}件しかなく、"
            f"欄ごとの多い少ないは偶然と区別できません。そのため、{'・'.join(rows)}×{step}時間ごとにまとめました。"
        )
    inside = sum(hours.is_open(moment) for moment in moments)
    night = sum(moment.hour >= NIGHT[0] or moment.hour < NIGHT[1] for moment in moments)
    return Heat(rows, step, counts, inside, night, reason, unreadable)


def heat_table(found: Heat, title: str = "曜日・時間帯別の件数", *, hidden: Suppression | None = None) -> Table:
    """Rows of weekdays with their totals; ↑高 where a cell has more than the evenly spread counts explain.

    The mark compares with what row and column totals let expect (Poisson, Bonferroni over the cells at 5 %).
    """
    from scipy.special import pdtrc

    counts = found.counts
    fit = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(found.total, 1)
    with np.errstate(invalid="ignore"):
        tail = np.where((counts > 0) & (fit > 0), pdtrc(np.maximum(counts - 1, 0), np.maximum(fit, 1e-300)), 1.0)
    high = (tail * counts.size < 0.05) & (counts >= LEAST_PER_CELL)
    names = [f"{hour}時" if found.step == 1 else f"{hour}〜{hour + found.step}時" for hour in range(0, 24, found.step)]
    columns = (
        Column("day", "曜日"),
        Column("total", "計", Format.COUNT),
        *(
            Column(f"h{k}", name, Format.COUNT, width=_hour_width(counts[:, k], high[:, k]))
            for k, name in enumerate(names)
        ),
    )
    secret = hidden is not None and hidden.any

    def shown(i: int, k: int, n: int) -> Any:
        if hidden is not None and hidden.cells[i, k]:
            return Cell(None, shown=HIDDEN)
        return Cell(n, Mark.HIGH) if i >= 0 and k >= 0 and high[i, k] and not secret else n

    whole = [shown(-1, k, n) for k, n in enumerate(counts.sum(axis=0).tolist())]
    rows: list[tuple[Any, ...]] = [("計", shown(-1, -1, found.total), *whole)]
    for i, name in enumerate(found.rows):
        cells = (shown(i, k, n) for k, n in enumerate(counts[i].tolist()))
        rows.append((name, shown(i, -1, int(counts[i].sum())), *cells))
    # Shares of opening hours cut through the cells and could give a hidden one away.
    notes = (
        ["「x」は、個人が特定されるおそれがあるため伏せた数値です。"]
        if secret
        else [
            f"開庁時間内は{found.inside:,}件（{percent(found.inside, found.total)}％）、"
            f"夜間（{NIGHT[0]}時〜{NIGHT[1]}時）は{found.night:,}件（{percent(found.night, found.total)}％）です。",
            "祝日と閉庁日は、曜日ではなく「祝」に数えています。"
            if HOLIDAY in found.rows
            else f"「{found.rows[-1]}」には、祝日と閉庁日を含みます。",
        ]
    )
    notes += [note for note in (found.reason,) if note]
    if found.unreadable:
        notes.append(f"時刻のない{found.unreadable:,}件は除きました。")
    shade = Shade(tuple(f"h{k}" for k in range(len(names))))
    return Table("heat", title, columns, tuple(rows), tuple(notes), frozenset({0}), shade)


def _hour_width(counts: npt.NDArray[np.int64], high: npt.NDArray[np.bool_]) -> float | None:
    """Narrow columns for small counts, so that 24 hours stay readable on one page; else the renderer's width."""
    return NARROW if counts.sum() < 1000 and not high.any() else None


def _finest(events: int) -> int:
    for level, (rows, step) in enumerate(LEVELS):
        days = len(rows) - 1 if HOLIDAY in rows else len(rows)
        if events / (days * (24 // step)) >= LEAST_PER_CELL:
            return level
    return len(LEVELS) - 1


def _row(day: dt.date, rows: Sequence[str], hours: Hours) -> str:
    off = hours.is_off(day)
    if HOLIDAY in rows:
        return HOLIDAY if off else WEEKDAYS[day.weekday()]
    if "土" in rows:
        return "日祝" if off or day.weekday() == 6 else "土" if day.weekday() == 5 else "平日"
    return "土日祝" if off or day.weekday() >= 5 else "平日"


def _moment(value: Any) -> dt.datetime | None:
    if isinstance(value, str):
        text = value.strip().replace("/", "-")
        for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"):
            try:
                return dt.datetime.strptime(text, form)
            except ValueError:
                continue
        return None
    return value if isinstance(value, dt.datetime) and value == value else None


def district_profile(crosstab: Crosstab, option: str) -> Table:
    """One row per district: share of an answer, interval, difference from all, rank; small districts have no rank.

    Raises
    ------
    CrosstabError
        SB-C301: no such answer.
    """
    labels = crosstab.column.labels
    if option not in labels:
        raise CrosstabError("C301", name=crosstab.column.label, label=option, known="、".join(labels[:10]))
    j = labels.index(option)
    decimals = crosstab.request.decimals
    columns = (
        Column("district", crosstab.row.label),
        Column("n", "回答者数（n）", Format.COUNT),
        Column("percent", f"「{option}」（％）", Format.PERCENT, decimals=decimals),
        Column("low", "下限（％）", Format.PERCENT, decimals=decimals),
        Column("high", "上限（％）", Format.PERCENT, decimals=decimals),
        Column("gap", "全体との差（ポイント）", Format.NUMBER, decimals=decimals),
        Column("rank", "順位", Format.COUNT),
    )
    shares = [shown_percent(crosstab, i, j) for i in range(len(crosstab.row.labels))]
    ranked = [
        share
        for i, share in enumerate(shares)
        if share is not None and crosstab.base[i] >= REFERENCE_SIZE and not crosstab.row.missing[i]
    ]
    rows = [_district(crosstab, i, j, ranked) for i in (-1, *range(len(crosstab.row.labels)))]
    few = [i for i in range(len(crosstab.row.labels)) if crosstab.base[i] < REFERENCE_SIZE]
    notes = (
        *((f"※は回答者が{REFERENCE_SIZE}人に満たず参考値です。順位は付けていません。",) if few else ()),
        "順位の近い地区どうしの差は、下限・上限の幅に収まることが多く、順位だけで優劣はいえません。",
        "地区ごとの割合の違いから、住民一人ひとりの傾向をいうことはできません。",
    )
    title = f"{crosstab.row.label}の姿　{crosstab.column.label}「{option}」"
    return Table("profile", title, columns, tuple(rows), notes, frozenset({0}))


def _district(crosstab: Crosstab, i: int, j: int, ranked: Sequence[float]) -> tuple[Any, ...]:
    decimals = crosstab.request.decimals
    whole, share = shown_percent(crosstab, -1, j), shown_percent(crosstab, i, j)
    name = "全体" if i < 0 else crosstab.row.labels[i]
    n: Any = Cell(None, shown=HIDDEN) if crosstab.is_hidden(i, -1) else int(crosstab.base[i])
    if share is None:
        sign = HIDDEN if crosstab.percent_hidden(i, j) else "-"
        return (name, n, Cell(None, shown=sign), None, None, None, None)
    size = effective_size(float(crosstab.weighted_base[i]), float(crosstab.squares_base[i]))
    exact = min(1.0, float(crosstab.percents[i, j]) / 100)
    low, high = (round_half_up(100 * x, decimals) for x in wilson(exact * size, size))
    if i < 0:
        return (name, n, share, low, high, None, None)
    small = crosstab.base[i] < REFERENCE_SIZE
    gap = None if whole is None else round_half_up(share - whole, decimals)
    rank = None if small or crosstab.row.missing[i] else 1 + sum(other > share for other in ranked)
    mark = mark_of(crosstab, i, j)
    label = Cell(name, shown=f"{name}※") if small and not crosstab.is_hidden(i, -1) else name
    return (label, n, Cell(share, mark) if mark else share, low, high, gap, rank)


def top_table(values: Iterable[Any], name: str, most: int = 10, *, below: int = 0, unit: str = "件") -> Table:
    """The most frequent values and その他, with percentages of all that gave one; 無回答 below.

    Values of fewer than `below` persons are never named; they are part of その他, which then holds at least two values
    and `below` persons. The number of those without an answer is left out when it is smaller.

    Raises
    ------
    CrosstabError
        SB-C101: no value at all. SB-C334: fewer than `below` persons in all.

    >>> [row[:3] for row in top_table(["a", "b", "a", "c", None], "答", 1).rows]
    [('1', 'a', 2), ('', 'その他（2種類）', 2), ('', '無回答', 1)]
    """
    texts = ["" if value is None or value != value else str(value).strip() for value in values]
    counted = Counter(text for text in texts if text and not is_missing(text) and not is_not_applicable(text))
    blank = sum(not text or is_missing(text) for text in texts)
    base = counted.total()
    if not base:
        raise CrosstabError("C101")
    if base < below:
        raise CrosstabError("C334", below=below)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    # Values tied with the last one belong in as well, or the cut would be arbitrary.
    last = ordered[min(most, len(ordered)) - 1][1]
    shown = [item for item in ordered if item[1] >= last] if len(ordered) > most else ordered
    if len(shown) > 2 * most:
        shown = ordered[:most]
    shown = _named(shown, ordered, below)
    rows: list[tuple[Any, ...]] = []
    for value, n in shown:
        rank = 1 + sum(other > n for other in counted.values())
        rows.append((str(rank), value, n, percent(n, base)))
    rest = base - sum(n for _, n in shown)
    if rest:
        rows.append(("", f"その他（{len(ordered) - len(shown):,}種類）", rest, percent(rest, base)))
    if blank >= max(below, 1):
        rows.append(("", "無回答", blank, None))
    columns = (
        Column("rank", "順位"),
        Column("value", name),
        Column("n", "人数" if unit == "人" else "件数" if unit == "件" else f"数（{unit}）", Format.COUNT),
        Column("percent", "割合（％）", Format.PERCENT, decimals=1),
    )
    notes = [f"割合の分母は、答えのある{base:,}{unit}です。"]
    if any(n < below for _, n in ordered[len(shown) :]):
        notes.append(f"{below}{unit}に満たない値は、「その他」に含めました。")
    return Table("top", f"{name}　上位{most}", columns, tuple(rows), tuple(notes))


def _named(shown: Sequence[tuple[str, int]], ordered: Sequence[tuple[str, int]], below: int) -> list[tuple[str, int]]:
    """The values that may be named: none too small, and nothing to be worked out from what is left for その他."""
    named = [item for item in shown if item[1] >= below]
    while below and named and len(named) < len(ordered):
        rest = ordered[len(named) :]
        if len(rest) > 1 and sum(n for _, n in rest) >= below:
            break
        named.pop()
    return named
