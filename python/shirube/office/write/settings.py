"""The sheet 設定: what was used, in three columns (項目／値／説明); enough to run it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...result import Format, Result, Setting
from ..style import DATE_DATA, DATETIME_DATA, STYLES
from .book import Book
from .data import list_footer
from .measure import wrap
from .values import CellKind, typed

__all__ = ["draw_settings"]

_HEADERS = ("項目", "値", "説明")
_UNITS = (26.0, 40.0, 60.0)
_LINE_POINTS = 16.0


def draw_settings(book: Book, result: Result) -> None:
    """Write 設定."""
    sheet = book.add_sheet("設定")
    body = book.format(STYLES["body"], valign="top")
    for i, (name, units) in enumerate(zip(_HEADERS, _UNITS, strict=True)):
        sheet.set_column(i, i, units)
        sheet.write_string(0, i, name, book.format(STYLES["header"]))
    lines = [
        *result.settings,
        *_provenance(result),
        *(Setting("このブックの注意", text) for text in book.file_remarks()),
    ]
    for row, line in enumerate(lines, start=1):
        book.text(sheet, row, 0, typed(line.label, Format.TEXT)[1] or "", body)
        _value(book, sheet, row, line.value)
        book.text(sheet, row, 2, typed(line.note, Format.TEXT)[1] or "", body)
        sheet.set_row(row, 4 + _LINE_POINTS * _lines(line))
    sheet.ignore_errors({"number_stored_as_text": f"B1:B{len(lines) + 1}"})
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    list_footer(sheet, result.purpose)


def _lines(line: Setting) -> int:
    texts: Sequence[Any] = (line.label, _joined(line.value), line.note)
    return max(len(wrap(str(text), units - 1)) for text, units in zip(texts, _UNITS, strict=True))


def _joined(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, (list, tuple, set, frozenset)) else value


def _value(book: Book, sheet: Any, row: int, value: Any) -> None:
    style = STYLES["body"] | {"valign": "top", "align": "left"}
    kind, plain = typed(_joined(value), Format.TEXT)
    if kind is CellKind.TEXT:
        book.text(sheet, row, 1, plain, book.format(style, num_format="@"))
    elif kind is CellKind.NUMBER:
        sheet.write_number(row, 1, plain, book.format(style))
    elif kind is CellKind.BOOL:
        book.text(sheet, row, 1, "はい" if plain else "いいえ", book.format(style))
    elif kind is CellKind.BLANK:
        sheet.write_blank(row, 1, None, book.format(style))
    else:
        code = DATE_DATA if kind is CellKind.DATE else DATETIME_DATA
        sheet.write_datetime(row, 1, plain, book.format(style, num_format=code))


def _provenance(result: Result) -> Iterator[Setting]:
    source = result.provenance
    yield Setting("用途", result.purpose.value, "公表にすると、少ない人数を伏せます。")
    for label, value, note in (
        ("出所ファイル", source.file, ""),
        ("出所シート", source.sheet, ""),
        ("出所の範囲", source.range, ""),
        ("時点", source.as_of, ""),
        ("作成者（公表元）", source.publisher, ""),
        ("作成日時", source.made_at, "このブックを作った日時"),
        ("版", source.version, "計算したプログラムの版"),
    ):
        if value:
            yield Setting(label, value, note)
