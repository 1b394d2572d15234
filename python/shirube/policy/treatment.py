"""Reads which units were treated, and from when, out of the words staff write."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import DesignError, nearest
from .times import Moment
from .wording import plural_units

__all__ = ["NO", "YES", "read_treated", "starts_of", "treated_by_name"]

#: Words for yes and for no, after full-width letters are narrowed and capitals lowered.
_YES_WORDS = """
1 1.0 true yes y 有 有り あり はい ○ ◯ 〇 ● 実施 実施済 実施あり 導入 導入済 対象 処置 介入 モデル地区 実施地区
"""
_NO_WORDS = """
0 0.0 false no n 無 無し なし いいえ × x ✕ - − ― 未実施 実施なし 未導入 対象外 非対象 対照 比較 比較地区 対照地区
"""
YES, NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())


def read_treated(
    names: list[str], moments: list[Moment], marks: list[Any], units: tuple[str, ...], column: str
) -> tuple[npt.NDArray[np.bool_], Moment | None]:
    """Read a column of marks.

    Returns
    -------
    treated, first
        Flag per unit; and the first marked time when the column turns on over time, else ``None``.

    Raises
    ------
    DesignError
        SB-S121: a word that is neither yes nor no. SB-S122: units started at different times. SB-S123: a mark that
        turned off again.
    """
    rows_of: dict[str, list[tuple[Moment, bool]]] = {unit: [] for unit in units}
    for name, moment, mark in zip(names, moments, marks, strict=True):
        rows_of[name].append((moment, _yes(mark, column)))
    starts: list[Moment] = []
    constant = True
    for unit, rows in rows_of.items():
        on = [moment for moment, marked in rows if marked]
        if not on:
            continue
        first = min(on, key=lambda moment: moment.order)
        starts.append(first)
        constant = constant and len(on) == len(rows)
        if any(not marked for moment, marked in rows if moment.order > first.order):
            raise DesignError("S123", unit=unit, column=column)
    treated = np.array([any(marked for _, marked in rows_of[unit]) for unit in units], dtype=bool)
    if constant or not starts:
        return treated, None
    if len({m.order for m in starts}) > 1:
        raise DesignError("S122", starts=plural_units(tuple(sorted({m.label for m in starts})), 4))
    return treated, starts[0]


def starts_of(names: list[str], orders: list[float], marks: list[Any], column: str) -> dict[str, float | None]:
    """First marked time of every unit, ``None`` for units that are never marked.

    Raises
    ------
    DesignError
        SB-S121: a word that is neither yes nor no.

    >>> starts_of(["東", "東", "西"], [2021.0, 2022.0, 2021.0], [0, 1, 0], "実施")
    {'東': 2022.0, '西': None}
    """
    first: dict[str, float | None] = dict.fromkeys(names, None)
    for name, order, mark in zip(names, orders, marks, strict=True):
        known = first[name]
        if _yes(mark, column) and (known is None or order < known):
            first[name] = order
    return first


def treated_by_name(units: tuple[str, ...], wanted: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Flag the units that are named.

    Raises
    ------
    DesignError
        SB-S124: no such unit.
    """
    for name in wanted:
        if name not in units:
            raise DesignError("S124", name=name, near=nearest(name, units))
    return np.array([unit in set(wanted) for unit in units], dtype=bool)


def _yes(mark: Any, column: str) -> bool:
    if mark is None or mark != mark:
        return False
    word = unicodedata.normalize("NFKC", str(mark)).strip().lower()
    if word in YES:
        return True
    if word in NO or not word:
        return False
    raise DesignError("S121", column=column, word=str(mark))
