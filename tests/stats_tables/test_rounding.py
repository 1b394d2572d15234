from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.stats.rounding import percent, percents_to_100, round_half_up


@pytest.mark.parametrize(
    ("x", "digits", "wanted"),
    [
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),  # half-even gives 2
        (-2.5, 0, -3.0),  # as Excel's ROUND: away from zero
        (1.005, 2, 1.01),  # the binary number is below 1.005
        (2.675, 2, 2.68),
        (0.1 + 0.2, 1, 0.3),
        (1250, -2, 1300.0),
        (Fraction(1, 3), 3, 0.333),
        (0, 1, 0.0),
    ],
)
def test_halves_go_up(x: float, digits: int, wanted: float) -> None:
    assert round_half_up(x, digits) == wanted


@given(st.decimals(-10_000, 10_000, places=4), st.integers(0, 3))
def test_equals_decimal_arithmetic(x: Decimal, digits: int) -> None:
    wanted = x.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assert round_half_up(float(x), digits) == float(wanted)


def test_percent_is_taken_of_the_exact_ratio() -> None:
    assert percent(129, 200, 0) == 65.0  # 64.5
    assert percent(7, 200, 0) == 4.0  # 3.5
    assert percent(0.35, 1.0, 0) == 35.0


def test_percent_of_nobody_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        percent(0, 0)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12).filter(any), st.integers(0, 2))
def test_largest_remainder_adds_up_and_stays_near(counts: list[int], digits: int) -> None:
    shares = percents_to_100(counts, digits)
    unit = Fraction(1, 10**digits)
    exact = [Fraction(round_half_up(share, digits)).limit_denominator(10**digits) for share in shares]
    assert sum(exact) == 100
    assert all(abs(e - Fraction(100 * c, sum(counts))) < unit for e, c in zip(exact, counts, strict=True))
