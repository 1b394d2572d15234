"""Buttons from press to result, with a stand-in for the workbook Excel holds (values of sheets, copies, alerts)."""

import shutil
from types import SimpleNamespace

import openpyxl
import pytest
import xlwings as xw

from shirube import __version__
from shirube_udfs import ribbon

ANSWERS = [("年代", "満足度")] + [("20代", "満足")] * 30 + [("20代", "不満")] * 10 + [("60代", "不満")] * 40


class Cells:
    """The part of a range the settings sheet uses."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.columns = SimpleNamespace(autofit=lambda: None)

    def options(self, **_):
        return self

    def expand(self):
        return self

    @property
    def value(self):
        return [list(row[:2]) for row in self.sheet.rows]

    @value.setter
    def value(self, rows):
        self.sheet.rows = rows


class Sheet:
    def __init__(self, book, name):
        self.book, self.name, self.rows = book, name, []

    def range(self, *_):
        return Cells(self)

    def activate(self):
        self.book.sheets.active = self


class Sheets(list):
    def __init__(self, book, names):
        super().__init__(Sheet(book, name) for name in names)
        self.book, self.active = book, self[0]

    def __getitem__(self, key):
        return next(s for s in self if s.name == key) if isinstance(key, str) else super().__getitem__(key)

    def add(self, name, after):
        self.insert(self.index(after) + 1, Sheet(self.book, name))
        return self[name]


class Book:
    """A workbook on disk, as Excel has it open."""

    def __init__(self, path):
        self.name, self.alerts, self.made = path.name, [], []
        self.sheets = Sheets(self, openpyxl.load_workbook(path).sheetnames)
        self.api = SimpleNamespace(SaveCopyAs=lambda to: shutil.copy(path, to))
        books = SimpleNamespace(Add=lambda made: self.made.append(openpyxl.load_workbook(made)))
        self.app = SimpleNamespace(alert=self._alert, api=SimpleNamespace(Workbooks=books), books=[self])

    def _alert(self, text, title):
        assert title == "しるべ"
        self.alerts.append(text)


@pytest.fixture
def book(tmp_path, monkeypatch):
    path = tmp_path / "回答.xlsx"
    made = openpyxl.Workbook()
    made.active.title = "回答"
    for row in ANSWERS:
        made.active.append(row)
    made.save(path)
    before = path.read_bytes()
    opened = Book(path)
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: opened))
    yield opened
    assert path.read_bytes() == before  # whatever a button did


def test_version(book):
    ribbon.press("version")
    assert book.alerts == [f"しるべ {__version__}"]


def test_first_press_makes_the_settings_sheet_behind_the_last_one(book):
    ribbon.press("crosstab")
    assert [s.name for s in book.sheets] == ["回答", "設定_クロス集計"]
    assert book.sheets["設定_クロス集計"].rows[1][:2] == ["対象のシート", "回答"]
    assert book.sheets.active.name == "設定_クロス集計"
    assert "設定_クロス集計" in book.alerts[0]
    assert not book.alerts[0].startswith("SB-")  # news, not an error
    assert book.made == []


def fill(book, **said):
    sheet = book.sheets["設定_クロス集計"]
    sheet.rows = [[label, said.get(label, value), text] for label, value, text in sheet.rows]


def test_second_press_opens_the_result_as_a_new_workbook(book):
    ribbon.press("crosstab")
    fill(book, 表側の列="年代", 表頭の列="満足度")
    ribbon.press("crosstab")
    assert len(book.alerts) == 1
    (result,) = book.made
    cells = [v for sheet in result for row in sheet.iter_rows(values_only=True) for v in row]
    assert "20代" in {str(v).rstrip("※") for v in cells}
    assert {30, 10, 40} <= {v for v in cells if isinstance(v, int)}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"表側の列": "年代"}, "SB-V293"),
        ({"表側の列": "年代", "表頭の列": "満足"}, "SB-T101"),
        ({"表側の列": "年代", "表頭の列": "満足度", "対象のシート": "ない"}, "SB-V297"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_opens(book, said, code):
    ribbon.press("crosstab")
    fill(book, **said)
    ribbon.press("crosstab")
    assert book.alerts[1].startswith(code)
    assert book.made == []


def test_tidy_needs_no_settings(book):
    ribbon.press("tidy")
    assert book.alerts == []
    assert len(book.made) == 1


def test_unexpected_error_is_told_in_japanese_without_a_traceback(book):
    def refuse(_):
        raise OSError("0x800A03EC C:\\secret")

    book.api.SaveCopyAs = refuse
    ribbon.press("tidy")
    (told,) = book.alerts
    assert told.startswith("SB-W299")
    assert "secret" not in told


def result_book(book, tmp_path, **said):
    """The result of a press, with cells of its 設定 sheet changed, as Excel has it open beside the original."""
    ribbon.press("tidy")
    (made,) = book.made
    for row in made["設定"].iter_rows(min_row=2):
        row[1].value = said.get(row[0].value, row[1].value)
    path = tmp_path / "縦持ちに直す1.xlsx"
    made.save(path)
    opened = Book(path)
    opened.app, opened.alerts, opened.made = book.app, book.alerts, book.made
    opened.sheets.active = opened.sheets["設定"]
    return opened


def test_tidy_on_a_corrected_settings_sheet_runs_again_on_the_original(table, tmp_path, monkeypatch):
    opened = result_book(table, tmp_path, 列見出しの名前="男女")
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: opened))
    ribbon.press("tidy")
    assert table.alerts == []
    assert [cell.value for cell in table.made[1]["整然データ"][1]][:2] == ["地区", "男女"]


@pytest.mark.parametrize(("wanted", "alert"), [(2, ""), (7, "SB-T203"), ("二", "SB-T203")])
def test_another_reading_is_followed_when_asked(table, tmp_path, monkeypatch, wanted, alert):
    opened = result_book(table, tmp_path, 読み方の候補=wanted)
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: opened))
    ribbon.press("tidy")
    assert [told[: len(alert)] for told in table.alerts] == [alert] * bool(alert)
    if not alert:
        first, second = ([[c.value for c in row] for row in made["整然データ"].iter_rows()] for made in table.made)
        assert first != second


def test_the_original_must_be_open(table, tmp_path, monkeypatch):
    opened = result_book(table, tmp_path)
    table.app.books = [opened]
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: opened))
    ribbon.press("tidy")
    assert table.alerts[0].startswith("SB-T208")
    assert "人口.xlsx" in table.alerts[0]


@pytest.fixture
def table(tmp_path, monkeypatch):
    path = tmp_path / "人口.xlsx"
    made = openpyxl.Workbook()
    for row in [["人口"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]]:
        made.active.append(row)
    made.save(path)
    opened = Book(path)
    monkeypatch.setattr(xw.Book, "caller", staticmethod(lambda: opened))
    return opened
