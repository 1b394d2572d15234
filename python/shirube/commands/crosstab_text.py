"""Conditions, classes and merges as a clerk types them into a cell or on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..codebook import Codebook
from ..crosstab import code
from ..crosstab.coded import Coded
from ..crosstab.recode import classes, merged, same_digits
from ..crosstab.request import Condition
from ..errors import CrosstabError
from ..table import require_numbers

__all__ = ["code_with", "conditions", "names"]


def names(text: str) -> tuple[str, ...]:
    """Read names joined by 、 or commas, each once.

    >>> names("性別、年代, 地区")
    ('性別', '年代', '地区')
    """
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[、,，\n]", text) if part.strip()))


def conditions(text: str) -> tuple[Condition, ...]:
    """Read ``問1=利用した|ときどき利用する；性別=女性`` (one condition per ；).

    Raises
    ------
    CrosstabError
        SB-C315: a part without = or without an answer.

    >>> conditions("問1=はい|いいえ")
    (Condition(key='問1', labels=('はい', 'いいえ')),)
    """
    return tuple(Condition(key, labels) for key, labels in _parts(text))


def code_with(
    frame: pd.DataFrame,
    keys: Sequence[str],
    codebook: Codebook | None,
    *,
    weight: str = "",
    bands: str = "",
    merges: str = "",
) -> Coded:
    """Code the questions, numbers in classes first and categories merged afterwards.

    Parameters
    ----------
    bands
        ``年齢=20|30|40`` : where classes begin.
    merges
        ``満足度:満足計=満足|やや満足；満足度:不満計=やや不満|不満``.

    Raises
    ------
    CrosstabError
        SB-C315: a text that cannot be read; and the errors of `code`, `classes` and `merged`.
    """
    banded = dict(_parts(bands))
    plain = [key for key in keys if key not in banded]
    coded = code(frame, plain, codebook, weight=weight)
    coded = coded.plus(*(same_digits(coded.variable(key)) for key in plain))
    for key, edges in banded.items():
        numbers = np.asarray(require_numbers(frame, key), dtype=np.float64)
        coded = coded.plus(classes(key, key, numbers, [_number(edge, bands) for edge in edges]))
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for target, olds in _parts(merges):
        key, _, new = target.partition(":")
        if not new.strip():
            raise CrosstabError("C315", text=target)
        groups.setdefault(key.strip(), {})[new.strip()] = olds
    for key, mapping in groups.items():
        coded = coded.plus(merged(coded.variable(key), mapping))
    return coded


def _parts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for part in re.split(r"[；;\n]", text):
        if not part.strip():
            continue
        key, sign, rest = part.partition("=") if "=" in part else part.partition("＝")
        labels = tuple(label.strip() for label in re.split(r"[|｜]", rest) if label.strip())
        if not sign or not key.strip() or not labels:
            raise CrosstabError("C315", text=part.strip())
        found.append((key.strip(), labels))
    return found


def _number(text: str, whole: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise CrosstabError("C315", text=whole) from None
