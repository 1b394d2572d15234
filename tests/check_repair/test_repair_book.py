"""A workbook repaired: what is left, what the log says, and that no number is lost."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shirube.check.inspect import inspect, inspect_source
from shirube.check.own import own_sheets
from shirube.commands.repair import REPAIR, REPAIRABLE, RepairSettings, repair, repair_grids
from shirube.errors import CheckError
from shirube.grid import Grid, Kind
from shirube.office.read import read_book
from shirube.office.read.check_source import read_check_source
from shirube.office.write import write_result
from shirube_cli.main import main
from support.shared import ROOT, shared

MESSY = [
    ["第１表　地区別の人口", None, None, None, None],
    ["（単位：人）", None, None, None, None],
    [],
    ["地区", "町", "令和4年度", None, "令和5年度"],
    [None, None, "男", "女", "男"],
    ["東", "一丁目", "1,234", 2, 3],
    [None, "二丁目", 4, "x", 6],
    ["西", "一丁目", 7, 8, "９"],
    [],
    ["注）xは秘匿。", None, None, None, None],
]


def messy() -> Grid:
    return Grid.from_rows(MESSY, name="第1表", source="元.xlsx", merges=["A1:E1", "A6:A7", "C4:D4"])


def numbers(values):
    return Counter(float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool))


def difference(grids, repaired):
    """Numbers beyond those of the source and the log (nothing, by the law)."""
    now = Counter()
    for draft in repaired.sheets:
        now += numbers(draft.grid.values.ravel())
    now += numbers(fact.value for fact in repaired.facts)
    log = Counter(now)
    for grid in grids:
        log.subtract(numbers(grid.values.ravel()))
    log.subtract(numbers(c.after for c in repaired.changes))
    log.update(numbers(c.before for c in repaired.changes))
    return now, {value: count for value, count in log.items() if count}


def test_a_messy_sheet_is_clean_afterwards():
    before = inspect(messy())
    assert len({f.rule for f in before.failed if f.repairable}) >= 6
    repaired = repair_grids([messy()])
    assert [f for d in repaired.sheets for f in inspect(d.grid).failed if f.repairable] == []
    grid = repaired.sheets[0].grid
    assert {("東", "二丁目"), ("西", "一丁目")} <= {tuple(row[:2]) for row in grid.values[1:].tolist()}
    assert "第１表　地区別の人口" in [f.value for f in repaired.facts]


def test_the_log_accounts_for_every_number():
    repaired = repair_grids([messy()])
    now, unexplained = difference([messy()], repaired)
    assert unexplained == {}
    assert all(now[value] for value in numbers(messy().values.ravel()))
    assert ("C6", "1,234", 1234) in [(c.cell, c.before, c.after) for c in repaired.changes]


def test_one_rule_alone_leaves_the_rest(tmp_path):
    result = repair([messy()], RepairSettings(rules=("L1-12",)))
    (grid,) = result.sheets
    assert grid.merges == ()
    assert grid.values[0, 0] == "第１表　地区別の人口"
    assert grid.values[6, 0] == "東"
    path = write_result(result, tmp_path / "一つ.xlsx")
    back = {g.name: g for g in read_book(path).sheets}
    assert back["第1表"].values[5, 2] == "1,234"
    assert set(back["直した記録"].values[1:, 0].tolist()) == {"L1-12"}


def test_ditto_marks_among_the_labels_of_a_cross_table():
    rows = [["区", "町", "2022年", "2023年"], ["東", "本町", 1, 2], ["〃", "栄町", 3, 4], ["西", "緑町", 5, "〃"]]
    repaired = repair_grids([Grid.from_rows(rows, name="表")])
    (draft,) = repaired.sheets
    assert "〃" not in {v for row in draft.grid.values.tolist() for v in row}
    assert ["西", "緑町", "2023年", 4] in [row[:4] for row in draft.grid.values.tolist()]
    assert ("A3", "〃", "東") in [(c.cell, c.before, c.after) for c in repaired.changes]


def test_sheets_named_like_reports_are_data_all_the_same(tmp_path):
    path = write_result(
        repair([Grid.from_rows([["区", "人口"], ["東", "1,0 0"], ["西", 2]], name="報告")]), tmp_path / "a.xlsx"
    )
    source = read_check_source(path)
    assert [g.name for g in source.sheets if g.name not in own_sheets(source.sheets)] == ["報告_2"]


def test_an_unknown_rule_is_named():
    with pytest.raises(CheckError) as caught:
        repair([messy()], RepairSettings(rules=("L1-99",)))
    assert caught.value.code == "SB-K501"
    assert "L1-12" in caught.value.japanese


def test_a_sheet_without_a_table_keeps_every_cell():
    prose = Grid.from_rows([["お知らせ"], [None], ["会議は", 3, "時"]], name="文章")
    repaired = repair_grids([prose])
    assert repaired.sheets == ()
    assert [f.value for f in repaired.facts] == ["お知らせ", "会議は", 3, "時"]


def test_nothing_to_repair_and_nothing_at_all():
    assert "直す所は見つかりませんでした" in repair([]).conclusion[0]
    clean = Grid.from_rows([["地区", "人口（人）"], ["東", 1], ["西", 2]], name="表")
    assert repair_grids([clean]).sheets[0].grid.values.tolist() == clean.values.tolist()


def test_a_questionnaire_is_not_turned_into_figures():
    rows = [["番号", "年齢", "満足", "自由記述"], *([i, 20 + i, "はい", f"意見{i}"] for i in range(1, 9))]
    repaired = repair_grids([Grid.from_rows(rows, name="回答")])
    assert repaired.sheets[0].grid.values.tolist() == rows


def test_every_rule_the_table_calls_repairable_has_a_repair():
    from shirube.check.rules import RULES

    assert {key for key, about in RULES.items() if about.repairable} == set(REPAIRABLE)
    assert len(REPAIRABLE) >= 16
    assert REPAIR.settings is RepairSettings


CELLS = st.one_of(
    st.none(),
    st.integers(-999, 9999),
    st.sampled_from(
        ["東", "計", "〃", "x", "-", "1,234", "5人", "８", "令和5年度", "総　数", "①", "男\n女", "注）速報"]
    ),
    st.floats(-10, 10).map(lambda x: round(x, 2)),
    st.just(dt.date(2023, 4, 1)),
    st.booleans(),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9),
    st.sampled_from([(), ("L1-12", "L2-01"), ("L3-01",)]),
)
@example([[0], ["東", "東"], [0, "東", 0]], ())
@example([[0, "5人", 0]], ("L1-12", "L2-01"))
@example([[0], ["東"], [0, 0]], ())
@example(
    [["８", dt.date(2023, 4, 1), "東"], [0, None, 0, "東"], ["〃", None, None, None, 0], [dt.date(2023, 4, 1), 0]], ()
)
def test_any_sheet_no_crash_and_an_exact_log(rows, rules):
    grid = Grid.from_rows(rows, name="表")
    repaired = repair_grids([grid], RepairSettings(rules=rules))
    now, unexplained = difference([grid], repaired)
    assert unexplained == {}
    assert all(now[value] for value in numbers(grid.values.ravel()))


@pytest.mark.parametrize("file", ["023_maff_onion_by_municipality.xlsx", "060_mhlw_consumer_coops_history.xlsx"])
def test_command_line_on_a_published_workbook(file, tmp_path, capsys):
    source = shared("data", "corpus", "files", file)
    before = source.read_bytes()
    out = tmp_path / "直した.xlsx"
    assert main(["check", str(source), "--repair", "--out", str(out)]) == 0
    assert "自動で直せる 0 件" in capsys.readouterr().out
    assert source.read_bytes() == before
    assert not [f for f in inspect_source(read_check_source(out)).failed if f.repairable]


def test_what_the_product_writes_is_written_as_values(tmp_path):
    grid = Grid.from_rows([["区", "式"], ["東", "=1+1"], ["西", "=2+2"]], name="表")
    path = write_result(repair([grid]), tmp_path / "a.xlsx")
    source = read_check_source(path)
    assert all(not facts.formula_count for facts in source.facts.values())
    assert (source.sheets[0].kinds != Kind.ERROR).all()


def test_samples_are_repaired_clean(tmp_path):
    samples = sorted(Path(ROOT / "workbooks" / "samples").glob("*.xlsx"))
    assert samples
    for sample in samples[:6]:
        path = write_result(repair(read_book(sample).sheets), tmp_path / sample.name)
        assert not [f for f in inspect_source(read_check_source(path)).failed if f.repairable], sample.name
