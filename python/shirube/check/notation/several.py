r"""Two or more data in one cell.

>>> [several(t) for t in ("373(内数20)", "男10人、女12人", "東\n西", "A・B・C", "03-1111-2222、03-3333-4444")]
['値と内数', '列挙', '改行', '列挙', '列挙']
>>> [several(t) for t in ("1,234", "2年(4歳)", "10時30分", "2024/4/1", "3丁目2番1号", "はい、受けました。")]
['', '', '', '', '', '']
"""

from __future__ import annotations

import re

__all__ = ["MAY_HOLD_SEVERAL", "several"]

MAY_HOLD_SEVERAL = re.compile(r"[\n\r、,・;；/／(（]|[0-9０-９][^\d\s]{0,4}\s+[^\d\s]{0,9}[0-9０-９]")
_NUMBER = r"[-−△▲]?\s*\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:[^\d\s()（）、,，;；/／・]{0,4})"
#: 373(内数20), 8(1), 120（60）: a number, then another one in brackets.
_INNER = re.compile(
    rf"\s*{_NUMBER}\s*(?P<unit>{_UNIT})\s*[(（]\s*(?P<said>(?:内数?|うち|再掲|外数?|内訳)?[:：]?\s*[^\d()（）]{{0,4}}?)"
    rf"{_NUMBER}\s*(?P<other>{_UNIT})\s*[)）]\s*"
)
_LABELLED = re.compile(rf"(?:[^\d\s、,，;；/／()（）]{{1,8}}[:：]?\s*{_NUMBER}\s*{_UNIT}[\s、,，;；/／]+)+"
                       rf"[^\d\s、,，;；/／()（）]{{1,8}}[:：]?\s*{_NUMBER}\s*{_UNIT}\s*")  # fmt: skip
_NUMBERS = re.compile(rf"{_NUMBER}\s*{_UNIT}(?:\s*[、;；/／]\s*{_NUMBER}\s*{_UNIT})+")
_SPACED_NUMBERS = re.compile(rf"\d[\d,]*(?:\.\d+)?{_UNIT}(?:\s+\d[\d,]*(?:\.\d+)?{_UNIT})+")
_DATE = re.compile(r"\d{1,4}\s*[/／]\s*\d{1,2}(?:\s*[/／]\s*\d{1,4})?(?:[^\d].*)?")
#: From one value to another: one class of values.
_RANGE = re.compile(r"\d[^\d、,;]{0,4}\s*(?:[-~〜～–—−]|以上|から|超|to)\s*[^\d、,;]{0,3}\d", re.IGNORECASE)
#: Parts of one date, time or place with spaces between them.
_CLOCK = re.compile(r"\d\s*(?:年|月|日|時|分|秒|丁目|番地?|号|条|階)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
_SENTENCE = re.compile(r"[。！？]|(?:です|ます|ました|である|こと|ため|ので|から|した|する)\s*$")
_LONGEST = 60


def several(text: str) -> str:
    """Return how a text holds several data (``値と内数``, ``列挙``, ``改行``), empty when it holds one.

    Sentences, thousands separators, dates, times and addresses hold one.
    """
    if MAY_HOLD_SEVERAL.search(text) is None:
        return ""
    plain = text.strip()
    if _by_lines(plain):
        return "改行"
    if "\n" in plain or len(plain) > _LONGEST or _SENTENCE.search(plain):
        return ""
    half = plain.translate(_HALF)
    if (match := _INNER.fullmatch(half)) and (match["said"].strip() or match["other"] in ("", match["unit"])):
        return "値と内数"
    return "列挙" if _is_list(half) else ""


_HALF = {0xFF10 + i: 0x30 + i for i in range(10)} | {ord("　"): " "}


def _by_lines(text: str) -> bool:
    """Several short lines, none of them a sentence: a list. Two lines of one label are wrapping (L1-06)."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
    if len(lines) < 2 or any(_SENTENCE.search(line) or len(line) > 30 for line in lines):
        return False
    return not any(re.match(r"[(（［\[]", line) for line in lines[1:])


def _is_list(text: str) -> bool:
    if (
        _DATE.fullmatch(text)
        or (_RANGE.search(text) and not re.search(r"[、;；]", text))
        or (_CLOCK.search(text) and not re.search(r"[、,;；]", text))
    ):
        return False
    if _LABELLED.fullmatch(text) or _NUMBERS.fullmatch(text) or _SPACED_NUMBERS.fullmatch(text):
        return True
    bare = re.sub(r"[(（][^)）]*[)）]", "", _THOUSANDS.sub("0", text))
    if bare.count("、") >= 2 or bare.count("・") >= 2 or bare.count(";") + bare.count("；") >= 1:
        return True
    if len(parts := re.split(r"[/／]", bare)) >= 3 and not any(re.search(r"\d|^\s*$|[A-Za-z]{2}", p) for p in parts):
        return True
    if "," in bare and not re.search(r"[A-Za-z]\.?\s*[,，]\s*[A-Za-z]", bare):
        return True
    return "、" in bare and _same_shape(bare.split("、"))


def _same_shape(parts: list[str]) -> bool:
    """Telephone numbers, codes, mail addresses: values of one kind."""
    shapes = {re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "0", part.strip())) for part in parts}
    return len(shapes) == 1 and bool(re.search(r"0|@", next(iter(shapes))))
