"""What a column's name says about the kind of its values.

>>> is_code_name("市区町村コード"), is_code_name("No."), is_code_name("人口")
(True, True, False)
>>> is_time_name("調査年度"), is_time_name("生年月日"), is_time_name("年齢"), is_time_name("月額")
(True, True, False, False)
"""

from __future__ import annotations

import re

__all__ = ["is_code_name", "is_time_name"]

_CODE = re.compile(
    r"番号|コード|ｺｰﾄﾞ|№|(?:^|[^a-z])no\.?(?:$|[^a-z])|^ＮＯ|(?:^|[_\s])id$|ＩＤ$|^id(?:$|_)|code|電話|内線|ファクス|ファックス|fax|郵便|連番|ページ|版$|型番",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"年度|年月|年次|西暦|和暦|暦年|時点|期日|日付|日時|年(?:$|[（(_])|^年|月(?:$|[（(_])|^月$|日(?:$|[（(_])|期間|時期|^date|date$|year|month|period",
    re.IGNORECASE,
)
_NOT_TIME = re.compile(
    r"年齢|年数|月数|日数|年収|年額|月額|年間|年代|月齢|日額|周年|学年|前年|増減|比(?:$|[（(])|率(?:$|[（(])|件数|人数"
)


def is_code_name(name: str) -> bool:
    """Tell whether the column holds codes, numbers that are names."""
    return _CODE.search(name) is not None


def is_time_name(name: str) -> bool:
    """Tell whether the column holds times."""
    return _TIME.search(name) is not None and _NOT_TIME.search(name) is None
