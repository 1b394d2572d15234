"""``shirube powerquery``: makes a workbook with queries, and says what queries a workbook holds."""

import pytest

from shirube.office.queries import queries_of
from shirube.office.read import read_grid
from shirube.tidy import detect, read_recipes
from shirube_cli.main import main
from shirube_workbooks.samples.build import FOLDER
from support.m import MTable, evaluate
from support.node import checks

SAMPLE = FOLDER / "みほん市_地区別の表.xlsx"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "クエリ.xlsx"
    assert main(["powerquery", str(SAMPLE), "--out", str(path)]) == 0
    return path


def said(capsys, *words) -> tuple[int, str]:
    status = main(["powerquery", *map(str, words)])
    shown = capsys.readouterr()
    return status, shown.out + shown.err


def test_lists_checks_and_extracts(book, capsys, tmp_path):
    status, text = said(capsys, book, "--list")
    assert status == 0
    assert "第5表_縦持ち" in text
    assert "しるべが作ったもの" in text
    assert said(capsys, book, "--check") == (0, "クエリ1つは揃っています。\n")
    assert said(capsys, book, "--extract", tmp_path / "q")[0] == 0
    assert (tmp_path / "q" / "第5表_縦持ち.pq").read_text("utf-8").strip() == queries_of(book).queries[0].text


def test_recipe_is_saved(book, capsys, tmp_path):
    assert said(capsys, book, "--to-recipe", tmp_path / "r.yaml")[0] == 0
    (recipe,) = read_recipes((tmp_path / "r.yaml").read_text("utf-8"))
    assert recipe == detect(read_grid(SAMPLE)).best.recipe


def test_workbook_without_queries_says_so(capsys):
    status, text = said(capsys, SAMPLE, "--list")
    assert status == 2
    assert "SB-P205" in text
    assert said(capsys, SAMPLE, "--check") == (0, "クエリのないブックです。\n")


@pytest.fixture(scope="module")
def from_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "ファイル.xlsx"
    assert main(["powerquery", str(SAMPLE), "--from-file", "--out", str(path)]) == 0
    return queries_of(path).queries[0].text


@pytest.mark.parametrize("path", ["C:\\ない\\表.xlsx", "", None])
def test_missing_file_gives_a_sentence_in_the_table(from_file, path):
    cell = {"設定_ファイル": MTable(("Column1",), [(path,)])}
    found = evaluate(from_file, workbook=cell, files={"C:\\別\\表.xlsx": SAMPLE.read_bytes()})
    assert len(found.rows) == 1
    assert found.rows[0][0].startswith("ファイルかシート「第5表」が見つかりません。")


def test_file_is_read_where_the_cell_says(from_file, book):
    cell = {"設定_ファイル": MTable(("Column1",), [("C:\\表\\地区別.xlsx",)])}
    found = evaluate(from_file, workbook=cell, files={"C:\\表\\地区別.xlsx": SAMPLE.read_bytes()})
    inside = read_grid(book, "第5表_縦持ち")
    assert [str(value) for value in inside.values[0]] == list(found.columns)
    assert len(found.rows) == inside.shape[0] - 1


def test_microsofts_parser_takes_the_queries(from_file, book):
    scripts = {"元表": queries_of(book).queries[0].text, "ファイル": from_file}
    assert checks().ask("scripts.check", scripts=scripts) == {"元表": [], "ファイル": []}
