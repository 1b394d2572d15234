import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.stats.multiplicity import adjust

P = [0.01, 0.02, 0.03, 0.04, 0.05]
# R: p.adjust(c(.01,.02,.03,.04,.05), method)
WANTED = {
    "none": P,
    "bonferroni": [0.05, 0.10, 0.15, 0.20, 0.25],
    "holm": [0.05, 0.08, 0.09, 0.09, 0.09],
    "bh": [0.05] * 5,
}


@pytest.mark.parametrize("method", WANTED)
def test_against_r(method: str) -> None:
    assert adjust(P, method) == pytest.approx(WANTED[method])


def test_comparisons_not_made_do_not_count() -> None:
    assert math.isnan(adjust([0.01, math.nan], "bonferroni")[1])
    assert adjust([0.01, math.nan], "bonferroni")[0] == 0.01
    assert adjust([], "holm").size == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_order_of_power_and_of_input(p: list[float], random) -> None:
    bonferroni, holm, bh = (adjust(p, m) for m in ("bonferroni", "holm", "bh"))
    assert (np.array(p) <= bh + 1e-15).all()
    assert (bh <= holm + 1e-12).all()
    assert (holm <= bonferroni + 1e-12).all()
    order = list(range(len(p)))
    random.shuffle(order)
    assert adjust([p[i] for i in order], "holm") == pytest.approx(holm[order])
