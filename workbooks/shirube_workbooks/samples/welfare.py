"""扶助の種類別人員: four header rows, regions merged beside their prefectures, cities in a second sheet."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="生活保護_扶助人員.xlsx",
    title="生活保護の種類別扶助人員（平成30年1月）",
    source="027",
    period="平成30年1月",
    changes=(
        "都道府県と指定都市を2枚のシートに分けた。",
        "都道府県は関東と近畿だけを載せ、地域の名前を縦に結合したセルにした。",
        "医療扶助の内訳を入院と入院外に分け、見出しを4段にした。",
        "中核市を省いた。",
    ),
    features="4段の結合見出し、地域を縦に結合した2段の行見出し、別掲の区分を別シートに",
)

_TOP = 8
_COLUMNS = "DEFGHIJKLMN"
_HEADER = (
    ("C4:M4", "扶助人員"),
    ("C5:C7", "総数"),
    ("D5:D7", "生活扶助"),
    ("E5:E7", "住宅扶助"),
    ("F5:F7", "教育扶助"),
    ("G5:G7", "介護扶助"),
    ("H5:L5", "医療扶助"),
    ("H6:H7", "総数"),
    ("I6:J6", "入院"),
    ("I7", "単給"),
    ("J7", "併給"),
    ("K6:L6", "入院外"),
    ("K7", "単給"),
    ("L7", "併給"),
    ("M5:M7", "その他の扶助"),
)
# Rows of the source: 関東 茨城 … 神奈川, 近畿 滋賀 … 和歌山, and the designated cities.
_REGIONS = (("関東", range(13, 20)), ("近畿", range(30, 36)))
_CITIES = range(54, 74)
_NOTE = "注　総数は延べ人員である。その他の扶助は、出産扶助・生業扶助・葬祭扶助の合計である。"


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out the prefectures, then the designated cities."""
    return _prefectures(book, corpus) + _cities(book, corpus)


def _prefectures(book: Book, corpus: Corpus) -> list[Figure]:
    page = _page(book, corpus, "都道府県", "第2表の1　扶助の種類別扶助人員（都道府県）")
    page.header([("A4:B7", "地域・都道府県"), *_HEADER])
    page.labels([(f"A{_TOP}:B{_TOP}", "全国")], align="center", bold=True)
    page.row(f"C{_TOP}", [f"{column}5" for column in _COLUMNS])
    row = _TOP + 1
    for region, members in _REGIONS:
        page.labels([(f"A{row}:A{row + len(members) - 1}", region)], align="center")
        for source in members:
            page.labels([(f"B{row}", corpus.label(SAMPLE.source, f"B{source}"))])
            page.row(f"C{row}", [f"{column}{source}" for column in _COLUMNS])
            row += 1
    page.note(f"A{row}", _NOTE)
    page.note(
        f"A{row + 1}",
        "　　都道府県には指定都市と中核市を含まない。全国はすべての都道府県・指定都市・中核市の合計である。",
    )
    return page.figures


def _cities(book: Book, corpus: Corpus) -> list[Figure]:
    page = _page(book, corpus, "指定都市", "第2表の2　扶助の種類別扶助人員（指定都市・別掲）")
    page.header([("A4:B7", "指定都市"), *_HEADER])
    for row, source in enumerate(_CITIES, start=_TOP):
        page.labels([(f"A{row}:B{row}", corpus.label(SAMPLE.source, f"B{source}"))])
        page.row(f"C{row}", [f"{column}{source}" for column in _COLUMNS])
    page.note(f"A{_TOP + len(_CITIES)}", _NOTE)
    return page.figures


def _page(book: Book, corpus: Corpus, name: str, title: str) -> Page:
    page = Page(book, name, corpus, SAMPLE.source)
    page.sheet.set_column("A:B", 9)
    page.sheet.set_column("C:M", 10.5)
    page.title("A1", title)
    page.note("A2", "平成30年1月分")
    page.note("M2", "（単位：人）", right=True)
    return page
