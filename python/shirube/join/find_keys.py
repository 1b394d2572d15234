"""Finds the columns to join by, when nobody says: same name or same values; codes before names.

>>> import pandas as pd
>>> def table(**columns): return TidyTable(pd.DataFrame(columns), dimensions=tuple(columns), measures=())
>>> left, right = table(地区=["東", "西"], 年度=["R5", "R6"]), table(区名=["西", "東"], 年度=["R5", "R6"])
>>> [str(key) for key in find_keys(left, right)]
['年度', '地区＝区名']
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from ..errors import JoinError
from ..table import CELL, TidyTable
from ..text import match_key
from .codes import align_codes, code_text, is_code_name
from .keys import loose_key
from .request import Key
from .time_keys import looks_like_time, read_times, time_kinds

__all__ = ["distinct", "find_keys", "kind_of", "times_left_out"]

#: Columns a conversion adds; they never tell two tables' rows apart.
_ADDED = {CELL, "単位", "記号", "値_注記", "合計行", "合計列", "出所ファイル", "出所シート"}
#: So much of the smaller column's values must stand in the other for two columns to hold the same things.
_SHARED = 0.3
_OFTEN = 0.1
#: Columns that number the rows of a list, and columns that things of different names may share.
_SERIAL = re.compile(r"no\.?|#|番号|通し番号|連番|通番|項番|行番号|順番")
_SHAREABLE = re.compile(r"住所|所在地|郵便|電話|^tel|fax|ファクス|ファックス|メール|mail|担当|備考|摘要|メモ")

_Pair = tuple[str, str]


def find_keys(left: TidyTable, right: TidyTable) -> tuple[Key, ...]:
    """Return the columns to join by.

    Times of the same name always; then columns of the same name, codes first and then those that share most values,
    until they tell the rows of one table apart (all of them where both tables are cross tables). Where they never do,
    the two columns of different names that share most values as well. Columns with many blanks, addresses, telephone
    numbers and the like only where nothing else fits, or else the first column of the same name. Running numbers
    (No. 1, 2, 3 … in both tables) never.

    Raises
    ------
    JoinError
        SB-J201: nothing fits.
    """
    named = _pairs_by_name(left, right)
    times = [pair for pair in named if _are_periods(left, right, pair)]
    cross = _both_cross_tables(left, right)
    others = [pair for pair in named if pair not in times and not _is_numbering(left, right, pair)]
    shared = {pair: _shared(left, right, pair) for pair in others}
    fitting = [pair for pair, (part, _) in shared.items() if cross or part >= _SHARED]
    fitting.sort(key=lambda pair: (not is_code_name(pair[0]), -shared[pair][1]))
    things = [pair for pair in fitting if not _is_weak(pair[0]) and not _often_blank(left, right, pair)]
    if not things or not _tells_apart(left, right, [*times, *things]):
        things += _best_of_other_names(left, right, {name for pair in named for name in pair})
    things = things or fitting
    if not things:  # one name for both columns is a reason too, however differently the values are spelled
        things = [pair for pair in others if not _is_weak(pair[0])][:1]
    if not things and not (times and _tells_apart(left, right, times)):
        raise JoinError("J201", left="、".join(_columns(left)), right="、".join(_columns(right)))
    chosen = list(times)
    for pair in things:
        if chosen != times and not cross and _tells_apart(left, right, chosen):
            break
        if not _determined(left, right, chosen, pair):
            chosen.append(pair)
    return tuple(Key(one, other) for one, other in chosen)


def kind_of(left: Sequence[Any], right: Sequence[Any], key: Key) -> str:
    """Return how the values of a key are to be compared: ``time``, ``code`` or ``name``."""
    if key.kind != "auto":
        return key.kind
    times = looks_like_time(left, key.left), looks_like_time(right, key.right)
    # Bare years under any name, where the other column surely holds times.
    if all(times) or (any(times) and looks_like_time(right if times[0] else left, "年")):
        return "time"
    if is_code_name(key.left) and is_code_name(key.right):
        return "code"
    numbers = all(code_text(value).isdecimal() for side in (left, right) for value in side if code_text(value))
    return "code" if numbers else "name"


def times_left_out(left: TidyTable, right: TidyTable, keys: Sequence[Key]) -> str:
    """Say that both tables hold periods and none is joined by, or nothing."""
    names = [[n for n in _columns(t) if _holds_periods(t, n)] for t in (left, right)]
    if not all(names) or any(key.left in names[0] and key.right in names[1] for key in keys):
        return ""
    both = "と、".join(f"{side}の「{'」「'.join(some)}」" for side, some in zip("左右", names, strict=True))
    return f"{both}では合わせていません。違う時点の行どうしが並んでいないか確かめてください。"


def distinct(table: TidyTable, column: str) -> list[Any]:
    """Return the different values of a column that are not blank, in order."""
    values = dict.fromkeys(table.frame[column].tolist())
    return [v for v in values if v is not None and v == v and str(v).strip()]


def _columns(table: TidyTable) -> list[str]:
    """Dimensions, and measures that are really codes or years (numbers that name)."""
    named = [name for name in table.measures if is_code_name(name) or _names_years(table, name)]
    return [name for name in (*table.dimensions, *named) if name not in _ADDED and not name.endswith("_西暦")]


def _names_years(table: TidyTable, name: str) -> bool:
    return "年" in name and looks_like_time(distinct(table, name), name)


def _pairs_by_name(left: TidyTable, right: TidyTable) -> list[_Pair]:
    theirs = {match_key(name): name for name in _columns(right)}
    return [(name, theirs[match_key(name)]) for name in _columns(left) if match_key(name) in theirs]


def _are_periods(left: TidyTable, right: TidyTable, pair: _Pair) -> bool:
    return _holds_periods(left, pair[0]) and _holds_periods(right, pair[1])


def _holds_periods(table: TidyTable, name: str) -> bool:
    """Whether a column holds years, months or quarters; days (更新日) are rarely what two lists share."""
    values = distinct(table, name)
    return looks_like_time(values, name) and dt.date not in time_kinds(read_times(values, name))


def _is_numbering(left: TidyTable, right: TidyTable, pair: _Pair) -> bool:
    """Whether both columns only count the rows of their tables."""
    columns = [[code_text(v) for v in distinct(table, name)] for table, name in zip((left, right), pair, strict=True)]
    counted = all(column == [str(i) for i in range(1, len(column) + 1)] for column in columns)
    return counted and any(_SERIAL.fullmatch(match_key(name)) for name in pair)


def _is_weak(name: str) -> bool:
    key = match_key(name)
    return _SERIAL.fullmatch(key) is not None or _SHAREABLE.search(key) is not None


def _is_mere_number(table: TidyTable, name: str) -> bool:
    """Whether a column holds 1, 2, 3 … of what its name says: 学年 and 班 share them and nothing else."""
    if is_code_name(name) or _names_years(table, name):
        return False
    return all(code_text(value).isdecimal() for value in distinct(table, name))


def _often_blank(left: TidyTable, right: TidyTable, pair: _Pair) -> bool:
    """Whether one row in ten or more of a table would be joined to nothing."""
    blank = [t.frame[name].isna() | (t.frame[name] == "") for t, name in zip((left, right), pair, strict=True)]
    return any(side.mean() >= _OFTEN for side in blank)


def _shared(left: TidyTable, right: TidyTable, pair: _Pair) -> tuple[float, int]:
    """How much of the smaller column stands in the other, and how many values that is."""
    values = [distinct(table, name) for table, name in zip((left, right), pair, strict=True)]
    if all(map(is_code_name, pair)):
        aligned = align_codes(*values)
        mine, theirs = set(aligned.left), set(aligned.right)
    else:
        mine, theirs = ({loose_key(value) for value in side} for side in values)
    both = len(mine & theirs)
    return (both / min(len(mine), len(theirs)) if both else 0.0), both


def _tells_apart(left: TidyTable, right: TidyTable, pairs: Sequence[_Pair]) -> bool:
    columns = [[pair[side] for pair in pairs] for side in (0, 1)]
    return any(not t.frame.duplicated(c).any() for t, c in zip((left, right), columns, strict=True))


def _determined(left: TidyTable, right: TidyTable, chosen: Sequence[_Pair], pair: _Pair) -> bool:
    """Whether a code already chosen says the same (団体コード and 団体名): a second spelling could only do harm."""
    codes = [c for c in chosen if is_code_name(c[0])]
    return any(
        all(
            (t.frame[[c[i], pair[i]]].drop_duplicates()[c[i]].duplicated().sum() == 0)
            for i, t in enumerate((left, right))
        )
        for c in codes
    )


def _both_cross_tables(left: TidyTable, right: TidyTable) -> bool:
    return all(t.metadata.get("form") != "records" and CELL in t.frame.columns for t in (left, right))


def _best_of_other_names(left: TidyTable, right: TidyTable, used: set[str]) -> list[_Pair]:
    columns = [
        [n for n in _columns(table) if n not in used and not _is_weak(n) and not _is_mere_number(table, n)]
        for table in (left, right)
    ]
    scored = [(*_shared(left, right, (one, other)), one, other) for one in columns[0] for other in columns[1]]
    share, _, one, other = max(scored, key=lambda found: found[:2], default=(0.0, 0, "", ""))
    return [(one, other)] if share >= _SHARED else []
