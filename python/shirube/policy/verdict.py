"""Turns numbers into the verdict: the only place where a claim is worded, and its gates.

「効果があったとみられます」 needs a comparison of evidence level 3, an interval without zero under the test chosen for
the number of units, no × light, and at least two other calculations with the same sign. A comparison without
controls never gets further than 「変化がありました」. Failing to find a difference is never called its absence.
The rows stand in `verdict_table`.
"""

from .verdict_before_after import change_unit, conclude_before_after, fall
from .verdict_compared import conclude_staggered, conclude_synthetic
from .verdict_did import conclude_did
from .verdict_its import conclude_its
from .verdict_parts import UNDECIDABLE, Verdict, about, state_of
from .verdict_table import RULINGS, State

__all__ = [
    "RULINGS",
    "UNDECIDABLE",
    "State",
    "Verdict",
    "about",
    "change_unit",
    "conclude_before_after",
    "conclude_did",
    "conclude_its",
    "conclude_staggered",
    "conclude_synthetic",
    "fall",
    "state_of",
]
