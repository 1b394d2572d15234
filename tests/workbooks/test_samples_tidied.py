"""Every sample can be made tidy without help: each published figure comes out once, with its value."""

import csv
from collections import Counter, defaultdict

import pandas as pd
import pytest

from shirube.office.read import read_book
from shirube.tidy import apply_all, detect
from shirube_workbooks.samples.build import FOLDER


def _sheets() -> dict[tuple[str, str], list[str]]:
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cells[row["sample"], row["sheet"]].append(row["cell"])
    return cells


SHEETS = _sheets()


@pytest.mark.parametrize("where", SHEETS, ids="-".join)
def test_every_published_figure_comes_out_once(where: tuple[str, str]) -> None:
    file, name = where
    grid = next(sheet for sheet in read_book(FOLDER / file).sheets if sheet.name == name)
    best = detect(grid).best
    assert best is not None
    frame = pd.concat([table.frame for table in apply_all(grid, best.recipes)])
    blank = frame["値_注記"] == "空白"
    assert Counter(frame.loc[~blank, "出所セル"]) == Counter(SHEETS[where])
    values = dict(zip(frame["出所セル"], frame["値"], strict=True))
    shown = {cell: grid.values[_row(cell), _column(cell)] for cell in SHEETS[where]}
    for cell, value in shown.items():
        if isinstance(value, int | float):
            assert values[cell] == value
        elif value.startswith("△"):
            assert values[cell] == -float(value[1:].replace(",", ""))
        else:
            assert pd.isna(values[cell])


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1


def _column(cell: str) -> int:
    return ord(cell[0]) - ord("A")
