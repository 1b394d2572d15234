"""Table functions that make tables from other values, and the other way round; headers."""

from itertools import zip_longest

from support.m import convert
from support.m.errors import MError, NotModelled
from support.m.library.records import MISSING_NULL, names
from support.m.operators import combine
from support.m.registry import count, function, options
from support.m.type_values import ANY
from support.m.values import MFunction, MRecord, MTable, MType, MValue, attempt, kind, read, read_all, settle


def columns_of(wanted: MValue, width: int) -> tuple[tuple[str, ...], dict[str, MType]]:
    """Return names and types of columns given as null, number, names or table type."""
    if wanted is None:
        wanted = width
    if isinstance(wanted, MType):
        fields = dict(wanted.fields or {})
        return tuple(fields), fields
    if isinstance(wanted, int):
        return tuple(f"Column{i + 1}" for i in range(wanted)), {}
    return tuple(names(wanted)), {}


@function("#table(columns as any, rows as any)")
def table(columns: MValue, rows: list[MValue]) -> MTable:
    read_rows = [read_all([row])[0] for row in rows]
    found, types = columns_of(columns, len(read_rows[0]) if read_rows else 0)
    for row in read_rows:
        if len(row) != len(found):
            raise MError("The number of values of a row differs from the number of columns.")
    return MTable(found, [tuple(row) for row in read_rows], types)


@function("Table.FromRows(rows as list, optional columns as any)")
def _from_rows(rows: list[MValue], columns: MValue = None) -> MTable:
    return table(columns, rows)


@function("Table.FromColumns(lists as list, optional columns as any)")
def _from_columns(lists: list[MValue], columns: MValue = None) -> MTable:
    inner = read_all(lists)
    found, types = columns_of(columns, len(inner))
    if len(found) < len(inner):
        raise MError("There are more lists than columns.")
    inner += [[]] * (len(found) - len(inner))
    return MTable(found, list(zip_longest(*inner)), types)


@function("Table.FromRecords(records as list, optional columns as any, optional missingField as number)")
def _from_records(records: list[MValue], columns: MValue = None, missing: int | None = None) -> MTable:
    found = read_all(records)
    if columns is None:
        columns = list(found[0]) if found else []
    wanted, types = columns_of(columns, 0)
    rows = []
    for record in found:
        cells = record.settled()
        if missing != MISSING_NULL:
            absent = next((name for name in wanted if name not in cells), None)
            if absent is not None:
                raise MError(f"The field '{absent}' of the record wasn't found.")
        rows.append(tuple(cells.get(name) for name in wanted))
    return MTable(wanted, rows, types)


_LIST, EXTRA_IGNORE = 0, 2


def spread(parts: list[MValue], width: int, default: MValue, extra: int | None) -> tuple[MValue, ...]:
    """Return the parts of one row, filled up or shortened as `extra` says."""
    if extra == _LIST:
        last = parts[width - 1 :]
        return (*(parts[: width - 1] + [default] * width)[: width - 1], last if last else default)
    if len(parts) > width and extra != EXTRA_IGNORE:
        raise MError("There were too many elements in the enumeration to complete the operation.")
    return tuple((parts + [default] * width)[:width])


@function(
    "Table.FromList(list as list, optional splitter as function, optional columns as any, optional default as any,"
    " optional extraValues as number)"
)
def _from_list(
    items: list[MValue], splitter: MFunction | None = None, columns: MValue = None, default: MValue = None,
    extra: int | None = None,
) -> MTable:  # fmt: skip
    parts = [read(item).split(",") if splitter is None else splitter(read(item)) for item in items]
    found, types = columns_of(columns, max(map(len, parts), default=0))
    return MTable(found, [spread(list(part), len(found), default, extra) for part in parts], types)


@function("Table.FromValue(value as any, optional options as record)")
def _from_value(value: MValue, given: MRecord | None = None) -> MTable:
    name = options(given, "DefaultColumnName").get("DefaultColumnName", "Value")
    if kind(value) in {"table", "record"}:
        raise NotModelled("Table.FromValue of a table or record")
    return MTable((name,), [(item,) for item in (value if isinstance(value, list) else [value])])


@function("Table.ToRows(table as table)")
def _to_rows(of: MTable) -> list[MValue]:
    return [list(row) for row in of.rows]


@function("Table.ToRecords(table as table)")
def _to_records(of: MTable) -> list[MValue]:
    return list(of.records())


@function("Table.ToColumns(table as table)")
def _to_columns(of: MTable) -> list[MValue]:
    return [of.column(name) for name in of.columns]


@function("Table.ToList(table as table, optional combiner as function)")
def _to_list(of: MTable, combiner: MFunction | None = None) -> list[MValue]:
    if combiner is None:
        raise NotModelled("Table.ToList without a combiner")
    return [attempt(combiner, list(row)) for row in of.rows]


@function("Table.ColumnNames(table as table)")
def _column_names(of: MTable) -> list[MValue]:
    return list(of.columns)


@function("Table.Column(table as table, column as text)")
def _column(of: MTable, name: str) -> list[MValue]:
    return of.column(name)


@function("Table.HasColumns(table as table, columns as any)")
def _has(of: MTable, wanted: MValue) -> bool:
    return all(name in of.columns for name in names(wanted))


@function("Table.ColumnsOfType(table as table, listOfTypes as list)")
def _of_type(of: MTable, wanted: list[MValue]) -> list[MValue]:
    kinds = {(one.kind, one.facet) for one in read_all(wanted)}
    return [name for name in of.columns if (of.types.get(name, ANY).kind, of.types.get(name, ANY).facet) in kinds]


@function("Table.RowCount(table as table)")
def _row_count(of: MTable) -> int:
    return len(of.rows)


@function("Table.ColumnCount(table as table)")
def _column_count(of: MTable) -> int:
    return len(of.columns)


@function("Table.IsEmpty(table as table)")
def _is_empty(of: MTable) -> bool:
    return not of.rows


@function("Table.Buffer(table as table, optional options as record)")
def _buffer(of: MTable, given: MRecord | None = None) -> MTable:
    options(given)
    return of


@function("Table.FirstValue(table as table, optional default as any)")
def _first_value(of: MTable, default: MValue = None) -> MValue:
    return read(of.rows[0][0]) if of.rows and of.columns else default


@function("Table.First(table as table, optional default as any)")
def _first(of: MTable, default: MValue = None) -> MValue:
    return of.records()[0] if of.rows else default


@function("Table.Last(table as table, optional default as any)")
def _last(of: MTable, default: MValue = None) -> MValue:
    return of.records()[-1] if of.rows else default


@function("Table.Combine(tables as list, optional columns as any)")
def _combine(tables: list[MValue], columns: MValue = None) -> MTable:
    found = combine(read_all(tables))
    if columns is None:
        return found
    wanted, types = columns_of(columns, 0)
    places = [found.columns.index(name) if name in found.columns else None for name in wanted]
    return MTable(wanted, [tuple(None if at is None else row[at] for at in places) for row in found.rows], types)


@function("Table.PromoteHeaders(table as table, optional options as record)")
def _promote(of: MTable, given: MRecord | None = None) -> MTable:
    """The first row becomes the names: "By default, only text or number values are promoted to headers".

    How a name that comes twice is changed is not documented, so it is refused: make names unique first.
    """
    chosen = options(given, "PromoteAllScalars", "Culture")
    if not of.rows:
        return of
    found = [_header(read(cell), i, chosen) for i, cell in enumerate(of.rows[0])]
    if len(set(found)) != len(found):
        raise NotModelled("promoting two equal headers")
    return MTable(tuple(found), of.rows[1:])


def _header(value: MValue, at: int, chosen: MRecord) -> str:
    if isinstance(value, str) and value:
        return value
    if kind(value) == "number" or (chosen.get("PromoteAllScalars") and value is not None and value != ""):
        return str(convert.to_text(value, chosen.get("Culture")))
    return f"Column{at + 1}"


@function("Table.DemoteHeaders(table as table)")
def _demote(of: MTable) -> MTable:
    return MTable(tuple(f"Column{i + 1}" for i in range(len(of.columns))), [of.columns, *of.rows])


@function("Table.Repeat(table as table, count as number)")
def _repeat(of: MTable, times: int) -> MTable:
    return of.with_rows(of.rows * count(times))


@function("Table.InsertRows(table as table, offset as number, rows as list)")
def _insert(of: MTable, offset: int, rows: list[MValue]) -> MTable:
    if count(offset, "offset") > len(of.rows):
        raise MError("The 'offset' argument is out of range.")
    new = [tuple(settle(record.cells[record.index[name]]) for name in of.columns) for record in read_all(rows)]
    return of.with_rows([*of.rows[:offset], *new, *of.rows[offset:]])
