"""Words and tables of a join's result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from .. import __version__
from ..join import Break, Converted, Crosswalk, Duplicate, Joined, confirmation_rows, find_breaks
from ..join.codes import code_text
from ..join.find_keys import distinct
from ..join.join import BLANK, COPY, HOW, LEFT, MATCHED, OPEN, REFUSED, RIGHT, STATE
from ..join.time_keys import looks_like_time
from ..result import Column, DataSheet, Figure, Format, Level, Light, Provenance, Purpose, Result, Setting, Table
from ..table import TidyTable
from .boundaries import breaks_table, cannot_say, crosswalk_table
from .join_tables import totals_left_out
from .tidy_report import data_table

__all__ = ["report"]

_SHOWN = 8
_STATES = (MATCHED, OPEN, LEFT, RIGHT, REFUSED, COPY, BLANK)


def report(
    tables: Sequence[TidyTable],
    aligned: Sequence[Converted | None],
    steps: Sequence[Joined],
    crosswalk: Crosswalk,
    purpose: Purpose,
) -> Result:
    """Say what met what, what did not, and where the sums went.

    Parameters
    ----------
    tables
        The tables joined, in order.
    aligned
        For each table how it was brought to the boundaries of one 年度, if it was.
    steps
        One join for each table after the first.
    crosswalk
        What was known before; it goes out again on the 対応表 sheet, to be used next time.
    """
    names = _names(tables)
    confirm = confirmation_rows([pair for step in steps for pair in step.doubts], _row_counts(steps))
    unmatched = _unmatched(steps, names)
    breaks = _breaks(tables, steps, names)
    data = [
        DataSheet("突合データ", data_table("joined", "突合データ", steps[-1].table)),
        DataSheet("突合確認", _confirm_table("confirm", "突合確認", confirm)),
        DataSheet("結び付かなかったもの", unmatched),
        DataSheet("重複した鍵", _duplicates(steps, names)),
        DataSheet("境目", breaks_table(breaks)),
        DataSheet("対応表", crosswalk_table(crosswalk)),
    ]
    findings = tuple(sentence for step in steps for sentence in step.findings)
    return Result(
        title=f"突合：{'と'.join(names)}",
        question=f"「{'」と「'.join(names)}」を、同じものどうしで1行に並べました。",
        conditions="、".join(f"{names[i]}とは「{'・'.join(map(str, s.keys))}」で" for i, s in enumerate(steps, 1))
        + "合わせました。",
        conclusion=_conclusion(steps, len(confirm), findings),
        figures=_figures(steps, len(confirm), len(unmatched.rows)),
        tables=(
            _destinations(steps, names),
            _reasons(steps, names),
            _sums(steps, names),
            *_converted(aligned, names),
            *((_first(_confirm_table("doubts", "確認を待つ名前", confirm.iloc[:, 1:4])),) if len(confirm) else ()),
        ),
        lights_title="点検",
        lights=(*_lights(tables, steps, len(confirm), findings), *_alignment_lights(aligned, breaks)),
        cannot_say=cannot_say([found for some in breaks.values() for found in some]),
        notes=(
            *dict.fromkeys(note for step in steps for note in step.notes),
            *totals_left_out(zip(names, tables, strict=True)),
            *_how_to_confirm(len(confirm)),
        ),
        data=tuple(sheet for sheet in data if sheet.table.rows or sheet.name in (data[0].name, data[-1].name)),
        settings=tuple(
            Setting(f"合わせた列（{names[i]}）", "、".join(map(str, s.keys))) for i, s in enumerate(steps, 1)
        ),
        provenance=Provenance(
            file="、".join(dict.fromkeys(t.source for t in tables if t.source)), version=f"しるべ {__version__}"
        ),
        purpose=purpose,
    )


def _names(tables: Sequence[TidyTable]) -> list[str]:
    """A short name for each table: its sheet, with the file where sheets are called alike."""
    sheets = [table.sheet or f"表{i}" for i, table in enumerate(tables, 1)]
    alike = Counter(sheets)
    return [
        f"{table.source.rpartition('.')[0] or f'表{i}'}の{sheet}" if alike[sheet] > 1 else sheet
        for i, (table, sheet) in enumerate(zip(tables, sheets, strict=True), 1)
    ]


def _left_name(names: Sequence[str], number: int) -> str:
    """What the left table of a join is called: the first table, or what the joins before made of it."""
    return names[0] if number == 1 else f"ここまでの表（{number - 1}回目）"


def _breaks(tables: Sequence[TidyTable], steps: Sequence[Joined], names: Sequence[str]) -> dict[str, Sequence[Break]]:
    """Breaks of every table, by the keys it was joined with: the first that is no time, over the first that is."""
    found: dict[str, Sequence[Break]] = {}
    for number, table in enumerate(tables):
        step = steps[max(number - 1, 0)]
        columns = [key.left if number == 0 else key.right for key in step.keys]
        times = [name for name in columns if looks_like_time(distinct(table, name), name)]
        units = [name for name in columns if name not in times]
        if units and (some := find_breaks(table, units[0], times[0] if times else "")):
            found[names[number]] = some
    return found


def _converted(aligned: Sequence[Converted | None], names: Sequence[str]) -> tuple[Table, ...]:
    rows = [
        (name, mark, n) for name, made in zip(names, aligned, strict=True) if made for mark, n in made.counts.items()
    ]
    if not rows:
        return ()
    columns = (Column("table", "表"), Column("mark", "区域の直し方", width=20), Column("rows", "行", Format.COUNT))
    return (Table("converted", "区域を直した行", columns, tuple(rows)),)


def _alignment_lights(aligned: Sequence[Converted | None], breaks: Mapping[str, Sequence[Break]]) -> tuple[Light, ...]:
    lights = [Light("対応表", Level.CAUTION, "確認が必要", text) for made in aligned if made for text in made.findings]
    if count := sum(map(len, breaks.values())):
        sentence = f"途切れや移り変わりが{count:,}件あります。「境目」シートに一覧があります。"
        lights.append(Light("境目", Level.CAUTION, "確認が必要", sentence))
    return tuple(lights)


def _row_counts(steps: Sequence[Joined]) -> dict[Any, int]:
    counts: Counter[Any] = Counter()
    for step in steps:
        seen = step.left_rows[step.left_rows >= 0]
        once = pd.Series(seen).drop_duplicates().index
        for key in step.matchings:
            for value in step.table.frame[key.left].iloc[once]:
                counts[key, str(value)] += 1
    return dict(counts)


def _conclusion(steps: Sequence[Joined], open_names: int, findings: Sequence[str]) -> tuple[str, ...]:
    step = steps[-1]
    joined = step.counts.get(MATCHED, 0)
    lines = [f"{len(step.table):,}行の表になりました。そのうち{joined:,}行で、相手が見つかりました。"]
    if open_names:
        lines.append(
            f"似た名前が見つかったものが{open_names:,}件あります。同じものかどうか、「突合確認」シートで決めてください。"
        )
    alone = sum(s.counts.get(state, 0) for s in steps for state in (LEFT, RIGHT))
    if alone:
        lines.append(f"片方の表にしかない行が{alone:,}行あります。捨てずに残しています。")
    refused = sum(s.counts.get(REFUSED, 0) for s in steps)
    if refused:
        lines.append(f"どちらの表でも重なっている鍵の{refused:,}行は、取り違えを防ぐため結び付けていません。")
    return (*lines, *findings)


def _figures(steps: Sequence[Joined], open_names: int, unmatched: int) -> tuple[Figure, ...]:
    step = steps[-1]
    return (
        Figure("相手が見つかった行", f"{step.counts.get(MATCHED, 0):,}行"),
        Figure("確認を待つ名前", f"{open_names:,}件", "「突合確認」シート"),
        Figure("残った鍵", f"{unmatched:,}件", "「結び付かなかったもの」シート"),
    )


def _destinations(steps: Sequence[Joined], names: Sequence[str]) -> Table:
    """Where the rows of both tables went; the last line of each join is the number of rows there were."""
    rows: list[tuple[Any, ...]] = []
    totals = set()
    for number, step in enumerate(steps, 1):
        states = step.table.frame[STATE].to_numpy()
        sides = []
        for source in (step.left_rows, step.right_rows):
            seen = pd.DataFrame({"row": source, "state": states})[source >= 0].drop_duplicates("row")
            sides.append(Counter(seen["state"]))
        for state in _STATES:
            if sides[0][state] or sides[1][state]:
                rows.append((names[number], state, sides[0][state], sides[1][state]))
        totals.add(len(rows))
        rows.append((names[number], "合計", sum(sides[0].values()), sum(sides[1].values())))
    columns = (
        Column("with", "突き合わせた表"),
        Column("state", "行の行き先", width=24),
        Column("left", "左の行", Format.COUNT),
        Column("right", "右の行", Format.COUNT),
    )
    return Table("destinations", "行の行き先", columns, tuple(rows), total_rows=frozenset(totals))


def _reasons(steps: Sequence[Joined], names: Sequence[str]) -> Table:
    rows = []
    for number, step in enumerate(steps, 1):
        counts = Counter(step.table.frame[HOW])
        rows += [(names[number], how, counts[how]) for how in sorted(filter(None, counts), key=lambda h: -counts[h])]
    columns = (Column("with", "突き合わせた表"), Column("how", "根拠", width=40), Column("rows", "行", Format.COUNT))
    return Table("reasons", "何を根拠に結び付けたか", columns, tuple(rows))


def _sums(steps: Sequence[Joined], names: Sequence[str]) -> Table:
    rows = []
    for number, step in enumerate(steps, 1):
        for line in step.sums:
            where = names[number] if line.side == "右" else _left_name(names, number)
            rows.append((where, line.measure, line.total, line.matched, line.rest, line.lost))
    whole = all(float(v).is_integer() for row in rows for v in row[2:])
    form, decimals = (Format.COUNT, 0) if whole else (Format.NUMBER, 2)
    columns = (
        Column("table", "表"),
        Column("measure", "数の列"),
        Column("total", "もとの合計", form, decimals=decimals),
        Column("matched", "結び付いた行", form, decimals=decimals),
        Column("rest", "残った行", form, decimals=decimals),
        Column("lost", "差", form, decimals=decimals),
    )
    return Table("sums", "合計の行き先", columns, tuple(rows))


def _unmatched(steps: Sequence[Joined], names: Sequence[str]) -> Table:
    counts: Counter[tuple[str, str, str]] = Counter()
    for number, step in enumerate(steps, 1):
        frame = step.table.frame
        lonely = (frame[STATE] != MATCHED).to_numpy()
        lefts = [key.left for key in step.keys]
        keys = ["・".join(map(_shown, values)) for values in frame.loc[lonely, lefts].itertuples(index=False)]
        sides = step.left_rows[lonely] >= 0
        for text, state, left in zip(keys, frame.loc[lonely, STATE], sides, strict=True):
            counts[_left_name(names, number) if left else names[number], text, state] += 1
    columns = (
        Column("side", "表"),
        Column("key", "鍵", width=40),
        Column("state", "理由", width=26),
        Column("rows", "行数", Format.COUNT),
    )
    return Table("unmatched", "結び付かなかったもの", columns, tuple((*k, n) for k, n in counts.items()))


def _shown(value: Any) -> str:
    return code_text(value) or "（空欄）" if value is None or isinstance(value, float) else str(value)


def _duplicates(steps: Sequence[Joined], names: Sequence[str]) -> Table:
    rows = [
        (names[number], d.key, d.left, d.right, _fate(d))
        for number, step in enumerate(steps, 1)
        for d in step.duplicates
    ]
    columns = (
        Column("with", "突き合わせた表"),
        Column("key", "鍵", width=40),
        Column("left", "左の行数", Format.COUNT),
        Column("right", "右の行数", Format.COUNT),
        Column("fate", "扱い", width=40),
    )
    return Table("duplicates", "重複した鍵", columns, tuple(rows))


def _fate(key: Duplicate) -> str:
    if not (key.left and key.right):
        return "相手がない"
    if not key.joined:
        return "多対多のため結ばない"
    once = "右の同じ行は1つだけ結んだ。" if key.copies else ""
    right = key.right - key.copies
    if key.left > 1 and right > 1:
        return "総当たりで結んだ"
    if key.left == right == 1:
        return once
    return once + ("右の値を左の行ごとに繰り返した" if key.left > 1 else "左の値を右の行ごとに繰り返した")


def _lights(
    tables: Sequence[TidyTable], steps: Sequence[Joined], open_names: int, findings: Sequence[str]
) -> tuple[Light, ...]:
    sums = [line for step in steps for line in step.sums]
    lost = sum(not _near(line.lost, 0.0, line.total) for line in sums)
    counted = all(
        len(set(rows[rows >= 0].tolist())) == expected
        for s, right, left in zip(steps, tables[1:], [tables[0], *(s.table for s in steps)], strict=False)
        for rows, expected in ((s.left_rows, len(left)), (s.right_rows, len(right)))
    )
    repeated = [line.measure for line in sums if not _near(line.shown, line.total, line.total)]
    lights = [
        _light(counted, "行の数", "どちらの表のどの行も、結果のどこかにあります。", "行き先の分からない行があります。"),
        _light(
            not lost, "合計", "もとの合計は、結び付いた行と残った行の合計と同じです。", f"{lost}列で合計が合いません。"
        ),
    ]
    if repeated:
        columns = "」「".join(dict.fromkeys(repeated))
        sentence = f"「{columns}」は同じ値が何行にも現れます。この表で足し合わせないでください。"
        lights.append(Light("繰り返された値", Level.CAUTION, "注意", sentence))
    if open_names:
        waiting = f"{open_names:,}件の名前が決まっていません。"
        lights.append(Light("確認を待つ名前", Level.CAUTION, "確認が必要", waiting))
    lights += [Light("合わせ方", Level.CAUTION, "注意", sentence) for sentence in findings]
    if refused := sum(step.counts.get(REFUSED, 0) for step in steps):
        undecided = f"{refused:,}行は、どの行と結ぶか決められません。"
        lights.append(Light("重複した鍵", Level.CAUTION, "確認が必要", undecided))
    return tuple(lights)


def _light(good: bool, label: str, sentence: str, otherwise: str) -> Light:
    return Light(
        label, Level.GOOD if good else Level.BAD, "合っている" if good else "合わない", sentence if good else otherwise
    )


def _near(one: float, other: float, scale: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(scale))


def _how_to_confirm(open_names: int) -> tuple[str, ...]:
    if not open_names:
        return ()
    return (
        "「突合確認」シートの「答え」に、同じものの番号（1、2、3）か、どれとも違うなら × を書き、"
        "このブックを対応表として指定して、もう一度実行してください。",
    )


def _confirm_table(key: str, title: str, frame: pd.DataFrame) -> Table:
    columns = tuple(
        Column(name, name, Format.COUNT if name == "行数" or name.endswith("の近さ") else Format.TEXT)
        for name in map(str, frame.columns)
    )
    rows = tuple(tuple(None if v is None or v != v else v for v in row) for row in frame.itertuples(index=False))
    return Table(key, title, columns, rows)


def _first(table: Table) -> Table:
    more = len(table.rows) - _SHOWN
    notes = (f"ほか{more:,}件は「突合確認」シートにあります。",) if more > 0 else ()
    return Table(table.key, table.title, table.columns, table.rows[:_SHOWN], notes)
