"""Units in column names and in lines around a table.

>>> [has_unit(n) for n in ("人口（人）", "予算額_千円", "構成比(%)", "面積", "世帯数", "値", "2020年")]
[True, True, True, False, True, False, False]
>>> needs_no_unit("順位"), needs_no_unit("緯度"), needs_no_unit("予算額")
(True, True, False)
"""

from __future__ import annotations

import re

from ...numbers import parse_number

__all__ = ["has_unit", "is_unit", "needs_no_unit"]

_BRACKETED = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]{1,12})[)）\]］】]")
_PER = re.compile(r"(?:当たり|あたり|対比?|ごと)")
_MORE_UNITS = frozenset(
    {
        "千",
        "万",
        "百万",
        "億",
        "日",
        "月",
        "年",
        "号",
        "個数",
        "指数",
        "年度=100",
        "人口千対",
        "比",
        "倍率",
        "円銭",
        "度",
        "層",
        "階",
    }
)
#: The name says what is counted, or that it is a share: the unit cannot be mistaken.
_SAYS_UNIT = re.compile(
    r"(?:人数|件数|世帯数|戸数|回数|台数|校数|個数|枚数|冊数|か所数|箇所数|施設数|団体数|店舗数|棟数|床数|日数|月数|年数|時間数|"
    r"者数|(?<![総実整係算])(?<!^)数|人口|割合|比率|構成比|率|年齢|歳)(?:[（(_].*)?$"
)
_UNITLESS = re.compile(
    r"^問\s*\d|^q\s*\d|種別|分類|回答|選択|満足度|性別|有無|コード|番号|順位|指数|指標|ランク|フラグ|区分|緯度|経度|座標|得点|点数|偏差値|評価|レベル|ID$|^id|id$|^no\.?$|^x$|^y$|lat|lon|code|index|rank|flag|score",
    re.IGNORECASE,
)


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit and nothing else.

    >>> is_unit("千円"), is_unit("人／km2"), is_unit("男")
    (True, True, False)
    """
    plain = text.strip(" \u3000").removeprefix("単位").lstrip(":： ")
    if plain in _MORE_UNITS or _PER.search(plain):
        return True
    number = parse_number(f"1{plain.replace('／', '/')}")
    return number is not None and bool(number.unit)


def has_unit(name: str) -> bool:
    """Tell whether a column name states the unit of its numbers."""
    if any(is_unit(inside) for inside in _BRACKETED.findall(name)):
        return True
    last = name.rpartition("_")[2]
    return ("_" in name and is_unit(last)) or _SAYS_UNIT.search(name) is not None


def needs_no_unit(name: str) -> bool:
    """Tell whether the numbers under a name have no unit (番号, 順位, 指数 …)."""
    return _UNITLESS.search(name) is not None
