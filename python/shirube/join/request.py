"""What to join and how, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..errors import JoinError
from .crosswalk import Crosswalk

__all__ = ["JoinRequest", "Key", "keys_from"]

KeyKind: TypeAlias = Literal["auto", "name", "code", "time"]


@dataclass(frozen=True, slots=True)
class Key:
    """Two columns whose values name the same things; `kind` says how to compare them.

    ``name`` compares by spelling, ``code`` by digits and letters, ``time`` by calendar; ``auto`` looks at the values.
    """

    left: str
    right: str
    kind: KeyKind = "auto"

    def __str__(self) -> str:
        return self.left if self.left == self.right else f"{self.left}＝{self.right}"


@dataclass(frozen=True)
class JoinRequest:
    """How to join two tables.

    Attributes
    ----------
    keys
        Columns to join by; empty: those found by `find_keys`.
    crosswalk
        対応表 with pairs confirmed (or refused) before.
    many_to_many
        Join keys that several rows of both tables have; otherwise such rows are kept apart and listed.
    mix_years
        Join 年 with 年度 of the same number (a finding says so).
    """

    keys: tuple[Key, ...] = ()
    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    many_to_many: bool = False
    mix_years: bool = False


def keys_from(texts: Iterable[str]) -> tuple[Key, ...]:
    """Read keys as they are typed: ``地区`` for a column both tables have, ``地区=地区名`` for two.

    Raises
    ------
    JoinError
        SB-J205: an empty name.

    >>> [str(key) for key in keys_from(["年度", "地区=地区名"])]
    ['年度', '地区＝地区名']
    """
    found = []
    for text in texts:
        left, equals, right = text.replace("＝", "=").partition("=")
        left, right = left.strip(), right.strip() if equals else left.strip()
        if not left or not right:
            raise JoinError("J205", text=text)
        found.append(Key(left, right))
    return tuple(found)
