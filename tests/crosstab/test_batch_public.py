"""A batch for 公表: merging once for all tables, breakdowns inside one another, weights."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from shirube.commands.crosstab import CrosstabSettings
from shirube.commands.crosstab_batch import BatchSettings, batch, gt
from shirube.crosstab import CrosstabRequest, code
from shirube.crosstab.batch import BatchRequest, merge_axes, tabulate_batch, tabulate_totals
from shirube.crosstab.tabulate import tabulate
from shirube.errors import CrosstabError
from shirube.grid import Grid
from shirube.result import Cell, Purpose

PUBLIC = CrosstabRequest("", "", purpose=Purpose.PUBLIC)
MERGE = CrosstabRequest("", "", purpose=Purpose.PUBLIC, protection="merge")
AGES = ("20代", "30代", "40代", "50代", "60代", "70代")


def answers(seed: int = 0, n: int = 420) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    age = random.choice(AGES, n, p=[0.04, 0.05, 0.2, 0.25, 0.26, 0.2])
    return pd.DataFrame(
        {
            "性別": random.choice(["男性", "女性"], n),
            "年代": age,
            "問1": random.choice(["はい", "いいえ", "わからない"], n, p=[0.6, 0.35, 0.05]),
            "問2": random.choice(["良い", "悪い"], n),
            "w": np.where(np.isin(age, AGES[:2]), 2.5, 0.8),
        }
    )


def coded(frame: pd.DataFrame, weight: str = ""):
    return code(frame, ["性別", "年代", "問1", "問2"], weight=weight)


def test_a_breakdown_is_merged_once_for_all_tables() -> None:
    frame = answers()
    made = tabulate_batch(coded(frame), BatchRequest(("年代", "性別"), ("問1", "問2"), MERGE))
    ages = [table.row.labels for table in made.tables if table.row.key == "年代"]
    assert len(set(ages)) == 1
    assert ages[0][0] == "20代・30代"
    persons = frame["年代"].value_counts()
    assert (persons[["20代", "30代"]] < 30).all()
    assert persons[list(AGES[2:])].min() >= 30
    assert ages[0][1:] == AGES[2:]
    assert {table.request.protection for table in made.tables} == {"suppress"}


def test_merged_tables_are_hidden_as_if_the_answers_had_come_merged() -> None:
    """An independent way: the labels are replaced in the data, and nothing is merged afterwards."""
    for seed in range(3):
        frame = answers(seed)
        merged = frame.assign(年代=frame["年代"].replace({"20代": "20代・30代", "30代": "20代・30代"}))
        request = BatchRequest(("年代", "性別"), ("問1", "問2"), PUBLIC)
        mine = tabulate_batch(coded(frame), BatchRequest(request.axes, request.questions, MERGE))
        other = tabulate_batch(coded(merged), request)
        for a, b in zip(mine.tables, other.tables, strict=True):
            assert a.row.labels == b.row.labels
            assert (a.counts == b.counts).all()
            assert (a.hidden.cells == b.hidden.cells).all()


def test_merging_again_changes_nothing() -> None:
    data, request = merge_axes(coded(answers()), BatchRequest(("年代",), ("問1",), MERGE))
    again, same = merge_axes(data, request)
    assert again is data
    assert same == request
    plain, untouched = merge_axes(data, BatchRequest(("年代",), ("問1",), PUBLIC))
    assert plain is data
    assert untouched.common == PUBLIC


def grid(frame: pd.DataFrame) -> Grid:
    body = [[v.item() if hasattr(v, "item") else v for v in row] for row in frame.itertuples(index=False, name=None)]
    return Grid.from_rows([list(frame.columns), *body])


def test_the_report_tells_that_categories_were_merged() -> None:
    common = CrosstabSettings(purpose=Purpose.PUBLIC, protection="merge")
    result = batch(grid(answers()), BatchSettings("年代", "問1、問2", common))
    assert any("30人に満たない区分は" in note for note in result.notes)
    assert next(s.value for s in result.settings if s.label == "秘匿の方法") == "まとめる"
    labels = [row[1] for table in result.tables if table.key.startswith("banner") for row in table.rows]
    assert "20代・30代" in labels
    assert "20代" not in labels


def test_nested_breakdowns_in_a_batch_are_the_single_tables() -> None:
    data = coded(answers())
    made = tabulate_batch(data, BatchRequest(("性別", ("性別", "年代")), ("問1", "問2")))
    nested = next(t for t in made.tables if t.request.outer and t.column.key == "問1")
    alone = tabulate(data, CrosstabRequest("年代", "問1", outer="性別", layout="p"))
    assert (nested.counts == alone.counts).all()
    assert nested.row.labels == alone.row.labels
    assert made.request.axis_names == ("性別", "性別×年代")
    result = batch(grid(answers()), BatchSettings("性別×年代", "問1"))
    assert any(row[1] == "男性・20代" or getattr(row[1], "value", "") == "男性・20代" for row in result.tables[-1].rows)
    left = BatchRequest((("性別", "年代"),), ("年代", "問1")).requests
    assert [one.column for one in left] == ["問1"]
    with pytest.raises(CrosstabError):
        BatchRequest((("性別", "年代"),), ("年代",))


def test_totals_of_linked_questions_are_hidden_together() -> None:
    """A follow-up question asked of all who answered tells how many did not, unless that is hidden as well.

    With 「いいえ」 hidden for its 5 persons and 無回答 beside it, the base of the follow-up question (無回答 left out)
    would give 無回答 away, and with it 「いいえ」.
    """
    frame = pd.DataFrame(
        {
            "問1": ["はい"] * 60 + ["いいえ"] * 5 + ["無回答"] * 20,
            "問2": ["多い"] * 30 + ["少ない"] * 35 + ["非該当"] * 20,
        }
    )
    data = code(frame, ["問1", "問2"])
    first, second = tabulate_totals(data, ["問1", "問2"], PUBLIC)
    hidden = {label for label, x in zip(first.column.labels, first.hidden.cells[-1], strict=False) if x}
    assert "いいえ" in hidden
    assert _width(first, second) >= PUBLIC.threshold - 1e-6


def _width(first, second) -> float:
    """Range of 「いいえ」 from everything shown; x = (はい, いいえ, 無回答, 多い, 少ない), every answer its own."""
    equal = [([1, 1, 1, 0, 0], 85.0), ([1, 1, 0, -1, -1], 0.0)]
    names = [*first.column.labels, *second.column.labels]
    shown = [*first.hidden.cells[-1, :3], *second.hidden.cells[-1, :2]]
    values = [*first.counts[-1], *second.counts[-1]]
    order = ["はい", "いいえ", "無回答", "多い", "少ない"]
    for name, hidden, value in zip(names, shown, values, strict=True):
        if not hidden:
            equal.append(([float(name == x) for x in order], float(value)))
    if not second.hidden.cells[-1, -1]:
        equal.append(([0, 0, 0, 1, 1], float(second.base[-1])))
    left, right = zip(*equal, strict=True)
    goal = np.array([0.0, 1, 0, 0, 0])
    low, high = (linprog(s * goal, A_eq=np.array(left), b_eq=right, bounds=(0, None)) for s in (1, -1))
    return float(-high.fun - low.fun)


def test_weights_in_a_batch_show_no_persons_by_cell_in_any_table() -> None:
    common = CrosstabSettings(weight="w", purpose=Purpose.PUBLIC)
    result = batch(grid(answers()), BatchSettings("年代、性別", "問1、問2", common))
    data = result.data[0].table
    n = [c.key for c in data.columns].index("n")
    assert all(row[n] is None for row in data.rows)
    totals = gt(grid(answers()), BatchSettings(questions="問1、年代", common=common)).tables[0]
    persons = [c.key for c in totals.columns].index("n")
    assert all(
        row[persons] is None for row in totals.rows if row[1] != "回答者数（n）" and not isinstance(row[persons], Cell)
    )
    internal = gt(grid(answers()), BatchSettings(questions="問1", common=CrosstabSettings(weight="w"))).tables[0]
    assert any(isinstance(row[persons], int) for row in internal.rows if row[1] == "はい")


def test_weighted_batch_is_wide_enough_for_every_pair_of_tables() -> None:
    """Both tables of 問1 share the row 全体; the hidden Σw of each table keep a range of persons (independent LP)."""
    for seed in range(2):
        frame = answers(seed)
        made = tabulate_batch(coded(frame, "w"), BatchRequest(("年代", "性別"), ("問1",), _weighted()))
        assert made.tables[0].hidden.any
        assert _least_width(made.tables) >= PUBLIC.threshold - 1e-6


def test_a_breakdown_that_is_also_a_question_tells_the_persons_of_its_columns() -> None:
    """性別 is an axis, so the persons of 男性 are shown; 年代×性別 must not be two equations for two hidden cells."""
    frame = answers(3, 1500)
    young = np.flatnonzero(frame["年代"] == "20代")
    frame.loc[young, "性別"] = "女性"
    frame.loc[young[:4], "性別"] = "男性"
    frame["w"] = frame["年代"].map(dict(zip(AGES, (2.5, 1.2, 0.9, 0.8, 0.7, 0.6), strict=True)))
    made = tabulate_batch(coded(frame, "w"), BatchRequest(("年代", "性別"), ("性別", "問1"), _weighted()))
    table = next(t for t in made.tables if t.column.key == "性別")
    sexes = next(t for t in made.tables if t.row.key == "性別")
    shown = dict(zip(sexes.row.labels, ~sexes.hidden.cells[:-1, -1], strict=True))
    assert table.hidden.any
    heads = table.base[:-1] / table.weighted_base[:-1]
    rows, columns = table.weighted.shape[0] - 1, table.weighted.shape[1]
    left, right = [], []
    for j, label in enumerate(table.column.labels):
        line = np.zeros((rows, columns))
        line[:, j] = 1
        if not table.hidden.cells[-1, j]:
            left.append(line.ravel())
            right.append(float(table.weighted[-1, j]))
        if shown[label]:
            left.append((line * heads[:, None]).ravel())
            right.append(float((table.weighted[:-1, j] * heads).sum()))
    for i, j in np.ndindex(rows, columns):
        line = np.zeros((rows, columns))
        line[i, :] = 1
        if j == 0 and not table.hidden.cells[i, -1]:
            left.append(line.ravel())
            right.append(float(table.weighted_base[i]))
        if not table.hidden.cells[i, j]:
            line = np.zeros((rows, columns))
            line[i, j] = 1
            left.append(line.ravel())
            right.append(float(table.weighted[i, j]))
    widths = []
    for i, j in np.argwhere(table.hidden.cells[:-1, :-1]):
        goal = np.zeros((rows, columns))
        goal[i, j] = heads[i]
        ends = [linprog(s * goal.ravel(), A_eq=np.array(left), b_eq=right, bounds=(0, None)) for s in (1, -1)]
        widths.append(-ends[1].fun - ends[0].fun)
    assert min(widths) >= PUBLIC.threshold - 1e-6


def _weighted() -> CrosstabRequest:
    from dataclasses import replace

    return replace(PUBLIC, weight="w")


def _least_width(tables) -> float:
    """Σw of all cells of both tables are unknown unless shown; the totals of both are the same unknowns.

    A reader who knows the weight of an age group (2.5 or 0.8) turns Σw into persons; of a sex he knows the mean.
    """
    first, _ = tables
    columns = first.counts.shape[1]
    sizes = [len(t.row.labels) for t in tables]
    offsets, size = [0, sizes[0] * (columns + 1)], (sum(sizes) + 1) * (columns + 1)
    total = sum(sizes) * (columns + 1)

    def at(k: int, i: int, j: int) -> int:
        return total + j if i == sizes[k] else offsets[k] + i * (columns + 1) + j

    left, right, goals = [], [], []

    def add(parts, value=0.0) -> None:
        line = np.zeros(size)
        for position, sign in parts:
            line[position] += sign
        left.append(line)
        right.append(value)

    for k, t in enumerate(tables):
        whole = np.column_stack([t.weighted, t.weighted_base])
        persons = np.column_stack([t.counts, t.base])
        for i in range(sizes[k] + 1):
            add([*((at(k, i, j), 1.0) for j in range(columns)), (at(k, i, columns), -1.0)])
        for j in range(columns + 1):
            add([*((at(k, i, j), 1.0) for i in range(sizes[k])), (at(k, sizes[k], j), -1.0)])
        ratio = t.base[:-1] / t.weighted_base[:-1]
        add([*((at(k, i, columns), float(ratio[i])) for i in range(sizes[k]))], float(t.base[-1]))
        for i, j in np.ndindex(whole.shape):
            if not t.hidden.cells[i, j]:
                add([(at(k, i, j), 1.0)], float(whole[i, j]))
            elif persons[i, j]:
                goals.append((at(k, i, j), float(t.weighted_base[i] / t.base[i])))
    widths = []
    for position, weight in goals:
        goal = np.zeros(size)
        goal[position] = 1
        low, high = (linprog(s * goal, A_eq=np.array(left), b_eq=right, bounds=(0, None)) for s in (1, -1))
        widths.append((-high.fun - low.fun) / weight)
    return min(widths)
