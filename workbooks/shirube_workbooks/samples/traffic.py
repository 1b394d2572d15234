"""都道府県別の交通事故: two tables side by side, regional subtotals, decimals shown to one place."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="都道府県別_交通事故.xlsx",
    title="都道府県別の交通事故（平成30年）",
    source="030",
    period="平成30年",
    changes=(
        "実数の表を左、人口10万人当たりの表を右にした。",
        "縦書きだった地方名を、結合したセルにした。",
        "左の表に地方の計を加えた（属する都府県の値を足したもの。足したセルは sources.csv に書いた）。",
    ),
    features="1シートに2表（横並び）、縦に結合した地方名、地方の計、小数の列",
)

_TOP = 6
_LEFT = (
    ("A4:B5", "都道府県"),
    ("C4:E4", "実数"),
    ("C5", "発生件数"),
    ("D5", "死者数"),
    ("E5", "負傷者数"),
)
_RIGHT = (
    ("G4:G5", "都道府県"),
    ("H4:J4", "人口10万人当たり"),
    ("H5", "発生件数"),
    ("I5", "死者数"),
    ("J5", "負傷者数"),
)
# Rows of the source. 北海道, 東京 and 全国 stand outside the regions, as published.
_REGIONS = (
    ("東北", range(7, 13)),
    ("関東", range(14, 24)),
    ("中部", range(24, 30)),
    ("近畿", range(30, 36)),
    ("中国", range(36, 41)),
    ("四国", range(41, 45)),
    ("九州", range(45, 53)),
)
_HOKKAIDO, _TOKYO, _JAPAN = 6, 13, 53


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out both tables on one sheet."""
    page = Page(book, "交通事故", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:A", 7)
    page.sheet.set_column("B:E", 11)
    page.sheet.set_column("F:F", 3)
    page.sheet.set_column("G:J", 11)
    page.title("A1", "表41　都道府県別交通事故（平成30年中）")
    page.note("A2", "（単位：件、人）")
    page.header([*_LEFT, *_RIGHT])
    end = _counts(page)
    _rates(page)
    page.note(f"A{end}", "注1　関東には山梨・長野・静岡・新潟を含み、東京を含まない。")
    page.note(f"A{end + 1}", "注2　人口は平成29年10月1日現在の人口推計による。")
    return page.figures


def _counts(page: Page) -> int:
    row = _alone(page, _TOP, "全国", _JAPAN)
    row = _alone(page, row, "北海道", _HOKKAIDO)
    for region, members in _REGIONS:
        if region == "関東":
            row = _alone(page, row, "東京", _TOKYO)
        page.labels([(f"A{row}:A{row + len(members)}", region)], align="center")
        page.labels([(f"B{row}", "計")], bold=True)
        page.row(f"C{row}", ["+".join(f"{column}{member}" for member in members) for column in "IJK"])
        for step, member in enumerate(members, start=1):
            page.labels([(f"B{row + step}", page.corpus.label(page.key, f"B{member}"))])
            page.row(f"C{row + step}", [f"{column}{member}" for column in "IJK"])
        row += len(members) + 1
    return row


def _alone(page: Page, row: int, label: str, source: int) -> int:
    page.labels([(f"A{row}:B{row}", label)], align="center", bold=source == _JAPAN)
    page.row(f"C{row}", [f"{column}{source}" for column in "IJK"])
    return row + 1


def _rates(page: Page) -> None:
    for row, source in enumerate([_JAPAN, *range(_HOKKAIDO, _JAPAN)], start=_TOP):
        name = page.corpus.label(page.key, f"B{source}") or page.corpus.label(page.key, f"A{source}")
        page.labels([(f"G{row}", name)])
        page.row(f"H{row}", [f"{column}{source}" for column in "CDE"], form="#,##0.0")
