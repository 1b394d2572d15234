"""成果報告 and 市長報告: homework as one page each, with every figure's cells listed after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .. import __version__
from ..academy.homework import Homework
from ..academy.outcome import Bars, Outcome, outcome
from ..academy.term import Number, Targets, Term, term
from ..academy.traced import Source, Traced, said
from ..result import (
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Figure,
    Format,
    Level,
    Light,
    Link,
    Provenance,
    Purpose,
    Result,
    Series,
    Setting,
    Table,
)

__all__ = ["NOT_WRITTEN", "OutcomeSettings", "mayor_report", "team_report"]

NOT_WRITTEN = "未記入"
_LINE_WIDTH = 62.0
_HOURS = "減る時間（実測）", "減る時間（見込み）"


@dataclass(frozen=True)
class OutcomeSettings:
    """How the reports are written.

    Attributes
    ----------
    folder
        Relative path from the report to the homework, for links; ``None``: no links.
    targets
        What the term was to reach (市長報告).
    term
        Name of the term, e.g. 令和8年度 第1期.
    """

    folder: str | None = None
    targets: Targets = field(default_factory=Targets)
    term: str = ""
    purpose: Purpose = Purpose.INTERNAL


def team_report(found: Outcome, settings: OutcomeSettings) -> Result:
    """One page for one team: issue, facts, measures, indicators, money and time, to whom it is proposed."""
    lines = {line.name: line for line in found.lines}
    shown = [line for line in found.lines if line.name not in _HOURS]
    numbered = list(zip(found.lines, count(1), strict=False))
    marks = {line.name: f"（{number}）" for line, number in numbered}
    rows = tuple((line.name, line.text or NOT_WRITTEN, marks[line.name]) for line in shown)
    columns = (
        Column("part", "項目", width=12),
        Column("text", "内容", width=_LINE_WIDTH),
        Column("from", "出典", width=7),
    )
    bars = found.bars
    traced = [(marks[line.name], line) for line in found.lines]
    if bars:
        traced.append(("（図）", Traced("図", "", (bars.source,))))
    return Result(
        title=f"成果報告：{found.team}",
        question="課題から、何が分かり、何を提案するか",
        conclusion=_proposal(lines),
        figures=tuple(Figure(name, lines[name].text or NOT_WRITTEN, marks[name]) for name in _HOURS),
        tables=(Table("outcome", "課題から提案まで", columns, rows), *((_bars_table(bars),) if bars else ())),
        charts=(_chart(bars),) if bars else (),
        notes=_team_notes(found),
        data=(_sources(traced, settings.folder),),
        settings=(Setting("チーム", found.team), Setting("回", found.session)),
        provenance=Provenance(version=f"しるべ {__version__}"),
        purpose=settings.purpose,
    )


def _proposal(lines: dict[str, Traced]) -> tuple[str, ...]:
    measures = [line.partition("　")[2] for line in lines["施策"].text.splitlines()]
    if not measures:
        return ("提案する施策は、まだありません。",)
    whom = f"{lines['提案先'].text}に提案します。" if lines["提案先"].text else "提案先は、まだ書かれていません。"
    return (f"{'。'.join(measures)}。", whom)


def _team_notes(found: Outcome) -> tuple[str, ...]:
    notes = ["実測と見込みの時間は、足していません。右の番号は「出典」シートの番号です。"]
    if found.missing:
        notes.append(f"{NOT_WRITTEN}のもの：{'、'.join(found.missing)}。")
    if found.more:
        notes.append(f"提案する施策は、ほかに{found.more}件あります（「施策案」シート）。")
    return tuple(notes)


def _bars_table(bars: Bars) -> Table:
    columns = (Column("who", "比べたもの"), Column("value", "数字", Format.NUMBER, bars.unit, _decimals(bars.values)))
    return Table("fact", f"{bars.fact} の数字（図）", columns, tuple(zip(bars.labels, bars.values, strict=True)))


def _decimals(values: Iterable[float]) -> int:
    return max(len(f"{value:.10g}".partition(".")[2]) for value in values)


def _chart(bars: Bars) -> Chart:
    title = f"{bars.fact}　{bars.labels[0]}と{bars.labels[1]}"
    return Chart(ChartKind.BAR, title, "fact", "who", (Series("value", "数字"),), y_title=bars.unit)


def mayor_report(
    books: Sequence[Homework], files: Sequence[dict[str, str]], daily: Sequence[Homework], settings: OutcomeSettings
) -> Result:
    """One page for the term.

    Parameters
    ----------
    books, files
        Every team's sheets put together, and the file each sheet is from.
    daily
        Books with 人材台帳, 業務 or 職員提案.
    """
    found = term([outcome(*pair) for pair in zip(books, files, strict=True)], daily, settings.targets)
    traced = [
        (f"（{n}）", Traced(one.name, said(one.value), one.sources)) for n, one in enumerate(found.numbers, start=1)
    ]
    return Result(
        title="市長報告" + (f"：{settings.term}" if settings.term else ""),
        question="研修で、何人が学び、どの業務が良くなったか",
        conclusion=_term_conclusion(found),
        figures=tuple(_figure(mark, one) for (mark, _), one in zip(traced, found.numbers, strict=True)),
        lights_title="目標との比べ",
        lights=tuple(_light(one) for one in found.numbers if one.target is not None),
        tables=tuple(table for table in (_teams(found), _stopped(found)) if table.rows),
        notes=_term_notes(found),
        data=(_sources([*traced, *_beside(found)], settings.folder),),
        settings=(
            Setting("期", settings.term),
            Setting("目標の人数", settings.targets.people),
            Setting("目標の業務の数", settings.targets.operations),
        ),
        provenance=Provenance(version=f"しるべ {__version__}"),
        purpose=settings.purpose,
    )


def _term_conclusion(found: Term) -> tuple[str, ...]:
    numbers = {one.name: one for one in found.numbers}
    people, tasks = numbers["研修を受けた職員"], numbers["改善した業務"]
    learned = f"職員{said(people.value)}人が研修を受け" if people.value is not None else "研修を受けた人数は未記入で"
    better = f"{said(tasks.value)}業務を改善しました" if tasks.value is not None else "改善した業務は未記入です"
    hours = numbers["減った時間（実測）"]
    saved = f"測って確かめた分で、年{said(hours.value)}時間減りました。" if hours.value is not None else (
        "減った時間は、まだ測られていません。"
    )  # fmt: skip
    missing = [book for book, one in (("人材台帳（認定）", people), ("業務改善BPR", tasks)) if one.value is None]
    ask = f"「{'」と「'.join(missing)}」のブックに書いて、宿題と同じフォルダーに入れると、数が入ります。"
    return (f"{learned}、{better}。", *([ask] if missing else []), saved)


def _figure(mark: str, one: Number) -> Figure:
    text = NOT_WRITTEN if one.value is None else f"{said(one.value)}{one.unit}"
    return Figure(one.name, text, f"目標 {one.target}{one.unit}　{mark}" if one.target is not None else mark)


def _light(one: Number) -> Light:
    target = f"目標は{one.target}{one.unit}です。"
    if one.value is None or one.target is None:
        return Light(one.name, Level.BAD, NOT_WRITTEN, target)
    if one.value >= one.target:
        return Light(one.name, Level.GOOD, "達成", target)
    return Light(one.name, Level.CAUTION, "届いていない", f"{target}あと{said(one.target - one.value)}{one.unit}です。")


def _teams(found: Term) -> Table:
    columns = (
        Column("team", "チーム", width=12), Column("measure", "施策", width=32), Column("indicator", "指標", width=30),
        Column("to", "提案先", width=14),
    )  # fmt: skip
    rows = []
    for one in found.outcomes:
        lines = {line.name: line.text for line in one.lines}
        if not lines["施策"]:
            continue
        rows.append((one.team, *(lines[name] or NOT_WRITTEN for name in ("施策", "指標", "提案先"))))
    return Table("teams", "チームの提案", columns, tuple(rows))


def _stopped(found: Term) -> Table:
    columns = (Column("what", "業務・チーム", width=12), Column("text", "やめたこと", width=32))
    return Table("stopped", "やめたこと", columns, tuple((one.name, one.text) for one in found.stopped))


def _beside(found: Term) -> list[tuple[str, Traced]]:
    """What the tables of the page say, with where it is from."""
    lines = [
        ("（表）", Traced(f"{one.team}の{line.name}", "", line.sources))
        for one in found.outcomes
        for line in one.lines
        if line.name in ("施策", "指標", "提案先")
    ]
    return [*lines, *(("（表）", Traced("やめたこと", "", one.sources)) for one in found.stopped)]


def _term_notes(found: Term) -> tuple[str, ...]:
    notes = ["実測と見込みの時間は、足していません。（ ）の番号は「出典」シートの番号です。"]
    empty = [one.team for one in found.outcomes if "施策" in one.missing]
    if empty:
        notes.append(f"提案する施策がまだないチーム：{'、'.join(empty)}。")
    blank = [one.name for one in found.numbers if one.value is None]
    if blank:
        notes.append(f"{NOT_WRITTEN}のもの：{'、'.join(blank)}。")
    if found.unsure:
        notes.append(f"時間か、実測・見込みの別が空白の工程が{len(found.unsure)}あり、時間に入れていません。")
    if found.twice:
        notes.append(f"2つのブックに同じ行が{found.twice}行あり、1回だけ数えました。")
    return tuple(notes)


def _sources(traced: Iterable[tuple[str, Traced]], folder: str | None) -> DataSheet:
    """出典: a row for every row of homework that a figure or a line comes from."""
    columns = (
        Column("mark", "番号"), Column("name", "何の"), Column("adds", "足す数", Format.NUMBER, decimals=1),
        Column("file", "ファイル"), Column("sheet", "シート"), Column("cells", "セル", Format.CODE),
        Column("values", "元の値", width=48),
    )  # fmt: skip
    rows = tuple(_row(mark, line.name, one, folder) for mark, line in traced for one in line.sources)
    return DataSheet("出典", Table("sources", "出典", columns, rows))


def _row(mark: str, name: str, one: Source, folder: str | None) -> tuple[Any, ...]:
    file: Any = one.file
    if folder is not None and one.cells:
        file = Link(one.file, one.tab, one.cells[0], f"{folder}/{one.file}")
    return (mark, name, one.adds, file, one.tab, "、".join(one.cells), "、".join(said(value) for value in one.values))
