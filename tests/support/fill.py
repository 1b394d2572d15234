"""Templates with answers typed in, as a clerk would: one TOML file per book in ``tests/workbooks/entries``.

Each table of a file is a sheet. ``rows`` are typed into the table of the sheet from its first row on; keys that are
cell addresses are typed there. ``expect`` gives the columns, and ``cells`` the cells, to be found after recalculation.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.worktable import HEADER_ROW
from support.packages import opened
from support.tools import tool

ENTRIES = Path(__file__).resolve().parents[1] / "workbooks" / "entries"
_CELL = re.compile(r"[A-Z]+[0-9]+")


def entries() -> dict[str, dict[str, dict[str, Any]]]:
    """Return what is typed and expected, by book and sheet."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(ENTRIES.glob("*.toml"))}


def filled_templates(folder: Path) -> dict[str, Path]:
    """Write every template that has entries, with them typed in, into a folder; return the files by name."""
    made = {}
    for name, sheets in entries().items():
        template = TEMPLATES / f"{name.partition('＋')[0]}.xlsx"
        typed = {sheet: cells_typed(opened(template)[sheet], typed) for sheet, typed in sheets.items()}
        made[f"{name}.xlsx"] = tool("typed").type_into(template, typed, folder / f"{name}.xlsx")
    return made


def column(sheet: Any, name: str, count: int) -> list[object]:
    """Return the first cells of a column of the sheet's table; blank is ""."""
    place = next(cell.column for cell in sheet[HEADER_ROW + 1] if cell.value == name)
    found = [sheet.cell(HEADER_ROW + 2 + step, place).value for step in range(count)]
    return ["" if value is None else value for value in found]


def cells_typed(sheet: Any, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed into a sheet by address: rows of its table, and single cells."""
    cells = {address: value for address, value in typed.items() if _CELL.fullmatch(address)}
    if "rows" in typed:
        columns = {cell.value: cell.column_letter for cell in sheet[HEADER_ROW + 1]}
        for step, values in enumerate(typed["rows"]):
            cells |= {f"{columns[name]}{HEADER_ROW + 2 + step}": value for name, value in values.items()}
    return cells
