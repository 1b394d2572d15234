"""`Codebook`（設問票）: questions, labels, order, multiple-answer sets and missing codes.

>>> question = Question("Q1", "満足度", options=(Option("1", "満足"), Option("2", "不満")))
>>> Codebook((question,)).question("Q1").labels
('満足', '不満')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .errors import TableError, nearest

__all__ = ["Answer", "Codebook", "Option", "Question"]


class Answer(Enum):
    """How a question is answered."""

    SINGLE = "単一回答"
    MULTIPLE = "複数回答"
    NUMBER = "数値"
    TEXT = "自由記述"
    WEIGHT = "ウェイト"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the code as it stands in the data, and its label. `missing` marks 無回答・不明・非該当."""

    code: str
    label: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    key
        Column name in the data; for multiple answers in several 0/1 columns, the name of the question.
    columns
        Multiple answers only: data column of each option, in the order of `options`; empty when one column holds
        all answers joined by `separator`.
    ordered
        The options have an order (満足 … 不満, age bands).
    """

    key: str
    label: str
    answer: Answer = Answer.SINGLE
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    separator: str = ""
    ordered: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels in questionnaire order."""
        return tuple(option.label for option in self.options)


@dataclass(frozen=True)
class Codebook:
    """All questions of one survey, in questionnaire order."""

    questions: tuple[Question, ...] = ()
    _by_key: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {q.key: q for q in self.questions})

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def question(self, key: str) -> Question:
        """Return a question by key.

        Raises
        ------
        TableError
            SB-T101: no such question.
        """
        if key not in self._by_key:
            raise TableError("T101", name=key, near=nearest(key, self._by_key))
        return self._by_key[key]
