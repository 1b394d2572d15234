"""Every command of evaluation by its label, and a 設定 sheet followed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..grid import Grid
from .base import Command
from .evaluate import BEFORE_AFTER, DID, ITS
from .evaluate_compared import STAGGERED, SYNTHETIC
from .evaluate_indicators import COST, GAP, KPI, LOGIC, POPULATION
from .evaluate_lines import values_on
from .evaluate_plan import CHOOSE, MDE

__all__ = ["COMMANDS", "saved_on"]

#: Every command whose settings a 設定 sheet keeps, by its label.
COMMANDS: Mapping[str, Command[Any]] = {
    command.label: command
    for command in (
        BEFORE_AFTER, ITS, DID, SYNTHETIC, STAGGERED, CHOOSE, MDE, KPI, GAP, POPULATION, COST, LOGIC,
    )
}  # fmt: skip


def saved_on(sheet: Grid) -> tuple[Command[Any], Any]:
    """Read which command a 設定 sheet is for, and its settings.

    Raises
    ------
    DesignError
        SB-S216, S217: as `values_on`.
    """
    label, settings = values_on(sheet, {label: command.settings for label, command in COMMANDS.items()})
    return COMMANDS[label], settings
