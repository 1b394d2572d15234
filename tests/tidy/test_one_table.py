"""One statistic (人数 by 区, 年 and 性別) in awkward layouts: the very same tidy table, names included."""

from dataclasses import replace

import pytest

from shirube.grid import CellStyle, Grid
from shirube.tidy import Totals, apply_all, detect, stack, tidy, verify

WARDS, YEARS, SEXES = ("東区", "西区", "北区"), ("2022年", "2023年"), ("男", "女")
FIGURES = {
    (w, y, s): 100 * (i + 1) + 10 * j + k
    for i, w in enumerate(WARDS)
    for j, y in enumerate(YEARS)
    for k, s in enumerate(SEXES)
}
TITLE = ["区別・年別・男女別の人数"]
PAIRS = [(y, s) for y in YEARS for s in SEXES]
HEAD = [y if s == "男" else None for y, s in PAIRS]


def row(ward, text=lambda value: value):
    return [text(FIGURES[ward, y, s]) for y, s in PAIRS]


def body(label=lambda ward: ward, text=lambda value: value):
    return [[label(ward), *row(ward, text)] for ward in WARDS]


def two_tiers(corner="区", *, upper=HEAD, lower=tuple(s for _, s in PAIRS)):
    return [[corner, *upper], [None, *lower]]


def long_rows():
    return [[w, y, *(FIGURES[w, y, s] for s in SEXES)] for w in WARDS for y in YEARS]


def once(rows, column=0):
    seen = None
    for line in rows:
        line = list(line)
        line[column], seen = (None if line[column] == seen else line[column]), line[column]
        yield line


def spaced(line):
    """The line with a blank column behind the label and between the years."""
    return [line[0], None, *line[1:3], None, *line[3:]]


def total(years, wards, sexes):
    return sum(FIGURES[w, y, s] for w in wards for y in years for s in sexes)


def with_totals():
    """計 before 男 and 女 of every year, and a last row 計."""
    lines = []
    for label, wards in [*((w, [w]) for w in WARDS), ("計", WARDS)]:
        lines.append([label, *(total([y], wards, sexes) for y in YEARS for sexes in (SEXES, *((s,) for s in SEXES)))])
    head = [["区", "2022年", None, None, "2023年", None, None], [None, *["計", *SEXES] * 2]]
    return [TITLE, *head, *lines]


def by_ward():
    for ward in WARDS:
        yield [ward]
        yield from ([year, *(FIGURES[ward, year, sex] for sex in SEXES)] for year in YEARS)


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
MERGED = ["A2:A3", "B2:C2", "D2:E2"]
AROUND = [["注）速報値である。"], ["資料：市民課"]]
WAYS = {
    "merged header": ([TITLE, *two_tiers(), *body()], MERGED),
    "header without merges": ([TITLE, *two_tiers(), *body()], []),
    "upper tier in every column": ([TITLE, *two_tiers(upper=[y for y, _ in PAIRS]), *body()], []),
    "corner in the lower row": ([TITLE, [None, *HEAD], ["区", *(s for _, s in PAIRS)], *body()], MERGED[1:]),
    "labels spread by spaces": ([TITLE, *two_tiers(), *body("　".join)], MERGED),
    "figures as text": ([TITLE, *two_tiers(), *body(text="{:,}".format)], MERGED),
    "full-width figures": ([TITLE, *two_tiers(), *body(text=lambda v: str(v).translate(WIDE))], MERGED),
    "two label columns": ([TITLE, ["区", "年", *SEXES], *long_rows()], []),
    "outer label once": ([TITLE, ["区", "年", *SEXES], *once(long_rows())], []),
    "outer label merged": ([TITLE, ["区", "年", *SEXES], *once(long_rows())], ["A3:A4", "A5:A6", "A7:A8"]),
    "wards as group rows": ([TITLE, ["年", *SEXES], *by_ward()], []),
    "spacer columns": ([TITLE, *map(spaced, two_tiers()), *map(spaced, body())], ["C2:D2", "F2:G2"]),
    "spacer rows": ([TITLE, *two_tiers(), *(r for line in body() for r in (line, [None]))], MERGED),
    "unit and notes around": (
        [TITLE, [None, None, None, None, "（単位：人）"], *two_tiers(), *body(), [None], *AROUND],
        ["A3:A4", "B3:C3", "D3:E3"],
    ),
    "far from the corner": ([[], [], *([None, None, *line] for line in [TITLE, *two_tiers(), *body()])], []),
    "transposed": (
        [TITLE, ["年", "性別", *WARDS], *([y, s, *(FIGURES[w, y, s] for w in WARDS)] for y, s in PAIRS)],
        [],
    ),
    "wards above years": (
        [
            TITLE,
            ["性別", *(w if y == YEARS[0] else None for w in WARDS for y in YEARS)],
            [None, *(y for _ in WARDS for y in YEARS)],
            *([s, *(FIGURES[w, y, s] for w in WARDS for y in YEARS)] for s in SEXES),
        ],
        ["A2:A3", "B2:C2", "D2:E2", "F2:G2"],
    ),
    "total row and columns": (with_totals(), ["A2:A3", "B2:D2", "E2:G2"]),
}


def observations(grid):
    recipes = detect(grid).best.recipes
    tables = apply_all(grid, [replace(recipe, totals=Totals("drop", "drop")) for recipe in recipes])
    assert len(tables) == 1
    assert [check.sentence for check in verify(grid, tables[0]) if not check.ok] == []
    frame = tables[0].frame
    assert sorted(tables[0].dimensions) == sorted(("区", "年", "性別"))
    found = frame[["区", "年", "性別", "値", "値_注記"]].sort_values(["区", "年", "性別"], ignore_index=True)
    return found.values.tolist()


EXPECTED = sorted([*key, float(value), "実数"] for key, value in FIGURES.items())


@pytest.mark.parametrize("way", WAYS)
def test_every_layout_gives_the_same_table(way):
    rows, merges = WAYS[way]
    assert observations(Grid.from_rows(rows, merges=merges)) == EXPECTED


def test_a_sheet_for_each_ward_stacked_gives_it_too():
    def of_ward(ward):
        rows = [[f"{ward}の人数"], ["年", *SEXES], *([y, *(FIGURES[ward, y, s] for s in SEXES)] for y in YEARS)]
        return tidy(Grid.from_rows(rows, name=ward))[0]

    frame = stack([of_ward(ward) for ward in WARDS]).table.frame
    found = frame[["出所シート", "年", "性別", "値", "値_注記"]].values.tolist()
    assert sorted(found) == EXPECTED


def test_the_answer_is_what_ruled_cells_say_too():
    rows, merges = WAYS["header without merges"]
    grid = Grid.from_rows(rows, merges=merges)
    boxed = CellStyle(border_top=True, border_bottom=True, border_left=True, border_right=True)
    styles = grid.styles.copy()
    styles[1:] = 1
    ruled = Grid.from_rows(rows, merges=merges, styles=styles, style_table=(CellStyle(), boxed))
    assert observations(ruled) == EXPECTED
