"""The table of the rules in the docs says what the table of the rules in the code says, and names tests there are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from shirube.check.rules import RULES, Decided
from shirube.check.rules.all import FILE_CHECKS, SHEET_CHECKS

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs" / "check.md"


def rows() -> dict[str, list[str]]:
    lines = [line.strip("| ").split(" | ") for line in DOCS.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line for line in lines if re.fullmatch(r"L\d-\d\d", line[0]) and len(line) == 7}


def test_every_rule_is_in_the_table_as_it_is():
    table = rows()
    assert list(table) == list(RULES)
    for key, about in RULES.items():
        _, title, decided, repairable, mic, estat, _ = table[key]
        assert (title, decided) == (about.title, about.decided.value)
        assert (repairable == "○") is about.repairable
        assert (mic, estat) == ("、".join(about.mic) or "–", "、".join(about.estat) or "–")


def test_the_tests_named_are_there_and_ask_about_the_rule():
    for key, row in rows().items():
        module, names = re.fullmatch(r"`(\w+)` (\S+)", row[6]).groups()
        tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
        functions = {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
        for name in names.split("／"):
            assert key in functions[f"test_{name}"], (key, name)


def test_every_rule_has_a_function():
    assert {*SHEET_CHECKS, *FILE_CHECKS, "L3-07"} == set(RULES)


def test_counts_the_docs_promise():
    decided = [about for about in RULES.values() if about.decided is Decided.DECIDED]
    partly = [about for about in RULES.values() if about.decided is not Decided.PERSON]
    assert len(decided) >= 18
    assert len(partly) >= 24
    assert sum(about.repairable for about in RULES.values()) >= 16
    assert all(about.look for about in RULES.values() if about.decided is not Decided.DECIDED)
