"""Build every sample workbook, the list of samples and the ledger of sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from ..look import COLOURS, Book, height
from ..mihon.build import WORKBOOKS
from . import garbage, migration, onion, population, schools, traffic, welfare
from .corpus import Corpus, Source
from .published import Figure, Sample, write_ledger

__all__ = ["FOLDER", "SAMPLES", "build_samples"]

FOLDER = Path(__file__).resolve().parents[2] / "samples"


class Entry(NamedTuple):
    """A sample and the function that sets out its sheets."""

    sample: Sample
    draw: Callable[[Book, Corpus], list[Figure]]


SAMPLES = tuple(
    Entry(module.SAMPLE, module.draw) for module in (garbage, population, schools, migration, traffic, welfare, onion)
)


def build_samples(corpus: Corpus, folder: Path = FOLDER) -> list[Path]:
    """Write the samples, ``sources.csv`` and ``README.md`` into `folder`; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    figures: list[Figure] = []
    written: list[Path] = []
    for sample, draw in SAMPLES:
        path = folder / sample.file
        with Book(path, sample.title) as book:
            figures += draw(book, corpus)
            _origin(book.sheet("出典", landscape=False), book, sample, corpus.source(sample.source))
        written.append(path)
    write_ledger(folder / "sources.csv", figures)
    (folder / "README.md").write_text(_readme(corpus, figures), encoding="utf-8")
    return [*written, folder / "sources.csv", folder / "README.md"]


def _origin(sheet: Worksheet, book: Book, sample: Sample, source: Source) -> None:
    head = book.style(bold=True, font_color="#FFFFFF", bg_color=COLOURS["header"], border=1)
    name = book.style(bold=True, border=1, valign="top", bg_color=COLOURS["help"])
    body = book.style(border=1, valign="top", text_wrap=True)
    sheet.set_column("A:A", 16)
    sheet.set_column("B:B", 72)
    sheet.write_row("A1", ["項目", "内容"], head)
    for row, (item, text) in enumerate(_origin_lines(sample, source), start=1):
        sheet.write_string(row, 0, item, name)
        sheet.write_string(row, 1, text, body)
        sheet.set_row(row, height(text, 72))


def _origin_lines(sample: Sample, source: Source) -> list[tuple[str, str]]:
    lines = [
        ("表", sample.title),
        ("公表者", source.publisher),
        ("元の統計表", source.what),
        ("元のファイル", Path(source.file).name),
        ("元のシート", source.sheet),
        ("対象の時期", sample.period),
        ("元ファイルの日付", source.provenance.split(";")[0] or "記録なし"),
        ("利用条件", source.terms),
    ]
    lines += [(f"変えたこと{number}", text) for number, text in enumerate(sample.changes, start=1)]
    lines.append(("数値", "すべて元のファイルのセルから読み取った。対応は sources.csv にある。"))
    lines.append(("この見本について", "配置は、しるべの見本として作り直したもので、公表者が作成したものではない。"))
    return lines


def _readme(corpus: Corpus, figures: list[Figure]) -> str:
    lines = [
        "# 見本ブック",
        "",
        "公表された統計の数値を、公表統計らしい配置に置き直した見本です。数値はすべて公表者のファイルのセルから"
        "読み取り、その対応を [sources.csv](sources.csv) に残しています。配置は公表者の作成したものではありません。",
        "",
        "| 見本 | 表 | 公表者 | 元の統計表 | 利用条件 | 形の特徴 | 数値の数 |",
        "|---|---|---|---|---|---|---:|",
    ]
    for sample, _ in SAMPLES:
        source = corpus.source(sample.source)
        count = sum(figure.sample == sample.file for figure in figures)
        cells = (sample.file, sample.title, source.publisher, source.what, source.terms, sample.features, str(count))
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "変えたことは各ブックの「出典」シートに書いてあります。`sources.csv` の列は、見本のファイル・シート・セル、"
        "元のファイル・シート・セルです（`D9+D10` は足した値）。作り直すには `make samples`。",
        "",
        "## みほん市（架空）",
        "",
        "実在の自治体・団体・個人とは関係がありません。データに入れた傾向と効果は、各ブックの「説明」シートに書いてあります。",
        "",
        "| 見本 | 内容 |",
        "|---|---|",
        *(f"| {item.file} | {item.what} |" for item in WORKBOOKS),
    ]
    return "\n".join(lines) + "\n"
