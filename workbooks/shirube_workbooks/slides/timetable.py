"""The page that lists the decks, and which slides make the 4-session course."""

from __future__ import annotations

from itertools import groupby

from .spec import Deck

__all__ = ["draw_list", "pages_of"]

_LEAD = """# 講義のスライド

6回の研修の、回ごとのスライドです。1回が1つの HTML ファイルで、ダブルクリックすればブラウザーで開きます。
ネットワークも、何かを入れることも要りません。1つのファイルだけを USB メモリなどで写しても使えます。

| したいこと | キー | 画面の右下 |
|---|---|---|
| 次へ、前へ | → ←（スペース、PageDown、PageUp でも） | ［次］［前］ |
| 最初、最後 | Home、End | — |
| 話すことを見る（もう一度で戻る） | N | ［話すこと］ |
| 一覧にする（もう一度で戻る） | L | ［一覧］ |
| A4 横に印刷する | Ctrl+P | ［印刷］ |

印刷は1枚に1つのスライドです。「話すこと」を出してから印刷すると、縮めたスライドの横に話すことが付きます
（講師の手元の紙）。印刷の「余白」は「なし」か「既定」、「背景のグラフィック」はありにします。

例はどれも架空のみほん市で、数字は「アカデミー一式」の記入例と同じです。
"""


def draw_list(decks: list[Deck]) -> str:
    """Return the page in Markdown."""
    lines = [_LEAD, "## 6回の研修", "", "| 回 | スライド | ねらい | 枚数 |", "|---|---|---|---|"]
    lines += [
        f"| {deck.session} | [{deck.title}]({deck.session}.html) | {deck.aim} | {len(deck.slides)} |" for deck in decks
    ]
    lines += ["", "## 4回の研修", "", "次の順に、6回のスライドから使います。同じ番号がスライドの右下にも出ます。", ""]
    lines += ["| 回 | 使うスライド |", "|---|---|"]
    for session in sorted({slide.four for deck in decks for slide in deck.slides} - {0}):
        used = [(deck, pages_of(deck, session)) for deck in decks]
        lines.append(
            f"| {session} | "
            + "、".join(f"[第{deck.session}回]({deck.session}.html)の{pages}" for deck, pages in used if pages)
            + " |"
        )
    lines += ["", "時間は、スライドの「分」でなく[講師の手引き](../trainer.md)の4回の時間割を見てください。", ""]
    return "\n".join(lines)


def pages_of(deck: Deck, four: int) -> str:
    """Return the pages of a deck that a session of the 4-session course uses, such as 「1〜3、5枚目」.

    >>> from .spec import Slide
    >>> slides = tuple(Slide("例", "題", (), four=four) for four in (1, 1, 0, 1, 2))
    >>> pages_of(Deck(1, "題", "ねらい", slides), 1)
    '1〜2、4枚目'
    """
    pages = [page for page, slide in enumerate(deck.slides, start=1) if slide.four == four]
    runs = [[page for _, page in run] for _, run in groupby(enumerate(pages), lambda pair: pair[1] - pair[0])]
    shown = "、".join(f"{run[0]}〜{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"{shown}枚目" if shown else ""
