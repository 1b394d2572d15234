"""［クエリにする］on the settings sheet of another button: a workbook with the query of what that button does."""

import openpyxl
import pytest

from shirube.commands.powerquery_of import COMPILED as KNOWN
from shirube.office.engine import close_all, open_book
from shirube.office.queries import queries_of
from shirube_udfs import asking, querying, ribbon, running
from shirube_udfs.buttons import buttons, command_of
from support.embedded import filled_in, refreshed, same

ANSWERS = [[f"{20 + i % 3 * 10}代", ("満足", "不満")[i % 2], i, i + 2] for i in range(9)]
MONTHS = [
    [f"{i}区", f"令和{y}年度", 10 + i % 3 + y - (i < 2 and y > 4) * 4, int(i < 2)]
    for i in range(6)
    for y in (3, 4, 5, 6)
]
SHEETS = {
    "回答": [["年代", "満足度", "前", "後"], *ANSWERS],
    "施設": [["施設", "定員"], ["第一小", 10], ["北館", 3]],
    "評価": [["施設", "評価"], ["第一小", "A"], ["南館", "D"]],
    "令和5年度": [["人口"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]],
    "令和6年度": [["人口"], ["地区", "男", "女"], ["東", 5, 6], ["西", 7, "x"]],
    "地区": [["地区", "年度", "件数", "実施"], *MONTHS],
}
CASES = {
    "tidy": ("令和5年度", {}, "令和5年度_縦持ち"),
    "stack": ("令和5年度", {"対象のシート": "令和5年度、令和6年度"}, "元_積み重ね"),
    "join": ("施設", {"対象のシート": "施設、評価"}, "施設と評価_突合"),
    "crosstab": ("回答", {"表側の列": "年代", "表頭の列": "満足度"}, "年代×満足度_集計"),
    "before_after": ("回答", {"前の列": "前", "後の列": "後"}, "前→後_前後比較"),
    "did": (
        "地区",
        {"単位の列": "地区", "期間の列": "年度", "成果の列": "件数", "実施の列": "実施", "開始時点": "令和5年度"},
        "件数_差の差",
    ),
}


@pytest.fixture
def book(tmp_path):
    asking.forget()
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in SHEETS.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / "元.xlsx")
    yield open_book(tmp_path / "元.xlsx")
    close_all()


@pytest.fixture
def written(monkeypatch) -> list:
    """The bytes of every workbook that was written, before Excel has it."""
    found = []
    real = running.write

    def write(book, results, path, number=0):
        made = real(book, results, path, number)
        found.append(made.read_bytes())
        return made

    monkeypatch.setattr(running, "write", write)
    return found


def press(book, button):
    book.set_mock_caller()
    ribbon.press(button)
    return book.app.impl.alerts[-1].text


def settings_of(book, button, sheet, said):
    """Make the settings sheet of a button, write on it and show it."""
    book.sheets[sheet].activate()
    book.app.impl.answers.append("no")
    press(book, button)
    book.app.impl.answers.clear()
    shown = book.sheets[f"設定_{buttons()[button].label}"]
    for row, line in enumerate(shown.used_range.options(ndim=2).value, start=1):
        if line[0] in said:
            shown.range((row, 2)).value = said[line[0]]
    shown.activate()


def test_buttons_are_those_of_the_commands_that_compile():
    assert {command_of(buttons()[name]).name for name in querying.COMPILED} == set(KNOWN)
    assert set(CASES) == set(querying.COMPILED)


@pytest.mark.parametrize("button", CASES)
def test_settings_become_a_query(button, book, written, tmp_path):
    sheet, said, query = CASES[button]
    settings_of(book, button, sheet, said)
    before = [s.name for s in book.sheets]
    told = press(book, "powerquery")
    assert told.startswith(f"「設定_{buttons()[button].label}」シートの設定"), told
    made = book.app.books[-1]
    assert made.name.startswith("クエリにする")
    assert [s.name for s in book.sheets if s.name != "操作記録"] == before
    assert [row[3] for row in book.sheets["操作記録"].used_range.value[1:]] == ["クエリにする"]
    path = tmp_path / "できた.xlsx"
    path.write_bytes(written[-1])
    assert [held.name for held in queries_of(path).queries] == [query]
    assert same(refreshed(path, query), filled_in(path, query))


def test_what_no_query_can_do_is_said_and_nothing_is_made(book):
    settings_of(book, "crosstab", "回答", {"表側の列": "年代", "表頭の列": "満足度", "用途": "公表"})
    books, before = len(book.app.books), [s.name for s in book.sheets]
    assert press(book, "powerquery").startswith("SB-P109")
    assert (len(book.app.books), [s.name for s in book.sheets]) == (books, before)


def test_cancelling_makes_nothing(book):
    settings_of(book, "crosstab", "回答", {"表側の列": "年代", "表頭の列": "満足度"})
    books = len(book.app.books)
    book.app.impl.answers.append("cancel")
    press(book, "powerquery")
    assert len(book.app.books) == books


def test_on_the_settings_of_a_result(book, written, tmp_path):
    """The sheet 設定 that stands beside a result says the same."""
    settings_of(book, "crosstab", "回答", {"表側の列": "年代", "表頭の列": "満足度"})
    press(book, "crosstab")
    book.sheets["設定"].activate()
    press(book, "powerquery")
    path = tmp_path / "できた.xlsx"
    path.write_bytes(written[-1])
    assert [held.name for held in queries_of(path).queries] == ["年代×満足度_集計"]


def test_on_a_table_it_still_asks_for_itself(book):
    book.sheets["令和5年度"].activate()
    book.app.impl.answers.append("no")
    press(book, "powerquery")
    assert "設定_クエリにする" in [s.name for s in book.sheets]
