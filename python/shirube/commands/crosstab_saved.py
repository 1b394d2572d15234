"""Saved settings: every command of cross-tabulation by name, and the way back from a 設定 sheet.

>>> from .crosstab import CrosstabSettings
>>> from .crosstab_lines import lines_of
>>> lines = lines_of("crosstab", "クロス集計", CrosstabSettings("年代", "満足度", percent="column"))
>>> sheet = Grid.from_rows([["項目", "値", "説明"], *([s.label, s.value, s.note] for s in lines)], name="設定")
>>> command, settings = saved_on(sheet)
>>> command.name, settings.row, settings.percent
('crosstab', '年代', 'column')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from ..codebook import read_codebook
from ..crosstab.weights import read_population
from ..errors import CrosstabError, Place
from ..grid import Grid, a1
from .base import Command
from .crosstab import CROSSTAB, CrosstabSettings
from .crosstab_batch import BATCH, GT
from .crosstab_lines import COMMAND, FORMS, flat, read_line
from .crosstab_matrix import MATRIX
from .crosstab_special import HEAT, PROFILE, TOP

__all__ = ["COMMANDS", "saved_on", "source_sheet_on", "with_sheets"]

#: Every command of cross-tabulation, by its name.
COMMANDS: Mapping[str, Command[Any]] = {
    command.name: command for command in (CROSSTAB, BATCH, GT, MATRIX, HEAT, PROFILE, TOP)
}


def saved_on(sheet: Grid) -> tuple[Command[Any], Any]:
    """Read which command a 設定 sheet is for, and its settings; what the sheet leaves blank is as by default.

    The sheets of the 設問票 and of the population are only named in it: see `with_sheets`.

    Raises
    ------
    CrosstabError
        SB-C332: not the settings of a cross-tabulation. SB-C331, with the cell: a value that cannot be read.
    """
    said = _said(sheet)
    labels = {command.label: command for command in COMMANDS.values()}
    word = str(said.get(COMMAND, (0, ""))[1]).strip()
    if word not in labels:
        raise CrosstabError("C332", at=Place(sheet.source, sheet.name), known="・".join(labels))
    command = labels[word]
    values = {}
    for line in FORMS[command.name]:
        row, value = said.get(line.label, (0, None))
        if value is not None and str(value).strip():
            values[line.name] = read_line(line, value, Place(sheet.source, sheet.name, a1(row, 1)))
    own, common = flat(values)
    if common:
        own["common"] = CrosstabSettings(**common)
    return command, command.settings(**own)


def source_sheet_on(sheet: Grid) -> str:
    """Return the name of the sheet the answers came from; empty where the 設定 sheet does not say."""
    return str(_said(sheet).get("出所シート", (0, ""))[1])


def with_sheets(settings: Any, sheet_of: Callable[[str], Grid]) -> Any:
    """Return the settings with the 設問票 and the population read from the sheets they name.

    Parameters
    ----------
    settings
        Of any command here.
    sheet_of
        Gives a sheet by name.

    Raises
    ------
    TableError, CrosstabError
        As `read_codebook` and `read_population`.
    """
    if any(field.name == "common" for field in fields(settings)):
        return replace(settings, common=with_sheets(settings.common, sheet_of))
    if not isinstance(settings, CrosstabSettings):
        return settings
    if settings.codebook_sheet and settings.codebook is None:
        settings = replace(settings, codebook=read_codebook(sheet_of(settings.codebook_sheet)))
    if settings.population_sheet and settings.population is None:
        settings = replace(settings, population=read_population(sheet_of(settings.population_sheet)))
    return settings


def _said(sheet: Grid) -> dict[str, tuple[int, Any]]:
    """Row and value by 項目; of two lines with one name the first counts."""
    if sheet.shape[1] < 2:
        raise CrosstabError(
            "C332", at=Place(sheet.source, sheet.name), known="・".join(c.label for c in COMMANDS.values())
        )
    said: dict[str, tuple[int, Any]] = {}
    for row, (label, value) in enumerate(sheet.values[:, :2].tolist()):
        if label is not None:
            said.setdefault(str(label).strip(), (row, value))
    return said
