"""The description that goes with a published CSV file, as plain data for JSON.

>>> about = describe(title="人口", file="人口.csv", encoding="utf-8-sig", names=("地区", "人口（人）"), rows=2)
>>> about["文字コード"], about["項目"][1]
({'名前': 'UTF-8', 'BOM': True}, {'項目名': '人口（人）', '単位': '人'})
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["describe"]

_UNIT = re.compile(r"[（(]([^（()）]{1,12})[)）]$")
_CODES = {"utf-8-sig": ("UTF-8", True), "cp932": ("CP932（シフト JIS）", False)}


def describe(
    *,
    title: str,
    file: str,
    encoding: str,
    names: Sequence[str],
    rows: int,
    source: str = "",
    publisher: str = "",
    licence: str = "",
    as_of: str = "",
    made_on: str = "",
    units: Mapping[str, str] | None = None,
    symbols: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    recipe: Sequence[str] = (),
    dataset: str = "",
    version: str = "",
) -> dict[str, Any]:
    """Return the description of a CSV file.

    Parameters
    ----------
    encoding
        ``utf-8-sig`` or ``cp932``.
    names, units
        Names of the columns; unit by name where the name does not end in it.
    symbols
        Meaning by symbol.
    recipe
        What was done to the source, one sentence each.
    dataset
        Title of the standard list the file follows.
    """
    name, bom = _CODES[encoding]
    return {
        "題名": title,
        "ファイル": file,
        "出所": source,
        "作成者": publisher,
        "利用条件": licence,
        "時点": as_of,
        "作成日": made_on,
        "準拠する標準": f"自治体標準オープンデータセット「{dataset}」" if dataset else "",
        "文字コード": {"名前": name, "BOM": bom},
        "改行": "CRLF",
        "区切り": "カンマ（RFC 4180）",
        "行数": rows,
        "項目": [_column(column, units or {}) for column in names],
        "記号": dict(symbols or {}),
        "注": list(notes),
        "作り方": list(recipe),
        "作ったプログラム": version,
    }


def _column(name: str, units: Mapping[str, str]) -> dict[str, str]:
    match = _UNIT.search(name)
    unit = units.get(name) or (match[1] if match else "")
    return {"項目名": name, "単位": unit} if unit else {"項目名": name}
