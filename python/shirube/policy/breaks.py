"""断絶: codes that vanish or appear, changed units, neighbours whose status changed. A break is never a policy effect.

Seen for real: a city became 中核市 and left its prefecture's figures, whose welfare households “fell” from 5,544 to
3,321 in one year.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..errors import DesignError
from .panel import Panel

__all__ = ["KINDS", "Break", "breaks_of", "in_order", "scale_between", "spoiling", "unit_changes"]

FloatArray = npt.NDArray[np.float64]
#: Kinds of break in words; the first five are never mistaken for an effect by themselves.
KINDS = {
    "mirror": "区域や所管が移った疑い",
    "scale": "けたや単位が変わった疑い",
    "unit": "単位が変わった",
    "status": "合併や区分の変更を思わせる",
    "vanished": "途中で無くなる",
    "appeared": "途中から現れる",
    "gap": "途中が欠ける",
    "jump": "水準が急に変わる",
}
_CERTAIN = ("mirror", "scale", "unit", "status", "vanished")
_STATUS = re.compile(r"[（(](?:旧|中核市|政令|政令指定都市|指定都市|特例市|施行時特例市|合併|編入|新設)")
_WORD = re.compile(r"(除く|を除いた|含む|旧[^\s]{1,8}[市町村区]|分を?移管|中核市|政令指定都市|合併|編入|分離)")
_NOTHING = 1e-100
_FEWEST_VALUES = 3
_JUMP, _LEAST = 6.0, 0.2  # times the usual step of all units; and at least a fifth of the level


@dataclass(frozen=True, slots=True)
class Break:
    """One break: unit, the first time after it, its kind, and the sentence for the report."""

    unit: str
    time: str
    kind: str
    sentence: str


def breaks_of(data: Panel, *, notes: Sequence[tuple[str, str, str]] = ()) -> tuple[Break, ...]:
    """Look for breaks.

    Parameters
    ----------
    data
        The panel.
    notes
        ``(unit, time, text)`` of notes, footnotes or changed names found in the tables.

    Returns
    -------
    tuple of Break
        ``vanished`` and ``appeared``: a unit has no value any more, or not before. ``scale``: values change by a
        factor of 10, 100 or 1000. ``jump``: one step far beyond the usual steps of all units, up or down and staying.
        ``mirror``: another unit jumps by about the opposite amount at the same time: something moved between them.
        ``status``: a name or note that speaks of a merger or changed status.

    >>> values = np.array([[50.0, 51, 50, 20, 21], [10, 10, 11, 41, 40], [7, 8, 7, 8, 7], [9, 9, 8, 9, 9]])
    >>> p = Panel(("県", "市", "東", "西"), tuple("12345"), np.arange(5.0), values, np.arange(4) == 2, 2)
    >>> [(b.unit, b.time, b.kind) for b in breaks_of(p)]
    [('県', '4', 'mirror'), ('市', '4', 'mirror')]
    """
    found = [*_presence(data), *_named(data, notes)]
    jumps = _jumps(data)
    for (row, time), size in jumps.items():
        found += _judge_jump(data, row, time, size)
    return in_order(data, found)


def in_order(data: Panel, found: Iterable[Break]) -> tuple[Break, ...]:
    """One break per unit and time, the surest kind, in the order of the panel; breaks of no unit come first."""
    rank = {kind: i for i, kind in enumerate(KINDS)}
    unique = {(b.unit, b.time): b for b in sorted(found, key=lambda b: -rank[b.kind])}
    order = {"": -1} | {unit: i for i, unit in enumerate(data.units)}
    times = {time: i for i, time in enumerate(data.times)}
    kept = [b for b in unique.values() if b.unit in order and b.time in times]
    return tuple(sorted(kept, key=lambda b: (order[b.unit], times[b.time])))


def _presence(data: Panel) -> list[Break]:
    there = np.isfinite(data.values)
    found = []
    for unit, row in zip(data.units, there, strict=True):
        if not row.any():
            continue
        first, last = int(np.argmax(row)), len(row) - 1 - int(np.argmax(row[::-1]))
        if first > 0:
            begin = data.times[first]
            text = f"「{unit}」の値は{begin}から始まります。新しい地区か、数え方が変わっていないか確かめてください。"
            found.append(Break(unit, begin, "appeared", text))
        if last < len(row) - 1:
            after = data.times[last + 1]
            text = f"「{unit}」の値は{after}からありません。合併などで無くなっていないか確かめてください。"
            found.append(Break(unit, after, "vanished", text))
    return found


def _named(data: Panel, notes: Sequence[tuple[str, str, str]]) -> list[Break]:
    found = [
        Break(unit, data.times[0], "status", f"「{unit}」の名前に、合併や区分の変更を思わせる言葉があります。")
        for unit in data.units
        if _STATUS.search(unit)
    ]
    for unit, time, text in notes:
        if unit in data.units and time in data.times and _WORD.search(text):
            sentence = f"「{unit}」の{time}に、数え方の変更を思わせる注記があります（{text}）。"
            found.append(Break(unit, time, "status", sentence))
    return found


def _jumps(data: Panel) -> dict[tuple[int, int], float]:
    """Steps far beyond the usual, after which the values stay on their new level."""
    values = data.values
    if values.shape[1] < 3:
        return {}
    level = np.nanmedian(np.abs(values), axis=1, keepdims=True) if np.isfinite(values).any() else np.zeros((1, 1))
    scaled = values / np.where(level > _NOTHING, level, 1.0)
    step = np.diff(scaled, axis=1)
    usual = float(np.nanmedian(np.abs(step))) if np.isfinite(step).any() else 0.0
    found = {}
    for row, at in zip(*np.nonzero(np.abs(step) > max(_JUMP * usual, _LEAST)), strict=True):
        before, after = values[row, : at + 1], values[row, at + 1 :]
        before, after = before[np.isfinite(before)], after[np.isfinite(after)]
        if before.size < 2 or not after.size:
            continue
        shift, size = float(np.median(after[:3]) - np.median(before[-3:])), float(values[row, at + 1] - values[row, at])
        if abs(shift) > abs(size) / 2 and np.sign(shift) == np.sign(size):
            found[int(row), int(at) + 1] = size
    return found


def _judge_jump(data: Panel, row: int, time: int, size: float) -> list[Break]:
    unit, label = data.units[row], data.times[time]
    before, after = float(data.values[row, time - 1]), float(data.values[row, time])
    shown = f"{before:,.10g} → {after:,.10g}"
    power = _power_of_ten(before, after)
    if power:
        text = f"「{unit}」の{label}に、けたが変わった疑いがあります（{shown}）。千・百万などの単位を確かめてください。"
        return [Break(unit, label, "scale", text)]
    other = _mirror(data, row, time, size)
    if other is None:
        text = f"「{unit}」の{label}に、ふだんの何倍もの動きがあります（{shown}）。定義の変更でないか確かめてください。"
        return [Break(unit, label, "jump", text)]
    pair = f"「{unit}」と「{data.units[other]}」"
    text = (
        f"{label}に、{pair}がほぼ同じだけ逆に動いています（「{unit}」{shown}）。"
        "区域や所管が移った疑いがあります（中核市への移行・合併など）。"
    )
    return [Break(data.units[i], label, "mirror", text) for i in (row, other)]


def _power_of_ten(before: float, after: float) -> int:
    if not before or not after or (before > 0) != (after > 0):
        return 0
    ratio = math.log10(after / before)
    return round(ratio) if abs(ratio - round(ratio)) < 0.1 else 0


def scale_between(before: FloatArray, after: FloatArray, outcome: str, after_label: str) -> tuple[Break, ...]:
    """Flag two measurements whose middle values differ by a factor of 10, 100, 1000 …

    >>> [b.kind for b in scale_between(np.array([1.2, 1.4, 1.3]), np.array([1250.0, 1390, 1310]), "重さ", "事後")]
    ['scale']
    """
    one, other = before[np.isfinite(before)], after[np.isfinite(after)]
    if min(one.size, other.size) < _FEWEST_VALUES:
        return ()
    middle, later = float(np.median(one)), float(np.median(other))
    if not _power_of_ten(middle, later):
        return ()
    text = (
        f"「{outcome}」のまん中の値が、{after_label}にけたごと変わっています（{middle:,.10g} → {later:,.10g}）。"
        "千・百万などの単位や、測り方が変わっていないか確かめてください。"
    )
    return (Break("", after_label, "scale", text),)


def _mirror(data: Panel, row: int, time: int, size: float) -> int | None:
    """Another unit that moved (or appeared, or vanished) by about the opposite amount at the same time."""
    step = np.nan_to_num(data.values[:, time]) - np.nan_to_num(data.values[:, time - 1])
    step[row] = math.nan
    off = np.abs(step + size)
    off[~np.isfinite(off)] = math.inf
    best = int(np.argmin(off))
    # A sum over all units mirrors every one of them; here one other unit alone must account for the move.
    return best if off[best] < 0.25 * abs(size) else None


def unit_changes(units: Sequence[str], times: Sequence[str]) -> tuple[Break, ...]:
    """Flag a changed unit of measure between times.

    >>> [b.time for b in unit_changes(["人", "人", "千人"], ["2020", "2021", "2022"])]
    ['2022']
    """
    if len(units) != len(times):
        raise DesignError("S102", before=len(units), after=len(times))
    return tuple(
        Break("", time, "unit", f"{time}に、単位が「{old}」から「{new}」に変わっています。そろえてから比べてください。")
        for old, new, time in zip(units, units[1:], times[1:], strict=False)
        if old.strip() != new.strip()
    )


def spoiling(data: Panel, breaks: Sequence[Break], *, treated: bool = True) -> tuple[Break, ...]:
    """Breaks of treated (or of control) units that could pass for an effect; those of no unit concern all of them.

    A mere jump cannot be told from an effect, nor does a unit that comes late bring one; neither is listed.
    """
    concerned = {"", *(unit for unit, flag in zip(data.units, data.treated, strict=True) if flag == treated)}
    return tuple(b for b in breaks if b.unit in concerned and b.kind in _CERTAIN)
