"""Values of M as Python values.

null None, logical bool, number int or float, text str, date/datetime/time/duration of the standard library, binary
bytes, list `list`; record, table, function and type have classes of their own. Lists, records and tables are lazy in
M: an item whose evaluation fails is an error only when somebody reads it. Here items are evaluated at once and a
failure stays in its place as an `MError`; fields of a record literal, which may refer to each other, stay `Thunk`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from support.m.errors import MError, NotModelled

MValue: TypeAlias = Any


class Thunk:
    """An expression not evaluated yet; asking twice evaluates once."""

    __slots__ = ("_busy", "_compute", "_value")

    def __init__(self, compute: Callable[[], MValue]) -> None:
        self._compute: Callable[[], MValue] | None = compute
        self._value: MValue = None
        self._busy = False

    def force(self) -> MValue:
        """Return the value; raises the `MError` the expression ends in."""
        if self._compute is not None:
            if self._busy:
                raise MError("A cyclic reference was encountered during evaluation.")
            self._busy = True
            try:
                self._value = self._compute()
            except MError as error:
                self._value = error
            finally:
                self._busy = False
            self._compute = None
        if self._value.__class__ is MError:
            raise self._value.again()
        return self._value


def settle(item: MValue) -> MValue:
    """Return the value of an item, or the error that it is."""
    if item.__class__ is Thunk:
        try:
            return item.force()
        except MError as error:
            return error
    return item


def read(item: MValue) -> MValue:
    """Return the value of an item; raises when it is an error."""
    if item.__class__ is Thunk:
        return item.force()
    if item.__class__ is MError:
        raise item.again()
    return item


def read_all(items: Iterable[MValue]) -> list[MValue]:
    """Return the values of items; raises at the first error."""
    return [read(item) for item in items]


def attempt(function: Callable[..., MValue], *arguments: MValue) -> MValue:
    """Return what the function returns, or the error it raises: how a cell or an item comes to be."""
    try:
        return function(*arguments)
    except MError as error:
        return error


class MRecord:
    """Fields in order; rows of one table share their `index`."""

    __slots__ = ("cells", "index")

    def __init__(self, index: Mapping[str, int], cells: Sequence[MValue]) -> None:
        self.index, self.cells = index, cells

    @classmethod
    def of(cls, fields: Mapping[str, MValue]) -> "MRecord":
        return cls({name: i for i, name in enumerate(fields)}, list(fields.values()))

    def __getitem__(self, name: str) -> MValue:
        at = self.index.get(name)
        if at is None:
            raise MError(f"The field '{name}' of the record wasn't found.")
        item = self.cells[at]
        if item.__class__ is Thunk or item.__class__ is MError:
            return read(item)
        return item

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __iter__(self) -> Iterator[str]:
        return iter(self.index)

    def __len__(self) -> int:
        return len(self.index)

    def get(self, name: str, default: MValue = None) -> MValue:
        return self[name] if name in self.index else default

    def settled(self) -> dict[str, MValue]:
        """Return the fields, errors among them as values."""
        return {name: settle(self.cells[at]) for name, at in self.index.items()}

    def __repr__(self) -> str:
        return "[" + ", ".join(f"{name} = {value!r}" for name, value in self.settled().items()) + "]"


@dataclass(frozen=True, eq=False)
class MType:
    """A type value: `kind` as ``is`` knows it, `facet` for Int64.Type and its like (which only conversion knows)."""

    kind: str
    nullable: bool = False
    facet: str = ""
    fields: Mapping[str, "MType"] | None = None
    item: "MType | None" = None
    parameters: tuple[tuple[str, bool, "MType"], ...] | None = None
    result: "MType | None" = None
    metadata: MRecord | None = None


@dataclass(frozen=True, eq=False)
class MTable:
    """Columns and rows; a cell that holds an `MError` is an error cell. `types` are claims about columns, unchecked."""

    columns: tuple[str, ...]
    rows: list[tuple[MValue, ...]]
    types: Mapping[str, MType] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(set(self.columns)) != len(self.columns):
            twice = next(name for name in self.columns if self.columns.count(name) > 1)
            raise MError(f"The field '{twice}' already exists in the record.")

    def at(self, column: str) -> int:
        try:
            return self.columns.index(column)
        except ValueError:
            raise MError(f"The column '{column}' of the table wasn't found.") from None

    def records(self) -> list[MRecord]:
        index = {name: i for i, name in enumerate(self.columns)}
        return [MRecord(index, row) for row in self.rows]

    def column(self, name: str) -> list[MValue]:
        at = self.at(name)
        return [row[at] for row in self.rows]

    def with_rows(self, rows: list[tuple[MValue, ...]]) -> "MTable":
        return MTable(self.columns, rows, self.types)


class MFunction:
    """A function; `allowed` holds, for each parameter, the classes of values it takes (None for any)."""

    __slots__ = ("_checks", "allowed", "body", "least", "metadata", "most", "name", "signature")

    def __init__(
        self,
        name: str,
        body: Callable[..., MValue],
        allowed: Sequence[frozenset[type] | None],
        least: int,
        signature: MType | None = None,
        metadata: MRecord | None = None,
    ) -> None:
        self.name, self.body, self.allowed, self.least, self.most = name, body, tuple(allowed), least, len(allowed)
        self.signature, self.metadata = signature, metadata
        self._checks = tuple((at, classes) for at, classes in enumerate(self.allowed) if classes is not None)

    def __call__(self, *arguments: MValue) -> MValue:
        if not self.least <= len(arguments) <= self.most:
            wanted = str(self.least) if self.least == self.most else f"between {self.least} and {self.most}"
            raise MError(f"{len(arguments)} arguments were passed to a function which expects {wanted}.")
        for at, classes in self._checks:
            if at < len(arguments) and arguments[at].__class__ not in classes:
                raise MError(f"We cannot convert a value of type {kind(arguments[at])} to what {self.name} asks for.")
        return self.body(*arguments)

    def __repr__(self) -> str:
        return f"function {self.name}"


KINDS: dict[type, str] = {
    type(None): "null", bool: "logical", int: "number", float: "number", str: "text", dt.date: "date",
    dt.datetime: "datetime", dt.time: "time", dt.timedelta: "duration", bytes: "binary", list: "list",
    MRecord: "record", MTable: "table", MFunction: "function", MType: "type",
}  # fmt: skip


def kind(value: MValue) -> str:
    """Return the primitive type of a value."""
    try:
        return KINDS[value.__class__]
    except KeyError:
        raise NotModelled(f"{value!r} is no value of M") from None


def whole(number: float) -> int | float:
    """Return a float without fraction as int, so that 5.0 and 5 are written alike."""
    return int(number) if number.__class__ is float and number.is_integer() and abs(number) < 2**53 else number
