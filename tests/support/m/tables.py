"""Random sheets made to trip a converter: every kind of cell in every place, and the sheet as it looks a year later.

Unlike `support.messy`, nothing here knows how a recipe reads a sheet: the recipe is whatever detection finds.
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from shirube.grid import Grid

BLANKS = (None, "", " ", "　")
ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!")
NUMBERS = (0, 7, -3, 1234567, 0.1 + 0.2, -0.5, 1e-7, 123456789012, 2.675, 99.995)
WRITTEN = (
    "１，２３４", "△５", "▲1,234.5", "－", "-", "…", "・・・", "x", "Ｘ", "***", "12.3％", "5人", "１０世帯", "1.5千円",
    "(12)", "3〜5", "1,2", "01100", "100①", "注1)", "未定", "不詳", "12 ", "　8", "1e5", "¥500",
    "+3", "−7", "十二", "1万2千", "2023/4/1", "＃Ｎ／Ａ",
)  # fmt: skip
TEXTS = (
    "か\u3099", "改\n行", 'か"ぎ', "#(lf)", "[角]", "{波}", "a,b", "あ|い", "Ａｂｃ", "ﾊﾝｶｸ", "㈱東", "①", "=1+1",
    "'先頭", "true", "null",
)  # fmt: skip
LABELS = (
    "東区", "西区", "南 区", "北　区", "中央区", "港区\n（本庁）", "緑区", "旭区", "Ａ区", "12区", "計",
    "うち市部", *TEXTS,
)  # fmt: skip
HEADS = (
    "人口", "世帯", "男", "女", "面積（㎢）", "令和5年度", "令和６年度", "R7", 2021, 2022, "2023年", "率(%)", "備　考",
    "人 口", "増減",
)  # fmt: skip
DAYS = (dt.datetime(2024, 4, 1), dt.datetime(1999, 12, 31), dt.datetime(2024, 2, 29, 12, 30))


@dataclass(frozen=True)
class Adversary:
    """A sheet and its next edition: other values, rows and columns that came or went."""

    grid: Grid
    later: Grid


def adversary(seed: int) -> Adversary:
    """Return the sheet of a seed; every seed gives the same sheet in every run."""
    rng = random.Random(seed)
    width, height = rng.randint(2, 6), rng.randint(2, 9)
    top = _title(rng, width)
    heads = _heads(rng, width)
    body = [[_label(rng), *(_cell(rng) for _ in range(width - 1))] for _ in range(height)]
    foot = [["注 数値は概数である。"]] if rng.random() < 0.4 else []
    rows = [*top, *heads, *body, *foot]
    merges = _merges(heads, len(top)) if len(heads) == 2 else ()
    later_top = [*top, *([["更新"]] if top and rng.random() < 0.2 else [])]
    later = [*later_top, *_edited(rng, heads, body), *foot]
    later_merges = _merges(heads, len(later_top)) if len(heads) == 2 else ()
    return Adversary(_grid(rows, merges), _grid(later, later_merges))


def _grid(rows: Sequence[Sequence[object]], merges: Sequence[str]) -> Grid:
    return Grid.from_rows(rows, name="表", merges=merges)


def _title(rng: random.Random, width: int) -> list[list[object]]:
    kinds: tuple[list[list[object]], ...] = (
        [], [["第1表 人口の推移"]], [["表題（単位：人）"], []], [["題"], [None] * (width - 1) + ["（千円）"]],
    )  # fmt: skip
    return rng.choice(kinds)


def _heads(rng: random.Random, width: int) -> list[list[object]]:
    one = [rng.choice(("区", "地区", "名称", None)), *(_head(rng) for _ in range(width - 1))]
    if width < 4 or rng.random() < 0.6:
        return [one]
    outer: list[object] = [one[0], *[None] * (width - 1)]
    for at in range(1, width, 2):
        outer[at] = rng.choice(("令和5年度", "令和6年度", "総数", "内訳"))
    return [outer, [None, *one[1:]]]


def _merges(heads: Sequence[Sequence[object]], above: int) -> tuple[str, ...]:
    row, width = above + 1, len(heads[0])
    return tuple(f"{chr(65 + at)}{row}:{chr(66 + at)}{row}" for at in range(1, width - 1, 2))


def _head(rng: random.Random) -> object:
    chance = rng.random()
    if chance < 0.05:
        return rng.choice((*BLANKS, *ERRORS, *DAYS))
    return rng.choice(TEXTS) if chance < 0.12 else rng.choice(HEADS)


def _label(rng: random.Random) -> object:
    chance = rng.random()
    if chance < 0.06:
        return rng.choice((*BLANKS, *ERRORS, *DAYS, 5, True))
    return rng.choice(LABELS)


def _cell(rng: random.Random) -> object:
    chance = rng.random()
    if chance < 0.6:
        return rng.choice(NUMBERS) if chance < 0.15 else rng.randint(0, 9999)
    if chance < 0.68:
        return rng.choice(BLANKS)
    if chance < 0.72:
        return rng.choice((*ERRORS, *DAYS, True, False))
    return rng.choice(WRITTEN) if chance < 0.94 else rng.choice(TEXTS)


def _edited(
    rng: random.Random, heads: Sequence[Sequence[object]], body: Sequence[Sequence[object]]
) -> list[list[object]]:
    rows = [[row[0], *(_cell(rng) for _ in row[1:])] for row in body]
    for _ in range(rng.randint(0, 2)):
        rows.insert(rng.randint(0, len(rows)), [_label(rng), *(_cell(rng) for _ in body[0][1:])])
    if len(rows) > 2 and rng.random() < 0.3:
        rows.pop(rng.randrange(len(rows)))
    edited = [[*row] for row in heads]
    if rng.random() < 0.3:
        at = rng.choice((len(edited[0]), rng.randint(1, len(edited[0]))))
        for row in edited:
            row.insert(at, "新しい項目" if row is edited[-1] else None)
        for row in rows:
            row.insert(at, _cell(rng))
    return edited + rows
