"""Buttons from press to result, on the headless engine over real files."""

import datetime as dt

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from shirube import __version__
from shirube.office.engine import close_all, new_book, open_book
from shirube_udfs import asking, placing, progress, ribbon, running

ANSWERS = [("年代", "満足度")] + [("20代", "満足")] * 30 + [("20代", "不満")] * 10 + [("60代", "不満")] * 40
SETTINGS = "設定_クロス集計"


@pytest.fixture(autouse=True)
def _fresh():
    asking.forget()
    yield
    close_all()


def saved(path, rows, name="回答"):
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


@pytest.fixture
def path(tmp_path):
    made = saved(tmp_path / "回答.xlsx", ANSWERS)
    before = made.read_bytes()
    yield made
    assert made.read_bytes() == before  # whatever a button did


@pytest.fixture
def book(path):
    opened = open_book(path)
    opened.set_mock_caller()
    return opened


@pytest.fixture
def table(tmp_path):
    path = saved(tmp_path / "人口.xlsx", [["人口"], ["地区", "男", "女"], ["東", 1, 2], ["西", 3, 4]], "人口")
    opened = open_book(path)
    opened.set_mock_caller()
    return opened


def names(book):
    return [sheet.name for sheet in book.sheets]


def told(book):
    return [alert.text for alert in book.app.impl.alerts]


def answer(book, *words):
    book.app.impl.answers.extend(words)


def fill(book, sheet, **said):
    cells = book.sheets[sheet].used_range.options(ndim=2).value
    for row, line in enumerate(cells, start=1):
        if line[0] in said:
            book.sheets[sheet].range((row, 2)).value = said.pop(line[0])
    assert not said


def crossed(book, **said):
    """Press クロス集計, fill in its sheet, press again."""
    ribbon.press("crosstab")
    fill(book, SETTINGS, **{"表側の列": "年代", "表頭の列": "満足度", **said})
    ribbon.press("crosstab")


def values(book, sheet):
    return [v for row in book.sheets[sheet].used_range.options(ndim=2).value for v in row]


# ---------------------------------------------------------------- asking
def test_version(book):
    ribbon.press("version")
    assert told(book) == [f"しるべ {__version__}"]


def test_first_press_makes_the_settings_sheet_with_what_was_selected(book):
    book.sheets["回答"].range("A1:B41").select()
    ribbon.press("crosstab")
    assert names(book) == ["回答", SETTINGS]
    said = {row[0]: row[1] for row in book.sheets[SETTINGS].used_range.value}
    assert (said["対象のシート"], said["対象の範囲"], said["見出しの行"]) == ("回答", "A1:B41", "1")
    assert said["結果の置き場所"] == "このブック"
    assert book.sheets.active.name == SETTINGS
    assert "「表側の列」、「表頭の列」" in told(book)[0]
    assert not told(book)[0].startswith("SB-")  # news, not an error


def test_the_settings_sheet_offers_its_words_and_prints_on_a4_across(book, tmp_path):
    ribbon.press("crosstab")
    sheet = book.sheets[SETTINGS]
    row = [line[0] for line in sheet.used_range.value].index("割合の向き") + 1
    assert sheet.range((row, 2)).data_validation.source == "行,列,全体"
    book.save(tmp_path / "写し.xlsx")
    saved_sheet = openpyxl.load_workbook(tmp_path / "写し.xlsx")[SETTINGS]
    assert saved_sheet.page_setup.orientation == "landscape"
    assert saved_sheet.sheet_properties.pageSetUpPr.fitToPage
    assert saved_sheet.page_setup.fitToHeight == 0


def test_a_whole_sheet_selected_is_no_range(book):
    book.sheets["回答"].range("A1:B81").select()
    ribbon.press("crosstab")
    assert {row[0]: row[1] for row in book.sheets[SETTINGS].used_range.value}["対象の範囲"] is None


@pytest.mark.parametrize(
    ("corners", "span"),
    [
        (((1, 1), (1_048_576, 16_384)), None),
        (((1, 1), (1_048_576, 2)), None),  # whole columns that hold all there is
        (((1, 2), (1_048_576, 2)), "B1:B81"),
        (((5, 1), (5, 16_384)), "A5:B5"),
        (((200, 7), (210, 9)), None),  # nothing there
        (((3, 1), (3, 1)), None),
    ],
)
def test_a_selection_counts_as_far_as_the_sheet_is_used(book, corners, span):
    book.sheets["回答"].range(*corners).select()
    ribbon.press("crosstab")
    assert {row[0]: row[1] for row in book.sheets[SETTINGS].used_range.value}["対象の範囲"] == span


def test_only_the_range_is_counted(book):
    book.sheets["回答"].range("A1:B41").select()
    crossed(book)
    assert 40.0 in values(book, "報告")
    assert "60代" not in {str(v).rstrip("※") for v in values(book, "報告")}


def test_what_will_happen_is_asked_once_and_excels_undo_is_mentioned_once(book):
    crossed(book)
    (question,) = [text for text in told(book) if text.startswith("［クロス集計］を動かします")]
    assert "対象：「回答」（シート全体）、見出しは1行目" in question
    assert "結果：このブックの新しいシート" in question
    assert question.count("Ctrl+Z") == 1
    book.sheets["回答"].activate()
    ribbon.press("crosstab")
    assert sum("Ctrl+Z" in text for text in told(book)) == 1


def test_no_means_nothing(book):
    ribbon.press("crosstab")
    fill(book, SETTINGS, 表側の列="年代", 表頭の列="満足度")
    answer(book, "cancel")
    ribbon.press("crosstab")
    assert names(book) == ["回答", SETTINGS]


def test_a_button_with_nothing_to_fill_in_runs_at_once_and_leaves_its_settings(table):
    ribbon.press("tidy")
    assert names(table)[:2] == ["人口", "設定_縦持ちに直す"]
    assert "整然データ" in names(table)
    assert names(table)[-1] == "操作記録"


@pytest.mark.parametrize(("word", "made"), [("no", ["設定_縦持ちに直す"]), ("cancel", [])])
def test_or_it_only_makes_its_settings_or_nothing(table, word, made):
    answer(table, word)
    ribbon.press("tidy")
    assert names(table) == ["人口", *made]


def test_another_sheet_gets_settings_of_its_own_when_wanted(book):
    crossed(book)
    data = book.sheets.add("別の表", after=book.sheets["回答"])
    data.range("A1").value = [["年代", "満足度"], ["30代", "満足"]]
    answer(book, "no")
    ribbon.press("crosstab")
    assert f"{SETTINGS}_2" in names(book)
    assert book.sheets[f"{SETTINGS}_2"]["B2"].value == "別の表"
    fill(book, f"{SETTINGS}_2", 表側の列="年代", 表頭の列="満足度")
    ribbon.press("crosstab")
    assert "30代" in {str(v).rstrip("※") for v in values(book, "報告_2")}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"表側の列": ""}, "SB-V293"),
        ({"表頭の列": "満足"}, "SB-T101"),
        ({"対象のシート": "ない"}, "SB-V297"),
        ({"割合の向き": "縦"}, "SB-V296"),
        ({"見出しの行": "上"}, "SB-V298"),
        ({"結果の置き場所": "机"}, "SB-V296"),
        ({"対象の範囲": "左上"}, "SB-V101"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(book, said, code):
    crossed(book, **said)
    assert told(book)[-1].startswith(code)
    assert names(book) == ["回答", SETTINGS]


# ---------------------------------------------------------------- placing
def test_the_result_stands_behind_the_last_sheet_with_its_tables_and_charts(book):
    crossed(book)
    made = names(book)[2:]
    assert made[0] == "報告"
    assert made[-1] == "操作記録"
    assert book.sheets.active.name == "報告"
    assert {30.0, 10.0, 40.0} <= {v for v in values(book, "報告") if isinstance(v, float)}
    assert [table.name for sheet in book.sheets for table in sheet.tables]
    assert any(sheet.worksheet._charts for sheet in (s.impl for s in book.sheets))


def test_two_runs_in_a_row_and_one_on_the_result_of_another(table):
    ribbon.press("tidy")
    table.sheets["整然データ"].activate()
    ribbon.press("top")
    fill(table, "設定_上位を並べる", 数える列="地区")
    ribbon.press("top")
    assert "報告_2" in names(table)
    assert "東" in values(table, "報告_2")
    tables = [t.name.casefold() for sheet in table.sheets for t in sheet.tables]
    assert len(tables) == len(set(tables))


def test_a_new_workbook_when_wanted(book):
    crossed(book, 結果の置き場所="新しいブック")
    assert names(book) == ["回答", SETTINGS, "操作記録"]
    made = book.app.books[-1]
    assert made.name.startswith("クロス集計")
    assert "報告" in names(made)
    assert "新しいブック" in values(book, "操作記録")


def test_names_that_clash_and_names_that_are_long(tmp_path):
    long = "令和６年度　市民意識調査（第二次集計）の結果一覧表その二"
    rows = [["人口"], ["地区", "男"], ["東", 1]]
    opened = open_book(saved(tmp_path / "長い.xlsx", rows, long))
    opened.set_mock_caller()
    for name in ("報告", "整然データ", "設定"):
        opened.sheets.add(name, after=opened.sheets[-1])
    opened.sheets[long].activate()
    ribbon.press("tidy")
    assert {"報告_2", "整然データ_2", "設定_2"} <= set(names(opened))
    assert all(len(name) <= 31 for name in names(opened))
    assert long in values(opened, "操作記録")


def test_a_sheet_named_like_a_formula_stays_text(tmp_path):
    opened = open_book(saved(tmp_path / "式.xlsx", ANSWERS, "=1+1"))
    opened.set_mock_caller()
    crossed(opened)
    assert opened.sheets[SETTINGS]["B2"].value == "=1+1"
    assert "=1+1" in values(opened, "操作記録")


def test_a_workbook_never_saved(tmp_path):
    book = new_book("回答")
    book.sheets[0].range("A1").value = [list(row) for row in ANSWERS]
    book.set_mock_caller()
    crossed(book)
    assert "報告" in names(book)


def test_a_read_only_workbook(book):
    book.impl.api.ReadOnly = True
    crossed(book)
    assert "報告" in names(book)


# ---------------------------------------------------------------- failing
@pytest.mark.parametrize("button", ["crosstab", "tidy", "undo", "handover"])
def test_a_locked_structure_is_told_before_anything_happens(tmp_path, button):
    made = openpyxl.load_workbook(saved(tmp_path / "保護.xlsx", ANSWERS))
    made.security = WorkbookProtection(lockStructure=True)
    made.save(tmp_path / "保護.xlsx")
    book = open_book(tmp_path / "保護.xlsx")
    book.set_mock_caller()
    ribbon.press(button)
    assert told(book)[-1].startswith("SB-K419" if button == "undo" else "SB-K413")
    assert names(book) == ["回答"]


def test_with_its_settings_there_a_locked_workbook_gets_its_result_in_a_new_one(book):
    ribbon.press("crosstab")
    fill(book, SETTINGS, 表側の列="年代", 表頭の列="満足度", 結果の置き場所="新しいブック")
    book.impl.workbook.security = WorkbookProtection(lockStructure=True)
    ribbon.press("crosstab")
    assert names(book) == ["回答", SETTINGS]
    assert "報告" in names(book.app.books[-1])


def test_a_shared_workbook_is_told(book):
    book.impl.api.MultiUserEditing = True
    ribbon.press("crosstab")
    assert told(book)[-1].startswith("SB-K414")


@pytest.mark.parametrize("step", ["write", "place", "add"])
def test_a_failure_on_the_way_leaves_the_workbook_as_it_was(table, monkeypatch, step):
    def refuse(*_):
        raise OSError("0x800A03EC C:\\secret")

    before = values(table, "人口")
    where = {"write": (running, "write"), "place": (placing, "_brought_in"), "add": (running.log_sheet, "_append")}
    monkeypatch.setattr(*where[step], refuse)
    ribbon.press("tidy")
    assert told(table)[-1].startswith("SB-W299")
    assert "secret" not in told(table)[-1]
    assert names(table) == ["人口"]
    assert values(table, "人口") == before
    assert len(table.app.books) == 1
    assert table.app.status_bar is False


def test_a_failure_half_way_through_placing_takes_the_sheets_away_again(table, monkeypatch):
    def refuse(*_, **__):
        raise OSError

    monkeypatch.setattr("shirube.office.engine.tables.Tables.add", refuse)
    ribbon.press("tidy")
    assert names(table) == ["人口"]
    assert table.sheets.active.name == "人口"


def test_escape_stops_between_steps_and_leaves_the_workbook_as_it_was(table, monkeypatch):
    presses = iter([False, False, True])
    monkeypatch.setattr(progress, "escape_pressed", lambda window=0: next(presses))
    ribbon.press("tidy")
    assert told(table)[-1] == "途中でやめました。ブックは、ボタンを押す前のままです。"
    assert names(table) == ["人口"]
    assert any("計算しています" in (text or "") for text in table.app.impl.progress)
    assert table.app.status_bar is False


def test_a_command_that_counts_its_tables_says_how_far_it_is_and_is_stopped_between_them(book, monkeypatch):
    monkeypatch.setattr("shirube.crosstab.batch.CHUNK", 1)
    rows = book.sheets["回答"].used_range.shape[0]
    book.sheets["回答"].range("C1").value = [["性別"], *[["男" if row % 3 else "女"] for row in range(1, rows)]]
    ribbon.press("batch")
    fill(book, "設定_一括集計", 集計軸の列="年代")
    ribbon.press("batch")
    assert any("計算しています 1/2" in text for text in book.app.impl.progress)
    before = names(book)
    stop = "計算しています 1/2"
    monkeypatch.setattr(progress, "escape_pressed", lambda window=0: stop in (book.app.status_bar or ""))
    ribbon.press("batch")
    assert told(book)[-1] == "途中でやめました。ブックは、ボタンを押す前のままです。"
    assert names(book) == before


def test_unexpected_error_is_told_in_japanese_without_a_traceback(book, monkeypatch):
    monkeypatch.setattr(asking, "ask", lambda *_: 1 / 0)
    ribbon.press("crosstab")
    assert told(book)[-1].startswith("SB-W299")


# ---------------------------------------------------------------- the log and taking back
def test_the_log_says_who_what_from_where(book):
    crossed(book, 担当課="企画課")
    log = book.sheets["操作記録"].used_range.value
    assert log[0][:4] == ["番号", "日時", "担当課", "ボタン"]
    assert log[1][2:7] == ["企画課", "クロス集計", "回答", SETTINGS, "報告"]
    assert dt.datetime.strptime(log[1][1], "%Y-%m-%d %H:%M")
    assert book.sheets["操作記録"].visible
    made = set(names(book)) - {"回答", SETTINGS, "操作記録"}
    assert {row[6] for row in log[1:]} == made


def test_taking_back_removes_the_sheets_of_the_last_press_only(table):
    ribbon.press("tidy")
    first = names(table)
    table.sheets["人口"].activate()
    ribbon.press("check")
    assert len(names(table)) > len(first)
    ribbon.press("undo")
    assert [n for n in names(table) if n != "設定_表を点検"] == first
    ribbon.press("undo")
    assert set(names(table)) == {"人口", "設定_縦持ちに直す", "設定_表を点検", "操作記録"}
    ribbon.press("undo")
    assert told(table)[-1].startswith("SB-K419")
    assert {row[7] for row in table.sheets["操作記録"].used_range.value[1:]} == {"元に戻した"}


def test_a_sheet_changed_since_is_kept_under_another_name(table):
    ribbon.press("tidy")
    table.sheets["整然データ"].range("A2").value = "東地区"
    ribbon.press("undo")
    assert "「整然データ」は、作ったあとに書き換えられているので消しません" in told(table)[-1]
    assert "整然データ（編集済）" in names(table)
    assert "報告" not in names(table)
    assert "残した" in values(table, "操作記録")
    ribbon.press("undo")  # what was kept is the user's now
    assert told(table)[-1].startswith("SB-K419")
    assert "整然データ（編集済）" in names(table)


def test_or_nothing_happens_when_the_user_says_no(table):
    ribbon.press("tidy")
    before = names(table)
    table.sheets["整然データ"].range("A2").value = "東地区"
    answer(table, "cancel")
    ribbon.press("undo")
    assert names(table) == before


def test_looks_are_no_change_and_a_sheet_that_is_gone_is_told(table):
    ribbon.press("tidy")
    table.sheets["整然データ"].range("A1:B2").color = "#FBF5E0"
    table.sheets["報告"].delete()
    ribbon.press("undo")
    assert "「報告」は、もうありません" in told(table)[-1]
    assert set(names(table)) == {"人口", "設定_縦持ちに直す", "操作記録"}


def test_a_kept_name_is_cut_to_what_excel_takes_and_is_free(table):
    ribbon.press("tidy")
    table.sheets["整然データ"].range("A2").value = "x"
    table.sheets.add("整然データ（編集済）")
    ribbon.press("undo")
    assert "整然データ（編集済2）" in names(table)


def test_a_log_that_is_something_else_is_left_alone(table):
    table.sheets.add("操作記録", after=table.sheets[-1]).range("A1").value = "私の記録"
    table.sheets["人口"].activate()
    ribbon.press("tidy")
    assert told(table)[-1].startswith("SB-K420")
    assert names(table) == ["人口", "操作記録"]
    assert values(table, "操作記録") == ["私の記録"]


def test_the_log_is_shown(table):
    ribbon.press("journal")
    assert told(table)[-1].startswith("SB-K419")
    ribbon.press("tidy")
    ribbon.press("journal")
    assert table.sheets.active.name == "操作記録"


# ---------------------------------------------------------------- tidy once more
def test_tidy_on_a_corrected_settings_sheet_runs_again(table):
    ribbon.press("tidy")
    fill(table, "設定", 列見出しの名前="男女")
    table.sheets["設定"].activate()
    ribbon.press("tidy")
    assert table.sheets["整然データ_2"].range("A1:B1").value == ["地区", "男女"]


def test_crosstab_on_the_settings_of_its_result_runs_again_as_they_say_now(book):
    crossed(book)
    fill(book, "設定", 割合の向き="列")
    book.sheets["設定"].activate()
    ribbon.press("crosstab")
    assert "報告_2" in names(book)
    assert values(book, "報告") != values(book, "報告_2")


def test_on_the_settings_of_another_button_it_asks_as_ever(table):
    ribbon.press("tidy")
    table.sheets["設定"].activate()
    ribbon.press("crosstab")
    assert "設定_クロス集計" in names(table)


@pytest.mark.parametrize(("wanted", "alert"), [(2, ""), (7, "SB-T203"), ("二", "SB-T203")])
def test_another_reading_is_followed_when_asked(table, wanted, alert):
    ribbon.press("tidy")
    fill(table, "設定", 読み方の候補=wanted)
    table.sheets["設定"].activate()
    ribbon.press("tidy")
    if alert:
        assert told(table)[-1].startswith(alert)
        assert "整然データ_2" not in names(table)
    else:
        assert values(table, "整然データ") != values(table, "整然データ_2")


def test_the_original_must_be_open(table, tmp_path):
    ribbon.press("tidy")
    table.save(tmp_path / "写し.xlsx")
    close_all()
    copy = open_book(tmp_path / "写し.xlsx")
    copy.set_mock_caller()
    copy.sheets["設定"].activate()
    ribbon.press("tidy")
    assert told(copy)[-1].startswith("SB-T208")
    assert "人口.xlsx" in told(copy)[-1]
