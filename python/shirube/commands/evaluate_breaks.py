"""断絶 for an evaluation: what joining knows of places and their status, and what the table says of its figures."""

from __future__ import annotations

import pandas as pd

from ..join import find_breaks
from ..join.time_keys import read_times as times_by_calendar
from ..policy.breaks import Break, breaks_of, unit_changes
from ..policy.panel import Panel
from ..policy.times import read_times
from ..table import STATUS, UNIT, TidyTable

__all__ = ["known_breaks"]

#: Kinds of `shirube.join` in the terms of an evaluation.
_KINDS = {
    "途中から現れる": "appeared",
    "途中で消える": "vanished",
    "途中が欠ける": "gap",
    "団体の一覧にない": "status",
    "隣の区分へ移った": "mirror",
    "水準が急に変わる": "jump",
}
_NOTE_COLUMNS = (STATUS, "備考", "注記", "注", "摘要")


def known_breaks(data: Panel, frame: pd.DataFrame, *, time: str, unit: str = "") -> tuple[Break, ...]:
    """Look up the units of a panel, and read the columns beside the outcome.

    Parameters
    ----------
    data, frame
        The panel, and the list it was made from.
    time, unit
        Their columns in the list; no unit for a single series.
    """
    return (*_of_places(data), *_of_measure(frame, time), *_of_notes(data, frame, time, unit))


def _of_places(data: Panel) -> list[Break]:
    rows = [
        (name, label, float(value))
        for name, line in zip(data.units, data.values, strict=True)
        for label, value in zip(data.times, line, strict=True)
        if value == value
    ]
    frame = pd.DataFrame(rows, columns=["地区", "時点", "値"])
    labels = {str(read): label for label, read in zip(data.times, times_by_calendar(data.times, "時点"), strict=True)}
    years = {label[:4]: label for label in reversed(data.times)}
    first = data.times[0]
    return [
        Break(b.unit, labels.get(b.time) or years.get(b.time, first), _KINDS[b.kind], b.sentence)
        for b in find_breaks(TidyTable(frame, ("地区", "時点"), ("値",)), "地区", "時点", ("値",))
    ]


def _of_measure(frame: pd.DataFrame, time: str) -> tuple[Break, ...]:
    """A column of units of measure that changes over time."""
    if UNIT not in frame.columns:
        return ()
    rows = frame[frame[time].notna() & frame[UNIT].notna()]
    moments = read_times(rows[time], time)
    words: dict[tuple[float, str], set[str]] = {}
    for moment, word in zip(moments, rows[UNIT], strict=True):
        words.setdefault((moment.order, moment.label), set()).add(str(word).strip())
    ordered = sorted(words)
    return unit_changes(["・".join(sorted(words[key])) for key in ordered], [label for _, label in ordered])


def _of_notes(data: Panel, frame: pd.DataFrame, time: str, unit: str) -> tuple[Break, ...]:
    """Notes beside the figures that speak of mergers, statuses or another way of counting."""
    rows = frame[frame[time].notna()]
    labels = [moment.label for moment in read_times(rows[time], time)]
    units = [str(u).strip() for u in rows[unit]] if unit else [data.units[0]] * len(labels)
    notes = [
        (name, label, str(text).strip())
        for column in _NOTE_COLUMNS
        if column in rows.columns
        for name, label, text in zip(units, labels, rows[column], strict=True)
        if isinstance(text, str) and text.strip()
    ]
    return tuple(b for b in breaks_of(data, notes=notes) if b.kind == "status") if notes else ()
