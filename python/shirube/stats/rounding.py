"""Half-up rounding (四捨五入), done on decimals so that the figure shown is the figure a clerk gets by hand.

Python, NumPy, pandas and R round halves to the even digit (12.5 → 12); Japanese reports round them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

__all__ = ["percent", "percents_to_100", "round_half_up"]

#: What counts as a number here. Floats are read as Excel shows them: 15 significant digits.
Exact = int | float | Fraction | Decimal


def round_half_up(x: Exact, digits: int = 0) -> float:
    """Round to `digits` decimals, halves away from zero, as Excel's ROUND does.

    Parameters
    ----------
    x
        The number. A float is first read at 15 significant digits, so 2.675 means 2.675 and not the binary
        number just below it; a `fractions.Fraction` is rounded exactly.
    digits
        Decimals to keep; negative rounds to tens, hundreds …

    Returns
    -------
    float

    Examples
    --------
    >>> round_half_up(12.5), round_half_up(2.675, 2), round_half_up(-0.5), round_half_up(1250, -2)
    (13.0, 2.68, -1.0, 1300.0)
    """
    if digits >= 0 and _is_whole(x):
        return float(x) + 0.0  # no negative zero
    return float(_rounded(_exact(x), digits))


def percent(numerator: Exact, denominator: Exact, digits: int = 1) -> float:
    """Return ``100 * numerator / denominator`` rounded half up on the exact ratio.

    Raises
    ------
    ZeroDivisionError
        The denominator is zero: nobody was asked, so there is no percentage.

    Examples
    --------
    >>> percent(1, 8), percent(1, 8, 0), percent(5, 400)
    (12.5, 13.0, 1.3)
    """
    if digits >= 0 and denominator and _is_whole(numerator) and _is_whole(denominator):
        # Counts, by far the most usual: the same in integers, without the cost of fractions.
        part, whole, units = int(numerator), int(denominator), 10**digits
        rounded = (200 * units * abs(part) + abs(whole)) // (2 * abs(whole))
        return float((rounded if (part < 0) == (whole < 0) else -rounded) / units + 0.0)
    return float(_rounded(100 * _exact(numerator) / _exact(denominator), digits))


def percents_to_100(counts: Sequence[Exact], digits: int = 1) -> tuple[float, ...]:
    """Return percentages that add up to exactly 100 (largest-remainder method of Hamilton).

    Every share is cut down to `digits` decimals, then the units still missing go to the largest remainders;
    equal remainders are served from the left.

    Raises
    ------
    ZeroDivisionError
        The counts add up to zero.

    Examples
    --------
    >>> percents_to_100([1, 1, 1])
    (33.4, 33.3, 33.3)
    """
    exact = [_exact(count) for count in counts]
    total = sum(exact, Fraction(0))
    units = 10**digits
    shares = [100 * units * value / total for value in exact]
    floors = [share.numerator // share.denominator for share in shares]
    missing = 100 * units - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return tuple(float(Fraction(value, units)) for value in floors)


def _is_whole(x: Exact) -> bool:
    """Whether a number is whole and read the same at 15 significant digits."""
    return isinstance(x, int) or (isinstance(x, float) and x.is_integer() and abs(x) < 1e15)


def _exact(x: Exact) -> Fraction:
    if isinstance(x, float):
        return Fraction(Decimal(f"{x:.15g}"))
    return Fraction(x)


def _rounded(x: Fraction, digits: int) -> Fraction:
    scale = Fraction(10) ** digits
    whole = (abs(x) * scale + Fraction(1, 2)).__floor__()
    return (whole if x >= 0 else -whole) / scale
