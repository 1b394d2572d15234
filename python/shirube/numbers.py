"""Numbers as typed into Japanese tables, and the symbols that stand where a number is missing.

`parse_number` is strict: what could be a code, a date, a range or two values in one cell is refused with ``None``
rather than guessed. `read_value` turns any cell into a value *and* a reason, so a missing number is never silently
empty and never 0.

>>> parse_number("１，２３４人")
ParsedNumber(value=1234.0, unit='人', percent=False, marks='')
>>> read_value("x").status
<Status.SUPPRESSED: '秘匿'>
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from numbers import Real
from types import MappingProxyType

from .errors import ValueFormatError
from .text import strip_note_marks, to_half_width

__all__ = ["DEFAULT_SYMBOLS", "ParsedNumber", "Reading", "Status", "parse_number", "read_value", "require_number"]


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number read from text.

    Attributes
    ----------
    value
        As printed: ``12.3％`` is 12.3. Multipliers are worked out: ``5千人`` is 5000.
    unit
        Unit printed after (or ``¥`` before) the number, in the original code points; ``"%"`` for percentages.
    percent
        The number is a percentage.
    marks
        Note marks that were attached, and ``"()"`` when brackets enclosed the whole number.
    """

    value: float
    unit: str = ""
    percent: bool = False
    marks: str = ""


# Closed on purpose: an open list would read 3丁目, 2区 or 千葉 as quantities. 年, 月, 日, 時 are dates, not units.
_UNIT_WORDS = """
人 名 円 世帯 戸 件 人年 人日 歳 才 回 校 園 館 所
箇所 か所 カ所 ヶ所 ヵ所 ケ所 個所 個 箱 枚 冊 台 両 隻 頭 羽 匹 本 棟 室 床
社 店 店舗 団体 組合 組織 施設 事業所 事業 企業 農家 経営体 クラス 学級 教室 席 票 点 位 種 種類 倍 割 分 秒 時間 日間
週 週間 年間 か月 カ月 ヶ月 ヵ月 ケ月 箇月 か国 カ国 ヶ国 便 着 食 株 口 束 袋 足 門 基 機 艇 延人 延べ人
人/日 人/年 人/世帯 人/km2 人/km² 人/㎢ 人/ha 円/人 円/kg 円/㎡ 円/m2 件/年 t/年 kg/人
ポイント pt ドル ユーロ % ‰ ㌫ パーセント
m m2 m² ㎡ m3 m³ ㎥ km ㎞ km2 km² ㎢ cm ㎝ mm ㎜ ha a
ヘクタール アール メートル キロメートル 平方メートル 平方キロメートル 立方メートル
g kg ㎏ t トン キログラム グラム mg ㎎ L l ℓ リットル kL kl kℓ mL ml ㎖
W kW kw MW kWh kwh MWh GWh J kJ MJ GJ TJ kcal ℃ 度 dB hPa Pa ppm t-CO2 kg-CO2 MB GB TB bps
"""
UNITS = _UNITS = frozenset(_UNIT_WORDS.split())
_PERCENT = frozenset({"%", "㌫", "パーセント"})
_KANJI_UNITS = _UNITS & {
    "人",
    "名",
    "円",
    "件",
    "世帯",
    "歳",
    "回",
    "台",
    "校",
    "枚",
    "冊",
    "倍",
    "割",
    "か所",
    "箇所",
    "%",
}

_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63ー\uff70△▲"
_KANJI_DIGITS = "〇零一二三四五六七八九壱弐参"
_KANJI_MULTIPLIERS = "十拾百千万億兆"
_PLAIN = re.compile(r"-?(?:0|[1-9](?:\d{0,2}(?:,\d{3}){1,4}|\d{0,14}))(?:\.\d{1,15})?", re.ASCII)
_NUMERAL = re.compile(rf"[0-9０-９{_KANJI_DIGITS}{_KANJI_MULTIPLIERS}]")
_LONGEST_SYMBOL = 20
_SHAPE = re.compile(
    rf"""
    (?P<sign>[{_MINUS}+]?)\s*
    (?P<currency>[¥￥$]?)\s*
    (?P<number>
        \d{{1,3}}(?:(?P<comma>\s*,\s*|\s)\d{{3}}(?:(?P=comma)\d{{3}})*)(?:\.\d+)?
      | \d+(?:\.\d+)?
      | \.\d+
    )
    (?P<exponent>[eE][+-]\d{{1,3}})?
    (?P<multiplier>[{_KANJI_MULTIPLIERS}](?:\d{{1,3}}(?:,\d{{3}})+|[\d{_KANJI_DIGITS}{_KANJI_MULTIPLIERS}])*)?
    \s*(?P<unit>\D.*)?
    """,
    re.VERBOSE | re.ASCII,
)
_KANJI_SHAPE = re.compile(rf"(?P<sign>[{_MINUS}]?)\s*(?P<number>[{_KANJI_DIGITS}{_KANJI_MULTIPLIERS}]+)\s*(?P<unit>.*)")
_BRACKETED = re.compile(r"\(\s*(?P<inside>[^()]+?)\s*\)")
_REVISION = re.compile(r"(?P<before>[pr])\s+(?P<a>\S.*)|(?P<b>.*[\d%])\s*(?P<after>[pr])")
_SUPERSCRIPT_AFTER_DIGIT = re.compile(r"[0-9０-９][¹²³⁰⁴-⁹]+\s*$")
_LARGE = {"十": 10, "拾": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}


def parse_number(text: str, *, brackets_negative: bool = False) -> ParsedNumber | None:
    """Read one number from the text of a cell.

    Understands full-width digits, thousands separators (comma or space), 漢数字 and mixed forms (1万2千), minus written
    △ ▲ − － ‐ ー, percentages, a unit after the number, a yen sign, note marks, 速報 ``p`` and 訂正 ``r``.

    Parameters
    ----------
    text
        Text of one cell.
    brackets_negative
        Read ``(123)`` as −123 (accounting). By default brackets are kept as a mark and the number stays positive,
        because in Japanese statistics they usually mean 再掲 or 内数.

    Returns
    -------
    ParsedNumber or None
        ``None`` for anything else: codes (leading zero, more than 15 digits), dates, ranges, two values in one cell,
        unknown units, superscripts that may be powers.

    >>> parse_number("△１２．３％")
    ParsedNumber(value=-12.3, unit='%', percent=True, marks='')
    >>> parse_number("100①"), parse_number("1万2千人").value, parse_number("二〇二一").value
    (ParsedNumber(value=100.0, unit='', percent=False, marks='①'), 12000.0, 2021.0)
    >>> parse_number("(123)").value, parse_number("(123)", brackets_negative=True).value
    (123.0, -123.0)
    >>> [parse_number(t) for t in ("01100", "3〜5", "373(内数20)", "2023/4/1", "千葉", "10³")]
    [None, None, None, None, None, None]
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return ParsedNumber(float(text.replace(",", "")) or 0.0)
    if not _NUMERAL.search(text) or _SUPERSCRIPT_AFTER_DIGIT.search(text):
        return None
    body, marks = strip_note_marks(text)
    body = to_half_width(body).strip()
    if match := _REVISION.fullmatch(body):
        body, marks = (match["a"] or match["b"]), (match["before"] or match["after"]) + marks
    bracket = _BRACKETED.fullmatch(body)
    if bracket:
        body, marks = bracket["inside"], "()" + marks
    found = _parse_bare(body)
    if found is None:
        return None
    value, unit = found
    if bracket and brackets_negative:
        value = -abs(value)
    percent = unit in _PERCENT
    return ParsedNumber(value, "%" if percent else unit, percent, marks)


def _signed(value: float, *, negative: bool) -> float:
    return -value if negative and value else value


def _parse_bare(body: str) -> tuple[float, str] | None:
    """Value and unit of half-width text without marks and brackets."""
    match = _SHAPE.fullmatch(body)
    if match is None:
        return _parse_kanji(body)
    unit = (match["unit"] or "").strip()
    if match["currency"]:
        if unit.rstrip("-.") not in {"", "円"}:
            return None
        unit = "ドル" if match["currency"] == "$" else "円"
    elif unit and unit not in _UNITS:
        return None
    digits = re.sub(r"[,\s]", "", match["number"])
    if re.match(r"0\d", digits) or len(digits.split(".")[0]) > 15:
        return None
    value = _scaled(digits + (match["exponent"] or ""), (match["multiplier"] or "").replace(",", ""))
    return None if value is None else (_signed(value, negative=match["sign"] not in {"", "+"}), unit)


def _scaled(digits: str, multiplier: str) -> float | None:
    if not multiplier:
        return float(digits)
    if len(multiplier) > 1 and all(char in _LARGE for char in multiplier):
        # 5百万: successive multipliers compound, largest last.
        factors = [_LARGE[char] for char in multiplier]
        return float(Decimal(digits) * math.prod(factors)) if factors == sorted(factors) else None
    if len(multiplier) == 1:
        return float(Decimal(digits) * _LARGE[multiplier])
    return None if "." in digits else _kanji_value(digits + multiplier)


def _parse_kanji(body: str) -> tuple[float, str] | None:
    match = _KANJI_SHAPE.fullmatch(body)
    if match is None:
        return None
    number, unit = match["number"], match["unit"].strip()
    # 千人, 百万円 are units of a table, not quantities; 〇一 is a code.
    if unit and (unit not in _KANJI_UNITS or number[0] in _LARGE):
        return None
    if len(number) > 1 and number[0] in "〇零":
        return None
    value = _kanji_value(number)
    return None if value is None else (_signed(value, negative=bool(match["sign"])), unit)


_KANJI_DIGIT = rf"[\d{_KANJI_DIGITS}]"
_SMALL_PART = rf"(?:\d+|(?:{_KANJI_DIGIT}?千)?(?:{_KANJI_DIGIT}?百)?(?:{_KANJI_DIGIT}?[十拾])?{_KANJI_DIGIT}?)"
_WELL_FORMED = re.compile(rf"(?:{_SMALL_PART}兆)?(?:{_SMALL_PART}億)?(?:{_SMALL_PART}万)?{_SMALL_PART}", re.ASCII)


def _kanji_value(number: str) -> float | None:
    positional = all(char in _KANJI_DIGITS for char in number)
    if not positional and not _WELL_FORMED.fullmatch(number):
        return None
    from kanjize import kanji2number

    try:
        value = int(kanji2number(number))
    except ValueError:
        return None
    return float(value) if value < 10**16 else None


class Status(Enum):
    """Why a cell has, or lacks, a number; the value is the word shown to users."""

    OBSERVED = "実数"
    NONE = "該当なし"
    UNKNOWN = "不詳"
    SUPPRESSED = "秘匿"
    NOT_AVAILABLE = "数値なし"
    BELOW_UNIT = "単位未満"
    BLANK = "空白"
    TEXT = "文字"


DEFAULT_SYMBOLS: Mapping[str, Status] = MappingProxyType(
    {
        "-": Status.NONE,
        "皆無": Status.NONE,
        "該当なし": Status.NONE,
        "該当数字なし": Status.NONE,
        "…": Status.UNKNOWN,
        "不詳": Status.UNKNOWN,
        "不明": Status.UNKNOWN,
        "x": Status.SUPPRESSED,
        "秘匿": Status.SUPPRESSED,
        "***": Status.NOT_AVAILABLE,
        "*": Status.NOT_AVAILABLE,
        "n.a.": Status.NOT_AVAILABLE,
        "n/a": Status.NOT_AVAILABLE,
        "na": Status.NOT_AVAILABLE,
        "数値なし": Status.NOT_AVAILABLE,
    }
)
"""Common conventions; they differ between tables, so every reader takes its own ``symbols``.

Spellings are folded before the look-up: every dash is ``-``, ``・・・`` ``...`` ``‥`` are ``…``, case and width do not
matter. In many tables ``0`` means 単位未満; add ``"0": Status.BELOW_UNIT`` only where the notes say so.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read: a value only when `status` is OBSERVED; `text` is the cell as printed."""

    value: float | None
    status: Status
    text: str
    unit: str = ""


_DASHES = re.compile(f"[{_MINUS.replace('△', '').replace('▲', '')}─━ｰ]+")
_DOTS = re.compile(r"[・･·.]{2,}|[…‥⋯]+")
_COMPOSITE = re.compile(r"(?P<head>[^()]+)\((?P<inside>[^()]+)\)")
_INSIDE_NUMBER = re.compile(rf"(?:内数?|うち|再掲|外数?)?[:]?\s*(?P<number>[{_MINUS}]?[\d.].*)")


def _fold_symbol(text: str) -> str:
    plain = re.sub(r"\s+", "", to_half_width(text)).casefold()
    return _DOTS.sub("…", _DASHES.sub("-", plain))


@functools.lru_cache(maxsize=64)
def _fold_map(items: tuple[tuple[str, Status], ...]) -> dict[str, Status]:
    return {_fold_symbol(key): status for key, status in items}


_FOLDED_DEFAULT = _fold_map(tuple(DEFAULT_SYMBOLS.items()))


def read_value(value: object, *, symbols: Mapping[str, Status] = DEFAULT_SYMBOLS) -> Reading:
    """Read a cell into a value and a status.

    Parameters
    ----------
    value
        Number, text, date, ``bool`` or ``None``. ``True`` is text, not 1.
    symbols
        This table's symbols; looked up before the text is read as a number.

    >>> read_value("8(1)")
    Reading(value=8.0, status=<Status.OBSERVED: '実数'>, text='8(1)', unit='')
    >>> read_value("・・・").status.value, read_value(None).status.value, read_value("東地区").status.value
    ('不詳', '空白', '文字')
    >>> read_value("0", symbols={"0": Status.BELOW_UNIT})
    Reading(value=None, status=<Status.BELOW_UNIT: '単位未満'>, text='0', unit='')
    """
    if value is None:
        return Reading(None, Status.BLANK, "")
    folded = _FOLDED_DEFAULT if symbols is DEFAULT_SYMBOLS else _fold_map(tuple(symbols.items()))
    if isinstance(value, str):
        return _read_text(value, symbols, folded)
    if isinstance(value, Real) and not isinstance(value, bool):
        return _read_real(float(value), folded)
    if isinstance(value, bool):
        return Reading(None, Status.TEXT, str(value).upper())
    return Reading(None, Status.TEXT, value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value))


def require_number(value: object, *, symbols: Mapping[str, Status] = DEFAULT_SYMBOLS) -> float:
    """Return the number a cell holds, or say in Japanese why there is none.

    Raises
    ------
    ValueFormatError
        SB-V102: neither a number nor a symbol. SB-V103: a symbol, with its meaning.

    >>> require_number("△1,234人")
    -1234.0
    """
    reading = read_value(value, symbols=symbols)
    if reading.value is not None:
        return reading.value
    if reading.status in (Status.TEXT, Status.BLANK):
        raise ValueFormatError("V102", text=reading.text)
    raise ValueFormatError("V103", text=reading.text, meaning=reading.status.value)


def _read_real(value: float, folded: Mapping[str, Status]) -> Reading:
    if math.isnan(value):
        return Reading(None, Status.BLANK, "")
    if math.isinf(value):
        return Reading(None, Status.TEXT, str(value))
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    status = folded.get(text)
    return Reading(value, Status.OBSERVED, text) if status is None else Reading(None, status, text)


def _read_text(text: str, symbols: Mapping[str, Status], folded: Mapping[str, Status]) -> Reading:
    stripped = text.strip()
    if not stripped:
        return Reading(None, Status.BLANK, text)
    status = symbols.get(stripped) or (_symbol(stripped, folded) if len(stripped) <= _LONGEST_SYMBOL else None)
    if status is not None:
        return Reading(None, status, text)
    number = parse_number(stripped) or _composite(stripped)
    if number is not None:
        return Reading(number.value, Status.OBSERVED, text, number.unit)
    return Reading(None, Status.TEXT, text)


def _symbol(text: str, folded: Mapping[str, Status]) -> Status | None:
    if _PLAIN.fullmatch(text):
        return folded.get(text)
    key = _fold_symbol(text)
    if key in folded:
        return folded[key]
    bare = strip_note_marks(text)[0]
    key = key if bare == text else _fold_symbol(bare)
    if bracket := _BRACKETED.fullmatch(key):
        key = bracket["inside"]
    return folded.get(key)


def _composite(text: str) -> ParsedNumber | None:
    """The leading value of two in one cell (``8(1)``, ``373(内数20)``), or a number with its unit in brackets."""
    match = _COMPOSITE.fullmatch(to_half_width(text))
    head = parse_number(match["head"]) if match else None
    if match is None or head is None:
        return None
    inside = match["inside"].strip()
    if not head.unit and inside in _UNITS:
        percent = inside in _PERCENT
        return ParsedNumber(head.value, "%" if percent else inside, percent, head.marks)
    second = _INSIDE_NUMBER.fullmatch(inside)
    if (second and parse_number(second["number"])) or _symbol(inside, _FOLDED_DEFAULT):
        return head
    return None
