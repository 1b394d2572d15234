"""問合せの前後: inquiries by month and category, before and after a FAQ, and the evaluation of the difference."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..calendar import YearMonth, fiscal_year, parse_time
from ..errors import DesignError, Place, nearest
from ..grid import Grid, Kind, a1
from ..policy.inquiry_log import Log, Side, monthly, parts, sides
from ..result import (
    Column,
    DataSheet,
    Figure,
    Format,
    Level,
    Light,
    Purpose,
    Result,
    Setting,
    Table,
)
from ..stats.rounding import round_half_up
from ..table import records, require_columns
from .base import Command
from .evaluate import DidSettings, ItsSettings, evaluate_did, evaluate_its
from .provenance import of_grid

__all__ = ["INQUIRY", "InquirySettings", "compare_inquiries"]

_DATE = re.compile(r"受付日時|受付日|受信日時?|日時|日付|年月日")
_CATEGORY = re.compile(r"分類|カテゴリ|種別|区分|用件")
_HEAD_ROWS = 20
_CATEGORY_COLUMN, _MONTH, _COUNT, _PUBLISHED = "分類", "年月", "件数", "掲載"
_OTHERS = "ほかの分類の件数"
_SHEET = "問合せの月別"
#: With fewer ways to choose, no exchange of categories can tell a change from chance at 5 %.
_LEAST_WAYS = 20


@dataclass(frozen=True)
class InquirySettings:
    """What was published, and when.

    Attributes
    ----------
    faq
        Categories that the FAQ answers.
    release
        Day or month it was published.
    date, category
        Columns; empty: found by their names.
    header_row
        1-based; 0: found.
    """

    faq: tuple[str, ...] = ()
    release: str = ""
    date: str = ""
    category: str = ""
    header_row: int = 0
    purpose: Purpose = Purpose.INTERNAL


def compare_inquiries(grid: Grid, settings: InquirySettings) -> Result:
    """Count the log and evaluate the change of the categories with a FAQ against that of the others.

    The evaluation is a part of the result with its own sheets: 差の差 where categories can be exchanged in enough ways,
    else 時系列の前後, with the other categories as the series to compare with where there are any.

    Raises
    ------
    TableError
        SB-T101, SB-T102.
    DesignError
        SB-W891: no readable day. SB-W892: an unknown category. SB-W893: no whole month before or after.
        SB-W894: the day of the release cannot be read.
    """
    frame, log, unreadable = _read(grid, settings)
    release = _release(settings.release)
    which = _which(log, settings.faq, grid)
    published, others = sides(log, release, which), sides(log, release, ~which) if not which.all() else None
    if not published.months_before or not published.months_after:
        months = f"{log.months[0]}〜{log.months[-1]}"
        raise DesignError("W893", at=Place(grid.source, grid.name), release=_day(release), months=months)
    panel = _panel(log, which, release)
    evaluation, reason = _evaluated(panel, others is not None, release, grid, settings.purpose)
    return Result(
        title="問合せの前後",
        question=f"よくある質問を載せて（{_day(release)}）、{'・'.join(settings.faq)}の問合せは減ったか",
        base=f"{int(log.counts.sum()):,}件、{log.months[0]}〜{log.months[-1]}",
        conclusion=_conclusion(published, others, evaluation, reason),
        figures=_figures(published, others),
        tables=(_before_after(log, which, release), *_by_fiscal_year(log, which)),
        lights=(Light("載せた効果の判断", Level.CAUTION, "まだ", reason),) if reason else (),
        cannot_say=(
            "載せたことだけの効果。同じ時期の制度の変更や広報でも変わります。",
            "答えが役に立ったか。件数が減っても、あきらめた人がいるかもしれません。",
        ),
        notes=_notes(log, release, unreadable, evaluation),
        data=(DataSheet(_SHEET, _panel_table(panel)),),
        settings=_lines(settings, frame),
        provenance=of_grid(grid),
        purpose=settings.purpose,
        parts=() if evaluation is None else (replace(evaluation, sheet="評価"),),
    )


# ------------------------------------------------------------------------------------------------ reading
def _read(grid: Grid, settings: InquirySettings) -> tuple[pd.DataFrame, Log, int]:
    head = settings.header_row - 1 if settings.header_row else _head_of(grid)
    frame = records(grid, header_row=head)
    date = settings.date or _named(frame, _DATE) or "受付日時"
    category = settings.category or _named(frame, _CATEGORY) or "分類"
    require_columns(frame, [date, category])
    days, names, unreadable = [], [], 0
    for value, name in zip(frame[date], frame[category], strict=True):
        day = _date(value)
        if day is None:
            unreadable += value is not None or name is not None
            continue
        days.append(day)
        names.append("" if name is None else str(name).strip() or "（分類なし）")
    if not days:
        first = a1(frame.attrs["rows"][0], frame.attrs["columns"][date])
        raise DesignError("W891", at=Place(grid.source, grid.name, first), name=date)
    return frame, monthly(days, [name or "（分類なし）" for name in names]), unreadable


def _head_of(grid: Grid) -> int:
    for row in range(min(_HEAD_ROWS, grid.shape[0] - 1)):
        texts = [str(v) for v, kind in zip(grid.values[row], grid.kinds[row], strict=True) if kind == Kind.TEXT]
        if any(_DATE.search(t) and len(t) < 12 for t in texts) and any(_CATEGORY.fullmatch(t.strip()) for t in texts):
            return row
    return 0


def _named(frame: pd.DataFrame, pattern: re.Pattern[str]) -> str:
    return next((str(name) for name in frame.columns if pattern.search(str(name))), "")


def _date(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not value.strip():
        return None
    whole = parse_time(value)
    found = whole if isinstance(whole, dt.date) else parse_time(re.split(r"[ 　T]", value.strip())[0])
    return found if isinstance(found, dt.date) else None


def _release(text: str) -> dt.date:
    found = _date(text) or parse_time(text)
    if isinstance(found, YearMonth):
        return dt.date(found.year, found.month, 1)
    if not isinstance(found, dt.date):
        raise DesignError("W894", text=text)
    return found


def _which(log: Log, faq: Sequence[str], grid: Grid) -> npt.NDArray[np.bool_]:
    if not faq:
        raise DesignError("W892", at=Place(grid.source, grid.name), name="（指定なし）", near="、".join(log.categories))
    for name in faq:
        if name not in log.categories:
            near = nearest(name, log.categories)
            raise DesignError("W892", at=Place(grid.source, grid.name), name=name, near=near)
    return np.array([name in faq for name in log.categories])


# ------------------------------------------------------------------------------------------------ evaluating
def _panel(log: Log, which: npt.NDArray[np.bool_], release: dt.date) -> list[list[Any]]:
    """One row per category and month that is wholly before or after."""
    before, after = parts(log, release)
    return [
        [name, str(month), int(log.counts[i, t]), int(which[i])]
        for i, name in enumerate(log.categories)
        for t, month in enumerate(log.months)
        if before[t] or after[t]
    ]


def _evaluated(
    panel: list[list[Any]], compared: bool, release: dt.date, grid: Grid, purpose: Purpose
) -> tuple[Result | None, str]:
    """The evaluation, or why there is none."""
    first = YearMonth(release.year, release.month) if release.day == 1 else _next_month(release)
    common: dict[str, Any] = {
        "time": _MONTH, "outcome": _COUNT, "start": str(first), "unit_label": "件", "higher_is_better": False,
        "purpose": purpose,
    }  # fmt: skip
    try:
        if compared and _can_be_exchanged(panel):
            return evaluate_did(
                _grid(panel, grid), DidSettings(unit=_CATEGORY_COLUMN, treated=_PUBLISHED, **common)
            ), ""
        control = _OTHERS if compared else ""
        return evaluate_its(_monthly_grid(panel, grid), ItsSettings(kind="count", control=control, **common)), ""
    except DesignError as error:
        return None, error.sentence


def _can_be_exchanged(panel: list[list[Any]]) -> bool:
    """Whether there are enough ways to choose the categories with a FAQ for the comparison by exchanging them."""
    published = {name: flag for name, _, _, flag in panel}
    return comb(len(published), sum(published.values())) >= _LEAST_WAYS


def _monthly_grid(panel: list[list[Any]], grid: Grid) -> Grid:
    """One row per month: inquiries of the categories with a FAQ, and of the others."""
    totals: dict[str, list[int]] = {}
    for _, month, count, flag in panel:
        totals.setdefault(month, [0, 0])[0 if flag else 1] += count
    rows = [[month, *counts] for month, counts in totals.items()]
    return Grid.from_rows([[_MONTH, _COUNT, _OTHERS], *rows], name=_SHEET, source=grid.source)


def _grid(panel: list[list[Any]], grid: Grid) -> Grid:
    head = [_CATEGORY_COLUMN, _MONTH, _COUNT, _PUBLISHED]
    return Grid.from_rows([head, *panel], name=_SHEET, source=grid.source)


def _next_month(day: dt.date) -> YearMonth:
    return YearMonth(day.year + day.month // 12, day.month % 12 + 1)


# ------------------------------------------------------------------------------------------------ reporting
def _conclusion(published: Side, others: Side | None, evaluation: Result | None, reason: str) -> tuple[str, ...]:
    words = (
        ("実施地区", "載せた分類"),
        ("比較地区", "ほかの分類"),
        ("実施し", "掲載し"),
        ("件数は、それまで", "載せた分類の件数は、それまで"),
    )
    lines = [] if evaluation is None else [_said(line, words) for line in evaluation.conclusion[:2]]
    lines.append(f"載せた分類の問合せは、1か月平均{_mean(published.mean_before)}件から{_moved(published)}。")
    if others is not None:
        lines.append(f"ほかの分類は、1か月平均{_mean(others.mean_before)}件から{_moved(others)}。")
    if reason:
        lines.append("載せた効果かどうかは、まだ判断できません。")
    return tuple(lines)


def _said(line: str, words: Sequence[tuple[str, str]]) -> str:
    for general, ours in words:
        line = line.replace(general, ours)
    return line


def _mean(value: float) -> str:
    return f"{round_half_up(value, 1):,.1f}"


def _percent(change: float) -> str:
    rounded = round_half_up(change, 0)
    sign = "−" if rounded < 0 else "＋" if rounded > 0 else ""
    return f"{sign}{abs(rounded):.0f}％"


def _moved(side: Side) -> str:
    tail = "" if side.change is None else f"（{_percent(side.change)}）"
    return f"{_mean(side.mean_after)}件になりました{tail}"


def _figures(published: Side, others: Side | None) -> tuple[Figure, ...]:
    named = [("載せた分類", published), *([("ほかの分類", others)] if others is not None else [])]
    return tuple(
        Figure(label, _percent(side.change), f"1か月 {_mean(side.mean_before)} → {_mean(side.mean_after)}件")
        for label, side in named
        if side.change is not None
    )


def _before_after(log: Log, which: npt.NDArray[np.bool_], release: dt.date) -> Table:
    rows = []
    for i, name in enumerate(log.categories):
        side = sides(log, release, np.arange(len(log.categories)) == i)
        change = None if side.change is None else round_half_up(side.change, 1)
        rows.append(
            (
                name + ("（掲載）" if which[i] else ""),
                round_half_up(side.mean_before, 1),
                round_half_up(side.mean_after, 1),
                change,
            )
        )
    columns = (
        Column("category", "分類", width=18.0),
        Column("before", "前", Format.NUMBER, decimals=1, width=7.0),
        Column("after", "後", Format.NUMBER, decimals=1, width=7.0),
        Column("change", "変化", Format.PERCENT, "％", 1, width=7.5),
    )
    return Table("before_after", "載せる前と後（1か月の平均の件数）", columns, tuple(rows))


def _by_fiscal_year(log: Log, which: npt.NDArray[np.bool_]) -> list[Table]:
    """One table per 年度, months from April to March; a month outside the log is blank."""
    at = {month: t for t, month in enumerate(log.months)}
    tables = []
    for year in dict.fromkeys(fiscal_year(month) for month in log.months):
        there = [at.get(month) for month in year.months]
        rows = [
            (
                name + ("（掲載）" if which[i] else ""),
                *(None if t is None else int(log.counts[i, t]) for t in there),
                int(sum(log.counts[i, t] for t in there if t is not None)),
            )
            for i, name in enumerate(log.categories)
        ]
        sums = [None if t is None else int(log.counts[:, t].sum()) for t in there]
        rows.append(("計", *sums, sum(n for n in sums if n is not None)))
        columns = (
            Column("category", "分類", width=18.0),
            *(Column(f"m{m.month}", f"{m.month}月", Format.COUNT, width=5.0) for m in year.months),
            Column("total", "計", Format.COUNT, width=7.0),
        )
        tables.append(Table(f"fy{int(year)}", f"{year}の月別の件数", columns, tuple(rows),
                            total_rows=frozenset({len(rows) - 1})))  # fmt: skip
    return tables


def _panel_table(panel: list[list[Any]]) -> Table:
    columns = (
        Column(_CATEGORY_COLUMN, _CATEGORY_COLUMN),
        Column(_MONTH, _MONTH),
        Column(_COUNT, _COUNT, Format.COUNT),
        Column(_PUBLISHED, _PUBLISHED, Format.COUNT),
    )
    return Table("panel", _SHEET, columns, tuple(map(tuple, panel)))


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _notes(log: Log, release: dt.date, unreadable: int, evaluation: Result | None) -> tuple[str, ...]:
    notes = []
    if log.partial:
        notes.append(
            f"記録が月の途中からか途中までの{'・'.join(map(str, log.partial))}は、前後の比較に入れていません。"
        )
    if release.day != 1:
        notes.append(f"月の途中に載せたので、{YearMonth(release.year, release.month)}は前後の比較に入れていません。")
    if unreadable:
        notes.append(f"日付の読めない{unreadable:,}行は数えていません。")
    if evaluation is not None:
        notes.append("誤差の範囲かどうかの根拠は「評価」と「統計の詳細」のシートにあります。")
        if "差の差" in evaluation.title:
            notes.append("「評価」のシートの「実施地区」は載せた分類、「比較地区」はほかの分類のことです。")
    return tuple(notes)


def _lines(settings: InquirySettings, frame: pd.DataFrame) -> tuple[Setting, ...]:
    return (
        Setting("命令", INQUIRY.label),
        Setting("載せた分類", "、".join(settings.faq)),
        Setting("載せた日", settings.release),
        Setting("日付の列", settings.date or _named(frame, _DATE)),
        Setting("分類の列", settings.category or _named(frame, _CATEGORY)),
    )


INQUIRY = Command("inquiry", "問合せの前後", InquirySettings, compare_inquiries)
