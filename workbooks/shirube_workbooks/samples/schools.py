"""市立高等学校の生徒数: course, school and department in merged stubs, 計 only where there are parts, blanks."""

from __future__ import annotations

from ..look import Book
from .corpus import Corpus
from .published import Figure, Page, Sample

SAMPLE = Sample(
    file="神戸市_市立高校の生徒数.xlsx",
    title="神戸市立高等学校の学級数と生徒数（平成16年5月1日現在）",
    source="008",
    period="平成16年5月1日現在。「前年」は平成15年5月1日現在",
    changes=(
        "男女の列を計のすぐ右に移し、見出しを3段にした。",
        "課程別の学科の再掲を省き、学校の行と、課程の計・前年だけにした。",
        "学級数は計だけにした。",
    ),
    features="縦に結合した3段の行見出し、計のある学校とない学校、前年の行、空欄",
)

_TOP = 7
_COLUMNS = ("D", "I", "N", "O", "J", "K", "L", "M")
_HEADER = (
    ("A4:A6", "課程"),
    ("B4:B6", "学校"),
    ("C4:C6", "学科"),
    ("D4:D6", "学級数"),
    ("E4:K4", "生徒数"),
    ("E5:E6", "計"),
    ("F5:G5", "男女別"),
    ("F6", "男"),
    ("G6", "女"),
    ("H5:K5", "学年別"),
    ("H6", "1年"),
    ("I6", "2年"),
    ("J6", "3年"),
    ("K6", "4年"),
)
# Course, source rows of its 計 and 前年, and first and last source row of its schools.
_COURSES = (("全日制", 8, 7, 17, 43), ("定時制", 14, 13, 44, 50))


def draw(book: Book, corpus: Corpus) -> list[Figure]:
    """Set out the table."""
    page = Page(book, "市立高校", corpus, SAMPLE.source, landscape=False)
    page.sheet.set_column("A:A", 9)
    page.sheet.set_column("B:C", 15)
    page.sheet.set_column("D:K", 8)
    page.title("A1", "(4)　市立高等学校　学級数・生徒数")
    page.note("A2", "平成16年5月1日現在")
    page.note("K2", "（単位：学級、人）", right=True)
    page.header(_HEADER)
    page.labels([(f"A{_TOP}:C{_TOP}", "前年")], align="center")
    _figures(page, _TOP, 5)
    page.labels([(f"A{_TOP + 1}:C{_TOP + 1}", "総数")], align="center", bold=True)
    _figures(page, _TOP + 1, 6)
    row = _TOP + 2
    for course in _COURSES:
        row = _course(page, row, *course)
    page.note(f"A{row}", "注　空欄は、該当する学年または性別の生徒がいないことを示す。")
    return page.figures


def _course(page: Page, top: int, name: str, total: int, before: int, first: int, last: int) -> int:
    page.labels([(f"B{top}:C{top}", "前年")], align="center")
    _figures(page, top, before)
    page.labels([(f"B{top + 1}:C{top + 1}", "計")], align="center", bold=True)
    _figures(page, top + 1, total)
    row = top + 2
    for begin, end in _schools(page, first, last):
        school = page.corpus.label(page.key, f"B{begin}")
        where = f"B{row}:B{row + end - begin}" if end > begin else f"B{row}"
        page.labels([(where, school)], align="center")
        for source in range(begin, end + 1):
            page.labels([(f"C{row}", page.corpus.label(page.key, f"C{source}"))])
            _figures(page, row, source)
            row += 1
    page.labels([(f"A{top}:A{row - 1}", name)], align="center")
    return row


def _schools(page: Page, first: int, last: int) -> list[tuple[int, int]]:
    """First and last source row of each school: a school begins where its name is printed."""
    begins = [row for row in range(first, last + 1) if page.corpus.value(page.key, f"B{row}")]
    return list(zip(begins, [*(row - 1 for row in begins[1:]), last], strict=True))


def _figures(page: Page, row: int, source: int) -> None:
    page.row(f"D{row}", [f"{column}{source}" for column in _COLUMNS])
