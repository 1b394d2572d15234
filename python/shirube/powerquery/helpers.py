"""Functions that stand inside a query only when it uses them: one ``.pq`` file each in ``functions/``.

>>> sorted(needed({"見出しの文字"}))
['半角にする', '文字にする', '見出しの文字']
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from .expr import Raw

__all__ = ["Helper", "helpers", "names_in", "needed"]

_HEAD = re.compile(r"// (?P<name>\w+)：(?P<what>[^\n]*)\n(?P=name) =\s")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"(?<![\w.])(?:#[a-z]+\b|[A-Z][A-Za-z]*\.[A-Za-z]+)")


@dataclass(frozen=True)
class Helper:
    """One function: its name, what it does, its M, the helpers it calls and the library functions it uses."""

    name: str
    what: str
    body: Raw
    calls: frozenset[str]


@functools.cache
def helpers() -> Mapping[str, Helper]:
    """Every helper by name."""
    folder = resources.files("shirube.powerquery").joinpath("functions")
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".pq")]
    heads = {text: _HEAD.match(text) for text in texts}
    names = {match["name"] for match in heads.values() if match}
    found = {}
    for text, match in heads.items():
        if match is None:
            raise ValueError(text[:60])
        code = text[match.end() :].strip()
        bare = _TEXT.sub('""', code)
        calls = names_in(bare, {*names, *GIVEN}) - {match["name"]}
        raw = Raw(code, frozenset(_FUNCTION.findall(bare)))
        found[match["name"]] = Helper(match["name"], match["what"], raw, calls)
    return MappingProxyType(dict(sorted(found.items())))


#: Steps of the query that helpers read: the symbols of the table and the words that may stand behind a number.
GIVEN = frozenset({"記号の意味", "単位の語"})


def names_in(text: str, names: Iterable[str]) -> frozenset[str]:
    """Which of the names stand in a text as whole words."""
    words = set(re.findall(r"\w+", text))
    return frozenset(words & set(names))


def needed(used: Iterable[str]) -> frozenset[str]:
    """The helpers (and given steps) that these helpers need, themselves included."""
    found: set[str] = set()
    queue = [name for name in used if name in helpers() or name in GIVEN]
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue.extend(helpers()[name].calls if name in helpers() else ())
    return frozenset(found)
