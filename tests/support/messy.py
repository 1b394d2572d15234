"""Random sheets that are hard to read, with the recipe that reads them and a later edition of each."""

import random
from dataclasses import dataclass

from shirube.grid import Grid
from shirube.tidy import Anchor, Header, Recipe, Stub
from shirube.tidy.steps import Column, FillDown, GroupRows, PivotBlocks, SplitCells, Transpose, Unpivot, UnpivotGroups

#: What may stand where a number is expected.
ODD = (
    None,
    "x",
    "-",
    "－",
    "…",
    "・・・",
    "△1,234",
    "▲５",
    "１２３",
    "1,234",
    "12.3％",
    "5人",
    "#N/A",
    "0",
    " 7 ",
    "**",
    "不詳",
)
LABELS = (
    "東",
    "西",
    "南",
    "北",
    "緑が丘",
    "あ い",
    "Ａ地区",
    "港\n東",
    "中央 一",
    "川|西",
    'か"ぎ',
    "#(lf)区",
    "ﾊﾝｶｸ",
    "市計",
)


@dataclass(frozen=True)
class Messy:
    """A sheet, its recipe, and the sheet as it may look next year."""

    grid: Grid
    recipe: Recipe
    later: Grid
    refused: bool = False  # the query returns a sentence for the later edition


def _value(rng: random.Random):
    return rng.choice(ODD) if rng.random() < 0.25 else rng.randint(-50, 10**6) + rng.choice((0, 0, 0.25))


def _row(rng: random.Random, width: int) -> list:
    # The first cell is a plain number, so that the row is data whatever else it holds.
    return [rng.randint(1, 999), *(_value(rng) for _ in range(width - 1))]


def crosstab(rng: random.Random) -> Messy:
    """A cross table under a title, with one or two header rows, and one edited edition."""
    width, height, tiers = rng.randint(3, 6), rng.randint(3, 8), rng.randint(1, 2)
    labels = rng.sample(LABELS, min(height, len(LABELS)))
    heads = [f"項{i}" for i in range(width)]
    top = rng.randint(1, 3)
    rows: list[list] = [["表の題"] + [None] * width] + [[None] * (width + 1) for _ in range(top - 1)]
    merges = []
    if tiers == 2:
        rows.append(["地区", *[f"群{i // 2}" if i % 2 == 0 else None for i in range(width)]])
        merges = [f"{_letter(1 + i)}{top + 1}:{_letter(2 + i)}{top + 1}" for i in range(0, width - 1, 2)]
        rows.append([None, *heads])
    else:
        rows.append(["地区", *heads])
    rows += [[label, *_row(rng, width)] for label in labels]
    rows.append(["注 △は減少を示す。", *[None] * width])
    grid = Grid.from_rows(rows, name="表", merges=merges)
    recipe = Recipe(
        sheet="表",
        anchor=Anchor("地区", f"A{top + 1}", f"A{top + 1}"),
        header=Header(rows=tiers),
        stub=Stub(columns=1),
    )
    later = _edited(rng, rows, top + tiers, width)
    wider = len(later[0][0]) > width + 1
    return Messy(
        grid, recipe, Grid.from_rows(later[0], name="表", merges=_moved(merges, later[1])), wider and tiers > 1
    )


def _letter(column: int) -> str:
    return "ABCDEFGHIJ"[column]


def _moved(merges: list[str], down: int) -> list[str]:
    import re

    return [re.sub(r"\d+", lambda m: str(int(m[0]) + down), merge) for merge in merges]


def _edited(rng: random.Random, rows: list[list], first: int, width: int) -> tuple[list[list], int]:
    """Other values, a row more, sometimes a column more, sometimes lines above; how far the table moved down."""
    later = [list(row) for row in rows]
    for row in later[first:-1]:
        row[1:] = _row(rng, width)
    later.insert(rng.randint(first, len(later) - 1), ["新しい区", *_row(rng, width)])
    if rng.random() < 0.5:
        for i, row in enumerate(later):
            new = "新しい項" if i == first - 1 else rng.randint(1, 99) if first <= i < len(later) - 1 else None
            row.append(new)
    down = rng.randint(0, 2)
    blank = [[None] * len(later[0]) for _ in range(down)]
    return [later[0], *blank, *later[1:]], down


def listing(rng: random.Random) -> Messy:
    """A list and steps that fit it, and an edition with more rows."""
    make = rng.choice((_unpivot, _groups, _fill, _group_rows, _split, _transpose, _blocks, _plain))
    rows, recipe, more = make(rng)
    return Messy(Grid.from_rows(rows, name="表"), recipe, Grid.from_rows(more, name="表"))


def _recipe(first: str, *steps) -> Recipe:
    return Recipe(sheet="表", form="records", anchor=Anchor(first, "A1", "A1"), steps=tuple(steps))


def _plain(rng: random.Random):
    rows = [["地区", "人口", "備考"]]
    rows += [
        [rng.choice(LABELS), rng.randint(0, 99), rng.choice(("", None, "あ", 3))] for _ in range(rng.randint(1, 5))
    ]
    return rows, _recipe("地区"), [*rows, [None] * 3, ["追加", 1, "#N/A"]]


def _unpivot(rng: random.Random):
    years = [f"{2020 + i}年度" for i in range(rng.randint(2, 4))]
    rows = [["地区", *years]]
    rows += [[rng.choice(LABELS), *_row(rng, len(years))] for _ in range(rng.randint(1, 5))]
    # A year added at the end is taken along.
    more = [[*row, "2030年度" if i == 0 else _value(rng)] for i, row in enumerate(rows)]
    step = Unpivot(Column(years[0], 2), name="年度")
    return rows, _recipe("地区", step), [*more, ["追加", *_row(rng, len(years) + 1)]]


def _groups(rng: random.Random):
    rows = [["地区", "人口_2020", "世帯_2020", "人口_2021", "世帯_2021"]]
    rows += [[rng.choice(LABELS), *_row(rng, 4)] for _ in range(rng.randint(2, 5))]
    step = UnpivotGroups(Column("人口_2020", 2), measures=("人口", "世帯"), name="年")
    return rows, _recipe("地区", step), [*rows, ["追加", *_row(rng, 4)]]


def _fill(rng: random.Random):
    rows = [["区", "町", "人口"], ["東", "一", 1]]
    for _ in range(rng.randint(1, 8)):
        rows.append([rng.choice((None, None, "西", " ")), rng.choice((None, "二", "")), rng.randint(1, 9)])
    step = FillDown((Column("区", 1), Column("町", 2)))
    return rows, _recipe("区", step), [*rows, [None, None, 5], ["南", None, 6]]


def _group_rows(rng: random.Random):
    rows: list[list] = [["施設", "利用者", "備考"]]
    for _ in range(rng.randint(1, 3)):
        rows.append([rng.choice(LABELS), None, None])
        rows += [[rng.choice(LABELS), rng.randint(1, 9), rng.choice((None, "あ"))] for _ in range(rng.randint(0, 3))]
    rows.append(["図書館", 3, None])
    return rows, _recipe("施設", GroupRows("地区")), [*rows, ["北地区", None, None], ["体育館", 4, None]]


def _split(rng: random.Random):
    texts = ("駐車場、多目的（大、小）", "駐車場", "、、", None, 5, "「あ、い」、う", "）、（")
    rows = [["施設", "設備"], *[[rng.choice(LABELS), rng.choice(texts)] for _ in range(rng.randint(1, 5))]]
    return rows, _recipe("施設", SplitCells(Column("設備", 2), ("、",))), [*rows, ["追加", "一、二"]]


def _transpose(rng: random.Random):
    items = rng.sample(("人口", "世帯", "面積", "開 設 日", "ＴＥＬ"), 3)
    rows = [["項目", "東", "西"], *[[item, _value(rng), _value(rng)] for item in items]]
    return rows, _recipe("項目", Transpose(rng.choice(("", "館")))), [*rows, ["新項目", 1, None]]


def _blocks(rng: random.Random):
    rows: list[list] = [["項目", "内容"]]
    for i in range(rng.randint(1, 4)):
        rows += [["館", f"館{i}"], ["電 話", rng.choice((None, "1-1", 5))]]
    return rows, _recipe("項目", PivotBlocks(rng.choice((0, 2)))), [*rows, ["館", "新館"], ["電話", 9]]
