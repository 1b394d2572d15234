"""Number.Round and its modes.

Number.Round rounds half to the even neighbour unless told otherwise (documentation of Number.Round and
RoundingMode.Type). A half is a half as written: 2.5 and 1.2345 (to three digits) are, whatever their binary form.
"""

import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from support.m.values import whole

HALVES = {"even": ROUND_HALF_EVEN, "away": ROUND_HALF_UP, "zero": ROUND_HALF_DOWN}
DIRECTED = {"floor": ROUND_FLOOR, "ceiling": ROUND_CEILING, "truncate": ROUND_DOWN}


def round_number(value: float, digits: int, mode: str) -> int | float:
    """Round to decimal digits; `mode` is even, away, zero, up, down (halves) or floor, ceiling, truncate."""
    if value.__class__ is float and not math.isfinite(value):
        return value
    if mode in {"up", "down"}:
        mode = "away" if (value > 0) == (mode == "up") else "zero"
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), (HALVES | DIRECTED)[mode])
    return int(rounded) if digits <= 0 else whole(float(rounded))
