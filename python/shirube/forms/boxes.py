"""Finds the boxes of a blank form: the areas a person is asked to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..grid import Kind, Span
from .areas import Area, Areas
from .choices import listed_options, printed_options
from .form_file import FormSheet, Rule

__all__ = ["Box", "find_boxes", "from_to", "is_empty_square", "is_template", "own_label"]

_DATE_TEMPLATE = re.compile(
    r"(?:(?:明治?|大正?|昭和?|平成?|令和?|西暦|[MTSHR])[・･/／、,\s　]*)*"
    r"[（(]?[\s　_＿]*年[\s　_＿]*(?:月[\s　_＿]*)?(?:日[\s　_＿]*)?[)）]?"
    r"(?:[(（][\s　]*[)）])?分?"
)
_BLANKS = re.compile(r"(?=.*[\s　_＿〒（(\[［〔])[\s　_＿（）()\[\]［］〔〕:：〒\-－ー～〜~・.．]*")
_OWN_LABEL = re.compile(
    r"(?P<label>[^\s（(「\[：:][^（(「\[：:]*)(?:[（(「\[][\s　_＿]{2,}[)）」\]]\S{0,4}|[：:][\s　_＿]{2,})"
)
_MOST_ROOM = 3  # blank cells between a label and a coloured box
_SQUARES = frozenset({"□", "☐"})
_BLANK_WITH_UNIT = re.compile(r"[（(\[［]?[\s　_＿]{2,}[)）\]］]?[\s　]*\S{1,4}")


@dataclass(frozen=True, slots=True)
class Box:
    """An area to fill in; `inside` is the text printed in it, `rule` its data validation.

    `option` is the text at the right of a box that is an empty square alone; `options` are those printed in the box.
    """

    area: Area
    inside: str = ""
    rule: Rule | None = None
    computed: bool = False
    option: str = ""
    options: tuple[str, ...] = ()


def is_template(text: str) -> bool:
    """Tell whether a printed text waits for an answer in its own cell.

    >>> is_template("　　年　　月　　日"), is_template("□有　□無"), is_template("開設年月日")
    (True, True, False)
    >>> is_template("〜")  # between two boxes
    False
    """
    if printed_options(text) or is_empty_square(text) or own_label(text):
        return True
    if re.search(r"[\s　_＿]", text) and all(_DATE_TEMPLATE.fullmatch(day.strip()) for day in from_to(text)):
        return True
    return bool(_BLANK_WITH_UNIT.fullmatch(text.rstrip())) or bool(_BLANKS.fullmatch(text))


def find_boxes(sheet: FormSheet, areas: Areas) -> list[Box]:
    """Return the boxes of a blank form in reading order.

    A box is a cell with a data validation, a printed template (``　年　月　日``, ``□内科　□外科``, ``有・無``), a
    formula, or a blank cell with a line on all four sides (or one below and a text at its left) that is neither
    coloured like the labels nor the empty corner of a table's head. Where the author left the boxes unlocked and the
    labels locked, blank cells are boxes by that.
    """
    open_ = _unlocked(areas)
    found = []
    for area in areas.all():
        rule = _rule(sheet.rules, area)
        if (area.span.top, area.span.left) in sheet.formulas and area.kind != Kind.TEXT:
            found.append(Box(area, computed=True))
        elif area.kind == Kind.TEXT:
            options = printed_options(area.printed) or _listed(areas, area)
            if options or is_template(area.printed):
                found.append(Box(area, area.printed, rule, option=_option(areas, area), options=options))
        elif area.blank and (rule is not None or _asked(areas, area, open_)):
            found.append(Box(area, rule=rule))
    return found


def _unlocked(areas: Areas) -> frozenset[Span] | None:
    """Blank areas left unlocked among locked labels; ``None`` where locks say nothing (all alike, or too few)."""
    texts = [area for area in areas.all() if area.kind == Kind.TEXT]
    blank = [area for area in areas.all() if area.blank]
    unlocked = frozenset(area.span for area in blank if area.unlocked)
    framed = [area.span for area in blank if area.boxed and _framed(areas, area)]
    if not unlocked or 2 * sum(area.unlocked for area in texts) > len(texts):
        return None
    return unlocked if 2 * sum(span in unlocked for span in framed) >= len(framed) else None


def _asked(areas: Areas, area: Area, unlocked: frozenset[Span] | None) -> bool:
    return _framed(areas, area) if unlocked is None else area.span in unlocked


def _listed(areas: Areas, area: Area) -> tuple[str, ...]:
    """Options of a text right of a label, or below one that alone is coloured, and not itself the label of a box."""
    top, left, bottom, right = area.span
    beside, above = areas.at(top, left - 1), areas.at(top - 1, left)
    if _open(areas.at(top, right + 1)):
        return ()
    headed = above is not None and _coloured(above, area) and (above.span.left, above.span.right) == (left, right)
    if headed and not _open(areas.at(bottom + 1, left)):
        return listed_options(area.printed, dense=True)
    labelled = beside is not None and beside.kind == Kind.TEXT and not is_template(beside.printed)
    return listed_options(area.printed, dense=_coloured(beside, area)) if labelled else ()


def _open(area: Area | None) -> bool:
    return area is not None and area.blank and area.boxed


def _coloured(label: Area | None, area: Area) -> bool:
    """A framed text in a colour that the framed area next to it lacks."""
    return _label(label) and label is not None and bool(label.fill) and area.boxed and not area.fill


def from_to(text: str) -> list[str]:
    """Both ends of what is printed for a span of time; one text where it is none.

    >>> from_to("　年　月～　年　月"), from_to("　年　月")
    (['　年　月', '　年　月'], ['　年　月'])
    """
    return [part for part in re.split(r"[～〜~]|から|まで", text) if part.strip()] or [text]


def is_empty_square(text: str) -> bool:
    """Tell whether all that is printed is a square to tick."""
    return text.strip() in _SQUARES


def own_label(text: str) -> str:
    """The name printed in front of the blank in the same cell, if that is all the cell holds.

    >>> own_label("学校名（　　　　）"), own_label("児童数：　　　"), own_label("備考（自由記述）")
    ('学校名', '児童数', '')
    """
    match = _OWN_LABEL.fullmatch(text.rstrip("\n"))
    return match["label"].strip(" 　") if match else ""


def _option(areas: Areas, area: Area) -> str:
    """The text at the right of an empty square that stands alone in its cell."""
    if not is_empty_square(area.printed):
        return ""
    beside = areas.at(area.span.top, area.span.right + 1)
    return beside.text if beside is not None and beside.kind == Kind.TEXT and not is_template(beside.printed) else ""


def _rule(rules: Iterable[Rule], area: Area) -> Rule | None:
    return next((r for r in rules if r.span.covers(area.span.top, area.span.left)), None)


def _framed(areas: Areas, area: Area) -> bool:
    top, left, _, right = area.span
    beside = areas.at(top, left - 1)
    if area.underlined and beside is not None and beside.kind == Kind.TEXT:
        return True
    if area.fill and area.fill in areas.label_fills:
        return False
    if not area.boxed:
        return bool(area.fill) and _labelled(areas, area)
    return not _corner(areas, area, areas.at(top, right + 1), areas.at(area.span.bottom + 1, left), beside)


def _labelled(areas: Areas, area: Area) -> bool:
    """A text stands at the left, with a little room between, or right above."""
    for step in range(1, _MOST_ROOM + 2):
        left = areas.at(area.span.top, area.span.left - step)
        if left is None or left.kind == Kind.TEXT:
            break
    above = areas.at(area.span.top - 1, area.span.left)
    return any(found is not None and found.kind == Kind.TEXT for found in (left, above))


def _corner(areas: Areas, area: Area, right: Area | None, below: Area | None, left: Area | None) -> bool:
    """The empty top-left cell of a table: a framed text at its right and below, none at its left or above."""
    above = areas.at(area.span.top - 1, area.span.left)
    return (
        _label(right)
        and _label(below)
        and not _label(left)
        and not (above is not None and above.boxed and _label(above))
    )


def _label(area: Area | None) -> bool:
    return area is not None and area.kind == Kind.TEXT and area.boxed and not is_template(area.printed)
