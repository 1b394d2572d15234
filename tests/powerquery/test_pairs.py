"""Every documented example of a function that compiled queries may call: the evaluator gives the documented result."""

import functools
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from support.m import LIBRARY, MError, MFunction, MSyntaxError, MValue, NotModelled, equal, evaluate
from support.m.whitelist import functions, whitelist
from support.shared import shared

DATA = tomllib.loads((Path(__file__).with_name("pairs.toml")).read_text(encoding="utf-8"))
EXCLUDED = {(entry["function"], entry["pair"]): entry["reason"] for entry in DATA["excluded"]}


@dataclass(frozen=True)
class Pair:
    """One documented example."""

    function: str
    number: int
    usage: str
    output: str


@functools.cache
def documented() -> tuple[Pair, ...]:
    found: list[Pair] = []
    count: Counter[str] = Counter()
    for entry in json.loads(shared("data", "power_query", "documented_examples.json").read_text(encoding="utf-8")):
        count[entry["fn"]] += 1
        found.append(Pair(entry["fn"], count[entry["fn"]], entry["usage"], entry["output"]))
    return tuple(found)


def of_whitelist() -> Iterator[Pair]:
    return (pair for pair in documented() if pair.function in functions())


@functools.cache
def files() -> dict[str, bytes]:
    """The workbook that the example of Excel.Workbook reads."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for row in (("ID", "Name", "Phone"), (1, "Bob", "123-4567"), (3, "Pam", "543-7890"), (2, "Jim", "987-6543")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return {"C:\\Book1.xlsx": out.getvalue()}


def value(text: str) -> MValue:
    """Examples are written for a machine of culture en-US."""
    return evaluate(text, culture="en-US", files=files(), beyond_whitelist=True)


def verdict(pair: Pair) -> str:
    """Return passed, refused or wrong."""
    if pair.output.startswith("[Expression.Error]"):
        with pytest.raises(MError) as raised:
            value(pair.usage)
        return "passed" if raised.value.message == pair.output.removeprefix("[Expression.Error] ") else "wrong"
    try:
        wanted = value(pair.output)
        return "passed" if equal(value(pair.usage), wanted) else "wrong"
    except (NotModelled, MSyntaxError):
        return "refused"


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
    beyond = {name for name, known in LIBRARY.items() if isinstance(known, MFunction)} - functions()
    assert beyond == set(DATA["only_for_examples"]["names"])


@pytest.mark.parametrize("name", DATA["only_for_examples"]["names"])
def test_a_query_may_not_name_a_function_beyond_the_whitelist(name: str) -> None:
    with pytest.raises(NotModelled):
        evaluate(f"{name}(1)")
