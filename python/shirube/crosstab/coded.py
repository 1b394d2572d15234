"""`Coded`: answers as small integers with labels, made once and counted many times.

>>> import pandas as pd
>>> frame = pd.DataFrame({"年代": ["30代", "20代", None], "満足度": ["不満", "満足", "満足"]})
>>> coded = code(frame, ["年代", "満足度"])
>>> coded.variable("年代").labels, coded.variable("年代").codes.tolist()
(('20代', '30代', '無回答'), [1, 0, 2])
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import Answer, Codebook, Option, Question
from ..errors import CrosstabError, Place, TableError, nearest
from ..grid import column_letters
from ..table import require_columns
from .order import NO_ANSWER, counted_after_all, is_missing, is_not_applicable, is_tail, natural_order

__all__ = ["Coded", "Variable", "code"]

MOST_CATEGORIES = 200
_UNTICKED = frozenset({"0", "", "×", "false", "いいえ", "非選択", "-"})


@dataclass(frozen=True, eq=False)
class Variable:
    """One question, coded.

    Attributes
    ----------
    labels, missing
        Category labels in display order, and which of them are 無回答・不明.
    codes
        Position in `labels` of every person, shape (n,); -1 for 非該当. For multiple answers 0, or -1.
    picks
        Multiple answers only: who picked which option, bool, shape (n, categories).
    ordered
        The categories run from one end to another (age bands, satisfaction).
    notes
        Japanese sentences about values the codebook does not know.
    """

    key: str
    label: str
    labels: tuple[str, ...]
    missing: tuple[bool, ...]
    codes: npt.NDArray[np.int16]
    picks: npt.NDArray[np.bool_] | None = None
    ordered: bool = False
    notes: tuple[str, ...] = ()

    @functools.cached_property
    def complete(self) -> bool:
        """Whether the question was put to everybody (no 非該当)."""
        return bool(self.codes.size == 0 or self.codes.min() >= 0)

    @property
    def multiple(self) -> bool:
        """Whether several options could be picked."""
        return self.picks is not None


@dataclass(frozen=True, eq=False)
class Coded:
    """A coded list of answers: `n` rows, variables by key, weights (None: everybody counts once).

    A row is one person, unless `times` says how many persons with the same answers it stands for; `weights` are then
    their Σw, `squares` their Σw², and `extremes` the smallest and largest weight of a person who counts.
    """

    n: int
    variables: Mapping[str, Variable]
    weights: npt.NDArray[np.float64] | None = None
    weight_key: str = ""
    times: npt.NDArray[np.int64] | None = None
    squares: npt.NDArray[np.float64] | None = None
    extremes: tuple[float, float] | None = None

    @property
    def total(self) -> int:
        """Number of persons in all rows."""
        return self.n if self.times is None else int(self.times.sum())

    def persons(self, rows: npt.NDArray[np.bool_]) -> int:
        """Number of persons in the marked rows."""
        return int(np.count_nonzero(rows) if self.times is None else self.times[rows].sum())

    def require_persons(self, what: str) -> None:
        """Raise `CrosstabError` SB-C320 when rows stand for several persons and `what` needs each of them."""
        if self.times is not None:
            raise CrosstabError("C320", what=what)

    def plus(self, *variables: Variable) -> Coded:
        """Return the same answers with further variables."""
        return replace(self, variables={**self.variables, **{v.key: v for v in variables}})

    def variable(self, key: str) -> Variable:
        """Return a variable.

        Raises
        ------
        TableError
            SB-T101: no such variable was coded.
        """
        if key not in self.variables:
            raise TableError("T101", name=key, near=nearest(key, self.variables))
        return self.variables[key]


@dataclass(frozen=True)
class _Columns:
    """Columns as lists, where a frame is not wanted; behaves as the few sides of a frame that are used here."""

    values: Mapping[str, Sequence[Any]]
    attrs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.values)

    def __getitem__(self, name: str) -> Sequence[Any]:
        return self.values[name]

    def __len__(self) -> int:
        return min(map(len, self.values.values()), default=0)


Answers = pd.DataFrame | _Columns


def code(
    frame: pd.DataFrame | Mapping[str, Sequence[Any]],
    keys: Sequence[str],
    codebook: Codebook | None = None,
    *,
    weight: str = "",
) -> Coded:
    """Code columns of a list of answers, one row per person. The frame is not changed.

    Parameters
    ----------
    frame
        One row per person; or columns as lists of the same length, by name, which saves time on long lists.
    keys
        Questions to code: column names, or keys of the codebook.
    codebook
        Labels, order, multiple answers and missing codes. Without it, categories stand in numeric or known
        Japanese order, else in order of first appearance; blanks, 無回答 and 不明 are categories of their own.
    weight
        Column of weights (positive numbers, or 0 to leave a person out).

    Raises
    ------
    TableError
        SB-T101: a column is not there.
    CrosstabError
        SB-C101: no answers. SB-C102: a column has too many different values. SB-C103: a weight is blank, negative
        or not a number.
    """
    answers = frame if isinstance(frame, pd.DataFrame) else _Columns(frame)
    if len(answers) == 0:
        raise CrosstabError("C101", at=_at(answers))
    variables = {}
    for key in dict.fromkeys(keys):
        question = codebook.question(key) if codebook is not None and key in codebook else None
        if question is not None and question.answer is Answer.MULTIPLE:
            variables[key] = _multiple(answers, question)
        else:
            _require(answers, [key])
            variables[key] = _single(answers, key, question)
    weights = _weights(answers, weight) if weight else None
    return Coded(len(answers), variables, weights, weight)


def _require(answers: Answers, names: Sequence[str]) -> None:
    """As `table.require_columns`, for lists too (SB-T101)."""
    if isinstance(answers, pd.DataFrame):
        require_columns(answers, names)
        return
    for name in names:
        if name not in answers.columns:
            raise TableError("T101", name=name, near=nearest(name, answers.columns))


def _categories(column: pd.Series[Any] | Sequence[Any]) -> tuple[tuple[str, ...], bool] | None:
    if not isinstance(column, pd.Series) or not isinstance(column.dtype, pd.CategoricalDtype):
        return None
    return tuple(_text(v) for v in column.cat.categories), bool(column.cat.ordered)


class _FirstSeen(dict[Any, int]):
    """Numbers values in order of first appearance, in one pass over the column."""

    def __missing__(self, value: Any) -> int:
        self[value] = len(self)
        return len(self) - 1


def _numbered(column: pd.Series[Any] | Sequence[Any]) -> tuple[npt.NDArray[np.intp], list[Any]]:
    """Number of every value in order of first appearance, shape (n,), and the different values."""
    values, seen = column.tolist() if isinstance(column, pd.Series) else column, _FirstSeen()
    raw = np.fromiter(map(seen.__getitem__, values), dtype=np.intp, count=len(values))
    return raw, list(seen)


def _at(frame: Answers, name: str = "", record: int | None = None) -> Place:
    """The file, the sheet and, when the frame knows it, the cell of a column's heading or of a record."""
    source, sheet = str(frame.attrs.get("source", "")), str(frame.attrs.get("sheet", ""))
    rows, columns = frame.attrs.get("rows"), frame.attrs.get("columns", {})
    if not rows or name not in columns:
        return Place(source, sheet)
    letters = column_letters(columns[name])
    return Place(source, sheet, f"{letters}列" if record is None else f"{letters}{rows[record] + 1}")


def _single(frame: Answers, key: str, question: Question | None) -> Variable:
    categories = _categories(frame[key])
    raw, values = _numbered(frame[key])
    texts = [_text(value) for value in values]
    found = list(dict.fromkeys(texts))
    if len(found) > MOST_CATEGORIES:
        raise CrosstabError("C102", at=_at(frame, key), name=key, count=len(found), most=MOST_CATEGORIES)
    notes: tuple[str, ...] = ()
    if question is not None and question.options:
        translation, options, notes = _translate(found, question)
        labels = [option.label for option in options]
        # わからない and その他 are no step between one end and the other.
        ordered = question.ordered and not any(is_tail(label) for label in labels)
        missing_by_book = {option.label for option in options if option.missing}
    else:
        translation, missing_by_book = {text: text or NO_ANSWER for text in found}, set()
        labels, ordered = _arranged(list(dict.fromkeys(translation.values())), categories)
    labels = _missing_last(labels, missing_by_book, NO_ANSWER in translation.values())
    position = {label: i for i, label in enumerate(labels)}
    codes = np.array([position.get(translation[text], -1) for text in texts], dtype=np.int16)[raw]
    missing = tuple(label in missing_by_book or is_missing(label) for label in labels)
    if question is None and missing.count(False) == 1:
        missing, notes = counted_after_all(key, labels, missing)
    name = question.label if question is not None and question.label else key
    return Variable(key, name, tuple(labels), missing, codes, None, ordered, notes)


def _translate(found: Sequence[str], question: Question) -> tuple[dict[str, str], list[Option], tuple[str, ...]]:
    """Label of every text in the data; options in questionnaire order with unknown values at the end."""
    options = list(question.options)
    by_code = {_folded(option.code): option.label for option in options}
    labels = {option.label for option in options}
    translation: dict[str, str] = {}
    unknown = []
    for text in found:
        if text == "":
            translation[text] = by_code.get("", NO_ANSWER)
        elif _folded(text) in by_code:
            translation[text] = by_code[_folded(text)]
        else:
            translation[text] = text
            if text not in labels and not is_missing(text) and not is_not_applicable(text):
                unknown.append(text)
    options += [Option(text, text) for text in unknown]
    return translation, options, _unknown_note(unknown)


def _arranged(labels: list[str], categories: tuple[tuple[str, ...], bool] | None) -> tuple[list[str], bool]:
    if categories is not None:
        known, ordered = categories
        return [*known, *(label for label in labels if label not in known)], ordered
    body = [label for label in labels if not is_missing(label) and not is_not_applicable(label)]
    order, ordered = natural_order(body)
    return [body[i] for i in order] + [label for label in labels if is_missing(label)], ordered


def _missing_last(labels: list[str], by_book: set[str], blank_seen: bool) -> list[str]:
    if blank_seen and NO_ANSWER not in labels:
        labels = [*labels, NO_ANSWER]
    asked = [label for label in dict.fromkeys(labels) if not is_not_applicable(label)]
    return sorted(asked, key=lambda label: label in by_book or is_missing(label))


def _multiple(frame: Answers, question: Question) -> Variable:
    options = [o for o in question.options if not o.missing and not is_missing(o.label)]
    if question.columns:
        _require(frame, question.columns)
        labels = [o.label for o in question.options] or list(question.columns)
        picks, exempt, notes = _ticked(frame, question)
    else:
        _require(frame, [question.key])
        labels, picks, exempt, notes = _split(frame, question)
    dropped = {o.label for o in question.options} - {o.label for o in options}
    keep = [i for i, label in enumerate(labels) if label not in dropped]
    picks = picks[:, keep]
    none = ~picks.any(axis=1)
    picks = np.column_stack([picks, none])
    codes = np.where(exempt, -1, 0).astype(np.int16)
    names = (*(labels[i] for i in keep), NO_ANSWER)
    missing = (*([False] * len(keep)), True)
    return Variable(question.key, question.label or question.key, names, missing, codes, picks, notes=notes)


_Bools = npt.NDArray[np.bool_]


def _ticked(frame: Answers, question: Question) -> tuple[_Bools, _Bools, tuple[str, ...]]:
    """Who ticked which column; a number other than 0, 1 and the option's own code is no tick, and is said."""
    columns = question.columns
    strays: dict[str, None] = {}
    exempt = np.zeros(len(frame), dtype=np.bool_)
    ticked = np.empty((len(frame), len(columns)), dtype=np.bool_)
    for k, name in enumerate(columns):
        raw, values = _numbered(frame[name])
        texts = [_text(value) for value in values]
        exempt |= np.array([is_not_applicable(text) for text in texts], dtype=np.bool_)[raw]
        own = {"1", _folded(question.options[k].code)} if k < len(question.options) else {"1"}
        yes = [_folded(text).lower() not in _UNTICKED and not is_missing(text) for text in texts]
        odd = [
            t and re.fullmatch(r"-?\d+", _folded(text)) and _folded(text) not in own
            for t, text in zip(yes, texts, strict=True)
        ]
        strays |= {text: None for stray, text in zip(odd, texts, strict=True) if stray}
        ticked[:, k] = np.array([t and not stray for t, stray in zip(yes, odd, strict=True)], dtype=np.bool_)[raw]
    notes = (
        f"「{question.label}」に0と1のほかの値がありました: {'、'.join([*strays][:5])}。選んだものとは数えていません。",
    )
    return ticked & ~exempt[:, None], exempt, notes if strays else ()


def _split(frame: Answers, question: Question) -> tuple[list[str], _Bools, _Bools, tuple[str, ...]]:
    by_code = {_folded(o.code): o.label for o in question.options}
    labels = list(dict.fromkeys(o.label for o in question.options))
    separator = re.compile(re.escape(question.separator) if question.separator else _separators(labels))
    rows = []
    for value in frame[question.key]:
        text = _text(value)
        parts = [text] if text in labels else [part.strip() for part in separator.split(text)]
        rows.append([by_code.get(_folded(part), part) for part in parts if part])
    answers = dict.fromkeys(label for row in rows for label in row)
    unknown = [a for a in answers if a not in labels and not is_missing(a) and not is_not_applicable(a)]
    notes = _unknown_note(unknown) if question.options else ()
    labels += unknown
    if len(labels) > MOST_CATEGORIES:
        raise CrosstabError(
            "C102", at=_at(frame, question.key), name=question.key, count=len(labels), most=MOST_CATEGORIES
        )
    position = {label: i for i, label in enumerate(labels)}
    picks = np.zeros((len(rows), len(labels)), dtype=np.bool_)
    for i, row in enumerate(rows):
        picks[i, [position[label] for label in row if label in position]] = True
    exempt = np.array([any(is_not_applicable(label) for label in row) for row in rows], dtype=np.bool_)
    return labels, picks, exempt, notes


def _unknown_note(unknown: Sequence[str]) -> tuple[str, ...]:
    if not unknown:
        return ()
    return (f"設問票にない値がありました: {'、'.join(unknown[:5])}。そのまま区分にしています。",)


def _separators(labels: Sequence[str]) -> str:
    """Pattern of what may stand between answers: commas and the like, except where a label has one inside."""
    signs = [sign for sign in ",，、;；\n" if not any(sign in label for label in labels)]
    return f"[{''.join(signs) or ','}]"


def _weights(frame: Answers, name: str) -> npt.NDArray[np.float64]:
    _require(frame, [name])
    numbers = pd.to_numeric(pd.Series(frame[name]), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    bad = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if bad.size:
        first = int(bad[0])
        raise CrosstabError("C103", at=_at(frame, name, first), name=name, count=int(bad.size), line=first + 1)
    if not numbers.any():
        raise CrosstabError("C103", at=_at(frame, name, 0), name=name, count=len(numbers), line=1)
    return numbers


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        if value.is_integer():
            return str(int(value))
    return str(value).strip(" \u3000\r\n\t")


def _folded(text: str) -> str:
    """Full-width digits and letters of a code count as their half-width twins."""
    return unicodedata.normalize("NFKC", text).strip()
