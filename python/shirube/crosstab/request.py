"""`CrosstabRequest`: what to count and how to show it, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import CrosstabError
from ..result import Purpose
from ..stats.multiplicity import Method

__all__ = ["PUBLIC_THRESHOLD", "Condition", "Counted", "CrosstabRequest", "Missing", "Percent", "Test"]

Percent = Literal["row", "column", "total"]
Missing = Literal["show", "exclude"]
Counted = Literal["人", "世帯", "件", "円", "施設"]
Layout = Literal["np", "n", "p"]
Protection = Literal["suppress", "merge", "round"]
#: For 公表, smaller counts of persons or households are hidden unless a reason is given.
PUBLIC_THRESHOLD = 10
Test = Literal["auto", "chi2", "likelihood", "fisher", "trend", "rao_scott", "paired", "none"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Who is counted (SQ, 該当者のみ): those whose answer to `key` is one of `labels`."""

    key: str
    labels: tuple[str, ...]


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
    reason
        Why the threshold is below 10; printed in the report.
    counted
        What one row of the data is. Only persons and households are hidden, unless `hide` says otherwise.
    hide
        True or False hides or shows small counts whatever is counted; None follows `counted`.
    protection
        For 公表: hide single counts, merge neighbouring categories of the breakdown, or round every count.
    round_to
        Base of the rounding: 3, 5 or 10.
    decimals
        Decimals of the percentages.
    layout
        ``"np"`` persons and percentages (NP表), ``"n"`` persons (N表), ``"p"`` percentages (％表). The number of
        respondents stands in all of them, and the data sheet has both.
    outer
        A second breakdown around `row` (三重クロス), e.g. 性別 around 年代; empty for none.
    stratum
        A question held constant when testing (層), e.g. 年代 when 地区 are compared; empty for none.
    where
        Conditions on who is counted; all must hold.
    summary
        Add T2B, B2B, mean, standard deviation and median to an ordered question.
    scores
        Scores of the ordered answers (無回答 left out); 1, 2, 3 … from the last answer up when empty, so that the
        first answer (満足) has the highest score.
    adjust
        Adjustment when pairs of categories are compared.

    Raises
    ------
    CrosstabError
        SB-C105: a question is used twice. SB-C305: a threshold below 10 for 公表 without a reason. SB-C306: a base
        other than 3, 5, 10. SB-C108: threshold below 2 or decimals outside 0…4.

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
    reason: str = ""
    counted: Counted = "人"
    hide: bool | None = None
    protection: Protection = "suppress"
    round_to: int = 10
    decimals: int = 1
    layout: Layout = "np"
    outer: str = ""
    stratum: str = ""
    where: tuple[Condition, ...] = ()
    summary: bool = False
    scores: tuple[float, ...] = ()
    adjust: Method = "holm"

    def __post_init__(self) -> None:
        used = [key for key in (self.outer, self.row, self.column, self.stratum) if key]
        for i, key in enumerate(used):
            if key in used[:i]:
                raise CrosstabError("C105", name=key)
        if self.protects and self.threshold < PUBLIC_THRESHOLD and not self.reason.strip():
            raise CrosstabError("C305", threshold=self.threshold, usual=PUBLIC_THRESHOLD)
        if self.round_to not in (3, 5, 10):
            raise CrosstabError("C306", base=self.round_to)
        if self.threshold < 2 or not 0 <= self.decimals <= 4:
            raise CrosstabError("C108", threshold=self.threshold, decimals=self.decimals)

    @property
    def protects(self) -> bool:
        """Whether small counts are kept from the reader."""
        wanted = self.counted in ("人", "世帯") if self.hide is None else self.hide
        return self.purpose is Purpose.PUBLIC and wanted

    @property
    def keys(self) -> tuple[str, ...]:
        """Every question the request needs, each once."""
        used = (self.outer, self.row, self.column, self.stratum, *(condition.key for condition in self.where))
        return tuple(dict.fromkeys(key for key in used if key))
