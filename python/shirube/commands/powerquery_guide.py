"""更新のしかた: the one-page guide in every workbook with queries: the steps, and what to answer to each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..result import Column, Table

if TYPE_CHECKING:
    from .powerquery_book import Made

__all__ = ["PROMPTS", "answers_table", "steps_table"]

_OPEN = (
    ("保護ビュー（黄色い帯）", "［編集を有効にする］を押す。"),
    ("セキュリティの警告（外部データ接続）", "［コンテンツの有効化］を押す。"),
    ("プライバシー レベル", "どの行も［組織］を選んで［保存］。ブックの外には何も送りません。"),
)
_OUTSIDE = (("ファイルやフォルダーへのアクセス", "［Windows］→［現在のユーザー］→［接続］。"),)
_NEVER = (
    ("ユーザー名とパスワード（資格情報）", "しるべのクエリでは出ません。［キャンセル］し、作った人に確かめる。"),
    (
        "ネイティブ データベース クエリの実行",
        "しるべのクエリでは出ません。［キャンセル］し、作った人に確かめる。",
    ),
    ("何も出ず、更新もできない（LGWAN など）", "庁内の設定で止められています。結果の表（作ったときの値）を使う。"),
)
#: Everything Excel may ask while a query is refreshed, and the answer.
PROMPTS = (*_OPEN, *_OUTSIDE, *_NEVER)


def answers_table(path: str) -> Table:
    """What Excel asks and what to answer; without `path` nothing outside the workbook is read."""
    rows = (*_OPEN, *(_OUTSIDE if path else ()), *_NEVER)
    columns = (Column("asked", "出るもの", width=44), Column("answer", "押すもの・すること", width=90))
    return Table("answers", "Excel に聞かれたら（LGWAN の PC でも同じです）", columns, rows)


def steps_table(made: Made) -> Table:
    """The steps of a refresh."""
    columns = (Column("step", "手順", width=44), Column("what", "すること", width=90))
    rows = tuple((f"{i} {word}", text) for i, (word, text) in enumerate(_steps(made), 1))
    return Table("steps", "更新のしかた", columns, rows)


def _steps(made: Made) -> list[tuple[str, str]]:
    origin = made.origin
    lines = [("開く", "黄色い帯が出たら、下の表のとおりに押す。")]
    if origin.path:
        lines.append(("場所を書く", f"「設定」シートの B2 に、{origin.path}を書く（場所が変わったときだけ）。"))
    for sheet in origin.sheets:
        lines.append(("直す", f"「{sheet.name}」シートを直す（数を打ち直す、行を挿し込んで足す）。"))
    for table in origin.tables:
        lines.append(("直す", f"「{table.name}」シートの表を直す（すぐ下に行を足せば、表が広がる）。"))
    shown = "」「".join(stage.script.name for stage in made.stages if stage.load)
    return [
        *lines,
        ("更新する", "［データ］タブの［すべて更新］を押す。"),
        ("見る", f"「{shown}」シートを見る。1行目に文が出ていたら、それが直す理由。"),
        ("保存する", "Excel で上書き保存する（LibreOffice などで保存すると、クエリが失われる）。"),
    ]
