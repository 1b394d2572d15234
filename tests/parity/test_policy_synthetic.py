"""The tobacco control programme of California by synthetic methods (tests/parity/policy.json)."""

import numpy as np
import pandas as pd
import pytest

from shirube.stats.sdid import placebo_se, synthetic_did
from shirube.stats.synthetic import synthetic_control
from support.policy import parity
from support.shared import shared


def california():
    data = pd.read_csv(shared("data", "policy", "california_prop99.csv"), sep=";")
    wide = data.pivot(index="State", columns="Year", values="PacksPerCapita")
    states = list(wide.index)
    return wide.to_numpy(), np.array([s == "California" for s in states]), list(wide.columns).index(1989), states


def test_synthetic_did():
    entry = parity("prop99_sdid")
    y, treated, start, states = california()
    found = synthetic_did(y, treated, start)
    assert found.effect == pytest.approx(entry["expected_estimate"], abs=entry["tolerance"])
    assert found.times[-3:] == pytest.approx(entry["extra"]["lam_1986_88"], abs=1e-6)
    controls = [s for s in states if s != "California"]
    for state, weight in entry["extra"]["omega"].items():
        assert found.units[controls.index(state)] == pytest.approx(weight, abs=1e-6)


@pytest.mark.slow
def test_placebo_error_of_all_controls():
    y, treated, start, _ = california()
    expected = parity("prop99_sdid")["extra"]["se_exact_enumeration_38_placebos"]
    assert placebo_se(y, treated, start) == pytest.approx(expected, abs=1e-4)


def test_synthetic_control_as_the_package_stops():
    entry = parity("prop99_sc_synthdid")
    y, treated, start, _ = california()
    found = synthetic_did(y, treated, start, plain_control=True)
    assert found.effect == pytest.approx(entry["expected_estimate"], abs=entry["tolerance"])


def test_rank_of_california_by_outcomes_alone():
    y, treated, start, _ = california()
    found = synthetic_control(y, int(treated.argmax()), start)
    # At the minimum, which the package's steps stop short of by .1 packs.
    assert found.effect == pytest.approx(parity("prop99_sc_synthdid")["expected_estimate"], abs=0.15)
    # Fitted to the outcomes alone, California is third of 39; with the predictors of Abadie et al. it is first (.026).
    assert (found.rank, len(found.ratios)) == (3, 39)
    assert found.p == pytest.approx(0.077, abs=5e-4)
