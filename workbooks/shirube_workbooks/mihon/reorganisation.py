"""みほん市_地区再編: the 24 districts become 20 in 2025, with a 対応表, and a list of the social welfare council.

The population of the old districts is that of the district panel in April; that of the new ones goes on from the same
people at one rate of growth for the whole town, so that nothing but the boundaries makes a series jump.
"""

from __future__ import annotations

import math
from pathlib import Path

from ..look import Book
from .draws import Draws
from .panel import panel
from .tables import Cell, explain, table

__all__ = ["CHANGES", "GROWTH", "REORGANISED", "crosswalk", "population", "salons", "write"]

SEED = 20260404
REORGANISED = 2025
GROWTH = 0.995
_YEARS = (2022, 2023, 2024)
#: Old district, new district, share of the old one's people, kind.
CHANGES = (
    ("川西一", "川西", 1.0, "統合"),
    ("川西二", "川西", 1.0, "統合"),
    ("川西三", "川西", 1.0, "統合"),
    ("緑が丘一", "緑が丘", 1.0, "統合"),
    ("緑が丘二", "緑が丘", 1.0, "統合"),
    ("北山", "北山", 1.0, "編入"),
    ("北山台", "北山", 1.0, "編入"),
    ("南三", "南三", 0.7, "区域変更"),
    ("南三", "田園", 0.3, "区域変更"),
    ("田園", "田園", 1.0, "区域変更"),
    ("新町二", "桜新町", 1.0, "改称"),
)
#: District as the council spells it, where that is not its name.
_SPELLED = {
    "緑が丘": "緑ヶ丘",
    "川西": "川　西",
    "南三": "南３",
    "中央一": "中央1",
    "北山": "北山地区",
    "中央二": "中央２地区",
    "川東二": "川東2町内会",
    "桜新町": "櫻新町",
    "駅前": "",  # forgotten
}
_HEADER = ("地区", "年度", "人口", "高齢者数", "高齢化率")


def population() -> list[tuple[Cell, ...]]:
    """Return district, 年度, people in April, people of 65 and over, and their share in per cent."""
    draws = Draws(SEED)
    april = {(str(row[1]), int(str(row[4]))): int(str(row[7])) for row in panel() if str(row[2]).endswith("-04")}
    names = list(dict.fromkeys(name for name, _ in april))
    share = {name: 0.24 + 0.14 * draws.uniform() for name in names}
    old = {(n, y): (people, _half_up(people * share[n])) for (n, y), people in april.items()}
    rows = [_row(name, year, *old[name, year]) for name in names for year in _YEARS]
    new: dict[str, list[float]] = {}
    for name in names:
        for target, part in _targets(name):
            sums = new.setdefault(target, [0.0, 0.0])
            for i, count in enumerate(old[name, 2024]):
                sums[i] += count * part * GROWTH
    return rows + [_row(name, REORGANISED, *map(_half_up, sums)) for name, sums in new.items()]


def crosswalk() -> list[tuple[Cell, ...]]:
    """Return the lines of the 対応表; 逆割合 from the people of 2024."""
    people = {str(row[0]): float(str(row[2])) for row in population() if row[1] == 2024}
    total: dict[str, float] = {}
    for old, new, share, _ in CHANGES:
        total[new] = total.get(new, 0.0) + people[old] * share
    lines: list[tuple[Cell, ...]] = []
    left = dict.fromkeys(total, 1.0)
    last = {new: i for i, (_, new, _, _) in enumerate(CHANGES)}
    for i, (old, new, share, kind) in enumerate(CHANGES):
        # The last part takes what rounding leaves, so that the parts of a district are one.
        back = round(left[new], 4) if i == last[new] else _half_up(people[old] * share / total[new] * 10000) / 10000
        left[new] -= back
        lines.append((old, new, REORGANISED, None, share, back, kind, None))
    return lines


def salons() -> list[tuple[Cell, ...]]:
    """Return the council's list for 2025: district in its own spelling, 年度, salons, participants."""
    draws = Draws(SEED + 1)
    rows: list[tuple[Cell, ...]] = []
    for name, year, people, _, _ in population():
        spelled = _SPELLED.get(str(name), str(name))
        if year == REORGANISED and spelled:
            count = 1 + draws.poisson(float(str(people)) / 1500)
            rows.append((spelled, "令和7年度", count, draws.poisson(14.0 * count)))
    return [*rows, ("大橋東", "令和7年度", 1, 9)]


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 地区再編（架空）") as book:
        table(book, "地区別人口", _HEADER, population())
        table(book, "社協サロン", ("地区名", "年度", "サロン数", "参加者数"), salons())
        table(book, "対応表", ("旧", "新", "開始年度", "終了年度", "割合", "逆割合", "種類", "備考"), crosswalk())
        explain(book, _EXPLANATION)


def _targets(name: str) -> list[tuple[str, float]]:
    return [(new, share) for old, new, share, _ in CHANGES if old == name] or [(name, 1.0)]


def _row(name: str, year: int, people: int, old_people: int) -> tuple[Cell, ...]:
    return name, year, people, old_people, _half_up(old_people / people * 1000) / 10


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


_EXPLANATION = (
    (
        "内容",
        "令和7年4月の地区再編の前後の人口、社会福祉協議会の一覧、再編の対応表。突合と、区域をそろえる練習に使う。",
    ),
    (
        "地区再編",
        "川西一・二・三を川西に、緑が丘一・二を緑が丘に統合。北山台を北山に編入。南三の3割を田園に移した。新町二は桜新町に改称。24地区が20地区になった。",
    ),
    ("地区別人口", "令和4〜6年度は再編前、令和7年度は再編後の地区。各年4月の人口。高齢化率は％。"),
    ("社協サロン", "令和7年度の一覧。地区名の書き方が市と違うものがある。駅前はなく、市の地区にない「大橋東」がある。"),
    ("対応表", "旧の人口のうち新に入る割合と、新の人口のうち旧だった割合（逆割合、令和6年4月の人口による）。"),
    (
        "データに入れた傾向",
        "令和7年度の人口は、どの地区も再編後の区域にそろえた令和6年度の0.995倍。区域をそろえれば、急に動く地区はない。",
    ),
)
