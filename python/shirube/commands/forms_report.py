"""Words of a round's result: what came, what is missing, what a person must look at."""

from __future__ import annotations

from collections import Counter

from .. import __version__
from ..forms.assemble import Round
from ..forms.codebook_of import codebook_table
from ..forms.copies import Outcome
from ..forms.exceptions import Weight
from ..result import Column, DataSheet, Figure, Format, Provenance, Purpose, Result, Setting, Table
from ..stats.rounding import percent
from .forms_tables import answer_table, child_table, exception_table, file_table, reminder_table

__all__ = ["ANSWERS_SHEET", "EXCEPTIONS_SHEET", "round_report"]

ANSWERS_SHEET, EXCEPTIONS_SHEET = "回答", "例外"


def round_report(done: Round, folder: str | None, purpose: Purpose) -> Result:
    """Say what came of a round.

    Parameters
    ----------
    folder
        Relative path from the output to the replies, for links; ``None``: no links.

    Returns
    -------
    Result
        Page one in plain words; data sheets 回答, one per repeated block, 例外, 督促, 使わなかった回答, ファイル一覧,
        設問票.
    """
    current = done.request.maps[0]
    return Result(
        title=f"調査票のとりまとめ：{current.title or current.form}",
        question="返ってきた調査票を1つの表にし、人が確かめることを一覧にしました。",
        conclusion=_conclusion(done),
        figures=_figures(done),
        tables=tuple(table for table in (_outcomes(done), _kinds(done), _rates(done)) if table.rows),
        says=(
            "「例外」シートの「訂正値」に正しい値を書いて、もう一度とりまとめると、その値が使われます。",
            "値はそのままでよいときは「対応」に「確認済み」、数に入れないファイルは「除く」、"
            "別の回答を使うときは「採用」と書きます。",
            "電話やメールで聞いた値は、「例外」の一番下に行を足し、ファイル（または整理番号）・項目・訂正値を書きます。",
        ),
        notes=_notes(done),
        data=tuple(_data(done, folder)),
        settings=tuple(Setting("対応表", f"{form.form} 版{form.version}", form.title) for form in done.request.maps),
        provenance=Provenance(version=f"しるべ {__version__}"),
        purpose=purpose,
    )


def _data(done: Round, folder: str | None) -> list[DataSheet]:
    blocks = dict.fromkeys(block.key for form in done.request.maps for block in form.blocks)
    sheets = [
        DataSheet(ANSWERS_SHEET, answer_table("answers", ANSWERS_SHEET, done, done.used, folder, carried=True)),
        *(DataSheet(b, child_table(f"block_{i}", b, done, done.used, folder)) for i, b in enumerate(blocks)),
        DataSheet(EXCEPTIONS_SHEET, exception_table(done.lines, folder)),
    ]
    if done.answered:
        sheets.append(DataSheet("督促", reminder_table(done)))
    if done.unused:
        name = "使わなかった回答"
        sheets.append(DataSheet(name, answer_table("unused", name, done, done.unused, folder, carried=False)))
    sheets.append(DataSheet("ファイル一覧", file_table(done, folder)))
    sheets.append(DataSheet("設問票", codebook_table(done.request.maps[0])))
    return sheets


def _conclusion(done: Round) -> tuple[str, ...]:
    act = sum(line.open and line.weight == Weight.ACT.value for line in done.lines)
    look = sum(line.open and line.weight == Weight.LOOK.value for line in done.lines)
    first = f"{len(done.files):,}ファイルから、{len(done.used):,}件の回答を1つの表にしました。"
    if not act and not look:
        return (first, "確かめることは残っていません。")
    return (
        first,
        f"値が決まらないものが{act:,}件、値が正しいか確かめるものが{look:,}件あります。「例外」シートを見てください。",
    )


def _figures(done: Round) -> tuple[Figure, ...]:
    outcomes = Counter(one.outcome for one in done.files)
    without = len(done.files) - outcomes[Outcome.ANSWER]
    figures = [
        Figure("ファイル", f"{len(done.files):,}", f"うち回答でないもの {without:,}（「ファイル一覧」）"),
        Figure("回答", f"{len(done.used):,}件", f"ほかに使わなかった回答 {len(done.unused):,}件"),
        Figure("残る例外", f"{sum(line.open for line in done.lines):,}件", "要対応と確認"),
    ]
    if done.answered:
        answered, sent = len(done.answered.institutions) - len(done.answered.missing), len(done.answered.institutions)
        figures.append(Figure("回答率", f"{percent(answered, sent)}％", f"{sent:,}件のうち{answered:,}件"))
    return tuple(figures)


def _outcomes(done: Round) -> Table:
    counts = Counter(one.outcome.value for one in done.files)
    columns = (Column("o", "結果"), Column("n", "ファイル", Format.COUNT))
    rows = tuple((outcome.value, counts[outcome.value]) for outcome in Outcome if counts[outcome.value])
    return Table(
        "outcomes", "ファイルの内訳", columns, (*rows, ("計", len(done.files))), total_rows=frozenset({len(rows)})
    )


def _kinds(done: Round) -> Table:
    counts = Counter((line.weight, line.kind) for line in done.lines)
    left = Counter((line.weight, line.kind) for line in done.lines if line.open)
    order = [weight.value for weight in Weight]
    columns = (
        Column("w", "重さ"), Column("k", "種類"), Column("n", "件数", Format.COUNT), Column("l", "残り", Format.COUNT)
    )  # fmt: skip
    keys = sorted(counts, key=lambda k: (order.index(k[0]) if k[0] in order else len(order), -counts[k]))
    return Table("kinds", "例外の内訳", columns, tuple((*key, counts[key], left[key]) for key in keys))


def _rates(done: Round) -> Table:
    columns = (
        Column("g", "区分"), Column("a", "回答", Format.COUNT), Column("s", "対象", Format.COUNT),
        Column("r", "回答率", Format.PERCENT, "％", 1),
    )  # fmt: skip
    rates = done.answered.rates if done.answered else ()
    rows = tuple((group or "（区分なし）", a, s, 100 * a / s) for group, a, s in rates)
    return Table("rates", "区分ごとの回答率", columns, rows)


def _notes(done: Round) -> tuple[str, ...]:
    estimated = sum(copy.estimated for copy in done.used)
    notes = []
    if estimated:
        notes.append(f"受領日のうち{estimated:,}件は、ファイルの日付からの推定です。")
    if done.answered:
        copies = len(done.answered.institutions) - len(done.answered.missing)
        notes.append(f"名簿の{len(done.answered.institutions):,}件のうち{copies:,}件から回答がありました。")
    return tuple(notes)
