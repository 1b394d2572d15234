"""Candidates: names of another list that may be meant, best first, for a person to confirm; never joined by themselves.

>>> from shirube.join.keys import name_key
>>> keys = [name_key(text) for text in ("中央小学校", "中央中学校", "第一小学校")]
>>> [(c.position, c.score > 80) for c in candidates([name_key("中央小")], keys)[0]][0]
(0, True)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from .keys import NameKey
from .spelling import ABBREVIATIONS

__all__ = ["Candidate", "candidates", "likeness"]

#: How many of the nearest names are looked at closely, how far behind the nearest, and what is too far anyway.
_LOOKED_AT, _FAR_BEHIND, _TOO_LOW = 14, 40, 25
_CHUNK = 1000
_NUMBER = re.compile(r"\d+")
#: Characters that tell neighbours apart: where two names differ within a group, they name different things.
_OPPOSED = ("東西南北中上下", "新旧本元", "大小", "小中高", "前後", "左右", "男女", "春夏秋冬", "abcdef", "甲乙丙丁")
_BITS = {char: 1 << i for i, char in enumerate(dict.fromkeys("".join(_OPPOSED)))}
_GROUPS = tuple(sum(_BITS[char] for char in group) for group in _OPPOSED)
_SAME_BUT_AMBIGUOUS = 99.0
_SHORT_WEIGHT = 0.97


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be meant: its position in the other list, and how alike the two are (0–100)."""

    position: int
    score: float


def candidates(
    wanted: Sequence[NameKey], others: Sequence[NameKey], *, most: int = 5, at_least: float = 55.0
) -> list[tuple[Candidate, ...]]:
    """Find the names that each wanted name may mean.

    Parameters
    ----------
    wanted, others
        Keys of the two lists.
    most
        At most so many candidates for each name.
    at_least
        Least score of a candidate, 0 to 100.

    Returns
    -------
    list of tuple of Candidate
        For each wanted name, the best first; ties in the order of the other list.
    """
    theirs = [_looked_at(key) for key in others]
    same: defaultdict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(theirs):
        same[name.key.loose].append(position)
    mine = [_looked_at(key) for key in wanted]
    # Where a name of the same loose key is there, names that are merely alike would only distract.
    search = [i for i, name in enumerate(mine) if name.key.loose not in same] if theirs else []
    near = dict(zip(search, _near([mine[i] for i in search], theirs), strict=True))
    return [
        _best(name, theirs, near[i] if i in near else same.get(name.key.loose, []), most, at_least)
        for i, name in enumerate(mine)
    ]


def likeness(one: NameKey, other: NameKey) -> float:
    """Return how alike two names are, 0 to 100; 99 for the same loose key, which is still not proof.

    Edit distance of the loose keys (rapidfuzz ``ratio``), of their shortened forms, and of a name within the other;
    less where numbers, directions, school levels, legal forms or addresses differ.

    >>> from shirube.join.keys import name_key
    >>> north, south, second = name_key("北公民館"), name_key("南公民館"), name_key("北公民舘")
    >>> likeness(north, second) > likeness(north, south)
    True
    """
    return _alike(_looked_at(one), _looked_at(other))


class _Name(NamedTuple):
    """What is looked at of one name."""

    key: NameKey
    short: str
    numbers: tuple[str, ...]
    telling: int


def _looked_at(key: NameKey) -> _Name:
    short = key.loose
    for word, instead in ABBREVIATIONS:
        if word in short:
            short = short.replace(word, instead)
    telling = 0
    for char in key.loose:
        telling |= _BITS.get(char, 0)
    return _Name(key, short, tuple(_NUMBER.findall(key.loose)), telling)


def _near(wanted: Sequence[_Name], others: Sequence[_Name]) -> list[list[int]]:
    """Positions of the others that come nearest to each wanted name by edit distance alone."""
    found: list[list[int]] = []
    for start in range(0, len(wanted), _CHUNK):
        mine = wanted[start : start + _CHUNK]
        quick = np.maximum(
            _ratios([name.key.loose for name in mine], [name.key.loose for name in others]),
            _ratios([name.short for name in mine], [name.short for name in others]),
        )
        for scores in quick:
            good = np.flatnonzero(scores >= max(int(scores.max()) - _FAR_BEHIND, _TOO_LOW))
            if len(good) > _LOOKED_AT:
                good = good[np.argsort(-scores[good].astype(int), kind="stable")[:_LOOKED_AT]]
            found.append(good.tolist())
    return found


def _ratios(ones: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.uint8]:
    return process.cdist(ones, others, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)


def _best(
    name: _Name, others: Sequence[_Name], near: Sequence[int], most: int, at_least: float
) -> tuple[Candidate, ...]:
    scored = [Candidate(position, _alike(name, others[position])) for position in near]
    good = sorted((c for c in scored if c.score >= at_least), key=lambda c: (-c.score, c.position))
    return tuple(good[:most])


def _alike(one: _Name, other: _Name) -> float:
    if one.key.loose == other.key.loose:
        return _SAME_BUT_AMBIGUOUS - (
            14.0 if one.key.contradicts(other.key) else 4.0 * (one.key.form != other.key.form)
        )
    score = max(
        fuzz.ratio(one.key.loose, other.key.loose),
        _SHORT_WEIGHT * fuzz.ratio(one.short, other.short),
        _within(one.key.loose, other.key.loose),
    )
    if one.numbers != other.numbers:
        score *= 0.8
    if _opposed(one.telling, other.telling):
        score *= 0.8
    if one.key.contradicts(other.key):
        score *= 0.95
    return min(score, _SAME_BUT_AMBIGUOUS - 1)


def _within(one: str, other: str) -> float:
    """A name that stands whole inside the other (市立中央図書館 and 中央図書館), by how much of it that is."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < 2 or short not in long:
        return 0.0
    at_an_end = long.startswith(short) or long.endswith(short)
    return (75.0 if at_an_end else 65.0) + 20.0 * len(short) / len(long)


def _opposed(one: int, other: int) -> bool:
    mine, theirs = one & ~other, other & ~one
    return bool(mine and theirs) and any(mine & group and theirs & group for group in _GROUPS)
