"""神戸市のごみ収集量: three header rows, an era omitted after its first year, 「-」 for 該当なし."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="神戸市_ごみ収集量.xlsx",
    title="年度別ごみ収集量（神戸市）",
    source="001",
    period="昭和60年度から平成27年度まで",
    changes=(
        "列を並べ替え、見出しを3段にした（計・事業系・家庭系の内訳・人口の順）。",
        "元号は初出の行だけに書き、以後は年の数字だけにした。",
        "全角の「－」を「-」にした。",
        "昭和59年度以前を省いた。",
    ),
    features="3段の結合見出し、元号の省略、「-」、単位の異なる列（トン・人）",
)

_FIRST, _LAST, _TOP = 9, 39, 7
_COLUMNS = "BICDEFGHJ"
_HEADER = (
    ("A4:A6", "年度"),
    ("B4:I4", "ごみ収集量"),
    ("B5:B6", "計"),
    ("C5:C6", "事業系"),
    ("D5:I5", "家庭系"),
    ("D6", "小計"),
    ("E6", "燃えるごみ"),
    ("F6", "燃えないごみ"),
    ("G6", "大型ごみ"),
    ("H6", "缶・びん・ペットボトル"),
    ("I6", "容器包装プラスチック"),
    ("J4:J6", "10月1日現在の人口（人）"),
)


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out the table."""
    page = Page(book, "ごみ収集量", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:A", 14)
    page.sheet.set_column("B:J", 12)
    page.title("A1", "第3表　年度別ごみ収集量")
    page.note("J2", "（単位　トン）", right=True)
    page.header(_HEADER)
    page.sheet.set_row(5, 36)
    era = ""
    for step, source in enumerate(range(_FIRST, _LAST + 1)):
        row = _TOP + step
        label = corpus.label(SAMPLE.source, f"A{source}")
        page.labels([(f"A{row}", label if label[:2] != era else f"　　{label[2:].removesuffix('年度')}")])
        era = label[:2]
        page.row(f"B{row}", [f"{column}{source}" for column in _COLUMNS])
    end = _TOP + _LAST - _FIRST + 1
    page.note(f"A{end}", "注1　「-」は該当する分別収集がなかったことを示す。")
    page.note(f"A{end + 1}", "注2　家庭系の小計は、右の各区分の合計である。")
    page.sheet.repeat_rows(3, 5)
    return page.figures
