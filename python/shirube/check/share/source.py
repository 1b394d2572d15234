"""What a workbook brings along: its sheets, their measures, and everything that is not a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ...grid import Grid

__all__ = ["Extra", "ShareSource", "SheetLayout"]


@dataclass(frozen=True, slots=True)
class Extra:
    """Something in the file beside visible values (コメント, ピボットの元データ …) and how many of it."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Column widths (characters) and row heights (points) that someone set, by 0-based position."""

    widths: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))
    heights: Mapping[int, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class ShareSource:
    """A workbook as `office.read.belongings` found it."""

    file: str
    sheets: tuple[Grid, ...]
    layouts: Mapping[str, SheetLayout] = field(default_factory=lambda: MappingProxyType({}))
    extras: tuple[Extra, ...] = ()
