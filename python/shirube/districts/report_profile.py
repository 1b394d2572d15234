"""地区プロフィール as reports: an overview, then one A4 page per district."""

from __future__ import annotations

from collections.abc import Iterator

from ..result import (
    Cell,
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Format,
    Mark,
    Provenance,
    Purpose,
    Result,
    Series,
    Table,
)
from ..stats.rounding import round_half_up
from .profile import FEW, Line, Profile, Profiles

__all__ = ["HIDDEN", "MOST_ON_A_PAGE", "profile_report"]

HIDDEN = "x"
#: More indicators than this do not fit on one readable A4 page with their bars.
MOST_ON_A_PAGE = 16
_MOST_NAMED = 4


def profile_report(found: Profiles, source: Provenance, purpose: Purpose = Purpose.INTERNAL) -> Result:
    """Describe the districts: the overview, and a part per district for a page of its own.

    Only the first `MOST_ON_A_PAGE` indicators are shown on the pages; the rest are told and stand in the data.
    """
    table = found.districts
    city = all(one.of_city for one in table.indicators)
    pages = tuple(_page(found, profile, source, purpose, city=city) for profile in found.profiles)
    left = len(table.indicators) - MOST_ON_A_PAGE
    notes = [*table.left_out, *_sources(found)]
    if left > 0:
        notes.append(
            f"各地区の1枚には初めの{MOST_ON_A_PAGE}指標を載せました。残りの{left}指標は「地区データ」にあります。"
        )
    return Result(
        title="地区プロフィール　一覧",
        question="どの地区の、どの指標が高いか・低いか",
        base=f"{len(table.names)}地区、{len(table.indicators)}指標",
        conclusion=_overview(found),
        tables=(_matrix(found),),
        cannot_say=_CANNOT_SAY,
        notes=(*notes, *_protection(found)),
        data=(DataSheet("地区データ", _data(found)),),
        provenance=source,
        purpose=purpose,
        sheet="一覧",
        parts=pages,
    )


_CANNOT_SAY = (
    "なぜ高いか・低いか。地区の間には年齢構成などの違いがあります。",
    "地区に住む一人ひとりのこと。",
)


def _overview(found: Profiles) -> tuple[str, ...]:
    marked = [(p.name, sum(line.mark is not None for line in p.lines)) for p in found.profiles]
    most = max(count for _, count in marked)
    if not most:
        return ("ほかと大きく違う指標のある地区はありません。",)
    names = [name for name, count in marked if count == most]
    many = f" ほか{len(names) - _MOST_NAMED}地区" if len(names) > _MOST_NAMED else ""
    return (f"高い・低いの印が最も多いのは{'、'.join(names[:_MOST_NAMED])}{many}（{most}指標）です。",)


def _matrix(found: Profiles) -> Table:
    indicators = found.districts.indicators[:MOST_ON_A_PAGE]
    columns = tuple(
        Column(f"i{j}", one.label, Format.NUMBER, one.unit, one.decimals) for j, one in enumerate(indicators)
    )
    rows = [(profile.name, *(_value(line) for line in profile.lines[: len(indicators)])) for profile in found.profiles]
    whole = tuple(
        None if line.compared is None else round_half_up(line.compared, max(line.indicator.decimals, 1))
        for line in found.profiles[0].lines[: len(indicators)]
    )
    label = "市全体" if all(one.of_city for one in indicators) else "比べる値"
    return Table(
        "matrix",
        "地区と指標",
        (Column("district", "地区"), *columns),
        (*map(tuple, rows), (label, *(Cell(v, decimals=max(one.decimals, 1)) for v, one in
                                      zip(whole, indicators, strict=True)))),
        notes=("「↑高」「↓低」は、比べる値から地区のばらつき1つ分以上離れた値です。",),
        total_rows=frozenset({len(rows)}),
    )  # fmt: skip


def _value(line: Line) -> Cell:
    decimals = line.indicator.decimals
    if line.hidden:
        return Cell(None, shown=HIDDEN)
    value = None if line.value is None else round_half_up(line.value, decimals)
    return Cell(value, line.mark, decimals=decimals, shown="" if value is not None else "－")


# ------------------------------------------------------------------------------------------------ one page per district
def _page(found: Profiles, profile: Profile, source: Provenance, purpose: Purpose, *, city: bool) -> Result:
    lines = profile.lines[:MOST_ON_A_PAGE]
    table = _figures(lines, found, city=city)
    return Result(
        title=profile.name,
        question="地区プロフィール",
        base=f"{len(found.profiles)}地区のなかでの順位（高い順）",
        conclusion=_sentences(lines),
        tables=(table,),
        charts=_bars(lines, city=city),
        notes=(*_sources(found), *_protection(found)),
        provenance=source,
        purpose=purpose,
        sheet=profile.name,
    )


def _sentences(lines: tuple[Line, ...]) -> tuple[str, ...]:
    said = []
    for mark, word in ((Mark.HIGH, "高い"), (Mark.LOW, "低い")):
        names = [line.indicator.label for line in lines if line.mark is mark]
        if names:
            more = f" ほか{len(names) - _MOST_NAMED}指標" if len(names) > _MOST_NAMED else ""
            said.append(f"ほかの地区より{word}のは、{'、'.join(names[:_MOST_NAMED])}{more}です。")
    return tuple(said) or ("ほかの地区と大きく違う指標はありません。",)


def _figures(lines: tuple[Line, ...], found: Profiles, *, city: bool) -> Table:
    rows = []
    for line in lines:
        decimals = line.indicator.decimals
        whole = max(decimals, 1) if line.indicator.is_size or decimals == 0 else decimals
        compared = None if line.compared is None else Cell(round_half_up(line.compared, whole), decimals=whole)
        gap = None if line.difference is None else Cell(round_half_up(line.difference, whole), decimals=whole)
        rank = "" if line.rank is None else f"{line.rank}位／{line.of}"
        index = None if line.index is None else round_half_up(line.index, 0)
        if line.hidden:
            gap, rank = Cell(None, shown=HIDDEN), HIDDEN
        name = f"{line.indicator.label}（参考）" if line.few and not line.hidden else line.indicator.label
        rows.append((name, line.indicator.unit, _value(line), compared, gap, rank, index))
    columns = (
        Column("indicator", "指標", width=24.0),
        Column("unit", "単位", width=7.0),
        Column("value", "この地区", Format.NUMBER, width=12.0),
        Column("compared", "市全体" if city else "比べる値", Format.NUMBER, width=10.0),
        Column("gap", "差", Format.NUMBER, width=9.0),
        Column("rank", "順位", width=10.0),
        Column("index", "市全体＝100" if city else "比べる値＝100", Format.NUMBER, width=10.0),
    )
    few = any(line.few and not line.hidden for line in lines)
    notes = (f"（参考）は、分母が{FEW}に満たない割合です。少ない人数で大きく動きます。",) if few else ()
    return Table("figures", "この地区の数", columns, tuple(rows), notes=notes)


def _bars(lines: tuple[Line, ...], *, city: bool) -> tuple[Chart, ...]:
    if not any(line.index is not None for line in lines):
        return ()
    whole = "市全体" if city else "比べる値"
    return (
        Chart(
            ChartKind.BAR,
            f"{whole}を100としたとき",
            "figures",
            "indicator",
            (Series("index", f"{whole}＝100"),),
            y_title=f"{whole}＝100",
        ),
    )


def _sources(found: Profiles) -> Iterator[str]:
    """What each indicator is compared with, told once per kind."""
    by_kind: dict[str, list[str]] = {}
    for one in found.districts.indicators:
        by_kind.setdefault(one.compared_how, []).append(one.name)
    for how, names in by_kind.items():
        if not how:
            continue
        which = (
            ""
            if len(by_kind) == 1
            else f"（{'、'.join(names[:_MOST_NAMED])}{' など' if len(names) > _MOST_NAMED else ''}）"
        )
        if how == "地区の平均":
            yield f"比べる値{which}は、地区の値の単純な平均で、市全体の値とは違うことがあります。"
        else:
            yield f"比べる値{which}は、{how}です。"


def _protection(found: Profiles) -> tuple[str, ...]:
    if not found.below:
        return ()
    told = []
    if any(line.hidden for profile in found.profiles for line in profile.lines):
        told.append(
            f"「{HIDDEN}」は、{found.below}人（件）に満たない数を伏せた印です。引き算で分かる数も伏せています。"
        )
    bare = [o.name for o in found.districts.indicators if o.hits is None and not o.is_size]
    if bare:
        told.append(
            f"{'、'.join(bare[:_MOST_NAMED])}{' など' if len(bare) > _MOST_NAMED else ''}は、もとの人数が表にないので"
            "伏せていません。分子と分母の表にすると確かめられます。"
        )
    return tuple(told)


def _data(found: Profiles) -> Table:
    rows = []
    for profile in found.profiles:
        for line in profile.lines:
            hidden = Cell(None, shown=HIDDEN)
            rows.append(
                (
                    profile.name,
                    line.indicator.name,
                    hidden if line.hidden else line.value,
                    line.compared,
                    hidden if line.hidden else line.difference,
                    hidden if line.hidden else line.rank,
                    line.mark.value if line.mark else "",
                )
            )
    columns = (
        Column("district", "地区"),
        Column("indicator", "指標"),
        Column("value", "値", Format.NUMBER),
        Column("compared", "比べる値", Format.NUMBER),
        Column("gap", "差", Format.NUMBER),
        Column("rank", "順位", Format.COUNT),
        Column("mark", "印"),
    )
    return Table("district_data", "地区データ", columns, tuple(rows))
