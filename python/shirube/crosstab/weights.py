"""ウェイトバック: weights from population figures (性別×年代 …), with what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..errors import CrosstabError, Place
from ..grid import Grid
from ..result import Column, Detail, Format, Table
from ..stats.calibration import poststratify, rake, trim
from ..stats.rounding import round_half_up
from ..stats.survey import design_effect, effective_size
from ..table import records, require_numbers
from .coded import Coded, Variable

__all__ = ["WEIGHT_KEY", "Population", "Weighting", "read_population", "weigh", "weighting_detail"]

#: Name of the weights made here.
WEIGHT_KEY = "補正ウェイト"
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """Population figures.

    Attributes
    ----------
    keys
        Questions they are given by. One table over all of them is post-stratification.
    persons
        Population by category: one label per key. For raking every entry has the label of one key and empty texts for
        the others.
    """

    keys: tuple[str, ...]
    persons: Mapping[tuple[str, ...], float]

    @property
    def margins(self) -> bool:
        """Whether single margins are given (raking) and not the whole table."""
        return any("" in labels for labels in self.persons)


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights with mean 1 and what they do.

    Attributes
    ----------
    coded
        The answers with these weights.
    method
        Japanese name of what was done.
    n, effective_n, design_effect, trimmed
        Persons, Kish's effective size and design effect, persons whose weight was cut.
    shares
        Per category: question, label, share of the population, of the sample, and after weighting; 0…1.
    fewest
        Persons in the smallest category that has any, those left out of the weighting among them.
    """

    coded: Coded
    method: str
    n: int
    effective_n: float
    design_effect: float
    trimmed: int
    shares: tuple[tuple[str, str, float, float, float], ...]
    fewest: int = 0
    notes: tuple[str, ...] = ()


def read_population(grid: Grid) -> Population:
    """Read a sheet of population figures.

    Parameters
    ----------
    grid
        Columns 設問, 選択肢, 人口 (one line per category of each margin: raking), or one column per question and 人口
        (one line per combination: post-stratification).

    Raises
    ------
    TableError
        SB-T101: no column 人口. SB-T104: text among the figures.
    CrosstabError
        SB-C307: a negative or blank figure, or the same line twice.

    >>> rows = [["性別", "年代", "人口"], ["男", "若", 480], ["女", "若", 520]]
    >>> read_population(Grid.from_rows(rows)).keys
    ('性別', '年代')
    """
    frame = records(grid)
    persons = require_numbers(frame, "人口")
    at = Place(grid.source, grid.name)
    if {"設問", "選択肢"} <= set(frame.columns):
        pairs = [(_text(a), _text(b)) for a, b in zip(frame["設問"], frame["選択肢"], strict=True)]
        keys = tuple(dict.fromkeys(key for key, _ in pairs))
        lines = [tuple(label if key == k else "" for k in keys) for key, label in pairs]
    else:
        keys = tuple(name for name in frame.columns if name != "人口")
        lines = [tuple(_text(frame[key].iloc[i]) for key in keys) for i in range(len(frame))]
    if len(set(lines)) < len(lines) or not keys or not (persons >= 0).all():
        raise CrosstabError("C307", at=at)
    return Population(keys, dict(zip(lines, persons.tolist(), strict=True)))


def weigh(coded: Coded, population: Population, *, most: float = 0.0) -> Weighting:
    """Weigh the answers so that they agree with the population.

    Parameters
    ----------
    coded
        Answers with the questions of the population; weights they already have are the start.
    population
        From `read_population`.
    most
        Largest weight, in multiples of the mean; 0 for no trimming.

    Raises
    ------
    TableError
        SB-T101: a question was not coded.
    CrosstabError
        SB-C308: the labels of population and answers differ, or nobody answered a category. SB-C309: the margins
        contradict each other. SB-C310: a limit of trimming that is not above 1. SB-C320: rows that stand for several
        persons (see `engines`).

    >>> import pandas as pd
    >>> from shirube.crosstab.coded import code
    >>> answers = code(pd.DataFrame({"性別": ["男", "女", "女", "女"]}), ["性別"])
    >>> weigh(answers, Population(("性別",), {("男",): 500, ("女",): 500})).coded.weights.round(3).tolist()
    [2.0, 0.667, 0.667, 0.667]
    """
    coded.require_persons("母集団からのウェイト")
    variables = [coded.variable(key) for key in population.keys]
    start = np.ones(coded.n) if coded.weights is None else coded.weights
    margins = _margins(variables, population)
    everybody = np.all([codes >= 0 for codes, _, _ in margins], axis=0) & (start > 0)
    if population.margins:
        # Sources seldom agree to the person: margins are taken as shares.
        sides = [(np.where(everybody, codes, -1), target / target.sum()) for codes, target, _ in margins]
        raked = rake(sides, start)
        if not raked.converged:
            raise CrosstabError("C309", gap=f"{100 * raked.gap:.1f}")
        weights, method = raked.weights, f"レイキング（{len(margins)}つの周辺、{raked.rounds}回で収束）"
    else:
        codes, target, _ = margins[0]
        weights, method = poststratify(codes, target, start), "事後層化"
    weights = _unknown_at_mean(weights, start, everybody)
    weights = weights * (np.count_nonzero(start > 0) / weights.sum())
    trimmed, notes = 0, _unknown_notes(everybody, start)
    if most:
        if not most > 1:
            raise CrosstabError("C310", most=f"{most:g}")
        weights, trimmed = trim(weights, 0.0, most)
        notes = (*notes, f"ウェイトを平均の{most:g}倍までに切り詰めたため、母集団の構成とは少しずれます。")
    return _summary(coded, weights, method, trimmed, margins, notes)


def weighting_detail(weighting: Weighting, *, threshold: int = 0) -> Detail:
    """What was done, what it costs, and population, sample and weighted shares side by side.

    Where a category has fewer persons than `threshold`, all that tells how many is left out: the weight of a category
    is its population over its persons, and the effective size follows from the weights.
    """
    columns = (
        Column("question", "設問"),
        Column("label", "区分"),
        Column("population", "母集団（％）", Format.PERCENT, decimals=1),
        Column("sample", "回答（％）", Format.PERCENT, decimals=1),
        Column("weighted", "補正後（％）", Format.PERCENT, decimals=1),
    )
    if 0 < weighting.fewest < threshold:
        return _without_persons(weighting, columns)
    rows = tuple((q, label, *(round_half_up(100 * x, 1) for x in shares)) for q, label, *shares in weighting.shares)
    weights = weighting.coded.weights
    least, largest = (float(f(weights)) if weights is not None else 1.0 for f in (np.min, np.max))
    paragraphs = (
        f"{weighting.method}でウェイトを作りました（平均1、最小 {least:.2f}、最大 {largest:.2f}）。",
        f"回答者 {weighting.n:,}人の、有効な標本の大きさは {weighting.effective_n:,.1f}、"
        f"デザイン効果は {weighting.design_effect:.2f} です。切り詰めたウェイトは {weighting.trimmed:,}人分です。",
        *weighting.notes,
    )
    return Detail("ウェイトの作り方", paragraphs, (Table("weighting", "母集団・回答・補正後の構成", columns, rows),))


def _without_persons(weighting: Weighting, columns: Sequence[Column]) -> Detail:
    rows = tuple((q, label, round_half_up(100 * shares[0], 1)) for q, label, *shares in weighting.shares)
    paragraphs = (
        f"{weighting.method.split('（')[0]}でウェイトを作りました。",
        "人数の少ない区分があるため、その人数が分かる数値（回答の構成、ウェイトの大きさ、有効な標本の大きさ）は載せません。",
    )
    return Detail("ウェイトの作り方", paragraphs, (Table("weighting", "母集団の構成", tuple(columns[:3]), rows),))


def _margins(
    variables: Sequence[Variable], population: Population
) -> list[tuple[npt.NDArray[np.int64], Floats, list[tuple[str, str]]]]:
    """Codes, targets and names of every margin; the whole table is one margin over combinations."""
    if not population.margins:
        return [_joint(variables, population)]
    found = []
    for k, variable in enumerate(variables):
        target = {labels[k]: n for labels, n in population.persons.items() if labels[k]}
        position = _position(variable, list(target))
        codes = np.where(variable.codes >= 0, position[variable.codes], -1)
        found.append((codes, np.array(list(target.values())), [(variable.label, label) for label in target]))
        _somebody(codes, found[-1][1], found[-1][2])
    return found


def _joint(
    variables: Sequence[Variable], population: Population
) -> tuple[npt.NDArray[np.int64], Floats, list[tuple[str, str]]]:
    cells = list(population.persons)
    for k, variable in enumerate(variables):
        _position(variable, list(dict.fromkeys(cell[k] for cell in cells)))
    at = {cell: i for i, cell in enumerate(cells)}
    labels = [np.array([*v.labels, ""], dtype=object)[v.codes] for v in variables]
    codes = np.array([at.get(cell, -1) for cell in zip(*labels, strict=True)], dtype=np.int64)
    question = "×".join(v.label for v in variables)
    names = [(question, "・".join(cell)) for cell in cells]
    target = np.array([population.persons[cell] for cell in cells])
    _somebody(codes, target, names)
    return codes, target, names


def _position(variable: Variable, labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Where each category of the answers stands in the population; -1 for 無回答."""
    if variable.multiple:
        raise CrosstabError("C104", name=variable.label)
    answers = [label for label, missing in zip(variable.labels, variable.missing, strict=True) if not missing]
    if set(answers) - set(labels):
        raise CrosstabError("C308", name=variable.label, label="、".join(sorted(set(answers) - set(labels))))
    return np.array([labels.index(x) if x in labels else -1 for x in variable.labels] + [-1], dtype=np.int64)


def _somebody(codes: npt.NDArray[np.int64], target: Floats, names: Sequence[tuple[str, str]]) -> None:
    have = np.bincount(codes[codes >= 0], minlength=len(target))
    for (question, label), persons, n in zip(names, target, have, strict=True):
        if persons > 0 and n == 0:
            raise CrosstabError("C308", name=question, label=label)


def _unknown_at_mean(weights: Floats, start: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """Whoever left a question of the population blank gets the mean weight of the others."""
    used = start > 0
    unknown = used & ~known
    if not unknown.any() or not (used & known).any():
        return weights
    out = weights.copy()
    out[unknown] = start[unknown] * weights[used & known].sum() / start[used & known].sum()
    return out


def _unknown_notes(known: npt.NDArray[np.bool_], start: Floats) -> tuple[str, ...]:
    count = int(((start > 0) & ~known).sum())
    if not count:
        return ()
    return (f"補正に使う設問に無回答のある{count:,}人には、平均のウェイトを付けました。",)


def _summary(
    coded: Coded,
    weights: Floats,
    method: str,
    trimmed: int,
    margins: Sequence[tuple[npt.NDArray[np.int64], Floats, list[tuple[str, str]]]],
    notes: tuple[str, ...],
) -> Weighting:
    start = np.ones(coded.n) if coded.weights is None else coded.weights
    lines, persons = [], [int(((margins[0][0] < 0) & (start > 0)).sum())]
    for codes, target, names in margins:
        known = codes >= 0
        persons += np.bincount(codes[known & (start > 0)], minlength=len(target)).tolist()
        before = np.bincount(codes[known], start[known], len(target))
        after = np.bincount(codes[known], weights[known], len(target))
        shares = (s / s.sum() for s in (target, before, after))
        for (question, label), mine in zip(names, np.column_stack([*shares]).tolist(), strict=True):
            lines.append((question, label, mine[0], mine[1], mine[2]))
    n, w, w2 = int(np.count_nonzero(weights)), float(weights.sum()), float((weights**2).sum())
    weighted = replace(coded, weights=weights, weight_key=WEIGHT_KEY)
    effect = design_effect(n, w, w2)
    fewest = min((count for count in persons if count), default=0)
    return Weighting(weighted, method, n, effective_size(w, w2), effect, trimmed, tuple(lines), fewest, notes)


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
