"""`Codebook`（設問票）: questions, labels, order, multiple-answer sets and missing codes.

>>> question = Question("Q1", "満足度", options=(Option("1", "満足"), Option("2", "不満")))
>>> Codebook((question,)).question("Q1").labels
('満足', '不満')
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pandas as pd

from .errors import Place, TableError, nearest
from .grid import Grid, a1
from .table import column_name, records, require_columns

__all__ = ["MATRIX_COLUMN", "SHEET_COLUMNS", "Answer", "Codebook", "Option", "Question", "read_codebook"]


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
    group
        Name of the matrix question (マトリクス設問) this one is an item of; empty for none.
    """

    key: str
    label: str
    answer: Answer = Answer.SINGLE
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    separator: str = ""
    ordered: bool = False
    group: str = ""

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


#: Columns of a 設問票 sheet; the ones after 種類 may be left out.
SHEET_COLUMNS = ("設問", "設問文", "種類", "順序", "列", "区切り", "コード", "選択肢", "欠測")
#: A further column: the matrix question the question is an item of.
MATRIX_COLUMN = "マトリクス"
_NO = frozenset({"", "0", "なし", "いいえ", "false"})


def read_codebook(grid: Grid) -> Codebook:
    """Read a 設問票 sheet: one row per option, the header names of `SHEET_COLUMNS` in any order.

    Parameters
    ----------
    grid
        The sheet. 順序 and 欠測 are yes unless blank, 0, なし or いいえ; a question without options has one row. A
        blank 設問 belongs to the question above it. Items of a matrix question may share a name in a column
        マトリクス.

    Raises
    ------
    TableError
        SB-T101: 設問, 設問文 or 種類 is missing. SB-T105: a 種類 that is not one of the known ones, with its cell.

    >>> rows = [["設問", "設問文", "種類", "コード", "選択肢"], ["Q1", "満足度", "単一回答", 1, "満足"]]
    >>> read_codebook(Grid.from_rows(rows)).question("Q1").options
    (Option(code='1', label='満足', missing=False),)
    """
    frame = records(grid, header_row=_head_of(grid))
    require_columns(frame, SHEET_COLUMNS[:3])
    for name in (*SHEET_COLUMNS[3:], MATRIX_COLUMN):
        if name not in frame:
            frame[name] = None
    keys = frame["設問"].map(_text).replace("", None).ffill()
    questions = []
    for key, lines in frame.groupby(keys, sort=False):
        first = lines.iloc[0]
        options = tuple(_option(line) for line in lines.to_dict("records") if _text(line["選択肢"]))
        columns = tuple(dict.fromkeys(_text(name) for name in lines["列"]))
        answer = _answer(_text(first["種類"]), grid, frame, int(lines.index[0]))
        several = answer is Answer.MULTIPLE and columns != (str(key),) and columns != ("",)
        questions.append(
            Question(
                str(key),
                _text(first["設問文"]),
                answer,
                options,
                columns if several else (),
                "" if several else _text(first["区切り"]),
                _yes(first["順序"]),
                _text(first[MATRIX_COLUMN]),
            )
        )
    return Codebook(tuple(questions))


def _head_of(grid: Grid) -> int:
    """The first row with a heading 設問: a title may stand above; the first row where there is none."""
    heads = ((row, [column_name(v, 0) for v in grid.values[row]]) for row in range(min(_HEAD_ROWS, grid.shape[0])))
    return next((row for row, names in heads if SHEET_COLUMNS[0] in names), 0)


_HEAD_ROWS = 20


def _option(line: Mapping[Hashable, Any]) -> Option:
    return Option(_text(line["コード"]), _text(line["選択肢"]), _yes(line["欠測"]))


def _answer(text: str, grid: Grid, frame: pd.DataFrame, row: int) -> Answer:
    try:
        return Answer(text)
    except ValueError:
        place = Place(grid.source, grid.name, a1(frame.attrs["rows"][row], frame.attrs["columns"]["種類"]))
        raise TableError("T105", at=place, text=text, known="、".join(a.value for a in Answer)) from None


def _text(value: Any) -> str:
    """Text of a cell; a whole number without its decimal point, as codes are typed."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _yes(value: Any) -> bool:
    return _text(value).casefold() not in _NO
