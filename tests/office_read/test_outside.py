"""No part of a workbook, whatever it says, makes a reader open another file, or unpack what lies packed inside."""

import io
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shirube.errors import ShirubeError
from shirube.office.engine import close_all, open_book
from shirube.office.read import read_book
from shirube.office.read.belongings import read_share_source
from shirube.office.read.check_source import read_check_source
from shirube.office.read.form import read_form

HIDDEN = "九九八十一"
HERE = "ここに"
#: What the readers of the library parse; parts of other names are read by none of them.
PARTS = (
    "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/sharedStrings.xml", "xl/theme/theme1.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments1.xml", "xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml", "xl/charts/chart1.xml",
    "xl/tables/table1.xml", "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml",
)  # fmt: skip
_opened: list[str] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and "ひみつ" in str(arguments[0]):
        _opened.append(str(arguments[0]))
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        _opened.append(f"{event} {arguments}")


sys.addaudithook(_watch)


def engine(path: Path) -> list[Any]:
    try:
        return [sheet.used_range.value for sheet in open_book(path).sheets]
    finally:
        close_all()


READERS: tuple[Callable[[Path], Any], ...] = (read_book, read_check_source, read_share_source, read_form, engine)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with every kind of part, a word to replace in most of them."""
    path = tmp_path_factory.mktemp("rich") / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": HERE, "author": HERE})
        book.set_custom_property("名", HERE)
        sheet = book.add_worksheet("表")
        book.define_name(HERE, "=表!$A$1")
        for row, cells in enumerate([["地区", HERE], ["東", 1], ["西", 2]]):
            sheet.write_row(row, 0, cells)
        sheet.write_comment("B2", HERE)
        sheet.write_url("D1", "https://example.invalid/", string=HERE)
        sheet.add_table("A1:B3", {"columns": [{"header": "地区"}, {"header": HERE}]})
        chart = book.add_chart({"type": "column"})
        chart.set_title({"name": HERE})
        chart.add_series({"values": "=表!$B$2:$B$3"})
        sheet.insert_chart("F1", chart)
        sheet.insert_textbox("H1", HERE)
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "ひみつ.txt"
    path.write_text(HIDDEN, encoding="utf-8")
    _opened.clear()
    return path


def with_entity(path: Path, part: str, secret: Path, out: Path) -> Path:
    """The workbook with one part that asks for a file, as an entity and as the definition of its document type."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        assert part in source.namelist()
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, _asking(text.decode(), secret.as_uri()) if name == part else text)
    return out


def _asking(xml: str, uri: str) -> str:
    body = re.sub(r"^\s*<\?xml.*?\?>", "", xml, flags=re.DOTALL).strip()
    if HERE in body:
        body = re.sub(rf">([^<>]*){HERE}", r">\1&e;", body)
    if "&e;" not in body:
        body = re.sub(r"^(<[^>]*[^/>])>", r"\1>&e;", body)
    root = re.match(r"<([\w:]+)", body)
    assert root is not None
    return f'<?xml version="1.0"?><!DOCTYPE {root[1]} SYSTEM "{uri}" [<!ENTITY e SYSTEM "{uri}">]>{body}'


@pytest.mark.parametrize("part", PARTS)
def test_an_entity_in_a_part_opens_no_other_file(rich: Path, secret: Path, tmp_path: Path, part: str) -> None:
    path = with_entity(rich, part, secret, tmp_path / "外.xlsx")
    for reader in READERS:
        try:
            said = repr(reader(path))
        except ShirubeError as error:
            said = error.japanese
        assert HIDDEN not in said, reader
    assert _opened == []


def test_the_watch_sees_a_file_that_is_opened(secret: Path) -> None:
    assert secret.read_text(encoding="utf-8") == HIDDEN
    assert _opened == [str(secret)]


def test_what_lies_packed_inside_stays_packed(rich: Path, tmp_path: Path) -> None:
    """A small workbook holds an archive of archives that would unpack to 10 GB."""
    packed = bytes(10 * 1024**2)
    for copies in (10, 10, 10):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(copies):
                archive.writestr(f"{number}.zip", packed)
        packed = stream.getvalue()
    path = tmp_path / "入れ子.xlsx"
    path.write_bytes(rich.read_bytes())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/embeddings/oleObject1.bin", packed)
        package.writestr("xl/media/image1.zip", packed)
    for reader in READERS:
        tracemalloc.start()
        reader(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 60 * 1024**2, reader
