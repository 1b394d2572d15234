"""引継書: what the 設定 sheets and the log say, on one page; what is missing is told."""

import pytest

from shirube.commands.desk_sheets import LOG_COLUMNS, LOG_SHEET
from shirube.commands.handover import MOST_ON_PAGE, HandoverSettings, handover, works_of
from shirube.errors import CheckError
from shirube.grid import Grid


def settings(name="設定_クロス集計", **said):
    lines = {"対象のシート": "回答", "結果の置き場所": "このブック", "何を作るか": None, **said}
    rows = [["項目", "値", "説明"], *([label, value, ""] for label, value in lines.items())]
    return Grid.from_rows(rows, name=name, source="調査.xlsx")


def log(*lines):
    return Grid.from_rows([list(LOG_COLUMNS), *lines], name=LOG_SHEET, source="調査.xlsx")


FULL = settings(
    何を作るか="年代別の満足度",
    元のファイルと入手先="回答.xlsx（市民課）",
    実施する月="10月",
    担当課="企画課",
    知っておくこと="3月分は訂正が来る",
    対応表の場所="共有／対応表",
    仮IDの鍵の場所="金庫",
)
RUNS = log(
    ["1", "2023-10-02 09:00", "企画課", "クロス集計", "回答", "設定_クロス集計", "報告", "元に戻した", "a"],
    ["2", "2024-10-01 10:00", "統計課", "クロス集計", "回答", "設定_クロス集計", "報告_2", "済", "b"],
    ["2", "2024-10-01 10:00", "統計課", "クロス集計", "回答", "設定_クロス集計", "データ_2", "済", "c"],
)


def words(result):
    cells = [str(v) for table in result.tables for row in table.rows for v in row]
    return "\n".join([result.title, result.question, result.conditions, *cells, *result.notes])


def test_everything_a_successor_asks_is_on_the_page():
    said = words(handover([FULL, RUNS], HandoverSettings("四半期の報告")))
    for answer in (
        "四半期の報告", "年代別の満足度", "回答.xlsx（市民課）", "10月", "［クロス集計］",
        "2024-10-01 10:00（統計課）", "3月分は訂正が来る", "共有／対応表", "金庫",
    ):  # fmt: skip
        assert answer in said


def test_what_is_not_written_is_told_and_counted():
    result = handover([settings()])
    assert "未記入" in words(result)
    assert "まだ動かしていません" in words(result)
    assert "未記入 3か所" in result.conditions


def test_the_last_run_counts_whatever_became_of_it():
    (work,) = works_of([FULL, RUNS])
    assert (work.last.number, work.made) == (2, 2)


def test_settings_of_copying_and_sharing_are_no_works():
    about = settings("設定_次年度版を作る")
    about = Grid.from_rows([["項目", "値", "説明"], ["今の年度", None, ""], ["担当課", None, ""]], name=about.name)
    assert [work.sheet for work in works_of([FULL, about])] == ["設定_クロス集計"]


def test_numbered_settings_know_their_button():
    assert works_of([settings("設定_クロス集計_2")])[0].button == "クロス集計"


def test_one_page_holds_so_many_and_the_list_all():
    grids = [settings(f"設定_クロス集計_{i}", 何を作るか=f"表{i}") for i in range(1, MOST_ON_PAGE + 3)]
    result = handover(grids)
    assert len(result.tables[0].rows) == MOST_ON_PAGE
    assert "ほか2つの作業は「引継一覧」シートにあります。" in result.notes
    assert len(result.data[0].table.rows) == MOST_ON_PAGE + 2


def test_long_texts_are_cut_on_the_page_and_whole_on_the_list():
    long = "生涯学習課" * 20
    result = handover([settings(元のファイルと入手先=long, 知っておくこと=long)])
    assert long not in words(result)
    assert [row.count(long) for row in result.data[0].table.rows] == [2]


def test_a_workbook_without_settings_is_told():
    with pytest.raises(CheckError, match="SB-K424"):
        handover([Grid.from_rows([["a", "b"]], name="表")])
    with pytest.raises(CheckError, match="SB-K420"):
        handover([FULL, Grid.from_rows([["私の", "記録"]], name=LOG_SHEET)])
