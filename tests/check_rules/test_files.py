"""Whole files: formats, objects and formulas in workbooks, the corpus, and the sheets we write ourselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from shirube.check.inspect import inspect, inspect_source
from shirube.check.rules import RULES
from shirube.commands.check import check
from shirube.commands.tidy import tidy
from shirube.errors import ShirubeError
from shirube.grid import Grid
from shirube.office.read import SUFFIXES, read_book
from shirube.office.read.check_source import read_check_source
from shirube.office.write import write_result
from shirube.result import DataSheet
from shirube.tidy import detect
from support.checks import CLEAN
from support.shared import shared

ROOT = Path(__file__).resolve().parents[2]
PASSED = ("L1-", "L2-", "L3-01", "L3-05", "L3-09")


def own_findings(path: Path) -> list[tuple[str, str, str]]:
    """What the check finds wrong on the machine-readable sheets of a workbook we wrote."""
    source = read_check_source(path)
    data = [grid for grid in source.sheets if grid.name not in ("報告", "報告の表", "統計の詳細", "設定")]
    return [
        (finding.rule, finding.place, finding.sentence)
        for grid in data
        for finding in inspect(grid, source.facts[grid.name]).failed
        if finding.rule.startswith(PASSED)
    ]


# ---------------------------------------------------------------- L1-01


@pytest.mark.parametrize("name", ["計画.pdf", "計画.docx", "地図.png"])
def test_formats_for_people(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    assert inspect_source(read_check_source(tmp_path / name)).status("L1-01") == "fail"


@pytest.mark.parametrize("name", ["人口.csv", "人口.tsv", "人口.txt"])
def test_formats_for_machines(tmp_path, name):
    (tmp_path / name).write_text("地区,人口\r\n東,10\r\n", encoding="utf-8-sig")
    assert inspect_source(read_check_source(tmp_path / name)).status("L1-01") == "pass"


def test_json_is_for_machines(tmp_path):
    (tmp_path / "人口.json").write_text("{}", encoding="utf-8")
    assert inspect_source(read_check_source(tmp_path / "人口.json")).status("L1-01") == "pass"


# ---------------------------------------------------------------- workbooks


@pytest.fixture
def workbook(tmp_path) -> Path:
    path = tmp_path / "図と数式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ["地区", "人口（人）", "二倍（人）"])
        for row, (name, value) in enumerate([("東", 10), ("西", 20)], 1):
            page.write_row(row, 0, [name, value])
            page.write_formula(row, 2, f"=B{row + 1}*2", None, value * 2)
        page.insert_textbox(4, 1, "注：速報値")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=表!$B$2:$B$3"})
        page.insert_chart(4, 4, chart)
        page.set_row(2, None, None, {"level": 1, "hidden": True})
        book.add_worksheet("空")
    return path


def test_what_no_cell_tells(workbook):
    source = read_check_source(workbook)
    facts = source.facts["表"]
    assert [(o.kind, o.span.a1) for o in facts.objects] == [("テキストボックス", "B5"), ("グラフ", "E5")]
    assert ([s.a1 for s in facts.formulas], facts.formula_count) == (["C2:C3"], 2)
    found = inspect_source(source)
    assert [found.status(rule) for rule in ("L1-10", "L2-06", "L1-13")] == ["fail", "fail", "fail"]


def test_a_plain_workbook_has_nothing_of_the_kind(tmp_path):
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        for row, values in enumerate(CLEAN):
            page.write_row(row, 0, values)
    found = inspect_source(read_check_source(path))
    assert found.failed == ()
    assert [f.rule for f in found.for_person] == ["L3-08"]


def test_a_sidecar_explains(tmp_path):
    (tmp_path / "人口.csv").write_text("地区,人口（人）\r\n東,x\r\n西,20\r\n南,30\r\n", encoding="utf-8-sig")
    assert inspect_source(read_check_source(tmp_path / "人口.csv")).status("L3-03") == "fail"
    (tmp_path / "人口.meta.json").write_text('{"記号": {"x": "秘匿した数値"}}', encoding="utf-8")
    found = inspect_source(read_check_source(tmp_path / "人口.csv"))
    assert (found.status("L3-03"), found.status("L3-08")) == ("pass", "pass")


# ---------------------------------------------------------------- our own sheets


def samples() -> list[Path]:
    return sorted(p for p in (ROOT / "workbooks" / "samples").iterdir() if p.suffix.lower() in SUFFIXES)


#: What a cell says is the office's: a conversion keeps several answers in one cell, and ㎡ in a label, as they are.
#: A list that is left as it is keeps its cells altogether: the conversion may add no fault.
CONTENT = ("L1-07", "L1-08")


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.stem)
def test_tidied_samples_pass_their_own_check(path, tmp_path):
    for i, grid in enumerate(read_book(path).sheets):
        try:
            result = tidy(grid)
        except ShirubeError:
            continue
        written = write_result(result, tmp_path / f"{i}.xlsx")
        before = inspect(grid)
        detection = detect(grid)
        is_list = detection.best is not None and all(r.form == "records" for r in detection.best.recipes)
        kept = {rule for rule in (RULES if is_list else CONTENT) if before.of(rule)}
        assert [found for found in own_findings(written) if found[0] not in kept] == []


def test_the_report_of_a_check_passes_its_own_check(workbook, tmp_path):
    result = check(read_check_source(workbook))
    written = write_result(result, tmp_path / "点検.xlsx")
    assert [sheet.name for sheet in result.data if isinstance(sheet, DataSheet)] == ["点検結果"]
    assert own_findings(written) == []


# ---------------------------------------------------------------- robustness


def test_every_file_of_the_corpus_is_checked():
    files = [p for p in sorted(shared("data", "corpus", "files").rglob("*")) if p.suffix.lower() in SUFFIXES]
    assert len(files) >= 30
    for path in [*files, *samples()]:
        try:
            source = read_check_source(path)
        except ShirubeError:
            continue
        found = inspect_source(source)
        assert all(f.sentence and f.fix for f in found)


@pytest.mark.parametrize(
    "rows",
    [
        [], [[]], [[None]], [["題名だけ"]], [[1]], [[1, 2, 3]], [["a"], ["b"]], [[None, None], [None, "x"]],
        [[dt.date(2024, 4, 1), dt.time(10, 0), True]], [["#N/A", "#REF!"], ["#N/A", 1]], [[float("inf"), 10**30]],
        [["　", "\n"], [" ", "x"]], [["a"] * 300] * 2,
    ],
)  # fmt: skip
def test_odd_sheets_are_no_trouble(rows):
    grid = Grid.from_rows(rows)
    inspect(grid)
    check(grid)
