"""Candidates: names of another list that may be meant, best first, for a person to confirm; never joined by themselves.

>>> from shirube.join.keys import name_key
>>> keys = [name_key(text) for text in ("中央小学校", "中央中学校", "第一小学校")]
>>> [(c.position, c.score > 80) for c in candidates([name_key("中央小")], keys)[0]][0]
(0, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from .keys import NameKey
from .spelling import ABBREVIATIONS

__all__ = ["Candidate", "candidates", "likeness"]

#: How many names by the quick score are looked at again, and the quick score that is too low to look at.
_LOOKED_AT, _TOO_LOW = 24, 25
_CHUNK = 2000
_NUMBER = re.compile(r"\d+")
#: Characters that tell neighbours apart: where the names differ in these, they name different things.
_OPPOSED = ("東西南北中上下", "新旧本元", "大小", "小中高", "前後", "左右", "男女", "春夏秋冬", "abcdef", "甲乙丙丁")
_SAME_BUT_AMBIGUOUS = 99.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be meant: its position in the other list, and how alike the two are (0–100)."""

    position: int
    score: float


def candidates(
    wanted: Sequence[NameKey], others: Sequence[NameKey], *, most: int = 5, at_least: float = 50.0
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
    if not wanted or not others:
        return [() for _ in wanted]
    loose, short = [key.loose for key in others], [_shortened(key.loose) for key in others]
    return [
        _best(key, others, near, most, at_least)
        for start in range(0, len(wanted), _CHUNK)
        for key, near in zip(
            wanted[start : start + _CHUNK], _near(wanted[start : start + _CHUNK], loose, short), strict=True
        )
    ]


def likeness(one: NameKey, other: NameKey) -> float:
    """Return how alike two names are, 0 to 100; 99 for the same loose key, which is still not proof.

    Edit distance of the loose keys (rapidfuzz ``ratio``), of their shortened forms, and of a name within the other;
    less where numbers, directions, school levels or legal forms differ.

    >>> from shirube.join.keys import name_key
    >>> north, south, second = name_key("北公民館"), name_key("南公民館"), name_key("北公民舘")
    >>> likeness(north, second) > likeness(north, south)
    True
    """
    if one.loose == other.loose:
        return _SAME_BUT_AMBIGUOUS - 4.0 * (one.form != other.form)
    score = max(
        fuzz.ratio(one.loose, other.loose),
        0.97 * fuzz.ratio(_shortened(one.loose), _shortened(other.loose)),
        _within(one.loose, other.loose),
    )
    if _NUMBER.findall(one.loose) != _NUMBER.findall(other.loose):
        score *= 0.8
    if _opposed(one.loose, other.loose):
        score *= 0.8
    if one.form and other.form and one.form != other.form:
        score *= 0.95
    return min(score, _SAME_BUT_AMBIGUOUS - 1)


def _near(wanted: Sequence[NameKey], loose: list[str], short: list[str]) -> list[list[int]]:
    """Positions of the nearest others of each wanted name by two quick scores."""
    found: list[set[int]] = [set() for _ in wanted]
    for queries, choices in (([k.loose for k in wanted], loose), ([_shortened(k.loose) for k in wanted], short)):
        scores = process.cdist(queries, choices, scorer=fuzz.ratio, dtype=np.uint8)
        count = min(_LOOKED_AT, scores.shape[1])
        top = np.argpartition(-scores.astype(np.int16), count - 1, axis=1)[:, :count]
        for row, columns in enumerate(top):
            found[row].update(int(c) for c in columns if scores[row, c] >= _TOO_LOW)
    return [sorted(positions) for positions in found]


def _best(
    key: NameKey, others: Sequence[NameKey], near: Sequence[int], most: int, at_least: float
) -> tuple[Candidate, ...]:
    scored = [Candidate(position, likeness(key, others[position])) for position in near]
    good = sorted((c for c in scored if c.score >= at_least), key=lambda c: (-c.score, c.position))
    return tuple(good[:most])


def _shortened(loose: str) -> str:
    for word, short in ABBREVIATIONS:
        if word in loose:
            loose = loose.replace(word, short)
    return loose


def _within(one: str, other: str) -> float:
    """A name that stands whole inside the other (市立中央図書館 and 中央図書館), by how much of it that is."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or short not in long:
        return 0.0
    at_an_end = long.startswith(short) or long.endswith(short)
    return (75.0 if at_an_end else 65.0) + 20.0 * len(short) / len(long)


def _opposed(one: str, other: str) -> bool:
    mine, theirs = set(one) - set(other), set(other) - set(one)
    return any(mine & set(group) and theirs & set(group) for group in _OPPOSED)
