"""縦持ちに直す: a sheet made for people becomes one row per observation."""

from __future__ import annotations

from dataclasses import dataclass

from ..result import (
    Purpose,
)
from ..tidy import Recipe

__all__ = ["TIDY", "TidySettings", "tidy"]

PREVIEW_ROWS = 8


@dataclass(frozen=True)
class TidySettings:
    """How to convert.

    Attributes
    ----------
    recipes
        Recipes to follow; empty: the best ones found on the sheet.
    keep_totals
        Keep rows and columns that are sums of others (flagged), or leave them out.
    link_file
        Relative path to the original, for the links back; empty: no links.
    """

    recipes: tuple[Recipe, ...] = ()
    keep_totals: bool = True
    link_file: str = ""
    purpose: Purpose = Purpose.INTERNAL
