"""The command, its report and the command line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirube.check.facts import CheckSource
from shirube.check.finding import Finding, Findings, Severity
from shirube.check.inspect import inspect
from shirube.check.rules import RULES
from shirube.check.view import grouped
from shirube.commands.check import CHECK, CheckSettings, cell_table, check
from shirube.errors import CheckError
from shirube.grid import Grid, Span
from shirube.office.read import read_book
from shirube.office.write import write_result
from shirube.result import Link
from shirube_cli.main import main
from support.checks import CLEAN, sheet

DIRTY = [["人口調査"], [], ["地区", "人口"], ["東　区", "1,234人"], ["西区", 20]]


def source(rows, file="人口.xlsx"):
    return CheckSource(file, ".xlsx", (sheet(rows),))


# ---------------------------------------------------------------- findings


def test_places_in_words():
    spans = tuple(Span(r, 0, r, 1) for r in (0, 2, 4, 6))
    finding = Finding("L1-12", Severity.CRITICAL, "文。", "直し方。", file="a.xlsx", sheet="表", spans=spans)
    assert finding.place == "表!A1:B1、A3:B3、A5:B5 ほか1か所"
    assert Finding("L1-01", Severity.FATAL, "文。", "直し方。", file="a.pdf").place == "a.pdf"


def test_merged_findings_keep_the_order_of_the_rules_and_put_people_last():
    asked = Finding("L1-09", Severity.MINOR, "a", "b", abstained=True)
    parts = [
        Findings((Finding("L3-01", Severity.FATAL, "a", "b"), asked), ("L3-01",)),
        Findings((Finding("L1-02", Severity.FATAL, "a", "b"),), ("L1-02", "L1-03")),
    ]
    merged = Findings.merged(parts)
    assert [f.rule for f in merged] == ["L1-02", "L3-01", "L1-09"]
    assert [merged.status(r) for r in ("L1-02", "L1-09", "L1-03", "L1-04")] == ["fail", "person", "pass", "not_applied"]


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=6))
def test_grouping_covers_the_cells_and_no_others(rows):
    mask = np.array(rows, dtype=bool)
    spans, count = grouped(mask)
    covered = np.zeros_like(mask, dtype=int)
    for s in spans:
        covered[s.top : s.bottom + 1, s.left : s.right + 1] += 1
    assert count == mask.sum()
    assert (covered == mask.astype(int)).all()


CELLS = st.one_of(
    st.none(), st.integers(-5, 3000), st.floats(allow_nan=False), st.booleans(), st.text(max_size=6),
    st.sampled_from(["地区", "人口（人）", "1,234人", "令和5年", "〃", "x", "…", "①", "東　京", "その他（駅前）"]),
    st.sampled_from(["2020年", "a\nb", "注）速報", "計"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
def test_whatever_stands_on_a_sheet_the_check_answers(rows):
    grid = Grid.from_rows(rows)
    found = inspect(grid)
    height, width = grid.shape
    for finding in found:
        assert finding.rule in RULES
        assert finding.sentence.endswith(("。", "す", "ん"))
        assert all(0 <= s.top <= s.bottom < height and 0 <= s.left <= s.right < width for s in finding.spans)
    assert found.items == inspect(Grid.from_rows(rows)).items


# ---------------------------------------------------------------- the command


def test_the_report_begins_with_how_many_and_where():
    result = check(source(DIRTY), CheckSettings(link_file="人口.xlsx"))
    assert "件あります" in result.conclusion[0]
    assert "まず見るとよいのは" in result.conclusion[1]
    assert "表!A2:B2" in result.conclusion[1]
    findings = result.tables[0]
    assert isinstance(findings.rows[0][1], Link)
    assert {light.word for light in result.lights} == {"直す"}
    assert len(result.details[0].tables[0].rows) == 30


def test_a_clean_sheet_is_said_to_be_clean():
    result = check(source(CLEAN))
    assert "見つかりませんでした" in result.conclusion[0]
    assert not [table for table in result.tables if table.key == "findings"]


def test_page_one_is_plain():
    words = " ".join(check(source(DIRTY)).conclusion)
    assert not any(term in words for term in ("confidence", "p値", "UTF", "null"))


def test_levels_are_chosen():
    every = check(source(DIRTY))
    first = check(source(DIRTY), CheckSettings(level=1))
    assert {row[0][:2] for row in first.tables[0].rows} == {"L1"}
    assert len(every.tables[0].rows) > len(first.tables[0].rows)
    assert len(first.lights) == 1


def test_a_range_without_a_file():
    table = cell_table(sheet(DIRTY))
    assert [column.label for column in table.columns] == ["規則", "どこ", "何が", "直し方", "区分"]
    assert CHECK.run(sheet(DIRTY), CheckSettings()).tables


def test_nothing_to_check():
    with pytest.raises(CheckError) as raised:
        check([])
    assert raised.value.code == "SB-K401"


def test_the_report_can_be_written(tmp_path):
    path = write_result(check(source(DIRTY), CheckSettings(link_file="人口.xlsx")), tmp_path / "点検.xlsx")
    names = [grid.name for grid in read_book(path).sheets]
    assert "点検結果" in names
    assert names[0] == "報告"


# ---------------------------------------------------------------- the command line


def test_check_a_file(tmp_path, capsys):
    path = tmp_path / "人口.csv"
    path.write_text('地区,人口\n東,"1,234人"\n西,20\n', encoding="utf-8")
    before = path.read_bytes()
    assert main(["check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "L2-01" in shown
    assert "計 1 ファイル" in shown
    assert (tmp_path / "人口_点検.xlsx").exists()
    assert path.read_bytes() == before


def test_check_as_json(tmp_path, capsys):
    path = tmp_path / "人口.csv"
    path.write_text('地区,人口（人）\n東,"1,234人"\n西,20\n', encoding="utf-8-sig")
    assert main(["check", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["rules"]) == 30
    assert answer["rules"]["L2-01"] == "fail"
    assert answer["rules"]["L1-12"] == "not_applied"
    (finding,) = [f for f in answer["findings"] if f["status"] == "fail"]
    assert (finding["rule"], finding["ranges"], finding["repairable"]) == ("L2-01", ["B2"], True)
    assert list(tmp_path.iterdir()) == [path]


def test_check_a_folder(tmp_path, capsys):
    for year in (2022, 2023):
        (tmp_path / f"人口{year}.csv").write_text("地区,人口（人）\n東,10\n西,20\n", encoding="utf-8-sig")
    (tmp_path / "計画.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "こわれた.xlsx").write_bytes(b"PK\x03\x04broken")
    assert main(["check", str(tmp_path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"] == ["人口2022.csv", "人口2023.csv", "計画.pdf"]
    assert [u["code"] for u in answer["unread"]] == ["SB-R106"]
    assert (answer["rules"]["L3-07"], answer["rules"]["L1-01"]) == ("pass", "fail")


def test_an_empty_folder(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 2
    assert "SB-K402" in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["check", str(tmp_path / "無い.xlsx")]) == 2
    assert "SB-R101" in capsys.readouterr().err
