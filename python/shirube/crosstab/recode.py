"""New variables from coded ones: one breakdown inside another, merged categories, classes of numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError
from .coded import MOST_CATEGORIES, Variable
from .order import NO_ANSWER

__all__ = ["classes", "merged", "merged_neighbours", "nested", "same_digits"]


def nested(outer: Variable, inner: Variable) -> Variable:
    """Break down `outer` by `inner` (三重クロス): every pair of categories, in order; missing if either part is.

    Raises
    ------
    CrosstabError
        SB-C102: too many pairs. SB-C104: multiple answers as a breakdown.

    >>> sex = Variable("性別", "性別", ("男", "女"), (False, False), np.array([0, 1], np.int16))
    >>> age = Variable("年代", "年代", ("若", "老"), (False, False), np.array([1, 0], np.int16))
    >>> nested(sex, age).labels
    ('男・若', '男・老', '女・若', '女・老')
    """
    for variable in (outer, inner):
        if variable.multiple:
            raise CrosstabError("C104", name=variable.label)
    width = len(inner.labels)
    both = (outer.codes >= 0) & (inner.codes >= 0)
    codes = np.where(both, outer.codes.astype(np.intp) * width + inner.codes, -1)
    pairs = [(i, j) for i in range(len(outer.labels)) for j in range(width)]
    missing = [outer.missing[i] or inner.missing[j] for i, j in pairs]
    # Pairs with a 無回答 that nobody has would only lengthen the table.
    seen = np.bincount(codes[both], minlength=len(pairs)) > 0
    keep = [k for k in range(len(pairs)) if seen[k] or not missing[k]]
    if len(keep) > MOST_CATEGORIES:
        raise CrosstabError("C102", name=f"{outer.label}×{inner.label}", count=len(keep), most=MOST_CATEGORIES)
    position = np.full(len(pairs) + 1, -1, dtype=np.int16)
    position[keep] = np.arange(len(keep))
    return Variable(
        f"{outer.key}×{inner.key}",
        f"{outer.label}・{inner.label}",
        tuple(f"{outer.labels[pairs[k][0]]}・{inner.labels[pairs[k][1]]}" for k in keep),
        tuple(missing[k] for k in keep),
        position[codes],
        notes=(*outer.notes, *inner.notes),
    )


def merged(variable: Variable, groups: Mapping[str, Sequence[str]]) -> Variable:
    """Merge categories (カテゴリ統合): new label → old labels; the others stay as they are.

    The new category stands where the first of the old ones stood. Of multiple answers a person picked the new
    category who picked any of the old ones.

    Raises
    ------
    CrosstabError
        SB-C301: no such category. SB-C302: a category is merged twice, or 無回答 with an answer.

    >>> answer = Variable("問1", "満足", ("満足", "やや満足", "不満"), (False,) * 3, np.array([0, 1, 2], np.int16))
    >>> merged(answer, {"満足計": ["満足", "やや満足"]}).labels
    ('満足計', '不満')
    """
    new_of: dict[int, str] = {}
    for new, olds in groups.items():
        for old in olds:
            if old not in variable.labels:
                raise CrosstabError("C301", name=variable.label, label=old, known="、".join(variable.labels[:10]))
            at = variable.labels.index(old)
            if at in new_of or variable.missing[at] != variable.missing[variable.labels.index(olds[0])]:
                raise CrosstabError("C302", name=variable.label, label=old)
            new_of[at] = new
    names = [new_of.get(i, label) for i, label in enumerate(variable.labels)]
    labels = tuple(dict.fromkeys(names))
    position = np.array([labels.index(name) for name in names] + [-1], dtype=np.int16)
    missing = tuple(variable.missing[names.index(label)] for label in labels)
    if variable.picks is None:
        codes = position[variable.codes]
        return replace(variable, labels=labels, missing=missing, codes=codes)
    picks = np.column_stack([variable.picks[:, position[:-1] == k].any(axis=1) for k in range(len(labels))])
    return replace(variable, labels=labels, missing=missing, picks=picks)


def merged_neighbours(variable: Variable, groups: Sequence[Sequence[int]]) -> Variable:
    """Merge categories by position, named after the ones they hold (20代・30代, of more than two 20代〜40代).

    >>> age = Variable("年代", "年代", ("20代", "30代", "40代"), (False,) * 3, np.array([0, 1, 2], np.int16))
    >>> merged_neighbours(age, [[0, 1], [2]]).labels
    ('20代・30代', '40代')
    """
    names: dict[str, list[str]] = {}
    for group in groups:
        olds = [variable.labels[i] for i in group]
        if len(olds) > 1:
            short = variable.ordered and len(olds) > 2
            names[f"{olds[0]}〜{olds[-1]}" if short else "・".join(olds)] = olds
    return merged(variable, names)


def same_digits(variable: Variable) -> Variable:
    """Merge categories that are one number in wide and narrow digits (１ and 1), and say so.

    Other categories that differ only in the width of their letters stay apart: which is meant is for the user to say,
    so a note asks.

    >>> answer = Variable("答", "答", ("１", "1", "ＡＢ", "AB"), (False,) * 4, np.array([0, 1, 2, 3], np.int16))
    >>> same_digits(answer).labels, len(same_digits(answer).notes)
    (('1', 'ＡＢ', 'AB'), 2)
    """
    alike: dict[str, list[str]] = {}
    for label in variable.labels:
        alike.setdefault(unicodedata.normalize("NFKC", label).strip(), []).append(label)
    twins = {new: olds for new, olds in alike.items() if len(olds) > 1}
    numbers = {new: olds for new, olds in twins.items() if re.fullmatch(r"[+-]?\d+(\.\d+)?", new)}
    notes = list(variable.notes)
    if numbers:
        shown = "、".join("と".join(f"「{old}」" for old in olds) for olds in [*numbers.values()][:3])
        notes.append(f"「{variable.label}」の{shown}は、全角と半角の違いだけなので、同じ区分として数えました。")
    others = [olds for new, olds in twins.items() if new not in numbers]
    if others:
        shown = "、".join("と".join(f"「{old}」" for old in olds) for olds in others[:3])
        notes.append(f"「{variable.label}」の{shown}は、別の区分として数えています。同じ答えなら、まとめてください。")
    return replace(merged(variable, numbers) if numbers else variable, notes=tuple(notes))


def classes(key: str, label: str, numbers: npt.NDArray[np.float64], edges: Sequence[float], unit: str = "") -> Variable:
    """Put numbers into classes (年齢 → 20歳未満, 20〜29歳, 30歳以上). Blank is 無回答.

    Parameters
    ----------
    numbers
        Shape (n,); NaN for blank.
    edges
        Where a new class begins, ascending. Whole numbers give labels such as 20〜29, others 20以上30未満.

    Raises
    ------
    CrosstabError
        SB-C303: no edges, or not ascending.

    >>> classes("年齢", "年齢", np.array([19.0, 25.0, 70.0]), [20, 30], "歳").labels
    ('20歳未満', '20〜29歳', '30歳以上')
    """
    steps = np.asarray(edges, dtype=float)
    if steps.size == 0 or not (np.diff(steps) > 0).all():
        raise CrosstabError("C303", edges="、".join(f"{edge:g}" for edge in edges))
    blank = np.isnan(numbers)
    whole = bool((steps == np.rint(steps)).all() and (numbers[~blank] == np.rint(numbers[~blank])).all())
    labels = [f"{steps[0]:g}{unit}未満"]
    for low, high in pairwise(steps.tolist()):
        top = int(high) - 1
        one = f"{low:g}{unit}" if top == low else f"{low:g}〜{top}{unit}"
        labels.append(one if whole else f"{low:g}{unit}以上{high:g}{unit}未満")
    labels.append(f"{steps[-1]:g}{unit}以上")
    codes = np.searchsorted(steps, np.where(blank, 0.0, numbers), side="right").astype(np.int16)
    codes[blank] = len(labels)
    missing = [False] * len(labels)
    if blank.any():
        labels.append(NO_ANSWER)
        missing.append(True)
    return Variable(key, label, tuple(labels), tuple(missing), codes, ordered=True)
