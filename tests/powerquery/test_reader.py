"""Reading a cell: the helper in M, its twin in Python, and `read_value` say the same, or the compiler refuses."""

import random

import pytest

from shirube.numbers import read_value
from shirube.powerquery.expr import call, lift
from shirube.powerquery.helpers import helpers, needed
from shirube.powerquery.reader import label, read
from shirube.powerquery.script import Steps
from shirube.text import clean_label
from support.m import evaluate

LETTERS = "0123456789０１,，．.-－△▲+%％人 　x…・*()円千"
FIXED = (
    "△1,234", "1,23", "12,345,678", "１２．３％", "5人", "人", "", " ", "0", "00", "0.5", ".5", "5.", "1.2.3",
    "-", "--", "…", "・・・", "・", "X", "Ｘ", "n.a.", "***", "皆 無", "1234567890123456", "123456789012345", "+5",
    "△", "- 5", "5 人", "12時間", "1,234.5", "1,2345", "▲０．５", "x" * 21, "1" * 25, "不詳",
)  # fmt: skip


def both(expressions):
    steps = Steps()
    result = steps.add("答え", lift(expressions))
    return evaluate(steps.script("試し", (), result).text)


def samples(n: int) -> list[str]:
    rng = random.Random(5)
    return ["".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 7))) for _ in range(n)]


def test_helper_and_twin_agree():
    texts = [*FIXED, *samples(300)]
    found = both([call("値を読む", text) for text in texts])
    for text, record in zip(texts, found, strict=True):
        mine = read(text)
        got = tuple(record[key] for key in ("値", "値_注記", "記号", "単位"))
        assert got == (mine.value, mine.status, mine.symbol, mine.unit), text


def test_twin_is_never_wrong_about_a_number():
    """Where the twin finds a number, Python finds the same; what it does not know stays a text."""
    for text in [*FIXED, *samples(3000)]:
        mine, theirs = read(text), read_value(text)
        if mine.value is not None:
            assert (mine.value, mine.unit) == (theirs.value, theirs.unit), text


@pytest.mark.parametrize(
    "text",
    [
        "総　　数",
        "人口\n（人）",
        "A B",
        "人口 Total population",
        "平 成 2 0 年",
        "Ａ Ｂ区",
        " 東 ",
        "",
        2020,
        2020.0,
        "3 4",
        "a 1区",
    ],
)
def test_labels_agree(text):
    assert both([call("見出しの文字", text)]) == [label(text)] == [clean_label(text)]


def test_helpers_call_only_helpers_that_exist():
    for helper in helpers().values():
        assert needed([helper.name]) >= helper.calls
