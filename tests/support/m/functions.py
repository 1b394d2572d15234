"""The functions of ``macros/powerquery``: evaluated from their files, as someone who pastes them would."""

import functools
import re
from pathlib import Path

from support.m import MFunction, MRecord, MTable, evaluate

FOLDER = Path(__file__).resolve().parents[3] / "macros" / "powerquery"
FILES = sorted(FOLDER.glob("*.pq"))
_HEAD = re.compile(r"// (?P<name>\w+)：(?P<what>[^\n]+)\n")


def source(file: str) -> str:
    return (FOLDER / f"{file}.pq").read_text(encoding="utf-8")


@functools.cache
def function(file: str) -> MFunction:
    """Return the function a file makes."""
    found = evaluate(source(file))
    assert isinstance(found, MFunction)
    return found


def head(text: str) -> tuple[str, str]:
    """Return the name and the sentence of the first line."""
    match = _HEAD.match(text)
    assert match is not None
    return match["name"], match["what"]


def documentation(of: MFunction) -> MRecord:
    """Return the record that the function dialog shows."""
    assert of.signature is not None
    assert of.signature.metadata is not None
    return of.signature.metadata


def table(columns: str, *rows: tuple[object, ...]) -> MTable:
    return MTable(tuple(columns.split()), list(rows))
