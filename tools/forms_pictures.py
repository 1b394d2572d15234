"""Make the pictures of docs/forms.md from a small generated round: part of ``make pictures``."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("tools", "python", "udfs", "macros", "workbooks", "tests")]

from render import to_pdf  # noqa: E402 - a script beside this one

from shirube_cli.main import main as shirube  # noqa: E402
from support.forms import clinic  # noqa: E402
from support.forms.clinic_round import make_round  # noqa: E402
from support.forms.drawn import Drawn, write_xlsx  # noqa: E402

#: Picture, workbook, a text that stands only on the page wanted, dots per inch, part shown (x, y, width, height).
PICTURES = (
    ("forms-blank", "空の様式", "医療機関の情報", 90, (40, 40, 680, 640)),
    ("forms-map", "対応表", "見出しのセル", 110, (60, 60, 1160, 420)),
    ("forms-result", "とりまとめ", "ファイルの内訳", 90, (0, 0, 760, 1060)),
    ("forms-exceptions", "とりまとめ", "例外番号", 300, (160, 175, 1500, 640)),
)
COPIES, SEED = 30, 8


def main() -> int:
    gallery = ROOT / "docs" / "gallery"
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name)
        _round(desk)
        books = [desk / f"{book}.xlsx" for book in dict.fromkeys(book for _, book, *_ in PICTURES)]
        pdfs = {pdf.stem: pdf for pdf in to_pdf(books, desk).values()}
        for picture, book, text, dpi, part in PICTURES:
            _draw(pdfs[book], _page(pdfs[book], text), dpi, part, gallery / picture)
            print(f"docs/gallery/{picture}.png")
    return 0


def _draw(pdf: Path, page: int, dpi: int, part: tuple[int, int, int, int], target: Path) -> None:
    """Draw a part of one page as ``target.png``."""
    where = [word for name, n in zip(("-x", "-y", "-W", "-H"), part, strict=True) for word in (name, str(n))]
    number = str(page + 1)
    words = ["-png", "-singlefile", "-r", str(dpi), "-f", number, "-l", number, *where]
    subprocess.run(["pdftoppm", *words, str(pdf), str(target)], check=True)


def _round(desk: Path) -> None:
    """A clerk's round: blank, map, replies, list of institutions, result."""
    write_xlsx(clinic.blank(), desk / "空の様式.xlsx")
    key = make_round(desk / "返信", SEED, COPIES)
    master = Drawn("名簿")
    for row, line in enumerate([("コード", "名前", "区分"), *key.master], 1):
        for column, value in zip("ABC", line, strict=True):
            master.put(f"{column}{row}", value)
    write_xlsx([master], desk / "名簿.xlsx")
    shirube(
        [
            "forms",
            "map",
            str(desk / "空の様式.xlsx"),
            "--form",
            "オンライン診療調査",
            "--out",
            str(desk / "対応表.xlsx"),
        ]
    )
    words = [
        "--map",
        str(desk / "対応表.xlsx"),
        "--master",
        str(desk / "名簿.xlsx"),
        "--out",
        str(desk / "とりまとめ.xlsx"),
    ]
    shirube(["forms", "collect", str(desk / "返信"), *words])


def _page(pdf: Path, text: str) -> int:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    return next(i for i, page in enumerate(done.stdout.split("\f")) if text in page)


if __name__ == "__main__":
    sys.exit(main())
