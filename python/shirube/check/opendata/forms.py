"""The form of each value of a standard list: what is right, and what can be put right without asking.

>>> put_right("code6", "13101"), put_right("kana", "ｺｳﾐﾝｶﾝ"), put_right("time", "9時30分")
('131016', 'コウミンカン', '09:30')
>>> put_right("days", "月～金"), put_right("date", "令和5年4月1日"), put_right("flag", "○"), put_right("yes_no", "あり")
('月火水木金', '2023-04-01', '1', '有')
>>> fault("latitude", "341.2"), fault("time", "25:00"), fault("latitude", "34.7")
('緯度は日本の範囲（20〜46度）の10進数で書きます', '時刻は 09:00 の形（00:00〜24:00）で書きます', '')
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from ...calendar import parse_time
from ...errors import ValueFormatError
from ...numbers import parse_number
from ...places import check_digit, read_code
from ...text import to_half_width

__all__ = ["FORMS", "fault", "put_right"]

_DAYS = "月火水木金土日"
_DASH = re.compile(r"[-－―−‐ー]+")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[:時](?:([0-5]?\d)分?)?", re.ASCII)
_RANGE = re.compile(rf"([{_DAYS}])曜?日?\s*[~～〜\-－―から]+\s*([{_DAYS}])曜?日?(?:まで)?")
_KANA = re.compile(r"[ァ-ヺー・ヽヾ\u3000 　０-９Ａ-Ｚａ-ｚ（）()「」、。－−～〜&＆／/0-9A-Za-z.．]+")
_YES = frozenset({"有", "あり", "有り", "○", "〇", "◯", "可", "yes", "true", "1"})
_NO = frozenset({"無", "なし", "無し", "×", "✕", "不可", "no", "false", "0", "-", "－"})


def put_right(form: str, text: str) -> str:
    """Return a value in the form of its field where that is certain, else as it stands."""
    plain = text.strip()
    if form != "text" and _DASH.fullmatch(plain):
        return ""
    changed = _PUT_RIGHT.get(form)
    return changed(plain) if changed else plain


def fault(form: str, text: str) -> str:
    """Return what is wrong with a value of a form, in Japanese; empty when nothing is."""
    fits, sentence = FORMS[form]
    return "" if not text or fits(text) else sentence


def _code(text: str) -> str:
    try:
        return read_code(to_half_width(text)).place.code
    except ValueFormatError:
        return text


def _is_code(text: str) -> bool:
    return re.fullmatch(r"\d{6}", text, re.ASCII) is not None and check_digit(text[:5]) == text[5]


def _kana(text: str) -> str:
    wide = re.sub("[\uff61-\uff9f]+", lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return "".join(chr(ord(char) + 0x60) if "\u3041" <= char <= "\u3096" else char for char in wide)


def _number(text: str) -> str:
    read = parse_number(text)
    if read is None or read.marks:
        return text
    return str(int(read.value)) if read.value.is_integer() else repr(read.value)


def _half(text: str) -> str:
    return to_half_width(text)


def _time(text: str) -> str:
    plain = to_half_width(text).replace(" ", "")
    match = _TIME.fullmatch(plain)
    if match is None:
        return text
    hour = int(re.match(r"\d+", plain)[0])  # type: ignore[index]
    return f"{hour:02d}:{int(match[1] or 0):02d}"


def _days(text: str) -> str:
    plain = to_half_width(text).replace("毎日", _DAYS).replace("平日", _DAYS[:5])
    spread = _RANGE.sub(lambda match: _between(match[1], match[2]), plain)
    bare = re.sub(r"曜日?|[・、,/\s]", "", spread)
    return "".join(day for day in _DAYS if day in bare) if bare and set(bare) <= set(_DAYS) else text


def _between(first: str, last: str) -> str:
    a, b = _DAYS.index(first), _DAYS.index(last)
    return _DAYS[a : b + 1] if a <= b else _DAYS[a:] + _DAYS[: b + 1]


def _date(text: str) -> str:
    time = parse_time(text, lenient=True)
    return time.isoformat() if isinstance(time, dt.date) else text


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _flag(text: str) -> str:
    plain = text.casefold()
    return "1" if plain in _YES else "" if plain in _NO else text


def _yes_no(text: str) -> str:
    plain = text.casefold()
    return "有" if plain in _YES else "無" if plain in _NO else text


def _postal(text: str) -> str:
    digits = re.sub(r"\D", "", to_half_width(text).lstrip("〒"))
    return digits if len(digits) == 7 else text


def _between_degrees(low: float, high: float) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        return re.fullmatch(r"\d{2,3}(?:\.\d+)?", text, re.ASCII) is not None and low <= float(text) <= high

    return fits


def _pattern(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


_PUT_RIGHT: dict[str, Callable[[str], str]] = {
    "code6": _code, "kana": _kana, "latitude": _half, "longitude": _half, "number": _number, "integer": _number,
    "time": _time, "days": _days, "date": _date, "flag": _flag, "yes_no": _yes_no, "postal": _postal, "phone": _half,
    "corporate": _half, "url": str.strip, "email": _half,
    "list": lambda text: re.sub(r"\s*[、，,・/／;；]\s*", ";", text),
}  # fmt: skip

#: What a value must look like, and the sentence when it does not; ``text`` takes anything.
FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "text": (lambda _: True, ""),
    "list": (lambda _: True, ""),
    "code6": (_is_code, "全国地方公共団体コードは検査数字を含む半角6桁で書きます"),
    "kana": (lambda text: _KANA.fullmatch(text) is not None, "カナは全角カタカナで書きます"),
    "prefecture": (_pattern(r"\S{2,3}[都道府県]"), "都道府県は「東京都」のように正式な名前で書きます"),
    "latitude": (_between_degrees(20, 46), "緯度は日本の範囲（20〜46度）の10進数で書きます"),
    "longitude": (_between_degrees(122, 154), "経度は日本の範囲（122〜154度）の10進数で書きます"),
    "number": (_pattern(r"-?\d+(?:\.\d+)?"), "数だけを半角で書きます（単位やカンマは付けません）"),
    "integer": (_pattern(r"\d+"), "0以上の整数だけを半角で書きます（単位やカンマは付けません）"),
    "time": (_pattern(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00"), "時刻は 09:00 の形（00:00〜24:00）で書きます"),
    "days": (lambda text: set(text) <= set(_DAYS), "曜日は「月火水木金」のように漢字を続けて書きます"),
    "date": (_is_date, "日付は 2023-04-01 の形で書きます"),
    "flag": (_pattern("1"), "当てはまるときは 1、当てはまらないときは空欄にします"),
    "yes_no": (lambda text: text in ("有", "無"), "「有」か「無」で書きます"),
    "postal": (_pattern(r"\d{7}|\d{3}-\d{4}"), "郵便番号は半角7桁で書きます"),
    "phone": (_pattern(r"[\d()+\-]{9,20}"), "電話番号は半角の数字と - ( ) で書きます"),
    "corporate": (_pattern(r"\d{13}"), "法人番号は半角13桁で書きます"),
    "url": (_pattern(r"https?://\S+"), "URL は http:// か https:// で始めます"),
    "email": (_pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "メールアドレスの形で書きます"),
}
