"""Marks that stand for “the same as above” or “beside”.

>>> [is_ditto(t) for t in ("〃", " 同上 ", "同", "同意", "々")]
[True, True, False, False, True]
"""

from __future__ import annotations

__all__ = ["DITTO", "is_ditto"]

DITTO = frozenset(
    {
        "〃",
        "″",
        "同上",
        "同左",
        "同右",
        "同前",
        "上に同じ",
        "左に同じ",
        "右に同じ",
        "仝",
        "々",
        "ヽ",
        "〻",
        '"',
        "”",
        "''",
    }
)


def is_ditto(text: str) -> bool:
    """Tell whether a cell says nothing but “the same”."""
    return text.strip(" \u3000\r\n\t()（）") in DITTO
