"""みほん市_地区パネル: 24 districts over 36 months with a known effect.

Food-waste drying bins were lent in 8 districts from 2024-04. The true effect on waste is `EFFECT` kg a head and month,
the same in every treated district from the first month on; the true effect on consultations is nil.
Without the measure all districts share season and trend, so that parallel trends hold by construction.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

from ..look import Book
from .draws import Draws
from .tables import Cell, explain, table

__all__ = ["DISTRICT_NAMES", "EFFECT", "HEADER", "START", "TREATED", "panel", "write"]

SEED = 20260403
DISTRICTS, MONTHS = 24, 36
FIRST = (2022, 4)
START = 24  # months after the first: 2024-04
EFFECT = -1.2
TREATED = (2, 5, 6, 10, 13, 17, 20, 23)
HEADER = ("地区コード", "地区", "年月", "和暦", "年度", "実施地区", "実施中", "人口", "ごみ排出量", "相談件数")

DISTRICT_NAMES = (
    "中央一", "中央二", "中央三", "港東", "港西", "浜", "緑が丘一", "緑が丘二", "北山", "北山台", "川西一", "川西二",
    "川西三", "川東一", "川東二", "堤", "南一", "南二", "南三", "田園", "新町一", "新町二", "駅前", "大橋",
)  # fmt: skip
# kg a head by calendar month, January first, around the yearly mean.
_SEASON = (-0.3, -0.9, 0.2, 0.3, 0.5, 0.2, 0.5, 0.4, 0.1, -0.2, -0.4, 0.9)
_TREND = -0.015
_PERSISTENCE, _SHOCK = 0.4, 0.30


class District(NamedTuple):
    """What stays the same about a district."""

    level: float
    people: float
    growth: float
    consultations: float


def panel() -> list[tuple[Cell, ...]]:
    """Return one row for each district and month, district by district, in the columns of `HEADER`."""
    draws = Draws(SEED)
    rows: list[tuple[Cell, ...]] = []
    for number in range(1, DISTRICTS + 1):
        district = District(
            level=draws.normal(17.0, 1.4),
            people=1500 + 3500 * draws.uniform(),
            growth=draws.normal(-0.0008, 0.0006),
            consultations=3.0 + 1.2 * draws.uniform(),
        )
        rows += _months(draws, number, district)
    return rows


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 地区パネル（架空）") as book:
        table(book, "地区月次", HEADER, panel())
        explain(book, _EXPLANATION)


def _months(draws: Draws, number: int, district: District) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    shock = draws.normal(0, _SHOCK)
    for step in range(MONTHS):
        year, month = divmod(FIRST[0] * 12 + FIRST[1] - 1 + step, 12)
        month += 1
        running = number in TREATED and step >= START
        shock = _PERSISTENCE * shock + draws.normal(0, _SHOCK)
        waste = district.level + _SEASON[month - 1] + _TREND * step + shock + (EFFECT if running else 0.0)
        people = int(district.people * math.exp(district.growth * step))
        calls = draws.poisson(district.consultations * people / 1000)
        fiscal = year if month >= 4 else year - 1
        rows.append(
            (
                f"M{number:02d}",
                f"{DISTRICT_NAMES[number - 1]}",
                f"{year}-{month:02d}",
                f"令和{year - 2018}年{month}月",
                fiscal,
                int(number in TREATED),
                int(running),
                people,
                float(f"{waste:.2f}"),
                calls,
            )
        )
    return rows


_EXPLANATION = (
    ("内容", "24地区の月次の記録。令和4年4月から令和7年3月まで36か月。1行が1地区の1か月。"),
    (
        "施策",
        "令和6年4月から8地区で、生ごみを乾かす容器を貸し出した。実施地区の列が1の地区。実施中の列は、その月に実施していれば1。",
    ),
    ("ごみ排出量", "1人1か月あたりの家庭ごみ（kg）。"),
    ("相談件数", "その月に地区から寄せられた相談の数（件）。"),
    (
        "データに入れた効果",
        f"ごみ排出量は実施地区で1人1か月あたり{-EFFECT}kg減る（始めた月から同じ大きさ）。相談件数への効果は0。",
    ),
    (
        "データの作り方",
        "地区ごとの水準、全地区に共通の季節と傾向、前の月に似る偶然の動きを足した。施策がなければ、実施地区とほかの地区は同じ動きをする。",
    ),
)
