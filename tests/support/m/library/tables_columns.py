"""Table functions about columns: choose, name, add, change, split, expand."""

from collections.abc import Callable

from support.m import convert
from support.m.errors import MError, NotModelled
from support.m.library.records import MISSING_IGNORE, MISSING_NULL, names
from support.m.library.tables_make import EXTRA_IGNORE, spread
from support.m.library.text import folding, upper
from support.m.registry import function, options
from support.m.values import MFunction, MRecord, MTable, MType, MValue, attempt, read, read_all, settle


def pick(of: MTable, wanted: list[str], missing: int | None = None) -> MTable:
    """Return the columns in the order wanted."""
    if missing == MISSING_IGNORE:
        wanted = [name for name in wanted if name in of.columns]
    absent = next((name for name in wanted if name not in of.columns), None)
    if absent is not None and missing != MISSING_NULL:
        raise MError(f"The field '{absent}' of the record wasn't found.")
    places = [of.columns.index(name) if name in of.columns else None for name in wanted]
    types = {name: of.types[name] for name in wanted if name in of.types}
    return MTable(tuple(wanted), [tuple(None if at is None else row[at] for at in places) for row in of.rows], types)


@function("Table.SelectColumns(table as table, columns as any, optional missingField as number)")
def _select(of: MTable, wanted: MValue, missing: int | None = None) -> MTable:
    return pick(of, names(wanted), missing)


@function("Table.RemoveColumns(table as table, columns as any, optional missingField as number)")
def _remove(of: MTable, unwanted: MValue, missing: int | None = None) -> MTable:
    gone = names(unwanted)
    if not missing:
        for name in gone:
            of.at(name)
    return pick(of, [name for name in of.columns if name not in gone])


@function("Table.ReorderColumns(table as table, columnOrder as list, optional missingField as number)")
def _reorder(of: MTable, order: list[MValue], missing: int | None = None) -> MTable:
    wanted = names(order)
    if missing == MISSING_IGNORE:
        wanted = [name for name in wanted if name in of.columns]
    elif missing == MISSING_NULL and not set(wanted) <= set(of.columns):
        raise NotModelled("reordering columns that are missing")
    for name in wanted:
        of.at(name)
    following = iter(wanted)
    return pick(of, [next(following) if name in wanted else name for name in of.columns])


def pairs(value: list[MValue]) -> list[list[MValue]]:
    """Return ``{a, b}`` or a list of such as a list of lists."""
    found = read_all(value)
    if found and not isinstance(found[0], list):
        found = [found]
    return [read_all(inner) for inner in found]


@function("Table.RenameColumns(table as table, renames as list, optional missingField as number)")
def _rename(of: MTable, renames: list[MValue], missing: int | None = None) -> MTable:
    new, types = list(of.columns), dict(of.types)
    for old, name in pairs(renames):
        if old not in of.columns and missing == MISSING_IGNORE:
            continue
        if missing == MISSING_NULL:
            raise NotModelled("renaming a column that is missing to null")
        new[of.at(old)] = name
        if old in of.types:
            types[name] = of.types[old]
    return MTable(tuple(new), of.rows, {name: types[name] for name in new if name in types})


@function("Table.TransformColumnNames(table as table, nameGenerator as function, optional options as record)")
def _transform_names(of: MTable, change: MFunction, given: MRecord | None = None) -> MTable:
    chosen = options(given, "MaxLength", "Comparer")
    longest, fold = chosen.get("MaxLength"), folding(chosen.get("Comparer"))
    found: list[str] = []
    for name in of.columns:
        new = change(name)[:longest]
        if longest is None and new in found:
            raise NotModelled("two columns of one name")
        found.append(_unique(new, found, longest, fold=fold))
    return MTable(tuple(found), of.rows)


def _unique(name: str, taken: list[str], longest: int | None, *, fold: bool) -> str:
    def known(text: str) -> bool:
        return any((upper(text) == upper(other)) if fold else (text == other) for other in taken)

    candidate, number = name, 1
    while known(candidate):
        candidate = name[: (longest or len(name)) - len(str(number))] + str(number)
        number += 1
    return candidate


@function("Table.PrefixColumns(table as table, prefix as text)")
def _prefix(of: MTable, prefix: str) -> MTable:
    return MTable(tuple(f"{prefix}.{name}" for name in of.columns), of.rows)


@function(
    "Table.AddColumn(table as table, newColumnName as text, columnGenerator as function, optional columnType as type)"
)
def _add(of: MTable, name: str, make: MFunction, wanted: MType | None = None) -> MTable:
    rows = [(*row, attempt(make, record)) for row, record in zip(of.rows, of.records(), strict=True)]
    return MTable((*of.columns, name), rows, {**of.types, **({name: wanted} if wanted else {})})


@function(
    "Table.AddIndexColumn(table as table, newColumnName as text, optional initialValue as number,"
    " optional increment as number, optional columnType as type)"
)
def _add_index(
    of: MTable, name: str, first: float | None = None, step: float | None = None, wanted: MType | None = None
) -> MTable:
    start, by = first or 0, 1 if step is None else step
    rows = [(*row, start + by * i) for i, row in enumerate(of.rows)]
    return MTable((*of.columns, name), rows, {**of.types, **({name: wanted} if wanted else {})})


@function(
    "Table.DuplicateColumn(table as table, columnName as text, newColumnName as text, optional columnType as type)"
)
def _duplicate(of: MTable, name: str, new: str, wanted: MType | None = None) -> MTable:
    at = of.at(name)
    return MTable((*of.columns, new), [(*row, row[at]) for row in of.rows], of.types)


def change_cells(of: MTable, changes: dict[int, Callable[[MValue], MValue]], types: dict[str, MType]) -> MTable:
    """Return the table with some columns changed cell by cell; a change that fails leaves an error in its cell."""
    rows = []
    for row in of.rows:
        cells = list(row)
        for at, change in changes.items():
            if cells[at].__class__ is not MError:
                cells[at] = attempt(change, cells[at])
        rows.append(tuple(cells))
    return MTable(of.columns, rows, {**of.types, **types})


@function(
    "Table.TransformColumns(table as table, transformOperations as list,"
    " optional defaultTransformation as function, optional missingField as number)"
)
def _transform(
    of: MTable, operations: list[MValue], default: MFunction | None = None, missing: int | None = None
) -> MTable:
    changes: dict[int, Callable[[MValue], MValue]] = {}
    types: dict[str, MType] = {}
    for name, change, *wanted in pairs(operations):
        if name not in of.columns and missing == MISSING_IGNORE:
            continue
        if name not in of.columns and missing == MISSING_NULL:
            of = MTable((*of.columns, name), [(*row, None) for row in of.rows], of.types)
            continue
        if of.at(name) in changes:
            raise NotModelled("two operations on one column")
        changes[of.at(name)] = change
        if wanted:
            types[name] = wanted[0]
    if default is not None:
        changes = {at: changes.get(at, default) for at in range(len(of.columns))}
    return change_cells(of, changes, types)


@function("Table.TransformColumnTypes(table as table, typeTransformations as list, optional culture as any)")
def _transform_types(of: MTable, wanted: list[MValue], given: MValue = None) -> MTable:
    chosen = options(given if isinstance(given, MRecord) else None, "Culture", "MissingField")
    culture = given if isinstance(given, str) else chosen.get("Culture")
    missing = chosen.get("MissingField")
    changes: dict[int, Callable[[MValue], MValue]] = {}
    types: dict[str, MType] = {}
    for name, kind in pairs(wanted):
        if name not in of.columns and missing == MISSING_IGNORE:
            continue
        types[name] = kind
        if name not in of.columns and missing == MISSING_NULL:
            of = MTable((*of.columns, name), [(*row, None) for row in of.rows], of.types)
            continue
        change = convert.converter(kind)
        changes[of.at(name)] = lambda value, change=change: change(value, culture)
    return change_cells(of, changes, types)


@function(
    "Table.ReplaceValue(table as table, oldValue as any, newValue as any, replacer as function,"
    " columnsToSearch as list)"
)
def _replace(of: MTable, old: MValue, new: MValue, replacer: MFunction, where: list[MValue]) -> MTable:
    places = {of.at(name) for name in names(where)}
    rows = []
    for row, record in zip(of.rows, of.records(), strict=True):
        before = old(record) if isinstance(old, MFunction) else old
        after = new(record) if isinstance(new, MFunction) else new
        rows.append(tuple(
            attempt(replacer, cell, before, after) if at in places and cell.__class__ is not MError else cell
            for at, cell in enumerate(row)
        ))  # fmt: skip
    return of.with_rows(rows)


@function("Table.ReplaceErrorValues(table as table, errorReplacement as list)")
def _replace_errors(of: MTable, replacements: list[MValue]) -> MTable:
    by = {of.at(name): value for name, value in pairs(replacements)}
    return of.with_rows([
        tuple(by[at] if at in by and cell.__class__ is MError else cell for at, cell in enumerate(row))
        for row in of.rows
    ])  # fmt: skip


@function(
    "Table.SplitColumn(table as table, sourceColumn as text, splitter as function, optional columnNamesOrNumber as any,"
    " optional default as any, optional extraColumns as any)"
)
def _split(
    of: MTable, name: str, splitter: MFunction, wanted: MValue = None, default: MValue = None, extra: int | None = None
) -> MTable:
    at = of.at(name)
    parts = [list(splitter(read(row[at]))) for row in of.rows]
    if isinstance(wanted, list):
        new = names(wanted)
    else:
        new = [f"{name}.{i + 1}" for i in range(wanted or max(map(len, parts), default=1))]
    rows = [
        row[:at] + spread(part, len(new), default, EXTRA_IGNORE if extra is None else extra) + row[at + 1 :]
        for row, part in zip(of.rows, parts, strict=True)
    ]
    return MTable((*of.columns[:at], *new, *of.columns[at + 1 :]), rows)


@function("Table.CombineColumns(table as table, sourceColumns as list, combiner as function, column as text)")
def _combine(of: MTable, sources: list[MValue], combiner: MFunction, name: str) -> MTable:
    places = [of.at(source) for source in names(sources)]
    keep = [at for at in range(len(of.columns)) if at not in places]
    before = [at for at in keep if at < min(places)]
    after = [at for at in keep if at > min(places)]

    def spliced(row: tuple[MValue, ...], value: MValue) -> tuple[MValue, ...]:
        return (*(row[at] for at in before), value, *(row[at] for at in after))

    rows = [spliced(row, attempt(combiner, [row[at] for at in places])) for row in of.rows]
    return MTable(spliced(of.columns, name), rows)


def _new_names(fields: list[str], new: MValue) -> list[str]:
    found = names(new) if new is not None else fields
    if len(found) != len(fields):
        raise MError("The number of new names differs from the number of columns.")
    return found


@function(
    "Table.ExpandTableColumn(table as table, column as text, columnNames as list, optional newColumnNames as list)"
)
def _expand_table(of: MTable, name: str, fields: list[MValue], new: MValue = None) -> MTable:
    """A row for each inner row; null and an empty table leave one row of nulls."""
    at, wanted = of.at(name), names(fields)
    rows = []
    for row in of.rows:
        inner = read(row[at])
        if inner is None or not inner.rows:
            rows.append((*row[:at], *([None] * len(wanted)), *row[at + 1 :]))
            continue
        places = [inner.columns.index(field) if field in inner.columns else None for field in wanted]
        rows += [
            (*row[:at], *(None if place is None else cells[place] for place in places), *row[at + 1 :])
            for cells in inner.rows
        ]
    return MTable((*of.columns[:at], *_new_names(wanted, new), *of.columns[at + 1 :]), rows)


@function("Table.ExpandListColumn(table as table, column as text)")
def _expand_list(of: MTable, name: str) -> MTable:
    at = of.at(name)
    rows = []
    for row in of.rows:
        inner = read(row[at])
        items = inner.records() if isinstance(inner, MTable) else inner
        rows += [(*row[:at], item, *row[at + 1 :]) for item in (items or [None])]
    return of.with_rows(rows)


@function(
    "Table.ExpandRecordColumn(table as table, column as text, fieldNames as list, optional newColumnNames as list)"
)
def _expand_record(of: MTable, name: str, fields: list[MValue], new: MValue = None) -> MTable:
    at, wanted = of.at(name), names(fields)

    def cells(record: MRecord | None) -> tuple[MValue, ...]:
        if record is None:
            return (None,) * len(wanted)
        return tuple(settle(record.cells[record.index[field]]) if field in record else None for field in wanted)

    rows = [(*row[:at], *cells(read(row[at])), *row[at + 1 :]) for row in of.rows]
    return MTable((*of.columns[:at], *_new_names(wanted, new), *of.columns[at + 1 :]), rows)
