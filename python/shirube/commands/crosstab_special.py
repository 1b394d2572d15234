"""Special tables: 曜日・時間帯, 地区の姿, 上位."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from ..crosstab import tabulate
from ..crosstab.special import Heat, Hours, district_profile, heat, heat_table, top_table
from ..grid import Grid
from ..result import Cell, DataSheet, Mark, Result, Setting, Table
from ..table import records, require_columns
from .base import Command
from .crosstab import CrosstabSettings, request_of
from .crosstab_text import code_with
from .provenance import of_grid

__all__ = ["HEAT", "PROFILE", "TOP", "HeatSettings", "ProfileSettings", "TopSettings", "heat_of", "profile", "top"]


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
    level
        0 weekday × hour … 3 working day or not × 6 hours; None chooses and says why.
    """

    column: str = ""
    opens: dt.time = dt.time(8, 30)
    closes: dt.time = dt.time(17, 15)
    closed: frozenset[dt.date] = frozenset()
    saturday: bool = False
    level: int | None = None
    header_row: int = 0


def heat_of(grid: Grid, settings: HeatSettings) -> Result:
    """Count events by weekday and hour.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    CrosstabError
        SB-C314: no value has a time.
    """
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.column])
    hours = Hours(settings.opens, settings.closes, settings.closed, settings.saturday)
    found = heat(frame[settings.column].tolist(), hours, level=settings.level)
    table = heat_table(found)
    inside = round(100 * found.inside / found.total)
    conclusion = [f"{found.total:,}件のうち、開庁時間内は約{inside}％です。"]
    conclusion.append(_busiest(found))
    if found.reason:
        conclusion.append(found.reason)
    return Result(
        title="曜日・時間帯別の件数",
        question="いつ多いか",
        base=f"{found.total:,}件",
        conclusion=tuple(conclusion),
        tables=(table,),
        notes=("「↑高」は、曜日と時間帯それぞれの多さからの見込みより、偶然では説明しにくいほど多い欄です。",),
        data=(DataSheet("曜日時間帯データ", replace(table, key="heat_data", notes=())),),
        settings=(
            Setting("日時の列", settings.column),
            Setting("開庁時刻", f"{settings.opens:%H:%M}"),
            Setting("閉庁時刻", f"{settings.closes:%H:%M}"),
            Setting("閉庁日", "、".join(day.isoformat() for day in sorted(settings.closed)), "祝日のほかに休む日"),
        ),
        provenance=of_grid(grid),
    )


def _busiest(found: Heat) -> str:
    by_hour, by_day = found.counts.sum(axis=0), found.counts.sum(axis=1)
    begin, day = int(by_hour.argmax()) * found.step, found.rows[int(by_day.argmax())]
    hours = f"{begin}時台" if found.step == 1 else f"{begin}時から{begin + found.step}時まで"
    return f"最も多い時間帯は{hours}（{int(by_hour.max()):,}件）、最も多い曜日は{day}（{int(by_day.max()):,}件）です。"


@dataclass(frozen=True)
class ProfileSettings:
    """One answer by district; `common` has the districts as row and the question as column."""

    option: str = ""
    common: CrosstabSettings = field(default_factory=CrosstabSettings)


def profile(grid: Grid, settings: ProfileSettings) -> Result:
    """Compare districts on one answer; errors as `crosstab` and SB-C301 for an answer that is not there."""
    common = settings.common
    frame = records(grid, header_row=common.header_row)
    request = request_of(common)
    coded = code_with(
        frame, request.keys, common.codebook, weight=common.weight, bands=common.bands, merges=common.merges
    )
    table = district_profile(tabulate(coded, request), settings.option)
    return Result(
        title=table.title,
        question=f"「{settings.option}」の割合は、「{common.row}」によってどう違うか",
        base=f"{len(frame):,}{common.counted}の回答",
        conclusion=_standouts(table),
        tables=(table,),
        cannot_say=("地区ごとの割合の違いから、住民一人ひとりの傾向をいうことはできません。",),
        data=(DataSheet("地区データ", replace(table, key="profile_data", notes=())),),
        settings=(
            Setting("地区の列", common.row),
            Setting("設問", common.column),
            Setting("選択肢", settings.option),
            Setting("ウェイト", common.weight),
        ),
        provenance=of_grid(grid),
        purpose=common.purpose,
    )


def _standouts(table: Table) -> tuple[str, ...]:
    """The districts that differ from the others beyond chance."""
    found: dict[Mark, list[str]] = {Mark.HIGH: [], Mark.LOW: []}
    for row in table.rows:
        if isinstance(row[2], Cell) and row[2].mark is not None:
            name = row[0].value if isinstance(row[0], Cell) else row[0]
            found[row[2].mark].append(f"{name}（{row[2].value:g}％）")
    lines = [
        f"ほかの地区より{word}といえるのは、{'、'.join(found[mark])}です。"
        for mark, word in ((Mark.HIGH, "高い"), (Mark.LOW, "低い"))
        if found[mark]
    ]
    return tuple(lines) or ("ほかの地区と違うといえる地区は見つかりませんでした。",)


@dataclass(frozen=True)
class TopSettings:
    """The most frequent values of a column."""

    column: str = ""
    most: int = 10
    header_row: int = 0


def top(grid: Grid, settings: TopSettings) -> Result:
    """List the most frequent values (SB-T101, SB-T102, SB-C101)."""
    frame = records(grid, header_row=settings.header_row)
    require_columns(frame, [settings.column])
    table = top_table(frame[settings.column].tolist(), settings.column, settings.most)
    return Result(
        title=table.title,
        base=f"{len(frame):,}件",
        tables=(table,),
        data=(DataSheet("上位データ", replace(table, key="top_data", notes=())),),
        settings=(Setting("列", settings.column), Setting("上位", settings.most)),
        provenance=of_grid(grid),
    )


HEAT = Command("crosstab_heat", "曜日・時間帯", HeatSettings, heat_of)
PROFILE = Command("crosstab_profile", "地区の姿", ProfileSettings, profile)
TOP = Command("crosstab_top", "上位", TopSettings, top)
