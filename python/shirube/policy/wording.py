"""Turns numbers into the words of a report: signs, digits, units, intervals. One place, so text and cells agree."""

from __future__ import annotations

import math

from ..stats.rounding import round_half_up

__all__ = ["amount", "digits_for", "level_text", "plural_units", "signed", "span"]

_MOST_DIGITS = 8


def digits_for(estimate: float, low: float, high: float) -> int:
    """Decimals that show two significant digits of the half width, and never round an end of the interval to zero.

    >>> digits_for(-2.31, -3.92, -0.71), digits_for(-12.0, -20.4, -3.6), digits_for(0.5, 0.0004, 1.0)
    (1, 1, 4)
    """
    finite = math.isfinite(low) and math.isfinite(high)
    scale = (high - low) / 2 if finite and high > low else abs(estimate)
    digits = 0 if not (scale > 0 and math.isfinite(scale)) else min(max(1 - math.floor(math.log10(scale)), 0), 6)
    ends = [end for end in (low, high) if finite and end != 0]
    while digits < _MOST_DIGITS and any(round_half_up(end, digits) == 0 for end in ends):
        digits += 1
    return digits


def signed(value: float, digits: int) -> str:
    """A change with its sign: ``+1.2``, ``−1.2``, ``0.0``.

    >>> signed(-1234.5, 1), signed(0.04, 1)
    ('−1,234.5', '0.0')
    """
    if math.isinf(value):
        return "+∞" if value > 0 else "−∞"
    shown = round_half_up(value, digits)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{abs(shown):,.{digits}f}"


def level_text(value: float, digits: int, unit: str) -> str:
    """A level with its unit, minus as −.

    >>> level_text(20.44, 1, "人"), level_text(-1.25, 1, "kg")
    ('20.4人', '−1.3 kg')
    """
    shown = round_half_up(value, digits)
    return amount(f"{'−' if shown < 0 else ''}{abs(shown):,.{digits}f}", unit)


def amount(text: str, unit: str) -> str:
    """Join a number and its unit: a space before Latin units, none before Japanese ones and %.

    >>> amount("2.3", "kg"), amount("12", "件"), amount("5", "%"), amount("5", "")
    ('2.3 kg', '12件', '5%', '5')
    """
    return f"{text} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{text}{unit}"


def span(estimate: float, low: float, high: float, unit: str) -> str:
    """Size with its interval: ``−2.3 kg（−3.9〜−0.7 kg）``; without the bracket when no interval is reachable.

    >>> span(-2.31, -3.92, -0.71, "kg")
    '−2.3 kg（−3.9〜−0.7 kg）'
    """
    digits = digits_for(estimate, low, high)
    size = amount(signed(estimate, digits), unit)
    if not (math.isfinite(low) and math.isfinite(high)):
        return size
    return f"{size}（{signed(low, digits)}〜{amount(signed(high, digits), unit)}）"


def plural_units(names: tuple[str, ...], most: int = 5) -> str:
    """Name a few things and count the rest.

    >>> plural_units(("東", "西", "南"), most=2)
    '東、西 ほか1'
    """
    shown = "、".join(names[:most])
    return f"{shown} ほか{len(names) - most}" if len(names) > most else shown
