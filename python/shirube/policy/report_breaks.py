"""The breaks an evaluation found, as a section of 統計の詳細."""

from __future__ import annotations

from collections.abc import Sequence

from ..result import Column, Detail, Table
from .breaks import KINDS, Break

__all__ = ["breaks_detail"]


def breaks_detail(key: str, found: Sequence[Break], note: str = "") -> Detail:
    """List breaks in a table called `key`.

    >>> breaks_detail("x", [Break("東", "2022年", "scale", "けたが変わった疑いがあります。")]).tables[0].rows[0][:3]
    ('2022年', '東', 'けたや単位が変わった疑い')
    """
    title = "断絶の点検（合併・区分や単位の変更）"
    asked = "値・地区の名前・団体の一覧から見つかるものだけを挙げた。見つからないことは、断絶がないことの保証ではない。"
    if not found:
        return Detail(title, ("見つからなかった。", asked))
    columns = (Column("time", "時点"), Column("unit", "地区"), Column("kind", "種類"), Column("what", "内容"))
    rows = tuple((b.time, b.unit or "全体", KINDS.get(b.kind, b.kind), b.sentence) for b in found)
    lead = f"{len(found)}件見つかった。断絶は政策の効果ではない。"
    if any(b.kind == "jump" for b in found):
        lead += f"「{KINDS['jump']}」だけのものは、断絶とも効果とも決められないので、担当者が確かめる。"
    lines = (lead, *filter(None, (note,)), asked)
    return Detail(title, lines, (Table(key, "見つかった断絶", columns, rows),))
