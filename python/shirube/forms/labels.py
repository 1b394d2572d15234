"""Finds the printed texts that name a box: at its left, above it, in front of those, and the heading of its section."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from ..grid import Kind, Span
from ..numbers import parse_number
from ..text import clean_label
from .areas import Area, Areas
from .choices import listed_options

__all__ = ["Labels", "Names", "clean_name", "labels_of", "listed_beside", "required_marks", "section_of", "unit_of"]

_FURTHEST = 3  # blank cells between a box and the label at its left
_MOST_TIERS = 3
_OF_DATES = frozenset({"年", "月", "日", "時", "分", "年度", "年間", "か月", "ヶ月"})
_QUESTION_ROWS = 2
_NUMBERING = re.compile(
    r"^(?:[(（][\d０-９]{1,2}[)）]|[\d０-９]{1,2}[.．、)）]|[①-⑳Ⅰ-Ⅻ]|[\d０-９]{1,2}[\s　]+|"
    r"[アイウエオカキクケコ][.．、)）]|[■◆●○◇▼【]+)[\s　]*"
)
_UNIT_FIRST = re.compile(r"([^（(]{1,4})[（(]([^（()）]{2,})$")
_SIGNS = re.compile(r"[〜~～\-－ー―−–:：/／・→]+")
_HOW_TO_ANSWER = re.compile(
    r"[（(][^（()）]*(?:あてはまる|当てはまる|記入|選択|選ん|お書き|複数回答|[☑✓○〇◯](?:印|を|$))[^（()）]*[)）]$"
)
_EXPLAINED = re.compile(r"([＊*※◎●★☆○◆])\s*(?:印|マーク)?.{0,12}?(?:必須|必ず)")
_REQUIRED_WORD = re.compile(r"[(（【\[［]?必須(?:項目)?[)）】\]］]?")
_BRACKETED_UNIT = re.compile(r"[(（\[［]\s*(?:単位\s*[:：]?\s*)?([^()（）]{1,6})\s*[)）\]］]$")


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of a box, nearest first: `left` in its row, `above` over its column."""

    left: tuple[Area, ...] = ()
    above: tuple[Area, ...] = ()
    beside: bool = False  # the first box right of the left label


@dataclass(frozen=True, slots=True)
class Names:
    """A cleaned label: name, unit in brackets, whether it says the answer is required."""

    name: str
    unit: str = ""
    required: bool = False


def labels_of(span: Span, areas: Areas, boxes: Collection[Span], *, option: str = "") -> Labels:
    """Return the labels of a box.

    Parameters
    ----------
    boxes
        The rectangles of all boxes.
    option
        The box is a square before this option: the options in front of it, and its own, are no labels.
    """
    left, beside = _left(span, areas, boxes, bool(option))
    above = _above(span, areas, boxes)
    if not left and not above:
        above = _question(_topmost(span, areas, boxes), areas, boxes)
    return Labels(left, above, beside)


def _question(span: Span, areas: Areas, boxes: Collection[Span]) -> tuple[Area, ...]:
    """A sentence in the row of a box, however far left, or right above: a question and the place for its answer.

    A list of options between the two is none.
    """
    for row in range(span.top, max(span.top - 1 - _QUESTION_ROWS, -1), -1):
        for column in range(span.left - (row == span.top), -1, -1):
            area = areas.at(row, column)
            if area is None or area.span in boxes:
                if row == span.top:
                    break
                return ()
            if area.kind == Kind.TEXT and not listed_options(area.printed):
                title = span.left - column > _QUESTION_ROWS and _first_text(area, areas)
                if title or (area.span.left == span.left and _announces(area, areas, boxes)):
                    break
                return (area,)
    return ()


def _first_text(area: Area, areas: Areas) -> bool:
    """The first text of a sheet is its title, and asks nothing of a box far away."""
    kinds = areas.grid.kinds
    return not (kinds[: area.span.top] == Kind.TEXT).any()


def _announces(head: Area, areas: Areas, boxes: Collection[Span]) -> bool:
    """A word over a column of boxes (回答欄) that each have a question of their own at the left."""
    below = (areas.at(row, head.span.left) for row in range(head.span.bottom + 1, areas.grid.shape[0]))
    until = takewhile(lambda area: area is not None and (area.blank or area.span in boxes), below)
    return len({area.span for area in until if area is not None and area.span in boxes and area.blank}) > 1


def _topmost(span: Span, areas: Areas, boxes: Collection[Span]) -> Span:
    """The first of the squares that stand one below the other; any other box itself."""
    here = areas.at(span.top, span.left)
    while here is not None and here.span in boxes and here.printed.startswith(("□", "☐")):
        span = here.span
        here = areas.at(span.top - 1, span.left)
    return span


def listed_beside(span: Span, areas: Areas, boxes: Collection[Span]) -> tuple[str, ...]:
    """Options printed in the row of a box, in front of it."""
    for column in range(span.left - 1, -1, -1):
        area = areas.at(span.top, column)
        if area is None or area.span in boxes:
            return ()
        if area.kind == Kind.TEXT:
            return listed_options(area.printed)
    return ()


def _left(span: Span, areas: Areas, boxes: Collection[Span], square: bool) -> tuple[tuple[Area, ...], bool]:
    column, gaps, passed = span.left - 1, 0, 0
    last: tuple[Area, ...] = ()
    while column >= 0 and gaps <= _FURTHEST:
        area = areas.at(span.top, column)
        if area is None:
            break
        if area.span in boxes:
            passed += 1
        elif _suffix(area, areas, boxes) or (square and area.kind == Kind.TEXT and _option_text(area, areas, boxes)):
            pass
        elif area.kind == Kind.TEXT and (listed_options(area.printed) or _SIGNS.fullmatch(area.text)):
            last = last or (area,)  # 設問｜選択肢｜回答
        elif area.kind == Kind.TEXT:
            return (area, *_groups(area, areas, boxes)), passed == 0
        elif area.kind == Kind.NUMBER:
            return (area,), passed == 0
        else:
            gaps += 1
        column = area.span.left - 1
    return last, bool(last) and passed == 0


def _suffix(area: Area, areas: Areas, boxes: Collection[Span]) -> bool:
    """A unit that belongs to the box before it (``[　]年[　]月``), or a sign between two boxes (``[　]〜[　]``)."""
    before = areas.at(area.span.top, area.span.left - 1)
    suffix = _SIGNS.fullmatch(area.text) or (unit_of(area.text) and "（" not in area.text)
    return before is not None and before.span in boxes and bool(suffix)


def _option_text(area: Area, areas: Areas, boxes: Collection[Span]) -> bool:
    """A text that follows a square."""
    before = areas.at(area.span.top, area.span.left - 1)
    return before is not None and before.span in boxes and before.kind == Kind.TEXT


def _groups(label: Area, areas: Areas, boxes: Collection[Span]) -> tuple[Area, ...]:
    """Framed texts at the left of a label that span more rows than it: its upper tiers."""
    found: list[Area] = []
    current = label
    while len(found) < _MOST_TIERS:
        area = areas.at(label.span.top, current.span.left - 1)
        if area is None or area.kind != Kind.TEXT or area.span in boxes or not area.boxed:
            break
        if area.span.bottom - area.span.top <= label.span.bottom - label.span.top:
            break
        found.append(area)
        current = area
    return tuple(found)


def _above(span: Span, areas: Areas, boxes: Collection[Span]) -> tuple[Area, ...]:
    row = span.top - 1
    found: list[Area] = []
    while row >= 0 and len(found) < _MOST_TIERS:
        area = areas.at(row, span.left)
        if area is None:
            break
        if area.span in boxes:
            if found or (area.span.left, area.span.right) != (span.left, span.right):
                break
        elif area.kind == Kind.TEXT and _heads(area, span):
            found.append(area)
        else:
            break
        row = area.span.top - 1
    return tuple(found)


def _heads(area: Area, span: Span) -> bool:
    covers = area.span.left <= span.left and area.span.right >= span.right
    return covers and (area.boxed or bool(area.fill))


def section_of(span: Span, areas: Areas, boxes: Collection[Span]) -> Area | None:
    """The heading of the section a box is in: the nearest unframed text above that begins left of it."""
    for row in range(span.top - 1, -1, -1):
        for column in range(span.left + 1):
            area = areas.at(row, column)
            if area is None or area.span.top != row or area.kind != Kind.TEXT or area.span in boxes:
                continue
            if not area.boxed and not area.text.startswith(("※", "＊", "*", "（", "(", "注")):
                return area
            break
    return None


def required_marks(areas: Areas) -> frozenset[str]:
    """Marks that the form explains as 必須, beside ＊ and *.

    >>> from shirube.grid import Grid
    >>> sorted(required_marks(Areas(Grid.from_rows([["◎印は必ず記入してください"]]))))
    ['*', '◎', '＊']
    """
    marks = {"＊", "*"}
    for area in areas.all():
        if area.kind == Kind.TEXT:
            marks.update(match[1] for match in _EXPLAINED.finditer(area.text))
    return frozenset(marks)


def clean_name(text: str, marks: Collection[str] = ("＊", "*")) -> Names:
    """Separate a label into its name, a unit in brackets and the mark that an answer is required.

    >>> clean_name("１　児童数（人）＊")
    Names(name='児童数', unit='人', required=True)
    >>> clean_name("担当者氏名【必須】：").name
    '担当者氏名'
    """
    plain, required = text, False
    if word := _REQUIRED_WORD.search(plain):
        plain, required = plain.replace(word[0], ""), True
    stripped = plain.strip(" 　\n")
    while stripped and (stripped[-1] in marks or stripped[0] in marks):
        required = True
        stripped = stripped.strip("".join(marks)).strip(" 　\n")
    if (match := _UNIT_FIRST.match(stripped)) and unit_of(match[1]):
        stripped = match[2]  # 人（うち常勤: the unit of the box before, and the name of this one
    stripped = _HOW_TO_ANSWER.sub("", stripped) or stripped
    plain = _NUMBERING.sub("", stripped) or stripped
    plain = clean_label(plain).strip("：:・】■◆")
    unit = ""
    if (match := _BRACKETED_UNIT.search(plain)) and unit_of(match[1]):
        plain, unit = plain[: match.start()], match[1].strip()
    return Names(plain or clean_label(text), unit, required)


def unit_of(text: str) -> str:
    """Return the text when it is a unit of quantity, else nothing.

    >>> unit_of("人"), unit_of("千円"), unit_of("年"), unit_of("課")
    ('人', '千円', '年', '')
    """
    plain = text.strip(" 　()（）")
    if plain in _OF_DATES:
        return plain
    read = parse_number(f"1{plain}") if plain else None
    return plain if read is not None and read.unit else ""
