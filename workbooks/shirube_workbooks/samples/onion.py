"""市町村別のたまねぎ: prefectures merged over many rows, a unit row in the header, x and - among the figures."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="市町村別_たまねぎ.xlsx",
    title="市町村別のたまねぎ作付面積・収穫量・出荷量（令和4年産）",
    source="023",
    period="令和4年産",
    changes=(
        "帯になっていた県名を、市町村の行にまたがる結合セルにした。",
        "5行ごとの空行を除いた。",
        "北海道・福島県・栃木県・群馬県・兵庫県・佐賀県だけを載せた。",
    ),
    features="縦に結合した行見出し、見出しの中の単位の行、「x」（秘匿）と「-」",
)

_TOP = 6
# Source row of each prefecture's name, and the first and last row of its municipalities.
_PREFECTURES = ((15, 16, 61), (64, 65, 71), (74, 75, 79), (82, 83, 85), (151, 152, 154), (211, 212, 234))
_HEADER = (
    ("A3:A5", "都道府県"),
    ("B3:B5", "市町村"),
    ("C3:E3", "令和4年産"),
    ("C4", "作付面積"),
    ("D4", "収穫量"),
    ("E4", "出荷量"),
    ("C5", "ha"),
    ("D5", "t"),
    ("E5", "t"),
)


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out the table."""
    page = Page(book, "たまねぎ", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:B", 14)
    page.sheet.set_column("C:E", 13)
    page.title("A1", "6　市町村別作付面積、収穫量及び出荷量（たまねぎ）")
    page.header(_HEADER)
    row = _TOP
    for name, first, last in _PREFECTURES:
        begin = row
        for source in range(first, last + 1):
            town = corpus.label(SAMPLE.source, f"B{source}")
            if town:
                page.labels([(f"B{row}", town)])
                page.row(f"C{row}", [f"{column}{source}" for column in "DEF"])
                row += 1
        page.labels([(f"A{begin}:A{row - 1}", corpus.label(SAMPLE.source, f"A{name}"))], align="center")
    page.note(f"A{row}", "注1　主要な産地の市町村だけを掲げているので、県の合計ではない。")
    page.note(f"A{row + 1}", "注2　「x」は秘密を守るため公表されていないもの、「-」は事実のないものを示す。")
    page.sheet.repeat_rows(2, 4)
    return page.figures
