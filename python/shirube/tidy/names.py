"""Names of dimensions, from what their labels are: 男・女 is 性別, 4月・5月 is 月, 千代田区・港区 is 区.

>>> dimension_name(["計", "男", "女"]), dimension_name(["令和5年度", "6", "7"]), dimension_name(["東", "西"])
('性別', '年度', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..aggregates import is_total_word
from ..calendar import FiscalYear, Year, YearMonth, parse_time
from ..places import candidates
from ..text import to_half_width
from .times import western_years

__all__ = ["corner_names", "dimension_name", "row_names", "tier_names"]

#: Words of a class that are known in full; a dimension is the class when its labels are members, two at least.
_CLASSES: tuple[tuple[str, frozenset[str]], ...] = (
    ("性別", frozenset(("男", "女", "男性", "女性", "男子", "女子", "男の子", "女の子", "male", "female"))),
    ("曜日", frozenset((*"月火水木金土日祝", *(f"{day}曜" for day in "月火水木金土日")))),
    ("曜日", frozenset((*(f"{day}曜日" for day in "月火水木金土日"), "祝日", "休日"))),
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("月", re.compile(r"(?:1[0-2]|[1-9])月(?:分|中|末)?")),
    ("四半期", re.compile(r"第[1-4一二三四]四半期|[1-4]Q|Q[1-4]|(?:[1-9]|1[0-2])[~～\-－]\d{1,2}月期?")),
    ("年代", re.compile(r"\d{2}(?:歳)?代(?:以上|以下|前半|後半)?|\d{2}歳代以上")),
    (
        "年齢",
        re.compile(r"\d{1,3}歳?(?:[~～〜\-－―]|から)(?:\d{1,3}歳?)?(?:未満)?|(?:年齢)?不詳|\d{1,3}歳(?:以上|以下|未満)?"),
    ),
    ("学年", re.compile(r"(?:第)?[1-6]学年|[1-6]年生|(?:高校|中学|小学)[1-6]年")),
)  # fmt: skip
#: More labels than this tell nothing new.
_ENOUGH = 300
#: So many of the labels (words for totals left out) must fit.
_MOST = 0.8


def dimension_name(labels: Iterable[str]) -> str:
    """Return what a dimension with these labels is called; empty when its labels do not say.

    Parameters
    ----------
    labels
        In the order of the sheet; blanks, repeats and words for totals (計, 総数, 全国 …) do not count.

    >>> dimension_name(["東京都", "大阪府", "青森"]), dimension_name(["0～4歳", "5～9歳", "65歳以上"])
    ('都道府県', '年齢')
    >>> dimension_name(["4月", "5月"]), dimension_name(["令和5年", "令和6年"]), dimension_name(["人口", "世帯数"])
    ('月', '年', '')
    """
    own = [label for label in list(dict.fromkeys(labels))[:_ENOUGH] if label and not is_total_word(label)]
    if len(own) < 2:
        return _of_time(own)
    plain = [re.sub(r"\s", "", to_half_width(label)).casefold() for label in own]
    for name, words in _CLASSES:
        if _share(label in words for label in plain) >= _MOST:
            return name
    for name, pattern in _PATTERNS:
        if _share(pattern.fullmatch(label) is not None for label in plain) >= _MOST:
            return name
    return _of_time(own) or _of_places(own)


Paths = Sequence[tuple[str, ...]]


def row_names(paths: Paths, corner: Sequence[str]) -> list[str]:
    """Return a name for each level of row labels, outermost first.

    Parameters
    ----------
    corner
        Texts over the label columns. Fewer than levels (a column with indents, group rows) name the innermost ones.

    >>> row_names([("計", ""), ("", "東"), ("", "西")], ["地区"]), row_names([("東",), ("西",)], [])
    (['行見出し1', '地区'], ['行見出し1'])
    """
    depth = _depth(paths)
    over = list(corner) if len(corner) <= depth else []
    over = [""] * (depth - len(over)) + over
    if len(set(filter(None, over))) < len(list(filter(None, over))):
        over = [""] * depth
    return [name or dimension_name(_level(paths, i)) or f"行見出し{i + 1}" for i, name in enumerate(over)]


def tier_names(paths: Paths, corner: str = "") -> list[str]:
    """Return a name for each tier of column labels, outermost first.

    Parameters
    ----------
    corner
        What the corner cell calls the columns (年度＼区), empty where it does not.

    >>> tier_names([("男", "人口"), ("男", "世帯"), ("女", "人口")]), tier_names([("人口", "数"), ("世帯", "率")])
    (['性別', '項目'], ['項目', '内訳'])
    """
    names = [dimension_name(_level(paths, i)) for i in range(_depth(paths))]
    unnamed = [i for i, name in enumerate(names) if not name]
    if corner and corner not in names and unnamed:
        names[unnamed.pop(0)] = corner
    for i, name in zip(unnamed, _ITEMS[len(unnamed)] if len(unnamed) < len(_ITEMS) else (), strict=False):
        names[i] = name
    return [name or f"列見出し{i + 1}" for i, name in enumerate(names)]


#: Names of tiers whose labels do not say what they are, by their number, outermost first.
_ITEMS = ((), ("項目",), ("項目", "内訳"), ("区分", "項目", "内訳"))


def _depth(paths: Paths) -> int:
    return max((len(path) for path in paths), default=0)


def _level(paths: Paths, level: int) -> list[str]:
    return [path[level] for path in paths if level < len(path)]


_CORNER = re.compile(r"[＼\\／/]|\r?\n")


def corner_names(text: str) -> tuple[str, str] | None:
    r"""Split the text of a corner cell that names both sides: (name of the columns, name of the rows).

    The name of the columns stands at the right of the upper line, so only a first line pushed to the right counts.

    >>> corner_names("　　　年度\n区"), corner_names("　 年齢＼地区"), corner_names("区分\n（人）")
    (('年度', '区'), ('年齢', '地区'), None)
    """
    parts = [part for part in _CORNER.split(text) if part.strip(" \u3000")]
    if len(parts) != 2 or not parts[0].startswith((" ", "\u3000")):
        return None
    upper, lower = (part.strip(" \u3000") for part in parts)
    return (upper, lower) if not re.match(r"[(（]", lower) else None


def _share(fits: Iterable[bool]) -> float:
    found = list(fits)
    return sum(found) / len(found)


def _of_time(labels: Sequence[str]) -> str:
    if labels and western_years(labels):
        return "年度" if any("年度" in label for label in labels) else "年"
    times = [parse_time(label) for label in labels]
    for kind_of, name in ((FiscalYear, "年度"), (Year, "年"), (YearMonth, "年月")):
        if times and _share(isinstance(time, kind_of) for time in times) >= _MOST:
            return name
    return ""


def _of_places(labels: Sequence[str]) -> str:
    found = [candidates(label) for label in labels]
    known = [label for label, places in zip(labels, found, strict=True) if places]
    if len(known) < _MOST * len(labels):
        return ""
    if _share(any(place.is_prefecture for place in places) for places in found if places) >= _MOST:
        return "都道府県"
    return "区" if all(label.endswith("区") for label in known) else "市区町村"
