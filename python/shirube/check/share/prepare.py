"""Decides what goes into the version for outside: which sheets, which cells, what is left out, what stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...grid import Grid, column_letters
from .source import ShareSource, SheetLayout
from .stops import Stop, stops_of
from .visible import Removed, visible_part, without

__all__ = ["Prepared", "ShareRequest", "SharedSheet", "prepare"]

_SETTINGS_HEAD = ("項目", "値", "説明")
_OWN_SHEETS = ("設定", "操作記録")


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """`drop_found`: take out the whole column (or row) wherever a list of personal information was found."""

    drop_found: bool = False


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """One sheet of the new workbook: values and looks, with its measures."""

    grid: Grid
    layout: SheetLayout


@dataclass(frozen=True)
class Prepared:
    """What would be written (`sheets`), what is left out (`removed`), and what must be looked at first (`stops`)."""

    file: str
    sheets: tuple[SharedSheet, ...]
    removed: tuple[Removed, ...]
    stops: tuple[Stop, ...]


def prepare(source: ShareSource, request: ShareRequest = ShareRequest()) -> Prepared:
    """Work out the version for outside. Nothing is written here.

    >>> grid = Grid.from_rows([["氏名", "点"], ["山田太郎", 1], ["鈴木花子", 2]], name="表")
    >>> prepared = prepare(ShareSource("a.xlsx", (grid,)), ShareRequest(drop_found=True))
    >>> prepared.sheets[0].grid.values.tolist(), prepared.stops
    ([['点'], [1], [2]], ())
    """
    removed = [Removed(extra.label, extra.count) for extra in source.extras if extra.count]
    internal = [_internal(grid) for grid in source.sheets if _is_settings(grid)]
    sheets: list[SharedSheet] = []
    for grid in source.sheets:
        if grid.sheet_hidden:
            removed.append(Removed("非表示のシート", 1, grid.name))
        elif _is_settings(grid) or grid.name == "操作記録":
            removed.append(Removed("設定・操作の記録のシート", 1, grid.name))
        else:
            shown, taken = visible_part(grid)
            removed += taken
            layout = source.layouts.get(grid.name, SheetLayout())
            sheets.append(SharedSheet(shown, _moved(layout, grid.hidden_rows, grid.hidden_columns)))
    stops = stops_of([sheet.grid for sheet in sheets])
    if request.drop_found and stops:
        sheets = [_dropped(sheet, stops, removed) for sheet in sheets]
        stops = stops_of([sheet.grid for sheet in sheets])
    return Prepared(source.file, tuple(sheets), tuple(removed), (*stops, *(s for s in internal if s)))


def _is_settings(grid: Grid) -> bool:
    head = tuple(grid.values[0, :3]) if grid.shape[0] and grid.shape[1] >= len(_SETTINGS_HEAD) else ()
    return grid.name.startswith(_OWN_SHEETS) and head == _SETTINGS_HEAD


def _internal(grid: Grid) -> Stop | None:
    """Find the line of a 設定 sheet that says the result was made for use inside."""
    said = {str(label): str(value) for label, value in grid.values[:, :2]}
    if said.get("用途") != "庁内検討":
        return None
    return Stop("庁内検討のために作った結果", f"{grid.name}（用途）", 1, "用途を「公表」にして作り直す")


def _dropped(sheet: SharedSheet, stops: Sequence[Stop], removed: list[Removed]) -> SharedSheet:
    rows: set[int] = set()
    columns: set[int] = set()
    name = sheet.grid.name
    for stop in stops:
        finding = stop.finding
        if finding is None or finding.sheet != name or len(finding.spans) != 1:
            continue
        span = finding.spans[0]
        if span.left == span.right:
            columns.add(span.left)
            removed.append(Removed(f"{finding.kind.value}の列", finding.count, f"{name}!{column_letters(span.left)}"))
        elif span.top == span.bottom:
            rows.add(span.top)
            removed.append(Removed(f"{finding.kind.value}の行", finding.count, f"{name}!{span.top + 1}"))
    gone_rows, gone_columns = frozenset(rows), frozenset(columns)
    return SharedSheet(without(sheet.grid, gone_rows, gone_columns), _moved(sheet.layout, gone_rows, gone_columns))


def _moved(layout: SheetLayout, rows: frozenset[int], columns: frozenset[int]) -> SheetLayout:
    return replace(layout, widths=_shift(layout.widths, columns), heights=_shift(layout.heights, rows))


def _shift(measures: Any, gone: frozenset[int]) -> dict[int, float]:
    before = sorted(gone)
    return {i - sum(g < i for g in before): size for i, size in measures.items() if i not in gone}
