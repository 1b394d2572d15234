"""The recipes on a 設定 sheet: written by the report, corrected by the user, read back and followed again.

>>> from shirube.grid import Grid
>>> from shirube.tidy import Recipe
>>> lines = settings_of([Recipe(sheet="第1表")], ["整然データ"])
>>> sheet = Grid.from_rows([["項目", "値", "説明"], *([s.label, s.value, s.note] for s in lines)], name="設定")
>>> recipes_on(sheet) == (Recipe(sheet="第1表"),)
True
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import Place, TableError
from ..grid import Grid, a1
from ..result import Setting
from ..tidy import Recipe

__all__ = [
    "CANDIDATE", "FILE_PLACE", "FOLDER_PLACE", "SHEET", "candidate_on", "recipes_on", "settings_of", "source_on",
]  # fmt: skip

SHEET = "設定"
_HEAD = ("項目", "値")
#: The first line behind the recipes: what every 設定 sheet says, whatever made it.
_END = "用途"
#: The first line where queries read a file or a folder: where it stands. It is no part of a recipe.
FILE_PLACE, FOLDER_PLACE = "元のファイルの場所", "元のフォルダーの場所"
#: Which of the readings found is wanted instead.
CANDIDATE = Setting(
    "読み方の候補", 1, "1 はこの設定どおり。2 か 3 にすると、この設定の代わりに「ほかの読み方」の候補で読み直します。"
)


def settings_of(recipes: Sequence[Recipe], names: Sequence[str]) -> tuple[Setting, ...]:
    """Return the lines of a 設定 sheet; with several tables each line begins with the name of its table."""
    prefixes = [""] if len(recipes) == 1 else [f"{name}." for name in names]
    return tuple(
        Setting(f"{prefix}{line.label}", line.value, line.note)
        for prefix, recipe in zip(prefixes, recipes, strict=True)
        for line in recipe.to_settings()
    )


def recipes_on(sheet: Grid) -> tuple[Recipe, ...]:
    """Read the recipes from a 設定 sheet, in the order of its tables.

    Raises
    ------
    TableError
        SB-T207: not a 設定 sheet, or no recipe on it. SB-T201 to T203, with the cell: see `Recipe.from_settings`.
    """
    tables: dict[str, list[tuple[int, Setting]]] = {}
    for row, label, value in _lines(sheet):
        if label in (_END, CANDIDATE.label):
            break
        if label in (FILE_PLACE, FOLDER_PLACE):
            continue
        table, _, name = label.rpartition(".")
        tables.setdefault(table, []).append((row, Setting(name, value)))
    if not tables:
        raise TableError("T207", at=Place(sheet.source, sheet.name))
    return tuple(_recipe(sheet, lines) for lines in tables.values())


def candidate_on(sheet: Grid) -> int:
    """Return which of the readings a 設定 sheet asks for; 1 where it does not say.

    Raises
    ------
    TableError
        SB-T203, with the cell: not 1, 2 or 3.
    """
    for row, label, value in _lines(sheet):
        if label == CANDIDATE.label and value is not None:
            if value not in (1, 2, 3):
                raise TableError("T203", at=Place(sheet.source, sheet.name, a1(row, 1)), name=label, value=value)
            return int(value)
    return 1


def source_on(sheet: Grid) -> tuple[str, str]:
    """Return the file and the sheet that a 設定 sheet says its table came from (empty where it does not say)."""
    said = {label: str(value) for _, label, value in _lines(sheet) if value is not None}
    return said.get("出所ファイル", ""), said.get("出所シート", "")


def _lines(sheet: Grid) -> list[tuple[int, str, Any]]:
    if sheet.shape[1] < 2 or tuple(sheet.values[0, :2]) != _HEAD:
        raise TableError("T207", at=Place(sheet.source, sheet.name))
    return [
        (row, str(label).strip(), value)
        for row, (label, value) in enumerate(sheet.values[1:, :2].tolist(), start=1)
        if label is not None
    ]


def _recipe(sheet: Grid, lines: Sequence[tuple[int, Setting]]) -> Recipe:
    try:
        return Recipe.from_settings(line for _, line in lines)
    except TableError as error:
        wrong = error.fields.get("name") or error.fields.get("text")
        row = next((row for row, line in lines if wrong in (line.label, line.value)), lines[0][0])
        raise TableError(error.key, at=Place(sheet.source, sheet.name, a1(row, 1)), **error.fields) from error
