"""Which columns hold names and addresses: their characters are spelled on purpose and stay as they are.

>>> is_proper("氏名"), is_proper("施設の所在地"), is_proper("項目名"), is_proper("人口")
(True, True, False, False)
"""

from __future__ import annotations

import re

from ...text import clean_label

__all__ = ["is_proper"]

_PROPER = re.compile(
    r"氏名|姓名|名前|名称|名義|住所|所在|居所|勤務地|本籍|送付先|番地|方書|建物名|^町名|町字|字名|地名|人名|代表者|担当者|"
    r"世帯主|会社|法人|事業者|事業所名|企業|商号|屋号|施設名|学校名|団体名|店舗名|店名|路線名|駅名|^姓$|^名$|著者|作者|"
    r"address|name",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"項目名|列名|ファイル名|シート名|科目名|品目名|単位|名称数")


def is_proper(header: str) -> bool:
    """Tell whether a column of this name holds names or addresses."""
    name = clean_label(header)
    return bool(_PROPER.search(name)) and not _CATEGORY.search(name)
