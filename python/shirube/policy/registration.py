"""事前登録: what was decided before the results were known, locked with a fingerprint and a date.

The fingerprint is the SHA-256 of the date and of every line, so a later change of any of them shows. It proves that a
sheet was not altered by accident or in passing, not that nobody made a new one: keep it in the file of the decision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DesignError
from ..result import Column, DataSheet, Provenance, Result, Setting, Table

__all__ = ["ITEMS", "Change", "Registration", "changes_since", "read_registration", "register", "registration_sheet"]

SHEET, DAY, FINGERPRINT = "事前登録", "登録日", "指紋"
#: Item, what to write, and whether a report's settings can be compared with it.
ITEMS = (
    ("方法", "前後比較・中断時系列・差の差", True),
    ("成果", "何を測るか（列の名前）", True),
    ("単位", "件、%、点 など", True),
    ("大きいほどよい", "はい・いいえ", True),
    ("開始時点", "政策を始める時点", True),
    ("実施地区", "地区の名前（、で区切る）", True),
    ("比較地区", "地区の名前と選んだ理由", False),
    ("期間", "前後それぞれ、いつからいつまで", False),
    ("値の種類", "連続量・はい・いいえ・件数", True),
    ("移行期間（時点の数）", "始めてから除く時点", True),
    ("見込む変化", "向きと大きさ", False),
    ("見分けられる最小の変化", "始める前の見積もり", False),
    ("判断のしかた", "どうなったら続け、どうなったら見直すか", False),
)
_COMPARED = frozenset(item for item, _, compared in ITEMS if compared)


@dataclass(frozen=True, slots=True)
class Registration:
    """A locked plan: its lines, day and fingerprint."""

    lines: tuple[tuple[str, str], ...]
    day: dt.date
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the plan that the report did otherwise."""

    item: str
    planned: str
    actual: str


def register(lines: Iterable[tuple[str, Any]], day: dt.date) -> Registration:
    """Lock a plan.

    Raises
    ------
    DesignError
        SB-S441: an item that a plan does not have. SB-S442: no outcome or no method.

    >>> plan = register([("方法", "差の差"), ("成果", "件数")], dt.date(2024, 4, 1))
    >>> len(plan.fingerprint)
    64
    """
    known = [item for item, _, _ in ITEMS]
    kept = []
    for item, value in lines:
        if item not in known:
            raise DesignError("S441", item=item, items="、".join(known))
        text = _text(value)
        if text:
            kept.append((item, text))
    said = dict(kept)
    if not said.get("方法") or not said.get("成果"):
        raise DesignError("S442")
    ordered = tuple((item, said[item]) for item in known if item in said)
    return Registration(ordered, day, _fingerprint(ordered, day))


def registration_sheet(plan: Registration, provenance: Provenance | None = None) -> Result:
    """Show a plan; its data sheet is what `read_registration` reads back."""
    rows = (*plan.lines, (DAY, plan.day.isoformat()), (FINGERPRINT, plan.fingerprint))
    columns = (Column("item", "項目"), Column("value", "値"))
    table = Table("registration", "事前登録", columns, rows)
    missing = [item for item, _, _ in ITEMS if item not in dict(plan.lines)]
    return Result(
        title="事前登録",
        question="結果を見る前に、何をどう測り、どう判断するかを決めておく",
        conclusion=(
            f"{plan.day.year}年{plan.day.month}月{plan.day.day}日に登録しました。あとで内容を変えると、指紋が合わなくなります。",
            "この表を、決裁の文書に綴じてください。",
        ),
        tables=(table,),
        notes=((f"書かれていない項目：{'、'.join(missing)}。",) if missing else ()),
        data=(DataSheet(SHEET, Table("registration_data", "事前登録", columns, rows)),),
        settings=tuple(Setting(item, value) for item, value in plan.lines),
        provenance=provenance or Provenance(),
    )


def read_registration(rows: Sequence[Sequence[Any]]) -> Registration:
    """Read a plan back from the lines of its sheet and check its fingerprint.

    Raises
    ------
    DesignError
        SB-S443: no date or fingerprint. SB-S444: something was changed after it was locked.

    >>> plan = register([("方法", "差の差"), ("成果", "件数")], dt.date(2024, 4, 1))
    >>> read_registration(registration_sheet(plan).data[0].table.rows) == plan
    True
    """
    said = [(_text(row[0]), _text(row[1])) for row in rows if len(row) >= 2 and _text(row[0])]
    found = dict(said)
    try:
        day = dt.date.fromisoformat(found[DAY][:10])
        fingerprint = found[FINGERPRINT]
    except (KeyError, ValueError):
        raise DesignError("S443") from None
    lines = tuple((item, value) for item, value in said if item in {name for name, _, _ in ITEMS} and value)
    if _fingerprint(lines, day) != fingerprint:
        raise DesignError("S444")
    return Registration(lines, day, fingerprint)


def changes_since(plan: Registration, settings: Iterable[Setting]) -> tuple[Change, ...]:
    """Compare a plan with the settings of a report; only lines that both have are compared.

    >>> plan = register([("方法", "差の差"), ("成果", "件数")], dt.date(2024, 4, 1))
    >>> changes_since(plan, [Setting("方法", "前後比較"), Setting("成果", "件数")])
    (Change(item='方法', planned='差の差', actual='前後比較'),)
    """
    actual = {setting.label: _text(setting.value) for setting in settings}
    return tuple(
        Change(item, planned, actual[item])
        for item, planned in plan.lines
        if item in _COMPARED and item in actual and _parts(planned) != _parts(actual[item])
    )


def _parts(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split("、"))


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _fingerprint(lines: tuple[tuple[str, str], ...], day: dt.date) -> str:
    text = json.dumps([day.isoformat(), *map(list, lines)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
