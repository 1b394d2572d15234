"""Every documented example of a function that compiled queries may call: the evaluator gives the documented result."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from support.m import LIBRARY, MFunction, NotModelled, evaluate
from support.m.cultures import CULTURES
from support.m.pairs import documented, of_whitelist, verdict
from support.m.whitelist import cultures, functions, whitelist

DATA = tomllib.loads((Path(__file__).with_name("pairs.toml")).read_text(encoding="utf-8"))
EXCLUDED = {(entry["function"], entry["pair"]): entry["reason"] for entry in DATA["excluded"]}


def test_every_documented_example_of_the_whitelist_gives_the_documented_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = {(pair.function, pair.number): verdict(pair) for pair in of_whitelist()}
    count = Counter(found.values())
    with capsys.disabled():
        print(  # noqa: T201
            f"\nM: {count['passed']} of {len(found)} documented examples on {len({name for name, _ in found})}"
            f" of {len(functions())} functions; {count['refused']} excluded with a reason"
        )
    assert {key: told for key, told in found.items() if told != "passed"} == dict.fromkeys(EXCLUDED, "refused")


def test_no_documented_example_of_any_known_function_is_answered_wrongly() -> None:
    known = [pair for pair in documented() if pair.function in LIBRARY]
    assert [(pair.function, pair.number) for pair in known if verdict(pair) == "wrong"] == []


def test_exclusions_have_reasons() -> None:
    assert all(len(reason) > 20 for reason in EXCLUDED.values())


def test_the_evaluator_knows_the_whitelist_and_nothing_else() -> None:
    assert whitelist() - set(LIBRARY) == set()
    assert cultures() <= set(CULTURES)
    beyond = {name for name, known in LIBRARY.items() if isinstance(known, MFunction)} - functions()
    assert beyond == set(DATA["only_for_examples"]["names"])


@pytest.mark.parametrize("name", DATA["only_for_examples"]["names"])
def test_a_query_may_not_name_a_function_beyond_the_whitelist(name: str) -> None:
    with pytest.raises(NotModelled):
        evaluate(f"{name}(1)")
