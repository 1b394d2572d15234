"""Puts queries into a finished workbook: the stream, one connection per query, and the binding of tables they fill.

The workbook must be complete; this is the last thing done to it. openpyxl and LibreOffice lose queries when they save.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from xml.sax.saxutils import escape

from ...errors import Place, WriteError
from .mashup import NAMESPACE, Stored, item_xml, pack, read_item
from .parts import OFFICE, SPREADSHEET, Parts, unescaped

__all__ = ["embed"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORKBOOK = "xl/workbook.xml"


def embed(workbook: bytes, queries: Sequence[Stored], *, refresh_on_open: bool = False, file: str = "") -> bytes:
    """Return the workbook with the queries inside.

    Parameters
    ----------
    workbook
        A complete .xlsx without queries.
    queries
        At least one; `Stored.table` names the Excel table a query fills, whose headers are the query's columns.
    refresh_on_open
        Excel asks for a refresh when the file is opened; without it people press 更新.

    Raises
    ------
    WriteError
        SB-P203: the workbook has queries or connections already. SB-P204: no such table, or other headers.
    """
    parts = Parts.read(workbook)
    if _has_queries(parts):
        raise WriteError("P203", at=Place(file))
    _add_stream(parts, queries)
    tables = _tables(parts)
    connections = []
    for number, query in enumerate(queries, 1):
        connections.append(_connection(number, query, refresh_on_open))
        if query.table:
            if query.table not in tables:
                raise WriteError("P204", at=Place(file), name=query.table)
            _bind(parts, tables[query.table], query, number, refresh_on_open, file)
    parts.put("xl/connections.xml", f'{_HEAD}<connections xmlns="{_MAIN}">{"".join(connections)}</connections>')
    parts.declare("xl/connections.xml", f"{SPREADSHEET}connections+xml")
    parts.relate(_WORKBOOK, "connections", "connections.xml")
    return parts.write()


def _attribute(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _has_queries(parts: Parts) -> bool:
    streams = [n for n in parts.contents if re.fullmatch(r"customXml/item\d+\.xml", n)]
    return "xl/connections.xml" in parts.contents or any(read_item(parts.contents[n]) is not None for n in streams)


def _add_stream(parts: Parts, queries: Sequence[Stored]) -> None:
    number = 1
    while f"customXml/item{number}.xml" in parts.contents:
        number += 1
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts.contents[item] = item_xml(pack(queries))
    mark = uuid.uuid5(uuid.NAMESPACE_URL, "shirube/" + "/".join(query.name for query in queries))
    parts.put(
        properties,
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{{{str(mark).upper()}}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>',
    )
    parts.relate(item, "customXmlProps", f"itemProps{number}.xml")
    parts.declare(properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    parts.relate(_WORKBOOK, "customXml", f"../{item}")


def _connection(number: int, query: Stored, refresh_on_open: bool) -> str:
    location = f'Location="{query.name}"'
    provider = f'Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;{location};Extended Properties=""'
    command = f"SELECT * FROM [{query.name.replace(']', ']]')}]"  # noqa: S608 - the words Excel itself writes
    loaded = ' saveData="1"' if query.table else ""
    fresh = ' refreshOnLoad="1"' if query.table and refresh_on_open else ""
    return (
        f'<connection id="{number}" keepAlive="1" name={_attribute("Query - " + query.name)} '
        f'description={_attribute(f"ブックの「{query.name}」クエリへの接続です。")} type="5" '
        f'refreshedVersion="{7 if query.table else 0}" background="1"{loaded}{fresh}>'
        f"<dbPr connection={_attribute(provider)} command={_attribute(command)}/></connection>"
    )


def _tables(parts: Parts) -> dict[str, tuple[str, str]]:
    """Part of each table and of its sheet, by the name of the table."""
    found = {}
    for sheet in [n for n in parts.contents if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]:
        for relation in parts.relations(sheet):
            if relation["Type"] == f"{OFFICE}/table":
                match = re.search(r'\sdisplayName="([^"]*)"', parts.text(relation["Target"]))
                if match:
                    found[unescaped(match[1])] = (relation["Target"], sheet)
    return found


def _bind(parts: Parts, where: tuple[str, str], query: Stored, number: int, refresh_on_open: bool, file: str) -> None:
    """Make a table the one a query fills."""
    part, sheet = where
    table = parts.text(part)
    names = [unescaped(text) for text in re.findall(r'<tableColumn\s[^>]*?\bname="([^"]*)"', table)]
    if names != [name for name, _ in query.columns]:
        raise WriteError("P204", at=Place(file), name=query.table)
    external = f"ExternalData_{number}"
    ids = iter(range(1, len(names) + 1))

    def column(match: re.Match[str]) -> str:
        i = next(ids)
        rest = re.sub(r'\s(?:id|uniqueName|queryTableFieldId)="[^"]*"', "", match[1])
        return f'<tableColumn id="{i}" uniqueName="{i}"{rest.rstrip("/").rstrip()} queryTableFieldId="{i}"{match[2]}'

    table = re.sub(r"<tableColumn(\s[^>]*?)(/?>)", column, table)
    table = re.sub(r"<table\s", '<table tableType="queryTable" ', table, count=1)
    parts.put(part, table)
    query_part = f"xl/queryTables/queryTable{number}.xml"
    parts.put(query_part, _query_table(external, number, names, refresh_on_open))
    parts.declare(query_part, f"{SPREADSHEET}queryTable+xml")
    parts.relate(part, "queryTable", f"../queryTables/queryTable{number}.xml")
    span = re.search(r'\sref="([A-Z]+\d+:[A-Z]+\d+)"', table)
    _define_name(parts, external, sheet, span[1] if span else "A1:A1")


def _query_table(name: str, connection: int, columns: Sequence[str], refresh_on_open: bool) -> str:
    fields = "".join(
        f'<queryTableField id="{i}" name={_attribute(column)} tableColumnId="{i}"/>'
        for i, column in enumerate(columns, 1)
    )
    fresh = ' refreshOnLoad="1"' if refresh_on_open else ""
    kept = "".join(
        f' apply{what}Formats="0"' for what in ("Number", "Border", "Font", "Pattern", "Alignment", "WidthHeight")
    )
    return (
        f'{_HEAD}<queryTable xmlns="{_MAIN}" name="{name}"{fresh} connectionId="{connection}" autoFormatId="16"{kept}>'
        f'<queryTableRefresh nextId="{len(columns) + 1}"><queryTableFields count="{len(columns)}">{fields}'
        "</queryTableFields></queryTableRefresh></queryTable>"
    )


def _define_name(parts: Parts, name: str, sheet: str, span: str) -> None:
    """Add the hidden name of a filled range; names stand in order, as Excel wants them."""
    book = parts.text(_WORKBOOK)
    target = {relation["Id"]: relation["Target"] for relation in parts.relations(_WORKBOOK)}
    tags = re.findall(r"<sheet\s[^>]*>", book)
    at = next(i for i, tag in enumerate(tags) if target[re.findall(r'r:id="([^"]*)"', tag)[0]] == sheet)
    title = unescaped(re.findall(r'\sname="([^"]*)"', tags[at])[0]).replace("'", "''")
    absolute = re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", span)
    place = escape(f"'{title}'!{absolute}")
    tag = f'<definedName name="{name}" localSheetId="{at}" hidden="1">{place}</definedName>'
    if "<definedNames>" in book:
        own = re.findall(r"<definedName\s.*?</definedName>", book, re.DOTALL)
        own = sorted([*own, tag], key=lambda text: re.findall(r'name="([^"]*)"', text)[0].lower())
        book = re.sub(
            r"<definedNames>.*</definedNames>",
            lambda _: f"<definedNames>{''.join(own)}</definedNames>",
            book,
            flags=re.DOTALL,
        )
    else:
        book = book.replace("</sheets>", f"</sheets><definedNames>{tag}</definedNames>", 1)
    parts.put(_WORKBOOK, book)
