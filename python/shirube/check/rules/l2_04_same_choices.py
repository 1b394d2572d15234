"""L2-04: a choice is always written the same way."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

import numpy as np

from ...text import match_key, strip_note_marks
from ..finding import Finding
from ..layout import TableArea
from ..sheet import Sheet

__all__ = ["check", "choice_key", "choices"]

_LEAST_ROWS, _MOST_CHOICES, _LONGEST = 6, 30, 30
_ALIKE, _RARE_ROWS, _RARE_SHARE = 0.75, 20, 0.05
_CIRCLES = str.maketrans({"〇": "○", "◯": "○", "O": "○", "o": "○", "✕": "×", "✖": "×", "☓": "×", "X": "×", "x": "×"})
_OKURIGANA = re.compile(r"(?<=[一-龠々])[みしりきけえい](?=[一-龠々]|$)")
_NUMBER = re.compile(r"[0-9０-９]+|[一二三四五六七八九十]+$")
_DENIAL = re.compile(r"[不非無未否]|ない|なし|(?:^|\s)(?:un|in|dis|non|not)", re.IGNORECASE)
_DASHES = re.compile(r"[-‐–—―−ー－]")


def choice_key(text: str) -> str:
    """Return a key under which spellings of one choice meet.

    >>> choice_key("取組済み") == choice_key("取組済"), choice_key("〇") == choice_key("○")
    (True, True)
    >>> choice_key("実施した") == choice_key("実施していない"), choice_key("賛成") == choice_key("反対")
    (False, False)
    """
    body = strip_note_marks(text)[0].strip(" \u3000。．.")
    if len(body) == 1:
        return body.translate(_CIRCLES)
    return _DASHES.sub("-", _OKURIGANA.sub("", match_key(body))).rstrip("-")


def choices(table: TableArea, column: int) -> Counter[str]:
    """Return the different texts of a column and how often each stands there; empty when it is no column of choices.

    Choices come again and again; names and free text do not.
    """
    if column in table.numeric:
        return Counter()
    codes = table.texts_below(column)
    if len(codes) < _LEAST_ROWS:
        return Counter()
    found, counts = np.unique(codes, return_counts=True)
    if len(found) > _MOST_CHOICES or len(found) * 2 > len(codes) or len(codes) * 2 < table.count("filled", column):
        return Counter()
    texts = [table.view.texts[code] for code in found.tolist()]
    if sum(len(text) > _LONGEST for text in texts) * 2 > len(texts):
        return Counter()
    return Counter(dict(zip(texts, counts.tolist(), strict=True)))


def check(sheet: Sheet) -> Iterator[Finding]:
    """Report choices written in two ways; ask a person about rare ones that look like another."""
    for table in sheet.tables:
        for column in table.columns:
            found = choices(table, column)
            if len(found) >= 2:
                yield from _variants(sheet, table, column, found)


def _variants(sheet: Sheet, table: TableArea, column: int, found: Counter[str]) -> Iterator[Finding]:
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for text in found:
        by_key[choice_key(text)].append(text)
    same = [sorted(texts, key=lambda t: -found[t]) for texts in by_key.values() if len(texts) > 1]
    if same:
        wrong = {text for texts in same for text in texts[1:]}
        yield sheet.finding(
            "L2-04",
            f"同じ選択肢が{sheet.shown(same[0][0])}と{sheet.shown(same[0][1])}のように、違う書き方になっています。",
            "選択肢ごとに1つの書き方にそろえてください。",
            table.cells(column, sheet.view.flags(wrong.__contains__)),
            confidence=0.85,
        )
    near = _near(found, {text for texts in same for text in texts})
    if near:
        rare, usual = near[0]
        yield sheet.finding(
            "L2-04",
            f"{sheet.shown(rare)}は{sheet.shown(usual)}の書き間違いではないか、見てください。",
            "同じ意味なら、書き方をそろえてください。",
            table.cells(column, sheet.view.flags({text for text, _ in near}.__contains__)),
            confidence=0.5,
            abstained=True,
        )


def _near(found: Counter[str], known: set[str]) -> list[tuple[str, str]]:
    total = found.total()
    if total < _RARE_ROWS:
        return []
    rare = [t for t, n in found.items() if n <= 2 and n <= total * _RARE_SHARE and t not in known and len(t) > 1]
    usual = [t for t in found if t not in rare and len(t) > 1]
    return [
        (text, other)
        for text in rare
        if (other := max(usual, key=lambda u: SequenceMatcher(None, text, u).ratio(), default=""))
        and SequenceMatcher(None, text, other).ratio() >= _ALIKE
        and not _meant(text, other)
    ]


def _meant(text: str, other: str) -> bool:
    """The texts differ on purpose: by their numbers (8:30, 8:50), or one denies what the other says (不満, 満足)."""
    if _NUMBER.sub("0", text) == _NUMBER.sub("0", other) and _NUMBER.search(text):
        return True
    return bool(_DENIAL.search(text)) != bool(_DENIAL.search(other))
