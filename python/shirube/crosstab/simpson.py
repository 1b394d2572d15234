"""Simpson scan: does a difference between groups turn round, or vanish, when another attribute is held constant?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from ..stats.pairs import pairwise
from ..stats.rounding import round_half_up
from .assess import ALPHA, REFERENCE_SIZE
from .coded import Coded
from .count import meets
from .stratify import Stratified, stratify
from .tabulate import Crosstab, variables_of

__all__ = ["Change", "Turned", "scan"]

#: Standardised differences smaller than this share of the crude one count as vanished.
VANISHED = 0.5
#: Points below which a difference is not worth telling, 0…1.
WORTH = 0.03


class Change(Enum):
    """What happens to a difference."""

    TURNED = "逆になる"
    VANISHED = "小さくなる"
    DIFFERS = "層によって違う"


@dataclass(frozen=True, slots=True)
class Turned:
    """A difference of two groups that does not survive.

    Attributes
    ----------
    axis, question, option, first, second
        The first group gave the answer more often than the second.
    by
        The attribute that was held constant.
    crude, standardised
        Shares of the two groups, 0…1: as they are, and with the same composition.
    """

    axis: str
    question: str
    option: str
    first: str
    second: str
    by: str
    crude: tuple[float, float]
    standardised: tuple[float, float]
    change: Change

    @property
    def sentence(self) -> str:
        """Crude and standardised percentages side by side, in plain Japanese."""
        a, b = (f"{round_half_up(100 * x, 1):.1f}％" for x in self.crude)
        c, d = (f"{round_half_up(100 * x, 1):.1f}％" for x in self.standardised)
        head = f"「{self.question}」の「{self.option}」は、{self.first}（{a}）が{self.second}（{b}）より高いものの、"
        if self.change is Change.DIFFERS:
            return f"{head}「{self.by}」の区分によって差の向きや大きさが違います。区分ごとに見てください。"
        tail = "逆になります" if self.change is Change.TURNED else "差は小さくなります"
        return f"{head}「{self.by}」の構成をそろえると{c}と{d}で、{tail}。"


def scan(coded: Coded, crosstab: Crosstab, attributes: Sequence[str]) -> tuple[Turned, ...]:
    """Look at every pair of groups and every answer, one attribute at a time.

    Parameters
    ----------
    coded
        The answers, with the attributes.
    crosstab
        The table whose differences are in question.
    attributes
        Questions to hold constant; the two of the table are passed over.

    Returns
    -------
    tuple of Turned
        For each attribute the pair with the largest crude difference; only differences beyond chance and of at least
        3 points are told.
    """
    request = crosstab.request
    row, column = variables_of(coded, request)
    kept = (row.codes >= 0) & (column.codes >= 0) & meets(coded, request.where)
    found = []
    for key in attributes:
        by = coded.variable(key)
        if key in request.keys or by.multiple:
            continue
        layers = stratify(coded, row, column, by, kept, weighted=crosstab.uneven)
        turned = _worst(crosstab, layers)
        if turned is not None:
            found.append(turned)
    return tuple(found)


def _worst(crosstab: Crosstab, layers: Stratified) -> Turned | None:
    rows = [i for i, missing in enumerate(crosstab.row.missing) if not missing]
    options = [j for j, missing in enumerate(crosstab.column.missing) if not missing]
    sizes = crosstab.base[rows].astype(float)
    significant = np.nan_to_num(pairwise(np.clip(layers.crude, 0, 1), sizes, "holm"), nan=1.0) < ALPHA
    large = sizes >= REFERENCE_SIZE
    crude, same = layers.crude, layers.standardised
    gap = crude[:, None, :] - crude[None, :, :]
    held = same[:, None, :] - same[None, :, :]
    told = significant & (gap >= WORTH) & large[:, None, None] & large[None, :, None] & ~np.isnan(held)
    # Only a reversal beyond chance is called one; otherwise the difference is gone.
    reversed_ = np.nan_to_num(pairwise(np.clip(same, 0, 1), sizes, "none"), nan=1.0) < ALPHA
    for change, hit in ((Change.TURNED, (held < 0) & reversed_), (Change.VANISHED, held < VANISHED * gap)):
        at = _largest(gap, told & hit)
        if at is not None:
            return _turned(crosstab, layers, rows, options, at, change)
    homogeneity = layers.homogeneity
    if homogeneity is not None and homogeneity.tarone.df and homogeneity.tarone.p < ALPHA:
        at = _largest(gap, told)
        if at is not None:
            return _turned(crosstab, layers, rows, options, at, Change.DIFFERS)
    return None


def _largest(gap: npt.NDArray[np.float64], told: npt.NDArray[np.bool_]) -> tuple[int, int, int] | None:
    if not told.any():
        return None
    i, k, j = np.unravel_index(int(np.argmax(np.where(told, gap, -np.inf))), gap.shape)
    return int(i), int(k), int(j)


def _turned(
    crosstab: Crosstab,
    layers: Stratified,
    rows: Sequence[int],
    options: Sequence[int],
    at: tuple[int, int, int],
    change: Change,
) -> Turned:
    i, k, j = at
    return Turned(
        crosstab.row.label,
        crosstab.column.label,
        crosstab.column.labels[options[j]],
        crosstab.row.labels[rows[i]],
        crosstab.row.labels[rows[k]],
        layers.by,
        (float(layers.crude[i, j]), float(layers.crude[k, j])),
        (float(layers.standardised[i, j]), float(layers.standardised[k, j])),
        change,
    )
