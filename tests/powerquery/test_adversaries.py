"""Sheets made to trip a converter, and each a year later: the query gives what Python gives, or says that it does not.

What may be told instead is listed in docs/power-query.md and counted here (`support.editions`).
"""

from collections import Counter

import pytest

from support.editions import DIFFERENT, NO_TABLE, NOTATION, NOTICE, SAME, read_both

FEW, MANY = 48, 1000


def check(seeds: range) -> Counter[str]:
    """Compare every sheet and its later edition; returns how often each verdict was given."""
    found: Counter[str] = Counter()
    for seed in seeds:
        verdict = read_both(seed)
        if verdict is not None:
            assert verdict.original == (), seed
            assert verdict.rows == (), seed
            assert not verdict.kinds & {DIFFERENT, NO_TABLE}, seed
            found.update(verdict.kinds)
    return found


def test_nothing_differs_untold() -> None:
    found = check(range(FEW))
    assert found[SAME] >= FEW // 5
    assert found[NOTICE] > 0
    assert found[NOTATION] > 0


@pytest.mark.slow
def test_nothing_differs_untold_in_a_thousand() -> None:
    found = check(range(FEW, MANY))
    assert found[SAME] >= MANY // 5
