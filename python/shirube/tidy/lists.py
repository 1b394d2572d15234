"""Readings of a list: which steps would make it tidy, how sure that is, and why.

Nothing here changes the sheet: each proposal is a sequence of steps with a confidence (0–1) and a sentence.

>>> table = CellTable.from_rows([["施設", "4月", "5月", "6月"], ["図書館", 1, 2, 3], ["公民館", 4, 5, 6]])
>>> best = propose(table)[0]
>>> best.steps[0].first.text, best.steps[0].name, best.reason
('4月', '月', '列「4月」から「6月」までは、同じ種類の値を並べたものです。')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..numbers import Reading, Status, parse_number, read_value
from .evidence import ID_NAME, divided, kind_of, pairs_of, series_kind, series_runs
from .names import dimension_name
from .steps import END, CellTable, FillDown, GroupRows, PivotBlocks, SplitCells, Step, Transpose, Unpivot, UnpivotGroups
from .steps.group_rows import group_rows
from .steps.pivot_blocks import named_values
from .steps.split_cells import pieces
from .steps.unpivot_groups import key_of

__all__ = ["SAMPLE_ROWS", "Proposal", "propose", "propose_blocks"]

#: So many rows tell what a list is like.
SAMPLE_ROWS = 400
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Proposal:
    """Steps, how sure they are (0–1), and the reason in Japanese."""

    steps: tuple[Step, ...]
    confidence: float
    reason: str


def propose(table: CellTable) -> list[Proposal]:
    """Return readings of a list, best first; none when nothing speaks against its shape."""
    if min(table.shape) < 1:
        return []
    sample = _Sample(table.take(slice(0, SAMPLE_ROWS)))
    found = [_capped(proposal) for look in _LOOKS if (proposal := look(sample)) is not None]
    deeper: list[Proposal] = []
    for first in found:
        if isinstance(first.steps[0], FillDown | GroupRows | Transpose):
            after = _Sample(first.steps[0].apply(sample.table))
            for look in _THEN:
                second = look(after)
                if second is not None:
                    joint = first.confidence * (0.7 + 0.5 * second.confidence)
                    deeper.append(
                        Proposal((*first.steps, *second.steps), min(0.97, joint), first.reason + second.reason)
                    )
    ranked = sorted((*found, *deeper), key=lambda p: -p.confidence)
    return [proposal for proposal in ranked if proposal.confidence >= _LEAST]


def _capped(proposal: Proposal) -> Proposal:
    """One step is never surer than the same step with a second one that the table still needs."""
    return replace(proposal, confidence=min(proposal.confidence, 0.95))


# ---------------------------------------------------------------- what cells look like


@dataclass(frozen=True, eq=False)
class _Sample:
    """A list and how its values read, worked out once for all who look at it."""

    table: CellTable

    @cached_property
    def readings(self) -> list[list[Reading]]:
        """Row by row."""
        return [[read_value(value) for value in row] for row in self.table.values.tolist()]

    @cached_property
    def kinds(self) -> list[list[str]]:
        """``n`` number, ``s`` symbol, ``t`` text, empty for blank; row by row."""
        return [[_KINDS.get(reading.status, "s") for reading in row] for row in self.readings]

    @cached_property
    def sizes(self) -> npt.NDArray[np.float64]:
        """How large the numbers are; NaN for nought and for what is no number."""
        return np.array([[abs(r.value) if r.value else np.nan for r in row] for row in self.readings], dtype=float)

    def numeric(self, column: int) -> bool:
        """Tell whether a column holds numbers, symbols among them."""
        seen = [row[column] for row in self.kinds if row[column]]
        return bool(seen) and sum(kind in "ns" for kind in seen) >= 0.8 * len(seen) and "n" in seen


_KINDS = {Status.OBSERVED: "n", Status.TEXT: "t", Status.BLANK: ""}


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


# ---------------------------------------------------------------- single steps


def _series(sample: _Sample) -> Proposal | None:
    """Columns named after the values of one variable."""
    table = sample.table
    best: tuple[float, int, int] | None = None
    for first, last, kind in series_runs(table.names):
        width = last - first + 1
        alike = len({sample.numeric(c) for c in range(first, last + 1)}) == 1
        sure = {"time": 0.92, "number": 0.85, "range": 0.85, "class": 0.85, "head": 0.8, "letter": 0.6}.get(
            kind.partition(":")[0], 0.55
        )
        few = 1.0 if width >= 3 else 0.95 if kind == "time" else 0.85
        score = sure * (1.0 if alike else 0.7) * few * (1.0 if first else 0.6)
        if best is None or (score, width) > (best[0], best[2] - best[1] + 1):
            best = (score, first, last)
    if best is None:
        return None
    score, first, last = best
    reason = f"列「{table.names[first]}」から「{table.names[last]}」までは、同じ種類の値を並べたものです。"
    return Proposal((_unpivot(table, first, last),), score, reason)


def _block(sample: _Sample) -> Proposal | None:
    """Columns of numbers of one scale behind the columns that name the rows."""
    table = sample.table
    numeric = [sample.numeric(c) for c in range(table.shape[1])]
    first = next((c for c in range(table.shape[1]) if all(numeric[c:]) and not ID_NAME.search(table.names[c])), None)
    if first is None or first == 0 or table.shape[1] - first < 2:
        return None
    known = [scale for c in range(first, table.shape[1]) if (scale := _median(sample.sizes[:, c]))]
    spread = max(known) / min(known) if known else 1e9
    score = 0.68 if spread <= 5 else 0.5 if spread <= 30 else 0.3
    score += 0.1 if table.shape[1] - first >= 4 else 0.0
    score += 0.08 if first == 1 else 0.0
    reason = f"「{table.names[first]}」から右は、どれも同じくらいの大きさの数です。"
    return Proposal((_unpivot(table, first, table.shape[1] - 1),), score, reason)


def _unpivot(table: CellTable, first: int, last: int) -> Unpivot:
    until = table.column(last + 1) if last + 1 < table.shape[1] else END
    return Unpivot(table.column(first), until, dimension_name(table.names[first : last + 1]) or "項目")


def _groups_of_columns(sample: _Sample) -> Proposal | None:
    """Columns named by a measure and a key: 人口_2020, 世帯_2020, 人口_2021 …"""
    table = sample.table
    names = table.names
    if len(names) > _WIDEST:
        return None
    for first in range(len(names) - 3):
        for last in range(len(names) - 1, first + 2, -1):
            found = pairs_of(names[first : last + 1])
            if found is None or not _told_apart(names[first : last + 1], found[0]):
                continue
            measures, keys = found
            if series_kind(names[first : last + 1]) == "time":
                continue  # 2022年1月 … 2023年12月 are the values of one variable
            if series_kind(measures) == "time" and _told_apart(names[first : last + 1], keys):
                measures, keys = keys, measures  # 2022年_男: the year tells the rows apart, it is no measure
            until = table.column(last + 1) if last + 1 < len(names) else END
            step = UnpivotGroups(table.column(first), until, measures, dimension_name(keys) or "項目")
            kind = series_kind(keys)
            # Parts that a mark divides are parts on purpose; a bare counter may be no more than a name (man1, man2).
            score = 0.93 if kind == "time" else 0.88 if kind and divided(names[first : last + 1]) else 0.72
            reason = f"列の名前は「{measures[0]}」「{measures[1]}」などと「{keys[0]}」「{keys[1]}」などの組です。"
            return Proposal((step,), score, reason)
    return None


#: Names of more columns than this are not searched for pairs.
_WIDEST = 60


def _told_apart(names: Sequence[str], measures: tuple[str, ...]) -> bool:
    """The step would read every name, and no two alike."""
    read = [key_of(name, measures) for name in names]
    return None not in read and len(set(read)) == len(read)


def _fill(sample: _Sample) -> Proposal | None:
    """Labels written once at the left, with blanks below them."""
    table = sample.table
    blank = table.blank()
    if table.shape[0] < 3:
        return None
    rest = ~blank
    alone = group_rows(table)
    columns = []
    for c in range(min(table.shape[1] - 1, 5)):
        share = float(blank[:, c].mean())
        if blank[0, c] or not 0.15 <= share < 1 or alone[rest[:, c]].mean() > 0.8:
            break
        beside = rest[blank[:, c]][:, c + 1 :]
        if float(beside.any(axis=1).mean()) < 0.9:
            break
        columns.append(c)
    if not columns:
        return None
    full = float(rest[:, columns[-1] + 1 :].mean())
    texts = _share([row[columns[0]] == "t" for row in sample.kinds if row[columns[0]]])
    score = 0.55 + 0.25 * full + 0.1 * texts + 0.1 * min(1.0, float(blank[:, columns[0]].mean()) * 2)
    named = "、".join(f"「{table.names[c]}」" for c in columns)
    return Proposal(
        (FillDown(tuple(table.column(c) for c in columns)),), score, f"列{named}の空欄は、上の値が続く形です。"
    )


def _subtitles(sample: _Sample) -> Proposal | None:
    """Rows with a label alone that head the rows below."""
    table = sample.table
    if table.shape[1] < 2:
        return None
    alone = group_rows(table)
    count = int(alone.sum())
    if not count or count > 0.6 * table.shape[0] or alone.all():
        return None
    others = (~table.blank())[~alone][:, 1:]
    full = float(others.mean()) if others.size else 0.0
    begins = 0.1 if alone[0] else 0.0
    runs = float((alone[:-1] & alone[1:]).sum()) / count if count > 1 else 0.0
    score = 0.55 + 0.35 * full + begins + (0.05 if count >= 2 else 0.0) - 0.3 * runs
    return Proposal(
        (GroupRows(),), min(0.96, max(0.0, score)), f"見出しだけの行が{count}行あり、下の行の区分になっています。"
    )


_THOUSANDS = re.compile(r"\s*[-+$¥]?\s*\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*\D?\s*")
_SEPARATORS = ("、", "\n", ";", "；", ",", "|", "・", "／", "/")


def _split(sample: _Sample) -> Proposal | None:
    """A column whose cells hold several short values."""
    table = sample.table
    best: tuple[float, int, str] | None = None
    for c in range(table.shape[1]):
        texts = [v for v in table.values[:, c].tolist() if isinstance(v, str)]
        if not texts:
            continue
        for separator in _SEPARATORS:
            score = _split_score(texts, separator)
            if score and (best is None or score > best[0]):
                best = (score, c, separator)
    if best is None:
        return None
    score, c, separator = best
    if table.shape[0] < _FEW:  # so few cells may as well hold phrases
        score = min(score, 0.8)
    figures = [k for k, name in enumerate(table.names) if k != c and sample.numeric(k) and not ID_NAME.search(name)]
    if figures:  # rows that are split repeat their figures, and sums go wrong: for a person to decide
        score = min(score, 0.8)
    shown = "改行" if separator == "\n" else f"「{separator}」"
    step = SplitCells(table.column(c), (separator,))
    return Proposal((step,), score, f"列「{table.names[c]}」の1つのセルに、{shown}で区切った値がいくつも入っています。")


_FEW = 8


def _split_score(texts: Sequence[str], separator: str) -> float:
    """How much a column looks like lists of short values that come again in other cells; 0 when it does not."""
    cut = [[str(piece) for piece in pieces(text, (separator,))] for text in texts]
    several = [parts for parts in cut if len(parts) > 1]
    share = len(several) / len(texts)
    if share < 0.15 or kind_of(texts[0]) == "time" or _share([kind_of(text) == "time" for text in texts[:50]]) > 0.3:
        return 0.0
    flat = [part for parts in cut for part in parts]
    if separator == "," and _share([_one_figure(text) for text in texts if separator in text]) > 0.5:
        return 0.0
    if separator == "/" and _share([bool(re.fullmatch(r"\s*[\d.]+\s*", part)) for part in flat]) > 0.9:
        return 0.0  # dates, fractions
    if _share([len(part) > 40 or part.count(" ") > 4 for part in flat]) > 0.1:
        return 0.0  # prose, addresses
    again = 1 - len({part for parts in several for part in parts}) / sum(map(len, several))
    varied = 0.1 if len({len(parts) for parts in several}) > 1 else -0.1
    score = 0.45 + 0.15 * share + 0.3 * min(1.0, again * 2) + varied
    return score - (0.12 if separator in "/・" else 0.0)


def _one_figure(text: str) -> bool:
    """A number whose thousands are divided, with a unit (3,200千円) or without; 424, 426 are two."""
    return bool(_THOUSANDS.fullmatch(text)) or (", " not in text and parse_number(text) is not None)


def _transposed(sample: _Sample) -> Proposal | None:
    """Every row holds one kind of value, and the columns mix them."""
    table = sample.table
    height, width = table.shape[0], table.shape[1] - 1
    if width < 2 or height < 2 or sample.numeric(0):
        return None
    labels = [str(v) for v in table.values[:, 0].tolist() if v is not None]
    if len(set(labels)) < height:
        return None
    body = [row[1:] for row in sample.kinds]
    along = _share([_pure(row) for row in body])
    across = _share([_pure([row[c] for row in body]) for c in range(width)])
    if along == across == 1.0:  # all of one kind: look at how they are built
        shapes = [[_shape(value) for value in row] for row in table.values[:, 1:].tolist()]
        along, across = _even(shapes), _even(list(zip(*shapes, strict=True)))
    sizes = sample.sizes[:, 1:]
    of_rows, of_columns = (_median([_spread(line) for line in lines]) for lines in (sizes, sizes.T))
    score = 0.25 + 0.55 * max(0.0, along - across)
    if of_rows and of_columns and of_columns > 20 * of_rows:
        score += 0.3
    score += 0.1 if width >= 1.5 * height else 0.0
    score += 0.2 * max(0.0, _share(list(map(_is_measure, labels))) - _share(list(map(_is_measure, table.names[1:]))))
    return Proposal(
        (Transpose(),), min(0.92, 1.22 * score), "行ごとに同じ種類の値が並び、列には違う種類の値が混ざっています。"
    )


_MEASURE = re.compile(
    r".*(?:率|数|額|量|値|割合|面積|人口|平均|件数|合計|費)(?:[（(].*)?|.*[（(](?:[%％]|[^\d()（）]{1,8})[)）]|"
    r".*\b(?:percent|number|total|average|mean|count|rate|min(?:imum)?|max(?:imum)?|size|amount|area|population)\b.*",
    re.IGNORECASE,
)


def _is_measure(name: str) -> bool:
    """Tell whether a name reads as that of a measure: 高齢化率, 面積（km²）, number of …"""
    return _MEASURE.fullmatch(name.replace("\n", " ")) is not None


def _shape(value: Any) -> str:
    """How a value is built: runs of digits and letters count once (5 GB is like 4 GB); 3 and 0.25 differ."""
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return "9.9"
    text = re.sub(r"\d+(?:[.,]\d+)*", "9", str(value))
    return re.sub(r"[^\W\d_]+(?:\s+[^\W\d_]+)*", "a", text)[:16]


def _even(lines: Sequence[Sequence[str]]) -> float:
    """Mean share of the commonest shape in a line."""
    shares = []
    for line in lines:
        seen = [shape for shape in line if shape]
        if len(seen) >= 2:
            shares.append(max(seen.count(shape) for shape in set(seen)) / len(seen))
    return float(np.mean(shares)) if shares else 0.0


def _pure(kinds: Sequence[str]) -> bool:
    seen = {"n" if kind == "s" else kind for kind in kinds if kind}
    return len(seen) == 1


def _spread(sizes: npt.NDArray[np.float64]) -> float:
    """The largest by the smallest of at least two numbers; NaN otherwise."""
    known = sizes[~np.isnan(sizes)]
    return float(known.max() / known.min()) if len(known) >= 2 else float("nan")


def _median(values: Sequence[float] | npt.NDArray[np.float64]) -> float:
    """The median of what is known, 0 when nothing is."""
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    return float(np.median(known)) if len(known) else 0.0


def _pivot(sample: _Sample) -> Proposal | None:
    """Two columns (or one with a colon), name and value, whose names come again at a steady distance."""
    return propose_blocks(sample.table)


def propose_blocks(table: CellTable) -> Proposal | None:
    """Return the reading as blocks of names and values, if the list is made of them."""
    if table.shape[1] > 2 or table.shape[0] < 4:
        return None
    labels = [name for name, _ in named_values(table)]
    if len(labels) < table.shape[0]:
        return None
    period = next((p for p in range(2, len(labels) // 2 + 1) if labels[p] == labels[0]), 0)
    if not period:
        return None
    same = _share([labels[i] == labels[i % period] for i in range(period, len(labels))])
    if same < 0.8:
        return None
    return Proposal((PivotBlocks(period),), 0.6 + 0.37 * same, f"名前と値の組が{period}行ごとに繰り返しています。")


_Look = Callable[[_Sample], Proposal | None]
_LOOKS: tuple[_Look, ...] = (_pivot, _subtitles, _fill, _groups_of_columns, _series, _block, _split, _transposed)
_THEN: tuple[_Look, ...] = (_groups_of_columns, _series, _block, _split, _subtitles)
