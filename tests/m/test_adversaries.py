"""The generator of adversarial sheets: repeatable, and every trap is set."""

import datetime as dt

from shirube.grid import Kind
from support.m.tables import adversary

SEEDS = range(200)


def test_a_seed_always_gives_the_same_sheet() -> None:
    for seed in range(20):
        one, two = adversary(seed), adversary(seed)
        assert one.grid.values.tolist() == two.grid.values.tolist()
        assert one.later.values.tolist() == two.later.values.tolist()


def test_every_trap_is_set_somewhere() -> None:
    sheets = [adversary(seed) for seed in SEEDS]
    cells = [cell for sheet in sheets for row in sheet.grid.values.tolist() for cell in row]
    texts = {cell for cell in cells if isinstance(cell, str)}
    assert {"１，２３４", "△５", "x", "01100", "100①", "改\n行", "か\u3099", "=1+1"} <= texts
    assert any(isinstance(cell, dt.datetime) for cell in cells)
    assert any(cell is True for cell in cells)
    assert any((sheet.grid.kinds == Kind.ERROR).any() for sheet in sheets)
    assert any(sheet.grid.merges for sheet in sheets)
    assert any(_doubled(row) for sheet in sheets for row in sheet.grid.values.tolist()[:4])


def _doubled(row: list[object]) -> bool:
    named = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return len(set(named)) < len(named)


def test_the_later_edition_has_other_rows_or_columns() -> None:
    pairs = [(one.grid.shape, one.later.shape) for one in map(adversary, SEEDS)]
    assert any(later[0] > now[0] for now, later in pairs)
    assert any(later[0] < now[0] for now, later in pairs)
    assert any(later[1] > now[1] for now, later in pairs)
