"""受け入れの判定: a workbook that a person opened and refreshed in Excel, judged by what is in it now.

The source sheet is read again with the recipe that stands in the query; the table on the sheet must be what Python
makes of it. So a refresh that did nothing is found as soon as the source was changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import ShirubeError
from ..grid import Grid
from ..powerquery import recognise
from ..result import Level, Light
from ..table import CELL
from ..tidy import apply_all, finish
from .powerquery import SOURCE_SHEET

__all__ = ["Returned", "judge"]

_SLACK = 1e-9


@dataclass(frozen=True)
class Returned:
    """What came back: query name → (M text, table it fills), sheets by name, and troubles of the package."""

    queries: Mapping[str, tuple[str, str]]
    sheets: Mapping[str, Grid]
    troubles: Sequence[str] = ()


def judge(returned: Returned, *, before: Mapping[str, Grid] | None = None) -> tuple[Light, ...]:
    """Judge a workbook that came back from Excel.

    Parameters
    ----------
    before
        Sheets of the workbook as it was handed out; tells whether the source was changed as asked.
    """
    lights = [_whole(returned)]
    source = returned.sheets.get(SOURCE_SHEET)
    if before is not None and source is not None:
        lights.append(_changed(source, before.get(SOURCE_SHEET)))
    loaded = [(name, text) for name, (text, table) in returned.queries.items() if table]
    if not loaded:
        lights.append(Light("結果の表", Level.CAUTION, "表なし", "クエリの結果を読み込んだ表がありません。"))
    for name, text in loaded:
        lights.append(_filled(name, text, source, returned.sheets.get(name)))
    return tuple(lights)


def _whole(returned: Returned) -> Light:
    if not returned.queries:
        return Light("クエリ", Level.BAD, "ない", "ブックの中にクエリがありません。" + "".join(returned.troubles))
    if returned.troubles:
        return Light("クエリ", Level.BAD, "欠けている", "".join(returned.troubles))
    return Light("クエリ", Level.GOOD, "ある", f"クエリ{len(returned.queries)}つが揃っています。")


def _changed(now: Grid, before: Grid | None) -> Light:
    if before is None:
        return Light("元データの変更", Level.CAUTION, "不明", "渡したときの元データが分かりません。")
    changed = [
        now.address(r, c)
        for r in range(min(now.shape[0], before.shape[0]))
        for c in range(min(now.shape[1], before.shape[1]))
        if not _same(now.values[r, c], before.values[r, c])
    ]
    if now.shape != before.shape or changed:
        where = "、".join(changed[:5]) or "行か列の数"
        return Light("元データの変更", Level.GOOD, "あり", f"元データが変えられています（{where}）。")
    return Light(
        "元データの変更", Level.BAD, "なし", "元データが渡したときのままなので、更新が効いたかどうか分かりません。"
    )


def _filled(name: str, text: str, source: Grid | None, sheet: Grid | None) -> Light:
    label = f"結果の表「{name}」"
    found = recognise(text)
    if found is None or source is None or sheet is None:
        return Light(label, Level.CAUTION, "判定できない", "しるべのクエリか、元データか、結果のシートがありません。")
    try:
        ((table, _),) = finish(apply_all(source, found.recipes), found.recipes)
        frame = table.frame
    except ShirubeError as error:
        return Light(label, Level.CAUTION, "判定できない", error.japanese)
    shown = [str(value) for value in sheet.values[0].tolist()] if sheet.shape[0] else []
    # A query of a list without traced values has no column 出所セル.
    frame = frame[[column for column in frame.columns if column in shown or column != CELL]]
    want = [list(map(str, frame.columns)), *frame.astype(object).values.tolist()]
    wrong = _differences(want, sheet.values.tolist())
    if wrong:
        return Light(label, Level.BAD, "合わない", wrong)
    return Light(label, Level.GOOD, "合う", f"{len(want) - 1:,}行が、いまの元データから計算した値と合います。")


def _differences(want: list[list[Any]], got: list[list[Any]]) -> str:
    width = len(want[0])
    filled = [row[:width] for row in got if any(not _blank(value) for value in row[:width])]
    if len(filled) != len(want):
        return f"行数が違います（あるべき行 {len(want) - 1:,}、ある行 {max(0, len(filled) - 1):,}）。"
    for i, (a, b) in enumerate(zip(want, filled, strict=True), 1):
        for j, (x, y) in enumerate(zip(a, b, strict=True)):
            if not _same(x, y):
                return f"{i}行目の「{want[0][j]}」が違います（あるべき値「{x}」、ある値「{y}」）。"
    return ""


def _blank(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)


def _same(a: Any, b: Any) -> bool:
    if _blank(a) or _blank(b):
        return _blank(a) and _blank(b)
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return str(a)[:10] == str(b)[:10]
    numbers: Iterable[Any] = (a, b)
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in numbers):
        return abs(float(a) - float(b)) <= _SLACK * max(1.0, abs(float(a)))
    return str(a) == str(b)
