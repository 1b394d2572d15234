"""神戸市の推計人口: two tables one above the other, nested wards, 「…」 and △."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="神戸市_推計人口.xlsx",
    title="神戸市の推計人口と人口動態（平成24年1月）",
    source="005",
    period="平成20年10月から平成24年1月まで",
    changes=(
        "英語と西暦の併記を除いた。",
        "列を並べ替え、見出しを2段と3段にした。",
        "負の数を「△1,234」の形の文字にした。",
        "人口動態の表は平成23年12月の行だけにした。",
    ),
    features="1シートに2表（縦）、字下げの親子（区と支所）、「…」、文字の△、小数の列",
)

_TOP = 6
_TIMES = ("平成20年", "　　21年", "　　22年", "　　23年", "平成23年11月", "　　　12月", "平成24年 1月")
_WARDS = range(17, 32)
_INNER = {22, 23, 26, 27, 30, 31}
_STOCK = (
    ("A4:A5", "年月・区"),
    ("B4:B5", "世帯数"),
    ("C4:E4", "人口"),
    ("C5", "総数"),
    ("D5", "男"),
    ("E5", "女"),
    ("F4:G4", "人口の増減"),
    ("F5", "対前月"),
    ("G5", "対前年同月"),
    ("H4:H5", "面積（k㎡）"),
    ("I4:I5", "人口密度（人／k㎡）"),
)
_FLOW = (
    ("A{0}:A{2}", "区"),
    ("B{0}:B{2}", "人口増減数"),
    ("C{0}:E{0}", "自然動態"),
    ("C{1}:C{2}", "自然増減数"),
    ("D{1}:D{2}", "出生"),
    ("E{1}:E{2}", "死亡"),
    ("F{0}:J{0}", "社会動態"),
    ("F{1}:F{2}", "社会増減数"),
    ("G{1}:H{1}", "転入"),
    ("G{2}", "総数"),
    ("H{2}", "うち市外から"),
    ("I{1}:J{1}", "転出"),
    ("I{2}", "総数"),
    ("J{2}", "うち市外へ"),
)


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out both tables on one sheet."""
    page = Page(book, "推計人口", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:A", 16)
    page.sheet.set_column("B:J", 12)
    end = _stock(page)
    end = _flow(page, end + 2)
    page.note(
        f"A{end}",
        "注1　国勢調査の確定数にその後の届出数を加減した推計。平成20年から23年までは10月1日現在。",
    )
    page.note(f"A{end + 1}", "注2　「…」は掲げられていないもの、△は減少を示す。")
    return page.figures


def _stock(page: Page) -> int:
    page.title("A1", "第1表　世帯数と推計人口")
    page.note("A2", "平成24年1月1日現在")
    page.note("I2", "（単位：世帯、人）", right=True)
    page.header(_STOCK)
    page.sheet.set_row(4, 30)
    row = _TOP
    for source, label in enumerate(_TIMES, start=10):
        page.labels([(f"A{row}", label)])
        _stock_row(page, row, source)
        row += 1
    for source in _WARDS:
        indent = "　　" if source in _INNER else "　"
        page.labels([(f"A{row}", indent + page.corpus.label(page.key, f"A{source}"))])
        _stock_row(page, row, source)
        row += 1
    return row


def _stock_row(page: Page, row: int, source: int) -> None:
    page.row(f"B{row}", [f"{column}{source}" for column in "EFGHIJ"], triangle=True)
    page.row(f"H{row}", [f"D{source}"], form="#,##0.00")
    page.row(f"I{row}", [f"K{source}"])


def _flow(page: Page, top: int) -> int:
    page.title(f"A{top}", "第2表　人口動態")
    page.note(f"A{top + 1}", "平成23年12月中")
    page.note(f"J{top + 1}", "（単位：人）", right=True)
    rows = (top + 2, top + 3, top + 4)
    page.header([(where.format(*rows), text) for where, text in _FLOW])
    row = top + 5
    for source in range(42, 52):
        label = "全市" if source == 42 else "　" + page.corpus.label(page.key, f"A{source}")
        page.labels([(f"A{row}", label)], bold=source == 42)
        page.row(f"B{row}", [f"{column}{source}" for column in "DEFGHIJKL"], triangle=True)
        row += 1
    return row
