"""L3-08: what the columns mean, and when the data changed, is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..facts import CheckSource
from ..finding import Finding
from .registry import rule

__all__ = ["check"]

_SHEET = re.compile(r"説明|定義|メタ|更新履歴|readme|データについて|項目一覧|仕様|凡例", re.IGNORECASE)
_WORDS = (re.compile(r"定義|算出|説明|意味"), re.compile(r"更新|改訂|時点|作成日|公表日"))


def check(source: CheckSource) -> Iterator[Finding]:
    """Report a CSV file no character code fits; ask a person unless the file describes its data."""
    about = rule("L3-08")
    if source.csv is not None and not source.csv.encoding:
        yield Finding(
            "L3-08", about.severity, "文字コードが分かりません（1つの文字コードで読めない文字があります）。",
            "UTF-8（BOM 付き）で保存し直し、文字コードを説明に書いてください。", file=source.file,
        )  # fmt: skip
        return
    if source.documents or any(_SHEET.search(grid.name) for grid in source.sheets) or _described(source):
        return
    yield Finding(
        "L3-08",
        about.severity,
        f"{about.look}、見てください。{_code(source)}",
        "項目の定義・出所・更新日・文字コードを書いた説明（シートかファイル）を添えてください。",
        file=source.file,
        confidence=0.5,
        abstained=True,
    )


def _described(source: CheckSource) -> bool:
    texts = [v for grid in source.sheets for v in grid.values[:5].ravel().tolist() if isinstance(v, str)]
    return all(any(pattern.search(text) for text in texts) for pattern in _WORDS)


def _code(source: CheckSource) -> str:
    if source.csv is None:
        return ""
    name = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp932": "シフト JIS（CP932）"}.get(
        source.csv.encoding, source.csv.encoding.upper()
    )
    return f"（このファイルの文字コードは {name}、BOM {'あり' if source.csv.bom else 'なし'}）"
