"""The report of a batch: what was found, contents, one table per question with all breakdowns, the data sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..result import Cell as ResultCell
from ..result import (
    Chart,
    ChartKind,
    Column,
    DataSheet,
    Detail,
    Format,
    Mark,
    Provenance,
    Result,
    Series,
    Setting,
    Table,
)
from .assess import Verdict
from .batch import Batch
from .coded import Coded
from .details_compare import error_table
from .discover import Discovery, discover
from .layout import data_sheet
from .matrix import Matrix
from .reading import areas
from .simpson import Turned, scan
from .stacked import banner_table, matrix_table
from .tabulate import Crosstab

__all__ = ["batch_report", "long_data"]

#: Tables whose differences are looked at again with every other attribute held constant.
MOST_SCANNED = 20
#: Width in digits of the questions in both lists, so that they share page one.
QUESTION_WIDTH = 26.0
#: Bar charts after the tables.
MOST_CHARTS = 12


def batch_report(coded: Coded, batch: Batch, provenance: Provenance, groups: Sequence[Matrix] = ()) -> Result:
    """Put a batch into one report.

    Parameters
    ----------
    coded
        The answers, for the scan of other attributes.
    batch
        From `tabulate_batch`.
    groups
        Matrix questions all of whose items are in the batch: one table each, before the ones of single questions.
    """
    common = batch.request.common
    found = discover(batch)
    turned = _scan(coded, batch, found)
    questions = list(dict.fromkeys(table.column.key for table in batch.tables))
    banners = tuple(
        replace(banner_table(batch.of_question(key)), key=f"banner{k + 1}") for k, key in enumerate(questions)
    )
    tables = [_contents(batch, questions)]
    if found:
        tables.insert(0, _discoveries(found))
    return Result(
        title=f"一括集計（{len(questions)}問 × {len(batch.request.axes)}軸）",
        question="どの設問の答えが、どの集計軸によって違うか",
        conditions=_conditions(batch),
        base=f"{coded.n:,}{common.counted}の回答",
        conclusion=_conclusion(batch, found),
        tables=(*tables, *_matrix_tables(batch, groups), *banners),
        charts=_charts(batch, questions),
        says=tuple(t.sentence for t in turned),
        cannot_say=_cannot_say(batch),
        notes=_notes(batch),
        details=(_tests(batch), Detail("標本誤差", ("割合の読み取りに使う早見表です。",), (error_table(),))),
        data=(long_data(batch.tables),),
        settings=_settings(batch),
        provenance=provenance,
        purpose=common.purpose,
    )


def _matrix_tables(batch: Batch, groups: Sequence[Matrix]) -> list[Table]:
    """One table per matrix question, of the rows 全体 that the other tables show as well."""
    found = []
    for k, group in enumerate(groups):
        tables = [batch.of_question(key)[0] for key in group.items if batch.of_question(key)]
        if len(tables) == len(group.items):
            table = matrix_table(tables, f"{group.title}　項目別", group.names)
            found.append(replace(table, key=f"matrix{k + 1}"))
    return found


def _charts(batch: Batch, questions: Sequence[str]) -> tuple[Chart, ...]:
    """帯グラフ of the single-answer questions in which a difference was found, unless numbers are hidden."""
    charts: list[Chart] = []
    adjusted = {id(t): p for t, p in zip(batch.tables, batch.adjusted, strict=True)}
    for k, key in enumerate(questions):
        tables = batch.of_question(key)
        first = tables[0]
        found = any(adjusted[id(t)] < batch.request.false_discoveries for t in tables)
        bars = first.request.percent == "row" and first.request.layout != "n" and not first.column.multiple
        if found and bars and not any(t.secret for t in tables) and len(charts) < MOST_CHARTS:
            series = tuple(Series(f"p{j}", label) for j, label in enumerate(first.column.labels))
            title = f"{first.column.label}　集計軸別"
            alt = f"{title}の割合を比べる帯グラフ。"
            charts.append(Chart(ChartKind.BAR_100, title, f"banner{k + 1}", "category", series, alt_text=alt))
    return tuple(charts)


def _scan(coded: Coded, batch: Batch, found: Sequence[Discovery]) -> tuple[Turned, ...]:
    """Only tables that were found, and nothing from hidden ones."""
    wanted = list(dict.fromkeys((d.axis, d.question) for d in found))[:MOST_SCANNED]
    turned: list[Turned] = []
    for table in batch.tables:
        if (table.row.label, table.column.label) in wanted and not table.secret:
            turned += scan(coded, table, batch.request.attributes)
    return tuple(turned)


def _conclusion(batch: Batch, found: Sequence[Discovery]) -> tuple[str, ...]:
    tested = [p for p in batch.adjusted if not math.isnan(p)]
    hits = sum(p < batch.request.false_discoveries for p in tested)
    if not tested:
        return ("比べられる表がありませんでした。",)
    if not hits:
        return (f"{len(tested)}枚の表を調べましたが、偶然とはいえない差は見つかりませんでした。",)
    share = f"{100 * batch.request.false_discoveries:g}"
    rate = f"このうち偶然のものの割合は平均{share}％以下です"
    first = f"{len(tested)}枚の表を調べたところ、{hits}枚で差が見つかりました（{rate}）。"
    return (first, *(_sentence(d) for d in found[:3]))


def _sentence(d: Discovery) -> str:
    word = "高く" if d.high else "低く"
    return (
        f"「{d.axis}」が「{d.category}」の人では、「{d.question}」の「{d.option}」が{d.percent:.1f}％で、"
        f"全体（{d.whole:.1f}％）より{abs(d.points):.1f}ポイント{word}なっています。"
    )


def _cannot_say(batch: Batch) -> tuple[str, ...]:
    lines = [
        "見つからなかったことは、差がないことの証明ではありません。",
        "差は関連を示すもので、集計軸が原因で答えが変わるとはいえません。",
    ]
    lines += [areas(table.row.label) for table in batch.tables]
    lines.append("回答しなかった人の考えは、この集計からは分かりません。")
    return tuple(dict.fromkeys(line for line in lines if line))


def _notes(batch: Batch) -> tuple[str, ...]:
    notes = [
        "表の「↑高」「↓低」は、その表だけを見たときに、ほかの区分の人より高い・低い欄です。"
        "多くの表を一度に見ると偶然の印も混じるため、発見リストは全部の表をまとめて調べ直した結果です。",
        "「-」は該当する人がいないこと、「※」は回答者が30人に満たず参考値であることを示します。",
    ]
    if any(table.hidden is not None and table.hidden.any for table in batch.tables):
        notes.append("「x」は、個人が特定されるおそれがあるため伏せた数値です。表どうしの差し引きでも分かりません。")
    return tuple(notes)


def _conditions(batch: Batch) -> str:
    common = batch.request.common
    parts = [f"集計軸: {'、'.join(batch.request.axis_names)}"]
    parts += [f"対象: {c.key}が「{'・'.join(c.labels)}」" for c in common.where]
    if common.weight:
        parts.append(f"ウェイト: {common.weight}")
    if common.protects:
        parts.append(f"秘匿: {common.threshold}{common.counted}未満")
    return "　".join(parts)


def _contents(batch: Batch, questions: Sequence[str]) -> Table:
    columns = (
        Column("no", "表", Format.COUNT),
        Column("question", "設問", width=QUESTION_WIDTH),
        Column("kind", "種類"),
        Column("found", "差のあった集計軸"),
        Column("few", "人数が足りない集計軸"),
    )
    rows = []
    for k, key in enumerate(questions):
        tables = batch.of_question(key)
        adjusted = {id(t): p for t, p in zip(batch.tables, batch.adjusted, strict=True)}
        hits = [t.row.label for t in tables if adjusted[id(t)] < batch.request.false_discoveries]
        few = [t.row.label for t in tables if t.assessment.verdict is Verdict.TOO_FEW]
        kind = "複数回答" if tables[0].column.multiple else "単一回答"
        rows.append((k + 1, tables[0].column.label, kind, "、".join(hits) or "-", "、".join(few) or "-"))
    return Table("contents", "目次", columns, tuple(rows))


def _discoveries(found: Sequence[Discovery]) -> Table:
    columns = (
        Column("no", "順位", Format.COUNT),
        Column("question", "設問", width=QUESTION_WIDTH),
        Column("option", "選択肢"),
        Column("axis", "集計軸"),
        Column("category", "区分"),
        Column("n", "回答者数（n）", Format.COUNT),
        Column("percent", "割合（％）", Format.PERCENT, decimals=1),
        Column("whole", "全体（％）", Format.PERCENT, decimals=1),
        Column("points", "差（ポイント）", Format.NUMBER, decimals=1),
    )
    rows = tuple(
        (k + 1, d.question, d.option, d.axis, d.category, d.persons, _marked(d), d.whole, d.points)
        for k, d in enumerate(found)
    )
    note = "差が見つかった表ごとに、全体との差が大きい欄を2つまで、差の大きい順に並べています。"
    return Table("discoveries", "発見リスト", columns, rows, (note,))


def _marked(d: Discovery) -> ResultCell:
    return ResultCell(d.percent, Mark.HIGH if d.high else Mark.LOW)


def _tests(batch: Batch) -> Detail:
    columns = (
        Column("question", "設問"),
        Column("axis", "集計軸"),
        Column("name", "検定"),
        Column("n", "人数", Format.COUNT),
        Column("p", "p値", Format.P_VALUE),
        Column("adjusted", "調整後p値", Format.P_VALUE),
    )
    rows = []
    for table, adjusted in zip(batch.tables, batch.adjusted, strict=True):
        if not table.secret:
            rows.append(
                (table.column.label, table.row.label, *_test(table), adjusted if adjusted == adjusted else None)
            )
    text = (
        "p値は表ごと、調整後p値は全部の表をまとめた偽発見率（ベンジャミニ・ホフバーグ法）の調整後の値です。"
        f"調整後p値が{batch.request.false_discoveries:g}を下回る表を、差のある表としました。"
        "期待度数の小さい表は、乱数で引いた表による検定を、結論が明らかになったところで打ち切っています（種は固定）。"
    )
    more = ("人数を伏せた表の検定結果は、逆算を防ぐため載せません。",) if len(rows) < len(batch.tables) else ()
    return Detail("検定", (text, *more), (Table("batch_tests", "表ごとの検定", columns, tuple(rows)),))


def _test(table: Crosstab) -> tuple[str, int, float | None]:
    found = table.assessment
    names = [t.name for t in ((found.overall,) if found.overall is not None else found.tests[:2]) if t is not None]
    return "＋".join(dict.fromkeys(names)), found.n, None if math.isnan(found.p) else found.p


def long_data(tables: Sequence[Crosstab]) -> DataSheet:
    """The cells of all tables below each other, for machines."""
    sheets = [data_sheet(table) for table in tables]
    rows: list[tuple[Any, ...]] = [row for sheet in sheets for row in sheet.table.rows]
    return replace(sheets[0], table=replace(sheets[0].table, rows=tuple(rows)))


def _settings(batch: Batch) -> tuple[Setting, ...]:
    common = batch.request.common
    return (
        Setting("集計軸", "、".join(batch.request.axis_names), "読点で区切る"),
        Setting("設問", "、".join(batch.request.questions), "読点で区切る"),
        Setting("ウェイト", common.weight, "空欄はウェイトなし"),
        Setting("割合の向き", common.percent, "row＝区分ごと、column＝選択肢ごと、total＝全体"),
        Setting("無回答", common.missing, "show＝示す、exclude＝除く"),
        Setting("用途", common.purpose.value),
        Setting("秘匿の基準", common.threshold, "公表のとき、これに満たない人数を伏せる"),
        Setting("基準を下げた理由", common.reason),
        Setting("偶然の混じる割合", batch.request.false_discoveries, "発見リストに偶然のものが混じってよい割合"),
    )
