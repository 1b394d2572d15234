"""Tables of a round: answers, rows of repeated blocks, exceptions, reminders, files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from ..forms.assemble import Round
from ..forms.copies import Copy
from ..forms.form_map import FormMap, Item, ItemKind
from ..forms.line import COLUMNS, Line
from ..forms.who import period_of
from ..result import Column, Format, Link, Table

__all__ = ["PERIOD", "answer_table", "child_table", "exception_table", "file_table", "items_of", "reminder_table"]

PERIOD, _RAW = "対象月", "_原文"
_SOURCE = (
    Column("file", "出所ファイル"), Column("sheet", "出所シート"), Column("id", "整理番号", Format.CODE),
    Column("version", "様式の版", Format.CODE), Column("origin", "出所"), Column("received", "受領日", Format.DATE),
    Column("sure", "受領日の確かさ"), Column("open", "残る例外", Format.COUNT),
)  # fmt: skip
_FORMATS = {
    ItemKind.NUMBER: Format.NUMBER, ItemKind.COMPUTED: Format.NUMBER, ItemKind.CHECK: Format.NUMBER,
    ItemKind.DATE: Format.DATE,
}  # fmt: skip
_AS_WRITTEN = frozenset({ItemKind.TEXT})


def items_of(maps: Sequence[FormMap]) -> list[Item]:
    """Items asked once, in the order of the current edition; those only older editions ask come last."""
    found: dict[str, Item] = {}
    for form in maps:
        for item in form.single:
            found.setdefault(item.key, item)
    return list(found.values())


def answer_table(
    key: str, title: str, done: Round, copies: Sequence[Copy], folder: str | None, *, carried: bool
) -> Table:
    """One row per copy: where it came from, then every item with its raw text beside it.

    Parameters
    ----------
    carried
        Put the rows of earlier periods first.
    """
    items = items_of(done.request.maps)
    noted = ("受領簿の備考",) if done.notes else ()
    columns = [*_SOURCE, Column(PERIOD, PERIOD, Format.CODE), *(Column(n, n) for n in noted)]
    for item in items:
        columns += _columns(item)
    open_lines = Counter((line.digest, line.sheet) for line in done.lines if line.open and line.weight)
    rows = [_row(done, copy, items, open_lines, folder) for copy in copies]
    if carried:
        rows = _earlier(done, done.request.before, columns) + rows
    return Table(key, title, tuple(columns), tuple(rows))


def _columns(item: Item) -> list[Column]:
    typed = Column(item.key, item.key, _FORMATS.get(item.kind, Format.CODE))
    raw = Column(item.key + _RAW, item.key + _RAW, Format.CODE)
    if item.key == PERIOD:
        return [raw]
    return [typed] if item.kind in _AS_WRITTEN else [typed, raw]


def _row(
    done: Round, copy: Copy, items: Sequence[Item], open_lines: Counter[Any], folder: str | None
) -> tuple[Any, ...]:
    form = done.request.by_version[copy.version]
    left = open_lines[copy.digest, copy.sheet] + open_lines[copy.digest, ""]
    row: list[Any] = [
        *_source(copy, folder), copy.digest, copy.version, copy.origin, copy.received,
        "推定（ファイルの日付）" if copy.estimated else "記録", left, period_of(copy, form, done.request.period),
    ]  # fmt: skip
    if done.notes:
        row.append(done.notes.get(copy.id))
    for item in items:
        answer = copy.answers.get(item.key)
        both = (answer.value, answer.raw) if answer else (None, None)
        row += both[len(both) - len(_columns(item)) :] if item.key == PERIOD else both[: len(_columns(item))]
    return tuple(row)


def _source(copy: Copy, folder: str | None) -> tuple[Any, str]:
    return (link_to(copy.file, copy.sheet, "A1", folder) if copy.origin == "ファイル" else copy.file), copy.sheet


def link_to(file: str, sheet: str, cell: str, folder: str | None) -> Any:
    """A link to a cell of a reply; its name alone without a folder."""
    return file if folder is None else Link(file, sheet, cell if sheet else "", f"{folder}/{file}" if folder else file)


def _earlier(done: Round, before: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> list[tuple[Any, ...]]:
    """Rows of periods that this round does not hold."""
    maps, given = done.request.by_version, done.request.period
    now = {period_of(copy, maps[copy.version], given) for copy in done.used}
    kept = [row for row in before if str(row.get(PERIOD) or "") not in now]
    return [tuple(_day(row.get(column.label)) for column in columns) for row in kept]


def _day(value: Any) -> Any:
    """A date as it was written, where Excel gives it back with a time."""
    return value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else value


def child_table(key: str, block: str, done: Round, copies: Sequence[Copy], folder: str | None) -> Table:
    """One row per row of a repeated block, with the institution it belongs to."""
    current = done.request.maps[0]
    items = next((form.columns_of(block) for form in done.request.maps if form.columns_of(block)), ())
    who = [name for name in dict.fromkeys((current.code, current.name)) if name]
    columns = [*_SOURCE[:3], *(Column(n, n, Format.CODE) for n in who), Column(PERIOD, PERIOD, Format.CODE)]
    columns += [Column("row", "行", Format.COUNT), *(column for item in items for column in _columns(item))]
    rows = _earlier(done, done.request.before_blocks.get(block, ()), columns)
    for copy in copies:
        form = done.request.by_version[copy.version]
        head = [*_source(copy, folder), copy.digest, *(copy.value(name) for name in who)]
        for record in copy.records.get(block, ()):
            row = [*head, period_of(copy, form, done.request.period), record.row]
            for item in items:
                answer = record.answers.get(item.key)
                row += ((answer.value, answer.raw) if answer else (None, None))[: len(_columns(item))]
            rows.append(tuple(row))
    return Table(key, block, tuple(columns), tuple(rows))


def exception_table(lines: Sequence[Line], folder: str | None) -> Table:
    """The exceptions sheet: what happened, where, what to do, and two columns to type into."""
    wide = {"何があったか": 48, "どうするか": 40, "書かれていたもの": 20, "訂正値": 16}
    columns = tuple(
        Column(
            name, name, Format.CODE if name in ("整理番号", "例外番号", "提案") else Format.TEXT, width=wide.get(name)
        )
        for name in COLUMNS
    )
    rows = []
    for line in lines:
        values: list[Any] = list(astuple(line))
        if line.file and not line.digest.startswith("紙・FAX"):
            values[COLUMNS.index("ファイル")] = link_to(line.file, line.sheet, line.cell or "A1", folder)
        values[COLUMNS.index("行")] = line.record or None
        rows.append(tuple(values))
    return Table("exceptions", "例外", columns, tuple(rows))


def reminder_table(done: Round) -> Table:
    """Institutions that have not answered."""
    columns = (Column("code", "コード", Format.CODE), Column("name", "名前"), Column("group", "区分"))
    missing = done.answered.missing if done.answered else ()
    return Table("reminders", "督促", columns, tuple((i.code, i.name, i.group) for i in missing))


def file_table(done: Round, folder: str | None) -> Table:
    """Every file, and what became of it."""
    used = Counter((copy.file, copy.digest) for copy in done.used)
    columns = (
        Column("file", "ファイル"), Column("outcome", "結果"), Column("n", "回答の数", Format.COUNT),
        Column("used", "使った数", Format.COUNT), Column("id", "整理番号", Format.CODE),
    )  # fmt: skip
    rows = tuple(
        (link_to(one.file, "", "", folder), one.outcome.value, len(one.copies), used[one.file, one.digest], one.digest)
        for one in done.files
    )
    return Table("files", "ファイル一覧", columns, rows)
