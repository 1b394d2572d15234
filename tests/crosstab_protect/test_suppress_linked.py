"""Attacks by linear programming on the answers: which joint distributions could have given all that is shown."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from shirube.codebook import Answer, Codebook, Option, Question
from shirube.crosstab import CrosstabRequest, code
from shirube.crosstab.count import count
from shirube.crosstab.recode import nested
from shirube.crosstab.request import Condition
from shirube.crosstab.suppress import suppress
from shirube.crosstab.suppress_linked import linked_cells, protect_linked
from shirube.crosstab.suppress_multiple import suppress_multiple

MEDIA = Question("媒体", "媒体", Answer.MULTIPLE, tuple(Option(x, x) for x in ("紙", "網", "口")), ("紙", "網", "口"))
BOOK = Codebook((MEDIA,))


def answers(seed: int, n: int = 160) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    used = random.random(n) < 0.6
    frame = pd.DataFrame(
        {
            "性": random.choice(["男", "女"], n),
            "年": random.choice(["若", "中", "老"], n, p=[0.15, 0.35, 0.5]),
            "問1": np.where(used, "利用した", "しない"),
            "問2": np.where(used, random.choice(["良い", "普通", "悪い"], n, p=[0.5, 0.4, 0.1]), "非該当"),
        }
    )
    for name, share in (("紙", 0.5), ("網", 0.3), ("口", 0.06)):
        frame[name] = (random.random(n) < share).astype(int)
    return frame


SINGLE = (
    CrosstabRequest("性", "問1"),
    CrosstabRequest("年", "問1"),
    CrosstabRequest("年", "問2"),
    CrosstabRequest("性", "問2"),
    CrosstabRequest("年", "問2", outer="性"),
    CrosstabRequest("年", "性", where=(Condition("問1", ("利用した",)),)),
)
MULTIPLE = (CrosstabRequest("性", "媒体"), CrosstabRequest("年", "媒体"))


def hide(frame: pd.DataFrame, requests, threshold: int):
    keys = dict.fromkeys(key for request in requests for key in request.keys)
    coded = code(frame, list(keys), BOOK)
    alone, tables = [], []
    for request in requests:
        row = nested(coded.variable(request.outer), coded.variable(request.row)) if request.outer else None
        found = count(
            coded.plus(row) if row else coded, row.key if row else request.row, request.column, where=request.where
        )
        multiple = coded.variable(request.column).multiple
        alone.append(
            suppress_multiple(found.cells, found.base, threshold) if multiple else suppress(found.cells, threshold)
        )
        tables.append((request, row or coded.variable(request.row), coded.variable(request.column)))
    return coded, tables, alone, protect_linked(linked_cells(coded, requests), alone, threshold)


def members(frame: pd.DataFrame, coded, request, row, column) -> np.ndarray:
    """Who stands in each cell of a table, totals last, shape (rows + 1, columns + 1, n)."""
    kept = (row.codes >= 0) & (column.codes >= 0)
    for condition in request.where:
        kept &= frame[condition.key].isin(condition.labels).to_numpy()
    inside = [kept & (row.codes == i) for i in range(len(row.labels))] + [kept]
    single = [column.codes == j for j in range(len(column.labels))]
    chosen = single if column.picks is None else list(column.picks.T)
    return np.array([[who & pick for pick in [*chosen, np.ones(len(frame), bool)]] for who in inside])


def attack(frame: pd.DataFrame, coded, tables, hidden, names) -> list[tuple[int, float]]:
    """(persons, width of the range) of every hidden cell, over all joint distributions that give the shown counts."""
    levels = [sorted(set(frame[name].astype(str))) for name in names]
    combos = list(product(*levels))
    position = {combo: k for k, combo in enumerate(combos)}
    kind = np.array([position[line] for line in frame[list(names)].astype(str).itertuples(index=False, name=None)])
    possible = np.unique(kind)  # combinations nobody has may exist as well as far as the reader knows
    template = pd.DataFrame(combos, columns=list(names))
    everything = frame.iloc[[int(np.flatnonzero(kind == k)[0]) if k in possible else 0 for k in range(len(combos))]]
    everything = everything.assign(**{n: template[n].to_numpy() for n in names})
    for name in ("紙", "網", "口"):
        everything[name] = everything[name].astype(int)
    wide = code(everything.reset_index(drop=True), [v for v in coded.variables if v != "年×性"], BOOK)
    rows, right, goals = [], [], []
    for (request, row, column), cells in zip(tables, hidden, strict=True):

        def same(variable, key):
            other = wide.variable(key)
            mapping = {label: i for i, label in enumerate(variable.labels)}
            if other.picks is not None:
                return other
            codes = np.array([mapping[other.labels[c]] if c >= 0 else -1 for c in other.codes])
            return type(variable)(variable.key, variable.label, variable.labels, variable.missing, codes)

        if request.outer:
            outer, inner = wide.variable(request.outer), wide.variable(request.row)
            names_of = [f"{outer.labels[o]}・{inner.labels[i]}" for o, i in zip(outer.codes, inner.codes, strict=True)]
            codes = np.array([row.labels.index(name) for name in names_of])
            axis = type(row)(row.key, row.label, row.labels, row.missing, codes)
        else:
            axis = same(row, request.row)
        coefficient = members(everything.reset_index(drop=True), wide, request, axis, same(column, request.column))
        truth = members(frame, coded, request, row, column).sum(axis=2)
        for at in np.ndindex(truth.shape):
            if cells.cells[at]:
                goals.append((int(truth[at]), coefficient[at].astype(float)))
            else:
                rows.append(coefficient[at].astype(float))
                right.append(truth[at])
    found = []
    for truth, goal in goals:
        ends = [linprog(sign * goal, A_eq=np.array(rows), b_eq=right, bounds=(0, None)) for sign in (1, -1)]
        assert all(end.status in (0, 3) for end in ends), ends
        high = np.inf if ends[1].status == 3 else -ends[1].fun
        found.append((truth, high - ends[0].fun))
    return found


@pytest.mark.parametrize(("seed", "threshold"), [(0, 5), (1, 10), (2, 10)])
def test_nothing_follows_from_all_tables_together(seed: int, threshold: int) -> None:
    frame = answers(seed)
    coded, tables, _, hidden = hide(frame, SINGLE, threshold)
    ranges = attack(frame, coded, tables, hidden, ("性", "年", "問1", "問2"))
    assert ranges
    assert min(width for _, width in ranges) >= threshold - 1e-6


def test_hiding_table_by_table_would_not_be_enough() -> None:
    failures = 0
    for seed in range(2):
        frame = answers(seed)
        coded, tables, alone, _ = hide(frame, SINGLE, 10)
        ranges = attack(frame, coded, tables, alone, ("性", "年", "問1", "問2"))
        failures += any(width < 10 - 1e-6 for _, width in ranges)
    assert failures


@pytest.mark.parametrize("seed", range(2))
def test_multiple_answers_share_their_bases_with_the_others(seed: int) -> None:
    frame = answers(seed, 90)
    requests = (*MULTIPLE, CrosstabRequest("年", "性"))
    coded, tables, _, hidden = hide(frame, requests, 5)
    ranges = attack(frame, coded, tables, hidden, ("性", "年", "紙", "網", "口"))
    assert ranges
    assert all(width >= 5 - 1e-6 for _, width in ranges)


def test_what_is_hidden_once_is_hidden_everywhere() -> None:
    frame = answers(1)
    coded, tables, _, hidden = hide(frame, SINGLE, 10)
    seen: dict[bytes, bool] = {}
    for (request, row, column), found in zip(tables, hidden, strict=True):
        who = members(frame, coded, request, row, column)
        for at in np.ndindex(who.shape[:2]):
            if who[at].any():
                assert seen.setdefault(who[at].tobytes(), bool(found.cells[at])) == found.cells[at]


def test_nothing_small_nothing_hidden() -> None:
    frame = pd.DataFrame({"性": ["男", "女"] * 40, "問1": ["はい", "はい", "いいえ", "いいえ"] * 20})
    coded = code(frame, ["性", "問1"])
    requests = (CrosstabRequest("性", "問1"),)
    found = suppress(count(coded, "性", "問1").cells, 10)
    assert not protect_linked(linked_cells(coded, requests), [found], 10)[0].any


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_many_batches_are_safe(threshold: int) -> None:
    for seed in range(100, 130):
        frame = answers(seed, 120 + seed)
        coded, tables, _, hidden = hide(frame, SINGLE, threshold)
        ranges = attack(frame, coded, tables, hidden, ("性", "年", "問1", "問2"))
        assert all(width >= threshold - 1e-6 for _, width in ranges), seed
