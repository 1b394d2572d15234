"""The main job end to end on the sample workbooks: what each file of ``out/`` must hold."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

FILES = ("01_整然化.xlsx", "02_クロス集計.xlsx", "03_政策評価.xlsx")
JARGON = (
    "p値", "p＜", "p<", "カイ二乗", "χ", "検定", "有意", "帰無", "自由度", "Fisher", "フィッシャー", "Cramér",
    "クラメール", "ブートストラップ", "Welch", "ウェルチ", "順列", "回帰", "標準誤差", "残差", "bootstrap",
    "permutation", "DiD", "MDE",
)  # fmt: skip


@pytest.fixture(scope="module", params=FILES)
def book(request: pytest.FixtureRequest, out: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(out / request.param)


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def reports(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book if sheet.title.startswith("報告")]


def data_sheets(book: openpyxl.Workbook) -> list[Worksheet]:
    return [sheet for sheet in book if sheet.tables]


def test_all_files_are_there(out: Path) -> None:
    names = {path.name for path in out.iterdir()}
    assert {*FILES, "shirube.xlam"} <= names
    assert len(names) == 5  # and one template


def test_page_one_has_no_jargon(book: openpyxl.Workbook) -> None:
    for sheet in reports(book):
        said = "\n".join(texts(sheet))
        assert [word for word in JARGON if word in said] == []


def test_triangles_appear_only_as_minus(book: openpyxl.Workbook) -> None:
    """▲ stands in number formats only; △ as text only as the caution light, alone in its cell."""
    for sheet in book:
        for text in texts(sheet):
            assert "▲" not in text
            assert text == "△" or "△" not in text


def test_reports_come_first_then_details_then_data(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[0].startswith("報告")
    assert any(name.startswith("統計の詳細") for name in book.sheetnames) or "整然データ" in book.sheetnames


def test_report_is_print_ready(book: openpyxl.Workbook) -> None:
    for sheet in reports(book):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is the default
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_data_sheets_start_at_a1_with_one_header_row(book: openpyxl.Workbook) -> None:
    assert data_sheets(book)
    for sheet in data_sheets(book):
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A1:")
        header = [cell.value for cell in sheet[1]]
        assert all(header)
        assert len(set(header)) == len(header)
        assert not sheet.merged_cells.ranges


def test_nothing_is_hidden_and_no_person_is_named(book: openpyxl.Workbook) -> None:
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert {book.properties.lastModifiedBy, book.properties.creator} <= {None, "", "しるべ"}


def test_tidy_rows_lead_back_to_their_source_cells(out: Path) -> None:
    book = openpyxl.load_workbook(out / FILES[0])
    sheet = book["整然データ"]
    header = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, header.index("出所セル") + 1)
    assert cell.hyperlink is not None
    assert cell.hyperlink.target.endswith(".xlsx")
    assert cell.value in cell.hyperlink.location
    assert "設定" in book.sheetnames
    assert "落としたもの" in book.sheetnames


def test_tidy_values_equal_the_source_cells(out: Path) -> None:
    from shirube_cli.demo import MESSY
    from shirube_workbooks.samples.build import FOLDER as SAMPLES

    original = openpyxl.load_workbook(SAMPLES / MESSY, data_only=True).worksheets[0]
    sheet = openpyxl.load_workbook(out / FILES[0])["整然データ"]
    header = [cell.value for cell in sheet[1]]
    value, source = header.index("値"), header.index("出所セル")
    compared = 0
    for row in sheet.iter_rows(min_row=2, values_only=True):
        printed = original[row[source]].value
        if isinstance(printed, (int, float)):
            assert row[value] == pytest.approx(printed)
            compared += 1
    assert compared > 100


def test_crosstab_has_a_native_band_chart(out: Path) -> None:
    book = openpyxl.load_workbook(out / FILES[1])
    (chart,) = [chart for sheet in reports(book) for chart in sheet._charts]
    assert (chart.barDir, chart.grouping) == ("bar", "percentStacked")


def test_evaluation_holds_both_designs_with_size_interval_and_limits(out: Path) -> None:
    book = openpyxl.load_workbook(out / FILES[2])
    pages = reports(book)
    assert len(pages) == 2
    for page in pages:
        said = "\n".join(texts(page))
        assert "言えること" in said
        assert "言えないこと" in said
        assert "〜" in said
        assert page._charts


def test_every_report_says_when_it_was_made(book: openpyxl.Workbook) -> None:
    for sheet in reports(book):
        assert "作成日 20" in sheet.oddFooter.left.text
