"""Report of a population carried on, its gap from the one aimed at, and what changed it between the two censuses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..result import Chart, ChartKind, Column, DataSheet, Format, Provenance, Result, Series, Setting, Table
from ..stats.rounding import round_half_up
from .gap import Causes, Projection
from .report_before_after import blank
from .wording import signed

__all__ = ["report_projection"]


def report_projection(
    found: Projection,
    groups: Sequence[str],
    steps: Sequence[str],
    *,
    aim: Sequence[float] = (),
    causes: Causes | None = None,
    width: int = 5,
    provenance: Provenance | None = None,
) -> Result:
    """Word a population carried on.

    Parameters
    ----------
    groups, steps
        Labels of the age groups and of the times, the last known one first.
    aim
        Whole population aimed at, by step; what is missing at the end is left empty.
    causes
        Natural and social change between the two censuses.
    width
        Years between two steps.

    >>> from .gap import project
    >>> found = project([10.0] * 18, [9.0] * 18, steps=1)
    >>> print(report_projection(found, [str(i) for i in range(18)], ["2025年", "2030年"], aim=[162, 160]).conclusion[1])
    2030年に目指す人口 160人には、14人足りません。
    """
    totals = _totals(found, steps, aim)
    first, last = float(found.totals[0]), float(found.totals[-1])
    change = 100 * (last / first - 1)
    lead = f"これまでの動きが続くと、{steps[-1]}の人口は約{last:,.0f}人です（{steps[0]}から{signed(change, 1)}%）。"
    lines = (lead, *_short(totals), *_why(causes))
    shown = (Series("total", "推計人口"), *((Series("aim", "目指す人口", dashed=True),) if len(aim) else ()))
    return Result(
        title="人口の見通し（コーホート変化率法）",
        question="これまでの動きが続くと、人口はどうなるか",
        conclusion=(*lines, f"予測ではなく、これまでの{width}年間の出入りと生まれ方がそのまま続いた場合の計算です。"),
        tables=(totals, *((_causes(causes, groups),) if causes else ())),
        charts=(
            Chart(ChartKind.LINE, "推計人口", "projection_totals", "step", shown, y_title="人", alt_text=lead),
        ),
        cannot_say=("実際にこの人口になるということ。", "政策によって人口が増えた（減った）ということ。"),
        data=(DataSheet("推計_年齢別", _ages(found, groups, steps)),),
        settings=(
            Setting("方法", "コーホート変化率法"),
            Setting("子ども女性比（または子ども人口比）", found.child_ratio),
        ),
        provenance=provenance or Provenance(),
    )  # fmt: skip


def _totals(found: Projection, steps: Sequence[str], aim: Sequence[float]) -> Table:
    columns = [Column("step", "時点"), Column("total", "推計人口", Format.COUNT, "人")]
    if len(aim):
        columns += [
            Column("aim", "目指す人口", Format.COUNT, "人"),
            Column("gap", "人口減少のギャップ（目指す−推計）", Format.COUNT, "人"),
        ]
    aims = [*aim, *([math.nan] * len(steps))][: len(steps)]
    rows: list[tuple[Any, ...]] = []
    for label, total, wanted in zip(steps, found.totals, aims, strict=True):
        gap = round_half_up(wanted - float(total)) if math.isfinite(wanted) else None
        whole = (label, round_half_up(float(total)))
        rows.append((*whole, blank(wanted), gap) if len(aim) else whole)
    return Table("projection_totals", "推計人口", tuple(columns), tuple(rows))


def _short(totals: Table) -> tuple[str, ...]:
    """How far the last step with an aim falls short of it."""
    aimed = [row for row in totals.rows if len(row) == 4 and row[3] is not None]
    if not aimed:
        return ()
    step, _, wanted, gap = aimed[-1]
    if gap <= 0:
        return (f"{step}に目指す人口 {wanted:,.0f}人を、{-gap:,.0f}人上回る計算です。",)
    return (f"{step}に目指す人口 {wanted:,.0f}人には、{gap:,.0f}人足りません。",)


def _why(causes: Causes | None) -> tuple[str, ...]:
    if causes is None:
        return ()
    natural, social = signed(causes.natural, 0), signed(causes.social, 0)
    return (
        f"2つの調査の間の増減 {signed(causes.natural + causes.social, 0)}人のうち、"
        f"生まれた数と亡くなった数の差が {natural}人、転入と転出の差が {social}人です。",
    )


def _causes(causes: Causes, groups: Sequence[str]) -> Table:
    split = bool((causes.by_moves == causes.by_moves).any())
    columns = [Column("group", "いまの年齢"), Column("change", "1つ下の年齢だったときからの増減", Format.COUNT, "人")]
    if split:
        columns += [
            Column("deaths", "亡くなった分（見込み）", Format.COUNT, "人"),
            Column("moves", "転入と転出の差（残り）", Format.COUNT, "人"),
        ]
    parts = (causes.cohort_change, causes.by_deaths, causes.by_moves) if split else (causes.cohort_change,)
    rows = tuple(
        (group, *(round_half_up(float(v[i])) if math.isfinite(v[i]) else None for v in parts))
        for i, group in enumerate(groups)
    )
    return Table("projection_causes", "年齢別の増減", tuple(columns), rows)


def _ages(found: Projection, groups: Sequence[str], steps: Sequence[str]) -> Table:
    ages = tuple(Column(f"s{i}", label, Format.COUNT, "人") for i, label in enumerate(steps))
    rows = tuple((group, *(round_half_up(float(v)) for v in found.population[:, i])) for i, group in enumerate(groups))
    return Table("projection_ages", "年齢別", (Column("group", "年齢"), *ages), rows)
