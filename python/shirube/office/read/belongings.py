"""What a workbook holds beside the values of its sheets: comments, caches, links, names, people, measures."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from shirube.check.share import Extra, ShareSource, SheetLayout

from . import read_book
from .guard import Content, inspect
from .package import elements, open_package
from .scan import parser
from .xlsx import our_errors

__all__ = ["read_share_source"]

_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/.*\.rels|xl/(?:workbook|styles|sharedStrings|metadata|calcChain)\.xml|"
    r"xl/theme/.*|xl/worksheets/sheet[^/]*\.xml|docProps/.*|.*/"
)
_PARTS = (
    (re.compile(r"xl/(?:comments|threadedComments|persons)"), "コメント"),
    (re.compile(r"xl/pivot"), "ピボットテーブルとその元データ"),
    (re.compile(r"xl/(?:connections|queryTables|model)"), "クエリとデータ接続"),
    (re.compile(r"xl/externalLinks/[^_]"), "ほかのブックへの参照"),
    (re.compile(r"customXml/item\d+\.xml|xl/customProperty"), "埋め込まれたデータ（カスタム XML）"),
    (re.compile(r"xl/.*vba.*\.bin|xl/macrosheets"), "マクロ"),
    (re.compile(r"xl/printerSettings"), "プリンターの設定"),
    (re.compile(r"xl/(?:charts|chartsheets)/[^_]"), "グラフ"),
    (re.compile(r"xl/(?:media|embeddings)/"), "図・埋め込みファイル"),
    (re.compile(r"xl/revisions/"), "変更履歴"),
    (re.compile(r"xl/(?:slicers|slicerCaches|timelines|ctrlProps|activeX|webextensions)"), "スライサー・部品"),
    (re.compile(r"xl/tables/[^_]"), "テーブルの設定（値は残す）"),
    (re.compile(r"xl/drawings/drawing"), "図形・テキストボックス・グラフの枠"),
)
_PEOPLE = ("creator", "lastModifiedBy", "Company", "Manager")


@dataclass
class _SheetFacts:
    """What one pass over a sheet's XML counts and measures."""

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def read_share_source(path: str | Path) -> ShareSource:
    """Read a file for `check.share`: all sheets with looks, measures, and what else it holds.

    Raises
    ------
    ReadError
        As `read_book`.
    """
    path = Path(path)
    book = read_book(path, styles=True)
    if inspect(path).content is not Content.XLSX:
        return ShareSource(book.file, book.sheets)
    with our_errors(path.name), zipfile.ZipFile(path) as archive:
        package = open_package(archive)
        parts = {entry.name: entry.part for entry in package.sheets if entry.relation == "worksheet"}
        facts = {name: _facts(archive, part) for name, part in parts.items()}
        counts = _part_counts(archive.namelist()) + sum((f.counts for f in facts.values()), Counter())
        counts["名前の定義"] += _defined_names(archive)
        counts["作成者・更新者・会社の名前"] += _people(archive)
    counts["グラフなど表でないシート"] += len(book.skipped)
    layouts = {name: SheetLayout(f.widths, f.heights) for name, f in facts.items()}
    extras = tuple(Extra(label, count) for label, count in counts.items() if count)
    return ShareSource(book.file, book.sheets, layouts, extras)


def _part_counts(names: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name in names:
        label = next((label for pattern, label in _PARTS if pattern.match(name)), "")
        if label:
            counts[label] += 1
        elif not _NEEDED.fullmatch(name):
            counts["そのほかの部品"] += 1
    return counts


def _facts(archive: zipfile.ZipFile, part: str) -> _SheetFacts:
    facts = _SheetFacts()
    made = parser()
    formula: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1]
        if local == "f":
            facts.counts["数式（値にする）"] += 1
            formula.clear()
            made.CharacterDataHandler = formula.append
        elif local == "col" and "width" in attributes:
            first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
            width = float(attributes["width"])
            facts.widths.update(dict.fromkeys(range(first, min(last, first + 255) + 1), width))
        elif local == "row" and attributes.get("customHeight") in ("1", "true") and "r" in attributes:
            facts.heights[int(attributes["r"]) - 1] = float(attributes.get("ht", 15))
        elif local in _COUNTED:
            facts.counts[_COUNTED[local]] += 1

    def end(name: str) -> None:
        if name.rsplit(":", 1)[-1] == "f":
            made.CharacterDataHandler = None
            if "SB_" in "".join(formula):
                facts.counts["しるべの関数（SB_）"] += 1

    made.StartElementHandler, made.EndElementHandler = start, end
    with archive.open(part) as stream:
        made.ParseFile(stream)
    return facts


_COUNTED = {
    "dataValidation": "入力規則",
    "conditionalFormatting": "条件付き書式",
    "hyperlink": "ハイパーリンク",
    "oddHeader": "ページのヘッダー・フッター",
    "oddFooter": "ページのヘッダー・フッター",
}


def _defined_names(archive: zipfile.ZipFile) -> int:
    return (
        sum(name == "definedName" for name, _ in elements(archive.read("xl/workbook.xml")))
        if ("xl/workbook.xml" in archive.namelist())
        else 0
    )


def _people(archive: zipfile.ZipFile) -> int:
    found = 0
    for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        if part not in archive.namelist():
            continue
        text = archive.read(part).decode("utf-8", "replace")
        if part == "docProps/custom.xml":
            found += text.count("<property ")
        found += sum(bool(re.search(rf"<(?:\w+:)?{tag}>[^<]+</", text)) for tag in _PEOPLE)
    return found
