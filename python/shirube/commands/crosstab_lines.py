"""The 設定 sheet of cross-tabulation, line by line: what is written on it, and how a clerk's words are read back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import CrosstabError, Place
from ..result import Purpose, Setting

__all__ = ["COMMAND", "FORMS", "Line", "flat", "lines_of", "read_line"]

#: First line of the sheet: which command it is for.
COMMAND = "命令"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where in the settings (``common.row``), 項目, 説明, and the words it takes (any text when empty)."""

    name: str
    label: str
    note: str = ""
    words: Mapping[str, Any] | None = None
    parse: Callable[[str], Any] = str
    show: Callable[[Any], Any] = lambda value: value


def _whole(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def _clock(text: str) -> dt.time:
    found = re.fullmatch(r"(\d{1,2})[:：時](\d{0,2})分?(?:[:：]\d+)?", text.strip())
    if found is None:
        raise ValueError(text)
    return dt.time(int(found[1]), int(found[2] or 0))


def _days(text: str) -> frozenset[dt.date]:
    parts = [part.strip() for part in re.split(r"[、,，\s]", text) if part.strip()]
    return frozenset(dt.date(*map(int, re.split(r"[-/／年月日.]+", part.rstrip("日")))) for part in parts)


_YES = {"はい": True, "いいえ": False}
_PERCENT = {"横": "row", "縦": "column", "全体": "total"}
_MISSING = {"示す": "show", "除く": "exclude"}
_LAYOUT = {"自動": None, "NP表": "np", "N表": "n", "％表": "p"}
_TEST = {
    "自動": "auto", "カイ二乗": "chi2", "尤度比": "likelihood", "フィッシャー": "fisher", "傾向": "trend",
    "ラオ・スコット": "rao_scott", "対応あり": "paired", "しない": "none",
}  # fmt: skip
_ADJUST = {"ホルム": "holm", "ボンフェローニ": "bonferroni", "偽発見率": "bh", "しない": "none"}
_PROTECTION = {"伏せる": "suppress", "まとめる": "merge", "丸める": "round"}
_COUNTED = {word: word for word in ("人", "世帯", "件", "円", "施設")}
_PURPOSE = {purpose.value: purpose for purpose in Purpose}
_LEVEL = {"自動": None, "曜日×1時間": 0, "曜日×3時間": 1, "平日・土・日祝×4時間": 2, "平日・土日祝×6時間": 3}

_HEADER = Line(
    "header_row", "見出しの行", "列の名前がある行の番号", parse=lambda t: _whole(t) - 1, show=lambda v: v + 1
)
#: The renderer writes this line itself; it is only read.
_PURPOSE_LINE = Line("purpose", "用途", words=_PURPOSE)
_ROW = Line("row", "集計軸", "表側に置く列")
_COLUMN = Line("column", "設問", "表頭に置く列")
_OUTER = Line("outer", "外側の集計軸", "三重クロスの外側。空欄はなし")
_STRATUM = Line("stratum", "そろえる属性", "構成をそろえて比べる属性。空欄はなし")
_SAFE = (
    Line("counted", "数えるもの", "人・世帯は公表のとき伏せる。件・円・施設は伏せない", _COUNTED),
    Line("threshold", "秘匿の基準", "公表のとき、これに満たない人数を伏せる", parse=_whole),
    Line("reason", "基準を下げた理由", "公表で10未満にするときに要る"),
)
_COUNTING = (
    Line("where", "対象", "例: 問1=利用した|ときどき利用する。空欄は全員"),
    Line("bands", "数値の区切り", "例: 年齢=20|40|65"),
    Line("merges", "選択肢のまとめ", "例: 満足度:満足計=満足|やや満足"),
    Line("weight", "ウェイト", "ウェイトの列。空欄はなし"),
    Line("population_sheet", "母集団のシート", "ウェイトを作るときだけ"),
    Line("most_weight", "ウェイトの上限", "平均の何倍まで。0 は切り詰めない", parse=float),
    Line("codebook_sheet", "設問票のシート", "空欄はなし"),
    Line("percent", "割合の向き", "横・縦・全体", _PERCENT),
    Line("missing", "無回答", "示す・除く", _MISSING),
    Line("layout", "表の形", "NP表（人数と割合）・N表（人数）・％表（割合）・自動", _LAYOUT),
    Line("summary", "平均点などを添える", "はい・いいえ", _YES),
    Line("test", "検定", "自動のほか、カイ二乗・尤度比・フィッシャー・傾向・対応あり・しない", _TEST),
    Line("adjust", "比べる回数の調整", "ホルム・ボンフェローニ・偽発見率・しない", _ADJUST),
)
_HIDING = (
    *_SAFE,
    Line("protection", "秘匿の方法", "伏せる・まとめる（隣の区分と）・丸める", _PROTECTION),
    Line("round_to", "丸めの単位", "3・5・10", parse=_whole),
)
_COMMON = (*_COUNTING, *_HIDING, _HEADER, _PURPOSE_LINE)


def _inside(*lines: Line) -> tuple[Line, ...]:
    return tuple(dataclasses.replace(line, name=f"common.{line.name}") for line in lines)


_QUESTIONS = Line("questions", "設問", "読点で区切る。空欄はすべて")
#: The lines of every command, by its name.
FORMS: Mapping[str, tuple[Line, ...]] = {
    "crosstab": (_ROW, _COLUMN, _OUTER, _STRATUM, *_COMMON),
    "crosstab_batch": (
        Line("axes", "集計軸", "読点で区切る。性別×年代 のように書くと三重クロス"),
        _QUESTIONS,
        *_inside(*_COMMON),
        Line("false_discoveries", "偶然の混じる割合", "発見リストに偶然のものが混じってよい割合", parse=float),
    ),
    "crosstab_gt": (_QUESTIONS, *_inside(*_COMMON)),
    "crosstab_matrix": (
        Line("items", "マトリクス設問", "設問票の名前、または項目を読点で区切る"),
        *_inside(*_COMMON),
    ),
    "crosstab_heat": (
        Line("column", "日時の列"),
        Line("opens", "開庁時刻", "例: 8:30", parse=_clock, show=lambda v: f"{v:%H:%M}"),
        Line("closes", "閉庁時刻", "例: 17:15", parse=_clock, show=lambda v: f"{v:%H:%M}"),
        Line(
            "closed", "閉庁日", "祝日のほかに休む日。例: 2026-12-29、2026-12-30", parse=_days,
            show=lambda v: "、".join(day.isoformat() for day in sorted(v)),
        ),
        Line("saturday", "土曜日も開く", "はい・いいえ", _YES),
        Line("year_end", "年末年始は閉庁", "12月29日から1月3日まで。はい・いいえ", _YES),
        Line("level", "区切りの細かさ", "・".join(_LEVEL), _LEVEL),
        *_SAFE, _HEADER, _PURPOSE_LINE,
    ),
    "crosstab_profile": (
        Line("common.row", "地区の列"),
        Line("common.column", "設問"),
        Line("option", "選択肢", "割合を比べる答え"),
        *_inside(*_COMMON),
    ),
    "crosstab_top": (
        Line("column", "列"),
        Line("most", "上位", "いくつまで並べるか", parse=_whole),
        *_SAFE, _HEADER, _PURPOSE_LINE,
    ),
}  # fmt: skip


def lines_of(name: str, label: str, settings: Any) -> tuple[Setting, ...]:
    """Write the settings of a command, enough to run it again.

    >>> from .crosstab import CROSSTAB, CrosstabSettings
    >>> lines_of(CROSSTAB.name, CROSSTAB.label, CrosstabSettings("年代", "満足度"))[1]
    Setting(label='集計軸', value='年代', note='表側に置く列')
    """
    first = Setting(COMMAND, label, "この設定で行う仕事。次の年の回答にも同じ設定を使えます")
    lines = [line for line in FORMS[name] if line.label != _PURPOSE_LINE.label]
    return (first, *(Setting(line.label, _shown(line, _value(settings, line.name)), line.note) for line in lines))


def read_line(line: Line, value: Any, at: Place) -> Any:
    """Read one value.

    Raises
    ------
    CrosstabError
        SB-C331: a word that is not one of the choices, or no number where one is needed.

    >>> read_line(FORMS["crosstab_heat"][1], "9時30分", Place())
    datetime.time(9, 30)
    """
    if isinstance(value, dt.datetime | dt.date | dt.time):
        value = f"{value:%H:%M}" if isinstance(value, dt.time) else f"{value:%Y-%m-%d}"
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    if line.words is not None:
        known = {**{str(v): v for v in line.words.values()}, **line.words}
        if text not in known:
            raise CrosstabError("C331", at=at, name=line.label, value=text, known="・".join(line.words))
        return known[text]
    try:
        return line.parse(text)
    except (ValueError, TypeError, OverflowError):
        raise CrosstabError("C331", at=at, name=line.label, value=text, known=line.note or "数") from None


def flat(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split read values into those of the command and those of what the commands share (``common.…``)."""
    own = {name: value for name, value in values.items() if not name.startswith("common.")}
    return own, {name.removeprefix("common."): v for name, v in values.items() if name.startswith("common.")}


def _value(settings: Any, name: str) -> Any:
    for part in name.split("."):
        settings = getattr(settings, part)
    return settings


def _shown(line: Line, value: Any) -> Any:
    if line.words is None:
        return line.show(value)
    return next(word for word, meant in line.words.items() if meant == value)
