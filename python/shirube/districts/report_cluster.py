"""Report of the groups of districts: page one in plain words, the figures after."""

from __future__ import annotations

import numpy as np

from ..result import (
    Cell,
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Detail,
    Figure,
    Format,
    Level,
    Light,
    Provenance,
    Purpose,
    Result,
    Series,
    Shade,
    Table,
)
from ..stats.rounding import round_half_up
from .cluster import CHANCE, CLEAR_WIDTH, LEAST_WIDTH, Clusters, Separation
from .naming import mark_of
from .profile import hidden_of

__all__ = ["cluster_report"]

#: Hennig (2007) calls groups highly stable from 0.85 and does not rely on them below 0.75.
STEADY, UNSTEADY = 0.85, 0.75
#: Below this agreement an indicator alone decides the groups.
_LEANS = 0.5
_FEW_DISTRICTS = 10
_MOST_CHARTED = 8

_ENDS = {
    Separation.CLEAR: "地区は{k}組に分かれます。",
    Separation.WEAK: "地区は{k}組にゆるく分かれます。境目の地区は、どちらの組ともいえます。",
    Separation.NONE: "この指標では、地区ははっきりした組に分かれません。無理に分けると{k}組です（参考）。",
}


def cluster_report(
    found: Clusters, source: Provenance, purpose: Purpose = Purpose.INTERNAL, *, below: int = 10
) -> Result:
    """Describe the groups.

    For 公表 the sheet with the values of single districts is left out, and so are the means of indicators with counts
    of 1 up to ``below`` less one: a group may be a single district.
    """
    public = purpose is Purpose.PUBLIC
    small = [one.name for one in found.used if public and hidden_of(one, below).any()]
    table, profile, means = _groups(found), _profile(found), _means(found, small)
    return Result(
        title="似た地区の組分け",
        question="どの地区が似ているか",
        conditions=f"指標 {'、'.join(one.name for one in found.used)}",
        base=f"{len(found.districts)}地区、{len(found.used)}指標",
        conclusion=_conclusion(found),
        figures=(
            Figure("組の数", f"{found.k}組", "指定した数" if found.chosen else "自動で選びました"),
            Figure("分かれ方", found.separation.value),
            Figure("組の安定", _overall(found)),
        ),
        tables=(table, profile, means),
        charts=_charts(found),
        lights=_lights(found),
        lights_title="読むときの確認",
        says=("指標の値がどの地区どうしで似ているか。", "それぞれの組で、どの指標が高いか・低いか。"),
        cannot_say=(
            "組の良し悪し。組は似ているかどうかだけで作っています。",
            "なぜ違うか。地区に住む一人ひとりのこと。",
            "人員や予算の配り方。地図と地区の事情を見てから決めてください。",
        ),
        notes=(
            *found.left_out,
            *(
                [f"{'、'.join(small)}は、{below}人（件）に満たない地区があるので、組の平均を載せていません。"]
                if small
                else []
            ),
            *([f"値の欠けた{_listed(found.not_grouped)}は、組に入れていません。"] if found.not_grouped else []),
        ),
        details=_details(found),
        data=() if public else (DataSheet("組分けデータ", _data(found)),),
        provenance=source,
        purpose=purpose,
    )


def _listed(names: tuple[str, ...], most: int = 8) -> str:
    return "、".join(names[:most]) + (f" ほか{len(names) - most}地区" if len(names) > most else "")


def _letter(group: int) -> str:
    return f"{group + 1}組"


def _conclusion(found: Clusters) -> tuple[str, ...]:
    lines = [_ENDS[found.separation].format(k=found.k)]
    if found.separation is Separation.NONE:
        return (*lines, "組ではなく、指標ごとの順位や市全体との差（地区プロフィール）で見てください。")
    for group, members in enumerate(found.members[:4]):
        if len(members) == 1:
            lines.append(f"{members[0]}は、ほかのどの地区とも違います（{found.names[group]}）。")
        else:
            lines.append(f"{_letter(group)}（{len(members)}地区）は、{found.names[group]}です。")
    return tuple(lines)


def _word(stability: float, size: int) -> str:
    if size == 1:
        return "1地区だけ"
    if stability >= STEADY:
        return "安定"
    return "不安定" if stability < UNSTEADY else "やや不安定"


def _words(found: Clusters) -> list[str]:
    return [_word(s, len(m)) for s, m in zip(found.stability, found.members, strict=True)]


def _overall(found: Clusters) -> str:
    words = _words(found)
    if "不安定" in words:
        return "不安定な組がある"
    return "やや不安定な組がある" if "やや不安定" in words else "安定"


def _groups(found: Clusters) -> Table:
    rows = [
        (f"{_letter(g)}　{name}", len(members), word, "、".join(members))
        for g, (name, members, word) in enumerate(zip(found.names, found.members, _words(found), strict=True))
    ]
    return Table(
        "groups",
        "組と地区" + ("（参考：はっきりした組ではありません）" if found.separation is Separation.NONE else ""),
        (
            Column("group", "組と名前", width=28.0),
            Column("n", "地区の数", Format.COUNT, width=10.0),
            Column("stability", "安定", width=11.0),
            Column("members", "地区", width=30.0),
        ),
        tuple(rows),
        notes=(
            "「安定」は、地区を入れ替えて何度も分け直しても同じ組ができるかどうかです。",
            "名前は、その組の平均が全体の平均から大きく離れた指標を、離れた順に3つまで並べたものです。",
        ),
    )


def _profile(found: Clusters) -> Table:
    columns = tuple(Column(f"g{g}", _letter(g), Format.NUMBER, decimals=1) for g in range(found.k))
    rows = []
    for j, one in enumerate(found.used):
        cells = [round_half_up(float(v), 1) for v in found.means[:, j]]
        rows.append((one.name, *(Cell(v, mark_of(float(m))) for v, m in zip(cells, found.means[:, j], strict=True))))
    return Table(
        "profile",
        "組の特徴（全体の平均からの離れ方）",
        (Column("indicator", "指標", width=28.0), *columns),
        tuple(rows),
        notes=("0は全体の平均と同じ、1は地区のばらつき1つ分だけ高いことを表します。単位の違う指標を比べるためです。",),
        shade=Shade(tuple(c.key for c in columns), signed=True),
    )


def _means(found: Clusters, without: list[str]) -> Table:
    rows = []
    for one in (one for one in found.used if one.name not in without):
        decimals = one.decimals
        per_group = [float(one.values[found.groups == g].mean()) for g in range(found.k)]
        shown = [Cell(round_half_up(v, decimals), decimals=decimals) for v in (*per_group, float(one.values.mean()))]
        rows.append((one.name, *shown))
    columns = (*((f"m{g}", _letter(g)) for g in range(found.k)), ("all", "地区の平均"))
    return Table(
        "means",
        "組ごとの平均（元の単位）",
        (
            Column("indicator", "指標", width=28.0),
            *(Column(k, label, Format.NUMBER, decimals=1) for k, label in columns),
        ),
        tuple(rows),
    )


def _charts(found: Clusters) -> tuple[Chart, ...]:
    if len(found.used) > _MOST_CHARTED or found.k > 4:
        return ()
    return (
        Chart(
            ChartKind.BAR,
            "組の特徴（0が全体の平均）",
            "profile",
            "indicator",
            tuple(Series(f"g{g}", _letter(g)) for g in range(found.k)),
            y_title="全体の平均からの離れ方（地区のばらつきの何倍か）",
        ),
    )


def _lights(found: Clusters) -> tuple[Light, ...]:
    level = {Separation.CLEAR: Level.GOOD, Separation.WEAK: Level.CAUTION, Separation.NONE: Level.BAD}
    word = {Separation.CLEAR: "はっきり", Separation.WEAK: "ゆるい", Separation.NONE: "組とはいえない"}
    reason = {
        Separation.CLEAR: "同じ組の地区どうしは近く、ほかの組とは離れています。",
        Separation.WEAK: "組の間に切れ目が少なく、どちらともいえる地区があります。",
        Separation.NONE: "組のない表でも、このくらいの分かれ方は珍しくありません。"
        if found.chance > CHANCE
        else "組の中の近さと、組の間の離れ方に差がありません。",
    }
    lights = [Light("分かれ方", level[found.separation], word[found.separation], reason[found.separation])]
    steady = _overall(found)
    lights.append(
        Light(
            "組の安定",
            {"安定": Level.GOOD, "やや不安定な組がある": Level.CAUTION, "不安定な組がある": Level.BAD}[steady],
            steady.removesuffix("な組がある"),
            "地区を入れ替えて分け直しても、同じ組ができます。"
            if steady == "安定"
            else f"分け直すと変わりやすい組：{_shaky(found)}。",
        )
    )
    n = len(found.districts)
    few = n < _FEW_DISTRICTS
    reason_n = f"{n}地区です。" + ("1地区の違いで組が変わります。" if few else "")
    lights.append(Light("地区の数", Level.CAUTION if few else Level.GOOD, "少ない" if few else "足りる", reason_n))
    sizes = [one.name for one in found.used if one.is_size]
    if sizes:
        text = f"「{'」「'.join(sizes)}」は実数のようです。地区の大きさで組が決まるので、割合に直してください。"
        lights.append(Light("実数と割合", Level.CAUTION, "実数がある", text))
    leaning = [o.name for o, r in zip(found.used, found.without, strict=True) if r < _LEANS]
    if leaning:
        text = f"「{'」「'.join(leaning)}」を除くと、組が大きく変わります。"
        lights.append(Light("1つの指標への頼り方", Level.CAUTION, "頼っている", text))
    if len(found.used) > n / 2:
        text = f"{n}地区に{len(found.used)}指標です。似た指標を減らすと、組が読みやすくなります。"
        lights.append(Light("指標の数", Level.CAUTION, "多い", text))
    return tuple(lights)


def _shaky(found: Clusters) -> str:
    return "、".join(_letter(g) for g, word in enumerate(_words(found)) if word in ("やや不安定", "不安定"))


# ------------------------------------------------------------------------------------------------ 統計の詳細
def _details(found: Clusters) -> tuple[Detail, ...]:
    how = (
        "各指標を標準化（平均を引き、n−1 で割る標準偏差で割る）し、ユークリッド距離と Ward 法（ward.D2）で階層的に"
        "まとめた。出発点を選ばないので、同じ表からは必ず同じ組ができる。行・列の順や単位を変えても変わらない。",
        f"組の数は平均シルエット幅が最も大きいものとした。幅が{CLEAR_WIDTH:g}以上をはっきり、{LEAST_WIDTH:g}以上を"
        "ゆるいとする（Kaufman and Rousseeuw 1990）。",
        f"同じ共分散の正規分布（組のない表）を作って同じように分けたとき、この表以上の幅になる割合は{found.chance:.3f}"
        f"（{CHANCE:g}を超えると、はっきりした組はないとする）。",
        f"安定は、地区の復元抽出で分け直し、全地区を近い組に割り当てたときの Jaccard 係数の平均（Hennig 2007 による）。"
        f"{STEADY:g}以上を安定、"
        f"{UNSTEADY:g}未満を不安定とする。",
    )
    return (
        Detail("方法", how),
        Detail("組の数と平均シルエット幅", (), (_widths(found),)),
        Detail("組の安定", (), (_stability(found), _without(found))),
        Detail(
            "組の数を変えたときの組",
            ("組の数を1つ変えても同じ組に残る地区は、組がはっきりしている。",),
            (_memberships(found),),
        ),
    )


def _widths(found: Clusters) -> Table:
    rows = tuple(
        (t.k, round_half_up(t.width, 4), "、".join(map(str, np.bincount(t.groups))), "採用" if t.k == found.k else "")
        for t in found.trials
    )
    columns = (
        Column("k", "組の数", Format.COUNT),
        Column("width", "平均シルエット幅", Format.NUMBER, decimals=3),
        Column("sizes", "地区の数"),
        Column("taken", ""),
    )
    return Table("widths", "", columns, rows)


def _stability(found: Clusters) -> Table:
    rows = tuple(
        (_letter(g), len(m), round_half_up(s, 4), round_half_up(float(found.widths[found.groups == g].mean()), 4), w)
        for g, (m, s, w) in enumerate(zip(found.members, found.stability, _words(found), strict=True))
    )
    columns = (
        Column("group", "組"),
        Column("n", "地区の数", Format.COUNT),
        Column("jaccard", "Jaccard 係数の平均", Format.NUMBER, decimals=2),
        Column("width", "シルエット幅の平均", Format.NUMBER, decimals=3),
        Column("word", "判定"),
    )
    return Table("stability", "地区を入れ替えたとき", columns, rows)


def _without(found: Clusters) -> Table:
    rows = tuple(
        (one.name, None if np.isnan(rand) else round_half_up(rand, 4))
        for one, rand in zip(found.used, found.without, strict=True)
    )
    columns = (Column("name", "除いた指標"), Column("rand", "調整ランド指数", Format.NUMBER, decimals=2))
    return Table("without", "指標を1つ除いたときの一致（1は同じ組、0は偶然と同じ）", columns, rows)


def _memberships(found: Clusters) -> Table:
    near = [t for t in found.trials if abs(t.k - found.k) <= 1]
    rows = tuple(
        (name, *(_letter(int(t.groups[i])) for t in near), round_half_up(float(found.widths[i]), 4))
        for i, name in enumerate(found.districts)
    )
    columns = (
        Column("district", "地区"),
        *(Column(f"k{t.k}", f"{t.k}組のとき") for t in near),
        Column("width", "シルエット幅", Format.NUMBER, decimals=2),
    )
    return Table("memberships", "", columns, rows)


def _data(found: Clusters) -> Table:
    rows = tuple(
        (name, int(group) + 1, found.names[int(group)], *(float(one.values[i]) for one in found.used))
        for i, (name, group) in enumerate(zip(found.districts, found.groups, strict=True))
    )
    columns = (
        Column("district", "地区"),
        Column("group", "組", Format.COUNT),
        Column("name", "組の名前"),
        *(Column(f"v{j}", one.name, Format.NUMBER) for j, one in enumerate(found.used)),
    )
    return Table("clusters", "組分け", columns, rows)
