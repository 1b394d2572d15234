"""The text of M: quotes, brackets and line breaks; Microsoft's parser and ours read back what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.powerquery.expr import call, each, field, fn, item, join_text, lift, name, op, rows, type_of, when
from shirube.powerquery.printer import identifier, quoted, render
from support.m import evaluate


@given(st.text(max_size=20))
def test_any_text_comes_back(text):
    assert evaluate(quoted(text)) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12))
def test_any_name_can_be_a_field(text):
    assert evaluate(f"[{identifier(text)} = 1][{identifier(text)}]") == 1


@given(st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9)))
def test_constants_come_back(value):
    assert evaluate(render(lift(value))) == value


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (op("*", op("+", 1, 2), 3), "(1 + 2) * 3"),
        (op("-", 5, op("-", 3, 1)), "5 - (3 - 1)"),
        (op("and", op("=", 1, 1), op("or", True, False)), "1 = 1 and (true or false)"),
        (op("&", when(True, "a", "b"), "c"), '(if true then "a" else "b") & "c"'),
        (field("in", name("r")), 'r[#"in"]'),
        (item(field("a b", name("r")), 0, optional=True), 'r[#"a b"]{0}?'),
        (call(fn(("x",), name("x")), 1), "((x) => x)(1)"),
        (each(field("列")), "each [列]"),
        (type_of("Int64.Type"), "Int64.Type"),
        (lift({"a": [1, None]}), "[a = {1, null}]"),
        (join_text(["a", "b", "c"]), '"a" & "b" & "c"'),
    ],
)
def test_brackets(expr, text):
    assert render(expr) == text


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_line_breaks_do_not_change_the_meaning(width):
    body = rows(("a", "b"), [(i, f"文字{i}") for i in range(12)])
    long = call(
        "Table.RowCount",
        call("Table.SelectRows", body, each(op("and", op(">", field("a"), 2), op("<>", field("b"), "文字" * 8)))),
    )
    text = render(long, width=width)
    assert evaluate(text) == 9
    assert width > 40 or "\n" in text
