"""The table of the 30 rules as data: what each is about, how far a program decides it, what it corresponds to.

>>> rule("L1-12").title, rule("L1-12").mic
('セルを結合していない', ('1-4',))
>>> len(RULES)
30
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from types import MappingProxyType

from ..finding import Severity

__all__ = ["RULES", "Decided", "Rule", "Scope", "rule"]


class Decided(Enum):
    """How far a program decides a rule; the value is the word users see."""

    DECIDED = "判定する"
    PARTLY = "一部を判定する"
    PERSON = "人が見る"


class Scope(Enum):
    """What a rule looks at."""

    SHEET = "sheet"
    EXCEL = "excel"
    CSV = "csv"
    FILE = "file"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    id, title
        ``L1-01`` …, and what it asks for, in a few words of our own.
    repairable
        Some of its findings can be repaired (`Finding.repairable` says which).
    mic, estat
        Numbers of the corresponding items of the 統一ルール (2020) and of e-Stat's 表記方法 Ver.1.2.
    look
        What a person must look at where the program does not decide.
    """

    id: str
    title: str
    severity: Severity
    scope: Scope
    decided: Decided
    repairable: bool
    mic: tuple[str, ...]
    estat: tuple[str, ...]
    look: str

    @property
    def level(self) -> int:
        """1, 2 or 3."""
        return int(self.id[1])


@functools.cache
def _load() -> MappingProxyType[str, Rule]:
    text = resources.files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            key: Rule(
                key,
                entry["title"],
                Severity[entry["severity"]],
                Scope(entry["scope"]),
                Decided[entry["decided"].upper()],
                entry["repairable"],
                tuple(entry["mic"]),
                tuple(entry["estat"]),
                entry["look"],
            )
            for key, entry in tomllib.loads(text).items()
        }
    )


RULES: MappingProxyType[str, Rule] = _load()
"""Every rule by its id, in order."""


def rule(key: str) -> Rule:
    """Return a rule by its id.

    Raises
    ------
    KeyError
        No such rule.
    """
    return RULES[key]
