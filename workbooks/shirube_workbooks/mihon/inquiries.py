"""みほん市_問合せ記録: about 1,500 inquiries of one fiscal year.

What is put in: the chat answers 60 % of inquiries before the FAQ was renewed on 2024-10-01 and 80 % after it;
moving-in questions crowd March and April; telephone and counter keep office hours, chat and mail do not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from ..look import Book
from .draws import Draws
from .tables import Cell, explain, table

__all__ = ["ANSWERED_AFTER", "ANSWERED_BEFORE", "RENEWED", "inquiries", "write"]

SEED = 20260402
FIRST_DAY = datetime(2024, 4, 1)
DAYS = 365
RENEWED = datetime(2024, 10, 1)
ANSWERED_BEFORE, ANSWERED_AFTER = 0.60, 0.80
HEADER = ("受付番号", "受付日時", "分類", "窓口", "回答")

_CATEGORIES = ("引っ越し", "税", "ごみ", "子育て", "健康・福祉", "道路・公園", "その他")
_SHARE = (0.16, 0.15, 0.22, 0.13, 0.16, 0.10, 0.08)
_CHANNELS = ("電話", "来庁", "メール", "チャット")
_CHANNEL_SHARE = (0.46, 0.20, 0.12, 0.22)
_ANSWERED = {"電話": 0.93, "来庁": 0.97, "メール": 0.90}
_OFFICE_HOURS = (8.5, 17.25)
# Weight of each hour, 0 to 23, for channels open day and night: a peak after supper.
_NIGHT_AND_DAY = (2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 8, 6, 5, 5, 5, 6, 7, 9, 11, 12, 9, 5)


def inquiries() -> list[tuple[Cell, ...]]:
    """Return one row for each inquiry, in order of time."""
    draws = Draws(SEED)
    records: list[tuple[datetime, str, str, str]] = []
    for day in (FIRST_DAY + timedelta(days=step) for step in range(DAYS)):
        for _ in range(draws.poisson(_daily_mean(day))):
            records.append(_inquiry(draws, day))
    records.sort(key=lambda record: record[0])
    return [(f"Q{number:05d}", *record) for number, record in enumerate(records, start=1)]


def write(path: Path) -> None:
    """Write the workbook."""
    with Book(path, "みほん市 問合せ記録（架空）") as book:
        table(book, "問合せ", HEADER, inquiries())
        explain(book, _EXPLANATION)


def _daily_mean(day: datetime) -> float:
    weekday = 5.1 if day.weekday() < 5 else 1.3
    return weekday * (1.45 if day.month in (3, 4) else 0.95)


def _inquiry(draws: Draws, day: datetime) -> tuple[datetime, str, str, str]:
    channels = list(_CHANNEL_SHARE) if day.weekday() < 5 else [0.0, 0.0, 0.35, 0.65]
    channel = _CHANNELS[draws.choice(channels)]
    share = list(_SHARE)
    share[0] *= 2.5 if day.month in (3, 4) else 1.0
    share[1] *= 2.0 if day.month in (2, 3, 6) else 1.0
    category = _CATEGORIES[draws.choice(share)]
    at = day + timedelta(minutes=_minute(draws, channel))
    chat = ANSWERED_AFTER if at >= RENEWED else ANSWERED_BEFORE
    answered = draws.happens(_ANSWERED.get(channel, chat))
    return at, category, channel, "回答済" if answered else "未回答"


def _minute(draws: Draws, channel: str) -> int:
    if channel in ("電話", "来庁"):
        opening, closing = _OFFICE_HOURS
        return int(60 * (opening + (closing - opening) * draws.uniform()))
    return 60 * draws.choice(_NIGHT_AND_DAY) + int(60 * draws.uniform())


_EXPLANATION = (
    ("内容", "令和6年度（2024年4月から2025年3月まで）の問合せ。1行が1件。"),
    ("列", "受付番号、受付日時、分類、窓口（電話・来庁・メール・チャット）、回答（回答済・未回答）。"),
    ("開庁時間", "電話と来庁は平日の8時30分から17時15分まで。祝日は考えていない。メールとチャットは終日。"),
    ("データに入れた傾向", "引っ越しの問合せは3月と4月に多い。税は2月・3月・6月に多い。"),
    (
        "データに入れた効果",
        "令和6年10月1日によくある質問を作り直した。チャットで回答できた割合は、その前が60％、その後が80％。",
    ),
)
