"""統計の詳細: the test and why, expected counts, strength, residuals, weights, hiding."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..result import Cell, Column, Detail, Format, Shade, Table
from ..stats.intervals import wilson
from ..stats.rounding import round_half_up
from ..stats.survey import design_effect, effective_size
from .assess import ALPHA, REFERENCE_SIZE, Outcome
from .details_compare import error_table, order_detail, other_measures, pairs_detail, strata_detail
from .layout import HIDDEN, mark_of, shown_percent, shown_residual
from .tabulate import Crosstab

__all__ = ["details"]


def details(crosstab: Crosstab) -> tuple[Detail, ...]:
    """All sections; figures that would give hidden counts away are left out, and that is said."""
    secret = crosstab.secret
    sections = [_test(crosstab, secret)]
    if not secret:
        sections += [_strength(crosstab), _residuals(crosstab)]
        more = (pairs_detail(crosstab), order_detail(crosstab), strata_detail(crosstab))
        sections += [section for section in more if section is not None]
    if crosstab.request.percent == "row":
        sections.append(_intervals(crosstab))
    if crosstab.is_weighted and not crosstab.is_hidden(-1, -1):
        sections.append(_weights(crosstab))
    sections.append(_errors(crosstab))
    if crosstab.request.protects:
        sections.append(_hiding(crosstab))
    return tuple(sections)


def _errors(crosstab: Crosstab) -> Detail:
    n, w, w2 = int(crosstab.base[-1]), float(crosstab.weighted_base[-1]), float(crosstab.squares_base[-1])
    effect = design_effect(n, w, w2) if crosstab.uneven and not crosstab.secret else 1.0
    return Detail("標本誤差", ("割合の読み取りに使う早見表です。",), (error_table(effect),))


def _test(crosstab: Crosstab, secret: bool) -> Detail:
    found = crosstab.assessment
    paragraphs = [f"無回答・不明・非該当を除く {found.n:,}人で調べました。有意水準は{100 * ALPHA:.0f}％（両側）です。"]
    if secret:
        paragraphs[0] = f"無回答・不明・非該当を除いて調べました。有意水準は{100 * ALPHA:.0f}％（両側）です。"
        paragraphs.append("検定統計量・p値・残差から秘匿した人数を逆算できることがあるため、数値は載せません。")
    overall = () if found.overall is None else (found.overall,)
    paragraphs += [f"{t.name}：{t.reason}" for t in _distinct((*overall, *found.tests))]
    if crosstab.column.multiple:
        paragraphs.append(
            "どの選択肢に差があるかは、選択肢ごとに「選んだ・選ばない」×集計軸の表で調べ、"
            "選択肢の数だけ繰り返すことによる見かけの差をホルム法で調整しました。"
        )
    elif len(found.tests) > 1:
        paragraphs.append("二つの検定を行ったので、小さいほうのp値を2倍して判断しています（ボンフェローニ法）。")
    if secret:
        return Detail("検定", tuple(paragraphs))
    paragraphs += [t.note for t in (overall if crosstab.column.multiple else found.tests) if t.note]
    return Detail("検定", tuple(paragraphs), (_test_table(crosstab),))


def _distinct(tests: tuple[Outcome, ...]) -> list[Outcome]:
    return list({(t.name, t.reason): t for t in tests}.values())


def _test_table(crosstab: Crosstab) -> Table:
    found = crosstab.assessment
    columns = (
        Column("what", "対象"),
        Column("name", "検定"),
        Column("statistic", "統計量", Format.NUMBER, decimals=3),
        Column("df", "自由度", Format.NUMBER, decimals=2),
        Column("df2", "自由度（分母）", Format.NUMBER, decimals=2),
        Column("p", "p値", Format.P_VALUE),
        Column("adjusted", "調整後p値", Format.P_VALUE),
        Column("se", "p値の標準誤差", Format.NUMBER, decimals=5),
    )
    if crosstab.column.multiple:
        labels = [label for label, m in zip(crosstab.column.labels, crosstab.column.missing, strict=True) if not m]
        adjusted = [p for p, m in zip(found.options_p.tolist(), crosstab.column.missing, strict=True) if not m]
        tests = found.tests
        if found.overall is not None and found.overall.kind != "none":
            labels, adjusted = ["全選択肢", *labels], [found.overall.p, *adjusted]
            tests = (found.overall, *tests)
    else:
        tests = found.tests
        labels = ["表全体"] * len(tests)
        adjusted = [float(np.minimum(1.0, len(found.tests) * t.p)) for t in found.tests]
    rows = tuple(
        (label, t.name, _n(t.statistic), _n(t.df), _n(t.df2), _n(t.p), _n(p), t.standard_error or None)
        for label, t, p in zip(labels, tests, adjusted, strict=True)
    )
    return Table("tests", "検定の結果", columns, rows)


def _strength(crosstab: Crosstab) -> Detail:
    found = crosstab.assessment
    if crosstab.column.multiple:
        return Detail("期待度数と関連の強さ", ("複数回答のため、表全体の期待度数と関連の強さは示しません。",))
    paragraphs = []
    if not math.isnan(found.least_expected):
        paragraphs.append(
            f"期待度数の最小は {_f(found.least_expected, 2)}、5未満の欄は {_f(100 * found.sparse, 1)}％です"
            "（5未満が20％を超える、または1未満があるときは、近似による検定を避けます）。"
        )
    if math.isnan(found.v):
        paragraphs.append("関連の強さ（クラメールのV）は、比べる相手がないため計算できません。")
    elif math.isnan(found.v_corrected):
        paragraphs.append(
            f"クラメールのV（ウェイト付き）は {_f(found.v, 3)} です。ウェイトのもとでの区間は示しません。"
        )
    else:
        low, high = found.v_interval
        paragraphs.append(
            f"クラメールのV は {_f(found.v, 3)}（95％信頼区間 {_f(low, 3)}〜{_f(high, 3)}、非心カイ二乗分布による）、"
            f"偏りを補正したV（Bergsma 2013）は {_f(found.v_corrected, 3)} です。"
        )
    paragraphs += [line for line in (other_measures(crosstab),) if line]
    return Detail("期待度数と関連の強さ", tuple(paragraphs))


def _residuals(crosstab: Crosstab) -> Detail:
    columns = [Column("category", crosstab.row.label)]
    shown = [j for j, missing in enumerate(crosstab.column.missing) if not missing]
    columns += [Column(f"r{j}", crosstab.column.labels[j], Format.NUMBER, decimals=2) for j in shown]
    rows = [
        (label, *(_residual(crosstab, i, j) for j in shown))
        for i, label in enumerate(crosstab.row.labels)
        if not crosstab.row.missing[i]
    ]
    how = "ウェイトのばらつきによる分散の増え方（デザイン効果）で割り引いています。" if crosstab.uneven else ""
    what = "差があると分かった選択肢に限り" if crosstab.column.multiple else "全体として差があるときに限り"
    rule = (
        f"↑高・↓低の印は、{what}、調整済み標準化残差のp値（両側、正規近似）を"
        f"ホルム法で対象の全欄について調整し、{100 * ALPHA:.0f}％を下回った欄に付けます。"
        f"期待度数が5に満たない欄と、回答者が{REFERENCE_SIZE}人に満たない区分には付けません。残差は、その欄の割合をその区分以外の人と比べたものです。"
    )
    shade = Shade(tuple(column.key for column in columns[1:]), signed=True)
    table = Table("residuals", "調整済み標準化残差", tuple(columns), tuple(rows), shade=shade)
    return Detail("どの欄が違うか", (rule + how,), (table,))


def _residual(crosstab: Crosstab, i: int, j: int) -> Any:
    value = shown_residual(crosstab, i, j)
    return Cell(None, shown="…") if value is None else Cell(value, mark_of(crosstab, i, j))


def _intervals(crosstab: Crosstab) -> Detail:
    how = "95％信頼区間はウィルソン法で求めました。無作為に選んだ調査の場合の、誤差の幅です。"
    if crosstab.uneven:
        how += "ウェイトがあるため、人数の代わりに各区分の有効な標本の大きさを使いました。"
    columns = (
        Column("category", crosstab.row.label),
        Column("option", crosstab.column.label),
        Column("percent", "割合（％）", Format.PERCENT, decimals=crosstab.request.decimals),
        Column("low", "下限（％）", Format.PERCENT, decimals=crosstab.request.decimals),
        Column("high", "上限（％）", Format.PERCENT, decimals=crosstab.request.decimals),
    )
    labels = (*crosstab.row.labels, "全体")
    rows = []
    for i in (len(labels) - 1, *range(len(labels) - 1)):
        size = effective_size(float(crosstab.weighted_base[i]), float(crosstab.squares_base[i]))
        if i == len(labels) - 1 and crosstab.secret and crosstab.uneven:
            continue  # the effective size of all persons depends on how many stand behind every weight
        for j, option in enumerate(crosstab.column.labels):
            share = shown_percent(crosstab, i, j)
            if share is not None:
                exact = min(1.0, float(crosstab.percents[i, j]) / 100)
                limits = (round_half_up(100 * x, crosstab.request.decimals) for x in wilson(exact * size, size))
                rows.append((labels[i], option, share, *limits))
    return Detail("割合の信頼区間", (how,), (Table("intervals", "割合の95％信頼区間", columns, tuple(rows)),))


def _weights(crosstab: Crosstab) -> Detail:
    n, w, w2 = int(crosstab.base[-1]), float(crosstab.weighted_base[-1]), float(crosstab.squares_base[-1])
    paragraphs = [
        f"ウェイトの列は「{crosstab.request.weight}」です。割合はウェイト付き、回答者数（n）は実数です。",
        f"ウェイトの合計 {_f(w, 1)}、有効な標本の大きさ（キッシュ）{_f(effective_size(w, w2), 1)}、"
        f"ウェイトによるデザイン効果 {_f(design_effect(n, w, w2), 3)}。",
    ]
    if crosstab.secret:
        paragraphs[1:] = ["ウェイトの合計と有効な標本の大きさは、伏せた人数の手がかりになるため載せません。"]
    if not crosstab.shows_persons:
        paragraphs.append(
            "公表用のため、欄ごとの人数はウェイト付きだけを示します（実数と並べると、伏せた人数を計算できることがあります）。"
        )
    if not crosstab.uneven:
        paragraphs.append("ウェイトがすべて同じ値のため、検定はウェイトなしと同じです。")
    return Detail("ウェイト", tuple(paragraphs))


def _hiding(crosstab: Crosstab) -> Detail:
    hidden = crosstab.hidden
    if crosstab.rounded:
        base = crosstab.rounded
        how = f"人数はすべて、それぞれ最も近い{base}の倍数に丸めました。割合は丸めた人数から計算しています。"
        return Detail("秘匿", (how + "別々に丸めるため、内訳の合計は合計と一致しないことがあります。",))
    if hidden is None or not hidden.any:
        text = f"1人から{crosstab.request.threshold - 1}人までの人数はなく、秘匿した欄はありません。"
        return Detail("秘匿", (text, *_reasons(crosstab)))
    return Detail(
        "秘匿",
        (
            f"1人から{crosstab.request.threshold - 1}人までの人数（合計を含む）を「{HIDDEN}」で伏せました。"
            "合計との差し引きで逆算されないよう、ほかの欄も併せて伏せています。",
            f"伏せた欄は{int(hidden.cells.sum())}です。示した数値だけから考えられる範囲は、"
            f"どの伏せた人数についても{crosstab.request.threshold}以上の幅があります。"
            "同じ回答から作った表をほかにも公表するときは、一括集計でまとめて伏せてください（表どうしの差し引きを防ぎます）。",
            *_reasons(crosstab),
        ),
    )


def _reasons(crosstab: Crosstab) -> tuple[str, ...]:
    lines = []
    if crosstab.request.reason.strip():
        lines.append(f"秘匿の基準を{crosstab.request.threshold}とした理由: {crosstab.request.reason.strip()}")
    if crosstab.request.protection == "merge":
        lines.append("人数の少ない区分は、隣の区分とまとめました。まとめても残る小さな人数だけを伏せています。")
    return tuple(lines)


def _n(value: float) -> float | None:
    return None if math.isnan(value) else value


def _f(value: float, digits: int) -> str:
    return f"{round_half_up(value, digits):,.{digits}f}".replace("-", "−")
