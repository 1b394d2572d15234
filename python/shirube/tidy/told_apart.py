"""Rows whose labels are all alike are told apart by what stands around them, where that tells every one of them.

A label in brackets, or one that begins with うち, belongs to the plain label above it; a block that ends with its total
(兵庫区計) belongs to what the total names.

>>> told_apart([("人口", "65歳以上"), ("人口", "（指数）"), ("人口", "総数"), ("人口", "（指数）")])[1]
('人口', '65歳以上', '（指数）')
>>> told_apart([("平野",), ("東区計",), ("平野",), ("西区計",)])
[('東区', '平野'), ('東区計',), ('西区', '平野'), ('西区計',)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..aggregates import is_total_word

__all__ = ["told_apart"]

Path = tuple[str, ...]
_DEPENDENT = re.compile(r"[(（\[［〔].*[)）\]］〕]|うち.+|(?:内|再掲)[:：、　 ]?.+")
_OF_BLOCK = re.compile(r"(?P<name>.{2,})(?:合計|小計|計)")


def told_apart(paths: Sequence[Path]) -> list[Path]:
    """Return the paths; those that stand several times with a level more where that tells them apart.

    Parameters
    ----------
    paths
        Labels of the data rows, in the order of the sheet.
    """
    told = list(paths)
    for rule in (_by_label_above, _by_total_below):
        alike: dict[Path, list[int]] = {}
        for i, path in enumerate(told):
            alike.setdefault(path, []).append(i)
        for path, members in alike.items():
            if len(members) > 1 and path:
                _qualify(told, members, rule)
    return told


def _qualify(told: list[Path], members: list[int], rule: Callable[[Sequence[Path], int], str]) -> None:
    better = [rule(told, i) for i in members]
    if not all(better) or len(set(better)) < len(better):
        return
    for i, label in zip(members, better, strict=True):
        told[i] = (*told[i][:-1], label, told[i][-1])


def _by_label_above(paths: Sequence[Path], i: int) -> str:
    """The nearest plain label above with the same outer labels, for a label that depends on it."""
    if not _DEPENDENT.fullmatch(paths[i][-1]):
        return ""
    for j in range(i - 1, -1, -1):
        if not paths[j] or paths[j][:-1] != paths[i][:-1]:
            continue
        if not _DEPENDENT.fullmatch(paths[j][-1]):
            return paths[j][-1]
    return ""


def _by_total_below(paths: Sequence[Path], i: int) -> str:
    """What the first total below with the same outer labels names."""
    if is_total_word(paths[i][-1]):
        return ""
    for j in range(i + 1, len(paths)):
        path = paths[j]
        if path and path[:-1] == paths[i][:-1] and (match := _OF_BLOCK.fullmatch(path[-1])):
            return match["name"] if is_total_word(path[-1]) else ""
    return ""
