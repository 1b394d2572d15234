"""What the table says, in plain Japanese: no test names, no p-values, no Latin terms."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..stats.intervals import sampling_error, wilson
from ..stats.rounding import percent, round_half_up
from ..stats.survey import effective_size
from .assess import ALPHA, REFERENCE_SIZE, Verdict
from .layout import shown_percent
from .tabulate import Crosstab

__all__ = ["areas", "asked", "cannot_say", "conclusion", "sampling_note", "says", "told"]

#: Sentences beside the one in the conclusion.
MOST_CELLS = 3


def asked(crosstab: Crosstab) -> str:
    """The question of the report."""
    row, column = crosstab.row.label, crosstab.column.label
    if _twice(crosstab):
        return f"「{row}」と「{column}」で、同じ人の答えはどう変わったか"
    return f"「{column}」の答えは、「{row}」によって違うか"


def _twice(crosstab: Crosstab) -> bool:
    return crosstab.assessment.tests[0].kind == "paired"


def conclusion(crosstab: Crosstab) -> tuple[str, ...]:
    """The answer first, then the single most telling cell."""
    row, column = crosstab.row.label, crosstab.column.label
    verdict = crosstab.assessment.verdict
    if _twice(crosstab):
        return _changed(crosstab)
    if verdict is Verdict.DIFFERENT:
        first = f"「{column}」の答えには、「{row}」による差があります。"
        return (first, *_standouts(crosstab)[:1])
    if verdict is Verdict.WITHIN_ERROR:
        return (f"「{column}」の答えの「{row}」による違いは、誤差の範囲です。",)
    if verdict is Verdict.TOO_FEW:
        return (f"人数が足りないため、「{column}」の答えに「{row}」による差があるかどうかは判断できません。",)
    if crosstab.request.test == "none":
        return (f"「{column}」の答えを「{row}」別に数えました。差があるかどうかは調べていません。",)
    return (f"比べる相手がないため、「{column}」の答えに「{row}」による差があるかどうかは調べられません。",)


def says(crosstab: Crosstab) -> tuple[str, ...]:
    """What may be said: the largest answer overall, the cells that stand out, the direction."""
    if _twice(crosstab):
        return _margins(crosstab)
    lines = [line for line in (_largest(crosstab),) if line]
    if crosstab.assessment.verdict is Verdict.DIFFERENT:
        marked = _standouts(crosstab)
        lines += marked[1 : MOST_CELLS + 1]
        rest = len(marked) - MOST_CELLS - 1
        if rest > 0:
            lines.append(f"ほかに、↑高・↓低の印がある欄が{rest}あります（表を見てください）。")
        if not marked:
            lines.append("全体としては差がありますが、どの欄が違うかを一つに絞ることはできません。")
        lines += _direction(crosstab)
    lines += _held_constant(crosstab)
    return tuple(lines)


def _changed(crosstab: Crosstab) -> tuple[str, ...]:
    """The answer for one question put twice: how many changed, and whether more went one way than the other."""
    table = crosstab.counts[:-1][
        np.ix_(*(np.flatnonzero(~np.array(a.missing)) for a in (crosstab.row, crosstab.column)))
    ]
    moved, n = int(table.sum() - np.trace(table)), int(table.sum())
    first = {
        Verdict.DIFFERENT: "変わり方には、誤差では説明しにくい偏りがあります（一方の答えへ動いた人が多い）。",
        Verdict.WITHIN_ERROR: "どの答えへ動いた人が多いかの違いは、誤差の範囲です。",
    }.get(crosstab.assessment.verdict, "人数が足りないため、答えの変わり方に偏りがあるかどうかは判断できません。")
    if crosstab.secret:
        return (first,)
    return (f"{n:,}人のうち{moved:,}人が、一回目と二回目で違う答えでした。", first)


def _margins(crosstab: Crosstab) -> tuple[str, ...]:
    """How the share of every answer changed between the two times, largest change first."""
    if crosstab.secret:
        return ()
    rows, columns = (np.flatnonzero(~np.array(a.missing)) for a in (crosstab.row, crosstab.column))
    table = crosstab.counts[np.ix_(rows, columns)]
    n = int(table.sum())
    found = []
    for k, j in enumerate(columns):
        before, after = (
            percent(int(part[k]), n, crosstab.request.decimals) for part in (table.sum(axis=1), table.sum(axis=0))
        )
        gap = round_half_up(after - before, crosstab.request.decimals)
        if gap:
            label, word = crosstab.column.labels[j], "増えました" if gap > 0 else "減りました"
            found.append(
                (
                    -abs(gap),
                    k,
                    f"「{label}」は、{_points(crosstab, before)}％から{_points(crosstab, after)}％に{word}。",
                )
            )
    return tuple(text for *_, text in sorted(found)[:MOST_CELLS])


def _held_constant(crosstab: Crosstab) -> list[str]:
    """What remains of the difference when the composition by another attribute is the same."""
    found = crosstab.stratified
    if found is None or found.test is None or not found.test.df:
        return []
    row, column = crosstab.row.label, crosstab.column.label
    if found.test.p < ALPHA:
        return [f"「{found.by}」をそろえて比べても、「{column}」の答えには「{row}」による差があります。"]
    if crosstab.assessment.verdict is Verdict.DIFFERENT:
        return [
            f"「{found.by}」をそろえて比べると、「{row}」による違いは誤差の範囲になります。"
            f"差は「{found.by}」の構成の違いによるものかもしれません。"
        ]
    return [f"「{found.by}」をそろえて比べても、「{row}」による違いは誤差の範囲です。"]


def cannot_say(crosstab: Crosstab) -> tuple[str, ...]:
    """What may not be said."""
    row, column = crosstab.row.label, crosstab.column.label
    verdict = crosstab.assessment.verdict
    lines = []
    if verdict is Verdict.WITHIN_ERROR:
        lines.append("誤差の範囲であることは、差がないことの証明ではありません。")
    if verdict is Verdict.TOO_FEW:
        lines.append("表の割合に違いが見えても、人数が少ないため、たまたまかもしれません。")
    if _twice(crosstab):
        lines.append("二回の間には、ほかの出来事もあります。何が答えを変えたかは、この表からは分かりません。")
    else:
        lines.append(f"この表は関連を示すもので、「{row}」が原因で「{column}」の答えが変わるとはいえません。")
    lines += [line for line in (areas(row),) if line]
    small = _small_groups(crosstab)
    if small:
        lines.append(
            f"{small}は、回答者が{REFERENCE_SIZE}人に満たないため参考値です。割合だけを取り上げないでください。"
        )
    lines.append("回答しなかった人の考えは、この表からは分かりません。")
    return tuple(lines)


def areas(axis: str) -> str:
    """The warning for a breakdown by areas (ecological fallacy); empty for other breakdowns."""
    if not re.search(r"地区|地域|町丁|町名|丁目|学区|校区|区域|自治会|町内会|行政区|圏域|市町村|集落", axis):
        return ""
    return (
        f"「{axis}」ごとの割合の違いから、住民一人ひとりの傾向をいうことはできません（年齢構成などの違いもあります）。"
    )


def sampling_note(crosstab: Crosstab) -> str:
    """The sampling error of the whole and of the smallest group, at 50 %; empty where it would tell of hidden ones."""
    if crosstab.secret and crosstab.uneven:
        return ""
    total = _error(crosstab, -1)
    groups = [
        (float(crosstab.base[i]), i)
        for i, missing in enumerate(crosstab.row.missing)
        if not missing and crosstab.base[i] >= REFERENCE_SIZE and not crosstab.is_hidden(i, -1)
    ]
    text = f"標本誤差の目安（無作為に選んだ調査の場合、割合が50％のとき）: 全体で ±{total}ポイント"
    if groups:
        _, i = min(groups)
        text += f"、「{crosstab.row.labels[i]}」で ±{_error(crosstab, i)}ポイント"
    return f"{text}。全員に尋ねた調査では、標本誤差はありません。"


def _error(crosstab: Crosstab, i: int) -> float:
    n = effective_size(float(crosstab.weighted_base[i]), float(crosstab.squares_base[i]))
    return round_half_up(100 * sampling_error(0.5, n), 1)


def _largest(crosstab: Crosstab) -> str:
    if crosstab.request.percent != "row":
        return ""
    shares = [
        (value, -j)
        for j, missing in enumerate(crosstab.column.missing)
        if not missing and (value := shown_percent(crosstab, -1, j)) is not None
    ]
    # Beside a hidden answer the largest of the shown ones need not be the largest.
    if not shares or any(crosstab.percent_hidden(-1, j) for j in range(len(crosstab.column.labels))):
        return ""
    value, j = max(shares)
    return f"全体で最も多い答えは「{crosstab.column.labels[-j]}」で、{_points(crosstab, value)}％です。"


def told(crosstab: Crosstab) -> Sequence[int]:
    """The answers worth a sentence: of two answers only the first, as the second says the same the other way round."""
    if not crosstab.column.multiple and sum(not missing for missing in crosstab.column.missing) == 2:
        return [list(crosstab.column.missing).index(False)]
    return range(len(crosstab.column.labels))


def _standouts(crosstab: Crosstab) -> list[str]:
    """Sentences on the marked cells that are shown, largest difference from the whole first."""
    if crosstab.request.percent != "row":
        return _standouts_by_mark(crosstab)
    found = []
    for i in range(len(crosstab.row.labels)):
        for j in told(crosstab):
            mine, whole = shown_percent(crosstab, i, j), shown_percent(crosstab, -1, j)
            mark = int(crosstab.assessment.marks[i, j])
            if mark == 0 or mine is None or whole is None:
                continue
            gap = abs(round_half_up(mine - whole, crosstab.request.decimals))
            found.append((-gap, i, j, f"{_subject(crosstab, i, j)}{_gap(crosstab, i, j, mine, whole)}"))
    return [text for *_, text in sorted(found)]


def _standouts_by_mark(crosstab: Crosstab) -> list[str]:
    found = []
    for i in range(len(crosstab.row.labels)):
        for j in told(crosstab):
            mark = int(crosstab.assessment.marks[i, j])
            if mark and not crosstab.percent_hidden(i, j):
                word = "多く" if mark > 0 else "少なく"
                found.append(f"{_subject(crosstab, i, j)}、人数の割に{word}なっています。")
    return found


def _subject(crosstab: Crosstab, i: int, j: int) -> str:
    return f"「{crosstab.row.labels[i]}」では「{crosstab.column.labels[j]}」が"


def _gap(crosstab: Crosstab, i: int, j: int, mine: float, whole: float) -> str:
    gap = abs(round_half_up(mine - whole, crosstab.request.decimals))
    word = "高く" if crosstab.assessment.marks[i, j] > 0 else "低く"
    mine_text, whole_text, gap_text = (_points(crosstab, value) for value in (mine, whole, gap))
    size = effective_size(float(crosstab.weighted_base[i]), float(crosstab.squares_base[i]))
    low, high = (
        _points(crosstab, round_half_up(100 * limit, crosstab.request.decimals))
        for limit in wilson(min(1.0, float(crosstab.percents[i, j]) / 100) * size, size)
    )
    n = "" if crosstab.is_hidden(i, -1) else f"n＝{int(crosstab.base[i]):,}、"
    return (
        f"{mine_text}％で、全体（{whole_text}％）より{gap_text}ポイント{word}なっています"
        f"（{n}誤差を見込むと{low}〜{high}％）。"
    )


def _points(crosstab: Crosstab, value: float) -> str:
    return f"{value:.{crosstab.request.decimals}f}"


def _direction(crosstab: Crosstab) -> list[str]:
    found = crosstab.assessment
    trend = next((t for t in found.tests if t.kind == "trend"), None)
    if trend is None or not trend.p * len(found.tests) < 0.05:
        return []
    rows = [label for label, m in zip(crosstab.row.labels, crosstab.row.missing, strict=True) if not m]
    columns = [label for label, m in zip(crosstab.column.labels, crosstab.column.missing, strict=True) if not m]
    end = columns[-1] if found.direction > 0 else columns[0]
    return [f"「{rows[0]}」から「{rows[-1]}」へ進むほど、答えは「{end}」の側に寄っています。"]


def _small_groups(crosstab: Crosstab) -> str:
    names = [
        label
        for i, label in enumerate(crosstab.row.labels)
        if crosstab.base[i] < REFERENCE_SIZE and not crosstab.row.missing[i] and not crosstab.is_hidden(i, -1)
    ]
    shown = "".join(f"「{name}」" for name in names[:5])
    return f"{shown}など{len(names)}区分" if len(names) > 5 else shown
