"""Marks and options as they are printed in boxes and as people answer them.

>>> printed_options("□内科　□小児科"), printed_options("有　・　無"), printed_options("受付")
(('内科', '小児科'), ('有', '無'), ())
>>> chosen_options("☑内科　□小児科", ("内科", "小児科"))
('内科',)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import clean_label, match_key

__all__ = [
    "EMPTY_MARKS",
    "FILLED_MARKS",
    "chosen_options",
    "exclusive",
    "is_mark",
    "listed_options",
    "marks_in",
    "option_of",
    "printed_options",
]

EMPTY_MARKS = "□☐○◯◇〇"
FILLED_MARKS = "☑☒■✓✔✅レ●◉○◯〇◎"
_TICKED, _GAP = "☑☒■✅", " 　(（)）"
_BOX = re.compile(r"[□☐]\s*([^□☐]+)")
_PAIRS = (
    ("有", "無"), ("あり", "なし"), ("有り", "無し"), ("はい", "いいえ"), ("可", "不可"), ("可", "否"),
    ("実施", "未実施"), ("する", "しない"), ("済", "未"), ("済", "未済"), ("適", "不適"), ("該当", "非該当"),
    ("男", "女"),    ("いる", "いない"), ("ある", "ない"), ("要", "不要"), ("公表可", "公表不可"),
)  # fmt: skip
_YES_WORDS = "有 あり 有り はい 可 実施 する している 済 いる ある 該当 要 ○ ◯ 〇 ◎ ☑ ✓ ✔ レ ■ yes y true 1"
_NO_WORDS = """
無 なし 無し いいえ 否 不可 未実施 しない していない 未 未済 いない ない 非該当 不要 × ✕ ╳ x no n false 0
"""
_SEPARATORS = re.compile(r"[、，,・;；/／\n\s　]+")
_OPEN, _CLOSE = tuple("（(【［[「〈<"), tuple("）)】］]」〉>")
_NUMBERED = re.compile(r"(?:[①-⑳]|[\d０-９]{1,2}[.．、)）]|[アイウエオカキクケコ][.．、)）])[^①-⑳\d０-９\n]+")
_LEADING = re.compile(r"^(?:[①-⑳]|[\d０-９]{1,2}[.．、:：)）]?)\s*")
_TRIM, _LONGEST_OPTION = " 　、,・／/", 12
_DOT = r"[\s　]*[・･/／][\s　]*"


def printed_options(text: str) -> tuple[str, ...]:
    """Options printed inside a box: after empty squares, or a known pair such as 有・無; none otherwise."""
    boxes = [_trimmed(label) for label in _BOX.findall(text)]
    if boxes:
        return tuple(dict.fromkeys(label for label in boxes if label))
    parts = [part for part in re.split(_DOT, text.strip(" 　()（）")) if part]
    if len(parts) >= 2 and (any(set(pair) <= set(parts) for pair in _PAIRS) or _opposite(parts)):
        return tuple(parts)
    return ()


def listed_options(text: str, *, dense: bool = False) -> tuple[str, ...]:
    """Options of a list that only its place tells from a label: numbered, or with dots set off by spaces.

    `dense` takes three or more words with bare dots between them as well.

    >>> listed_options("①新規　②継続　③廃止"), listed_options("公立　・　私立"), listed_options("児童・生徒数")
    (('①新規', '②継続', '③廃止'), ('公立', '私立'), ())
    """
    numbered = [part.strip(_TRIM) for part in _NUMBERED.findall(text)]
    if len(numbered) >= 2 and _solid("".join(numbered)) == _solid(text) and _short(numbered):
        return tuple(numbered)
    for gap, least in ((r"[\s　]+[・･/／][\s　]+", 2), (_DOT, 3))[: 1 + dense]:
        parts = [part.strip() for part in re.split(gap, text.strip(" 　()（）"))]
        if len(parts) >= least and all(parts) and _short(parts):
            return tuple(parts)
    return ()


def _solid(text: str) -> str:
    return re.sub(rf"[{_TRIM}\n]", "", text)


def _short(parts: Sequence[str]) -> bool:
    return all(len(part) <= _LONGEST_OPTION and "。" not in part for part in parts)


def _opposite(options: Sequence[str]) -> bool:
    """Two options of which one denies the other (公表する／公表しない)."""
    return len(options) == 2 and any(
        options[0].endswith(yes) and options[1].endswith(no) and options[0][: -len(yes)] == options[1][: -len(no)]
        for yes, no in _PAIRS
    )


def _trimmed(label: str) -> str:
    plain = re.sub(r"[（(][\s　]*[)）]|[（(][\s　]*$", "", label)  # その他（　　　）
    return clean_label(plain).strip("　 、,・／/")


def exclusive(options: Sequence[str]) -> bool:
    """Tell whether two options exclude each other (有／無, はい／いいえ …)."""
    known = any({_fold(o) for o in options} == {_fold(p) for p in pair} for pair in _PAIRS)
    return len(options) == 2 and (known or _opposite(options))


def is_mark(text: str) -> bool:
    """Tell whether a text is a filled mark alone (○, ☑, レ, 1).

    >>> is_mark("○"), is_mark("□"), is_mark("1")
    (True, False, True)
    """
    plain = text.strip()
    return bool(plain) and (all(char in FILLED_MARKS for char in plain) or plain in ("1", "TRUE", "True", "v", "V"))


def marks_in(text: str) -> str:
    """The filled marks and ringed numbers in a text: what tells an answer from the text as printed.

    >>> marks_in("1.有　②.無"), marks_in("1.有　○2.無"), marks_in("□有")
    ('②', '○', '')
    """
    return "".join(char for char in text if char in FILLED_MARKS or "①" <= char <= "⑳")


def _fold(text: str) -> str:
    return match_key(text).replace("㊒", "有")


def option_of(text: str, options: Sequence[str]) -> str | None:
    """The one option a text names: its spelling, or yes／no words and marks where the options are such a pair.

    >>> option_of("あり", ("有", "無")), option_of("×", ("はい", "いいえ")), option_of("検討中", ("有", "無"))
    ('有', 'いいえ', None)
    """
    key = _fold(text.strip())
    for option in options:
        if _fold(option) == key:
            return option
    stripped = _fold(_LEADING.sub("", text.strip()))
    for option in options:
        if stripped and stripped in (_fold(option), _fold(_LEADING.sub("", option))):
            return option
    if key.isdigit() and (numbered := [o for o in options if _number_of(o) == key]):
        return numbered[0] if len(numbered) == 1 else None
    if len(options) == 2:
        yes = [o for o in options if _fold(o) in _YES_KEYS]
        no = [o for o in options if _fold(o) in _NO_KEYS]
        if len(yes) == len(no) == 1:
            return yes[0] if key in _YES_KEYS else no[0] if key in _NO_KEYS else None
    return None


_YES_KEYS = frozenset(map(_fold, _YES_WORDS.split()))
_NO_KEYS = frozenset(map(_fold, _NO_WORDS.split()))


def _number_of(option: str) -> str:
    """The number printed in front of an option (``1 設置済``, ``②``)."""
    match = re.match(r"[\d０-９]{1,2}|[①-⑳]", option)
    return _fold(match[0]) if match else ""


def chosen_options(text: str, options: Sequence[str]) -> tuple[str, ...] | None:
    """Options a person chose in a text; ``None`` when the text says something that is no option.

    A mark at an option chooses it; where squares are printed, the ones left empty do not. A text without any mark is a
    list of options.

    >>> chosen_options("内科、皮膚科", ("内科", "皮膚科")), chosen_options("○有・無", ("有", "無"))
    (('内科', '皮膚科'), ('有',))
    >>> chosen_options("□有 □無", ("有", "無")), chosen_options("未定", ("有", "無"))
    ((), None)
    >>> chosen_options("内科○　外科", ("内科", "外科")), chosen_options("内科○外科", ("内科", "外科"))
    (('内科',), None)
    """
    places = _places(text, options)
    marks = _marked(text, places)
    if marks is None:
        return None
    marked = tuple(o for o, _ in places if o in marks) or _bracketed(text, places)
    if marked:
        return marked
    if "□" in text or "☐" in text:
        return () if len(places) == len(options) else None
    parts = [part for part in _SEPARATORS.split(text) if part]
    named = [option_of(part, options) for part in parts]
    if all(named) and len(parts) == len(set(named)) == len(options) > 1 and exclusive(options):
        return ()  # 有・無 as printed
    if parts and all(named):
        return tuple(dict.fromkeys(option for option in named if option))
    whole = option_of(text, options)
    return (whole,) if whole else None


def _places(text: str, options: Sequence[str]) -> list[tuple[str, int]]:
    """Where each option stands in a text; a longer option is taken before one that is part of it."""
    taken: list[tuple[int, int]] = []
    found: dict[str, int] = {}
    for option in sorted(options, key=len, reverse=True):
        for match in re.finditer(re.escape(option), text):
            if all(match.end() <= a or match.start() >= b for a, b in taken):
                taken.append(match.span())
                found[option] = match.start()
                break
    return [(option, found[option]) for option in options if option in found]


def _marked(text: str, places: Sequence[tuple[str, int]]) -> set[str] | None:
    """Options with a mark at them; ``None`` where a mark may belong to either of two.

    A ticked square stands before its option. A ring or a tick belongs to the option it is nearer to; where it is as
    near to two, to the next one if the text begins with a mark or a square.
    """
    starts, ends = {at: o for o, at in places}, {at + len(o): o for o, at in places}
    inside = {i for o, at in places for i in range(at, at + len(o))}
    before = text.lstrip(_GAP)[:1] in FILLED_MARKS + EMPTY_MARKS
    found: set[str] = set()
    for i, char in enumerate(text):
        if char not in FILLED_MARKS or i in inside:
            continue
        next_, last = len(text) - len(text[i + 1 :].lstrip(_GAP)), len(text[:i].rstrip(_GAP))
        right, left = starts.get(next_), ends.get(last)
        nearer = (i - last) - (next_ - i - 1)  # negative: the option in front is nearer
        if char in _TICKED or left is None or (right is not None and (nearer > 0 or (nearer == 0 and before))):
            owner = right
        elif right is None or nearer < 0:
            owner = left
        else:
            return None
        found |= {owner} if owner else set()
    return found


def _bracketed(text: str, places: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Options put in brackets, where others are not (``【有】・無``)."""
    inside = tuple(o for o, at in places if text[:at][-1:] in _OPEN and text[at + len(o) :][:1] in _CLOSE)
    return inside if len(inside) < len(places) else ()
