"""みほん市_健康教室: participants measured before and after, some of them only once.

The true mean gains are `STEP_GAIN` steps a day and `FITNESS_GAIN` points. There is no comparison group, and the file
says so.
"""

from __future__ import annotations

from pathlib import Path

from ..look import Book
from .draws import Draws
from .tables import Cell, explain, table

__all__ = ["FITNESS_GAIN", "HEADER", "PARTICIPANTS", "STEP_GAIN", "participants", "write"]

SEED = 20260404
PARTICIPANTS = 60
STEP_GAIN, FITNESS_GAIN = 650.0, 1.8
HEADER = (
    "参加者番号", "性別", "年代", "参加回数", "歩数_事前", "歩数_事後", "体力得点_事前", "体力得点_事後",
)  # fmt: skip

_AGES = ("60〜64歳", "65〜69歳", "70〜74歳", "75〜79歳", "80歳以上")
_SESSIONS = 12


def participants() -> list[tuple[Cell, ...]]:
    """Return one row for each participant, in the columns of `HEADER`."""
    draws = Draws(SEED)
    return [_participant(draws, number) for number in range(1, PARTICIPANTS + 1)]


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 健康教室（架空）") as book:
        table(book, "参加者", HEADER, participants())
        explain(book, _EXPLANATION)


def _participant(draws: Draws, number: int) -> tuple[Cell, ...]:
    sex = "男性" if draws.happens(0.35) else "女性"
    age = draws.choice((0.12, 0.24, 0.30, 0.22, 0.12))
    attended = _SESSIONS - draws.poisson(2.2)
    steps = draws.normal(5600 - 350 * age, 1500)
    fitness = draws.normal(32 - 1.5 * age, 4.5)
    later = (steps + draws.normal(STEP_GAIN, 1200), fitness + draws.normal(FITNESS_GAIN, 2.5))
    before_missing, after_missing = draws.happens(0.03), draws.happens(0.10)
    return (
        f"K{number:03d}",
        sex,
        _AGES[age],
        max(attended, 1),
        None if before_missing else max(int(steps), 300),
        None if after_missing else max(int(later[0]), 300),
        None if before_missing else int(fitness),
        None if after_missing else int(later[1]),
    )


_EXPLANATION = (
    ("内容", "3か月・12回の健康教室の参加者60人。1行が1人。教室の前と後に同じ項目を測った。"),
    ("歩数", "1週間の平均の歩数（歩／日）。"),
    ("体力得点", "6種目の体力測定の合計（60点満点）。"),
    ("空欄", "測定の日に欠席した。"),
    (
        "データに入れた効果",
        f"歩数は平均{STEP_GAIN:.0f}歩、体力得点は平均{FITNESS_GAIN}点増える（一人ひとりは大きくばらつく）。",
    ),
    ("気をつけること", "参加しなかった人の記録がないので、季節や慣れの影響と教室の効果を分けられない。"),
)
