"""The workbooks: one A4 per district, print areas, text that stays text, 用途 on every sheet, small numbers nowhere."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from shirube.commands.districts import ClusterSettings, ProfilesSettings, cluster_districts, profile_districts
from shirube.districts.report_profile import MOST_ON_A_PAGE
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.office.write import write_result
from shirube.result import Mark, Purpose, Result
from shirube_cli.main import main
from shirube_workbooks.mihon import indicators
from shirube_workbooks.mihon.build import FOLDER
from support.soffice import open_in_libreoffice, page_texts, squeeze

SAMPLE = FOLDER / "みほん市_地区指標.xlsx"
RANK = 6  # column 順位 of 地区データ
NAMES = [f"第{i}地区" for i in range(1, 13)]


def twelve(count: int = 12) -> Grid:
    """Twelve districts; the third has 4 certified persons."""
    head = ["地区", "認定者数（人）", *(f"指標{j}率" for j in range(count - 1))]
    rows = [
        [name, 4 if i == 2 else 100 + 7 * i, *(20 + (i * (j + 3)) % 13 + 0.5 for j in range(count - 1))]
        for i, name in enumerate(NAMES)
    ]
    return Grid.from_rows([head, *rows], name="表", source="地区.xlsx")


@pytest.mark.parametrize("count", [40])
def test_every_district_has_one_page(tmp_path: Path, count: int) -> None:
    made = profile_districts(twelve(count))
    book = openpyxl.load_workbook(write_result(made, tmp_path / "p.xlsx"))
    assert book.sheetnames == ["一覧", *NAMES, "地区データ", "設定"]
    for name in NAMES:
        sheet = book[name]
        assert sheet["A1"].value == name
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 1), (None, None))
        assert not sheet.row_breaks.brk
        area = re.fullmatch(r"'?.+'?!\$A\$1:\$[A-Z]+\$(\d+)", sheet.print_area)
        assert area
        assert int(area[1]) >= sheet.max_row - 1
        assert len(sheet._charts) == 1


@pytest.mark.slow
def test_twelve_districts_are_twelve_pages(tmp_path: Path) -> None:
    path = write_result(profile_districts(twelve(MOST_ON_A_PAGE)), tmp_path / "p.xlsx")
    tops = [squeeze(text)[:40] for text in page_texts(open_in_libreoffice([path], tmp_path)[path])]
    titled = [[name for name in NAMES if f"{name}庁内限り地区プロフィール" in top] for top in tops]
    first = next(i for i, names in enumerate(titled) if names)
    assert titled[first : first + 12] == [[name] for name in NAMES]
    assert not any(titled[first + 12 :])


def test_small_numbers_are_nowhere_in_a_public_book(tmp_path: Path) -> None:
    internal = write_result(profile_districts(twelve(1)), tmp_path / "i.xlsx")
    public = write_result(profile_districts(twelve(1), ProfilesSettings(purpose=Purpose.PUBLIC)), tmp_path / "q.xlsx")
    value = re.compile(r"<v>4</v>|<c:v>4</c:v>")

    def found(path: Path) -> bool:
        sheets = [sheet for sheet in openpyxl.load_workbook(path) if sheet.title != "設定"]
        cells = [c for s in sheets for row in s.iter_rows() for c in row if (s.title, c.column) != ("地区データ", RANK)]
        return any(c.value == 4 for c in cells)

    assert found(internal)
    assert not found(public)
    with zipfile.ZipFile(public) as package:
        charts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/charts/chart")]
    assert charts
    assert not any(value.search(text) for text in charts)
    book = openpyxl.load_workbook(public)
    assert "x" in [c.value for row in book[NAMES[2]].iter_rows() for c in row]
    # the next smallest is hidden too, or the first would follow from the mean
    assert "x" in [c.value for row in book[NAMES[0]].iter_rows() for c in row]
    assert all("公表" in [c.value for c in sheet[1]] for sheet in book if sheet.title in NAMES)


def test_the_mean_over_hidden_and_shown_does_not_give_a_hidden_count_away() -> None:
    made = profile_districts(twelve(), ProfilesSettings(purpose=Purpose.PUBLIC))
    column = [row[1] for row in made.tables[0].rows[:-1]]
    assert sum(cell.shown == "x" for cell in column) == 2


def test_names_of_districts_are_text_and_sheets_differ(tmp_path: Path) -> None:
    rows = [["地区", "率"], ["=1+1", 10.5], ["北/南", 20.5], ["北?南", 12.5], ["一覧", 11.5]]
    book = openpyxl.load_workbook(write_result(profile_districts(Grid.from_rows(rows)), tmp_path / "p.xlsx"))
    assert len(book.sheetnames) == 4 + 3
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)


@pytest.fixture(scope="module")
def grouped() -> Result:
    return cluster_districts(read_grid(SAMPLE), ClusterSettings(without=("人口",)))


@pytest.fixture(scope="module")
def with_amounts() -> Result:
    return cluster_districts(read_grid(SAMPLE))


def test_the_sample_is_grouped_as_it_was_made(grouped: Result) -> None:
    made = grouped
    found = {frozenset(row[3].split("、")) for row in made.tables[0].rows}
    kinds = set(indicators.KINDS.values())
    assert found == {frozenset(n for n, kind in indicators.KINDS.items() if kind == k) for k in kinds}
    assert made.conclusion[0] == "地区は3組に分かれます。"
    assert {mark for row in made.tables[1].rows for mark in (c.mark for c in row[1:])} >= {Mark.HIGH, Mark.LOW}


def test_amounts_are_warned_about(grouped: Result, with_amounts: Result) -> None:
    assert any(light.label == "実数と割合" and "人口" in light.reason for light in with_amounts.lights)
    assert not any(light.label == "実数と割合" for light in grouped.lights)


def test_tables_of_yearbooks_are_read_through_their_long_form() -> None:
    made = cluster_districts(read_grid(FOLDER / "みほん市_地区別の表.xlsx"))
    assert made.base.startswith("24地区")
    assert "はっきりした組に分かれません" in made.conclusion[0]


def test_public_groups_keep_single_districts_back() -> None:
    few = cluster_districts(twelve(), ClusterSettings(purpose=Purpose.PUBLIC))
    assert few.data == ()
    assert few.purpose is Purpose.PUBLIC
    assert "認定者数（人）" not in [row[0] for row in few.tables[2].rows]
    assert any("認定者数（人）" in note and "平均を載せていません" in note for note in few.notes)
    assert "認定者数（人）" in [row[0] for row in cluster_districts(twelve()).tables[2].rows]


def test_page_one_is_plain(with_amounts: Result) -> None:
    made = with_amounts
    page = " ".join([*made.conclusion, *made.notes, *(light.reason for light in made.lights), *made.says])
    assert not re.search(r"シルエット|Jaccard|標準化|Ward|ランド指数", page)


def test_calls_write_books_and_refuse_politely(tmp_path: Path, capsys) -> None:
    assert main(["cluster", str(SAMPLE), "--without", "人口", "--out", str(tmp_path / "c.xlsx"), "--text"]) == 0
    assert "3組に分かれます" in capsys.readouterr().out
    assert main(["cluster", str(SAMPLE), "--groups", "40", "--out", str(tmp_path / "d.xlsx")]) == 2
    assert "SB-W859" in capsys.readouterr().err
    calls = ["--sheet", "分子と分母", "--purpose", "公表", "--out", str(tmp_path / "p.xlsx")]
    assert main(["profile", str(SAMPLE), *calls]) == 0
    assert len(openpyxl.load_workbook(tmp_path / "p.xlsx").sheetnames) == 24 + 3
