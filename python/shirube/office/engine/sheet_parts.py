"""Lists of words a cell takes, and how a sheet is printed."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation as XValidation
from xlwings import base_classes

__all__ = ["DataValidation", "PageSetup"]

LANDSCAPE = 2


class DataValidation(base_classes.DataValidation):
    """The rule of a range of cells."""

    def __init__(self, cells: Any) -> None:
        self._range = cells

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Let the cells take one of the words."""
        words = ",".join(map(str, source))
        rule = XValidation(type="list", formula1=f'"{words}"', allow_blank=True, showDropDown=not in_cell_dropdown)
        rule.add(self._range.address.replace("$", ""))
        self._range.sheet.worksheet.add_data_validation(rule)
        self._range.sheet.book.changed = True

    @property
    def source(self) -> str | None:
        """The words, parted by commas."""
        address = self._range.address.replace("$", "")
        rules = self._range.sheet.worksheet.data_validations.dataValidation
        return next((rule.formula1.strip('"') for rule in rules if address in rule.sqref), None)


class PageSetup(base_classes.PageSetup):
    """How a sheet is printed."""

    def __init__(self, sheet: Any) -> None:
        self._api = PageSetupApi(sheet)

    @property
    def api(self) -> PageSetupApi:
        """Excel's own object, as far as it is needed."""
        return self._api


class PageSetupApi:
    """``PageSetup``: what is set here is set on the sheet."""

    _sheet: Any

    def __init__(self, sheet: Any) -> None:
        object.__setattr__(self, "_sheet", sheet)  # past our own setter

    def __setattr__(self, name: str, value: Any) -> None:
        worksheet = self._sheet.worksheet
        if name == "Orientation":
            worksheet.page_setup.orientation = "landscape" if value == LANDSCAPE else "portrait"
        elif name == "Zoom":
            worksheet.sheet_properties.pageSetUpPr.fitToPage = value is False
        elif name == "FitToPagesWide":
            worksheet.page_setup.fitToWidth = value
        elif name == "FitToPagesTall":
            worksheet.page_setup.fitToHeight = int(value)
        elif name == "PrintTitleRows":
            worksheet.print_title_rows = value.replace("$", "")
        else:
            raise NotImplementedError(name)
        self._sheet.book.changed = True
