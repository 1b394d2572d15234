"""用語: one sentence per term of the details."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..result import Column, Detail, Table

__all__ = ["TERMS", "glossary"]

_TERM_WIDTH, _MEANING_WIDTH = 24.0, 60.0  # digits

TERMS: tuple[tuple[str, str], ...] = (
    ("n（回答者数・基数）", "割合の分母になった人数です。ウェイトを使っても、実際に答えた人の数を示します。"),
    ("ポイント", "割合どうしの差の単位です。40％と45％の差は5ポイントです。"),
    ("M.T.", "複数回答で、回答数の合計を回答者数で割った割合です。ふつう100％を超えます。"),
    ("標本誤差", "一部の人に尋ねたために生じる、割合の誤差の目安です。"),
    ("信頼区間", "同じ調査を繰り返したとき、100回のうち95回は本当の割合を含む範囲です。"),
    ("p値", "本当は差がないとしたとき、今回以上の違いが偶然に出る確率です。小さいほど偶然とは考えにくくなります。"),
    ("有意水準", "偶然とみなすのをやめる境目のp値です。ここでは5％です。"),
    ("カイ二乗検定", "差がないとした場合に見込まれる人数と、実際の人数のずれの大きさを調べる方法です。"),
    ("期待度数", "差がないとした場合に、その欄に見込まれる人数です。"),
    (
        "フィッシャーの正確確率検定",
        "人数の少ない表で、起こりうる表をすべて数え上げて（または乱数で引いて）調べる方法です。",
    ),
    ("ラオ・スコット補正", "ウェイトによる誤差の増え方を織り込んで検定する方法です。"),
    (
        "複数回答の検定（Bilder–Loughin 型）",
        "一人がいくつも選べることを織り込んで、選択肢全体をまとめて調べる方法です。",
    ),
    ("傾向の検定", "区分の順に割合が上がっていく（下がっていく）かどうかを調べる方法です。"),
    ("マクネマー検定・ボウカー検定", "同じ人に二度尋ねたとき、答えの変わり方に偏りがあるかを調べる方法です。"),
    ("マンテル・ヘンツェル検定", "年代などの別の属性をそろえたうえで、差があるかを調べる方法です。"),
    ("調整済み残差", "その欄の人数が見込みからどれだけ外れているかを、ばらつきを単位に表した値です。"),
    ("クラメールのV", "二つの設問のつながりの強さです。0で無関係、1で完全に対応します。"),
    ("ガンマ・タウ・ソマーズのd", "順序のある二つの設問が、同じ向きに動く強さです。−1から1の値をとります。"),
    ("ホルム法・ボンフェローニ法", "何度も比べるときに、偶然の差を一つも拾わないように厳しくする方法です。"),
    ("偽発見率（FDR）", "「差がある」とした中に、偶然のものが混じる割合です。"),
    (
        "デザイン効果・有効な標本の大きさ",
        "ウェイトのために誤差が何倍になるか、また誤差の大きさが何人分の調査に当たるかです。",
    ),
    ("直接標準化", "年代などの構成が同じだったとして割合を計算し直す方法です。"),
    ("秘匿", "個人が特定されないよう、少ない人数と、差し引きで分かる人数を伏せることです。"),
)


def glossary(details: Sequence[Detail]) -> tuple[Detail, ...]:
    """The terms that stand in these details, as a section of their own; none when there are none.

    >>> [row[0] for row in glossary([Detail("検定", ("p値は0.03です。",))])[0].tables[0].rows]
    ['p値']
    """
    said = "\n".join(_texts(details))
    rows = tuple(row for row in TERMS if any(word in said for word in _words(row[0])))
    columns = (Column("term", "用語", width=_TERM_WIDTH), Column("meaning", "意味", width=_MEANING_WIDTH))
    return (Detail("用語", (), (Table("glossary", "用語", columns, rows),)),) if rows else ()


def _words(term: str) -> list[str]:
    """The spellings of a term: 「ホルム法・ボンフェローニ法」 is said by either, without what brackets add."""
    return [word for word in re.split(r"[・（）]", term.removeprefix("n（")) if len(word) > 1]


def _texts(details: Sequence[Detail]) -> Iterator[str]:
    for detail in details:
        yield from (detail.title, *detail.paragraphs)
        for table in detail.tables:
            yield from (table.title, *table.notes, *(f"{column.group}{column.label}" for column in table.columns))
            yield from (value for row in table.rows for value in row if isinstance(value, str))
