"""Special tables: 曜日・時間帯, 地区の姿, 上位."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from ..aggregates import left_out, observations
from ..crosstab import Crosstab, CrosstabRequest, tabulate
from ..crosstab.assess import Verdict
from ..crosstab.request import PUBLIC_THRESHOLD, Counted
from ..crosstab.special import Heat, Hours, district_profile, heat, heat_table, top_table
from ..crosstab.suppress import suppress
from ..errors import CrosstabError
from ..grid import Grid
from ..result import Cell, DataSheet, Mark, Purpose, Result, Table
from ..stats.rounding import round_half_up
from ..table import require_columns
from .base import Command
from .crosstab import CrosstabSettings, coded_for, common_notes, of_answers
from .crosstab_lines import lines_of
from .provenance import of_grid

__all__ = ["HEAT", "PROFILE", "TOP", "HeatSettings", "ProfileSettings", "TopSettings", "heat_of", "profile", "top"]

_HIGH = "「↑高」は、曜日と時間帯それぞれの多さからの見込みより、偶然では説明しにくいほど多い欄です。"


@dataclass(frozen=True)
class HeatSettings:
    """When things happen.

    Attributes
    ----------
    column
        Column of dates with times.
    opens, closes
        Opening hours on working days.
    closed
        Further days the office is closed, beside Sundays and public holidays.
    saturday
        Whether the office opens on Saturdays.
    year_end
        Whether it is closed from 29 December to 3 January.
    level
        0 weekday × hour … 3 working day or not × 6 hours; None chooses and says why.
    purpose, counted, threshold, reason
        For 公表 small counts of persons and households are hidden; calls and visits (件) are not.
    """

    column: str = ""
    opens: dt.time = dt.time(8, 30)
    closes: dt.time = dt.time(17, 15)
    closed: frozenset[dt.date] = frozenset()
    saturday: bool = False
    year_end: bool = True
    level: int | None = None
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL
    counted: Counted = "件"
    threshold: int = PUBLIC_THRESHOLD
    reason: str = ""

    @property
    def hidden_below(self) -> int:
        """Counts of 1 up to this less one are hidden; 0 where nothing is."""
        return _hidden_below(self.purpose, self.counted, self.threshold, self.reason)


def heat_of(grid: Grid, settings: HeatSettings) -> Result:
    """Count events by weekday and hour.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    CrosstabError
        SB-C314: no value has a time. SB-C305: a public threshold below 10 without a reason.
    """
    below = settings.hidden_below
    frame = observations(grid, header_row=settings.header_row)
    require_columns(frame, [settings.column])
    hours = Hours(settings.opens, settings.closes, settings.closed, settings.saturday, settings.year_end)
    found = heat(frame[settings.column].tolist(), hours, level=settings.level)
    hidden = suppress(found.counts, below) if below else None
    table = heat_table(found, hidden=hidden)
    unit, secret = settings.counted, hidden is not None and hidden.any
    conclusion = [f"{found.total:,}{unit}を、曜日と時間帯ごとに数えました。"]
    if not secret:
        inside = round_half_up(100 * found.inside / found.total)
        conclusion = [f"{found.total:,}{unit}のうち、開庁時間内は約{inside:.0f}％です。", _busiest(found, unit)]
    if found.reason:
        conclusion.append(found.reason)
    marked = any(isinstance(cell, Cell) and cell.mark for row in table.rows for cell in row)
    return Result(
        title="曜日・時間帯別の件数",
        question="いつ多いか",
        base=f"{found.total:,}{unit}",
        conclusion=tuple(conclusion),
        tables=(table,),
        notes=(*((_HIGH,) if marked else ()), *left_out(frame)),
        data=(DataSheet("曜日時間帯データ", replace(table, key="heat_data", notes=())),),
        settings=lines_of(HEAT.name, HEAT.label, settings),
        provenance=of_grid(grid),
        purpose=settings.purpose,
    )


def _hidden_below(purpose: Purpose, counted: Counted, threshold: int, reason: str) -> int:
    request = CrosstabRequest("", "", purpose=purpose, counted=counted, threshold=threshold, reason=reason)
    return threshold if request.protects else 0


def _busiest(found: Heat, unit: str) -> str:
    by_hour, by_day = found.counts.sum(axis=0), found.counts.sum(axis=1)
    begin, day = int(by_hour.argmax()) * found.step, found.rows[int(by_day.argmax())]
    hours = f"{begin}時台" if found.step == 1 else f"{begin}時から{begin + found.step}時まで"
    most, busiest = int(by_hour.max()), int(by_day.max())
    return f"最も多い時間帯は{hours}（{most:,}{unit}）、最も多い曜日は{day}（{busiest:,}{unit}）です。"


@dataclass(frozen=True)
class ProfileSettings:
    """One answer by district; `common` has the districts as row and the question as column."""

    option: str = ""
    common: CrosstabSettings = field(default_factory=CrosstabSettings)


def profile(grid: Grid, settings: ProfileSettings) -> Result:
    """Compare districts on one answer; errors as `crosstab` and SB-C301 for an answer that is not there."""
    common = settings.common
    frame = observations(grid, header_row=common.header_row)
    coded, request, details = coded_for(frame, common)
    counted = tabulate(coded, request)
    table = district_profile(counted, settings.option)
    return Result(
        title=table.title,
        question=f"「{counted.column.label}」の「{settings.option}」の割合は、「{counted.row.label}」によってどう違うか",
        base=f"{len(frame):,}{common.counted}の回答",
        conclusion=_standouts(table, counted),
        tables=(table,),
        cannot_say=(
            "地区ごとの割合の違いから、住民一人ひとりの傾向をいうことはできません。",
            "地区が原因で答えが変わるとはいえません（地区の間には年齢構成などの違いもあります）。",
        ),
        notes=common_notes([counted])[2:],
        details=details,
        data=(DataSheet("地区データ", replace(table, key="profile_data", notes=())),),
        settings=lines_of(PROFILE.name, PROFILE.label, settings),
        provenance=of_answers(grid, frame),
        purpose=request.purpose,
    )


def _standouts(table: Table, counted: Crosstab) -> tuple[str, ...]:
    """The districts that differ from the others beyond chance."""
    if counted.assessment.verdict in (Verdict.TOO_FEW, Verdict.NOT_COMPARED):
        return ("人数が足りないため、地区によって割合が違うかどうかは判断できません。",)
    found: dict[Mark, list[str]] = {Mark.HIGH: [], Mark.LOW: []}
    for row in table.rows:
        if isinstance(row[2], Cell) and row[2].mark is not None:
            name = row[0].value if isinstance(row[0], Cell) else row[0]
            found[row[2].mark].append(f"{name}（{row[2].value:g}％）")
    lines = [
        f"ほかの地区より割合が{word}といえるのは、{'、'.join(found[mark])}です。"
        for mark, word in ((Mark.HIGH, "高い"), (Mark.LOW, "低い"))
        if found[mark]
    ]
    if lines and any(cell is not None and getattr(cell, "shown", "") == "x" for row in table.rows for cell in row):
        lines.append("伏せた地区については述べていません。")
    return tuple(lines) or ("割合がほかの地区と違うといえる地区は見つかりませんでした。",)


@dataclass(frozen=True)
class TopSettings:
    """The most frequent values of a column."""

    column: str = ""
    most: int = 10
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL
    counted: Counted = "人"
    threshold: int = PUBLIC_THRESHOLD
    reason: str = ""

    @property
    def hidden_below(self) -> int:
        """Values of fewer than this many persons go into その他; 0 where none do."""
        return _hidden_below(self.purpose, self.counted, self.threshold, self.reason)


def top(grid: Grid, settings: TopSettings) -> Result:
    """List the most frequent values (SB-T101, SB-T102, SB-C101, SB-C305; SB-C333: fewer than one shown)."""
    if settings.most < 1:
        raise CrosstabError("C333", most=settings.most)
    frame = observations(grid, header_row=settings.header_row)
    require_columns(frame, [settings.column])
    below = settings.hidden_below
    table = top_table(
        frame[settings.column].tolist(), settings.column, settings.most, below=below, unit=settings.counted
    )
    largest = table.rows[0]
    return Result(
        title=table.title,
        question=f"「{settings.column}」に多い値は何か",
        # With the number of all (or of the last row), those who gave no answer could be worked out.
        base="" if below else f"{len(frame):,}{settings.counted}",
        conclusion=_most(largest, settings.counted),
        tables=(table,),
        notes=() if below else left_out(frame),
        data=(DataSheet("上位データ", replace(table, key="top_data", notes=())),),
        settings=lines_of(TOP.name, TOP.label, settings),
        provenance=of_grid(grid),
        purpose=settings.purpose,
    )


def _most(largest: tuple[Any, ...], unit: str) -> tuple[str, ...]:
    _, value, n, share = largest
    if not largest[0]:
        return ()
    if n == 1:
        return ("同じ値が二つ以上ありません。",)
    return (f"最も多いのは「{value}」で、{n:,}{unit}（{share:.1f}％）です。",)


HEAT = Command("crosstab_heat", "曜日・時間帯", HeatSettings, heat_of)
PROFILE = Command("crosstab_profile", "地区の姿", ProfileSettings, profile)
TOP = Command("crosstab_top", "上位", TopSettings, top)
