"""統計の詳細, continued: pairs of categories, order, strata, sampling errors."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..result import Column, Detail, Format, Table
from ..stats.association import contingency_coefficient, goodman_kruskal_lambda, theil_u, tschuprows_t
from ..stats.intervals import Interval, sampling_error
from ..stats.ordinal import Ordinal, gamma, somers_d, tau_b, tau_c
from ..stats.pairs import letter_names, letters, pairwise
from ..stats.rounding import round_half_up
from ..stats.survey import effective_size
from .assess import ALPHA, REFERENCE_SIZE
from .stratify import Stratified
from .tabulate import Crosstab

__all__ = ["compared", "error_table", "order_detail", "other_measures", "pairs_detail", "strata_detail"]

#: Pairs of more categories than this fill pages nobody reads.
MOST_GROUPS = 15
_METHODS = {
    "none": "調整なし",
    "bonferroni": "ボンフェローニ法",
    "holm": "ホルム法",
    "bh": "ベンジャミニ・ホフバーグ法",
}
#: Rows and columns of the 標本誤差早見表.
ERROR_SIZES = (100, 200, 300, 500, 1000, 2000, 3000)
ERROR_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)


def compared(crosstab: Crosstab) -> npt.NDArray[np.int64]:
    """Counts without 無回答 and the total row: what is tested."""
    rows, columns = (np.flatnonzero(~np.array(axis.missing)) for axis in (crosstab.row, crosstab.column))
    return crosstab.counts[np.ix_(rows, columns)]


def pairs_detail(crosstab: Crosstab) -> Detail | None:
    """Which categories of the breakdown differ from each other in which answer, in letters."""
    rows = [i for i, missing in enumerate(crosstab.row.missing) if not missing]
    columns = [j for j, missing in enumerate(crosstab.column.missing) if not missing]
    if not 2 <= len(rows) <= MOST_GROUPS or not columns:
        return None
    shares, sizes = _shares(crosstab, rows, columns)
    found = letters(shares, pairwise(shares, sizes, crosstab.request.adjust), ALPHA)
    names = letter_names(len(rows))
    head = (
        Column("letter", "記号"),
        Column("category", crosstab.row.label),
        *(Column(f"o{j}", crosstab.column.labels[j]) for j in columns),
    )
    lines = []
    for k, i in enumerate(rows):
        small = crosstab.base[i] < REFERENCE_SIZE
        cells = (_lettered(shares[k, c], found[k][c], crosstab.request.decimals) for c in range(len(columns)))
        lines.append((names[k], f"{crosstab.row.labels[i]}{'※' if small else ''}", *cells))
    how = (
        "割合（％、無回答を除く）の右の英字は、その英字の区分より高いことを示します"
        f"（二つの区分の割合の差の検定、有意水準{100 * ALPHA:.0f}％、"
        f"選択肢ごとに{_METHODS[crosstab.request.adjust]}）。"
    )
    if crosstab.uneven:
        how += "ウェイトがあるため、人数の代わりに有効な標本の大きさを使いました。"
    return Detail("区分どうしの比較", (how,), (Table("pairs", "区分どうしの割合の比較", head, tuple(lines)),))


def _shares(crosstab: Crosstab, rows: list[int], columns: list[int]) -> tuple[npt.NDArray[np.float64], ...]:
    """Shares among those who answered, and the effective number of those."""
    silent = np.array(crosstab.column.missing)
    asked = crosstab.weighted_base[rows] - crosstab.weighted[rows][:, silent].sum(axis=1)
    sizes = []
    for i, answered in zip(rows, asked, strict=True):
        everybody = float(crosstab.weighted_base[i])
        whole = effective_size(everybody, float(crosstab.squares_base[i]))
        sizes.append(whole * float(answered) / everybody if everybody > 0 else 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = crosstab.weighted[np.ix_(rows, columns)] / asked[:, None]
    return np.asarray(np.clip(shares, 0, 1)), np.array(sizes)


def _lettered(share: float, text: str, decimals: int) -> str:
    if math.isnan(share):
        return "-"
    return f"{round_half_up(100 * share, decimals):.{decimals}f} {text}".strip()


def order_detail(crosstab: Crosstab) -> Detail | None:
    """Measures of order with their intervals, when both sides have an order."""
    table = compared(crosstab)
    if not (crosstab.row.ordered and crosstab.column.ordered) or crosstab.column.multiple or crosstab.uneven:
        return None
    row, column = crosstab.row.label, crosstab.column.label
    found = (
        ("ガンマ（グッドマン・クラスカル）", gamma(table)),
        ("タウb（ケンドール）", tau_b(table)),
        ("タウc（スチュアート）", tau_c(table)),
        (f"ソマーズのd（「{column}」を従属）", somers_d(table)),
        (f"ソマーズのd（「{row}」を従属）", somers_d(table, "rows")),
    )
    lines = tuple(_ordinal_line(name, measure) for name, measure in found)
    if all(line[1] is None for line in lines):
        return None
    columns = (
        Column("measure", "指標"),
        Column("estimate", "値", Format.NUMBER, decimals=3),
        Column("ase", "標準誤差", Format.NUMBER, decimals=3),
        Column("low", "下限", Format.NUMBER, decimals=3),
        Column("high", "上限", Format.NUMBER, decimals=3),
    )
    how = (
        f"順序のつながりの強さです。1に近いほど、「{row}」が後の区分の人ほど「{column}」も後の答えになり、"
        "−1に近いほど逆になります。区間は95％（漸近標準誤差による）です。"
    )
    return Detail("順序の関連", (how,), (Table("order", "順序の関連の強さ", columns, lines),))


def _ordinal_line(name: str, measure: Ordinal) -> tuple[str, float | None, float | None, float | None, float | None]:
    if math.isnan(measure.estimate):
        return (name, None, None, None, None)
    limits = measure.interval()
    return (name, measure.estimate, measure.ase, max(-1.0, limits.low), min(1.0, limits.high))


def other_measures(crosstab: Crosstab) -> str:
    """One sentence with the less common measures of association."""
    table = compared(crosstab)
    if crosstab.column.multiple or crosstab.uneven or math.isnan(contingency_coefficient(table)):
        return ""
    figures = (
        ("連関係数（ピアソン）", contingency_coefficient(table)),
        ("チュプロウのT", tschuprows_t(table)),
        ("ラムダ", goodman_kruskal_lambda(table)),
        ("不確実性係数", theil_u(table)),
    )
    shown = "、".join(f"{name} {round_half_up(value, 3):.3f}" for name, value in figures if not math.isnan(value))
    return f"そのほかの指標: {shown}（ラムダと不確実性係数は「{crosstab.column.label}」を従属とした値）。"


def strata_detail(crosstab: Crosstab) -> Detail | None:
    """The test within strata, the common odds ratio, and crude beside standardised percentages."""
    found = crosstab.stratified
    if found is None:
        return None
    paragraphs = [f"「{found.by}」の{len(found.strata)}区分（{'、'.join(found.strata[:8])}）ごとに比べました。"]
    if found.test is not None:
        if found.test.df:
            paragraphs.append(
                f"{found.name}: 統計量 {_f(found.test.statistic, 3)}、自由度 {found.test.df}、p値 {_p(found.test.p)}。"
            )
        else:
            paragraphs.append("どの層にも比べる相手がなく、層別の検定はできません。")
    else:
        paragraphs.append("ウェイトがあるため層別の検定は行わず、ウェイト付きの標準化した割合だけを示します。")
    paragraphs += _odds_lines(found)
    return Detail("層をそろえた比較", tuple(paragraphs), (_standardised(crosstab, found),))


def _odds_lines(found: Stratified) -> list[str]:
    lines = []
    if found.odds is not None and not math.isnan(found.odds.estimate):
        lines.append(f"共通オッズ比（マンテル・ヘンツェル）は {_ratio(found.odds.estimate, found.odds.interval)}です。")
    if found.homogeneity is not None and found.homogeneity.tarone.df:
        test = found.homogeneity.tarone
        verdict = "層によって異なるといえます" if test.p < ALPHA else "層による違いは誤差の範囲です"
        lines.append(
            f"オッズ比の一様性（ブレスロウ・デイ、タローンの補正）: {_f(test.statistic, 3)}"
            f"（自由度 {test.df}、p値 {_p(test.p)}）。オッズ比は{verdict}。"
        )
    return lines


def _standardised(crosstab: Crosstab, found: Stratified) -> Table:
    rows = [label for label, missing in zip(crosstab.row.labels, crosstab.row.missing, strict=True) if not missing]
    options = [c for c, missing in zip(crosstab.column.labels, crosstab.column.missing, strict=True) if not missing]
    decimals = crosstab.request.decimals
    columns = (
        Column("category", crosstab.row.label),
        Column("option", crosstab.column.label),
        Column("crude", "そのままの割合（％）", Format.PERCENT, decimals=decimals),
        Column("standardised", f"「{found.by}」の構成をそろえた割合（％）", Format.PERCENT, decimals=decimals),
    )
    lines = tuple(
        (row, option, _percent(found.crude[i, j], decimals), _percent(found.standardised[i, j], decimals))
        for i, row in enumerate(rows)
        for j, option in enumerate(options)
    )
    note = "構成は、この表で数えた全員のものにそろえました（直接標準化）。区分のどれかに人のいない層は除いています。"
    return Table("standardised", "構成をそろえた割合", columns, lines, (note,))


def error_table(design_effect: float = 1.0, sizes: Sequence[int] = ERROR_SIZES) -> Table:
    """標本誤差早見表: half widths of 95 % intervals in points, by number of persons and share.

    >>> error_table().rows[4][-1]
    3.1
    """
    columns = (
        Column("n", "回答者数（n）", Format.COUNT),
        *(
            Column(f"p{100 * p:.0f}", f"{100 * p:.0f}％または{100 * (1 - p):.0f}％", Format.NUMBER, decimals=1)
            for p in ERROR_SHARES
        ),
    )
    lines = tuple(
        (n, *(round_half_up(100 * sampling_error(p, n, design_effect=design_effect), 1) for p in ERROR_SHARES))
        for n in sizes
    )
    note = "単位はポイント（±）。無作為に選んだ調査の場合の、信頼度95％の目安です。"
    if design_effect != 1.0:
        note += f"ウェイトによるデザイン効果 {_f(design_effect, 2)} を見込んでいます。"
    return Table("sampling_error", "標本誤差早見表", columns, lines, (note,))


def _percent(share: float, decimals: int) -> float | None:
    return None if math.isnan(share) else round_half_up(100 * float(share), decimals)


def _ratio(estimate: float, interval: Interval) -> str:
    if math.isinf(estimate):
        return "無限大（片側に該当者がいない）"
    return f"{_f(estimate, 2)}（95％信頼区間 {_f(interval.low, 2)}〜{_f(interval.high, 2)}）"


def _p(p: float) -> str:
    return "0.001未満" if p < 0.001 else f"{round_half_up(p, 3):.3f}"


def _f(value: float, digits: int) -> str:
    return f"{round_half_up(value, digits):,.{digits}f}".replace("-", "−") if math.isfinite(value) else "∞"
