import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shirube.crosstab.suppress_multiple import suppress_multiple


@st.composite
def answers(draw) -> tuple[np.ndarray, np.ndarray]:
    base = draw(st.lists(st.sampled_from([0, 1, 2, 5, 12, 30, 60]), min_size=1, max_size=4))
    options = draw(st.integers(1, 3))
    counts = [[draw(st.one_of(st.just(n), st.integers(0, n))) for _ in range(options)] for n in base]
    return np.array(counts), np.array(base)


def interval(whole: np.ndarray, hidden: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """What a reader can work out: columns add up, nobody picks an option twice, hidden means at least one."""
    rows, columns = whole.shape
    position = np.arange(whole.size).reshape(whole.shape)
    equal = np.zeros((columns, whole.size))
    for j in range(columns):
        equal[j, position[:-1, j]], equal[j, position[-1, j]] = 1, -1
    most = []
    for i in range(rows):
        for j in range(columns - 1):
            line = np.zeros(whole.size)
            line[position[i, j]], line[position[i, -1]] = 1, -1
            most.append(line)
    bounds = [(1, None) if hidden[at] else (whole[at], whole[at]) for at in np.ndindex(whole.shape)]
    limits = []
    for sign in (1, -1):
        goal = np.zeros(whole.size)
        goal[position[cell]] = sign
        found = linprog(goal, most, np.zeros(len(most)), equal, np.zeros(columns), bounds)
        assert found.status in (0, 3), found.message
        limits.append(sign * found.fun if found.status == 0 else -sign * np.inf)
    return limits[0], limits[1]


@settings(deadline=None, max_examples=15)
@given(answers(), st.sampled_from([3, 10]))
def test_no_hidden_count_can_be_worked_out(case: tuple[np.ndarray, np.ndarray], threshold: int) -> None:
    counts, base = case
    hidden = suppress_multiple(counts, base, threshold)
    whole = np.column_stack([np.vstack([counts, counts.sum(axis=0)]), np.append(base, base.sum())])
    assert hidden.cells[(whole > 0) & (whole < threshold)].all()
    for cell in np.argwhere(hidden.cells):
        low, high = interval(whole, hidden.cells, tuple(cell))
        assert high - low >= 1 - 1e-6, (whole, hidden.cells, cell)


def test_the_few_who_did_not_pick_are_protected_too() -> None:
    # 57 of 60 picked: 3 did not, which is as small a group as 3 who did.
    hidden = suppress_multiple(np.array([[57, 30], [30, 30]]), np.array([60, 60]), 10)
    assert hidden.cells[0, 0]
    assert not hidden.cells[0, 1]
