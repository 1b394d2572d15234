"""調査票のとりまとめ in M: one row per file of a folder, read by the boxes of a form.

A copy is read only where every printed text that names a box stands where the form has it (the whole form may have
moved). Choices, checks, dates and repeated tables need more than a query can do and are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..errors import TableError
from ..forms.form_map import FormMap, Item, ItemKind
from ..grid import Grid, parse_a1
from ..text import to_half_width
from .expr import Try, call, each, field, fn, item, lift, op, when
from .expr import name as name_
from .reader import as_text, folded, read
from .script import Column, Script, Steps
from .source import ERROR_TEXT
from .stack import folder_files
from .trip import marked

__all__ = ["FILE", "STATE", "compile_forms", "read_sheet"]

FILE, STATE = "ファイル", "状態"
_READ, _OTHER, _NONE = "読みました", "様式が違います", "シートがありません"
_KINDS = {ItemKind.TEXT: "text", ItemKind.CODE: "text", ItemKind.NUMBER: "number"}


def compile_forms(form: FormMap, *, name: str) -> Script:
    """Write the collection of a form's copies as a query; the folder stands in the named cell 設定_ファイル.

    Raises
    ------
    TableError
        SB-P109: a kind of item the query cannot read.
    """
    items, labels = _items(form), _labels(form)
    for one in items:
        _require_simple(one)
    if not labels:
        raise TableError("P109", name="見出しのない調査票")
    steps = Steps()
    heads = steps.add(
        "見出し", lift(labels), "様式に印字した見出し：{行, 列, 文字}（0 から数える。空白と全角半角の違いは見ない）"
    )
    boxes = steps.add(
        "項目", lift([[*_at(one.cell), one.kind.value, one.key] for one in items]), "読む欄：{行, 列, 種類, 項目名}"
    )
    files = folder_files(steps)
    data = field(
        "Data", item(call("Excel.Workbook", field("Content"), None, True), {"Item": form.sheet, "Kind": "Sheet"})
    )
    tried = steps.add("開いた表", call("Table.AddColumn", field("Value", files), "試し", each(Try(data))))
    sheet = field("Value", field("試し"))
    errors = call("List.Transform", call("Table.ColumnNames", sheet), fn(("c",), [name_("c"), ERROR_TEXT]))
    rows = call("Table.ToRows", call("Table.ReplaceErrorValues", sheet, errors))
    unread = lift([_NONE, *([None] * len(items))])
    line = when(field("HasError", field("試し")), unread, call("一票を読む", rows, heads, boxes))
    lines = call("List.Transform", call("Table.ToRecords", tried), each(op("&", lift([field("Name")]), line)))
    columns = (Column(FILE, "text"), Column(STATE, "text"), *(Column(one.key, _KINDS[one.kind]) for one in items))
    result = steps.add("とりまとめ", call("#table", [column.name for column in columns], lines), "1ファイルが1行になる")
    script = steps.script(name, columns, steps.finish(columns, result))
    return replace(script, text=marked(script.text))


def read_sheet(grid: Grid | None, form: FormMap) -> list[Any]:
    """What the query gives for one copy: its state, then the value of every item (None: there is no such sheet)."""
    items, labels = _items(form), _labels(form)
    if grid is None:
        return [_NONE, *([None] * len(items))]
    body = grid.values.tolist()
    top, left, first = labels[0]
    found = [
        (abs(r - top) + 4 * abs(c - left), r, c)
        for r, row in enumerate(body)
        for c, value in enumerate(row)
        if isinstance(value, str) and _key(value) == first
    ]
    if not found:
        return [_OTHER, *([None] * len(items))]
    down, right = min(found)[1] - top, min(found)[2] - left

    def cell(row: int, column: int) -> Any:
        r, c = row + down, column + right
        return body[r][c] if 0 <= r < len(body) and 0 <= c < len(body[r]) else None

    if not all(_key(as_text(cell(r, c))) == text and r + down >= 0 and c + right >= 0 for r, c, text in labels):
        return [_OTHER, *([None] * len(items))]
    raw = [cell(*_at(one.cell)) for one in items]
    values = [_answer(value, one.kind) for value, one in zip(raw, items, strict=True)]
    wrong = [
        one.key
        for one, value, answer in zip(items, raw, values, strict=True)
        if one.kind is ItemKind.NUMBER and answer is None and as_text(value)
    ]
    return [f"「{wrong[0]}」を数に読めません" if wrong else _READ, *values]


def _answer(value: Any, kind: ItemKind) -> Any:
    """What the helper 一票を読む makes of a box."""
    text = as_text(value)
    if not text:
        return None
    if kind is ItemKind.CODE:
        return _bare(to_half_width(text))
    if kind is ItemKind.TEXT:
        return value if isinstance(value, str) else text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return read(text, {}).value if isinstance(value, str) else None


def _key(text: str) -> str:
    return _bare(to_half_width(text)).lower()


def _bare(text: str) -> str:
    return text.translate({ord(space): None for space in " \r\n\t"})


def _items(form: FormMap) -> list[Item]:
    return [one for one in form.items if one.kind is not ItemKind.IGNORED]


def _labels(form: FormMap) -> Sequence[tuple[int, int, str]]:
    """The printed text that names each item: row, column (0-based), folded."""
    printed = {one.cell: one.text for one in form.printed}
    return [(*_at(cell), folded(printed[cell])) for one in _items(form) for cell in one.labels[:1] if cell in printed]


def _at(cell: str) -> tuple[int, int]:
    span = parse_a1(cell)
    return span.top, span.left


def _require_simple(one: Item) -> None:
    """Only texts, codes and numbers, asked once, in boxes that were blank."""
    if one.kind not in _KINDS:
        raise TableError("P109", name=f"調査票の「{one.kind.value}」の項目「{one.key}」")
    if one.block or one.inside or (one.kind is ItemKind.CODE and one.low is not None):
        raise TableError("P109", name=f"くり返し・枠内の印字・桁数のある項目「{one.key}」")
