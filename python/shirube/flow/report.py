"""Report of a process: counts now and after, hours by how they are known, and the two pictures."""

from __future__ import annotations

from dataclasses import fields

from ..errors import Place, TableError
from ..result import (
    Column,
    DataSheet,
    Figure,
    Format,
    LaneStep,
    Provenance,
    Purpose,
    Result,
    SwimLane,
    Table,
)
from ..stats.rounding import round_half_up
from .steps import Change, Flow, Measured
from .view import Hours, Row, Totals, View, hours, view

__all__ = ["MOST_LANES", "flow_report"]

MOST_LANES = 10
_TITLE = "業務フロー"
_LEAD = "渡＝次の担当に引き渡す、転＝打ち直し、待＝待ち、◇＝分岐、戻＝手戻り。太枠は見直す工程です。"
_CANNOT_SAY = ("実際にこの時間が減るかどうか。見込みの時間は、始めたあとに測って確かめてください。",)
_LINES = (
    ("steps", "工程の数"),
    ("lanes", "担当の数"),
    ("handovers", "引き渡し"),
    ("retyped", "打ち直し（転記）"),
    ("waits", "待ちのある工程"),
    ("branches", "分岐"),
    ("returns", "手戻り（前の工程に戻る分岐）"),
)


def flow_report(flow: Flow, source: Provenance, purpose: Purpose = Purpose.INTERNAL, *, title: str = "") -> Result:
    """Describe a process.

    Raises
    ------
    TableError
        SB-W879: more lanes than a page holds.
    """
    now, after = view(flow, after=False), view(flow, after=True)
    if len(now.lanes) > MOST_LANES:
        raise TableError("W879", at=Place(source.file, source.sheet), count=len(now.lanes), most=MOST_LANES)
    spent, without = hours(flow)
    changed = any(step.change is not Change.KEEP for step in flow.steps)
    notes = list(flow.assumed)
    if without:
        notes.append(f"時間（時間／年）は、分と件数のそろった工程の計です。そろわない工程：{'、'.join(without)}。")
    pictures = [_picture("流れ図（いま）", f"{title or _TITLE}　いま", now)]
    if changed and after.rows:
        pictures.append(_picture("流れ図（あと）", f"{title or _TITLE}　あと", after))
    return Result(
        title=title or _TITLE,
        question="引き渡し・打ち直し・待ちはどこにあるか" + ("。見直すとどう変わるか" if changed else ""),
        base=f"{now.totals.steps}工程、{now.totals.lanes}の担当",
        conclusion=_conclusion(now.totals, after.totals, spent, changed=changed),
        figures=_figures(now.totals, after.totals, changed=changed),
        tables=(_counts(now.totals, after.totals), *([_hours(spent)] if spent else [])),
        cannot_say=("実際にこの時間が減るかどうか。見込みの時間は、始めたあとに測って確かめてください。",)
        if changed
        else (),
        notes=tuple(notes),
        flows=tuple(pictures),
        data=(DataSheet("工程データ", _data(flow)),),
        provenance=source,
        purpose=purpose,
    )


def _conclusion(now: Totals, after: Totals, spent: tuple[Hours, ...], *, changed: bool) -> tuple[str, ...]:
    lines = [f"いまは{now.steps}工程で、{_costs(now)}あります。"]
    if not changed:
        return (*lines, "「見直し」がまだ書かれていません。引き渡し・打ち直し・待ちの多いところから考えます。")
    if after.steps:
        lines.append(f"見直すと{after.steps}工程になり、{_costs(after)}になります。")
    else:
        lines.append("見直しでは、すべての工程をやめることになっています。")
    for one in spent:
        if one.hours_before == one.hours_after:
            continue
        saved = one.hours_before - one.hours_after
        word = f"{_round(abs(saved)):,.0f}時間{'減る' if saved > 0 else '増える'}"
        if one.before is one.after is Measured.REAL:
            lines.append(f"{_whose(one)}は、年に{word}ことを測って確かめました。")
        else:
            lines.append(
                f"{_whose(one)}は、いま{one.before.value}・あと{one.after.value}の工程で、年に{word}見込みです。"
            )
    return tuple(lines)


def _whose(one: Hours) -> str:
    return "住民の時間" if one.resident else "役所などの時間"


def _kind(one: Hours) -> str:
    return f"{_whose(one)}（いま{one.before.value}・あと{one.after.value}）"


def _round(value: float) -> float:
    return round_half_up(value, 0)


def _costs(totals: Totals) -> str:
    return f"引き渡しが{totals.handovers}回、打ち直しが{totals.retyped}回、待ちが{totals.waits}か所"


def _figures(now: Totals, after: Totals, *, changed: bool) -> tuple[Figure, ...]:
    names = (("handovers", "引き渡し", "回"), ("retyped", "打ち直し", "回"), ("waits", "待ち", "か所"))
    return tuple(
        Figure(
            label,
            f"{getattr(now, name)} → {getattr(after, name)}{unit}" if changed else f"{getattr(now, name)}{unit}",
        )
        for name, label, unit in names
    )


def _counts(now: Totals, after: Totals) -> Table:
    rows: list[tuple[object, ...]] = [
        (label, getattr(now, name), getattr(after, name), getattr(after, name) - getattr(now, name))
        for name, label in _LINES
    ]
    if now.wait_minutes:
        waits = _round(now.wait_minutes), _round(after.wait_minutes)
        rows.append(("待ち時間の計（分／件）", *waits, waits[1] - waits[0]))
    columns = (
        Column("what", "数えたもの", width=38.0),
        Column("now", "いま", Format.COUNT, width=11.0),
        Column("after", "あと", Format.COUNT, width=11.0),
        Column("change", "変化", Format.COUNT, width=11.0),
    )
    return Table("counts", "いまとあと", columns, tuple(rows))


def _hours(spent: tuple[Hours, ...]) -> Table:
    rows = []
    for one in spent:
        before, after = round_half_up(one.hours_before, 1), round_half_up(one.hours_after, 1)
        rows.append(
            (
                f"{_whose(one)}（いま{one.before.value}・あと{one.after.value}）",
                one.steps,
                before,
                after,
                before - after,
            )
        )
    columns = (
        Column("kind", "時間の種類", width=38.0),
        Column("steps", "工程の数", Format.COUNT, width=11.0),
        Column("before", "いま", Format.NUMBER, "時間／年", 1, width=11.0),
        Column("after", "あと", Format.NUMBER, "時間／年", 1, width=11.0),
        Column("saved", "減る時間", Format.NUMBER, "時間／年", 1, width=11.0),
    )
    note = "実測と見込みは確かさが違うので、足し合わせていません。住民の時間も分けています。"
    return Table("hours", "1年の時間", columns, tuple(rows), notes=(note,))


def _picture(sheet: str, title: str, shown: View) -> SwimLane:
    lane = {name: i for i, name in enumerate(shown.lanes)}
    steps = tuple(
        LaneStep(
            key=row.step.id,
            lane=lane[row.step.who],
            text=row.step.text + (f"\n（{row.step.form}）" if row.step.form else ""),
            next=row.next,
            branch=row.branch,
            branch_to=row.branch_to,
            minutes=row.minutes,
            signs=_signs(row),
            change="" if row.step.change is Change.KEEP else f"◆{row.step.change.value}",
            changed=row.step.change is not Change.KEEP,
        )
        for row in shown.rows
    )
    return SwimLane(sheet, title, shown.lanes, steps, _LEAD)


def _signs(row: Row) -> str:
    found = (
        (row.handed_over, "渡"),
        (row.step.retyped, "転"),
        (bool(row.wait), "待"),
        (row.returns, "戻"),
    )
    return " ".join(sign for there, sign in found if there)


_NUMBERS = ("minutes", "wait", "count", "after_minutes", "after_wait")
_DATA = {
    "id": "工程ID", "text": "工程", "who": "担当", "form": "様式", "minutes": "分", "wait": "待ち（分）",
    "count": "件数", "next": "次の工程", "branch": "分岐", "branch_to": "分岐の先", "retyped": "転記",
    "change": "見直し", "after_minutes": "あとの分", "after_wait": "あとの待ち（分）", "measured": "いまの時間は",
    "after_measured": "あとの時間は",
}  # fmt: skip


def _data(flow: Flow) -> Table:
    """The list as it was read: correct it here and run the command again."""
    columns = tuple(
        Column(name, label, Format.NUMBER if name in _NUMBERS else Format.TEXT) for name, label in _DATA.items()
    )
    rows = []
    for step in flow.steps:
        values = {f.name: getattr(step, f.name) for f in fields(step)}
        values |= {
            "retyped": "ある" if step.retyped else "",
            "change": step.change.value,
            "measured": step.measured.value,
            "after_measured": step.after_measured.value,
        }
        rows.append(tuple(values[name] for name in _DATA))
    return Table("steps", "工程の一覧", columns, tuple(rows))
