"""次年度版 and 外に出す版: files beside the workbook, from the button and from the command line."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from shirube.office.engine import close_all, new_book, open_book
from shirube_cli.main import main
from shirube_udfs import asking, ribbon
from support.ooxml import validate


@pytest.fixture(autouse=True)
def _fresh():
    asking.forget()
    yield
    close_all()


@pytest.fixture
def path(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "R6利用者"
    sheet["A1"] = "令和６年度　施設別利用者数（令和7年3月末現在）"
    for row in [
        ["施設", "令和5年度", "令和6年度", "計"],
        ["図書館", 20, 30, "=SUM(B3:C3)"],
        ["公民館", 2, 3, "=B4+C4"],
    ]:
        sheet.append(row)
    sheet["A6"], sheet["A7"] = "注：令和2年国勢調査による。", dt.date(2025, 3, 31)
    sheet["F1"] = "様式R6.4.1改"
    sheet.merge_cells("F1:G1")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F3")
    other = made.create_sheet("集計")
    other["A1"], other["A2"] = "=R6利用者!C3", '=IF(A1>0,"令和6年度","")'
    made.save(tmp_path / "利用者R6.xlsx")
    return tmp_path / "利用者R6.xlsx"


@pytest.fixture
def used(path):
    """The workbook after its table was made tidy with a button."""
    book = open_book(path)
    book.set_mock_caller()
    ribbon.press("tidy")
    return book


def told(book):
    return book.app.impl.alerts[-1].text


def test_the_workbook_for_the_year_after(used, path):
    before = path.read_bytes()
    ribbon.press("next_year")
    assert told(used).startswith("「利用者R7.xlsx」を、元のブックの隣に作りました。")
    assert path.read_bytes() == before
    made = openpyxl.load_workbook(path.with_name("利用者R7.xlsx"))
    sheet = made["R7利用者"]
    assert sheet["A1"].value == "令和７年度　施設別利用者数（令和8年3月末現在）"
    assert [c.value for c in sheet[2]][:4] == ["施設", "令和6年度", "令和7年度", "計"]
    assert [c.value for c in sheet[3]][:4] == ["図書館", None, None, "=SUM(B3:C3)"]
    assert sheet["A6"].value == "注：令和2年国勢調査による。"
    assert sheet["F1"].value == "様式R7.4.1改"  # text, not a date
    assert "R7利用者" in made["集計"]["A1"].value
    assert "整然データ" not in made.sheetnames
    assert made["設定_縦持ちに直す"]["B2"].value == "R7利用者"
    assert "R7利用者" in sheet._charts[0].series[0].val.numRef.f
    assert {row[7].value for row in made["操作記録"].iter_rows(min_row=2)} == {"前年度"}
    reasons = {c.value for row in made["報告"].iter_rows() for c in row if isinstance(c.value, str)}
    assert {"式の中に年が書かれています"} <= reasons
    assert validate([path.with_name("利用者R7.xlsx")]) == {path.with_name("利用者R7.xlsx"): []}


def test_what_buttons_made_last_year_cannot_be_taken_back_in_the_new_one(used, path):
    ribbon.press("next_year")
    close_all()
    new = open_book(path.with_name("利用者R7.xlsx"))
    new.set_mock_caller()
    ribbon.press("undo")
    assert told(new).startswith("SB-K419")


def test_pressed_twice_nothing_is_written_over(used, path):
    ribbon.press("next_year")
    used.sheets["R6利用者"].activate()
    ribbon.press("next_year")
    assert {p.name for p in path.parent.glob("*.xlsx")} == {"利用者R6.xlsx", "利用者R7.xlsx", "利用者R7_2.xlsx"}


def test_a_failure_leaves_no_half_made_workbook(used, path, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr("shirube_udfs.files.place", refuse)
    before = [sheet.name for sheet in used.sheets]
    ribbon.press("next_year")
    assert told(used).startswith("SB-W299")
    assert [sheet.name for sheet in used.sheets] == before
    assert len(used.app.books) == 1
    assert [p.name for p in path.parent.glob("*.xlsx")] == ["利用者R6.xlsx"]


@pytest.mark.parametrize("button", ["next_year", "share"])
def test_a_workbook_never_saved_has_no_place_beside_it(button):
    book = new_book("表")
    book.sheets[0].range("A1").value = [["令和6年度", None], ["a", "b"]]
    book.set_mock_caller()
    ribbon.press(button)
    assert told(book).startswith("SB-K422")
    assert [sheet.name for sheet in book.sheets] == ["表"]


def test_the_version_for_outside(tmp_path):
    made = openpyxl.Workbook()
    for row in [["施設", "人数"], ["図書館", 30], ["公民館", 12]]:
        made.active.append(row)
    made.save(tmp_path / "表.xlsx")
    book = open_book(tmp_path / "表.xlsx")
    book.set_mock_caller()
    ribbon.press("share")
    assert told(book).startswith("「表_外に出す版.xlsx」を、元のブックの隣に作りました。")
    out = openpyxl.load_workbook(tmp_path / "表_外に出す版.xlsx")
    assert [[c.value for c in row] for row in out.active.iter_rows()] == [
        ["施設", "人数"],
        ["図書館", 30],
        ["公民館", 12],
    ]
    assert "表_外に出した記録.csv" in told(book)
    assert (tmp_path / "表_外に出した記録.csv").exists()


def test_personal_information_stops_it_and_the_settings_sheet_stays_for_the_answer(tmp_path):
    made = openpyxl.Workbook()
    for row in [["氏名", "電話番号"], *[[f"山田{c}子", f"090-1234-56{i:02}"] for i, c in enumerate("一二三四五六")]]:
        made.active.append(row)
    made.save(tmp_path / "名簿.xlsx")
    book = open_book(tmp_path / "名簿.xlsx")
    book.set_mock_caller()
    ribbon.press("share")
    assert told(book).startswith("SB-K301")
    assert "「残す理由」を書いて" in told(book)
    assert "--drop" not in told(book)
    assert book.sheets.active.name == "設定_外に出す版"
    assert not (tmp_path / "名簿_外に出す版.xlsx").exists()


@pytest.fixture
def districts(tmp_path):
    made = openpyxl.Workbook()
    for row in [["地区別の人口（人）"], ["地区", "男", "女"], ["東", "1,000", 2], ["西", 3, 4]]:
        made.active.append(row)
    made.save(tmp_path / "人口.xlsx")
    book = open_book(tmp_path / "人口.xlsx")
    book.set_mock_caller()
    book.app.impl.answers.append("yes")
    return book


def test_the_button_writes_the_csv_that_the_command_line_writes(districts, tmp_path):
    (tmp_path / "cli").mkdir()
    assert main(["opendata", str(tmp_path / "人口.xlsx"), "--out", str(tmp_path / "cli" / "人口_公開用.csv")]) == 0
    ribbon.press("opendata")
    assert "「人口_公開用.csv」と、その説明「人口_公開用.meta.json」を" in told(districts)
    for name in ("人口_公開用.csv", "人口_公開用.meta.json"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "cli" / name).read_bytes()
    assert "公開用データ" in [sheet.name for sheet in districts.sheets]
    logged = districts.sheets["操作記録"].used_range.options(ndim=2).value
    assert "人口_公開用.csv" in [row[6] for row in logged]


def test_a_second_csv_has_another_name_and_a_description_is_never_written_over(districts, tmp_path):
    (tmp_path / "人口_公開用.meta.json").write_text("{}")
    ribbon.press("opendata")
    assert (tmp_path / "人口_公開用_2.csv").exists()
    assert (tmp_path / "人口_公開用.meta.json").read_text() == "{}"


def test_when_the_sheets_do_not_come_in_no_csv_is_left(districts, tmp_path, monkeypatch):
    monkeypatch.setattr("shirube_udfs.running.place", lambda *_: 1 / 0)
    ribbon.press("opendata")
    assert told(districts).startswith("SB-W299")
    assert [p.name for p in tmp_path.iterdir()] == ["人口.xlsx"]
    assert [sheet.name for sheet in districts.sheets] == ["Sheet"]


def test_a_workbook_in_no_folder_gets_the_sheets_and_is_told_why_there_is_no_csv():
    book = new_book("表")
    book.sheets[0].range("A1").value = [["地区", "人口"], ["東", 10], ["西", 12]]
    book.set_mock_caller()
    ribbon.press("opendata")
    assert "フォルダーに保存してから" in told(book)
    assert "公開用データ" in [sheet.name for sheet in book.sheets]


def test_on_the_command_line(used, path, capsys):
    used.save(path.with_name("使った後R6.xlsx"))
    close_all()
    assert main(["next-year", str(path.with_name("使った後R6.xlsx"))]) == 0
    made = openpyxl.load_workbook(path.with_name("使った後R7.xlsx"))
    assert made["R7利用者"]["C2"].value == "令和7年度"
    assert made["R7利用者"]["B3"].value is None
    assert {row[7].value for row in made["操作記録"].iter_rows(min_row=2)} == {"前年度"}
    assert path.with_name("使った後R7_一覧.xlsx").exists()
    assert "人が見る" not in capsys.readouterr().err
    assert main(["handover", str(path.with_name("使った後R6.xlsx")), "--work", "施設の利用者"]) == 0
    page = openpyxl.load_workbook(path.with_name("使った後R6_引継書.xlsx"))
    assert page["報告"]["A1"].value == "引継書：施設の利用者"
    assert page["報告"].page_setup.orientation == "landscape"


def test_on_the_command_line_the_year_is_asked_for(tmp_path, capsys):
    made = openpyxl.Workbook()
    made.active["A1"] = "利用者数"
    made.save(tmp_path / "表.xlsx")
    assert main(["next-year", str(tmp_path / "表.xlsx")]) == 2
    assert "SB-K425" in capsys.readouterr().err
    assert main(["next-year", str(tmp_path / "表.xlsx"), "--year", "令和6年度"]) == 0
    assert (tmp_path / "表_次年度版.xlsx").exists()
