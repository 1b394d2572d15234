"""A clerk's round on the command line: map, stamp, collect, correct, collect again, the next month."""

import random
from pathlib import Path

import openpyxl
import pytest

from shirube.office.read import read_book, read_grid
from shirube.table import records
from shirube_cli.main import main
from support.forms import clinic
from support.forms.drawn import Drawn, write_xlsx


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    write_xlsx(clinic.blank(), tmp_path / "空の様式.xlsx")
    for number in range(1, 6):
        said = clinic.answers(random.Random(number), number)
        reply(tmp_path / "返信" / f"回答{number}.xlsx", said)
    master = Drawn("名簿")
    for row, line in enumerate([("コード", "名前", "区分"), *master_lines()], 1):
        for column, value in zip("ABC", line, strict=True):
            master.put(f"{column}{row}", value)
    write_xlsx([master], tmp_path / "名簿.xlsx")
    return tmp_path


def master_lines():
    said = [clinic.answers(random.Random(number), number) for number in range(1, 6)]
    return [(one["code"], one["name"], "北部") for one in said] + [("1310000099", "未回答医院", "南部")]


def reply(path: Path, said: clinic.Answers, **changed: object) -> None:
    path.parent.mkdir(exist_ok=True)
    sheets = clinic.blank()
    clinic.fill(sheets[0], clinic.Answers({**said.values, **changed}), clinic.BOXES)
    write_xlsx(sheets, path)


def rows(path: Path, sheet: str):
    return records(read_grid(path, sheet)).to_dict("records")


def run(*words: object) -> None:
    assert main(["forms", *map(str, words)]) == 0


def test_a_round_from_the_blank_to_the_reminders(desk, capsys):
    run("map", desk / "空の様式.xlsx", "--form", "clinic", "--version", "2", "--out", desk / "対応表.xlsx")
    run("stamp", desk / "空の様式.xlsx", "--map", desk / "対応表.xlsx", "--out", desk / "配布用.xlsx")
    out = desk / "結果.xlsx"
    run("collect", desk / "返信", "--map", desk / "対応表.xlsx", "--master", desk / "名簿.xlsx", "--out", out)
    assert [grid.name for grid in read_book(out).sheets if not grid.name.startswith("統計")] == [
        "報告", "回答", "例外", "督促", "ファイル一覧", "設問票", "設定",
    ]  # fmt: skip
    answers = rows(out, "回答")
    assert [row["医療機関コード"] for row in answers] == [line[0] for line in master_lines()[:5]]
    assert [row["名前"] for row in rows(out, "督促")] == ["未回答医院"]
    assert not list(desk.glob("*途中*"))
    assert "5ファイルから、5件" in capsys.readouterr().out


def test_corrections_typed_in_excel_are_applied_and_kept(desk):
    reply(desk / "返信" / "回答3.xlsx", clinic.answers(random.Random(3), 3), n_first_phone="約20")
    run("map", desk / "空の様式.xlsx", "--form", "clinic", "--out", desk / "対応表.xlsx")
    out = desk / "結果.xlsx"
    run("collect", desk / "返信", "--map", desk / "対応表.xlsx", "--out", out)
    book = openpyxl.load_workbook(out)
    sheet = book["例外"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("訂正値") + 1, 22)
    book.save(out)
    for _ in range(2):
        run("collect", desk / "返信", "--map", desk / "対応表.xlsx", "--out", out, "--replace")
        third = next(row for row in rows(out, "回答") if row["出所ファイル"] == "回答3.xlsx")
        assert (third["初診_電話"], third["初診_電話_原文"]) == (22, "約20")
        line = rows(out, "例外")[0]
        assert (line["訂正値"], line["状態"]) == (22, "訂正済み")


def test_the_next_month_is_appended_and_compared(desk):
    run(
        "map", desk / "空の様式.xlsx", "--form", "clinic", "--out", desk / "対応表.xlsx", "--yaml", desk / "対応表.yaml"
    )
    run("collect", desk / "返信", "--map", desk / "対応表.yaml", "--out", desk / "4月.xlsx")
    for number in range(1, 6):
        said = clinic.answers(random.Random(number), number)
        count = said["n_first_phone"] * (10 if number == 2 else 1)
        reply(desk / "5月" / f"{number}.xlsx", said, month=(2024, 5), n_first_phone=count)
    out = desk / "5月.xlsx"
    run("collect", desk / "5月", "--map", desk / "対応表.yaml", "--previous", desk / "4月.xlsx", "--out", out)
    assert [row["対象月"] for row in rows(out, "回答")] == ["2024-04"] * 5 + ["2024-05"] * 5
    assert [row["種類"] for row in rows(out, "例外")] == ["桁違いの疑い"]


def test_an_output_is_never_replaced_unasked(desk, capsys):
    run("map", desk / "空の様式.xlsx", "--out", desk / "対応表.xlsx")
    words = ["collect", desk / "返信", "--map", desk / "対応表.xlsx", "--out", desk / "結果.xlsx"]
    run(*words)
    assert main(["forms", *map(str, words)]) == 2
    assert "SB-W101" in capsys.readouterr().err


def test_replacing_a_workbook_of_someone_else_is_refused(desk, capsys):
    run("map", desk / "空の様式.xlsx", "--out", desk / "対応表.xlsx")
    words = ["collect", desk / "返信", "--map", desk / "対応表.xlsx", "--out", desk / "名簿.xlsx", "--replace"]
    assert main(["forms", *map(str, words)]) == 2
    assert "SB-F411" in capsys.readouterr().err


def test_a_folder_without_files_is_told(desk, capsys):
    run("map", desk / "空の様式.xlsx", "--out", desk / "対応表.xlsx")
    (desk / "空").mkdir()
    assert main(["forms", "collect", str(desk / "空"), "--map", str(desk / "対応表.xlsx")]) == 2
    assert "SB-F406" in capsys.readouterr().err


def test_rows_of_blocks_of_last_month_are_kept(tmp_path):
    from support.forms import school

    write_xlsx(school.blank(), tmp_path / "空.xlsx")
    run("map", tmp_path / "空.xlsx", "--form", "school", "--out", tmp_path / "対応表.xlsx")
    for month in ("4月", "5月"):
        (tmp_path / month).mkdir()
        sheets = school.blank()
        school.fill(sheets[0], school.answers(random.Random(month), 3), random.Random(3))
        write_xlsx(sheets, tmp_path / month / "回答.xlsx")
    words = ["--map", tmp_path / "対応表.xlsx"]
    run("collect", tmp_path / "4月", *words, "--period", "2024-04", "--out", tmp_path / "4月.xlsx")
    block = "問３建物ごとの状況"
    april = rows(tmp_path / "4月.xlsx", block)
    out = tmp_path / "5月.xlsx"
    run("collect", tmp_path / "5月", *words, "--period", "2024-05", "--previous", tmp_path / "4月.xlsx", "--out", out)
    both = rows(out, block)
    assert [row["棟の名前"] for row in both[: len(april)]] == [row["棟の名前"] for row in april]
    assert {row["対象月"] for row in both[len(april) :]} == {"2024-05"}
    assert [row["対象月"] for row in rows(out, "回答")] == ["2024-04", "2024-05"]


def test_two_maps_of_one_version_are_refused(desk, capsys):
    run("map", desk / "空の様式.xlsx", "--out", desk / "対応表.xlsx")
    words = ["collect", desk / "返信", "--map", desk / "対応表.xlsx", desk / "対応表.xlsx"]
    assert main(["forms", *map(str, words)]) == 2
    assert "SB-F413" in capsys.readouterr().err
