"""調査票をとりまとめる: returned forms become one table, with everything a person must look at beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..forms.assemble import RoundRequest, assemble
from ..forms.copies import Collected
from ..forms.form_map import FormMap
from ..forms.line import Line
from ..forms.master import Institution
from ..forms.receipts import Receipt
from ..forms.rounds import Thresholds
from ..result import Purpose, Result
from .base import Command
from .forms_report import round_report

__all__ = ["FORMS_COLLECT", "CollectSettings", "forms_collect"]


@dataclass(frozen=True)
class CollectSettings:
    """What a round is put together from; see `RoundRequest`.

    Attributes
    ----------
    folder
        Relative path from the output's folder to the replies, for links; ``None``: no links.
    """

    maps: tuple[FormMap, ...] = ()
    typed: tuple[Line, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    master: tuple[Institution, ...] = ()
    before: tuple[Mapping[str, Any], ...] = ()
    before_blocks: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    period: str = ""
    thresholds: Thresholds = field(default_factory=Thresholds)
    folder: str | None = None
    purpose: Purpose = Purpose.INTERNAL


def forms_collect(collected: Iterable[Collected], settings: CollectSettings) -> Result:
    """Put what came of every file together.

    Raises
    ------
    FormError
        SB-F412, F413: the maps are no editions of one form.
    """
    request = RoundRequest(
        settings.maps,
        settings.typed,
        settings.receipts,
        settings.master,
        settings.before,
        settings.before_blocks,
        settings.period,
        settings.thresholds,
    )
    return round_report(assemble(collected, request), settings.folder, settings.purpose)


FORMS_COLLECT = Command("forms collect", "調査票をとりまとめる", CollectSettings, forms_collect)
