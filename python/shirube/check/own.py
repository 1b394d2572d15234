"""Sheets this product adds to the data it writes (報告, 設定, 直した記録 …): reports about data, not data.

>>> settings = Grid.from_rows([["項目", "値", "説明"], ["版", "しるべ 1.0", ""]], name="設定")
>>> sorted(own_sheets([settings, Grid.from_rows([["人口の報告"]], name="報告"), Grid.from_rows([["a"]], name="表")]))
['報告', '設定']
>>> own_sheets([Grid.from_rows([["人口の報告"]], name="報告")])
frozenset()
"""

from __future__ import annotations

from collections.abc import Sequence

from ..grid import Grid

__all__ = ["own_sheets"]

_SETTINGS = ("項目", "値", "説明")
#: Headers of the lists of what was changed or left out: they quote the source as it stood.
_RECORDS = (
    ("規則", "シート", "元のセル", "直す前", "直した後", "何をしたか"),
    ("元のセル", "書かれていたもの", "落とした理由"),
)
_SHEET = "設定"
_REPORTS = ("報告", "報告の表", "統計の詳細", _SHEET)


def own_sheets(grids: Sequence[Grid]) -> frozenset[str]:
    """Return the names of a workbook's sheets that report on its data.

    Reports are believed to be ours only beside a 設定 sheet that names the version which wrote them.
    """
    records = {grid.name for grid in grids if any(_head(grid, len(names)) == names for names in _RECORDS)}
    endings = {grid.name.removeprefix(_SHEET) for grid in grids if grid.name.startswith(_SHEET) and _is_settings(grid)}
    names = {grid.name for grid in grids}
    return frozenset(records | {f"{report}{ending}" for report in _REPORTS for ending in endings} & names)


def _head(grid: Grid, width: int) -> tuple[object, ...]:
    return tuple(grid.values[0, :width].tolist()) if grid.shape[0] and grid.shape[1] >= width else ()


def _is_settings(grid: Grid) -> bool:
    if _head(grid, len(_SETTINGS)) != _SETTINGS:
        return False
    return any(label == "版" and str(value).startswith("しるべ") for label, value in grid.values[:, :2].tolist())
