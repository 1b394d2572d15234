"""個人情報の点検: a row of the data register with personal information says why, on what ground, with whose approval
and until when the data may be kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..calendar import parse_time
from ..result import Level
from .homework import Homework, Row
from .linkage import Flaw

__all__ = ["check_personal_register"]

REGISTER, PERSONAL = "データ台帳", "個人情報"
#: What a row with personal information must say.
_NEEDED = ("利用目的", "根拠", "承認者", "承認日", "文書番号", "保存期限")
_APPROVED, _RECEIVED, _UNTIL, _DISPOSED = "承認日", "入手日", "保存期限", "廃棄日"


def check_personal_register(book: Homework, today: dt.date) -> tuple[Flaw, ...]:
    """Return blanks, unreadable days, what is kept too long, and data received before its approval."""
    return tuple(flaw for row in book.rows(REGISTER) for flaw in _row(row, today))


def _row(row: Row, today: dt.date) -> Iterator[Flaw]:
    said = str(row.get(PERSONAL) or "").strip()
    if not said:
        if PERSONAL in row.places:
            yield _flaw(
                "個人情報が空白",
                row,
                PERSONAL,
                "個人情報があるかどうかが書かれていません。",
                "「有」か「無」を選んでください。",
            )
        return
    if not said.startswith("有"):
        return
    for name in _NEEDED:
        if row.get(name) is None:
            yield _flaw(
                f"{name}が空白",
                row,
                name,
                f"個人情報が「有」なのに、「{name}」が空白です。",
                f"「{name}」を書いてください。",
            )
    days = {}
    for name in (_APPROVED, _RECEIVED, _UNTIL, _DISPOSED):
        value = row.get(name)
        day = parse_time(value) if value is not None else None
        if isinstance(day, dt.date):
            days[name] = day
        elif value is not None:
            yield _flaw(
                "日付でない",
                row,
                name,
                f"「{name}」の「{value}」を日付として読めません。",
                "「2026/4/1」のように日まで書いてください。",
            )
    yield from _kept(row, days, today)


def _kept(row: Row, days: dict[str, dt.date], today: dt.date) -> Iterator[Flaw]:
    until, disposed = days.get(_UNTIL), days.get(_DISPOSED)
    if until and until < today and row.get(_DISPOSED) is None:
        yield _flaw(
            "保存期限を過ぎた",
            row,
            _UNTIL,
            f"保存期限（{until.year}/{until.month}/{until.day}）を過ぎ、廃棄日が空白です。",
            "廃棄して「廃棄日」を書くか、期限を延ばす決裁を取ってください。",
        )
    if disposed and disposed > today:
        yield _flaw(
            "廃棄日が先",
            row,
            _DISPOSED,
            "「廃棄日」が今日より後です。",
            "捨てた日を書きます。予定は「保存期限」に書いてください。",
        )
    if disposed and until and disposed > until:
        yield _flaw(
            "期限の後に廃棄",
            row,
            _DISPOSED,
            "「廃棄日」が「保存期限」より後です。",
            "日付を確かめ、遅れた理由を記録してください。",
            Level.CAUTION,
        )
    approved, received = days.get(_APPROVED), days.get(_RECEIVED)
    if approved and received and received < approved:
        yield _flaw(
            "承認の前に入手",
            row,
            _APPROVED,
            "「入手日」が「承認日」より前です。",
            "日付を確かめ、順が違ったときは承認者に報告してください。",
            Level.CAUTION,
        )


def _flaw(rule: str, row: Row, column: str, sentence: str, fix: str, level: Level = Level.BAD) -> Flaw:
    return Flaw(rule, level, row.tab, row.cell(column), row.id, sentence, fix)
