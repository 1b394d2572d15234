"""Pictures of the guide to the course: what becomes of the filled-in example, and of a term."""

import shutil
import tempfile
from pathlib import Path

from render import to_pdf, to_png
from template_pictures import fill  # puts the tests on the path

from shirube_cli.main import main as shirube
from support.fill import filled_templates

ROOT = Path(__file__).resolve().parents[1]
#: Books of the folder of a term.
BOOKS = ("アカデミー一式", "10_業務改善BPR", "15_成果報告・職員提案")
#: Picture, workbook, page of its print-out.
PICTURES = (
    ("outcome", "成果報告_企画課と環境課", 1),
    ("term", "市長報告", 1),
    ("course-issues", "アカデミー一式", 2),
    ("homework", "宿題の点検", 1),
)


def make(gallery: Path) -> None:
    """Write the pictures into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        term, out = Path(folder) / "宿題", Path(folder) / "報告"
        term.mkdir()
        typed = filled_templates(Path(folder))
        for name in BOOKS:
            shutil.copy(typed[f"{name}.xlsx"], term)
        fill("14_人材台帳", term)
        shirube(["outcome", str(term), "--people", "96", "--operations", "12", "--out", str(out)])
        shirube(["homework", str(term / "アカデミー一式.xlsx"), "--out", str(out / "宿題の点検.xlsx")])
        shutil.copy(term / "アカデミー一式.xlsx", out)
        books = [out / f"{book}.xlsx" for _, book, _ in PICTURES]
        pages = {pdf.stem: to_png(pdf, dpi=75) for pdf in to_pdf(books, Path(folder)).values()}
        for name, book, page in PICTURES:
            target = gallery / f"{name}.png"
            target.write_bytes(pages[book][page - 1].read_bytes())
            print(target.relative_to(ROOT))
