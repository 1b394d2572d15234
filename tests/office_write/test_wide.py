"""Tables wider than a page, and pages that end where charts begin."""

from itertools import pairwise

import openpyxl
import pytest

from shirube.office.write import write_result
from shirube.office.write.canvas import PAGE_POINTS, column_pixels
from shirube.office.write.tables import fit_columns
from shirube.office.write.wide import NEARLY, ROOM, parts, together_for
from shirube.result import Chart, ChartKind, Column, Format, Result, Series, Shade, Table

PERSONS = tuple(Column(f"n{j}", f"長い名の選択肢{j}", Format.COUNT, group="人数（人）") for j in range(12))
SHARES = tuple(Column(f"p{j}", f"長い名の選択肢{j}", Format.PERCENT, decimals=1, group="割合（％）") for j in range(12))
HEADS = (Column("category", "年代"), Column("n", "回答者数（n）", Format.COUNT))
COLUMNS = (*HEADS, *PERSONS, *SHARES)
ROWS = tuple((label, 100, *range(12), *(x + 0.5 for x in range(12))) for label in ("全体", "20代", "30代"))
WIDE = Table("t", "表", COLUMNS, ROWS, ("注の文",), frozenset({0}), Shade(("p0", "p11")))


def test_every_part_fits_and_every_value_is_in_one() -> None:
    cut = parts(WIDE)
    assert len(cut) > 1
    for part in cut:
        assert sum(map(column_pixels, fit_columns([part]))) <= ROOM * NEARLY
        assert [c.key for c in part.columns[:2]] == ["category", "n"]
        assert [row[:2] for row in part.rows] == [row[:2] for row in WIDE.rows]
        assert part.total_rows == WIDE.total_rows
    seen = [(c.key, tuple(row[i] for row in part.rows)) for part in cut for i, c in enumerate(part.columns) if i > 1]
    assert seen == [(c.key, tuple(row[i] for row in ROWS)) for i, c in enumerate(COLUMNS) if i > 1]
    assert [part.notes for part in cut] == [*[()] * (len(cut) - 1), ("注の文",)]
    assert [part.title for part in cut] == [f"表（{k + 1}/{len(cut)}）" for k in range(len(cut))]


def test_shading_follows_its_columns() -> None:
    shaded = [part.shade for part in parts(WIDE)]
    assert [key for shade in shaded if shade for key in shade.columns] == ["p0", "p11"]


def test_a_narrow_table_stays_whole() -> None:
    narrow = Table("t", "表", COLUMNS[:4], tuple(row[:4] for row in ROWS))
    assert parts(narrow) == [narrow]


def test_the_part_with_the_chart_keeps_the_key(tmp_path) -> None:
    few = tuple(Series(f"p{j}") for j in range(3))
    chart = Chart(ChartKind.BAR_100, "図", "t", "category", few)
    cut = parts(WIDE, together_for([chart])["t"])
    keyed = next(part for part in cut if part.key == "t")
    assert {"category", "p0", "p1", "p2"} <= {c.key for c in keyed.columns}
    assert len({part.key for part in cut}) == len(cut)
    path = write_result(Result(title="例", tables=(WIDE,), charts=(chart,)), tmp_path / "w.xlsx")
    texts = [c.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for c in row]
    assert f"表1　表（1/{len(cut)}）" in texts


def test_a_chart_over_all_columns_keeps_its_table_whole() -> None:
    chart = Chart(ChartKind.BAR, "図", "t", "category", tuple(Series(c.key) for c in (*PERSONS, *SHARES)))
    assert parts(WIDE, together_for([chart])["t"]) == [WIDE]


@pytest.mark.parametrize("rows", [14, 40, 75])
def test_no_page_holds_more_than_every_program_prints(tmp_path, rows: int) -> None:
    """Page ends are written down wherever a page is full, so that charts are never cut by an end that drifted."""
    lines = tuple((f"区分{i}", *(5.0 + j for j in range(4))) for i in range(rows))
    columns = (Column("c", "区分"), *(Column(f"p{j}", f"選択肢{j}", Format.PERCENT) for j in range(4)))
    tables = tuple(Table(f"t{k}", f"表{k}", columns, lines) for k in range(2))
    bars = tuple(Series(f"p{j}") for j in range(4))
    charts = tuple(Chart(ChartKind.BAR_100, f"図{k}", f"t{k}", "c", bars) for k in range(2))
    path = write_result(Result(title="例", conclusion=("文。",) * 6, tables=tables, charts=charts), tmp_path / "p.xlsx")
    sheet = openpyxl.load_workbook(path)["報告"]
    assert sheet.page_setup.fitToHeight == 0
    ends = [0, *(page.id for page in sheet.row_breaks.brk), sheet.max_row]
    for first, last in pairwise(ends):
        height = sum(sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1))
        assert height <= PAGE_POINTS[False] + 1
    for chart in sheet._charts:
        anchor = chart.anchor
        assert not [end for end in ends[1:-1] if anchor._from.row < end <= anchor.to.row]
