"""つながりの点検: does every hypothesis name data, every fact a result, every measure a fact, every outcome a figure?

Two kinds of rule. Links written in the layout are followed whatever the sheets are called: a named row must exist and
be filled in. What the method of the course asks beyond that stands in `NEEDED` and `ANSWERED`, by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..result import Level
from .homework import Homework, Row, identifiers
from .layout import Layout, Sheet

__all__ = ["ANSWERED", "NEEDED", "Flaw", "check_linkage"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something to mend: `rule` in a few words, where, what, and the next step."""

    rule: str
    level: Level
    sheet: str
    cell: str
    id: str
    sentence: str
    fix: str

    @property
    def place(self) -> str:
        """``sheet!cell``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


#: Links that must not be blank in a filled row: sheet, column, what is missing.
NEEDED = (
    ("仮説", "課題ID", "どの課題の仮説か"),
    ("データ台帳", "確かめる仮説", "どの仮説を確かめるデータか"),
    ("分析計画", "仮説ID", "どの仮説を確かめる分析か"),
    ("分析計画", "データID", "どのデータを使うか"),
    ("分析結果", "分析ID", "どの計画の結果か"),
    ("事実", "結果ID", "どの結果から読んだ事実か"),
    ("施策案", "課題ID", "どの課題の施策か"),
    ("施策案", "事実ID", "もとにした事実"),
    ("指標", "要素ID", "ロジックモデルのどの成果を測るか"),
    ("評価計画", "施策ID", "どの施策の評価か"),
    ("評価計画", "指標ID", "どの指標で評価するか"),
    ("評価結果", "評価ID", "どの計画の結果か"),
)
#: Rows that another sheet must name: sheet, other sheet, its column, how serious.
ANSWERED = (
    ("課題", "仮説", "課題ID", Level.CAUTION),
    ("仮説", "データ台帳", "確かめる仮説", Level.BAD),
    ("分析計画", "分析結果", "分析ID", Level.CAUTION),
    ("指標", "評価計画", "指標ID", Level.CAUTION),
)
MODEL, STAGE, NEXT, TEXT, MEASURE = "ロジックモデル", "段階", "つながる先", "内容", "施策ID"
STAGES = ("投入", "活動", "産出", "初期成果", "中間成果", "最終成果")
INDICATORS, ELEMENT = "指標", "要素ID"


def check_linkage(book: Homework, layout: Layout) -> tuple[Flaw, ...]:
    """Return what is not linked as it should be, in the order of the sheets and rows.

    A sheet nobody has begun is told once, not once for every row that ought to be named there.
    """
    found = [
        *(flaw for sheet in layout.sheets for flaw in (*_identifiers(book, sheet), *_links(book, layout, sheet))),
        *(flaw for rule in NEEDED for flaw in _needed(book, *rule)),
        *(flaw for rule in ANSWERED for flaw in _answered(book, *rule)),
        *_model(book),
    ]
    order = {sheet.name: place for place, sheet in enumerate(layout.sheets)}
    return tuple(sorted(found, key=lambda flaw: order.get(flaw.sheet, len(order))))


def _identifiers(book: Homework, sheet: Sheet) -> Iterator[Flaw]:
    """Every filled row has an identifier of its own."""
    if not sheet.identifier:
        return
    count = Counter(row.id for row in book.rows(sheet.name))
    for row in book.rows(sheet.name):
        if sheet.identifier not in row.places:
            return  # told once, as a missing column
        if not row.id:
            yield _flaw(
                "番号がない",
                Level.BAD,
                row,
                sheet.identifier,
                f"書かれた行に「{sheet.identifier}」がありません。",
                "続きの番号を書いてください。ほかのシートがこの番号でつながります。",
            )
        elif count[row.id] > 1:
            yield _flaw(
                "同じ番号",
                Level.BAD,
                row,
                sheet.identifier,
                f"「{row.id}」が{count[row.id]}行にあります。",
                "どちらかを続きの番号に直し、その番号を使うほかのシートも直してください。",
            )


def _links(book: Homework, layout: Layout, sheet: Sheet) -> Iterator[Flaw]:
    """Every identifier named in a row is that of a filled row."""
    for column in sheet.columns:
        if not column.link or column.link not in book.tables:
            continue
        filled = {row.id for row in book.rows(column.link)}
        for row in book.rows(sheet.name):
            for named in identifiers(row.get(column.name)):
                if named in filled:
                    continue
                empty = named in book.identifiers.get(column.link, ())
                what = "まだ書かれていない行" if empty else "ない番号"
                yield _flaw(
                    what,
                    Level.BAD,
                    row,
                    column.name,
                    f"「{named}」は「{column.link}」の{what}です。",
                    f"「{column.link}」の{named}を書くか、正しい番号に直してください。",
                )


def _needed(book: Homework, sheet: str, column: str, what: str) -> Iterator[Flaw]:
    for row in book.rows(sheet):
        if column in row.places and not identifiers(row.get(column)):
            yield _flaw(
                "つながりがない",
                Level.BAD,
                row,
                column,
                f"{what}が書かれていません（「{column}」が空白）。",
                f"「{column}」に番号を書いてください。",
            )


def _answered(book: Homework, sheet: str, other: str, column: str, level: Level) -> Iterator[Flaw]:
    rows = book.rows(sheet)
    if not rows or other not in book.tables:
        return
    if not book.rows(other):
        yield _not_begun(rows[0], other)
        return
    named = _named(book, other, column)
    for row in rows:
        if row.id and row.id not in named:
            yield _flaw(
                f"{other}がない",
                level,
                row,
                "",
                f"{row.id} を名指す行が「{other}」にありません。",
                f"「{other}」に行を足し、「{column}」に {row.id} と書いてください。",
            )


def _model(book: Homework) -> Iterator[Flaw]:
    """Elements lead onward, measures are among the activities, final outcomes have an indicator."""
    rows = book.rows(MODEL)
    if not rows:
        return
    stages = {row.id: str(row.get(STAGE) or "") for row in rows}
    final = [row for row in rows if stages[row.id] == STAGES[-1]]
    if not final:
        yield _flaw(
            "最終成果がない",
            Level.BAD,
            rows[0],
            STAGE,
            "「最終成果」の行がありません。",
            "何がどうなれば目標に届くかを、「最終成果」として書いてください。",
        )
    if INDICATORS in book.tables:
        yield from _outcomes(book, final)
    for row in rows:
        yield from _onward(row, stages)
    planned = _named(book, MODEL, MEASURE)
    for row in book.rows("施策案"):
        if str(row.get("採否") or "").startswith("○") and row.id not in planned:
            yield _flaw(
                "ロジックモデルにない",
                Level.CAUTION,
                row,
                "施策",
                f"提案する {row.id} が「{MODEL}」の活動にありません。",
                f"「{MODEL}」の「活動」の行の「{MEASURE}」に {row.id} と書いてください。",
            )


def _outcomes(book: Homework, final: list[Row]) -> Iterator[Flaw]:
    measured = _named(book, INDICATORS, ELEMENT)
    if final and not book.rows(INDICATORS):
        yield _not_begun(final[0], INDICATORS)
        return
    for row in final:
        if row.id not in measured:
            yield _flaw(
                "指標がない",
                Level.BAD,
                row,
                TEXT,
                f"最終成果 {row.id} を測る指標がありません。",
                f"「{INDICATORS}」に行を足し、「{ELEMENT}」に {row.id} と書いてください。",
            )


def _onward(row: Row, stages: dict[str, str]) -> Iterator[Flaw]:
    stage, following = stages[row.id], identifiers(row.get(NEXT))
    if stage not in STAGES:
        yield _flaw(
            "段階がない",
            Level.BAD,
            row,
            STAGE,
            f"段階が「{stage}」です。" if stage else "段階が選ばれていません。",
            f"{'・'.join(STAGES)} のどれかにしてください。",
        )
        return
    if not following and stage != STAGES[-1]:
        yield _flaw(
            "先がない",
            Level.CAUTION,
            row,
            NEXT,
            f"{row.id} がどこにもつながっていません。",
            "この先に起きるはずの変化の番号を書いてください。",
        )
    for named in following:
        if stages.get(named) in STAGES and STAGES.index(stages[named]) <= STAGES.index(stage):
            yield _flaw(
                "順が逆",
                Level.BAD,
                row,
                NEXT,
                f"{row.id}（{stage}）から {named}（{stages[named]}）へ後戻りしています。",
                "段階か、つなぎ方を直してください。",
            )


def _named(book: Homework, sheet: str, column: str) -> set[str]:
    return {named for row in book.rows(sheet) for named in identifiers(row.get(column))}


def _not_begun(row: Row, other: str) -> Flaw:
    return Flaw(
        "まだ書かれていない",
        Level.CAUTION,
        other,
        "",
        "",
        f"「{other}」がまだ書かれていません。",
        f"「{row.sheet}」が済んだら、「{other}」を書いてください。",
    )


def _flaw(rule: str, level: Level, row: Row, column: str, sentence: str, fix: str) -> Flaw:
    return Flaw(rule, level, row.tab, row.cell(column), row.id, sentence, fix)


def worst(flaws: Iterable[Flaw]) -> Level:
    """Return the most serious level; good when there is none."""
    levels = {flaw.level for flaw in flaws}
    return next((level for level in (Level.BAD, Level.CAUTION) if level in levels), Level.GOOD)
