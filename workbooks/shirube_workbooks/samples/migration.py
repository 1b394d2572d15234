"""都道府県別の社会増減: indented prefectures under regional subtotals, minus written as the text △."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="都道府県別_社会増減.xlsx",
    title="都道府県別の社会増減数（令和7年）",
    source="033",
    period="令和7年（2025年）。最右列は令和6年（2024年）",
    changes=(
        "西暦を和暦にし、見出しを3段にした。",
        "地域の行を加えた（属する都道府県の値を足したもの。足したセルは sources.csv に書いた）。",
        "負の数を「△1,234」の形の文字にした。",
    ),
    features="3段の結合見出し、字下げした行見出し、地域の小計、文字の△",
)

_TOP = 7
_COLUMNS = "CDEFGHIK"
_HEADER = (
    ("A4:A6", "地域・都道府県"),
    ("B4:G4", "令和7年の異動者数"),
    ("B5:C5", "国内"),
    ("B6", "転入"),
    ("C6", "転出"),
    ("D5:E5", "国外"),
    ("D6", "転入"),
    ("E6", "転出"),
    ("F5:F6", "移動前の住所地不詳"),
    ("G5:G6", "職権消除等"),
    ("H4:I4", "社会増減数"),
    ("H5:H6", "令和7年"),
    ("I5:I6", "令和6年"),
)
# Rows of the source, prefectures in code order from 北海道 (row 8) to 沖縄県 (row 54).
_REGIONS = (
    ("北海道・東北", range(8, 15)),
    ("関東", range(15, 22)),
    ("中部", range(22, 31)),
    ("近畿", range(31, 38)),
    ("中国", range(38, 43)),
    ("四国", range(43, 47)),
    ("九州・沖縄", range(47, 55)),
)


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out the table."""
    page = Page(book, "社会増減", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:A", 18)
    page.sheet.set_column("B:I", 11)
    page.title("A1", "第2表　都道府県別社会増減数")
    page.note("I2", "（単位：人）", right=True)
    page.header(_HEADER)
    page.sheet.set_row(5, 36)
    row = _TOP
    _line(page, row, "全国", ["7"])
    for region, members in _REGIONS:
        row += 1
        _line(page, row, f"　{region}", [str(member) for member in members])
        for member in members:
            row += 1
            _line(page, row, f"　　{corpus.label(SAMPLE.source, f'B{member}')}", [str(member)])
    page.note(
        f"A{row + 1}", "注　△は減少を示す。社会増減数＝国内転入－国内転出＋国外転入－国外転出＋住所地不詳－職権消除等"
    )
    page.sheet.repeat_rows(3, 5)
    return page.figures


def _line(page: Page, row: int, label: str, sources: list[str]) -> None:
    page.labels([(f"A{row}", label)], bold=len(sources) > 1 or sources == ["7"])
    page.row(f"B{row}", ["+".join(f"{column}{source}" for source in sources) for column in _COLUMNS], triangle=True)
