"""Pictures of the guide to evaluation that need a table of their own: a series, one district, many starts, a review."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from render import to_pdf, to_png

from shirube.office.read import read_grid
from shirube.table import records
from shirube_cli.main import main as shirube

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "workbooks" / "samples"
_COMMON = ["--time", "年月", "--outcome", "ごみ排出量", "--measure", "kg", "--lower-is-better", "--replace"]
_PANEL = [*_COMMON, "--unit", "地区", "--treated"]
#: Pictures, each of the first page of a report.
PICTURES = ("its", "synthetic", "staggered", "review")


def make(gallery: Path) -> None:
    """Write the pictures into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        books = _books(Path(folder))
        pages = {pdf.stem: to_png(pdf, dpi=75) for pdf in to_pdf(books.values(), Path(folder)).values()}
        for name, book in books.items():
            target = gallery / f"{name}.png"
            target.write_bytes(pages[book.stem][0].read_bytes())
            print(target.relative_to(ROOT))


def _books(folder: Path) -> dict[str, Path]:
    """Reports by the name of their picture."""
    panel = records(read_grid(SAMPLES / "みほん市_地区パネル.xlsx", "地区月次"))
    head = ["地区", "年月", "実施", "ごみ排出量"]
    started = panel[panel["実施地区"] == 1]
    months = [[month, float(group.astype(float).mean())] for month, group in started.groupby("年月")["ごみ排出量"]]
    one = panel[(panel["実施地区"] == 0) | (panel["地区"] == started["地区"].iloc[0])]
    alone = one[["地区", "年月", "実施地区", "ごみ排出量"]].to_numpy().tolist()
    steps = panel[["地区", "年月", "実施中", "ごみ排出量"]].to_numpy().tolist()
    made = {name: folder / f"{name}.xlsx" for name in PICTURES}
    calls = {
        "its": [_book(folder / "月次.xlsx", ["年月", "ごみ排出量"], months), *_COMMON, "--start", "2023-10"],
        "synthetic": [_book(folder / "一地区.xlsx", head, alone), *_PANEL, "実施", "--start", "2023-10", "--synthetic"],
        "staggered": [_book(folder / "地区.xlsx", head, steps), *_PANEL, "実施", "--staggered"],
    }
    for name, call in calls.items():
        shirube(["evaluate", *call, "--out", str(made[name])])
    classes = [str(SAMPLES / "みほん市_健康教室.xlsx"), "--before", "歩数_事前", "--after", "歩数_事後"]
    shirube(["evaluate", *classes, "--measure", "歩", "--cost", "500000", "--replace", "--out", str(made["review"])])
    return made


def _book(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(path)
    return str(path)
