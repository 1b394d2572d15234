"""The checks can fail: each is shown a table that was tampered with."""

from dataclasses import replace
from types import MappingProxyType

from shirube.grid import Grid
from shirube.tidy import tidy, verify

GRID = Grid.from_rows([["人数"], ["区", "計", "男", "女"], ["東", 3, 1, 2], ["西", 9, 4, 5]])


def failing(grid, table):
    return [check.name for check in verify(grid, table) if not check.ok]


def test_a_true_conversion_passes():
    (table,) = tidy(GRID)
    assert failing(GRID, table) == []
    assert verify(GRID, table)[-1].sentence == "合計1件は、内訳の足し算と一致しました。"


def test_a_changed_value():
    (table,) = tidy(GRID)
    assert failing(GRID, replace(table, frame=table.frame.assign(値=table.frame["値"] + 1))) == ["数の保存"]


def test_a_lost_row():
    (table,) = tidy(GRID)
    assert "行の数" in failing(GRID, replace(table, frame=table.frame.iloc[1:]))


def test_a_lost_cell():
    (table,) = tidy(GRID)
    used = tuple(c for c in table.metadata["used_cells"] if c != "B3")
    changed = replace(table, metadata=MappingProxyType({**table.metadata, "used_cells": used}))
    found = {check.name: check for check in verify(GRID, changed)}["セルの行き先"]
    assert not found.ok
    assert "B3" in found.sentence


def test_labels_that_do_not_tell_apart():
    grid = Grid.from_rows([["人数"], ["区", "男", "男"], ["東", 1, 2], ["西", 4, 5]])
    (table,) = tidy(grid)
    assert failing(grid, table) == ["見出しの重なり"]


def test_a_total_that_does_not_add_up_is_said():
    grid = Grid.from_rows([["人数"], ["区", "男", "女"], ["合計", 6, 7], ["東", 1, 2], ["西", 4, 5]])
    (table,) = tidy(grid)
    found = verify(grid, table)[-1]
    assert not found.ok
    assert "合計" in found.sentence


def test_a_list_that_lost_a_row():
    grid = Grid.from_rows([["名", "数"], ["あ", 1], ["い", 2]])
    (table,) = tidy(grid)
    assert failing(grid, table) == []
    assert failing(grid, replace(table, frame=table.frame.iloc[:1])) == ["行の数"]
