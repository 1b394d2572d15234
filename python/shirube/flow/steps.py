"""Steps of a business process, read from a list of rows and checked: every fault is said with its cell.

>>> import pandas as pd
>>> frame = pd.DataFrame({"工程ID": ["S1", "S2"], "工程": ["受け取る", "入力する"], "担当": ["窓口", "係"]})
>>> [(step.id, step.next) for step in read_flow(frame).steps]
[('S1', 'S2'), ('S2', '')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import pandas as pd

from ..errors import Place, TableError, nearest
from ..grid import a1
from ..numbers import Status, read_value
from .order import check_order

__all__ = ["COLUMNS", "Change", "Flow", "Measured", "Step", "read_flow"]


class Change(Enum):
    """見直し of a step."""

    KEEP = "そのまま"
    STOP = "やめる"
    LESS = "減らす"
    OTHER = "変える"


class Measured(Enum):
    """Whether minutes were measured; the two are never added together."""

    REAL = "実測"
    ESTIMATED = "見込み"


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    minutes, wait, count
        Minutes a case, minutes until the next step begins, cases a year; None where the list says nothing.
    after_minutes, after_wait
        The same after the change; None where they stay.
    next, branch, branch_to
        Number of the next step (empty at an end); condition of a branch and the step it leads to.
    retyped
        The same is typed in again here.
    measured, after_measured
        Kind of `minutes` and of `after_minutes`.
    """

    id: str
    text: str
    who: str
    form: str = ""
    minutes: float | None = None
    wait: float | None = None
    count: float | None = None
    next: str = ""
    branch: str = ""
    branch_to: str = ""
    retyped: bool = False
    change: Change = Change.KEEP
    after_minutes: float | None = None
    after_wait: float | None = None
    measured: Measured = Measured.ESTIMATED
    after_measured: Measured = Measured.ESTIMATED


@dataclass(frozen=True)
class Flow:
    """Steps in the order of the list, what returns to an earlier step, and what was assumed."""

    steps: tuple[Step, ...]
    returns: tuple[str, ...]
    assumed: tuple[str, ...]


#: Columns by attribute: the first name is that of the template 10_業務改善BPR.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("工程ID", "工程番号", "番号", "No"),
    "text": ("工程", "工程名", "作業", "すること"),
    "who": ("担当", "担当者", "担当課", "誰が"),
    "form": ("様式", "様式・システム"),
    "minutes": ("分", "いまの分", "いまの分（分／件）", "所要時間（分）"),
    "wait": ("待ち（分）", "待ち"),
    "count": ("件数", "件数（件／年）"),
    "next": ("次の工程", "次"),
    "branch": ("分岐", "分岐の条件"),
    "branch_to": ("分岐の先",),
    "retyped": ("転記", "打ち直し"),
    "change": ("見直し",),
    "after_minutes": ("あとの分", "あとの分（分／件）"),
    "after_wait": ("あとの待ち（分）", "あとの待ち"),
    "measured": ("いまの時間は",),
    "after_measured": ("あとの時間は",),
}
_NUMBERS = ("minutes", "wait", "count", "after_minutes", "after_wait")
_YES_NO = {
    **dict.fromkeys(("ある", "あり", "○", "はい"), True),
    **dict.fromkeys(("ない", "なし", "×", "いいえ", ""), False),
}


@dataclass(frozen=True)
class _List:
    """The list and where its cells are."""

    frame: pd.DataFrame
    names: Mapping[str, str]

    def text(self, row: int, attribute: str) -> str:
        if attribute not in self.names:
            return ""
        value = self.frame[self.names[attribute]].iloc[row]
        if value is None or value != value:
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip(" \u3000\r\n\t")

    def at(self, row: int, attribute: str) -> Place:
        attrs, name = self.frame.attrs, self.names.get(attribute, "")
        rows, columns = attrs.get("rows"), attrs.get("columns", {})
        cell = a1(rows[row], columns[name]) if rows and name in columns else f"{row + 1}行目"
        return Place(str(attrs.get("source", "")), str(attrs.get("sheet", "")), cell)


def read_flow(frame: pd.DataFrame) -> Flow:
    """Read and check a list of steps.

    Parameters
    ----------
    frame
        Rows as `table.records` gives them. Rows without 工程 are skipped. Without any 次の工程 the steps follow each
        other in the order of the list; else a blank 次の工程 is an end.

    Raises
    ------
    TableError
        SB-W871 a column is missing; W872 a number twice; W873 an unknown next step; W874 a loop without a way out;
        W875 a step that is never reached; W876 no 担当; W877 no number; W878 an unknown word; W880 half a branch;
        W881 no step. All but the first and last with the cell.
    """
    names = _columns(frame)
    sheet = _List(frame, names)
    rows = [r for r in range(len(frame)) if sheet.text(r, "text")]
    if not rows:
        raise TableError("W881", at=Place(str(frame.attrs.get("source", "")), str(frame.attrs.get("sheet", ""))))
    steps = [_step(sheet, row, number) for number, row in enumerate(rows, start=1)]
    _unique(sheet, rows, steps)
    assumed = []
    if not any(step.next for step in steps):
        following = [*(step.id for step in steps[1:]), ""]
        steps = [replace(step, next=name) for step, name in zip(steps, following, strict=True)]
        assumed.append("「次の工程」がどの行にもないので、一覧の順に進むものとしました。")
    if any(not sheet.text(r, "measured") and s.minutes is not None for r, s in zip(rows, steps, strict=True)):
        assumed.append("「いまの時間は」（実測・見込み）の書かれていない時間は、見込みとして扱いました。")
    by_id = {step.id: i for i, step in enumerate(steps)}
    for row, step in zip(rows, steps, strict=True):
        for attribute in ("next", "branch_to"):
            wanted = getattr(step, attribute)
            if wanted and wanted not in by_id:
                raise TableError("W873", at=sheet.at(row, attribute), wanted=wanted, near=nearest(wanted, by_id))
    returns = check_order(
        [(s.id, s.next, s.branch_to) for s in steps], lambda i, attribute: sheet.at(rows[i], attribute)
    )
    return Flow(tuple(steps), returns, tuple(assumed))


def _columns(frame: pd.DataFrame) -> dict[str, str]:
    there = {str(name) for name in frame.columns}
    names = {a: next(n for n in known if n in there) for a, known in COLUMNS.items() if there & set(known)}
    for attribute in ("text", "who"):
        if attribute not in names:
            at = Place(str(frame.attrs.get("source", "")), str(frame.attrs.get("sheet", "")))
            raise TableError("W871", at=at, name=COLUMNS[attribute][0], found="、".join(sorted(there)))
    return names


def _step(sheet: _List, row: int, number: int) -> Step:
    texts = {a: sheet.text(row, a) for a in COLUMNS}
    if not texts["who"]:
        raise TableError("W876", at=sheet.at(row, "who"), step=texts["text"])
    for one, other in (("branch", "branch_to"), ("branch_to", "branch")):
        if texts[one] and not texts[other]:
            raise TableError("W880", at=sheet.at(row, other), has=COLUMNS[one][0], lacks=COLUMNS[other][0])
    numbers = {a: _number(sheet, row, a) for a in _NUMBERS}
    measured = _word(sheet, row, "measured", {m.value: m for m in Measured} | {"": Measured.ESTIMATED})
    change = _word(sheet, row, "change", {c.value: c for c in Change} | {"": Change.KEEP})
    # A plan is an estimate until it was measured; what stays as it is stays as measured as it was.
    unsaid = measured if change is Change.KEEP else Measured.ESTIMATED
    return Step(
        id=texts["id"] or f"S{number:02d}",
        text=texts["text"],
        who=texts["who"],
        form=texts["form"],
        next=texts["next"],
        branch=texts["branch"],
        branch_to=texts["branch_to"],
        retyped=_word(sheet, row, "retyped", _YES_NO),
        change=change,
        measured=measured,
        after_measured=_word(sheet, row, "after_measured", {m.value: m for m in Measured} | {"": unsaid}),
        **numbers,
    )


def _number(sheet: _List, row: int, attribute: str) -> float | None:
    text = sheet.text(row, attribute)
    reading = read_value(text or None)
    bad = reading.status is Status.TEXT or (reading.value is not None and reading.value < 0)
    if bad:
        raise TableError("W877", at=sheet.at(row, attribute), name=sheet.names[attribute], text=text)
    return reading.value


def _word(sheet: _List, row: int, attribute: str, known: Mapping[str, Any]) -> Any:
    text = sheet.text(row, attribute)
    if text not in known:
        words = "・".join(word for word in known if word)
        raise TableError("W878", at=sheet.at(row, attribute), name=sheet.names[attribute], text=text, known=words)
    return known[text]


def _unique(sheet: _List, rows: list[int], steps: list[Step]) -> None:
    first: dict[str, int] = {}
    for row, step in zip(rows, steps, strict=True):
        if step.id in first:
            raise TableError("W872", at=sheet.at(row, "id"), id=step.id, other=sheet.at(first[step.id], "id").cell)
        first[step.id] = row
