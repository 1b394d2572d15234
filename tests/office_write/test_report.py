import zipfile
from dataclasses import replace

import openpyxl
import pytest

from shirube.office.write import write_result
from shirube.office.write.canvas import MOST_SHRINK, PAGE_PIXELS, column_pixels
from shirube.office.write.report import pages
from shirube.office.write.tables import fit_columns
from shirube.result import Cell, Chart, ChartKind, Column, DataSheet, Format, Mark, Result, Series, Shade, Table
from support import sample_results as samples
from support.ooxml import part, validate

NUMBER = Column("n", "数", Format.COUNT)


@pytest.fixture(scope="module")
def crosstab(workbooks):
    return openpyxl.load_workbook(workbooks["crosstab"])["報告"]


@pytest.fixture(scope="module")
def evaluation(workbooks):
    return openpyxl.load_workbook(workbooks["evaluation"])


def _find(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("name", ["crosstab", "evaluation", "long", "charts"])
def test_paper_is_a4_one_page_wide(workbooks, name):
    for sheet in openpyxl.load_workbook(workbooks[name]):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert "&P / &N" in sheet.oddFooter.center.text


def test_wide_tables_turn_the_page(workbooks, tmp_path):
    wide = Table("w", "", tuple(Column(f"c{i}", f"項目番号{i}", Format.COUNT) for i in range(18)), ((1,) * 18,))
    sheet = openpyxl.load_workbook(write_result(Result(title="広い", tables=(wide,)), tmp_path / "w.xlsx"))["報告"]
    assert sheet.page_setup.orientation == "landscape"
    assert openpyxl.load_workbook(workbooks["crosstab"])["報告"].page_setup.orientation == "portrait"


def _unlike():
    """Two tables that fit the page alone, but not in common columns."""
    long = "少し長い文の入る欄"
    texts = Table("a", "一覧", (*(Column(f"t{i}", f"文{i}") for i in range(5)), NUMBER), ((*(long,) * 5, 1),))
    head = (Column("c", "区分"), *(replace(NUMBER, key=f"n{i}", label=f"数{i}") for i in range(16)))
    return texts, Table("b", "数の表", head, (("計", *range(16)),))


def test_tables_that_widen_each_other_go_to_their_own_sheets(tmp_path):
    texts, numbers = _unlike()
    chart = Chart(ChartKind.COLUMN, "図", "b", "c", (Series("n1"),))
    result = Result(title="例", tables=(texts, numbers, replace(numbers, key="c")), charts=(chart,))
    book = openpyxl.load_workbook(write_result(result, tmp_path / "w.xlsx"))
    assert book.sheetnames[:2] == ["報告", "報告の表"]
    assert _find(book["報告"], "表1　一覧")
    assert _find(book["報告"], "注　表2〜表3は、シート「報告の表」にあります。")
    later = book["報告の表"]
    assert (_find(later, "表2　数の表").row, _find(later, "庁内限り").row) == (3, 1)
    assert later.page_setup.paperSize == 9
    assert "'報告の表'!" in part(tmp_path / "w.xlsx", "xl/charts/chart1.xml")
    assert validate([tmp_path / "w.xlsx"]) == {tmp_path / "w.xlsx": []}


def test_no_sheet_of_tables_is_printed_small_unless_one_table_is_too_wide():
    texts, numbers = _unlike()
    room = PAGE_PIXELS[True] * MOST_SHRINK
    assert pages([]) == [[]]
    assert pages([texts, numbers, numbers, texts]) == [[texts], [numbers, numbers], [texts]]
    for sheet in pages([texts, numbers, numbers, texts]):
        assert sum(map(column_pixels, fit_columns(sheet))) <= room
    wide = replace(numbers, columns=tuple(replace(NUMBER, key=str(i), width=9) for i in range(40)), rows=())
    assert pages([wide, numbers]) == [[wide, numbers]]
    assert pages([texts, wide]) == [[texts], [wide]]


def test_a_long_table_begins_on_page_one(tmp_path):
    rows = tuple((str(i), i) for i in range(60))
    table = Table("l", "長い表", (Column("c", "区分"), NUMBER), rows)
    path = write_result(Result(title="例", conclusion=("文",) * 20, tables=(table,)), tmp_path / "l.xlsx")
    sheet = openpyxl.load_workbook(path)["報告"]
    first = _find(sheet, "長い表").row
    assert first - 1 not in [page.id for page in sheet.row_breaks.brk]


@pytest.mark.parametrize("signed", [False, True])
def test_heat_shading_spares_totals_and_other_columns(tmp_path, signed):
    columns = (Column("c", "曜日"), replace(NUMBER, key="t"), replace(NUMBER, key="a"), replace(NUMBER, key="b"))
    rows = (("計", 9, 4, 5), ("月", 5, 1, 4), ("火", 4, 3, Cell(77, shown="x")))
    shade = Shade(("a", "b"), signed=signed)
    table = Table("h", "熱", columns, rows, total_rows=frozenset({0}), shade=shade)
    path = write_result(Result(title="例", tables=(table,)), tmp_path / "h.xlsx")
    sheet = openpyxl.load_workbook(path)["報告"]
    first = _find(sheet, "月").row
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == f"C{first}:D{first + 1}"
    scale = area.rules[0].colorScale
    assert len(scale.color) == (3 if signed else 2)
    assert validate([path]) == {path: []}


def test_heading_and_stamp(crosstab, evaluation):
    assert crosstab["A1"].value == "市政への満足度は、若い世代ほど高い"
    assert _find(crosstab, "庁内限り").row == 1
    assert _find(evaluation["報告"], "公表").row == 1
    assert _find(crosstab, "出所　「市民意識調査.xlsx」回答!A1:H1205（みほん市、令和5年(2023年)10月）")


def test_the_report_is_not_frozen_but_data_is(workbooks):
    book = openpyxl.load_workbook(workbooks["crosstab"])
    assert book["報告"].freeze_panes is None
    assert book["data_満足度"].freeze_panes == "A2"


def test_numbers_stay_numbers_and_marks_are_formats(crosstab):
    row = next(c.row for c in crosstab["A"] if c.value == "18〜29歳" and c.offset(column=1).value == 170)
    marked = crosstab.cell(row, 3)
    assert marked.value == pytest.approx(100 * 41 / 170)
    assert marked.number_format == '#,##0.0" ↑高";"▲"#,##0.0" ↑高";0.0" ↑高"'
    assert marked.fill.fgColor.rgb != "00000000"
    hidden = crosstab.cell(row, 8)
    assert hidden.value == "x"
    assert any(str(c.value).endswith("人数が少ないため伏せた値です。") for c in crosstab["A"])


def test_minus_is_a_triangle_on_reports_and_a_minus_in_details(workbooks, evaluation):
    row = next(c.row for c in evaluation["報告"]["A"] if c.value == "東地区")
    cell = evaluation["報告"].cell(row, 4)
    assert cell.value == -14.1
    assert cell.number_format == '#,##0.0;"▲"#,##0.0;0.0'
    details = openpyxl.load_workbook(workbooks["crosstab"])["統計の詳細"]
    formats = {c.number_format for r in details.iter_rows() for c in r if isinstance(c.value, float)}
    assert '#,##0.000;"−"#,##0.000;0.000' in formats
    assert '[<0.001]"0.001未満";0.000' in formats


def test_a_negative_that_shows_as_zero_has_no_sign(evaluation):
    sheet = evaluation["報告"]
    row = next(c.row for c in sheet["A"] if c.value == "北地区")
    assert sheet.cell(row, 4).value == -0.04
    assert "▲" not in sheet.cell(row, 4).number_format


def test_header_tiers_are_centred_across_not_merged(crosstab):
    group = _find(crosstab, "満足度（横100%）")
    assert group.alignment.horizontal == "centerContinuous"
    assert crosstab.cell(group.row, group.column + 5).alignment.horizontal == "centerContinuous"
    assert crosstab.cell(group.row + 1, group.column).value == "満足（%）"


def test_lights_have_mark_word_and_reason_in_their_own_cells(evaluation):
    sheet = evaluation["報告"]
    for mark, word in (("○", "良い"), ("△", "注意"), ("×", "不可")):
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == mark)
        assert sheet.cell(cell.row, cell.column + 1).value == word
        assert any(sheet.cell(cell.row, column).value for column in range(2, cell.column))
        assert cell.fill.fgColor.rgb != "00000000"


def test_all_words_of_long_sentences_are_there(evaluation):
    result = samples.evaluation_result()
    text = "".join(str(c.value or "").strip("　・") for column in evaluation["報告"].iter_cols() for c in column)
    for sentence in (*result.conclusion, *result.says, *result.cannot_say, *(light.reason for light in result.lights)):
        assert sentence in text


def test_figure_is_large_and_its_range_small(evaluation):
    main, tail = _find(evaluation["報告"], "−12件"), _find(evaluation["報告"], "（−20〜−4件）")
    assert main.font.sz >= 14 > tail.font.sz
    assert tail.row == main.row + 1
    assert tail.column == main.column


def test_a_suppressed_value_is_nowhere_in_the_file(tmp_path):
    column = Column("n", "人数", Format.COUNT)
    table = Table(
        "t", "", (Column("a", "地区"), column), (("東", Cell(31337, shown="x")), ("西", Cell(41414, Mark.LOW)))
    )
    chart = Chart(ChartKind.COLUMN, "図", "t", "a", (Series("n"),))
    path = write_result(
        Result(title="秘匿", tables=(table,), charts=(chart,), data=(DataSheet("d", table),)), tmp_path / "x.xlsx"
    )
    with zipfile.ZipFile(path) as package:
        whole = b"".join(package.read(name) for name in package.namelist())
    assert b"31337" not in whole
    assert b"41414" in whole


# ------------------------------------------------------------------------------------------------ charts
def test_hundred_per_cent_bars(workbooks):
    xml = part(workbooks["crosstab"], "xl/charts/chart1.xml")
    assert '<c:grouping val="percentStacked"/>' in xml
    assert '<c:barDir val="bar"/>' in xml
    assert xml.count("<c:ser>") == 6
    assert xml.count("<c:dLbls>") == 6
    assert "若い世代ほど「満足」「やや満足」が多い" in xml
    assert xml.index('<c:orientation val="maxMin"/>') < xml.index("<c:valAx>")  # first row on top
    drawing = part(workbooks["crosstab"], "xl/drawings/drawing1.xml")
    assert 'descr="年代別の満足度の帯グラフ。18〜29歳で満足の割合が最も高い。"' in drawing


def test_counterfactual_is_dashed_and_errors_are_drawn(workbooks):
    line = part(workbooks["evaluation"], "xl/charts/chart1.xml")
    assert line.count('<a:prstDash val="dash"/>') == 1
    assert "data_月別" in line
    column = part(workbooks["evaluation"], "xl/charts/chart2.xml")
    assert "<c:errBars>" in column
    assert "<c:v>8.5</c:v>" in column  # 西地区: −1.8 − −10.3


def test_totals_stay_out_of_bars_but_in_shares(workbooks):
    shares, bars, columns, by_row, lines = (part(workbooks["charts"], f"xl/charts/chart{i}.xml") for i in range(1, 6))
    assert '<c:ptCount val="4"/>' in shares
    assert '<c:ptCount val="3"/>' in bars
    assert '<c:min val="0"/>' in bars
    assert '<c:min val="0"/>' in columns
    assert by_row.count("<c:ser>") == 3
    assert "<c:v>令和5年度</c:v>" in by_row
    assert "<c:legend>" not in lines  # the lines carry their names
    assert lines.count('<c:showSerName val="1"/>') >= 2
