"""みほん市_地区指標: 24 districts of three kinds, as a list of indicators and as numerators and denominators.

The kind of every district is known (`KINDS`): old hillside estates, new quarters with children, and the centre with
small households. Consultations follow the number of elderly people living alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..look import Book
from .draws import Draws
from .panel import DISTRICT_NAMES
from .tables import Cell, explain, table

__all__ = ["HEADER", "KINDS", "LONG_HEADER", "districts", "long", "write"]

SEED = 20260405
HEADER = (
    "地区",
    "人口",
    "高齢化率（％）",
    "年少人口割合（％）",
    "独居高齢者割合（％）",
    "平均世帯人員（人）",
    "5年前からの人口増減率（％）",
)
LONG_HEADER = ("地区", "指標", "分子", "分母", "倍率")


class Kind(NamedTuple):
    """Shares and means of a kind of district, in the order of `HEADER` from 高齢化率 on."""

    name: str
    aged: float
    children: float
    alone: float
    household: float
    growth: float


_KINDS = (
    Kind("高台の団地", 0.41, 0.085, 0.27, 2.05, -6.0),
    Kind("新しい住宅地", 0.21, 0.165, 0.13, 2.75, 4.0),
    Kind("中心部", 0.28, 0.095, 0.36, 1.72, -1.0),
)
_OF_DISTRICT = (2, 2, 2, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 2, 1, 1, 0, 1, 1, 1, 2, 2)
#: True kind of every district.
KINDS = {name: _KINDS[kind].name for name, kind in zip(DISTRICT_NAMES, _OF_DISTRICT, strict=True)}


class District(NamedTuple):
    """Counts of one district."""

    name: str
    people: int
    aged: int
    children: int
    alone: int
    households: int
    growth: float
    consultations: int


def districts() -> list[District]:
    """Return every district, in the order of the panel."""
    draws = Draws(SEED)
    found = []
    for name, number in zip(DISTRICT_NAMES, _OF_DISTRICT, strict=True):
        kind = _KINDS[number]
        people = int(1500 + 3500 * draws.uniform())
        aged = int(people * (kind.aged + draws.normal(0, 0.02)))
        alone = int(aged * (kind.alone + draws.normal(0, 0.02)))
        children = int(people * (kind.children + draws.normal(0, 0.008)))
        households = int(people / (kind.household + draws.normal(0, 0.07)))
        growth = float(f"{kind.growth + draws.normal(0, 1.2):.1f}")
        found.append(District(name, people, aged, children, alone, households, growth, draws.poisson(0.35 * alone)))
    return found


def wide() -> list[tuple[Cell, ...]]:
    """Return one row per district in the columns of `HEADER`."""
    return [
        (
            d.name,
            d.people,
            float(f"{d.aged / d.people * 100:.1f}"),
            float(f"{d.children / d.people * 100:.1f}"),
            float(f"{d.alone / d.aged * 100:.1f}"),
            float(f"{d.people / d.households:.2f}"),
            d.growth,
        )
        for d in districts()
    ]


def long() -> list[tuple[Cell, ...]]:
    """Return one row per district and indicator in the columns of `LONG_HEADER`."""
    rows: list[tuple[Cell, ...]] = []
    for d in districts():
        rows += [
            (d.name, "高齢化率（％）", d.aged, d.people, 100),
            (d.name, "年少人口割合（％）", d.children, d.people, 100),
            (d.name, "独居高齢者割合（％）", d.alone, d.aged, 100),
            (d.name, "平均世帯人員（人）", d.people, d.households, 1),
            (d.name, "相談件数（高齢者千人あたり）", d.consultations, d.aged, 1000),
        ]
    return rows


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 地区指標（架空）") as book:
        table(book, "地区指標", HEADER, wide())
        table(book, "分子と分母", LONG_HEADER, long())
        explain(book, _EXPLANATION)


_EXPLANATION = (
    ("内容", "24地区の指標。令和7年4月1日。「地区指標」は1行が1地区、「分子と分母」は1行が1地区の1指標。"),
    (
        "データに入れた組",
        "。".join(
            f"{kind.name}：{'、'.join(name for name, own in KINDS.items() if own == kind.name)}" for kind in _KINDS
        )
        + "。",
    ),
    ("データの作り方", "組ごとの割合に偶然の違いを足し、四捨五入した。相談件数は独居の高齢者の数に応じる。"),
)
