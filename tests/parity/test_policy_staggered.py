"""Staggered adoption against R's did, fixest and bacondecomp (tests/parity/policy.json)."""

import numpy as np
import pandas as pd
import pytest

from shirube.stats.group_time import group_time, pre_test, summarise
from shirube.stats.staggered import bacon, imputation, sun_abraham
from support.policy import parity
from support.shared import shared

#: Kinds of comparison in bacondecomp's words.
KINDS = {
    "開始した地区と、開始しない地区": "Treated vs Untreated",
    "早い地区と、まだの地区": "Earlier vs Later Treated",
    "遅い地区と、もう始めた地区": "Later vs Earlier Treated",
}


def near(value, expected, entry):
    return value == pytest.approx(expected, rel=0, abs=max(entry["tolerance"], 1e-9))


def mpdta():
    data = pd.read_csv(shared("data", "policy", "mpdta.csv"))
    outcome = data.pivot(index="countyreal", columns="year", values="lemp")
    by_unit = data.groupby("countyreal").first()
    first = by_unit["first.treat"].to_numpy(dtype=float)
    return outcome.to_numpy(), first, np.asarray(outcome.columns, dtype=float), by_unit[["lpop"]].to_numpy()


@pytest.mark.parametrize("covariates", ["nocov", "lpop"])
@pytest.mark.parametrize("kind", ["simple", "dynamic", "group", "calendar"])
def test_summaries(covariates, kind):
    name = f"mpdta_cs_{covariates}_{kind}"
    try:
        entry = parity(name)
    except StopIteration:
        assert (covariates, kind) in {("lpop", "simple"), ("lpop", "dynamic")}
        return
    y, first, years, lpop = mpdta()
    effects = group_time(y, first, years, covariates=lpop if covariates == "lpop" else None)
    found = summarise(effects, kind, as_did_2_1_2=True)
    assert near(found.estimate, entry["expected_estimate"], entry)
    assert near(found.se, entry["expected_se"], entry)
    if kind != "simple":
        assert found.at.tolist() == entry["extra"]["egt"]
        assert near(found.effects, entry["extra"]["att"], entry)
        assert near(found.effects_se, entry["extra"]["se"], entry)


def test_effects_by_group_and_time():
    entry = parity("mpdta_cs_gt")
    y, first, years, _ = mpdta()
    found = group_time(y, first, years)
    assert found.times.tolist() == entry["extra"]["t"]
    assert near(found.att, entry["extra"]["att"], entry)
    assert near(found.se, entry["extra"]["se"], entry)
    assert pre_test(found)[2] == pytest.approx(entry["expected_p"], abs=5e-6)


def test_later_versions_correct_the_error_of_the_whole_by_group():
    # The note of the entry: newer versions of did give .012446 instead of .012415.
    y, first, years, _ = mpdta()
    assert "gives .012446" in parity("mpdta_cs_nocov_group")["extra"]["note"]
    assert summarise(group_time(y, first, years), "group").se == pytest.approx(0.012446, abs=5e-7)


def test_not_yet_treated_controls():
    entry = parity("mpdta_cs_nyt_simple")
    y, first, years, _ = mpdta()
    found = summarise(group_time(y, first, years, control="notyet"))
    assert near(found.estimate, entry["expected_estimate"], entry)
    assert near(found.se, entry["expected_se"], entry)


def test_interaction_weights():
    entry = parity("mpdta_sunab")
    y, first, years, _ = mpdta()
    found = sun_abraham(y, first, years)
    assert near(found.att.estimate, entry["expected_estimate"], entry)
    assert near(found.att.se, entry["expected_se"], entry)
    for name, value in entry["extra"]["es"].items():
        at = found.steps.tolist().index(float(name.split("::")[1]))
        assert near(found.effects[at].estimate, value, entry)
        assert near(found.effects[at].se, entry["extra"]["es_se"][name], entry)


def test_imputation():
    entry = parity("mpdta_bjs")
    y, first, years, _ = mpdta()
    under = (first[:, None] > 0) & (years >= first[:, None])
    assert near(imputation(y, under).att, entry["expected_estimate"], entry)


def test_decomposition_of_castle_laws():
    entry = parity("castle_bacon")
    data = pd.read_csv(shared("data", "policy", "castle.csv"))
    wide = data.pivot(index="state", columns="year", values="l_homicide")
    on = data.pivot(index="state", columns="year", values="post").to_numpy()
    years = np.asarray(wide.columns, dtype=float)
    first = np.where(on.any(axis=1), years[on.argmax(axis=1)], 0.0)
    parts = bacon(wide.to_numpy(), first, years)
    assert near(sum(p.weight * p.estimate for p in parts), entry["expected_estimate"], entry)
    for expected in entry["extra"]["by"]:
        mine = [p for p in parts if KINDS[p.kind] == expected["type"]]
        weight = sum(p.weight for p in mine)
        assert near(weight, expected["weight"], entry)
        assert near(sum(p.weight * p.estimate for p in mine) / weight, expected["avg"], entry)
