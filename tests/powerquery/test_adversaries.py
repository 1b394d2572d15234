"""Sheets made to trip a converter, and each a year later: the query gives what Python gives, or says that it does not.

What may be told instead is listed in docs/power-query.md and counted here (`support.editions`).
"""

from collections import Counter

import pytest

from support.editions import DIFFERENT, NO_TABLE, NOTATION, NOTICE, SAME, read_both

FEW, MANY = 48, 1000
MADE = "書き直せた"


def check(seeds: range) -> tuple[Counter[str], list[int]]:
    """Compare every sheet and its later edition: how often each verdict was given, and the seeds that differ untold."""
    found: Counter[str] = Counter()
    wrong = []
    for seed in seeds:
        verdict = read_both(seed)
        if verdict is not None:
            found.update({MADE, *verdict.kinds})
            if verdict.original or verdict.rows or verdict.kinds & {DIFFERENT, NO_TABLE}:
                wrong.append(seed)
    return found, wrong


def test_nothing_differs_untold() -> None:
    found, wrong = check(range(FEW))
    assert wrong == []
    assert found[SAME] >= FEW // 5
    assert found[NOTICE] > 0
    assert found[NOTATION] > 0


@pytest.mark.slow
def test_none_of_a_thousand_differs_untold() -> None:
    # Refusing and telling of everything would be no answer: most sheets become a query, and a third of those agree.
    found, wrong = check(range(FEW, MANY))
    assert wrong == []
    assert found[MADE] >= 0.6 * (MANY - FEW)
    assert found[SAME] >= 0.35 * found[MADE]
    # 45 % until the sheets whose end only a year tells were refused: as many notices, of fewer queries.
    assert found[NOTICE] <= 0.46 * found[MADE]
