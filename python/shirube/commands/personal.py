"""個人情報を探す: what a workbook holds about people, what to do about it, and k-匿名性 of chosen columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import __version__
from ..check.personal import KAnonymity, PersonalFinding, PersonalKind, Severity, find_personal, k_anonymity
from ..grid import Grid
from ..result import Column, Figure, Format, Level, Light, Provenance, Purpose, Result, Setting, Table
from .base import Command

__all__ = ["PERSONAL", "PersonalSettings", "personal"]

_ROWS_SHOWN = 20


@dataclass(frozen=True)
class PersonalSettings:
    """What to look for.

    Attributes
    ----------
    quasi
        Columns that together could tell who someone is (年齢, 性別, 地区); empty: k-匿名性 is not looked at.
    least
        Rows every combination of them should have.
    """

    quasi: tuple[str, ...] = ()
    least: int = 5


def personal(grids: Sequence[Grid] | Grid, settings: PersonalSettings = PersonalSettings()) -> Result:
    """Find personal information on some sheets; k-匿名性 is that of the first sheet.

    Raises
    ------
    TableError
        SB-T101: a column of `quasi` is not there.

    >>> grid = Grid.from_rows([["氏名", "年代"], ["山田太郎", "20代"], ["鈴木花子", "30代"]], name="名簿")
    >>> result = personal(grid, PersonalSettings(quasi=("年代",), least=2))
    >>> result.tables[0].rows[0][:4], [light.word for light in result.lights]
    (('氏名', '名簿!A2:A3', '氏名', 2), ['見つかった', '足りない'])
    """
    sheets = (grids,) if isinstance(grids, Grid) else tuple(grids)
    found = [finding for grid in sheets for finding in find_personal(grid)]
    anonymity = k_anonymity(sheets[0], settings.quasi, least=settings.least) if settings.quasi and sheets else None
    file = sheets[0].source if sheets else ""
    return Result(
        title=f"個人情報を探した結果：{file or (sheets[0].name if sheets else '')}",
        question="氏名・住所・電話・生年月日・番号など、個人が分かるものがあるかを探しました。値は写していません。",
        conclusion=_conclusion(found, anonymity),
        figures=(Figure("見つかった所", f"{len(found):,}", f"{sum(f.count for f in found):,}セル"),),
        lights_title="点検",
        lights=_lights(found, anonymity),
        tables=tuple(t for t in (_findings(found), *_anonymity(anonymity)) if t.rows),
        cannot_say=(
            "自由に書かれた文の中の名前は、見つけられないことがあります。",
            "k-匿名性は、同じ組み合わせの人が何人いるかだけを見ます。その人たちの答えが同じなら、答えは分かってしまいます。",
        ),
        settings=(
            Setting("組み合わせて見る列", settings.quasi, "k-匿名性"),
            Setting("1つの組み合わせの最少人数", settings.least),
        ),
        provenance=Provenance(file=file, version=f"しるべ {__version__}"),
        purpose=Purpose.INTERNAL,
    )


def _conclusion(found: Sequence[PersonalFinding], anonymity: KAnonymity | None) -> tuple[str, ...]:
    lines = []
    certain = sum(f.severity is Severity.PERSONAL for f in found)
    if found:
        lines.append(f"個人情報が{certain:,}か所、確かめるとよい所が{len(found) - certain:,}か所あります。")
    else:
        lines.append("個人情報は見つかりませんでした。")
    if any(f.kind is PersonalKind.MY_NUMBER for f in found):
        lines.append("マイナンバーがあります。列ごと削除してください（ほかの方法はありません）。")
    if anonymity is not None:
        lines.append(_anonymity_sentence(anonymity))
    return tuple(lines)


def _anonymity_sentence(found: KAnonymity) -> str:
    named = "・".join(found.columns)
    if found.holds:
        return f"「{named}」の同じ組み合わせの人は、どれも{found.k:,}人以上います。"
    return f"「{named}」の組み合わせのうち{found.small_groups:,}とおりは、{found.least}人未満です（最少{found.k}人）。"


def _lights(found: Sequence[PersonalFinding], anonymity: KAnonymity | None) -> tuple[Light, ...]:
    first = (
        Light("個人情報", Level.BAD, "見つかった", f"{len(found)}か所あります。下の表で確かめてください。")
        if found
        else Light("個人情報", Level.GOOD, "見つからない", "見えている値の中にはありません。")
    )
    if anonymity is None:
        return (first,)
    level, word = (Level.GOOD, "足りている") if anonymity.holds else (Level.CAUTION, "足りない")
    return first, Light("同じ組み合わせの人数（k-匿名性）", level, word, _anonymity_sentence(anonymity))


def _findings(found: Sequence[PersonalFinding]) -> Table:
    columns = (
        Column("kind", "種類"),
        Column("where", "どこに", width=26),
        Column("header", "見出し"),
        Column("count", "件数", Format.COUNT),
        Column("weight", "確からしさ"),
        Column("evidence", "なぜそう見たか"),
        Column("samples", "例（伏せ字）"),
        Column("do", "どうするか", width=40),
    )
    rows = tuple(
        (
            f.kind.value,
            f"{f.sheet}!{f.place}" if f.spans else f.sheet,
            f.header,
            f.count,
            f.severity.value,
            f.evidence.value,
            "、".join(f.samples),
            "か、".join(f.suggestions),
        )
        for f in found
    )
    return Table("personal", "見つかったもの", columns, rows)


def _anonymity(found: KAnonymity | None) -> tuple[Table, ...]:
    if found is None:
        return ()
    columns = (Column("size", "同じ組み合わせの人数", Format.COUNT), Column("groups", "組み合わせの数", Format.COUNT))
    shown = "、".join(map(str, found.small_rows[:_ROWS_SHOWN])) + (
        "など" if len(found.small_rows) > _ROWS_SHOWN else ""
    )
    notes = (
        (f"{found.least}人未満の組み合わせがある行：{shown}。まとめるか、伏せてください。",) if found.small_rows else ()
    )
    return (Table("k", "同じ組み合わせの人数", columns, found.sizes, notes),)


PERSONAL = Command("personal", "個人情報を探す", PersonalSettings, personal)
