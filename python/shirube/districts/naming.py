"""Names of groups by what is high or low in them, e.g. 高齢化率↑高・世帯人員↓低.

>>> import numpy as np
>>> group_names(np.array([[1.2, -0.9], [-1.2, 0.9]]), ["高齢化率", "世帯人員"])
('高齢化率↑高・世帯人員↓低', '高齢化率↓低・世帯人員↑高')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..result import Mark

__all__ = ["CLEAR", "PLAIN", "group_names", "mark_of"]

#: A group is high or low in an indicator when its mean lies this many standard deviations off that of all districts.
CLEAR = 0.5
PLAIN = "全体に近い"
_MOST = 3
_UNIT = re.compile(r"(?<=.)[（(][^（()）]*[)）]$")


def mark_of(deviation: float) -> Mark | None:
    """↑高, ↓低 or neither, of a mean in standard deviations."""
    if deviation >= CLEAR:
        return Mark.HIGH
    return Mark.LOW if deviation <= -CLEAR else None


def group_names(deviations: npt.NDArray[np.float64], indicators: Sequence[str]) -> tuple[str, ...]:
    """Name every group by the indicators it is furthest off in, at most three.

    Parameters
    ----------
    deviations
        Mean of every group in standard deviations, shape (groups, indicators).
    indicators
        Their names.

    Names that would be the same are told apart by a number.
    """
    names, bare = [], _without_units(indicators)
    for row in deviations:
        order = sorted(range(len(indicators)), key=lambda j: (-round(abs(float(row[j])), 9), indicators[j]))
        marks = [(bare[j], mark_of(float(row[j]))) for j in order[:_MOST]]
        names.append("・".join(f"{name}{mark.value}" for name, mark in marks if mark) or PLAIN)
    count, seen = Counter(names), Counter[str]()
    made = []
    for name in names:
        seen[name] += 1
        made.append(f"{name}（{seen[name]}）" if count[name] > 1 else name)
    return tuple(made)


def _without_units(indicators: Sequence[str]) -> list[str]:
    """The names without a unit in brackets, where they are still different."""
    bare = [_UNIT.sub("", name) for name in indicators]
    return bare if len(set(bare)) == len(bare) else list(indicators)
