"""`report(crosstab, provenance) -> Result`: page one in plain Japanese, details and the data sheet behind it."""

from __future__ import annotations

from ..result import Chart, ChartKind, Provenance, Purpose, Result, Series, Setting
from .assess import REFERENCE_SIZE
from .details import details
from .layout import HIDDEN, NOBODY, REFERENCE, TABLE_KEY, by, data_sheet, page_table
from .reading import asked, cannot_say, conclusion, sampling_note, says
from .tabulate import Crosstab

__all__ = ["report"]


def report(crosstab: Crosstab, provenance: Provenance) -> Result:
    """Put a counted table into words, tables and a chart.

    Examples
    --------
    >>> import pandas as pd
    >>> from shirube.crosstab import CrosstabRequest, code, tabulate
    >>> frame = pd.DataFrame({"性別": ["男", "女"] * 5, "満足": ["はい", "はい", "いいえ", "はい", "はい"] * 2})
    >>> table = tabulate(code(frame, ["性別", "満足"]), CrosstabRequest("性別", "満足"))
    >>> report(table, Provenance()).conclusion
    ('人数が足りないため、「満足」の答えに「性別」による差があるかどうかは判断できません。',)
    """
    table = page_table(crosstab)
    return Result(
        title=table.title,
        question=asked(crosstab),
        conditions=_conditions(crosstab),
        base=_base(crosstab),
        conclusion=conclusion(crosstab),
        tables=(table,),
        charts=_charts(crosstab),
        says=says(crosstab),
        cannot_say=cannot_say(crosstab),
        notes=_notes(crosstab),
        details=details(crosstab),
        data=(data_sheet(crosstab),),
        settings=_settings(crosstab),
        provenance=provenance,
        purpose=crosstab.request.purpose,
    )


def _conditions(crosstab: Crosstab) -> str:
    percent = {"row": "横（区分ごと）", "column": "縦（選択肢ごと）", "total": "全体"}[crosstab.request.percent]
    missing = "表示する" if crosstab.request.missing == "show" else "除く"
    parts = [f"割合の向き: {percent}", f"無回答: {missing}"]
    for condition in crosstab.request.where:
        parts.append(f"対象: {condition.key}が「{'・'.join(condition.labels)}」の人")
    if crosstab.request.stratum:
        parts.append(f"そろえる属性: {crosstab.request.stratum}")
    if crosstab.is_weighted:
        parts.append(f"ウェイト: {crosstab.request.weight}")
    if crosstab.hidden is not None:
        parts.append(f"秘匿: {crosstab.request.threshold}{crosstab.request.counted}未満")
    if crosstab.rounded:
        parts.append(f"丸め: {crosstab.rounded}単位")
    return "　".join(parts)


def _base(crosstab: Crosstab) -> str:
    n = HIDDEN if crosstab.is_hidden(-1, -1) else f"{int(crosstab.base[-1]):,}"
    unit = crosstab.request.counted
    text = f"n＝{n}{unit}"
    left_out = []
    for number, reason in (
        (crosstab.filtered, "対象の条件に当てはまらない"),
        (crosstab.not_applicable, "非該当"),
        (crosstab.excluded, "無回答・不明またはウェイトが0"),
    ):
        if number:
            secret = crosstab.hidden is not None and number < crosstab.request.threshold
            left_out.append(f"{reason} {HIDDEN if secret else f'{number:,}'}{unit}")
    return f"{text}（{'、'.join(left_out)}を除く）" if left_out else text


def _charts(crosstab: Crosstab) -> tuple[Chart, ...]:
    """帯グラフ for single answers across a row; bars side by side where percentages do not add up to 100."""
    if crosstab.request.percent != "row" or crosstab.request.layout == "n":
        return ()
    # A bar stretched to 100 % would misstate the parts beside a hidden one.
    whole = not crosstab.column.multiple and not (crosstab.hidden is not None and crosstab.hidden.any)
    kind = ChartKind.BAR_100 if whole else ChartKind.BAR
    series = tuple(Series(f"p{j}", label) for j, label in enumerate(crosstab.column.labels))
    row, column = crosstab.row.label, crosstab.column.label
    return (
        Chart(
            kind,
            conclusion(crosstab)[0],
            TABLE_KEY,
            "category",
            series,
            y_title="割合（％）",
            alt_text=f"{by(row)}に「{column}」の答えの割合を比べるグラフ。{conclusion(crosstab)[0]}",
        ),
    )


def _notes(crosstab: Crosstab) -> tuple[str, ...]:
    notes = []
    if any(crosstab.row.missing) or any(crosstab.column.missing):
        notes.append("無回答・不明は、分母に含めて一つの区分として示しています。差を調べるときは除いています。")
    elif crosstab.request.missing == "exclude":
        notes.append("無回答・不明の人は、人数にも分母にも含めていません。")
    place = f"小数第{crosstab.request.decimals + 1}位"
    zero = f"{0:.{crosstab.request.decimals}f}"
    notes.append(f"割合は{place}を四捨五入しているため、合計が100％にならないことがあります。")
    notes.append(
        f"記号: 「{NOBODY}」は該当する人がいないこと、「{zero}」は人はいるが単位に満たないこと、"
        f"「{REFERENCE}」は回答者が{REFERENCE_SIZE}人に満たず参考値であることを示します。"
    )
    if crosstab.hidden is not None and crosstab.hidden.any:
        notes.append(f"「{HIDDEN}」は、個人が特定されるおそれがあるため伏せた数値です。")
    if crosstab.rounded:
        notes.append(f"人数は{crosstab.rounded}単位に丸めているため、内訳の合計は合計と一致しないことがあります。")
    small = _small_counts(crosstab)
    if small:
        notes.append(
            f"{crosstab.request.threshold}人に満たない欄が{small}あります。公表するときは用途を「公表」にしてください。"
        )
    if crosstab.assessment.marks.any():
        notes.append("「↑高」「↓低」は、ほかの区分の人と比べて、誤差では説明しにくいほど高い・低い欄です。")
    if not crosstab.is_hidden(-1, -1):
        notes += [note for note in (sampling_note(crosstab),) if note]
    return (*notes, *crosstab.row.notes, *crosstab.column.notes)


def _small_counts(crosstab: Crosstab) -> int:
    """Counts that a public version would hide."""
    if crosstab.request.purpose is Purpose.PUBLIC or crosstab.request.counted not in ("人", "世帯"):
        return 0
    return int(((crosstab.counts > 0) & (crosstab.counts < crosstab.request.threshold)).sum())


def _settings(crosstab: Crosstab) -> tuple[Setting, ...]:
    request = crosstab.request
    return (
        Setting("集計軸", request.row, "表側"),
        Setting("設問", request.column, "表頭"),
        Setting("外側の集計軸", request.outer, "三重クロスの外側。空欄はなし"),
        Setting("対象", "；".join(f"{c.key}={'|'.join(c.labels)}" for c in request.where), "空欄は全員"),
        Setting("そろえる属性", request.stratum, "空欄はなし"),
        Setting("ウェイト", request.weight, "空欄はウェイトなし"),
        Setting("割合の向き", request.percent, "row＝区分ごと、column＝選択肢ごと、total＝全体"),
        Setting("無回答", request.missing, "show＝示す、exclude＝除く"),
        Setting("検定", request.test, "auto＝自動で選ぶ"),
        Setting("用途", request.purpose.value),
        Setting("秘匿の基準", request.threshold, "公表のとき、これに満たない人数を伏せる"),
        Setting("基準を下げた理由", request.reason, "公表で10未満にするときに要る"),
        Setting("数えるもの", request.counted, "人・世帯は公表のとき伏せる。件・円・施設は伏せない"),
        Setting("秘匿の方法", request.protection, "suppress＝伏せる、merge＝隣とまとめる、round＝丸める"),
        Setting("表の形", request.layout, "np＝人数と割合、n＝人数、p＝割合"),
        Setting("小数の桁数", request.decimals),
    )
