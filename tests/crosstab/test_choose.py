import numpy as np
import pytest

from shirube.crosstab.choose import choose, sparse_share
from shirube.errors import CrosstabError

DENSE, SPARSE = np.array([[50, 40, 30], [30, 40, 50]]), np.array([[2, 3, 1], [1, 2, 8]])


def test_plenty_in_every_cell() -> None:
    assert choose(DENSE).kind == "chi2"


def test_sparse_tables_are_counted_out_and_the_reason_has_the_figures() -> None:
    share, least = sparse_share(SPARSE)
    choice = choose(SPARSE)
    assert choice.kind == "fisher"
    assert f"{100 * share:.0f}％" in choice.reason
    assert f"{least:.1f}" in choice.reason


def test_order_on_both_sides_asks_for_a_trend_and_keeps_the_plain_test() -> None:
    assert choose(DENSE, ordered=(True, True)).kind == "trend"
    assert choose(DENSE, ordered=(True, True)).companion == "chi2"
    assert choose(SPARSE, ordered=(True, True)).companion == "fisher"
    assert choose(DENSE, ordered=(True, False)).kind == "chi2"
    assert choose(DENSE[:, :2], ordered=(True, True)).companion is None


def test_weights_come_first() -> None:
    assert choose(SPARSE, weighted=True, ordered=(True, True)).kind == "rao_scott"


@pytest.mark.parametrize("counts", [np.array([[5, 5]]), np.array([[5, 0], [3, 0]]), np.zeros((2, 2), int)])
def test_nothing_to_compare(counts: np.ndarray) -> None:
    assert choose(counts).kind == "none"


def test_a_test_asked_for_is_used() -> None:
    assert choose(DENSE, "fisher").kind == "fisher"
    assert choose(SPARSE, "chi2").kind == "chi2"
    assert choose(DENSE, "none").kind == "none"


@pytest.mark.parametrize(
    ("wanted", "options", "key"),
    [
        ("chi2", {"weighted": True}, "C106"),
        ("rao_scott", {}, "C106"),
        ("trend", {"multiple": True, "ordered": (True, True)}, "C106"),
        ("trend", {"ordered": (True, False)}, "C107"),
    ],
)
def test_a_test_that_does_not_fit_is_refused(wanted, options, key) -> None:
    with pytest.raises(CrosstabError) as caught:
        choose(DENSE, wanted, **options)
    assert caught.value.key == key
    assert caught.value.next_step
