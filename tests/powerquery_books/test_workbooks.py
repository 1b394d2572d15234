"""Workbooks with queries: whole, valid, the same bytes again, and readable by programs that are not ours."""

import base64
import getpass
import io
import posixpath
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from shirube.commands.powerquery import PowerQuerySettings, powerquery
from shirube.errors import WriteError
from shirube.office.queries import Stored, embed, queries_of, queries_of_bytes
from shirube.office.queries.mashup import read_item
from shirube.office.read import read_grid
from shirube.office.write import write_result, write_results
from shirube.powerquery import Script, recognise
from shirube.result import Query, Result
from shirube.tidy import detect
from shirube_workbooks.samples.build import FOLDER
from support.node import checks
from support.ooxml import part, validate
from support.queries import plain, run
from support.shared import shared

SAMPLE = FOLDER / "みほん市_地区別の表.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("queries")


@pytest.fixture(scope="module")
def one(folder) -> Path:
    return write_result(powerquery(read_grid(SAMPLE)), folder / "one.xlsx")


@pytest.fixture(scope="module")
def from_file(folder) -> Path:
    return write_result(powerquery(read_grid(SAMPLE), PowerQuerySettings(from_file=True)), folder / "from_file.xlsx")


@pytest.fixture(scope="module")
def several(folder) -> Path:
    """Two loaded queries and one that is a connection only."""
    grid = read_grid(FOLDER / "都道府県別_交通事故.xlsx")
    result = powerquery(grid)
    extra = Query("接続だけの'クエリ' [1]", "let a = 1 in a")
    return write_results([Result(**{**vars(result), "queries": (*result.queries, extra)})], folder / "several.xlsx")


@pytest.fixture(params=["one", "from_file", "several"])
def book(request) -> Path:
    return request.getfixturevalue(request.param)


def test_every_part_has_its_type_and_every_relation_its_part(book):
    with zipfile.ZipFile(book) as package:
        names = set(package.namelist())
        types = etree.fromstring(package.read("[Content_Types].xml"))
        overrides = {e.get("PartName")[1:] for e in types if e.tag.endswith("Override")}
        defaults = {e.get("Extension") for e in types if e.tag.endswith("Default")}
        targets = set()
        for name in names:
            if name.endswith(".rels"):
                base = posixpath.dirname(posixpath.dirname(name))
                for relation in etree.fromstring(package.read(name)):
                    if relation.get("TargetMode") != "External":
                        target = relation.get("Target")
                        targets.add(
                            target[1:] if target[0] == "/" else posixpath.normpath(posixpath.join(base, target))
                        )
    assert overrides <= names
    assert targets <= names
    plain_parts = {n for n in names if not n.endswith(".rels") and n != "[Content_Types].xml"}
    assert plain_parts == {n for n in plain_parts if n in overrides or n.rsplit(".", 1)[-1] in defaults}
    assert plain_parts <= targets


def test_parts_fit_the_schema(book):
    schema = etree.XMLSchema(etree.parse(str(shared("schemas", "sml.xsd"))))
    checked = 0
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            if re.match(r"xl/(connections|tables/|queryTables/)[^_]*\.xml$", name):
                document = etree.fromstring(package.read(name))
                for extension in document.findall(f"{MAIN}extLst"):
                    document.remove(extension)
                assert schema.validate(document), (name, schema.error_log)
                checked += 1
    assert checked >= 3


def test_microsofts_validator_finds_nothing(one, from_file, several):
    assert validate([one, from_file, several]) == {one: [], from_file: [], several: []}


def test_same_result_gives_the_same_bytes(one, folder):
    again = write_result(powerquery(read_grid(SAMPLE)), folder / "again.xlsx")
    assert one.read_bytes() == again.read_bytes()


def test_nothing_tells_where_or_by_whom_it_was_made(book):
    with zipfile.ZipFile(book) as package:
        for name in package.namelist():
            body = package.read(name)
            stream = read_item(body) if name.startswith("customXml/item") else None
            for text in (body, stream or b""):
                plain_text = text.decode("utf-8", "replace")
                assert not re.search(r"/(?:home|root|tmp|work|Users)/|[A-Za-z]:\\\\?Users", plain_text), name
                assert getpass.getuser() not in plain_text or len(getpass.getuser()) < 5


def test_queries_read_back(one, several):
    held = queries_of(one)
    assert [(q.name, q.table) for q in held.queries] == [("第5表_縦持ち", "tbl_第5表_縦持ち")]
    assert held.troubles == ()
    names = [(q.name, bool(q.table)) for q in queries_of(several).queries]
    assert names == [("交通事故_縦持ち1", True), ("交通事故_縦持ち2", True), ("接続だけの'クエリ' [1]", False)]


def test_recipe_read_back(one):
    grid = read_grid(SAMPLE)
    found = recognise(queries_of(one).queries[0].text)
    assert found.recipe == detect(grid).best.recipe
    assert not found.edited


def test_result_is_filled_in_and_is_what_the_query_gives(one):
    query = queries_of(one).queries[0]
    source = read_grid(one, "元データ")
    script = powerquery(read_grid(SAMPLE)).queries[0]
    assert query.text == script.text
    found = run(Script(query.name, query.text, (), frozenset()), {"元表": source})
    shown = pd.read_excel(one, sheet_name="第5表_縦持ち", dtype=object, engine="openpyxl")
    assert list(shown.columns) == list(found.columns)
    blank = [[None if value == "" else value for value in row] for row in plain(found.rows)]
    assert plain(shown.where(shown.notna(), None).values.tolist()) == blank


def test_named_range_leaves_room_for_more_rows(one):
    book = openpyxl.load_workbook(one)
    assert book.defined_names["元表"].attr_text == "'元データ'!$A$1:$AC$1038"


def test_another_program_reads_the_query(one, several):
    containers = pytest.importorskip("pqtools.containers")
    for path in (one, several):
        (section,) = containers.read_sections(path)
        names = [query.name for query in queries_of(path).queries]
        assert all(f'shared #"{name}" =' in section.source for name in names)


def test_query_that_stands_in_the_workbook_already_is_left_alone(one):
    with pytest.raises(WriteError, match="SB-P203"):
        embed(one.read_bytes(), [Stored("新しい", "1")])


def test_saved_by_a_program_that_does_not_know_queries(one, folder):
    saved = folder / "saved.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(one).save(saved)
    held = queries_of(saved)
    assert held.queries == ()
    assert [trouble.what for trouble in held.troubles] == ["失われた"]


def test_workbook_without_queries_has_no_trouble():
    assert queries_of(SAMPLE) == queries_of_bytes(SAMPLE.read_bytes())
    assert queries_of(SAMPLE).troubles == ()


@pytest.fixture(scope="module")
def theirs(folder) -> Path:
    """A workbook with one query, made by Microsoft's own library."""
    made = checks().ask(
        "connected.make", name="人口", mashup='let a = #table({"地区", "値"}, {{"東", 1}}) in a',
        columns=["地区", "値"], rows=[["東", 1]],
    )  # fmt: skip
    path = folder / "theirs.xlsx"
    path.write_bytes(base64.b64decode(made))
    return path


def test_microsofts_own_workbook_is_read(theirs):
    held = queries_of(theirs)
    assert [(q.name, q.table) for q in held.queries] == [("人口", "Query1")]
    assert held.troubles == ()
    assert recognise(held.queries[0].text) is None


def attributes(xml: str, tag: str) -> set[str]:
    return {key for found in re.findall(rf"<{tag}\s[^>]*>", xml) for key in re.findall(r'\s([\w:]+)="', found)}


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("xl/connections.xml", ("connection", "dbPr")),
        ("xl/queryTables/queryTable1.xml", ("queryTable", "queryTableRefresh", "queryTableFields", "queryTableField")),
        ("xl/tables/table1.xml", ("tableColumn",)),
    ],
)
def test_parts_say_what_microsofts_say(one, theirs, name, tags):
    """Their marks for co-editing (xr:uid) are left out; refreshOnLoad stands where the schema has a place for it."""
    for tag in tags:
        ours, wanted = attributes(part(one, name), tag), attributes(part(theirs, name), tag)
        missing = {key for key in wanted - ours if not key.endswith(":uid") and ":" not in key}
        assert missing <= {"refreshOnLoad"}


def test_the_stream_is_built_like_theirs(one, theirs):
    def outline(path):
        with zipfile.ZipFile(path) as package:
            item = next(
                n
                for n in package.namelist()
                if re.fullmatch(r"customXml/item\d+\.xml", n) and read_item(package.read(n))
            )
            raw = package.read(item)
            stream = read_item(raw)
        length = int.from_bytes(stream[4:8], "little")
        with zipfile.ZipFile(io.BytesIO(stream[8 : 8 + length])) as inner:
            names = sorted(name for name in inner.namelist() if not name.endswith("/"))
        rest = stream[8 + length :]
        permissions = rest[4 : 4 + int.from_bytes(rest[:4], "little")]
        return raw[:2], names, re.sub(rb"\s", b"", permissions)

    assert outline(one)[1:] == outline(theirs)[1:]
    assert outline(one)[0] == b"\xff\xfe"
