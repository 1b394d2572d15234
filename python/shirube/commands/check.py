"""機械可読性を点検する: one file or several held against the 30 rules, and a report that says what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import __version__
from ..check.facts import CheckSource
from ..check.finding import Finding, Findings, Severity
from ..check.inspect import inspect, inspect_all
from ..check.rules import RULES, Decided, rule
from ..errors import CheckError
from ..grid import Grid, a1
from ..result import (
    Column,
    DataSheet,
    Detail,
    Figure,
    Format,
    Level,
    Light,
    Link,
    Provenance,
    Purpose,
    Result,
    Setting,
    Table,
)
from .base import Command

__all__ = ["CHECK", "CheckSettings", "cell_table", "check", "findings_of", "source_of_grid"]

_SHOWN = 100
_LEVELS = {1: "レベル1（機械が読める）", 2: "レベル2（機械が正しく読める）", 3: "レベル3（つなげて使える）"}
_STATUS = {"fail": "直すところがある", "person": "人が見る", "pass": "よい", "not_applied": "対象外"}


@dataclass(frozen=True)
class CheckSettings:
    """What to check.

    Attributes
    ----------
    level
        Highest level of the rules to apply, 1 to 3.
    link_file
        Relative path to the checked file, for links to its cells; empty: addresses without links.
    """

    level: int = 3
    link_file: str = ""
    purpose: Purpose = Purpose.INTERNAL


def check(sources: CheckSource | Grid | Sequence[CheckSource], settings: CheckSettings = CheckSettings()) -> Result:
    """Check a file, a sheet or several files and say what was found.

    Raises
    ------
    CheckError
        SB-K401: nothing to check.
    """
    files = _sources(sources)
    return _report(files, findings_of(files, settings), settings)


def findings_of(sources: Sequence[CheckSource], settings: CheckSettings = CheckSettings()) -> Findings:
    """Return the findings themselves (for JSON, cells and repairs)."""
    return inspect_all(sources, rules=tuple(key for key, about in RULES.items() if about.level <= settings.level))


def source_of_grid(grid: Grid) -> CheckSource:
    """A sheet handed over by Excel, as a file of one sheet; what is not in its cells stays unknown."""
    return CheckSource(grid.source or grid.name, ".xlsx", (grid,))


def cell_table(grid: Grid) -> Table:
    """Return what a range breaks as a short table for cells; the file around it is not known and not judged."""
    columns = tuple(Column(key, key) for key in ("規則", "どこ", "何が", "直し方", "区分"))
    found = inspect(grid)
    rows = tuple((f.rule, f.cells, f.sentence, f.fix, _kind(f)) for f in found)
    nothing = ("", "", f"{len(found.checked)}の規則に照らし、直すところは見つかりませんでした。", "", "")
    return Table("check", "点検", columns, rows or (nothing,))


def _kind(finding: Finding) -> str:
    return "人が見る" if finding.abstained else "直す"


def _sources(sources: CheckSource | Grid | Sequence[CheckSource]) -> tuple[CheckSource, ...]:
    if isinstance(sources, Grid):
        sources = source_of_grid(sources)
    files = (sources,) if isinstance(sources, CheckSource) else tuple(sources)
    if not files:
        raise CheckError("K401")
    return files


def _report(files: Sequence[CheckSource], found: Findings, settings: CheckSettings) -> Result:
    several = len(files) > 1
    subject = f"{len(files)}個のファイル" if several else files[0].file
    failed, asked = found.failed, found.for_person
    tables = [
        _table("findings", "直すところ", failed, settings, several=several),
        _table("by_person", "人が見るところ", asked, settings, several=several),
    ]
    return Result(
        title=f"機械可読性の点検：{subject}",
        question="表計算やプログラムが、人の手を借りずに読めるデータになっているかを点検しました。",
        base=f"{subject}を、{len(found.checked)}の規則に照らしました。",
        conclusion=_conclusion(found, subject),
        figures=_figures(found),
        tables=tuple(table for table in tables if table.rows),
        lights_title="レベルごとの結果",
        lights=tuple(_light(level, found) for level in range(1, settings.level + 1)),
        says=_passed(found),
        cannot_say=(
            "図や写真の中の文字、ほかのファイルに添えられた説明は見ていません。",
            "点検に通ることは、数値が正しいことを意味しません。",
        ),
        notes=(
            "規則は『行政データにおける機械可読性に関するルール』（令和8年3月31日決定）の30項目です。"
            "判定はこの点検のもので、国の公式な見解ではありません。",
            *(note for source in files for grid in source.sheets for note in grid.notes),
        ),
        details=(Detail("規則ごとの結果", tables=(_rule_table(found),)),),
        data=(DataSheet("点検結果", _data_table(found)),),
        settings=(Setting("点検するレベル", settings.level, "1〜3"),),
        provenance=Provenance(
            file=subject,
            sheet=files[0].sheets[0].name if not several and len(files[0].sheets) == 1 else "",
            version=f"しるべ {__version__}",
        ),
        purpose=settings.purpose,
    )


def _conclusion(found: Findings, subject: str) -> tuple[str, ...]:
    failed, asked = found.failed, found.for_person
    if not failed:
        first = f"{subject}に、直すところは見つかりませんでした。"
    else:
        rules = len({f.rule for f in failed})
        repairable = sum(f.repairable for f in failed)
        first = f"直すところが{len(failed)}件あります（30の規則のうち{rules}）。"
        first += (
            "すべて自動で直せます。" if repairable == len(failed)
            else f"このうち{repairable}件は自動で直せます。" if repairable else "どれも人の手で直します。"
        )  # fmt: skip
    second = (f"ほかに、プログラムでは決められず、人が見るところが{len(asked)}件あります。",) if asked else ()
    worst = _worst(failed)
    return (first, *worst, *second)


def _worst(failed: Sequence[Finding]) -> tuple[str, ...]:
    """The finding to begin with: of the lowest level, the heaviest; its rule as a rule stands first in the list."""
    if not failed:
        return ()
    order = list(Severity)
    first = min(failed, key=lambda f: (rule(f.rule).level, order.index(f.severity), f.rule))
    return (f"まず見るとよいのは {first.place}：{first.sentence}{first.fix}",)


def _figures(found: Findings) -> tuple[Figure, ...]:
    failed = found.failed
    return (
        Figure("直すところ", f"{len(failed):,}件", f"{sum(f.count for f in failed):,}か所"),
        Figure("自動で直せる", f"{sum(f.repairable for f in failed):,}件", "［直した表を作る］"),
        Figure("人が見るところ", f"{len(found.for_person):,}件"),
        Figure(
            "通った規則",
            f"{sum(found.status(key) == 'pass' for key in RULES):,}",
            f"当てはめた{len(found.checked)}のうち",
        ),
    )


def _passed(found: Findings) -> tuple[str, ...]:
    """The rules kept, by level: what need not be looked at again."""
    lines = []
    for level in _LEVELS:
        kept = [key for key in RULES if key.startswith(f"L{level}-") and found.status(key) == "pass"]
        if kept:
            lines.append(f"レベル{level}では、{len(kept)}の規則に合っています（{'、'.join(kept)}）。")
    return tuple(lines)


def _light(level: int, found: Findings) -> Light:
    failed = Counter(f.rule for f in found.failed if rule(f.rule).level == level)
    asked = {f.rule for f in found.for_person if rule(f.rule).level == level}
    if failed:
        named = "、".join(failed)
        return Light(_LEVELS[level], Level.BAD, "直す", f"{len(failed)}の規則に合いません（{named}）。")
    if asked:
        return Light(
            _LEVELS[level],
            Level.CAUTION,
            "人が見る",
            f"人が見る規則が{len(asked)}あります（{'、'.join(sorted(asked))}）。",
        )
    return Light(_LEVELS[level], Level.GOOD, "よい", "当てはめた規則に、すべて合っています。")


def _table(key: str, title: str, items: Sequence[Finding], settings: CheckSettings, *, several: bool) -> Table:
    asked = key == "by_person"
    columns = (
        Column("rule", "規則", width=8),
        *((Column("file", "ファイル", width=24),) if several else ()),
        Column("where", "どこ", width=32),
        Column("what", "何を見るか" if asked else "何が", width=54),
        Column("fix", "見たあと" if asked else "直し方", width=48),
        *(() if asked else (Column("weight", "重さ"), Column("repair", "自動で直せる"))),
    )
    rows = tuple(_row(f, settings, several=several, asked=asked) for f in items[:_SHOWN])
    more = len(items) - len(rows)
    notes = (f"ほか{more:,}件は「点検結果」シートにあります。",) if more > 0 else ()
    return Table(key, title, columns, rows, notes)


def _row(finding: Finding, settings: CheckSettings, *, several: bool, asked: bool) -> tuple[Any, ...]:
    where: Any = finding.place if finding.sheet or not several else ""
    if settings.link_file and finding.sheet and not several:
        cell = a1(finding.spans[0].top, finding.spans[0].left) if finding.spans else "A1"
        where = Link(finding.place, finding.sheet, cell, settings.link_file)
    tail = () if asked else (finding.severity.value, "はい" if finding.repairable else "いいえ")
    return (
        finding.rule,
        *((finding.file,) if several else ()),
        where,
        finding.sentence,
        finding.fix,
        *tail,
    )


def _rule_table(found: Findings) -> Table:
    columns = (
        Column("id", "番号"),
        Column("title", "規則（要旨）", width=44),
        Column("status", "結果"),
        Column("count", "件数", Format.COUNT),
        Column("decided", "判定"),
        Column("mic", "統一ルール（2020）"),
        Column("estat", "e-Stat 表記方法"),
    )
    rows = tuple(
        (
            key,
            about.title,
            _STATUS[found.status(key)],
            sum(f.rule == key for f in found),
            about.decided.value,
            "、".join(about.mic),
            "、".join(about.estat),
        )
        for key, about in RULES.items()
    )
    partly = sum(about.decided is not Decided.DECIDED for about in RULES.values())
    notes = (f"「{Decided.DECIDED.value}」でない{partly}の規則は、決められないときに人に尋ねます。",)
    return Table("rules", "規則ごとの結果", columns, rows, notes)


def _data_table(found: Findings) -> Table:
    """One row per finding and rectangle; rows of one finding have its number in common."""
    columns = (
        Column("number", "通し番号", Format.COUNT),
        Column("id", "規則番号", Format.CODE),
        Column("file", "ファイル"),
        Column("sheet", "シート"),
        Column("range", "範囲"),
        Column("count", "件数", Format.COUNT),
        Column("weight", "重さ"),
        Column("kind", "区分"),
        Column("what", "内容"),
        Column("fix", "直し方の説明"),
        Column("repair", "自動修復", Format.BOOL),
        Column("confidence", "確からしさ", Format.NUMBER, decimals=2),
    )
    rows = tuple(
        (
            number,
            f.rule,
            f.file,
            f.sheet,
            span.a1 if span else "",
            f.count,
            f.severity.value,
            _kind(f),
            f.sentence,
            f.fix,
            f.repairable,
            f.confidence,
        )
        for number, f in enumerate(found, 1)
        for span in f.spans[:_SHOWN] or (None,)
    )
    return Table("check", "点検結果", columns, rows)


CHECK = Command("check", "機械可読性を点検", CheckSettings, check)
