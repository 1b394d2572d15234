"""公開用データを作る: a sheet becomes a table for publication, with its description, in standard columns if asked.

>>> grid = Grid.from_rows([["人口（人）"], ["地区", "男", "女"], ["東", "1,000", 2], ["西", 3, 4]], name="第1表")
>>> published = publish(grid)
>>> published.table.columns[0].label, published.table.rows[0][:3], published.about["題名"]
('地区', ('東', '男', 1000), '人口（人）')
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import __version__
from ..check.opendata import Mapped, dataset, describe, to_dataset
from ..check.repair import Change, Draft, Fact
from ..check.rules import RULES
from ..errors import CheckError, Place
from ..grid import Grid
from ..result import Column, DataSheet, Figure, Format, Level, Light, Provenance, Purpose, Result, Setting, Table
from .base import Command
from .repair import REPAIRABLE, RepairSettings, repair_grids
from .repair_report import as_table

__all__ = ["OPENDATA", "OpenDataSettings", "Published", "opendata", "opendata_report", "publish"]

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
#: Repairs that keep the columns of a list and the text of its cells, for lists that go into standard columns.
_LIST_RULES = tuple(r for r in REPAIRABLE if r.startswith("L1") or r in ("L2-02", "L2-03", "L2-06", "L3-01"))
_SYMBOL = re.compile(r"(?P<symbol>.+)＝(?P<meaning>.+)")
_SHOWN = 200


@dataclass(frozen=True)
class OpenDataSettings:
    """How to publish.

    Attributes
    ----------
    dataset
        Key or title of a standard list (``aed``, AED設置箇所一覧); empty: the table as it is, repaired.
    code
        全国地方公共団体コード of the publishing government (5 or 6 digits).
    columns
        Pairs (field, source column) where the names do not tell.
    encoding
        ``utf-8`` or ``cp932``.
    title, publisher, licence, as_of
        For the description; the title is read from the sheet when empty.
    """

    dataset: str = ""
    code: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"
    title: str = ""
    publisher: str = ""
    licence: str = ""
    as_of: str = ""
    purpose: Purpose = Purpose.PUBLIC


@dataclass(frozen=True)
class Published:
    """A table for publication, its description, what the standard list says of it, and what was repaired."""

    table: Table
    about: dict[str, Any]
    mapped: Mapped | None = None
    changes: tuple[Change, ...] = ()
    others: int = 0
    facts: tuple[Fact, ...] = field(default=())


def publish(grid: Grid, settings: OpenDataSettings = OpenDataSettings(), *, file: str = "", day: str = "") -> Published:
    """Make the table and its description. Nothing is written.

    Parameters
    ----------
    grid
        The sheet, any layout.
    settings
        How to publish.
    file, day
        Name of the file it goes into and the date, for the description; the front end knows them.

    Raises
    ------
    CheckError
        SB-K602: no such standard list. SB-K603: no table on the sheet.
    """
    wanted = dataset(settings.dataset) if settings.dataset else None
    repaired = repair_grids([grid], RepairSettings(_LIST_RULES if wanted else ()))
    draft = max(repaired.sheets, key=lambda d: d.grid.values.size, default=None)
    table = as_table(draft, "opendata") if draft is not None else None
    if draft is None or table is None:
        reason = "見出しと値の並ぶ表が見つかりません"
        raise CheckError("K603", at=Place(grid.source, grid.name), reason=reason)
    mapped = None
    if wanted is not None:
        mapped = to_dataset(draft.grid, wanted, code=settings.code, columns=dict(settings.columns))
        columns = tuple(Column(f"c{i}", f.name, Format.CODE) for i, f in enumerate(wanted.fields))
        table = Table("opendata", wanted.title, columns, mapped.rows)
    about = _about(grid, draft, table, repaired.facts, repaired.changes, settings, file, day)
    return Published(table, about, mapped, repaired.changes, len(repaired.sheets) - 1, repaired.facts)


def _about(
    grid: Grid,
    draft: Draft,
    table: Table,
    facts: Sequence[Fact],
    changes: Sequence[Change],
    settings: OpenDataSettings,
    file: str,
    day: str,
) -> dict[str, Any]:
    """The description, from what stood around the table and what was done to it."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts:
        texts[fact.label].append(str(fact.value).strip())
    symbols = {m["symbol"]: m["meaning"] for text in texts["記号の意味"] if (m := _SYMBOL.fullmatch(text))}
    title = settings.title or (texts["表題"][0] if texts["表題"] else (table.title if settings.dataset else draft.name))
    counts = Counter(c.rule for c in changes if c.before != c.after or c.before is None)
    return describe(
        title=title,
        file=file,
        encoding=ENCODINGS[settings.encoding],
        names=[column.label for column in table.columns],
        rows=len(table.rows),
        source="、".join([f"{grid.source}（{grid.name}）" if grid.source else grid.name, *texts["出所"]]),
        publisher=settings.publisher,
        licence=settings.licence,
        as_of=settings.as_of,
        made_on=day,
        symbols=symbols,
        notes=[*texts["単位"], *texts["注"]],
        recipe=[f"{rule} {RULES[rule].title}: {count}か所を直した" for rule, count in sorted(counts.items())],
        dataset=dataset(settings.dataset).title if settings.dataset else "",
        version=f"しるべ {__version__}",
    )


def opendata(grid: Grid, settings: OpenDataSettings = OpenDataSettings()) -> Result:
    """Make the table for publication and say what is still missing. See `publish` for the errors."""
    return opendata_report(grid, publish(grid, settings), settings)


def opendata_report(grid: Grid, published: Published, settings: OpenDataSettings) -> Result:
    """Put the table, how its columns were mapped and what a person must put right into a result."""
    mapped = published.mapped
    faults = mapped.faults if mapped else ()
    return Result(
        title=f"公開用データ：{published.about['題名']}",
        question="公開用の CSV にする表です。文字コード・見出し・項目の形を点検しました。",
        conclusion=_conclusion(published),
        figures=(
            Figure("行", f"{len(published.table.rows):,}行"),
            Figure("項目", f"{len(published.table.columns):,}"),
            Figure("直すところ", f"{len(faults):,}件", "下の表" if faults else ""),
        ),
        lights_title="点検",
        lights=_lights(mapped),
        tables=tuple(table for table in (_faults(mapped), _mapping(mapped)) if table is not None and table.rows),
        cannot_say=(
            "値が正しいかどうか、公開してよいかどうかは、この点検では分かりません（個人情報は「外に出す版を作る」で確かめます）。",
        ),
        notes=(mapped.dataset.source,) if mapped else (),
        data=(DataSheet("公開用データ", published.table), *_rewritten(mapped)),
        settings=(
            Setting("標準の一覧", settings.dataset or "なし"),
            Setting("文字コード", settings.encoding),
            Setting("団体コード", settings.code),
        ),
        provenance=Provenance(file=grid.source, sheet=grid.name, version=f"しるべ {__version__}"),
        purpose=settings.purpose,
    )


def _conclusion(published: Published) -> tuple[str, ...]:
    rows = f"{len(published.table.rows):,}行の公開用データができました。"
    more = (
        (f"このシートにはほかに{published.others}つの表があります。1つずつ書き出してください。",)
        if published.others
        else ()
    )
    if published.mapped is None:
        return (rows, *more)
    faults = len(published.mapped.faults)
    second = f"人が直すところが{faults:,}件あります。" if faults else "標準の項目の形に、すべて合っています。"
    return (rows, second, *more)


def _lights(mapped: Mapped | None) -> tuple[Light, ...]:
    if mapped is None:
        return ()
    missing = [f.name for f in mapped.dataset.fields if f.wanted and not any(_column_of(mapped, f.name))]
    light = (
        Light("必須・推奨の項目", Level.CAUTION, "足りない", f"値のない項目があります（{'、'.join(missing[:5])}）。")
        if missing
        else Light("必須・推奨の項目", Level.GOOD, "そろっている", "必須と推奨の項目に値があります。")
    )
    wrong = len({fault.field for fault in mapped.faults if fault.value})
    form = (
        Light("値の形", Level.BAD, "合わない", f"{wrong}の項目に、形の合わない値があります。")
        if wrong
        else Light("値の形", Level.GOOD, "合っている", "日付・時刻・緯度経度などの形は、標準のとおりです。")
    )
    return light, form


def _column_of(mapped: Mapped, name: str) -> list[str]:
    at = next(i for i, f in enumerate(mapped.dataset.fields) if f.name == name)
    return [row[at] for row in mapped.rows]


def _faults(mapped: Mapped | None) -> Table | None:
    if mapped is None:
        return None
    columns = (
        Column("cell", "セル"),
        Column("field", "項目"),
        Column("value", "値", width=24),
        Column("what", "どう直すか", width=50),
    )
    rows = tuple((f.cell, f.field, f.value, f.sentence) for f in mapped.faults[:_SHOWN])
    more = len(mapped.faults) - len(rows)
    return Table("faults", "直すところ", columns, rows, (f"ほか{more:,}件あります。",) if more > 0 else ())


def _mapping(mapped: Mapped | None) -> Table | None:
    if mapped is None:
        return None
    columns = (Column("field", "標準の項目"), Column("rank", "区分"), Column("source", "元の列"))
    rows = [(f.name, f.rank, mapped.columns.get(f.name, "")) for f in mapped.dataset.fields]
    rows += [("（使わなかった列）", "", name) for name in mapped.unused]
    return Table("mapping", "項目の対応", columns, tuple(rows))


def _rewritten(mapped: Mapped | None) -> tuple[DataSheet, ...]:
    if mapped is None or not mapped.rewritten:
        return ()
    columns = (Column("cell", "セル"), Column("field", "項目"), Column("before", "元の値"), Column("after", "書いた値"))
    rows = tuple((r.cell, r.field, r.before, r.after) for r in mapped.rewritten)
    return (DataSheet("形をそろえた値", Table("rewritten", "形をそろえた値", columns, rows)),)


OPENDATA = Command("opendata", "公開用データを作る", OpenDataSettings, opendata)
