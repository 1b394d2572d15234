"""The queries of any workbook, and whether everything they need is still there."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ...errors import Place, ReadError
from .mashup import Stored, read_item, unpack
from .parts import OFFICE, Parts, unescaped

__all__ = ["Held", "Trouble", "check_parts", "queries_of", "queries_of_bytes"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something the queries of a workbook lack: code word, sentence, next step."""

    what: str
    sentence: str
    fix: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a workbook holds: its queries, the tables they fill, and what is wrong."""

    queries: tuple[Stored, ...]
    troubles: tuple[Trouble, ...] = ()


def queries_of(path: str | Path) -> Held:
    """Read the queries of a workbook.

    Raises
    ------
    ReadError
        SB-R101: no such file. SB-R106: not a workbook. SB-P202: the stream is damaged.
    """
    path = Path(path)
    if not path.is_file():
        raise ReadError("R101", at=Place(path.name))
    return queries_of_bytes(path.read_bytes(), file=path.name)


def queries_of_bytes(data: bytes, *, file: str = "") -> Held:
    """Read the queries of a workbook given as bytes; see `queries_of`."""
    try:
        parts = Parts.read(data)
        streams = [
            read_item(body) for name, body in parts.contents.items() if re.fullmatch(r"customXml/item\d+\.xml", name)
        ]
        found = [stream for stream in streams if stream is not None]
        filled = _filled(parts)
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise ReadError("R106", at=Place(file), detail=type(error).__name__) from error
    if not found:
        return Held((), check_parts(parts, ()))
    queries = tuple(
        Stored(query.name, query.text, table, columns)
        for query in unpack(found[0], file=file)
        for table, columns in [filled.get(query.name, ("", ()))]
    )
    return Held(queries, check_parts(parts, queries))


def _connections(parts: Parts) -> dict[str, str]:
    """Name of the query of each connection, by the connection's number."""
    if "xl/connections.xml" not in parts.contents:
        return {}
    found = {}
    for tag in re.findall(
        r"<connection\s.*?</connection>|<connection\s[^>]*/>", parts.text("xl/connections.xml"), re.DOTALL
    ):
        number = re.search(r'\sid="(\d+)"', tag)
        location = re.search(r'Location=(?:"([^"]*)"|([^;"]*))', unescaped(tag))
        if number and location:
            found[number[1]] = location[1] if location[1] is not None else location[2]
    return found


def _filled(parts: Parts) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Table and columns each query fills, by the name of the query."""
    connections = _connections(parts)
    found = {}
    for table in [n for n in parts.contents if re.fullmatch(r"xl/tables/[^/]+\.xml", n)]:
        for relation in parts.relations(table):
            if relation["Type"] != f"{OFFICE}/queryTable" or relation["Target"] not in parts.contents:
                continue
            number = re.search(r'\sconnectionId="(\d+)"', parts.text(relation["Target"]))
            name = re.search(r'\sdisplayName="([^"]*)"', parts.text(table))
            heads = re.findall(r'<tableColumn\s[^>]*?\bname="([^"]*)"', parts.text(table))
            if number and name and number[1] in connections:
                found[connections[number[1]]] = (unescaped(name[1]), tuple((unescaped(head), "any") for head in heads))
    return found


def check_parts(parts: Parts, queries: tuple[Stored, ...]) -> tuple[Trouble, ...]:
    """What is missing: a program that does not know queries leaves half of them behind when it saves."""
    bound = [n for n in parts.contents if n.startswith("xl/tables/") and b'tableType="queryTable"' in parts.contents[n]]
    names = re.findall(r'<definedName[^>]*name="ExternalData_\d+"', parts.text("xl/workbook.xml"))
    connections = _connections(parts)
    troubles = []
    if not queries and (bound or names or connections):
        troubles.append(
            Trouble(
                "失われた",
                "クエリの本体がありません。Power Query を知らないプログラムで保存されたようです。",
                "しるべでもう一度ブックを作るか、保存する前のファイルに戻してください。",
            )
        )
    lost = [query.name for query in queries if query.name not in connections.values()]
    if lost:
        troubles.append(
            Trouble(
                "接続がない",
                f"クエリ「{'」「'.join(lost)}」はありますが、表への接続が失われています。",
                "しるべでもう一度ブックを作るか、Excel の［データ］→［クエリと接続］で読み込み先を選び直してください。",
            )
        )
    elif queries and len(bound) > sum(bool(query.table) for query in queries):
        troubles.append(
            Trouble(
                "結び付きがない",
                "クエリが書き込む表だったものが、クエリと結び付いていません。",
                "しるべでもう一度ブックを作ってください。",
            )
        )
    return tuple(troubles)
