"""Puts a list into the columns of a standard list, and says what does not fit.

>>> from shirube.check.opendata.dataset import dataset
>>> rows = [["施設名", "住所", "緯度", "経度"], ["中央公民館", "府中市1-1", "３５．６", "139.4"]]
>>> mapped = to_dataset(Grid.from_rows(rows), dataset("aed"), code="132063")
>>> mapped.rows[0][:4], [fault.sentence for fault in mapped.faults]
(('132063', '', '東京都府中市', '中央公民館'), ['必須の項目「ID」が空です'])
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...grid import Grid, a1
from ...places import by_code
from ...table import records
from ...text import match_key
from .dataset import Dataset, Field
from .forms import fault, put_right

__all__ = ["Fault", "Mapped", "Rewritten", "to_dataset"]

_CODE, _OWNER = "全国地方公共団体コード", "地方公共団体名"


@dataclass(frozen=True, slots=True)
class Fault:
    """One value (or missing value) that does not fit its field: source cell, field, value, what is wrong."""

    cell: str
    field: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One value that was put into the form of its field."""

    cell: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Mapped:
    """A list in standard columns.

    Attributes
    ----------
    dataset
        The standard list.
    rows
        One text per field and record.
    columns
        Name of the source column by field; fields without one are left out.
    unused
        Source columns no field takes.
    rewritten, faults
        What was put right, and what a person must put right.
    """

    dataset: Dataset
    rows: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    rewritten: tuple[Rewritten, ...]
    faults: tuple[Fault, ...]


def to_dataset(grid: Grid, wanted: Dataset, *, code: str = "", columns: Mapping[str, str] | None = None) -> Mapped:
    """Map a list (names in row 1) onto a standard list.

    Parameters
    ----------
    grid
        The list.
    wanted
        The standard list.
    code
        Five- or six-digit code of the publishing government, written where the list has none.
    columns
        Source column by field, where the names do not tell.

    Raises
    ------
    TableError
        SB-T102, SB-T103: no records, or two columns of one name.
    ValueFormatError
        SB-V301 to V304: `code` is no code.
    """
    frame = records(grid)
    names = [str(name) for name in frame.columns]
    chosen = _columns(names, wanted, columns or {})
    constants = _constants(code)
    rows: list[list[str]] = [[] for _ in range(len(frame))]
    rewritten: list[Rewritten] = []
    faults: list[Fault] = []
    for field in wanted.fields:
        source = chosen.get(field.name)
        texts = [_text(v) for v in frame[source].tolist()] if source else [""] * len(frame)
        for i, text in enumerate(texts):
            cell = a1(frame.attrs["rows"][i], frame.attrs["columns"][source]) if source else ""
            value = put_right(field.form, text) or constants.get(field.name, "")
            if text and value != text:
                rewritten.append(Rewritten(cell, field.name, text, value))
            faults += _faults(field, cell, value)
            rows[i].append(value)
    unused = tuple(name for name in names if name not in chosen.values())
    every = tuple(_told_once(faults, len(frame)))
    return Mapped(wanted, tuple(tuple(row) for row in rows), chosen, unused, tuple(rewritten), every)


def _columns(names: Sequence[str], wanted: Dataset, given: Mapping[str, str]) -> dict[str, str]:
    """Source column by field: as given, else the one named like it, else by another name it goes by."""
    keys = {name: match_key(name) for name in names}
    chosen = {field: name for field, name in given.items() if name in keys}
    for depth in range(max(len(field.keys) for field in wanted.fields)):
        for field in wanted.fields:
            if field.name in chosen or depth >= len(field.keys):
                continue
            free = [name for name in names if name not in chosen.values() and keys[name] == field.keys[depth]]
            if free:
                chosen[field.name] = free[0]
    return chosen


def _constants(code: str) -> dict[str, str]:
    if not code:
        return {}
    place = by_code(code)
    return {_CODE: place.code, _OWNER: place.full_name}


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, dt.date) else str(value).strip()


def _faults(field: Field, cell: str, value: str) -> list[Fault]:
    if not value:
        return [Fault(cell, field.name, "", f"必須の項目「{field.name}」が空です")] if field.required else []
    wrong = fault(field.form, value)
    return [Fault(cell, field.name, value, wrong)] if wrong else []


def _told_once(faults: Sequence[Fault], count: int) -> list[Fault]:
    """A required field that no record has is told once, not once per record."""
    empty: dict[str, int] = {}
    for one in faults:
        if not one.value and not one.cell:
            empty[one.field] = empty.get(one.field, 0) + 1
    told: list[Fault] = []
    for one in faults:
        if not one.value and not one.cell and empty.get(one.field) == count:
            if one not in told:
                told.append(one)
        else:
            told.append(one)
    return told
