"""The documented examples of M functions (``../shared``): usages, outputs, and what the evaluator makes of them."""

import functools
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl

from support.m import MError, MSyntaxError, MValue, NotModelled, equal, evaluate
from support.m.whitelist import functions
from support.shared import shared


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
        return "passed" if _message(pair.usage) == pair.output.removeprefix("[Expression.Error] ") else "wrong"
    try:
        wanted = value(pair.output)
        return "passed" if equal(value(pair.usage), wanted) else "wrong"
    except (NotModelled, MSyntaxError):
        return "refused"


def _message(usage: str) -> str | None:
    try:
        value(usage)
    except MError as error:
        return error.message
    return None
