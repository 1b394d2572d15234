"""Weighted tables for 公表: what a reader who knows every weight can work out, by an independent linear program."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from shirube.crosstab import CrosstabRequest, code, tabulate
from shirube.crosstab.weights import Population, weigh, weighting_detail
from shirube.result import Purpose

PUBLIC = CrosstabRequest("地区", "答", weight="w", purpose=Purpose.PUBLIC)


def survey(seed: int, *, within: bool) -> pd.DataFrame:
    """Districts of different size and weight; `within`: weights differ within a district as well."""
    random = np.random.default_rng(seed)
    sizes = random.integers(25, 160, 5)
    area = np.repeat(np.arange(5), sizes)
    weight = np.array([0.3, 0.6, 1.0, 1.8, 3.1])[random.permutation(5)][area]
    if within:
        weight = weight * random.choice([0.8, 1.0, 1.3], area.size)
    answers = random.choice(["はい", "いいえ", "どちらでもない", "わからない"], area.size, p=[0.5, 0.3, 0.15, 0.05])
    return pd.DataFrame({"地区": np.array(list("東西南北中"))[area], "答": answers, "w": weight})


def made(frame: pd.DataFrame, request: CrosstabRequest = PUBLIC):
    return tabulate(code(frame, ["地区", "答"], weight="w"), request)


def ranges(frame: pd.DataFrame, table, *, with_persons: bool) -> list[float]:
    """Width of the range of every hidden number of persons.

    Unknown are the persons and the Σw of every cell and of every base. Known are the Σw that are shown, all the sums,
    the persons of the shown bases, that a person of district i weighs between the least and the largest weight there,
    and (`with_persons`) the persons of shown cells.
    """
    rows, columns = table.counts.shape
    persons = np.column_stack([table.counts, table.base])
    weights = np.column_stack([table.weighted, table.weighted_base])
    hidden = table.hidden.cells
    shape = (2, rows, columns + 1)
    size = 2 * rows * (columns + 1)
    equal, right, below = [], [], []

    def term(*parts):
        line = np.zeros(shape)
        for k, i, j, sign in parts:
            line[k, i, j] += sign
        return line.ravel()

    for k in range(2):
        for i in range(rows):
            equal.append(term(*((k, i, j, 1.0) for j in range(columns)), (k, i, columns, -1.0)))
        for j in range(columns + 1):
            equal.append(term(*((k, i, j, 1.0) for i in range(rows - 1)), (k, rows - 1, j, -1.0)))
    right += [0.0] * len(equal)
    for i in range(rows):
        for j in range(columns + 1):
            if not hidden[i, j]:
                equal.append(term((1, i, j, 1.0)))
                right.append(float(weights[i, j]))
                if with_persons or j == columns:
                    equal.append(term((0, i, j, 1.0)))
                    right.append(float(persons[i, j]))
    for i, label in enumerate(table.row.labels):
        own = frame.loc[frame["地区"] == label, "w"]
        for j in range(columns):
            below.append(term((0, i, j, float(own.min())), (1, i, j, -1.0)))
            below.append(term((1, i, j, 1.0), (0, i, j, -float(own.max()))))
    found = []
    for i, j in np.argwhere(hidden):
        goal = term((0, i, j, 1.0))
        ends = [
            linprog(s * goal, A_eq=np.array(equal), b_eq=right, A_ub=np.array(below), b_ub=np.zeros(len(below)),
                    bounds=[(0, None)] * size)
            for s in (1, -1)
        ]  # fmt: skip
        assert all(end.status in (0, 3) for end in ends), [end.message for end in ends]
        found.append(np.inf if ends[1].status == 3 else -ends[1].fun - ends[0].fun)
    return found


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_reader_who_knows_the_weights_learns_no_hidden_number(seed: int, within: bool) -> None:
    frame = survey(seed, within=within)
    table = made(frame)
    assert table.hidden is not None
    if table.hidden.any:
        assert min(ranges(frame, table, with_persons=False)) >= PUBLIC.threshold - 1e-6
    assert not table.shows_persons


def test_persons_beside_weighted_sums_would_give_numbers_away() -> None:
    """Why the persons of single cells are left out: with both sums of a column, two hidden cells are two equations."""
    narrow = []
    for seed in range(4):
        frame = survey(seed, within=False)
        table = made(frame)
        if table.hidden.any:
            narrow.append(min(ranges(frame, table, with_persons=True)))
    assert min(narrow) < 1


def test_hiding_persons_alone_would_not_be_enough() -> None:
    """The same table hidden by its persons only, and shown weighted: some range is too narrow."""
    from dataclasses import replace

    from shirube.crosstab.suppress import suppress

    narrow = []
    for seed in range(6):
        frame = survey(seed, within=False)
        table = made(frame)
        only = replace(table, hidden=suppress(table.counts[:-1], PUBLIC.threshold))
        narrow += ranges(frame, only, with_persons=False)
    assert min(narrow) < PUBLIC.threshold - 1


def test_equal_weights_hide_what_no_weights_hide() -> None:
    frame = survey(1, within=False).assign(w=2.0)
    weighted = made(frame)
    plain = tabulate(code(frame, ["地区", "答"]), CrosstabRequest("地区", "答", purpose=Purpose.PUBLIC))
    assert (weighted.hidden.cells == plain.hidden.cells).all()


@pytest.mark.parametrize("base", [3, 5, 10])
def test_weighted_sums_are_rounded_as_much_coarser_as_the_largest_weight(base: int) -> None:
    from dataclasses import replace

    frame = survey(2, within=True)
    table = made(frame, replace(PUBLIC, protection="round", round_to=base))
    step = base * int(np.ceil(frame["w"].max()))
    assert not (table.weighted % step).any()
    assert not (table.weighted_base % step).any()


def test_details_on_weights_tell_no_small_category() -> None:
    """A weight is population over persons: with 4 persons of 80代, no weight and no share of answers is printed."""
    frame = pd.DataFrame({"年代": ["20代"] * 60 + ["40代"] * 90 + ["80代"] * 4})
    population = Population(("年代",), {("20代",): 4_000.0, ("40代",): 5_000.0, ("80代",): 1_000.0})
    found = weigh(code(frame, ["年代"]), population)
    assert found.fewest == 4
    open_ = weighting_detail(found)
    closed = weighting_detail(found, threshold=10)
    assert "最大" in open_.paragraphs[0]
    assert [c.key for c in open_.tables[0].columns][-2:] == ["sample", "weighted"]
    assert not any("最大" in line or "有効な標本の大きさは" in line for line in closed.paragraphs)
    assert [c.key for c in closed.tables[0].columns] == ["question", "label", "population"]
