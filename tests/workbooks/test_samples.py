"""The samples hold the published figures, under the published labels, and say where each came from."""

import csv
import math
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
import xlrd
from openpyxl.worksheet.worksheet import Worksheet

from shirube_workbooks.samples.build import FOLDER, SAMPLES, build_samples
from shirube_workbooks.samples.corpus import Corpus
from support.packages import opened, parts
from support.shared import shared

SYMBOLS = {"-", "…", "x"}


class Line(NamedTuple):
    sample: str
    sheet: str
    cell: str
    corpus_file: str
    corpus_sheet: str
    corpus_cell: str


def ledger() -> list[Line]:
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = iter(csv.reader(stream))
        assert next(rows) == list(Line._fields)
        return [Line(*row) for row in rows]


def workbook(name: str) -> openpyxl.Workbook:
    return opened(FOLDER / name)


def published(line: Line, cell: str) -> object:
    """Read the publisher's cell here, without the code that built the samples."""
    return _published_sheet(shared("data", "corpus", "files", line.corpus_file), line.corpus_sheet)(cell)


@cache
def _published_sheet(path: Path, sheet: str):
    if path.suffix == ".xls":
        page = xlrd.open_workbook(str(path)).sheet_by_name(sheet)
        return lambda cell: page.cell_value(*(n - 1 for n in openpyxl.utils.cell.coordinate_to_tuple(cell)))
    book = openpyxl.load_workbook(path, data_only=True)[sheet]
    return lambda cell: book[cell].value


def number(value: object) -> float:
    if isinstance(value, str):
        assert re.fullmatch(r"△[\d,]+", value), value
        return -float(value[1:].replace(",", ""))
    return float(value)  # type: ignore[arg-type]


def is_figure(value: object) -> bool:
    if isinstance(value, str):
        return value in SYMBOLS or re.fullmatch(r"△[\d,]+", value) is not None
    return isinstance(value, int | float)


def test_every_figure_equals_the_published_one() -> None:
    wrong, symbols = [], Counter()
    for line in ledger():
        shown = workbook(line.sample)[line.sheet][line.cell].value
        source = [published(line, cell) for cell in line.corpus_cell.split("+")]
        if isinstance(source[0], str):
            symbols[shown] += 1
            same = shown == source[0].strip().replace("－", "-")
        else:
            same = math.isclose(number(shown), sum(source), rel_tol=1e-12, abs_tol=1e-9)
        if not same:
            wrong.append((line, shown, source))
    assert not wrong
    assert set(symbols) == SYMBOLS


def test_ledger_covers_every_figure_and_nothing_else() -> None:
    listed = Counter((line.sample, line.sheet, line.cell) for line in ledger())
    found = Counter(
        (entry.sample.file, sheet.title, cell.coordinate)
        for entry in SAMPLES
        for sheet in workbook(entry.sample.file)
        if sheet.title != "出典"
        for row in sheet.iter_rows()
        for cell in row
        if is_figure(cell.value)
    )
    assert listed == found
    assert len(listed) > 2000


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _label(sheet: Worksheet, cell: str, figures: set[str]) -> str:
    """Nearest text to the left that is not itself a figure, without spaces."""
    target = sheet[cell]
    for column in range(target.column - 1, 0, -1):
        beside = sheet.cell(target.row, column)
        if isinstance(beside.value, str) and beside.coordinate not in figures:
            return _squeeze(beside.value)
    return ""


def test_figures_stand_beside_the_published_row_labels() -> None:
    figures: dict[tuple[str, str], set[str]] = {}
    for line in ledger():
        figures.setdefault((line.sample, line.sheet), set()).add(line.cell)
    wrong, seen = [], 0
    for line in ledger():
        if "+" in line.corpus_cell:
            continue
        label = _label(workbook(line.sample)[line.sheet], line.cell, figures[line.sample, line.sheet])
        path = "".join(_truth(line.corpus_file[:3])[line.corpus_cell])
        seen += 1
        # 総数・全市・前年 are our words for the publisher's 合計, latest month and 前年5月.
        if label not in path and not (label in {"総数", "全市", "前年"} and re.search("合計|平成23年12月|前年", path)):
            wrong.append((line.sample, line.cell, label, path))
    assert not wrong
    assert seen > 2000


@cache
def _truth(key: str) -> dict[str, list[str]]:
    """Row labels of each published cell, as a person wrote them down."""
    with shared("data", "corpus", "truth", f"{key}.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["セル"]: [_squeeze(value) for name, value in row.items() if name.startswith("行見出し")]
            for row in csv.DictReader(stream)
        }


IDENTITIES = {
    ("神戸市_ごみ収集量.xlsx", "ごみ収集量", range(7, 38)): ["B=C+D", "D=E+F+G+H+I"],
    ("神戸市_推計人口.xlsx", "推計人口", range(6, 28)): ["C=D+E"],
    ("神戸市_推計人口.xlsx", "推計人口", range(35, 45)): ["B=C+F", "C=D-E", "F=G-I"],
    ("都道府県別_社会増減.xlsx", "社会増減", range(7, 62)): ["H=B-C+D-E+F-G"],
    ("神戸市_市立高校の生徒数.xlsx", "市立高校", range(7, 47)): ["E=F+G", "E=H+I+J+K"],
    ("生活保護_扶助人員.xlsx", "都道府県", range(8, 22)): ["H=I+J+K+L", "C=D+E+F+G+H+M"],
    ("生活保護_扶助人員.xlsx", "指定都市", range(8, 28)): ["H=I+J+K+L", "C=D+E+F+G+H+M"],
}


@pytest.mark.parametrize("where", IDENTITIES, ids=lambda where: f"{where[0]}-{where[2].start}")
def test_columns_add_up_as_their_headers_say(where: tuple[str, str, range]) -> None:
    name, sheet, rows = where
    page = workbook(name)[sheet]
    for row in rows:
        for identity in IDENTITIES[where]:
            total, parts_ = identity.split("=")
            terms = re.findall(r"([+-]?)([A-Z])", parts_)
            values = [(-1 if sign == "-" else 1) * _counted(page[f"{letter}{row}"].value) for sign, letter in terms]
            assert _counted(page[f"{total}{row}"].value) == sum(values), (row, identity)


def _counted(value: object) -> float:
    return 0.0 if value is None or value in SYMBOLS else number(value)


def test_each_sample_names_its_source_and_changes() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for entry in SAMPLES:
        sheet = workbook(entry.sample.file)["出典"]
        told = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
        for item in (
            "公表者",
            "元の統計表",
            "元のファイル",
            "元のシート",
            "対象の時期",
            "元ファイルの日付",
            "利用条件",
            "変えたこと1",
        ):
            assert told[item], (entry.sample.file, item)
        assert f"| {entry.sample.file} | {entry.sample.title} | {told['公表者']} |" in readme


def test_committed_samples_are_what_the_script_makes(tmp_path: Path) -> None:
    made = build_samples(Corpus(shared("data", "corpus")), tmp_path)
    assert {path.name for path in made} == {entry.sample.file for entry in SAMPLES} | {"sources.csv", "README.md"}
    for path in made:
        assert parts(path) == parts(FOLDER / path.name), path.name
