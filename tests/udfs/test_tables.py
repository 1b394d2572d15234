"""Tables kept between formulas, and the numbers formulas ask of them."""

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.commands import cells
from shirube.commands.cells import Condition, how_many, mean_of, share_of
from shirube.errors import CrosstabError, TableError
from shirube.grid import Grid
from shirube_udfs import bridge, kept
from support.excel import OMITTED, Excel

TABLE = [["年代", "満足度", "回数"], ["20代", "満足", 1.0], ["20代", None, 2.0], ["60代", "不満", None]]


@pytest.fixture(scope="module")
def excel():
    with Excel() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.clear()
    yield
    kept.clear()


# ------------------------------------------------------------------ handles
def test_same_content_same_handle_and_other_content_another():
    first, again = bridge.as_grid(TABLE), bridge.as_grid([list(row) for row in TABLE])
    assert kept.keep(first) == kept.keep(again)
    for other in (
        [*TABLE[:3], ["60代", "不満", 0.0]],
        [*TABLE[:3], ["60代", "不満", "1"]],
        [["年代", "満足", "回数"], *TABLE[1:]],
        TABLE[:3],
    ):
        assert kept.keep(bridge.as_grid(other)) != kept.keep(first)


def test_number_and_its_text_are_different_content():
    assert kept.keep(bridge.as_grid([["a"], [1.0]])) != kept.keep(bridge.as_grid([["a"], ["1"]]))


def test_a_handle_stands_for_its_table():
    grid = bridge.as_grid(TABLE)
    handle = kept.keep(grid)
    assert bridge.as_grid([[handle]]) is grid
    assert handle.endswith("（3行×3列）")


def test_the_tables_used_longest_ago_make_room(monkeypatch):
    monkeypatch.setattr(kept, "MOST_TABLES", 2)
    handles = [kept.keep(Grid.from_rows([["a"], [i]])) for i in range(2)]
    kept.find(handles[0])
    kept.keep(Grid.from_rows([["a"], [2]]))
    assert kept.find(handles[0]).values[1, 0] == 0
    with pytest.raises(TableError, match="SB-F301"):
        kept.find(handles[1])


def test_cells_are_bounded_but_the_newest_table_always_stays(monkeypatch):
    monkeypatch.setattr(kept, "MOST_CELLS", 10)
    small = kept.keep(Grid.from_rows([["a"], [1]]))
    large = kept.keep(Grid.from_rows([["a"] * 6, [1] * 6]))
    assert kept.find(large).shape == (2, 6)
    with pytest.raises(TableError):
        kept.find(small)


@pytest.mark.parametrize(
    "text", ["SB表:xyz", "SB表:0123456789abcdef", "sb表:0123456789abcdef（1行×1列）", "表", 1.0, None]
)
def test_what_is_no_handle(text):
    assert not kept.is_handle(text)


def test_every_function_that_takes_a_table_takes_a_handle(excel):
    table = [["年代", "満足度"], *[["20代", "満足"]] * 30, *[["60代", "不満"]] * 30]
    handle = [[excel.call("tables", "SB_TABLE", table)]]
    for module, name, more in (
        ("counting", "SB_CROSSTAB", ("年代", "満足度", OMITTED, OMITTED)),
        ("counting", "SB_GT", (OMITTED, OMITTED)),
        ("tidying", "SB_FILLDOWN", ("年代",)),
        ("tidying", "SB_UNPIVOT", ("満足度", OMITTED, OMITTED)),
        ("checking", "SB_CHECK", ()),
        ("joining", "SB_JOIN", (table[:3], "年代", OMITTED)),
        ("tables", "SB_COUNT", ("年代", "20代", OMITTED, OMITTED, OMITTED, OMITTED)),
    ):
        assert excel.call(module, name, handle, *more) == excel.call(module, name, table, *more), name


def test_a_process_started_anew_says_so(excel):
    handle = [[excel.call("tables", "SB_TABLE", TABLE)]]
    excel.forget()
    answer = excel.call("tables", "SB_COUNT", handle, "年代", "20代", OMITTED, OMITTED, OMITTED, OMITTED)
    assert answer.startswith("#SB-F301 ")
    assert "計算し直して" in answer
    excel.call("tables", "SB_TABLE", TABLE)
    assert excel.call("tables", "SB_COUNT", handle, "年代", "20代", OMITTED, OMITTED, OMITTED, OMITTED) == 2


# ------------------------------------------------------------------ numbers
def survey(rows: int = 200, seed: int = 1) -> pd.DataFrame:
    chance = random.Random(seed)
    pick = chance.choice
    return pd.DataFrame(
        {
            "年代": [pick(["20代", "40代", "60代"]) for _ in range(rows)],
            "満足度": [pick(["満足", "不満", None, "非該当"]) for _ in range(rows)],
            "性別": [pick("男女") for _ in range(rows)],
            "回数": [pick([1, 2.5, 7, None]) for _ in range(rows)],
        },
        dtype=object,
    )


def grid_of(frame: pd.DataFrame) -> Grid:
    return Grid.from_rows([list(frame.columns), *frame.to_numpy().tolist()])


@pytest.mark.parametrize("most", [cells.MOST_COMBINATIONS, 1])
@given(
    st.integers(0, 3),
    st.sampled_from(["20代", "40代", "20代|60代"]),
    st.sampled_from(["満足", "不満", "無回答", "満足|不満"]),
    st.sampled_from(["男", "女", "男|女"]),
)
def test_counts_shares_and_means_are_those_of_the_rows(most, seed, age, answer, sex):
    """The same, whether looked up in counted combinations or gone through row by row."""
    frame = survey(seed=seed)
    filled = frame["満足度"].fillna("無回答")
    among = frame["年代"].isin(age.split("|")) & frame["性別"].isin(sex.split("|"))
    conditions = (Condition("年代", tuple(age.split("|"))), Condition("性別", tuple(sex.split("|"))))
    wanted = Condition("満足度", tuple(answer.split("|")))
    grid = grid_of(frame)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "MOST_COMBINATIONS", most)
        hit = among & filled.isin(answer.split("|"))
        asked = among & (filled != "非該当")
        assert how_many(grid, (*conditions, wanted)) == hit.sum()
        assert share_of(grid, wanted, conditions) == pytest.approx(hit.sum() / asked.sum())
        numbers = pd.to_numeric(frame["回数"][among]).dropna()
        assert mean_of(grid, "回数", conditions) == pytest.approx(numbers.mean())


def test_two_conditions_on_one_column_must_both_hold():
    grid = grid_of(survey())
    assert how_many(grid, (Condition("性別", ("男",)), Condition("性別", ("女",)))) == 0


def test_no_condition_is_everybody():
    assert how_many(grid_of(survey(50)), ()) == 50


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (lambda g: how_many(g, (Condition("年令", ("20代",)),)), "SB-T101"),
        (lambda g: how_many(g, (Condition("年代", ("90代",)),)), "SB-C301"),
        (lambda g: mean_of(g, "年代"), "SB-T104"),
        (lambda g: mean_of(g, "年令"), "SB-T101"),
        (lambda g: share_of(g, Condition("満足度", ("満足",)), (Condition("性別", ("男",)),) * 2 + NOBODY), "SB-C101"),
        (lambda g: mean_of(g, "回数", (Condition("性別", ("男",)), Condition("性別", ("女",)))), "SB-C101"),
    ],
)
def test_what_cannot_be_answered_is_told(work, code):
    with pytest.raises((TableError, CrosstabError)) as caught:
        work(grid_of(survey()))
    assert caught.value.code == code


NOBODY = (Condition("性別", ("女",)),)


def test_a_condition_needs_both_its_halves(excel):
    for given_arguments in (("年代", [[None]]), ([[None]], "20代")):
        answer = excel.call("tables", "SB_COUNT", TABLE, *given_arguments, OMITTED, OMITTED, OMITTED, OMITTED)
        assert answer.startswith("#SB-V293")
    answer = excel.call("tables", "SB_COUNT", TABLE, "年代", "20代", "満足度", [[None]], OMITTED, OMITTED)
    assert answer.startswith("#SB-V293")
