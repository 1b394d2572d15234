"""Structural time series against R's arima and CausalImpact (tests/parity/policy.json)."""

import numpy as np
import pandas as pd
import pytest

from shirube.errors import DesignError
from shirube.stats.structural import airline_step, local_level
from support.policy import parity
from support.shared import shared


def test_seat_belt_law():
    entry = parity("seatbelts_arima")
    data = pd.read_csv(shared("data", "policy", "seatbelts.csv"))
    found = airline_step(np.log(data.drivers), int(np.argmax(data.law)))
    assert found.estimate == pytest.approx(entry["expected_estimate"], abs=entry["tolerance"])
    assert found.high < 0


def test_causal_impact_vignette():
    entry = parity("causalimpact_vignette")
    data = pd.read_csv(shared("data", "policy", "causalimpact_vignette.csv"))
    found = local_level(data.y, 70, data[["x1"]])
    assert found.estimate == pytest.approx(entry["expected_estimate"], abs=entry["tolerance"])
    assert found.se == pytest.approx(entry["expected_se"], abs=entry["tolerance"])
    assert (found.low, found.high) == pytest.approx(entry["expected_ci"], abs=0.5)


def test_short_series_are_refused():
    for call in (lambda: airline_step(np.arange(40.0), 20), lambda: local_level(np.arange(40.0), 40)):
        with pytest.raises(DesignError) as caught:
            call()
        assert caught.value.key == "S481"
