"""成果報告 and 市長報告: every figure goes back to the homework, measured and expected stay apart, blanks are said."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from shirube.academy.cohort import Received, merge_cohort
from shirube.academy.homework import Homework, read_homework
from shirube.academy.outcome import outcome
from shirube.academy.term import Targets, term
from shirube.academy.traced import said
from shirube.commands.outcomes import NOT_WRITTEN, OutcomeSettings, mayor_report, team_report
from shirube.office.read import read_book
from shirube.result import Level, Link, Result
from shirube_cli.main import main
from shirube_cli.outcome import _daily_layouts
from support.fill import entries, filled_templates
from support.teams import course, example, layout, write_books

DAILY = ("10_業務改善BPR.xlsx", "14_人材台帳.xlsx")


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> list[Homework]:
    """The filled-in books of daily work, and one of them a second time."""
    made = filled_templates(tmp_path_factory.mktemp("filled"))
    books = []
    for name in (*DAILY, DAILY[0]):
        grids = read_book(made[name], styles=False).sheets
        books += [read_homework(grids, kept, name) for kept in _daily_layouts()]
    return books


@pytest.fixture(scope="module")
def teams() -> list[tuple[Homework, dict[str, str]]]:
    received = [Received(file, read_homework(grids, layout(), file)) for file, grids in sorted(course().items())]
    return [(team.book, dict(team.files)) for team in merge_cohort(received, layout()).teams]


def shown(book: Homework) -> dict[str, str]:
    return {line.name: line.text for line in outcome(book).lines}


def test_a_filled_book_tells_its_way_from_issue_to_proposal() -> None:
    book = read_homework(example(), layout(), "宿題.xlsx")
    lines = shown(book)
    assert lines["課題"] == "K02　生ごみの水分が多い（目標 15.5kg、いま 16.6kg）"
    assert lines["指標"] == "I01　1人あたり家庭ごみ　16.6 → 15.5 kg／月（令和9年度）"
    assert lines["予算"] == "初期 1,500,000円、毎年 200,000円"
    assert (lines["減る時間（実測）"], lines["減る時間（見込み）"]) == ("", "120時間／年")
    assert lines["提案先"] == "令和9年度当初予算"
    bars = outcome(book).bars
    assert bars is not None
    assert (bars.labels, bars.values) == (("貸した8地区", "貸していない16地区"), (-1.2, -0.4))


def test_measured_and_expected_hours_are_never_one_number(teams: list[tuple[Homework, dict[str, str]]]) -> None:
    lines = shown(teams[0][0])
    assert lines["減る時間（実測）"] == "10.5時間／年"  # of the one measure proposed
    assert lines["減る時間（見込み）"] == ""
    every = [replace(row, values={**row.values, "採否": "○ 提案する"}) for row in teams[0][0].rows("施策案")]
    both = shown(replace(teams[0][0], tables={**teams[0][0].tables, "施策案": tuple(every)}))
    assert (both["減る時間（実測）"], both["減る時間（見込み）"]) == ("10.5時間／年", "21時間／年")


def test_what_nobody_wrote_is_named_and_is_no_zero() -> None:
    empty = Homework("宿題.xlsx", "北", 1, None, {"課題": ()})
    result = team_report(outcome(empty), OutcomeSettings())
    assert result.conclusion == ("提案する施策は、まだありません。",)
    assert {row[1] for row in result.tables[0].rows} == {NOT_WRITTEN}
    assert "提案先" in result.notes[-1]
    nothing = mayor_report([empty], [{}], [], OutcomeSettings(targets=Targets(96, 12)))
    values = {figure.label: figure.text for figure in nothing.figures}
    assert values["研修を受けた職員"] == values["改善した業務"] == values["減った時間（実測）"] == NOT_WRITTEN
    assert [light.level for light in nothing.lights] == [Level.BAD, Level.BAD]
    assert "提案する施策がまだないチーム：北。" in nothing.notes


def test_numbers_of_the_term_against_its_targets(daily: list[Homework]) -> None:
    found = term([], daily, Targets(people=2, operations=12))
    numbers = {one.name: one.value for one in found.numbers}
    typed = entries()
    people = {row["職員番号"]: row for row in reversed(typed["14_人材台帳"]["人材台帳"]["rows"])}
    attended = [row for row in people.values() if row.get("受講した回") or row.get("認定日")]
    changed = {
        row["業務"]
        for row in typed["10_業務改善BPR"]["業務"]["rows"]
        if row.get("見直し") in ("やめる", "減らす", "変える")
    }
    assert (numbers["研修を受けた職員"], numbers["改善した業務"]) == (len(attended), len(changed))
    assert numbers["採用した職員提案"] is None
    assert found.twice > 0  # the book that came twice is counted once
    result = mayor_report([], [], daily, OutcomeSettings(targets=Targets(people=2, operations=12)))
    assert [(light.label, light.word) for light in result.lights] == [
        ("研修を受けた職員", "達成"),
        ("改善した業務", "届いていない"),
    ]


def test_hours_are_those_the_sheet_works_out(daily: list[Homework]) -> None:
    cells = entries()["10_業務改善BPR"]["業務の集計"]["cells"]
    found = {one.name: one.value for one in term([], daily, Targets()).numbers}
    assert (found["減った時間（実測）"], found["減る時間（見込み）"]) == (cells["D6"], cells["D7"])


def follow(result: Result, folder: Path) -> dict[str, list[tuple[float | None, list[object]]]]:
    """Open every cell the list of sources names and return what it holds, by number of the line."""
    books: dict[str, openpyxl.Workbook] = {}
    held = defaultdict(list)
    table = next(sheet.table for sheet in result.data if sheet.name == "出典")
    for mark, _, adds, file, sheet, cells, values in table.rows:
        name = file.text if isinstance(file, Link) else file
        book = books.setdefault(name, openpyxl.load_workbook(folder / name))
        found = [book[sheet][cell].value for cell in cells.split("、")]
        told = [said(value.date() if hasattr(value, "date") else value) for value in found]
        assert "、".join(told) == values, (name, sheet, cells)
        held[mark].append((adds, found))
    return held


def test_every_figure_can_be_followed_to_a_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reports as the command line makes them: each number is counted again from the cells it names."""
    folder = tmp_path / "宿題"
    some = {file: grids for file, grids in course().items() if file.startswith("6回/0") and file[3:5] in ("01", "04")}
    write_books(some, folder)
    made = filled_templates(tmp_path)
    for name in DAILY:
        (folder / name).write_bytes(made[name].read_bytes())
    assert main(["outcome", str(folder), "--people", "96", "--operations", "12", "--term", "令和8年度 第1期"]) == 0
    capsys.readouterr()
    reports = sorted((tmp_path / "宿題_成果報告").glob("*.xlsx"))
    assert [path.name for path in reports] == ["市長報告.xlsx", "成果報告_第1班.xlsx", "成果報告_第4班.xlsx"]
    received = [
        Received(f, read_homework(read_book(folder / f, styles=False).sheets, layout(), f)) for f in sorted(some)
    ]
    done = merge_cohort(received, layout())
    daily_books = [
        read_homework(read_book(folder / name, styles=False).sheets, kept, name)
        for name in DAILY
        for kept in _daily_layouts()
    ]
    books, files = [team.book for team in done.teams], [dict(team.files) for team in done.teams]
    result = mayor_report(books, files, daily_books, OutcomeSettings("../宿題", Targets(96, 12)))
    held = follow(result, folder)
    for figure in result.figures:
        mark = figure.note[figure.note.index("（") :] if "（" in figure.note else figure.note
        total = sum(adds for adds, _ in held[mark]) if held[mark] else None
        shown_number = "".join(ch for ch in figure.text.split("時")[0] if ch.isdigit() or ch == ".")
        assert figure.text == NOT_WRITTEN if total is None else float(shown_number) == pytest.approx(total), figure
    for team in done.teams:
        report = team_report(outcome(team.book, team.files), OutcomeSettings("../宿題"))
        held = follow(report, folder)
        for _, text, mark in report.tables[0].rows:
            assert bool(held[mark]) == (text != NOT_WRITTEN)
            for adds, values in held[mark]:
                if adds is None:
                    assert all(said(value) in text for value in values if value not in (None, ""))


def test_a_book_that_is_no_homework_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.append(["氏名", "所属"])
    book.save(tmp_path / "名簿.xlsx")
    assert main(["outcome", str(tmp_path / "名簿.xlsx")]) == 2
    assert "SB-A101" in capsys.readouterr().err
    assert not list(tmp_path.glob("*成果報告*"))
