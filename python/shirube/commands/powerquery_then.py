"""集計・前後比較・差の差をクエリにする: what comes after a table, be it a list of the workbook or another query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ..aggregates import left_out, without_aggregates
from ..crosstab import tabulate
from ..errors import Place, TableError
from ..grid import Grid, a1
from ..powerquery import Script
from ..powerquery.change import compile_before_after, compile_did
from ..powerquery.counts import compile_counts, long_counts
from ..powerquery.following import following
from ..powerquery.source import OfQuery
from ..table import records, require_columns
from .crosstab import CROSSTAB, CrosstabSettings, coded_for
from .crosstab_lines import lines_of as crosstab_lines
from .evaluate import BeforeAfterSettings, DidSettings, measure_before_after, measure_did
from .evaluate_lines import lines_of as evaluate_lines
from .powerquery_book import SOURCE_SHEET, Made, Origin, plain_name, stage_of, table_of_frame
from .provenance import of_grid

__all__ = ["compared", "counted", "differenced", "listed"]

SOURCE_TABLE = "tbl_元データ"
_CHANCE = "偶然かどうか（誤差の範囲）は、この表からは言えません。しるべの報告で確かめてください。"


def listed(grid: Grid, header_row: int = 0) -> Made:
    """A sheet that is a list already: no query, but a table that queries can read.

    Raises
    ------
    TableError
        SB-T102, T103: as `shirube.table.records`. SB-P102: headings that Excel would change.
    """
    frame = records(grid, header_row=header_row)
    origin = Origin(tables=(table_of_frame(frame, SOURCE_SHEET, SOURCE_TABLE),))
    return Made((), origin, frame, SOURCE_TABLE, grid.name, "", of_grid(grid))


def counted(made: Made, settings: CrosstabSettings) -> Made:
    """Add a cross-tabulation.

    Raises
    ------
    TableError
        SB-P109: what a query cannot do. SB-P101: a weight that is written as text. SB-W951, W957: a table that
        cannot be read on.
    CrosstabError
        As `shirube.commands.crosstab`.
    """
    for word, wanted in (("数値の区切り", settings.bands), ("母集団からのウェイト", settings.population)):
        if wanted:
            raise TableError("P109", name=word)
    _require_open(made)
    if settings.weight:
        _require_plain(made.frame, settings.weight)
    coded, request, _ = coded_for(made.frame, replace(settings, test="none"))
    script = compile_counts(
        made.frame,
        request,
        source=made.source,
        name=plain_name(f"{settings.row}×{settings.column}", "集計"),
        coded=coded,
    )
    return _added(
        made,
        script,
        long_counts(tabulate(coded, request)),
        title=f"Power Query：{settings.row}と{settings.column}の集計",
        question=f"「{settings.row}」ごとに「{settings.column}」を数える手順を、Power Query のクエリにしました。",
        says=("元データを直したり行を足したりして更新すると、人数と割合も直ります。",),
        cannot_say=(
            "差が偶然かどうか（誤差の範囲）は、この表からは言えません。しるべのクロス集計で確かめてください。",
            "作ったときに無かった答えが出てきたら、数える代わりに知らせが出ます。",
            "人数の少ない欄を伏せていません。公表するときは、しるべのクロス集計で用途を公表にしてください。",
        ),
        notes=("1行を1人として数えます。割合は四捨五入していません。",),
        settings=crosstab_lines(CROSSTAB.name, CROSSTAB.label, settings),
    )


def compared(made: Made, settings: BeforeAfterSettings) -> Made:
    """Add the means of two columns of the same people or places, and their difference.

    Raises
    ------
    TableError
        SB-P109: what a query cannot do. SB-P101: a number that is written as text. SB-W951, W957: a table that
        cannot be read on. SB-T101, T104: as `measure_before_after`.
    """
    selected = None not in (
        settings.population_mean, settings.population_sd, settings.reliability, settings.cutoff,
    )  # fmt: skip
    for word, wanted in (
        ("事前と事後が別の人の比較", not settings.paired),
        ("はい・いいえや件数の前後比較", settings.kind != "continuous"),
        ("平均に戻る分の計算", selected),
    ):
        if wanted:
            raise TableError("P109", name=word)
    _require_open(made)
    for column in (settings.before, settings.after):
        _require_plain(made.frame, column)
    measured = measure_before_after(_as_grid(made.frame), replace(settings, header_row=0)).measured
    first, second, change = measured.before.value, measured.after.value, measured.inference.estimate
    rows: list[list[Any]] = [
        ["比べた数", measured.before.n],
        [f"{settings.before}の平均", first],
        [f"{settings.after}の平均", second],
        ["変化", change],
        ["変化率（％）", 100 * change / first if first else None],
    ]
    name = plain_name(f"{settings.before}→{settings.after}", "前後比較")
    return _added(
        made,
        compile_before_after(made.frame, settings.before, settings.after, source=made.source, name=name),
        rows,
        title=f"Power Query：{settings.before}と{settings.after}の比較",
        question=f"「{settings.before}」と「{settings.after}」の平均を比べる手順を、Power Query のクエリにしました。",
        says=("元データを直したり行を足したりして更新すると、平均と変化も直ります。",),
        cannot_say=(_CHANCE, "変化が施策によるものかどうかは、この表からは言えません。"),
        notes=("前と後の両方に数のある行だけを比べます。",),
        settings=evaluate_lines(settings),
    )


def differenced(made: Made, settings: DidSettings) -> Made:
    """Add the difference in differences of group means.

    Raises
    ------
    TableError
        SB-P101: an outcome that is written as text. SB-W951, W957: a table that cannot be read on. SB-T101, T104: no
        such column, or text in it.
    DesignError
        As `measure_did`.
    """
    _require_open(made, settings.unit)
    _require_plain(made.frame, settings.outcome)
    settings = replace(settings, deep=False)
    found = measure_did(_as_grid(made.frame), replace(settings, header_row=0))
    treated = int(found.changes.treated.sum())
    script = compile_did(
        made.frame,
        unit=settings.unit,
        time=settings.time,
        outcome=settings.outcome,
        treated=settings.treated,
        start=settings.start or None,
        source=made.source,
        name=plain_name(settings.outcome, "差の差"),
    )
    return _added(
        made,
        script,
        _did_rows(
            (treated, found.treated_before, found.treated_after),
            (len(found.changes.treated) - treated, found.control_before, found.control_after),
        ),
        title=f"Power Query：{settings.outcome}の差の差",
        question=f"実施した地区と比べる地区の「{settings.outcome}」の変化を引き比べる手順を、クエリにしました。",
        says=("元データの数を直して更新すると、平均と差の差も直ります。",),
        cannot_say=(
            _CHANCE,
            "新しい地区や時点の行を足すと、実施か比較か、前か後かを決められないので、表の代わりに知らせが出ます。",
        ),
        notes=("前と後の両方に数のある地区だけを比べます。",),
        settings=evaluate_lines(settings),
    )


def _did_rows(treated: tuple[int, float, float], control: tuple[int, float, float]) -> list[list[Any]]:
    lines: list[list[Any]] = [
        [word, n, before, after, after - before]
        for word, (n, before, after) in (("実施地区", treated), ("比較地区", control))
    ]
    return [*lines, ["差の差", None, None, None, lines[0][4] - lines[1][4]]]


def _added(made: Made, script: Script, rows: Sequence[Sequence[Any]], **words: Any) -> Made:
    if isinstance(made.source, OfQuery):
        script = following(script, made.source)
        words["question"] = f"{made.question}その結果の表から、{words['question']}"
        words["says"] = tuple(dict.fromkeys((*made.says, *words["says"])))
        words["cannot_say"] = tuple(dict.fromkeys((*made.cannot_say, *words["cannot_say"])))
        words["notes"] = tuple(dict.fromkeys((*made.notes, *words["notes"])))
    frame = pd.DataFrame([list(row) for row in rows], columns=[column.name for column in script.columns], dtype=object)
    stages = (*made.stages, stage_of(script, rows))
    return replace(made, stages=stages, frame=frame, source=OfQuery(script.name), **words)


def _require_open(made: Made, unit: str = "") -> None:
    if made.last:
        raise TableError("W957", reason=made.last)
    if not made.source:
        raise TableError("W951", count=len(made.stages))
    if left_out(without_aggregates(made.frame, unit=unit)):
        raise TableError("P110", at=Place(made.frame.attrs.get("source", ""), made.frame.attrs.get("sheet", "")))


def _require_plain(frame: pd.DataFrame, column: str) -> None:
    """Numbers that are written as text are read by Python, but are no numbers to a query."""
    require_columns(frame, [column])
    at, columns = frame.attrs.get("rows"), frame.attrs.get("columns", {})
    for i, value in enumerate(frame[column].tolist()):
        if isinstance(value, str) and value.strip():
            cell = a1(at[i], columns[column]) if at else ""
            place = Place(frame.attrs.get("source", ""), frame.attrs.get("sheet", ""), cell)
            raise TableError("P101", at=place, text=value)


def _as_grid(frame: pd.DataFrame) -> Grid:
    """The table as a sheet, for the commands that read one."""
    body = [[None if value is None or value != value else value for value in row] for row in frame.values.tolist()]
    return Grid.from_rows([[str(name) for name in frame.columns], *body])
