"""様式を読み取る, 入力表を作る: what a blank form asks becomes a map people correct, and a sheet to type into."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .. import __version__
from ..forms.form_file import FormFile
from ..forms.form_map import FormMap
from ..forms.map_sheet import map_report
from ..forms.paper import entry_report
from ..forms.propose import other_sheets_with_boxes, propose
from ..result import Provenance, Result
from .base import Command

__all__ = ["FORMS_MAP", "FORMS_PAPER", "MapSettings", "PaperSettings", "forms_map", "forms_paper", "proposed"]


@dataclass(frozen=True)
class MapSettings:
    """How to read a blank form.

    Attributes
    ----------
    form, version
        Name of the form in every edition (empty: its title), and of this edition.
    sheet
        Its sheet; empty: the one with most boxes.
    """

    form: str = ""
    version: str = "1"
    sheet: str = ""


def proposed(file: FormFile, settings: MapSettings = MapSettings()) -> FormMap:
    """Propose the map of a blank form.

    Raises
    ------
    FormError
        SB-F402: no box to fill in.
    """
    form = propose(file, form=settings.form, version=settings.version, sheet=settings.sheet)
    return form if form.form else replace(form, form=form.title or form.sheet)


def forms_map(file: FormFile, settings: MapSettings = MapSettings()) -> Result:
    """Propose a map and show it for correction. Errors as `proposed`."""
    form = proposed(file, settings)
    provenance = Provenance(file=file.file, sheet=form.sheet, version=f"しるべ {__version__}")
    return replace(map_report(form, other_sheets_with_boxes(file, form)), provenance=provenance)


@dataclass(frozen=True)
class PaperSettings:
    """Nothing to set: the entry sheet follows the map."""


def forms_paper(form: FormMap, settings: PaperSettings = PaperSettings()) -> Result:
    """Make the workbook in which replies on paper are typed."""
    return replace(entry_report(form), provenance=Provenance(version=f"しるべ {__version__}"))


FORMS_MAP = Command("forms map", "様式を読み取る", MapSettings, forms_map)
FORMS_PAPER = Command("forms paper", "紙・FAXの入力表を作る", PaperSettings, forms_paper)
