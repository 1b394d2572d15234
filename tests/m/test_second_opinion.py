"""A second evaluator, pqtools, on the documented examples and on our own cases: it agrees, refuses, or is explained."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from support.m import MError, NotModelled
from support.m.pairs import of_whitelist, value
from support.m.second import Refused, opinions, plain
from support.m.stated import VALUES

EXPLAINED = tomllib.loads((Path(__file__).with_name("second_opinion.toml")).read_text(encoding="utf-8"))
DIFFERENT = {script: entry["reason"] for entry in EXPLAINED["different"] for script in entry["scripts"]}
FAILS = tuple(says for entry in EXPLAINED["fails"] for says in entry["says"])


def scripts() -> dict[str, str]:
    pairs = {f"{pair.function} {pair.number}": pair.usage for pair in of_whitelist()}
    return pairs | {source: source for source, wanted in VALUES if wanted is not NotModelled}


def verdict(opinion: object, source: str) -> str:
    if isinstance(opinion, Refused):
        return "refused"
    try:
        mine = plain(value(source))
    except NotModelled:
        return "refused"
    except MError as error:
        mine = error
    if isinstance(opinion, Exception):
        return "agrees" if isinstance(mine, MError) else f"fails: {opinion}"
    return "agrees" if opinion == mine else "different"


def test_the_second_evaluator_agrees_or_the_difference_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    sources = scripts()
    told = {name: verdict(opinion, sources[name]) for name, opinion in opinions(sources).items()}
    count = Counter(text.split(":")[0] for text in told.values())
    with capsys.disabled():
        print(  # noqa: T201
            f"\nM: pqtools agrees on {count['agrees']} of {len(told)} scripts, does not take {count['refused']},"
            f" and says otherwise on {count['different'] + count['fails']}, each explained"
        )
    assert {name for name, text in told.items() if text == "different"} == set(DIFFERENT)
    failing = {name: text.removeprefix("fails: ") for name, text in told.items() if text.startswith("fails: ")}
    assert {name: text for name, text in failing.items() if not text.startswith(FAILS)} == {}
    assert count["agrees"] > 250  # what an evaluator agrees on is the evidence; refusals alone are none
