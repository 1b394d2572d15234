r"""Round trip: the recipe stands in its query as the step 設定, and a mark tells whether the query was edited since.

>>> from shirube.tidy import Recipe
>>> text = marked("let\n    設定 = [シート = \"第1表\"],\n    結果 = 1\nin\n    結果")
>>> found = recognise(text)
>>> found.recipe.sheet, found.edited
('第1表', False)
>>> recognise(text.replace("結果 = 1", "結果 = 2")).edited, recognise("let a = 1 in a")
(True, None)
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ..result import Setting
from ..tidy import Recipe
from .expr import Expr, Record, lift

__all__ = ["SETTINGS", "Recognised", "edited", "marked", "recipe_record", "recognise", "unmarked"]

SETTINGS = "設定"
_MARK = re.compile(r"^[ \t]*// しるべのクエリ　印 (?P<digest>[0-9a-f]{16})[^\n]*\n", re.MULTILINE)
_RECORD = re.compile(rf"\b{SETTINGS}\d*\s*=\s*\[")
_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>\#"(?:[^"]|"")*")|(?P<text>"(?:[^"]|"")*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>\w+)|(?P<sign>[=,\]]))"""
)
_ESCAPE = re.compile(r"#\(([^)]*)\)")
_ESCAPED = {"lf": "\n", "cr": "\r", "tab": "\t", "#": "#"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A query that Shirube made: its recipe as the query states it, and whether anybody changed the text."""

    recipes: tuple[Recipe, ...]
    edited: bool

    @property
    def recipe(self) -> Recipe:
        """The (first) recipe."""
        return self.recipes[0]


def recipe_record(recipe: Recipe) -> Expr:
    """The settings of a recipe that differ from the usual ones, as a record."""
    usual = {line.label: line.value for line in Recipe().to_settings()}
    own = [line for line in recipe.to_settings() if line.label not in usual or usual[line.label] != line.value]
    return Record(tuple((line.label, lift(line.value)) for line in own))


def marked(text: str) -> str:
    """The query with its mark in the first line."""
    return f"// しるべのクエリ　印 {_digest(text)}（文を変えると、しるべは「直されたクエリ」として扱います）\n{text}"


def unmarked(text: str) -> str:
    """The query without its mark."""
    return _MARK.sub("", text, count=1)


def edited(text: str) -> bool | None:
    """Whether a query that Shirube made was changed by anybody; None for a query that Shirube did not make.

    Unlike `recognise` this also knows queries that hold no recipe: joins, counts, comparisons.

    >>> edited(marked("1")), edited(marked("1") + "+1"), edited("1")
    (False, True, None)
    """
    mark = _MARK.search(text)
    return None if mark is None else _digest(unmarked(text)) != mark["digest"]


def _digest(text: str) -> str:
    return hashlib.sha256(re.sub(r"\s+", "", text).encode()).hexdigest()[:16]


def recognise(text: str) -> Recognised | None:
    """Read the recipe back from a query; None for a query that Shirube did not make.

    Raises
    ------
    TableError
        SB-T201 to T203: the record 設定 was changed to something that is no recipe.
    """
    mark = _MARK.search(text)
    bare = unmarked(text)
    found = [_fields(bare, start.end()) for start in _RECORD.finditer(bare)]
    lines = [one for one in found if one is not None]
    if mark is None or not lines:
        return None
    recipes = tuple(Recipe.from_settings(one) for one in lines)
    return Recognised(recipes, _digest(bare) != mark["digest"])


def _fields(text: str, at: int) -> list[Setting] | None:
    """The fields of a record of constants, up to its closing bracket."""
    found: list[Setting] = []
    parts: list[str | int | float] = []
    while match := _TOKEN.match(text, at):
        at = match.end()
        if match["sign"] == "=":
            continue
        if match["sign"]:
            if len(parts) == 2:
                found.append(Setting(str(parts[0]), parts[1]))
            elif parts or match["sign"] == ",":
                return None
            if match["sign"] == "]":
                return found
            parts = []
            continue
        parts.append(_constant(match))
    return None


def _constant(match: re.Match[str]) -> str | int | float:
    if match["number"]:
        return float(match["number"]) if "." in match["number"] else int(match["number"])
    raw = match["quoted"] or match["text"]
    if raw is None:
        return match["word"]
    body = raw[raw.index('"') + 1 : -1].replace('""', '"')
    return _ESCAPE.sub(lambda m: "".join(_ESCAPED.get(part.strip(), "") for part in m[1].split(",")), body)
