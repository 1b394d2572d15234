"""区域をそろえる: a table on the boundaries of one 年度, by a 対応表; every converted figure is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..calendar import FiscalYear
from ..errors import JoinError, Place
from ..grid import Grid
from ..join import Break, Converted, ConvertRequest, Crosswalk, Kept, convert, find_breaks, keys_from, plain_key
from ..join.codes import code_text
from ..join.convert import MARK, ORIGIN
from ..join.find_keys import distinct
from ..join.time_keys import looks_like_time
from ..result import Column, DataSheet, Figure, Format, Level, Light, Purpose, Result, Setting, Table
from ..table import TidyTable
from .base import Command
from .join_tables import table_of, totals_left_out
from .provenance import of_grid
from .tidy_report import data_table

__all__ = [
    "BOUNDARIES",
    "BoundarySettings",
    "align_sheet",
    "align_table",
    "breaks_table",
    "cannot_say",
    "crosswalk_table",
    "time_column",
    "unit_column",
]

_SHOWN = 8


@dataclass(frozen=True)
class BoundarySettings:
    """To which boundaries, and how.

    Attributes
    ----------
    crosswalk
        対応表 with the changes.
    year
        年度 whose boundaries are wanted.
    unit, time
        Columns of the units and the times; empty: the ones that fit the 対応表 and hold times.
    data_year
        年度 of all rows, when the table has no times; 0: none.
    weights
        ``率=人口``: a rate or mean and the column to weight it by.
    """

    crosswalk: Crosswalk = field(default_factory=Crosswalk)
    year: int = 0
    unit: str = ""
    time: str = ""
    data_year: int = 0
    weights: tuple[str, ...] = ()
    purpose: Purpose = Purpose.INTERNAL


def align_sheet(grid: Grid, settings: BoundarySettings) -> Result:
    """Convert the table of a sheet.

    Raises
    ------
    JoinError
        SB-J307: no 対応表 or no 年度. SB-J312: no column of units or times. Others: see `shirube.join.convert`.
    """
    table = table_of(grid)
    if not settings.crosswalk.changes or not settings.year:
        raise JoinError("J307", at=Place(grid.source, grid.name))
    converted = align_table(table, settings)
    if converted is None:
        raise JoinError("J312", at=Place(grid.source, grid.name), found="、".join(map(str, table.frame.columns)))
    return _report(grid, table, converted, settings)


def align_table(table: TidyTable, settings: BoundarySettings) -> Converted | None:
    """Convert a table, or return nothing where it has none of the units (errors: see `shirube.join.convert`)."""
    unit = settings.unit or unit_column(table, settings.crosswalk)
    time = settings.time or ("" if settings.data_year else time_column(table))
    if not unit or unit not in table.frame.columns:
        return None
    request = ConvertRequest(
        settings.crosswalk,
        FiscalYear(settings.year),
        unit,
        time,
        FiscalYear(settings.data_year) if settings.data_year else None,
        {key.left: key.right for key in keys_from(settings.weights)},
    )
    return convert(table, request)


def unit_column(table: TidyTable, crosswalk: Crosswalk) -> str:
    """The column that holds most units of a 対応表; empty when none does."""
    shared = {str(name): _shared(distinct(table, name), crosswalk) for name in table.frame.columns}
    best = max(shared, key=lambda name: shared[name], default="")
    return best if best and shared[best] else ""


def _shared(values: Sequence[object], crosswalk: Crosswalk) -> int:
    names = {name for c in crosswalk.spelled_like(values).changes for name in (c.old, c.new)}
    return len(set(map(plain_key, names)) & {plain_key(code_text(v) if isinstance(v, float) else v) for v in values})


def time_column(table: TidyTable) -> str:
    """The column of times, 年度 before others; empty when there is none."""
    times = [
        name
        for name in map(str, table.frame.columns)
        if not name.endswith("_西暦") and looks_like_time(distinct(table, name), name)
    ]
    return next((name for name in times if "年度" in name), times[0] if times else "")


def _report(grid: Grid, table: TidyTable, made: Converted, settings: BoundarySettings) -> Result:
    unit, time = settings.unit or unit_column(table, settings.crosswalk), settings.time or time_column(table)
    breaks = find_breaks(made.table, unit, time)
    counts = made.counts
    data = [
        DataSheet("そろえた表", data_table("aligned", "そろえた表", made.table)),
        DataSheet("対応表", crosswalk_table(settings.crosswalk)),
    ]
    if breaks:
        data.append(DataSheet("境目", breaks_table({grid.name: breaks})))
    return Result(
        title=f"区域をそろえた表：{table.title or grid.name}",
        question=f"「{grid.name}」を、{settings.year}年度の区域に直しました。",
        conclusion=_conclusion(len(made.table), counts, made.findings, settings.year),
        figures=(
            Figure("できた行", f"{len(made.table):,}行", f"元は{len(table):,}行"),
            Figure("直した行", f"{sum(counts.values()):,}行", "「換算」の列に印"),
        ),
        tables=(*((_examples(made, unit, time),) if counts else ()), _counts(counts), _sums(made)),
        lights_title="点検",
        lights=_lights(made, breaks),
        cannot_say=cannot_say(breaks),
        notes=(
            "「換算」の列が空の行は、元の数のままです。印のある行は、対応表で直した数です。",
            *totals_left_out([(grid.name, table)]),
        ),
        data=tuple(data),
        settings=(
            Setting("区域の年度", settings.year),
            Setting("区分の列", unit),
            Setting("時点の列", time),
            *((Setting("重み", settings.weights),) if settings.weights else ()),
        ),
        provenance=of_grid(grid),
        purpose=settings.purpose,
    )


def _conclusion(rows: int, counts: dict[str, int], findings: Sequence[str], year: int) -> tuple[str, ...]:
    first = f"{year}年度の区域で{rows:,}行の表にしました。"
    done = "、".join(f"{mark}{n:,}行" for mark, n in counts.items())
    return (first, f"直した行は、{done}です。" if done else "直した行はありません。", *findings)


def _examples(made: Converted, unit: str, time: str) -> Table:
    """The first converted figures, each with the units it comes from."""
    frame = made.table.frame
    changed = frame[frame[MARK] != ""]
    names = [name for name in (unit, time, *[kept.measure for kept in made.sums], MARK, ORIGIN) if name]
    table = data_table("examples", "直した数", replace(made.table, frame=changed[names].head(_SHOWN)))
    more = len(changed) - _SHOWN
    notes = (f"ほか{more:,}行は「そろえた表」シートにあります。",) if more > 0 else ()
    return replace(table, title=f"直した数（最初の{len(table.rows)}行）" if more > 0 else table.title, notes=notes)


def _counts(counts: dict[str, int]) -> Table:
    columns = (Column("mark", "換算", width=20), Column("rows", "行", Format.COUNT))
    return Table("marks", "直した行", columns, tuple(counts.items()))


def _sums(made: Converted) -> Table:
    rows = [(k.measure, k.before, k.after, k.unknown, k.lost if _differs(k) else 0.0) for k in made.sums]
    whole = all(float(v).is_integer() for row in rows for v in row[1:])
    form = Format.COUNT if whole else Format.NUMBER
    labels = {"before": "直す前の合計", "after": "直した合計", "unknown": "分からなくなった数", "lost": "差"}
    columns = (
        Column("measure", "数の列"),
        *(Column(key, label, form, decimals=0 if whole else 1) for key, label in labels.items()),
    )
    return Table("sums", "合計", columns, tuple(rows))


def _differs(kept: Kept) -> bool:
    return abs(kept.lost) > 1e-6 * max(1.0, abs(kept.before))


def _lights(made: Converted, breaks: Sequence[Break]) -> tuple[Light, ...]:
    lost = [kept.measure for kept in made.sums if _differs(kept)]
    lights = [
        Light("合計", Level.BAD, "合わない", f"「{'」「'.join(lost)}」の合計が、直す前と違います。")
        if lost
        else Light("合計", Level.GOOD, "合っている", "直す前と直したあとで、合計は同じです。")
    ]
    lights += [Light("対応表", Level.CAUTION, "確認が必要", sentence) for sentence in made.findings]
    if breaks:
        lights.append(
            Light("境目", Level.CAUTION, "確認が必要", f"途切れや移り変わりが{len(breaks):,}件残っています。")
        )
    return tuple(lights)


def cannot_say(breaks: Sequence[Break]) -> tuple[str, ...]:
    """What must not be read from figures across a break."""
    if not breaks:
        return ()
    return ("「境目」のある区分の、境目をまたぐ増減は、施策の効果として読めません。",)


def breaks_table(breaks: dict[str, Sequence[Break]]) -> Table:
    """The breaks of several tables, by their names."""
    columns = (
        Column("table", "表"),
        Column("kind", "種類", width=18),
        Column("unit", "区分"),
        Column("time", "時点"),
        Column("sentence", "内容", width=70),
    )
    rows = [(name, b.kind, b.unit, b.time, b.sentence) for name, found in breaks.items() for b in found]
    return Table("breaks", "境目", columns, tuple(rows))


def crosswalk_table(crosswalk: Crosswalk) -> Table:
    """A 対応表 as a sheet that can be read again."""
    frame = crosswalk.frame()
    forms = {"開始年度": Format.YEAR, "終了年度": Format.YEAR, "割合": Format.NUMBER, "逆割合": Format.NUMBER}
    columns = tuple(
        Column(name, name, forms.get(name, Format.TEXT), decimals=6 if "割合" in name else 0)
        for name in map(str, frame.columns)
    )
    return Table("crosswalk", "対応表", columns, tuple(frame.itertuples(index=False, name=None)))


BOUNDARIES = Command("boundaries", "区域をそろえる", BoundarySettings, align_sheet)
