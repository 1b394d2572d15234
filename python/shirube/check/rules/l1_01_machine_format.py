"""L1-01: the file is one that machines read."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import CheckSource
from ..finding import Finding
from .registry import rule

__all__ = ["FOR_MACHINES", "FOR_PEOPLE", "check"]

FOR_MACHINES = frozenset(
    {".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".tab", ".txt", ".xml", ".ods", ".json", ".geojson"}
)
FOR_PEOPLE = frozenset(
    {".pdf", ".doc", ".docx", ".rtf", ".ppt", ".pptx", ".jtd", ".jtt", ".odt", ".odp", ".jpg", ".jpeg", ".png", ".gif",
     ".tif", ".tiff", ".bmp", ".html", ".htm", ".md", ".xdw", ".xbd", ".ps"}
)  # fmt: skip


def check(source: CheckSource) -> Iterator[Finding]:
    """Report files made for reading and printing."""
    if source.suffix not in FOR_MACHINES and not (source.sheets and source.suffix not in FOR_PEOPLE):
        name = source.suffix or "拡張子なし"
        yield Finding(
            "L1-01",
            rule("L1-01").severity,
            f"機械が読める形式のファイルではありません（{name}）。",
            "Excel（.xlsx）か CSV でも公開してください。",
            file=source.file,
        )
