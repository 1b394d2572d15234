"""Recipes survive every form they are saved in, and say what is wrong with a bad one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.errors import TableError
from shirube.result import Setting
from shirube.tidy import Anchor, Context, Groups, Header, Recipe, Stub, Totals, Values, read_recipes, write_recipes
from shirube.tidy.steps import (
    Column,
    FillDown,
    GroupRows,
    PivotBlocks,
    SplitCells,
    Transpose,
    Unpivot,
    UnpivotGroups,
)

# Control characters cannot stand in a cell or in YAML text.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Co", "Cn")), max_size=8)
names = st.lists(texts, max_size=4).map(tuple)
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
keep = st.sampled_from(["keep", "drop"])
recipes = st.builds(
    Recipe,
    sheet=texts,
    form=st.sampled_from(["crosstab", "records"]),
    anchor=st.builds(Anchor, texts, texts, texts),
    width=st.integers(0, 500),
    height=st.integers(0, 100_000),
    header=st.builds(Header, st.integers(0, 9), names),
    stub=st.builds(Stub, st.integers(0, 9), names),
    groups=st.builds(Groups, st.booleans()),
    totals=st.builds(Totals, keep, keep),
    context=st.builds(Context, texts, texts),
    values=st.builds(Values, texts, pairs),
    types=pairs,
)


@given(recipes)
def test_settings_round_trip(recipe):
    assert Recipe.from_settings(recipe.to_settings()) == recipe


@given(recipes)
def test_yaml_round_trip(recipe):
    assert read_recipes(write_recipes([recipe, recipe])) == (recipe, recipe)


def test_dict_round_trip_and_defaults():
    recipe = Recipe(header=Header(2, ("年度", "男女")))
    assert Recipe.from_dict(recipe.to_dict()) == recipe
    assert Recipe.from_dict({}) == Recipe()


def test_settings_are_japanese_and_explained():
    rows = Recipe(totals=Totals("drop", "keep"), values=Values(symbols=(("x", "秘匿"),))).to_settings()
    shown = {row.label: row.value for row in rows}
    assert shown["合計行"] == "除く"
    assert shown["記号"] == "x＝秘匿"
    assert shown["形"] == "集計表"
    assert all(row.note for row in rows)


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("合計行", "消す", "T203"),
        ("見出しの行数", "二", "T203"),
        ("見出しの行数", 1.5, "T203"),
        ("見出しの行数", -1, "T203"),
        ("記号", "x", "T203"),
        ("帯見出し", "yes", "T203"),
        ("色", "赤", "T201"),
    ],
)
def test_bad_settings_are_named(label, value, code):
    with pytest.raises(TableError) as caught:
        Recipe.from_settings([Setting(label, value)])
    assert caught.value.key == code


@pytest.mark.parametrize(
    ("document", "code"),
    [({"version": 9}, "T202"), ({"colour": 1}, "T201"), ({"header": 3}, "T203"), ({"header": {"tiers": 1}}, "T201")],
)
def test_bad_documents_are_named(document, code):
    with pytest.raises(TableError) as caught:
        Recipe.from_dict(document)
    assert caught.value.key == code


@pytest.mark.parametrize("text", ["- 1", "a: [", "ただの文", ""])
def test_text_that_is_no_recipe(text):
    with pytest.raises(TableError) as caught:
        read_recipes(text)
    assert caught.value.key == "T204"


def test_whole_numbers_typed_in_excel_arrive_as_floats():
    assert Recipe.from_settings([Setting("見出しの行数", 2.0)]).header.rows == 2


COLUMNS = st.builds(Column, st.text("年度（、＝／］［\\0 ", max_size=6).map(str.strip), st.integers(0, 30))
WORDS = st.lists(st.text("人口世帯、＝／\\\n,", min_size=1, max_size=4), max_size=3).map(tuple)
TEXTS = st.text("項目、＝／：\\", max_size=5)
STEPS = st.one_of(
    st.builds(FillDown, st.lists(COLUMNS.filter(bool), max_size=3).map(tuple)),
    st.builds(GroupRows, TEXTS),
    st.builds(Unpivot, COLUMNS, COLUMNS, TEXTS, TEXTS),
    st.builds(UnpivotGroups, COLUMNS, COLUMNS, WORDS, TEXTS),
    st.builds(PivotBlocks, st.integers(0, 50)),
    st.builds(Transpose, TEXTS),
    st.builds(SplitCells, COLUMNS, WORDS),
)


@given(st.lists(STEPS, max_size=4).map(tuple))
def test_steps_come_back_from_every_form(steps):
    recipe = Recipe(form="records", steps=steps)
    assert Recipe.from_dict(recipe.to_dict()) == recipe
    assert read_recipes(write_recipes([recipe])) == (recipe,)
    assert Recipe.from_settings(recipe.to_settings()) == recipe


@pytest.mark.parametrize(
    "line", ["並べる：列＝", "縦に並べる：列＝人口［2］", "縦に並べる", "名前と値の組を1行にする：1件の行数＝たくさん"]
)
def test_a_step_nobody_can_read_is_told(line):
    with pytest.raises(TableError) as raised:
        Recipe.from_settings([Setting("手順1", line)])
    assert raised.value.code == "SB-T305"
    assert line in raised.value.sentence
