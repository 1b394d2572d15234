"""Report of ways of spending set side by side."""

from __future__ import annotations

from ..result import Column, Format, Provenance, Result, Setting, Table
from .cost import CostLine
from .report_before_after import blank

__all__ = ["report_costs"]

_NOT_SHOWN = "計算できません（成果の幅が 0 をまたぐか、望ましくない向きのため）"


def report_costs(lines: tuple[CostLine, ...], *, unit: str = "", provenance: Provenance | None = None) -> Result:
    """Word the cost of one unit of change.

    >>> from .cost import compare_costs
    >>> lines = compare_costs(["教室", "冊子"], [400_000.0, 100_000.0], [40.0, 5.0])
    >>> print(report_costs(lines, unit="人").conclusion[0])
    1人あたりの費用がいちばん小さいのは「教室」で、約10,000円です。
    """
    one = f"1{unit or '単位'}"
    with_ends = any(line.per_unit.low < line.per_unit.high for line in lines)
    columns = (
        Column("label", "事業"),
        Column("cost", "費用", Format.COUNT, "円"),
        Column("effect", "成果", Format.NUMBER, unit, 1),
        Column("each", f"{one}あたりの費用", Format.COUNT, "円"),
        Column("low", "下限", Format.COUNT, "円", group="95%の幅"),
        Column("high", "上限", Format.COUNT, "円", group="95%の幅"),
        Column("more", f"次に安い事業から、{one}増やす費用", Format.COUNT, "円"),
        Column("note", "読み方"),
    )
    rows = tuple(
        (line.label, *map(blank, (line.cost, line.effect, line.per_unit.yen)),
         *((blank(line.per_unit.low), blank(line.per_unit.high)) if with_ends else (None, None)),
         blank(line.more), _note(line))
        for line in lines
    )  # fmt: skip
    known = [line for line in lines if line.per_unit.known]
    lead = "1単位あたりの費用を計算できる事業がありません。"
    if known:
        least = min(known, key=lambda line: line.per_unit.yen)
        text = least.per_unit.text if with_ends else least.per_unit.text.partition("（")[0]
        lead = f"{one}あたりの費用がいちばん小さいのは「{least.label}」で、{text}です。"
    dropped = () if with_ends else ("low", "high")
    kept = [i for i, column in enumerate(columns) if column.key not in dropped]
    table = Table(
        "cost_lines", "費用と成果", tuple(columns[i] for i in kept), tuple(tuple(r[i] for i in kept) for r in rows)
    )
    return Result(
        title="費用対効果",
        question="同じ成果を得るのに、どの事業の費用が小さいか",
        base=f"事業 {len(lines)}",
        conclusion=(lead, "成果が事業によるものかは、この表だけでは分かりません。"),
        tables=(table,),
        cannot_say=(
            "成果の全部がその事業によるということ。",
            "安い事業だけで足りるということ（対象の人や、届く範囲が違うことがあります）。",
        ),
        notes=() if with_ends else ("成果の幅（下限・上限の列）がないので、費用の幅は出していません。",),
        settings=(Setting("方法", "費用対効果"), Setting("単位", unit)),
        provenance=provenance or Provenance(),
    )


def _note(line: CostLine) -> str:
    if not line.per_unit.known:
        return _NOT_SHOWN
    return f"「{line.beaten}」の方が、安くて成果も小さくない" if line.beaten else ""
