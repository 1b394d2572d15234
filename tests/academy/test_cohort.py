"""Ten teams by six sessions with every fault planted: what is used, what is told, and that links stay valid."""

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from shirube.academy.cohort import Cohort, Received, State, merge_cohort, merged_value
from shirube.academy.homework import identifiers, read_homework
from shirube.commands.cohort import CohortSettings, cohort
from shirube.errors import AcademyError
from shirube.result import Level
from shirube_cli.main import main
from support.teams import TEAMS, book_grids, course, layout, rows_of, write_books


@pytest.fixture(scope="module")
def done() -> Cohort:
    received = [Received(file, read_homework(grids, layout(), file)) for file, grids in sorted(course().items())]
    return merge_cohort([*received, Received("壊れた.xlsx", error="SB-R106")], layout())


def told(done: Cohort, kind: str) -> list[tuple[str, str]]:
    return [(issue.file, issue.team) for issue in done.issues if issue.kind == kind]


def test_every_file_has_its_state(done: Cohort) -> None:
    odd = {file: state for file, state in done.states.items() if state is not State.USED}
    assert odd == {
        "3回/最終版.xlsx": State.SAME,
        "4回/02.xlsx": State.REPLACED,
        "4回/03.xlsx": State.COPIED,
        "1回/05.xlsx": State.NO_TEAM,
        "6回/08.xlsx": State.NO_SESSION,
        "名簿.xlsx": State.OTHER,
        "壊れた.xlsx": State.UNREADABLE,
    }


def test_every_planted_fault_is_told_and_nothing_else(done: Cohort) -> None:
    assert Counter(issue.kind for issue in done.issues) == Counter(
        {
            "同じブック": 1, "同じ回の別のブック": 1, "ほかのチームの写し": 1, "チームが分からない": 1,
            "回が分からない": 1,
            "宿題でない": 1, "読めない": 1, "古いひな型": 1, "列の名前が違う": 1, "シートの名前が違う": 1,
            "チーム名の書き方": 1, "前の回の内容": 1, "前の回と同じ": 1,
        }
    )  # fmt: skip
    assert told(done, "ほかのチームの写し") == [("4回/03.xlsx", "第3班")]
    assert told(done, "古いひな型") == [("2回/05.xlsx", "第5班")]
    assert told(done, "列の名前が違う") == [("6回/06.xlsx", "第6班")]
    assert told(done, "前の回の内容") == [("6回/09.xlsx", "第9班")]
    older = next(issue for issue in done.issues if issue.kind == "古いひな型")
    assert "仮説の「反対の見え方」" in older.sentence
    assert "見直し記録" in older.sentence
    moved = next(issue for issue in done.issues if issue.kind == "列の名前が違う")
    assert (moved.sheet, moved.cell) == ("課題", "J5")


def test_merged_rows_are_those_each_team_wrote(done: Cohort) -> None:
    assert tuple(team.name for team in done.teams) == TEAMS  # 第10班 last
    for team in done.teams:
        number = TEAMS.index(team.name)
        upto = {"第8班": 5, "第10班": 5}.get(team.name, 6)
        truth = book_grids(team.name, 1, rows_of(number), upto, None)
        expected = read_homework(truth, layout(), "").tables
        for sheet, rows in expected.items():
            found = [row.entered for row in team.book.rows(sheet)]
            wanted = [row.entered for row in rows]
            if team.name == "第2班" and sheet == "事実":
                wanted[0]["結果ID"] = "R09"
            assert found == wanted, (team.name, sheet)


def test_identifiers_are_unique_and_links_lead_to_their_team(done: Cohort) -> None:
    ids: dict[str, list[str]] = {}
    for team in done.teams:
        for sheet in done.layout.sheets:
            for row in team.book.rows(sheet.name):
                ids.setdefault(sheet.name, []).append(merged_value(team.name, sheet, row, sheet.identifier))
    dangling, followed = [], 0
    for sheet in done.layout.sheets:
        if sheet.identifier:
            assert len(set(ids.get(sheet.name, ()))) == len(ids.get(sheet.name, ()))
        for column in (c for c in sheet.columns if c.link):
            for team in done.teams:
                for row in team.book.rows(sheet.name):
                    for named in identifiers(merged_value(team.name, sheet, row, column.name)):
                        followed += 1
                        if named not in ids[column.link]:
                            dangling.append(named)
    assert dangling == ["第2班-R09"]
    assert followed > 200


def test_result_shows_who_handed_in_what(done: Cohort) -> None:
    result = cohort(done.received, CohortSettings(layout()))
    table = next(table for table in result.tables if table.key == "handed_in")
    rows = {row[0]: row[1:-1] for row in table.rows}
    assert rows["第1班"] == ("○",) * 6
    assert rows["第3班"] == ("○", "○", "○", "ほかのチームの写し", "○", "○")
    assert rows["第9班"] == ("○", "○", "○", "○", "出ていない", "○")
    checked = next(sheet.table for sheet in result.data if sheet.name == "点検")
    assert ("×", "まだ書かれていない行", "第2班", "F01") in [row[:4] for row in checked.rows]


def test_order_of_files_changes_nothing(done: Cohort) -> None:
    again = merge_cohort(done.received[::-1], layout())
    assert again.states == {**done.states, "3回/最終版.xlsx": State.USED, "3回/01.xlsx": State.SAME}
    assert [team.book.tables for team in again.teams] == [team.book.tables for team in done.teams]


def test_copy_of_the_same_session_and_day_is_left_to_a_person() -> None:
    books = []
    for number, name in enumerate(TEAMS[:2]):
        grids = book_grids(name, 4, rows_of(0), 4, None)
        books.append(Received(f"{number}.xlsx", read_homework(grids, layout(), f"{number}.xlsx")))
    done = merge_cohort(books, layout())
    assert [(issue.kind, issue.level) for issue in done.issues] == [("どちらかが写し", Level.BAD)]
    assert len(done.teams) == 2


def test_files_of_three_teams_become_one_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "宿題", tmp_path / "まとめ.xlsx"
    some = {file: grids for file, grids in course().items() if file.rpartition("/")[2][:2] in ("02", "06", "09")}
    write_books(some, folder)
    assert main(["cohort", str(folder), "--out", str(out)]) == 0
    assert "3チーム" in capsys.readouterr().out
    book = openpyxl.load_workbook(out)
    head, *rows = book["事実"].iter_rows(values_only=True)
    facts = [dict(zip(head, row, strict=True)) for row in rows]
    assert {(row["チーム"], row["回"]) for row in facts if row["チーム"] == "第9班"} == {("第9班", 4)}
    assert all(str(row["事実ID"]).startswith(f"{row['チーム']}-F") for row in facts)
    assert facts[0]["出所セル"] == "事実!A6"
    links = [cell.hyperlink for row in book["事実"].iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert len(links) == len(facts)


def test_folder_without_homework_is_told() -> None:
    with pytest.raises(AcademyError) as caught:
        cohort([Received("a.xlsx", error="SB-R106")], CohortSettings(layout()))
    assert caught.value.code == "SB-A102"
