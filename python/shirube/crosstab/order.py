"""The order in which Japanese answer categories belong, when no codebook gives one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = [
    "NOT_APPLICABLE",
    "NO_ANSWER",
    "counted_after_all",
    "is_missing",
    "is_not_applicable",
    "is_tail",
    "natural_order",
]

NO_ANSWER = "無回答"
NOT_APPLICABLE = "非該当"
_MISSING = frozenset({NO_ANSWER, "不明", "無効", "無効回答", "不詳", "NA", "N.A.", "無記入", "未回答", "回答なし"})
#: Of those, the words that also name a state of work or of knowledge.
_STATES = frozenset({"未回答", "不明", "不詳"})
_NOT_APPLICABLE = frozenset({NOT_APPLICABLE, "対象外", "回答対象外"})
_TAIL = ("その他", "特にない", "特になし", "わからない", "分からない", "答えたくない", "回答しない")

#: Answer scales from one end to the other; wordings in one tuple mean the same step.
_SCALES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("非常に満足", "とても満足", "大変満足", "たいへん満足", "大いに満足"),
        ("満足", "満足している", "満足である"),
        ("やや満足", "まあ満足", "ある程度満足", "どちらかといえば満足", "まあ満足している", "やや満足している"),
        ("どちらともいえない", "どちらでもない", "ふつう", "普通"),
        ("やや不満", "少し不満", "あまり満足していない", "どちらかといえば不満", "やや不満である"),
        ("不満", "不満である", "満足していない"),
        ("非常に不満", "とても不満", "大変不満", "たいへん不満", "全く満足していない"),
    ),
    (
        ("とてもそう思う", "非常にそう思う", "強くそう思う"),
        ("そう思う",),
        ("ややそう思う", "まあそう思う", "どちらかといえばそう思う", "どちらかといえば、そう思う"),
        ("どちらともいえない", "どちらでもない"),
        (
            "あまりそう思わない",
            "あまり思わない",
            "どちらかといえばそう思わない",
            "どちらかといえば、そう思わない",
            "ややそう思わない",
        ),
        ("そう思わない", "思わない"),
        ("全くそう思わない", "まったくそう思わない", "全く思わない", "まったく思わない"),
    ),
    (
        ("とても良い", "非常に良い", "大変良い", "とてもよい"),
        ("良い", "よい"),
        ("やや良い", "まあ良い", "まあよい", "ややよい"),
        ("どちらともいえない", "ふつう", "普通"),
        ("やや悪い", "あまり良くない", "あまりよくない"),
        ("悪い", "良くない", "よくない"),
        ("とても悪い", "非常に悪い", "大変悪い"),
    ),
    (
        ("よく利用する", "よく利用している", "いつも利用する"),
        ("ときどき利用する", "時々利用する", "たまに利用する", "ときどき利用している"),
        ("あまり利用しない", "ほとんど利用しない", "あまり利用していない"),
        ("利用しない", "利用したことがない", "利用していない", "まったく利用しない"),
    ),
    (
        ("住み続けたい", "ずっと住み続けたい", "今後も住み続けたい"),
        ("当分は住み続けたい", "当面は住み続けたい", "どちらかといえば住み続けたい"),
        ("どちらともいえない",),
        ("どちらかといえば移りたい", "できれば移りたい", "どちらかといえば転出したい"),
        ("移りたい", "すぐにでも移りたい", "転出したい", "市外へ移りたい"),
    ),
    (("重要", "重要である"), ("やや重要",), ("どちらともいえない",), ("あまり重要でない",), ("重要でない",)),
    (("よく知っている", "内容まで知っている"), ("知っている",), ("聞いたことがある",), ("知らない", "知らなかった")),
    (("高い",), ("やや高い",), ("どちらともいえない", "ふつう", "普通"), ("やや低い",), ("低い",)),
    (("多い",), ("やや多い",), ("ちょうどよい", "ふつう", "普通"), ("やや少ない",), ("少ない",)),
)
#: Fixed sequences that are an order of listing, not of more and less.
_LISTS: tuple[tuple[str, ...], ...] = (
    ("男性", "女性", "男", "女"),
    ("はい", "いいえ"),
    ("ある", "ない"),
    ("月", "火", "水", "木", "金", "土", "日"),
    ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
)


def is_missing(label: str) -> bool:
    """Tell whether a label says that nothing usable was answered (無回答, 不明 …).

    >>> is_missing("無回答"), is_missing("わからない")
    (True, False)
    """
    parts = re.split(r"[・、/／]", label.strip())
    return all(part.strip() in _MISSING for part in parts)


def is_not_applicable(label: str) -> bool:
    """Tell whether a label says that the question was not put to the person (非該当).

    >>> is_not_applicable("非該当")
    True
    """
    return label.strip() in _NOT_APPLICABLE


def is_tail(label: str) -> bool:
    """Tell whether a label is an answer outside any order (その他, わからない).

    >>> is_tail("その他（自由記述）"), is_tail("普通")
    (True, False)
    """
    return _tail_rank(label) is not None


def natural_order(labels: Sequence[str]) -> tuple[list[int], bool]:
    """Order substantive labels; その他 and わからない go last.

    Parameters
    ----------
    labels
        Distinct labels in order of first appearance, missing ones left out.

    Returns
    -------
    order, ordered
        Positions in display order; whether the order is one of more and less (age bands, satisfaction), so that
        asking for a trend makes sense.

    Examples
    --------
    >>> natural_order(["30代", "20歳未満", "20代", "70代以上"])
    ([1, 2, 0, 3], True)
    >>> natural_order(["不満", "満足", "やや満足"])
    ([1, 2, 0], True)
    >>> natural_order(["東", "西"])
    ([0, 1], False)
    """
    tail = [i for i, label in enumerate(labels) if is_tail(label)]
    body = [i for i in range(len(labels)) if i not in tail]
    tail.sort(key=lambda i: _tail_rank(labels[i]) or 0)
    ranks, ordered = _ranks([labels[i] for i in body])
    body = [body[k] for k in sorted(range(len(body)), key=lambda k: (ranks[k], k))]
    return body + tail, ordered and len(body) > 1 and not tail


def _tail_rank(label: str) -> int | None:
    text = re.sub(r"[（(].*[)）]$", "", label.strip())
    return _TAIL.index(text) if text in _TAIL else None


def _ranks(labels: Sequence[str]) -> tuple[list[float], bool]:
    for scale in _SCALES:
        step = {word: float(i) for i, words in enumerate(scale) for word in words}
        if all(label.strip() in step for label in labels):
            return [step[label.strip()] for label in labels], True
    for listed in _LISTS:
        if all(label.strip() in listed for label in labels):
            return [float(listed.index(label.strip())) for label in labels], False
    for rule in (_month_rank, _number_rank):
        ranks = [rule(label) for label in labels]
        if all(rank is not None for rank in ranks):
            return [rank for rank in ranks if rank is not None], True
    return [float(i) for i in range(len(labels))], False


def _month_rank(label: str) -> float | None:
    found = re.fullmatch(r"(1[0-2]|[1-9])月", unicodedata.normalize("NFKC", label.strip()))
    return float((int(found[1]) - 4) % 12) if found else None


_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "H": 1988, "R": 2018, "S": 1925}
_NUMBER = re.compile(r"(約|第|問|満)?(明治|大正|昭和|平成|令和|[HRS])?(元|-?\d[\d,]*(?:\.\d+)?)(?P<rest>.*)")


def _number_rank(label: str) -> float | None:
    """First number of a label; 未満・以下 just below it, 以上・超 just above; a lone end such as 〜19歳 too."""
    text = unicodedata.normalize("NFKC", label.strip())
    open_start = re.match(r"[~〜～ー-](?=\d)", text)
    found = _NUMBER.fullmatch(text[1:] if open_start else text)
    if not found:
        return None
    number = 1.0 if found[3] == "元" else float(found[3].replace(",", ""))
    number += _ERAS.get(found[2] or "", 0)
    rest = found["rest"]
    if open_start or (re.search(r"未満|以下|まで", rest) and not re.search(r"\d", rest)):
        return number - 0.5
    return number + 0.5 if re.search(r"以上|超|より", rest) and not re.search(r"\d", rest) else number


def counted_after_all(
    name: str, labels: Sequence[str], missing: Sequence[bool]
) -> tuple[tuple[bool, ...], tuple[str, ...]]:
    """With a single answer beside it, 「未回答」 is the other answer: 回答済／未回答 is a state of work."""
    words = [label for label in labels if label in _STATES]
    if not words:
        return tuple(missing), ()
    said = "、".join(f"「{word}」" for word in words)
    note = f"「{name}」にはほかの答えが1つしかないため、{said}も無回答とせず、答えとして数えました。"
    return tuple(gone and label not in words for label, gone in zip(labels, missing, strict=True)), (note,)
