"""前後比較 and 差の差 in M: means and differences, nothing about chance.

Intervals and tests need more than a query can do; the report of しるべ has them, and the query's table says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ..errors import TableError
from ..policy import panel
from ..policy.times import read_times
from .expr import Binary, Expr, Name, TypeOf, call, each, field, fn, item, lift, name, op, rows, when
from .reader import as_text
from .script import Column, Script, Steps
from .source import content_of
from .trip import marked

__all__ = ["compile_before_after", "compile_did"]

_NOTE = "偶然かどうか（誤差の範囲）は、この表からは言えません。しるべの報告で確かめてください。"


def compile_before_after(frame: pd.DataFrame, before: str, after: str, *, source: str, name: str) -> Script:
    """Write the comparison of two columns, measured on the same people or places, as a query.

    Raises
    ------
    TableError
        SB-T101: no such column.
    """
    for column in (before, after):
        if column not in frame.columns:
            raise TableError("T101", name=column, near="なし")
    steps = Steps()
    data = steps.add("表", content_of(source), f"表「{source}」を読む。{_NOTE}")
    usable = op("and", _is_number(field(before)), _is_number(field(after)))
    pairs = steps.add("組", call("Table.SelectRows", data, each(usable)), "前と後の両方に数のある行だけを比べる")
    first = steps.add("前の平均", call("List.Average", field(before, pairs)))
    second = steps.add("後の平均", call("List.Average", field(after, pairs)))
    change = steps.add("変化", op("-", second, first))
    rate = when(op("=", first, 0), None, op("/", op("*", 100, change), first))
    values = [
        ("比べた数", call("Table.RowCount", pairs)),
        (f"{before}の平均", first),
        (f"{after}の平均", second),
        ("変化", change),
        ("変化率（％）", rate),
    ]
    result = steps.add("比較表", rows(("項目", "値"), values))
    steps.require(op("=", call("Table.IsEmpty", pairs), False), "前と後の両方に数のある行がありません。")
    columns = (Column("項目", "text"), Column("値", "number"))
    return _script(steps, name, columns, result)


def compile_did(
    frame: pd.DataFrame,
    *,
    unit: str,
    time: str,
    outcome: str,
    treated: str | Sequence[str],
    start: object = None,
    source: str,
    name: str,
) -> Script:
    """Write the difference in differences of group means as a query.

    Each unit is averaged over its times before and from the start on; units without both are left out, as in
    `shirube.policy.did`.

    Raises
    ------
    DesignError
        SB-S110 to S120: see `shirube.policy.panel`.
    """
    data = panel(frame, unit=unit, time=time, outcome=outcome, treated=treated, start=start)
    kept = frame[frame[unit].notna() & frame[time].notna()]
    moments = read_times(kept[time], time)
    begin = next(m.order for m in moments if m.label == data.start_label)
    early = sorted({as_text(v) for v, m in zip(kept[time], moments, strict=True) if m.order < begin})
    known = sorted({as_text(v) for v in kept[time]})
    groups = [(u, "実施地区" if t else "比較地区") for u, t in zip(data.units, data.treated.tolist(), strict=True)]
    steps = Steps()
    table = steps.add("表", content_of(source), f"表「{source}」を読む。{_NOTE}")
    side = steps.add("地区の区分", rows((unit, "区分"), groups), "施策を実施した地区と、比べる地区（作ったときの読み）")
    before = steps.add("実施前の時点", lift(early), f"{data.start_label}より前の時点")
    numbers = steps.add("数のある行", call("Table.SelectRows", table, each(_is_number(field(outcome)))))
    steps.add("平均", _mean_of(unit, time, outcome, numbers, before))
    means = _unit_means(steps, side, unit)
    result = _table(steps, means)
    _require_known(steps, table, side, unit, time, known)
    columns = (Column("区分", "text"), *(Column(c, "number") for c in _HEADS))
    return _script(steps, name, columns, result)


_HEADS = ("地区数", "実施前の平均", "実施後の平均", "変化")


def _script(steps: Steps, name: str, columns: tuple[Column, ...], result: Name) -> Script:
    script = steps.script(name, columns, steps.finish(columns, result))
    return replace(script, text=marked(script.text))


def _is_number(value: Expr) -> Expr:
    return Binary("is", value, TypeOf("number"))


def _mean_of(unit: str, time: str, outcome: str, numbers: Name, before: Name) -> Expr:
    """``(地区, 前) =>`` the mean of a unit before the start, or from it on."""
    same = op("=", call("文字にする", field(unit)), name("地区"))
    when_ = op("=", call("List.Contains", before, call("文字にする", field(time))), name("前"))
    chosen = call("Table.SelectRows", numbers, each(op("and", same, when_)))
    return fn(("地区", "前"), call("List.Average", field(outcome, chosen)))


def _unit_means(steps: Steps, side: Name, unit: str) -> Name:
    means = side
    for title, early in ((_HEADS[1], True), (_HEADS[2], False)):
        means = steps.add(title, call("Table.AddColumn", means, title, each(call("平均", field(unit), early))))
    both = op("and", op("<>", field(_HEADS[1]), None), op("<>", field(_HEADS[2]), None))
    return steps.add(
        "比べる地区", call("Table.SelectRows", means, each(both)), "前と後の両方に数のある地区だけを比べる"
    )


def _table(steps: Steps, means: Name) -> Name:
    lines: list[Expr] = []
    for group in ("実施地区", "比較地区"):
        own = steps.add(group, call("Table.SelectRows", means, each(op("=", field("区分"), group))))
        first, second = (call("List.Average", field(head, own)) for head in _HEADS[1:3])
        lines.append(
            steps.add(f"{group}の行", lift([group, call("Table.RowCount", own), first, second, op("-", second, first)]))
        )
    gap = lift(["差の差", None, None, None, op("-", item(lines[0], 4), item(lines[1], 4))])
    return steps.add(
        "差の差の表",
        call("#table", ["区分", *_HEADS], lift([*lines, gap])),
        "実施地区の変化から、比べる地区の変化を引く",
    )


def _require_known(steps: Steps, table: Name, side: Name, unit: str, time: str, times: list[str]) -> None:
    texts = {
        c: call("List.Distinct", call("List.Transform", call("Table.Column", table, c), name("文字にする")))
        for c in (unit, time)
    }
    fresh = steps.add("知らない地区", call("List.Difference", texts[unit], op("&", field(unit, side), [""])))
    steps.require(
        call("List.IsEmpty", fresh),
        op(
            "&",
            "地区「",
            item(fresh, 0),
            "」は、作ったときに無かったので、実施か比較か決められません。クエリを作り直してください。",
        ),
    )
    later = steps.add("知らない時点", call("List.Difference", texts[time], [*times, ""]))
    steps.require(
        call("List.IsEmpty", later),
        op(
            "&",
            "時点「",
            item(later, 0),
            "」は、作ったときに無かったので、前か後か決められません。クエリを作り直してください。",
        ),
    )
