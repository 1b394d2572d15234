"""マトリクス設問: several questions with the same answers, shown as one table with a row per item.

>>> from shirube.codebook import Option, Question
>>> answers = (Option("1", "満足"), Option("2", "不満"))
>>> book = Codebook(tuple(Question(f"問2_{k}", f"満足度：{x}", options=answers) for k, x in ((1, "道路"), (2, "公園"))))
>>> [(m.key, m.title, m.names) for m in matrices(book)]
[('問2', '満足度', ('道路', '公園'))]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ..codebook import Answer, Codebook, Question
from ..errors import CrosstabError

__all__ = ["Matrix", "matrices", "matrix_of"]

#: 問2_1, Q3-2, 問4（1）, 問5[ア]: what stands before the number of an item.
_ITEM = re.compile(
    r"(?P<stem>.+?)\s*(?:[_＿\-－.．]\s*(?:\d{1,2}|[a-zA-Zア-ン])|[（(\[]\s*(?:\d{1,2}|[a-zA-Zア-ン])\s*[）)\]])"
)
#: What ends the part of a question's wording that all items share.
_ENDS = "：:　・／/（(「【－—"


@dataclass(frozen=True, slots=True)
class Matrix:
    """A matrix question: its key, its title, the questions that are its items and the short name of each."""

    key: str
    title: str
    items: tuple[str, ...]
    names: tuple[str, ...]


def matrices(codebook: Codebook) -> tuple[Matrix, ...]:
    """Find the matrix questions of a codebook.

    Questions whose 設問票 names the same マトリクス belong together. Where it names none, single-answer questions that
    follow each other belong together when they are numbered below one stem (問2_1, 問2_2) and have the same options.
    """
    groups: dict[str, list[Question]] = {}
    for question in codebook.questions:
        if question.answer is Answer.SINGLE and question.options:
            key = question.group or _stem(question.key)
            if key:
                groups.setdefault(key, []).append(question)
    found = []
    for key, items in groups.items():
        if len(items) > 1 and all(_answers(item) == _answers(items[0]) for item in items):
            found.append(_matrix(key, [q.key for q in items], [q.label or q.key for q in items]))
    return tuple(found)


def matrix_of(names: Sequence[str], codebook: Codebook | None = None) -> Matrix:
    """Return the matrix question that is meant: by its own key (問2), or by its items (問2_1、問2_2 …).

    Raises
    ------
    CrosstabError
        SB-C330: neither the key of a matrix question nor two or more items.
    """
    known = {matrix.key: matrix for matrix in matrices(codebook or Codebook())}
    if len(names) == 1 and names[0] in known:
        return known[names[0]]
    if len(dict.fromkeys(names)) < 2:
        raise CrosstabError("C330", names="、".join(names), known="、".join(known) or "なし")
    book = codebook or Codebook()
    labels = [book.question(key).label or key if key in book else key for key in names]
    return _matrix("、".join(names), list(names), labels)


def _stem(key: str) -> str:
    found = _ITEM.fullmatch(key.strip())
    return found["stem"] if found else ""


def _answers(question: Question) -> tuple[str, ...]:
    """Labels in order; items may differ in whether they know 無回答."""
    return tuple(option.label for option in question.options if not option.missing)


def _matrix(key: str, items: Sequence[str], labels: Sequence[str]) -> Matrix:
    shared = "".join(letter[0] for letter in takewhile(lambda x: len(set(x)) == 1, zip(*labels, strict=False)))
    end = max((shared.rfind(sign) for sign in _ENDS), default=-1)
    head, names = shared[: end + 1].strip(_ENDS), [label[end + 1 :].strip("）)」】 ") for label in labels]
    if end < 0 or not all(names) or len(set(names)) < len(names):
        return Matrix(key, "マトリクス設問" if len(key) > 20 else key, tuple(items), tuple(labels))
    return Matrix(key, head, tuple(items), tuple(names))
