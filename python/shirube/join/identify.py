"""Gives the values of two key columns common numbers: the same number, the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .codes import align_codes, code_text
from .find_keys import kind_of
from .match import How, Matching, Pair, match
from .request import JoinRequest, Key
from .time_keys import align_times

__all__ = ["Identified", "identify"]

Ints = npt.NDArray[np.int64]
_NAMED = 3
_RANK = {how: rank for rank, how in enumerate(How)}


@dataclass(frozen=True, eq=False)
class Identified:
    """One key of both tables, row by row.

    Attributes
    ----------
    left, right
        Number of the thing each row names; −1 for blank.
    how
        For each left row the place in `How` of what paired its label.
    doubtful
        For each left row whether its label waits for a person.
    """

    left: Ints
    right: Ints
    how: Ints
    doubtful: npt.NDArray[np.bool_]
    matching: Matching | None = None
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def identify(left: Sequence[Any], right: Sequence[Any], key: Key, request: JoinRequest) -> Identified:
    """Number the things that two columns name (errors as `shirube.join.time_keys.align_times`)."""
    distinct = [[value for value in dict.fromkeys(side) if not _blank(value)] for side in (left, right)]
    kind = kind_of(distinct[0], distinct[1], key)
    if kind == "time":
        return _by_time(left, right, distinct, key, request)
    if kind == "code":
        return _by_code(left, right, distinct)
    return _by_name(left, right, distinct, request)


def _blank(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def _by_time(
    left: Sequence[Any], right: Sequence[Any], distinct: Sequence[list[Any]], key: Key, request: JoinRequest
) -> Identified:
    times = align_times(distinct[0], distinct[1], (key.left, key.right), mix_years=request.mix_years)
    # A time that cannot be read is the thing its text says; it still meets the same text.
    keys = [
        {value: time if time is not None else code_text(value) for value, time in zip(values, read, strict=True)}
        for values, read in zip(distinct, times[:2], strict=True)
    ]
    numbers = _numbered(keys)
    return _whole(left, right, numbers, How.TIME, findings=(times[2],) if times[2] else ())


def _by_code(left: Sequence[Any], right: Sequence[Any], distinct: Sequence[list[Any]]) -> Identified:
    aligned = align_codes(distinct[0], distinct[1])
    keys = [
        dict(zip(values, made, strict=True))
        for values, made in zip(distinct, (aligned.left, aligned.right), strict=True)
    ]
    return _whole(left, right, _numbered(keys), How.CODE, notes=aligned.notes)


def _by_name(
    left: Sequence[Any], right: Sequence[Any], distinct: Sequence[list[Any]], request: JoinRequest
) -> Identified:
    texts = [{value: _text(value) for value in values} for values in distinct]
    found = match(
        texts[0].values(),
        texts[1].values(),
        confirmed=request.crosswalk.confirmed,
        refused=request.crosswalk.refused,
    )
    meant = {pair.left: pair for pair in found.pairs}
    theirs = {value: ("右", found.plain[text]) for value, text in texts[1].items()}
    mine = {
        value: ("右", found.plain[meant[text].right]) if text in meant else ("左", found.plain[text])
        for value, text in texts[0].items()
    }
    numbers = _numbered([mine, theirs])
    how = {value: _RANK[meant[text].how] for value, text in texts[0].items() if text in meant}
    open_labels = {doubt.left for doubt in found.doubts}
    doubtful = {value for value, text in texts[0].items() if text in open_labels}
    rows = _rows(left, numbers[0]), _rows(right, numbers[1])
    return Identified(
        rows[0],
        rows[1],
        np.array([how.get(value, 0) for value in left], dtype=np.int64),
        np.array([value in doubtful for value in left], dtype=bool),
        found,
        findings=_missing_partners(texts[0].values(), meant, request),
    )


def _missing_partners(lefts: Iterable[str], meant: Mapping[str, Pair], request: JoinRequest) -> tuple[str, ...]:
    """Answers that name something the right table does not have, often by a slip of the pen."""
    said = {name.left: name.right for name in request.crosswalk.names if name.same}
    missing = [f"「{said[text]}」（{text}）" for text in lefts if text in said and text not in meant]
    more = f"ほか{len(missing) - _NAMED}件" if len(missing) > _NAMED else ""
    return (f"対応表の{'、'.join(missing[:_NAMED])}{more}は、右の表にありません。",) if missing else ()


def _text(value: Any) -> str:
    """The text of a value: whole numbers without a decimal point, everything else as it is spelled."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _numbered(keys: Sequence[Mapping[Any, Any]]) -> list[dict[Any, int]]:
    numbers: dict[Any, int] = {}
    for side in keys:
        for thing in side.values():
            numbers.setdefault(thing, len(numbers))
    return [{value: numbers[thing] for value, thing in side.items()} for side in keys]


def _rows(values: Sequence[Any], numbers: Mapping[Any, int]) -> Ints:
    # Blank values have no number.
    return np.array([numbers.get(value, -1) for value in values], dtype=np.int64)


def _whole(
    left: Sequence[Any],
    right: Sequence[Any],
    numbers: Sequence[Mapping[Any, int]],
    how: How,
    *,
    notes: tuple[str, ...] = (),
    findings: tuple[str, ...] = (),
) -> Identified:
    rows = _rows(left, numbers[0]), _rows(right, numbers[1])
    certain = np.full(len(left), _RANK[how], dtype=np.int64)
    return Identified(rows[0], rows[1], certain, np.zeros(len(left), dtype=bool), None, notes, findings)
