"""What the library itself answers to every example of the catalogue: the functions in cells must say the same.

Written against `shirube` alone, without the bridge and without xlwings.
"""

import datetime as dt
from collections.abc import Callable

from shirube import __version__
from shirube.calendar import age_band, age_on, fiscal_year, require_time, school_grade, to_wareki
from shirube.calendar.holidays import holiday_name
from shirube.calendar.periods import FiscalYear
from shirube.commands import (
    boundaries,
    check,
    crosstab,
    crosstab_batch,
    crosstab_counts,
    evaluate,
    evaluate_indicators,
    evaluate_plan,
    join,
    tidy,
)
from shirube.crosstab.special import heat, heat_table
from shirube.grid import Grid, parse_a1
from shirube.join import Crosswalk, loose_key, read_crosswalk
from shirube.numbers import require_number
from shirube.places import find
from shirube.result import Cell, Result, Table
from shirube.stats.contingency import cramers_v
from shirube.stats.intervals import wilson
from shirube.table import records
from shirube_macros.functions import samples

GRID_NAME = "選んだ範囲（左上が A1）"


def expected(name: str) -> object:
    """The answer to the example of a function: a value, or rows of values."""
    return ANSWERS[name]()


def cells(sheet: str, address: str) -> list[list[object]]:
    span = parse_a1(address)
    body = samples()[sheet].rows[span.top : span.bottom + 1]
    return [[None if v == "" else v for v in row[span.left : span.right + 1]] for row in body]


def grid(sheet: str, address: str, name: str = GRID_NAME) -> Grid:
    return Grid.from_rows(cells(sheet, address), name=name)


def value(address: str) -> object:
    return cells("値", address)[0][0]


def flat(table: Table) -> list[list[object]]:
    """Labels with the upper tier in front, then the values of every row."""
    head = [(column.group + " " + column.label).strip() for column in table.columns]
    return [head, *([_shown(v) for v in row] for row in table.rows)]


def _shown(v: object) -> object:
    if isinstance(v, Cell):
        return v.shown if v.shown else _shown(v.value)
    v = v.item() if hasattr(v, "item") else v
    return "" if v is None or v != v else v


def told(result: Result) -> list[list[object]]:
    """Figures, conclusion and checks in three columns, an empty row, the first table."""
    rows: list[list[object]] = [["項目", "結果", "補足"]]
    rows += [[f.label, f.text, f.note] for f in result.figures]
    rows += [["結論", sentence, ""] for sentence in result.conclusion]
    rows += [["確認", f"{x.label}: {x.level.value}{x.word}", x.reason] for x in result.lights]
    rows += [[], *flat(result.tables[0])] if result.tables else []
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _column(sheet: str, address: str) -> list[object]:
    return [row[0] for row in cells(sheet, address)]


def _did() -> tuple[Grid, tuple[str, ...]]:
    return grid("地区", "A1:D71"), ("地区", "年度", "件数", "実施", "2023")


def _two_columns(names: tuple[str, str], sheet: str, first: str, second: str) -> Grid:
    """Two columns side by side under names of our own, their headings left out."""
    rows = zip(_column(sheet, first)[1:], _column(sheet, second)[1:], strict=True)
    return Grid.from_rows([list(names), *map(list, rows)], name=GRID_NAME)


def _answers() -> list[list[object]]:
    return cells("回答", "A2:E61")


def _share() -> float:
    young = [row for row in _answers() if row[1] == "20代"]
    return sum(row[3] == "満足" for row in young) / len(young)


def _mean() -> float:
    visits = [row[4] for row in _answers() if row[1] == "60代"]
    return sum(visits) / len(visits)


def _unpivoted() -> list[list[object]]:
    head, *body = cells("月別", "A1:E5")
    long = [[*row[:2], month, row[i]] for row in body for i, month in enumerate(head[2:], 2)]
    return [["館", "区分", "月", "件数"], *([("" if v is None else v) for v in row] for row in long)]


def _filled() -> list[list[object]]:
    head, *body = cells("月別", "A1:E5")
    hall, out = None, []
    for row in body:
        hall = row[0] or hall
        out.append([hall, *("" if v is None else v for v in row[1:])])
    return [head, *out]


def _split() -> list[list[object]]:
    head, *body = cells("設備", "A1:B4")
    return [head, *([hall, item] for hall, items in body for item in str(items).split("、"))]


def _join() -> list[list[object]]:
    grids = grid("施設", "A1:B4", "左の表"), grid("相談", "A1:B4", "右の表")
    return flat(join.JOIN.run(grids, join.JOIN.settings(("地区=地区名",), Crosswalk())).data[0].table)


def _realign() -> list[list[object]]:
    walk = read_crosswalk(records(grid("対応表", "A1:C3", "対応表")))
    command = boundaries.BOUNDARIES
    return flat(command.run(grid("再編", "A1:C6"), command.settings(walk, 2025, weights=())).data[0].table)


def _crosstab() -> list[list[object]]:
    settings = crosstab.CROSSTAB.settings("年代", "満足度")
    return flat(crosstab.CROSSTAB.run(grid("回答", "A1:E61"), settings).tables[0])


def _gt() -> list[list[object]]:
    settings = crosstab_batch.GT.settings(questions="満足度", common=crosstab.CrosstabSettings())
    return flat(crosstab_batch.GT.run(grid("回答", "A1:E61"), settings).tables[0])


def _counts() -> list[list[int]]:
    return cells("人数", "B2:D3")  # type: ignore[return-value]


def _strength() -> float:
    import numpy as np

    return cramers_v(np.array(_counts()))


def _its() -> list[list[object]]:
    columns = _two_columns(("時点", "成果"), "推移", "A1:A49", "B1:B49")
    return told(evaluate.ITS.run(columns, evaluate.ITS.settings("時点", "成果", "2024年4月", "continuous", "", "")))


def _kpi() -> list[list[object]]:
    command = evaluate_indicators.KPI
    columns = _two_columns(("時期", "指標"), "推移", "A1:A49", "B1:B49")
    return told(command.run(columns, command.settings("時期", "指標", 180, "xmr", "", higher_is_better=None)))


def _gap() -> list[list[object]]:
    command = evaluate_indicators.GAP
    rows = Grid.from_rows([["項目", "目標", "現状"], *cells("目標", "A2:C5")], name=GRID_NAME)
    return told(command.run(rows, command.settings("項目", "目標", "現状")))


def _lights() -> list[list[object]]:
    rows, names = _did()
    command = evaluate_indicators.LIGHTS
    return flat(command.run(rows, command.settings(*names)).tables[0])


def _difference() -> list[list[object]]:
    rows, names = _did()
    return told(evaluate.DID.run(rows, evaluate.DID.settings(*names)))


def _before_after() -> list[list[object]]:
    columns = _two_columns(("前", "後"), "前後", "A1:A25", "B1:B25")
    return told(evaluate.BEFORE_AFTER.run(columns, evaluate.BEFORE_AFTER.settings("前", "後", True)))


def _mde() -> list[list[object]]:
    command = evaluate_plan.MDE
    return told(command.run(None, command.settings("割合", 200, 200, 0.3, None, None, None)))


def _margin() -> list[list[object]]:
    return [["割合", "幅の下", "幅の上"], [0.5, *wilson(30, 60)]]


def _residuals() -> list[list[object]]:
    return flat(crosstab_counts.residuals(grid("人数", "A1:D3")))


EPOCH = dt.date(1899, 12, 30)
ANSWERS: dict[str, Callable[[], object]] = {
    "SB_TIDY": lambda: flat(tidy.TIDY.run(grid("段組み", "A1:E7"), tidy.TIDY.settings()).data[0].table),
    "SB_WAREKI": lambda: to_wareki(value("B2")),
    "SB_NENDO": lambda: int(fiscal_year(value("B2"))),
    "SB_DATE": lambda: (require_time(value("B3")) - EPOCH).days,
    "SB_HOLIDAY": lambda: holiday_name(value("B10")),
    "SB_AGE": lambda: age_on(value("B4"), dt.date(2026, 4, 1)),
    "SB_AGEBAND": lambda: age_band(value("B11"), width=10, top=80),
    "SB_GRADE": lambda: school_grade(value("B4"), FiscalYear(2024)),
    "SB_CODE": lambda: find(value("B7")).code,
    "SB_NUMBER": lambda: require_number(value("B5")),
    "SB_UNPIVOT": _unpivoted,
    "SB_FILLDOWN": _filled,
    "SB_SPLIT": _split,
    "SB_JOIN": _join,
    "SB_KEY": lambda: loose_key(value("B9")),
    "SB_REALIGN": _realign,
    "SB_CHECK": lambda: flat(check.cell_table(grid("月別", "A1:E5"))),
    "SB_CROSSTAB": _crosstab,
    "SB_GT": _gt,
    "SB_COUNT": lambda: sum(row[1] == "20代" and row[3] == "満足" for row in _answers()),
    "SB_SHARE": _share,
    "SB_MEAN": _mean,
    "SB_MARGIN": _margin,
    "SB_CHISQ": lambda: flat(crosstab_counts.chi_square(grid("人数", "B2:D3"))),
    "SB_RESID": _residuals,
    "SB_CRAMERV": _strength,
    "SB_HEAT": lambda: flat(heat_table(heat(_column("来庁", "A2:A61")))),
    "SB_BEFOREAFTER": _before_after,
    "SB_DID": _difference,
    "SB_ITS": _its,
    "SB_MDE": _mde,
    "SB_LIGHTS": _lights,
    "SB_KPI": _kpi,
    "SB_GAP": _gap,
    "SB_VERSION": lambda: f"しるべ {__version__}",
}
