"""Page one of a result as plain text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from ..result import Result, Table
from .write.blocks import STAMPS, source_line
from .write.measure import width
from .write.shown import TEXTUAL, shown
from .write.tables import cell_notes, label
from .write.values import clean_text

__all__ = ["page_text"]


def page_text(result: Result) -> str:
    """Return page one as text; numbers as on the sheet, suppressed ones as their sign.

    >>> print(page_text(Result(title="例", conclusion=("差がある。",))))
    例 【庁内限り】
    差がある。
    """
    return "\n".join(clean_text(line) for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    yield f"{result.title} 【{STAMPS[result.purpose][0]}】"
    named = (("条件", result.conditions), ("出所", source_line(result.provenance)), ("対象", result.base))
    yield from [result.question] * bool(result.question)
    yield from (f"{name}　{content}" for name, content in named if content)
    yield from result.conclusion
    yield from (f"{figure.label}　{figure.text}" for figure in result.figures)
    yield from (f"{light.level.value} {light.label}：{light.word}。{light.reason}" for light in result.lights)
    for number, table in enumerate(result.tables, start=1):
        yield ""
        yield f"表{number}　{table.title}" if len(result.tables) > 1 else table.title
        yield from _table(table)
    for title, items in (("言えること", result.says), ("言えないこと", result.cannot_say)):
        if items:
            yield from ("", title, *(f"・{item}" for item in items))
    yield from (f"注　{note}" for note in result.notes)


def _table(table: Table) -> Iterator[str]:
    heads = [f"{c.group} {label(c)}" if c.group else label(c) for c in table.columns]
    body = [[shown(v, c).replace("\n", " ") for v, c in zip(row, table.columns, strict=True)] for row in table.rows]
    right = [column.format not in TEXTUAL for column in table.columns]
    widths = [max(width(line[i]) for line in (heads, *body)) for i in range(len(heads))]
    for line in (heads, *body):
        cells = zip(line, widths, right, strict=True)
        yield "  ".join(_pad(text, room, to_right=side) for text, room, side in cells).rstrip()
    yield from (f"注　{note}" for note in (*table.notes, *cell_notes(table)))


def _pad(text: str, room: int, *, to_right: bool) -> str:
    space = " " * (room - width(text))
    return space + text if to_right else text + space
