"""突合確認: the names a person decides on, as a table to fill in, and the answers read back as lines of a 対応表.

>>> answers = pd.DataFrame({"左の名前": ["みどり保"], "候補1": ["みどり保育園"], "候補2": ["みどり園"], "答え": ["1"]})
>>> read_answers(answers).confirmed
{'みどり保': 'みどり保育園'}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ..errors import JoinError
from ..text import to_half_width
from .crosswalk import Crosswalk, SameName
from .match import Doubt
from .request import Key

__all__ = ["ANSWER", "OFFERS", "confirmation_rows", "read_answers"]

ANSWER = "答え"
OFFERS = 3
_LEFT = "左の名前"
_YES, _NO = frozenset("○〇◯"), frozenset("×✕✖xX")


def confirmation_rows(
    doubts: Iterable[tuple[Key, Doubt]], rows: Mapping[tuple[Key, str], int] | None = None
) -> pd.DataFrame:
    """Return the table to fill in, most alike first.

    Columns: 答え (blank), 左の名前, 候補1, 候補1の近さ … 候補3の近さ, 迷う理由, 行数, 合わせる列.
    """
    lines = []
    for key, doubt in sorted(doubts, key=lambda pair: -pair[1].offers[0].score):
        line: dict[str, Any] = {ANSWER: None, _LEFT: doubt.left}
        for number in range(1, OFFERS + 1):
            offer = doubt.offers[number - 1] if number <= len(doubt.offers) else None
            line[f"候補{number}"] = offer.right if offer else None
            line[f"候補{number}の近さ"] = int(offer.score) if offer else None
        line |= {"迷う理由": doubt.why, "行数": (rows or {}).get((key, doubt.left)), "合わせる列": str(key)}
        lines.append(line)
    columns = [ANSWER, _LEFT]
    columns += [name for i in range(1, OFFERS + 1) for name in (f"候補{i}", f"候補{i}の近さ")]
    return pd.DataFrame(lines, columns=[*columns, "迷う理由", "行数", "合わせる列"], dtype=object)


def read_answers(frame: pd.DataFrame) -> Crosswalk:
    """Read the answers of a filled-in sheet.

    An answer is the number of a candidate (``○`` is the first), ``×`` for none of them, or the right name itself where
    it is not among the candidates. Lines without an answer say nothing.

    Raises
    ------
    JoinError
        SB-J321: a number without a candidate. SB-J322: a needed column is missing. SB-J323: one name is said to be two
        different things.
    """
    for needed in (ANSWER, _LEFT, "候補1"):
        if needed not in frame.columns:
            raise JoinError("J322", name=needed)
    said: list[SameName] = []
    for position, row in enumerate(frame.to_dict("records"), start=2):
        answer = _plain(row[ANSWER])
        if answer:
            said += _answer(_plain(row[_LEFT]), answer, _offered(row), position)
    _require_one_answer(said)
    return Crosswalk(names=tuple(said))


def _offered(row: Mapping[Any, Any]) -> list[str]:
    return [_plain(row.get(f"候補{number}")) for number in range(1, OFFERS + 1)]


def _answer(left: str, answer: str, offered: Sequence[str], position: int) -> list[SameName]:
    if answer in _NO:
        return [SameName(left, offer, same=False) for offer in offered if offer]
    number = "1" if answer in _YES else to_half_width(answer)
    if not number.isdecimal():
        return [SameName(left, answer)]
    chosen = offered[int(number) - 1] if 1 <= int(number) <= len(offered) else ""
    if not chosen:
        raise JoinError("J321", line=position, text=answer)
    return [SameName(left, chosen)]


def _require_one_answer(said: Sequence[SameName]) -> None:
    meant: dict[str, str] = {}
    for one in said:
        if one.same and meant.setdefault(one.left, one.right) != one.right:
            raise JoinError("J323", left=one.left, answers=f"{meant[one.left]}、{one.right}")


def _plain(value: Any) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
