"""ひな型との違い: how a workbook differs from today's template, in words."""

from __future__ import annotations

from collections.abc import Sequence

from ..result import Level
from .homework import Deviation, DeviationKind
from .linkage import Flaw

__all__ = ["template_flaws"]


def template_flaws(deviations: Sequence[Deviation]) -> tuple[Flaw, ...]:
    """Say how the workbook differs from today's template; columns the team added are its own affair."""
    fix = "いまのひな型の名前に戻すか、いまのひな型に写してください。"
    said = {
        DeviationKind.SHEET_MISSING: (Level.BAD, "シート「{0.wanted}」がありません。"),
        DeviationKind.SHEET_RENAMED: (Level.CAUTION, "シート「{0.wanted}」を「{0.found}」として読みました。"),
        DeviationKind.COLUMN_MISSING: (Level.BAD, "列「{0.wanted}」がありません。"),
        DeviationKind.COLUMN_RENAMED: (Level.CAUTION, "列「{0.found}」を「{0.wanted}」として読みました。"),
    }
    return tuple(
        Flaw(one.kind, said[one.kind][0], one.sheet, one.cell, "", said[one.kind][1].format(one), fix)
        for one in deviations
        if one.kind in said
    )
