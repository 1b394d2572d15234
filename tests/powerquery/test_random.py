"""Random sheets full of traps, as they were when the query was made and as they look later: query and Python agree."""

import random

import pytest

from support.messy import crosstab, listing
from support.queries import differences, notice

FEW, MANY = 40, 1000


def check(seed: int) -> None:
    rng = random.Random(seed)
    messy = (crosstab if seed % 2 else listing)(rng)
    assert differences(messy.grid, messy.recipe) == []
    if messy.refused:
        assert "作り直してください" in notice(messy.grid, messy.recipe, messy.later)
    else:
        assert differences(messy.grid, messy.recipe, messy.later) == []


@pytest.mark.parametrize("seed", range(FEW))
def test_agree(seed):
    check(seed)


@pytest.mark.slow
def test_many_agree():
    for seed in range(FEW, MANY):
        check(seed)
