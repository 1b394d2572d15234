"""型: text becomes numbers, dates and years in the query just as in Python, or the recipe is refused."""

from dataclasses import replace

import pytest

from shirube.errors import TableError
from shirube.grid import Grid
from shirube.powerquery import compile_recipe
from shirube.tidy import Anchor, Recipe
from support.queries import differences

DATES = (
    "2024/4/1", "2024-04-01", "2024.4.1", "2024年4月1日", "令和6年4月1日", "R6.4.1", "Ｒ６．４．１",
    "平成31年4月30日",     "平成35年4月1日", "令和元年5月1日",
    "昭和64年1月7日", "昭和64年1月8日", "2023/2/29", "明治5年1月1日", "H1.1.8", "未定",
    "2024/4-1", "6年4月1日", "", None, 45383, "2024/4", "令和6年", "令 和 6 年 4 月 1 日", "大正元年12月25日", "R0.1.1",
)  # fmt: skip
YEARS = (
    "令和5年度", "令和5年", "R5", "R5年度", "2023", 2023, "2023年", "2023年度", "平成元年度", "平成31年度",
    "平成32年度", "5年度", "未定", "", None, "令和6", "S64", "S65", "９９９９", "1999", "令和元", "3000", "令5年度",
    "㍻30年",
)  # fmt: skip
NUMBERS = ("1,234", "△5", "x", "…", "12%", 3, None, "5人", "あ", "1,23")


def sheet(values) -> Grid:
    return Grid.from_rows([["地区", "値"], *[[f"区{i}", value] for i, value in enumerate(values)]], name="表")


def recipe(kind: str) -> Recipe:
    return Recipe(form="records", anchor=Anchor("地区", "A1", "A1"), types=(("値", kind),))


@pytest.mark.parametrize(
    ("kind", "values"),
    [("日付", DATES), ("年", YEARS), ("年度", YEARS), ("数", NUMBERS), ("文字", ("あ", 1, 2.5, None, " b "))],
)
def test_types_agree(kind, values):
    assert differences(sheet(values), recipe(kind)) == []


@pytest.mark.parametrize("kind", ["日付", "年", "年度"])
@pytest.mark.parametrize("value", [*DATES, *YEARS])
def test_a_value_that_comes_later_agrees(kind, value):
    made = sheet(["2024/4/1", "令和5年度", "R5", "未定"])
    assert differences(made, recipe(kind), sheet([value, "未定"])) == []


@pytest.mark.parametrize(("kind", "text"), [("日付", "2024年4月1日現在"), ("年", "二〇二四年"), ("数", "1万2千")])
def test_spelling_the_query_cannot_read_is_refused(kind, text):
    with pytest.raises(TableError, match="SB-P101"):
        compile_recipe(sheet([text]), recipe(kind))


def test_types_beside_own_symbols_are_refused():
    own = replace(recipe("数"), values=replace(Recipe().values, symbols=(("k", "秘匿"),)))
    with pytest.raises(TableError, match="SB-P107"):
        compile_recipe(sheet(["k"]), own)
