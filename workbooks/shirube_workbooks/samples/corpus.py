"""Read the publishers' workbooks by cell address."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import xlrd
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from shirube.errors import Place, ReadError

__all__ = ["Corpus", "Source", "find_corpus"]

Value = str | float | int | None


@dataclass(frozen=True)
class Source:
    """One published workbook: who published it, what it is, and on which terms."""

    id: str
    file: str
    sheet: str
    publisher: str
    what: str
    terms: str
    provenance: str


def find_corpus() -> Path:
    """Return the folder of published workbooks: ``$SHIRUBE_SHARED`` or a ``shared`` folder above the checkout.

    Raises
    ------
    ReadError
        SB-R101: there is none.
    """
    above = [parent / "shared" for parent in Path(__file__).resolve().parents]
    named = os.environ.get("SHIRUBE_SHARED")
    for base in ([Path(named)] if named else []) + above:
        if (base / "data" / "corpus" / "index.csv").is_file():
            return base / "data" / "corpus"
    raise ReadError("R101", at=Place("shared/data/corpus/index.csv"))


class Corpus:
    """The published workbooks, opened once each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with (root / "index.csv").open(encoding="utf-8-sig", newline="") as stream:
            self._sources = {
                row["id"]: Source(
                    row["id"],
                    row["file"],
                    row["sheet"],
                    row["publisher"],
                    row["what"],
                    _terms(row["licence_or_terms"]),
                    row["provenance_note"],
                )
                for row in csv.DictReader(stream)
            }

    def source(self, key: str) -> Source:
        """Return one entry of the index."""
        return self._sources[key]

    def value(self, key: str, address: str) -> Value:
        """Return the stored value of one cell, e.g. ``value("001", "B4")``; None when blank."""
        letters, row = coordinate_from_string(address)
        value = _reader(self.root / self.source(key).file, self.source(key).sheet)(
            row, column_index_from_string(letters)
        )
        return None if value == "" else value

    def label(self, key: str, address: str) -> str:
        """Return a printed label without the spaces and line breaks that only align it."""
        return re.sub(r"\s+", "", str(self.value(key, address) or ""))


def _terms(text: str) -> str:
    """Return the publisher's terms without how the index came to know them."""
    text = re.sub(r"。リポジトリ同梱[^）]*（\d{4}）で確認", "による", text)
    return text.replace("ブック内に記載なし。", "").replace("個別ページはこの調査では未確認", "表ごとの条件は未確認。")


@cache
def _reader(path: Path, sheet: str) -> Callable[[int, int], Value]:
    if path.suffix == ".xls":
        book = xlrd.open_workbook(str(path)).sheet_by_name(sheet)
        return lambda row, column: book.cell_value(row - 1, column - 1)
    page = openpyxl.load_workbook(path, data_only=True)[sheet]
    return lambda row, column: page.cell(row, column).value
