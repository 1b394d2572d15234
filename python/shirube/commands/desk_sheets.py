"""設定シートと操作記録シートの形。The ribbon writes them; 引継書 and 次年度版 read them.

>>> is_settings_sheet("設定_クロス集計"), is_settings_sheet("設定")
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..grid import Grid

__all__ = [
    "HEAD",
    "HEADER_ROW",
    "LOG_COLUMNS",
    "LOG_SHEET",
    "NOTES",
    "PLACE",
    "RANGE",
    "SECTION",
    "SETTINGS_PREFIX",
    "TARGET",
    "LogLine",
    "as_text",
    "is_settings_sheet",
    "log_of",
    "said_on",
]

SETTINGS_PREFIX = "設定_"
HEAD = ("項目", "値", "説明")
TARGET, RANGE, HEADER_ROW, PLACE = "対象のシート", "対象の範囲", "見出しの行", "結果の置き場所"
SECTION = "担当課"
#: Lines at the end of every 設定 sheet, for whoever does the work next: 項目, 説明.
NOTES = (
    ("何を作るか", "引継書に出ます。例: 四半期の利用者数の表"),
    ("元のファイルと入手先", "引継書に出ます。例: 利用者一覧.xlsx（市民課、毎月5日）"),
    ("実施する月", "引継書に出ます。例: 4月、7月、10月、1月"),
    (SECTION, "引継書と操作記録に出ます。例: 企画課"),
    ("知っておくこと", "引継書に出ます。例: 3月分は訂正が来るまで待つ"),
    ("対応表の場所", "引継書に出ます。例: 共有フォルダー 企画課／対応表"),
    ("仮IDの鍵の場所", "引継書に出ます。鍵そのものは書かないでください"),
)

LOG_SHEET = "操作記録"
LOG_COLUMNS = ("番号", "日時", "担当課", "ボタン", "対象", "設定シート", "できたシート", "状態", "指紋")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One sheet that a button made (the columns of the log, in order)."""

    number: int
    when: str
    section: str
    button: str
    target: str
    settings: str
    sheet: str
    state: str
    fingerprint: str


def is_settings_sheet(name: str) -> bool:
    """Whether a sheet holds what a button was told (not the 設定 sheet of a result)."""
    return name.startswith(SETTINGS_PREFIX)


def said_on(sheet: Grid) -> dict[str, str]:
    """Return what a 設定 sheet says, by 項目; blank lines are left out."""
    if sheet.shape[1] < 2 or tuple(sheet.values[0, :2]) != HEAD[:2]:
        return {}
    lines = ((str(label).strip(), value) for label, value in sheet.values[1:, :2].tolist() if label is not None)
    return {label: as_text(value) for label, value in lines if value is not None}


def log_of(rows: Sequence[Sequence[Any]]) -> tuple[LogLine, ...]:
    """Read the lines below the heading of a log; rows without a number are left out.

    Raises
    ------
    ValueError
        The heading is not that of a log.
    """
    if not rows or tuple(as_text(cell) for cell in rows[0][: len(LOG_COLUMNS)]) != LOG_COLUMNS:
        raise ValueError("heading")
    found = []
    for row in rows[1:]:
        cells = [as_text(cell) for cell in (*row, *[None] * len(LOG_COLUMNS))[: len(LOG_COLUMNS)]]
        if cells[0].isdecimal():
            found.append(LogLine(int(cells[0]), *cells[1:]))
    return tuple(found)


def as_text(value: Any) -> str:
    """Return a cell's value as text; a whole number without its decimal point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
