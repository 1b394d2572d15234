"""`CrosstabRequest`: what to count and how to show it, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import CrosstabError
from ..result import Purpose

__all__ = ["CrosstabRequest", "Missing", "Percent", "Test"]

Percent = Literal["row", "column", "total"]
Missing = Literal["show", "exclude"]
Test = Literal["auto", "chi2", "fisher", "trend", "rao_scott", "none"]


@dataclass(frozen=True)
class CrosstabRequest:
    """One breakdown against one question.

    Attributes
    ----------
    row
        集計軸 (表側), e.g. 年代.
    column
        設問 (表頭), e.g. 満足度; may be a multiple-answer question.
    weight
        Column of weights; empty for none.
    percent
        Denominator of the percentages: the persons of the row, of the column, or all.
    missing
        ``"show"``: 無回答・不明 are categories and part of the base. ``"exclude"``: those persons are left out.
        非該当 is never part of the base.
    test
        ``"auto"`` chooses and says why; ``"none"`` only counts.
    purpose, threshold
        For 公表, counts of 1 … threshold-1 persons are hidden, with whatever else could give them away.
    decimals
        Decimals of the percentages.

    Raises
    ------
    CrosstabError
        SB-C105: row and column are the same. SB-C108: threshold below 2 or decimals outside 0…4.

    Examples
    --------
    >>> CrosstabRequest("年代", "満足度").percent
    'row'
    """

    row: str
    column: str
    weight: str = ""
    percent: Percent = "row"
    missing: Missing = "show"
    test: Test = "auto"
    purpose: Purpose = Purpose.INTERNAL
    threshold: int = 10
    decimals: int = 1

    def __post_init__(self) -> None:
        if self.row == self.column:
            raise CrosstabError("C105", name=self.row)
        if self.threshold < 2 or not 0 <= self.decimals <= 4:
            raise CrosstabError("C108", threshold=self.threshold, decimals=self.decimals)
