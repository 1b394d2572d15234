"""Processes: read and checked with cells, counted now and after, hours kept apart, drawn over several pages."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shirube.commands.flow import FlowSettings, draw_flow
from shirube.errors import TableError
from shirube.flow import Change, Flow, Step, view
from shirube.flow.steps import Measured
from shirube.flow.view import hours
from shirube.grid import Grid
from shirube.office.read import read_grid
from shirube.office.write import write_result
from shirube.result import Purpose
from shirube_workbooks.build import TEMPLATES
from shirube_workbooks.mihon.build import FOLDER
from support.fill import cells_typed, entries

HEAD = ["工程ID", "工程", "担当", "次の工程", "分岐", "分岐の先", "分", "件数", "転記", "見直し", "あとの分"]


def row(key, who="窓口", following="", branch="", to="", minutes=None, count=None, retyped="", change="", after=None):
    return [key, f"{key}をする", who, following, branch, to, minutes, count, retyped, change, after]


def drawn(rows, head=HEAD, **settings):
    return draw_flow(Grid.from_rows([head, *rows], name="業務フロー", source="業務.xlsx"), FlowSettings(**settings))


SIX = [
    row("S1", "住民", "S2", minutes=30, count=600),
    row("S2", "窓口", "S3", "不備あり", "S1", minutes=10, count=600, change="減らす", after=4),
    row("S3", "窓口", "S4", retyped="ある", minutes=6, count=600, change="やめる"),
    row("S4", "係", "S5", minutes=12, count=600),
    row("S5", "課長", "S6", minutes=1, count=600),
    row("S6", "係", minutes=5, count=600),
]


def test_counts_now_and_after() -> None:
    table = drawn(SIX).tables[0]
    counts = {line[0]: line[1:] for line in table.rows}
    assert counts["工程の数"] == (6, 5, -1)
    assert counts["引き渡し"] == (4, 4, 0)
    assert counts["打ち直し（転記）"] == (1, 0, -1)
    assert counts["手戻り（前の工程に戻る分岐）"] == (1, 1, 0)


def test_links_lead_past_a_stopped_step() -> None:
    now, after = drawn(SIX).flows
    assert [step.next for step in now.steps] == ["S2", "S3", "S4", "S5", "S6", ""]
    assert [(step.key, step.next) for step in after.steps][1] == ("S2", "S4")
    assert [step.change for step in now.steps][1:3] == ["◆減らす", "◆やめる"]


def test_hours_measured_and_estimated_are_never_added() -> None:
    head = [*HEAD, "いまの時間は", "あとの時間は"]
    kinds = [("実測", ""), ("実測", "見込み"), ("見込み", ""), ("実測", ""), ("", ""), ("実測", "")]
    table = drawn([[*r, *k] for r, k in zip(SIX, kinds, strict=True)], head).tables[1]
    by_kind = {line[0]: line[1:] for line in table.rows}
    assert by_kind == {
        "役所などの時間（いま実測・あと実測）": (2, 170.0, 170.0, 0.0),
        "役所などの時間（いま実測・あと見込み）": (1, 100.0, 40.0, 60.0),
        "役所などの時間（いま見込み・あと見込み）": (2, 70.0, 10.0, 60.0),
        "住民の時間（いま実測・あと実測）": (1, 300.0, 300.0, 0.0),
    }
    assert not table.total_rows


def test_unsaid_times_are_estimates_and_it_is_told() -> None:
    made = drawn(SIX)
    assert any("見込みとして扱いました" in note for note in made.notes)
    assert {line[0] for line in made.tables[1].rows} == {
        "役所などの時間（いま見込み・あと見込み）",
        "住民の時間（いま見込み・あと見込み）",
    }


def test_a_shorter_wait_is_counted_after() -> None:
    head = [*HEAD, "待ち（分）", "あとの待ち（分）"]
    waits = [(60, 0), (30, None), (None, None), (20, 5), (None, None), (None, None)]
    table = drawn([[*r, *w] for r, w in zip(SIX, waits, strict=True)], head).tables[0]
    counts = {line[0]: line[1:3] for line in table.rows}
    assert counts["待ちのある工程"] == (3, 2)
    assert counts["待ち時間の計（分／件）"] == (110, 35)


def test_without_next_steps_the_order_of_the_list_holds() -> None:
    made = drawn([row(f"S{i}") for i in range(1, 4)])
    assert [step.next for step in made.flows[0].steps] == ["S2", "S3", ""]
    assert any("一覧の順" in note for note in made.notes)
    assert len(made.flows) == 1  # nothing is changed: no picture of after


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([row("S1", following="S9"), row("S2")], "SB-W873", "D2"),
        ([row("S1", following="S2", branch="不備", to="S7"), row("S2")], "SB-W873", "F2"),
        ([row("S1", following="S2"), row("S2", following="S3"), row("S3", following="S2")], "SB-W874", "D4"),
        ([row("S1", following="S1")], "SB-W874", "D2"),
        ([row("S1", following="S3"), row("S2", following="S3"), row("S3")], "SB-W875", "A3"),
        ([row("S1", following="S2"), row("S2"), row("S2")], "SB-W872", "A4"),
        ([row("S1", who="")], "SB-W876", "C2"),
        ([row("S1", minutes="10分くらい")], "SB-W877", "G2"),
        ([row("S1", minutes=-3)], "SB-W877", "G2"),
        ([row("S1", change="なくす")], "SB-W878", "J2"),
        ([row("S1", retyped="たぶん")], "SB-W878", "I2"),
        ([row("S1", following="S2", branch="不備"), row("S2")], "SB-W880", "F2"),
        ([row("S1", following="S2", to="S2"), row("S2")], "SB-W880", "E2"),
        ([["S1", "", "窓口", *[None] * 8]], "SB-W881", ""),
        ([row(f"S{i}", who=f"第{i}係") for i in range(11)], "SB-W879", ""),
    ],
)
def test_bad_input_gives_the_cell_and_what_to_do(rows, code: str, cell: str) -> None:
    with pytest.raises(TableError) as caught:
        drawn(rows)
    assert (caught.value.code, caught.value.at.cell) == (code, cell)
    assert caught.value.next_step.endswith("。")


def test_all_steps_may_be_stopped(tmp_path: Path) -> None:
    made = drawn([row("S1", change="やめる"), row("S2", change="やめる")])
    assert [flow.sheet for flow in made.flows] == ["流れ図（いま）"]
    assert "すべての工程をやめる" in made.conclusion[1]


def test_a_column_is_missing() -> None:
    with pytest.raises(TableError, match="SB-W871"):
        drawn([["a", "b"]], ["工程", "誰か"])


@given(st.lists(st.sampled_from(list(Change)), min_size=2, max_size=40))
def test_what_is_stopped_is_gone_and_the_rest_still_leads_to_the_end(changes: list[Change]) -> None:
    n = len(changes)
    steps = tuple(
        Step(f"S{i}", "す", f"係{i % 3}", next=f"S{i + 1}" if i + 1 < n else "", change=change, minutes=1, count=60)
        for i, change in enumerate(changes)
    )
    after = view(Flow(steps, (), ()), after=True)
    assert after.totals.steps == n - changes.count(Change.STOP)
    following = {r.step.id: r.next for r in after.rows}
    assert list(following.values()) == [*list(following)[1:], ""][: len(following)]
    spent, without = hours(Flow(steps, (), ()))
    assert (sum(h.steps for h in spent), without) == (n, ())
    assert all(h.before is Measured.ESTIMATED for h in spent)


def test_forty_two_steps_go_over_pages_with_marks_where_they_go_on(tmp_path: Path) -> None:
    grid = read_grid(FOLDER / "みほん市_業務フロー.xlsx", "業務フロー")
    made = draw_flow(grid, FlowSettings(purpose=Purpose.PUBLIC))
    book = openpyxl.load_workbook(write_result(made, tmp_path / "f.xlsx"))
    assert book.sheetnames[:3] == ["報告", "流れ図（いま）", "流れ図（あと）"]
    sheet = book["流れ図（いま）"]
    breaks = sorted(b.id for b in sheet.row_breaks.brk)
    first = [sheet.cell(r, 1).value for r in range(1, sheet.max_row + 1)]
    ends = [r for r, text in enumerate(first, start=1) if str(text).startswith("▼")]
    begins = [r for r, text in enumerate(first, start=1) if str(text).startswith("▲")]
    assert breaks == ends
    assert begins == [r + 1 for r in ends]
    assert len(breaks) >= 2
    assert sheet.print_title_rows == "$3:$3" or sheet["A" + sheet.print_title_rows.split("$")[-1]].value == "番号"
    assert sum(str(text).startswith("S") for text in first) == 42
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    texts = [str(c.value) for line in sheet.iter_rows() for c in line if c.value]
    assert any("◇主治医なし→S42（5枚目）" in t.replace("\n", "") for t in texts)


def test_the_filled_template_is_read_and_its_fault_found(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATES / "10_業務改善BPR.xlsx")
    for cell, value in cells_typed(book["業務フロー"], entries()["10_業務改善BPR"]["業務フロー"]).items():
        book["業務フロー"][cell].value = value
    book.save(tmp_path / "業務.xlsx")
    with pytest.raises(TableError) as caught:
        draw_flow(read_grid(tmp_path / "業務.xlsx", "業務フロー"))
    assert (caught.value.code, caught.value.at.cell) == ("SB-W873", "H11")
    for cell in ("B11", "C11"):
        book["業務フロー"][cell].value = None
    book.save(tmp_path / "業務.xlsx")
    counts = draw_flow(read_grid(tmp_path / "業務.xlsx", "業務フロー")).tables[0].rows
    assert counts[0][1:3] == (5, 4)  # as 流れ図（いま） and 流れ図（あと） of the template
    assert counts[2][1] == 4
