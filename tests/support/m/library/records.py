"""Record functions."""

from support.m.errors import MError, NotModelled
from support.m.operators import merge
from support.m.registry import function
from support.m.type_values import ANY
from support.m.values import MFunction, MRecord, MTable, MType, MValue, attempt, read, read_all, settle

MISSING_IGNORE, MISSING_NULL = 1, 2


def names(value: MValue) -> list[str]:
    """Return one name or a list of names as a list."""
    found = [value] if isinstance(value, str) else read_all(value)
    if not all(isinstance(name, str) for name in found):
        raise MError("A list of names is expected.")
    return found


@function("Record.Field(record as record, field as text)")
def _field(record: MRecord, name: str) -> MValue:
    return record[name]


@function("Record.FieldOrDefault(record as nullable record, field as text, optional defaultValue as any)")
def _field_or(record: MRecord | None, name: str, default: MValue = None) -> MValue:
    return default if record is None else record.get(name, default)


@function("Record.FieldNames(record as record)")
def _names(record: MRecord) -> list[MValue]:
    return list(record)


@function("Record.FieldValues(record as record)")
def _values(record: MRecord) -> list[MValue]:
    return list(record.settled().values())


@function("Record.ToList(record as record)")
def _to_list(record: MRecord) -> list[MValue]:
    return list(record.settled().values())


@function("Record.FieldCount(record as record)")
def _count(record: MRecord) -> int:
    return len(record)


@function("Record.HasFields(record as record, fields as any)")
def _has(record: MRecord, wanted: MValue) -> bool:
    return all(name in record for name in names(wanted))


@function("Record.FromList(list as list, fields as any)")
def _from_list(items: list[MValue], fields: MValue) -> MRecord:
    wanted = list(fields.fields or {}) if isinstance(fields, MType) else names(fields)
    if len(wanted) != len(items):
        raise MError("The number of values differs from the number of fields.")
    return MRecord.of(dict(zip(wanted, items, strict=True)))


@function("Record.ToTable(record as record)")
def _to_table(record: MRecord) -> MTable:
    return MTable(("Name", "Value"), list(record.settled().items()), {"Value": ANY})


@function("Record.FromTable(table as table)")
def _from_table(table: MTable) -> MRecord:
    pairs = [(read(row["Name"]), settle(row.cells[row.index["Value"]])) for row in table.records()]
    if len({name for name, _ in pairs}) != len(pairs):
        raise MError("A field of the record is named twice.")
    return MRecord.of(dict(pairs))


@function("Record.AddField(record as record, fieldName as text, value as any, optional delayed as logical)")
def _add(record: MRecord, name: str, value: MValue, delayed: bool | None = None) -> MRecord:
    if delayed:
        raise NotModelled("a delayed field")
    if name in record:
        raise MError(f"The field '{name}' already exists in the record.")
    return MRecord.of({**record.settled(), name: value})


@function("Record.Combine(records as list)")
def _combine(records: list[MValue]) -> MRecord:
    found = MRecord({}, ())
    for record in read_all(records):
        found = merge(found, record)
    return found


@function("Record.SelectFields(record as record, fields as any, optional missingField as number)")
def _select(record: MRecord, fields: MValue, missing: int | None = None) -> MRecord:
    return MRecord.of({
        name: settle(record.cells[record.index[name]]) if name in record else _missing(record, name, missing)
        for name in names(fields)
        if name in record or missing != MISSING_IGNORE
    })  # fmt: skip


def _missing(record: MRecord, name: str, missing: int | None) -> MValue:
    return None if missing == MISSING_NULL else record[name]


@function("Record.RemoveFields(record as record, fields as any, optional missingField as number)")
def _remove(record: MRecord, fields: MValue, missing: int | None = None) -> MRecord:
    unwanted = names(fields)
    if missing is None:
        for name in unwanted:
            if name not in record:
                raise MError(f"The field '{name}' of the record wasn't found.")
    return MRecord.of({name: value for name, value in record.settled().items() if name not in unwanted})


@function("Record.TransformFields(record as record, transformOperations as list, optional missingField as number)")
def _transform(record: MRecord, operations: list[MValue], missing: int | None = None) -> MRecord:
    fields = record.settled()
    for name, change in pairs(operations):
        if name not in fields:
            if missing == MISSING_IGNORE:
                continue
            raise MError(f"The field '{name}' of the record wasn't found.")
        fields[name] = attempt(lambda change=change, name=name: change(record[name]))
    return MRecord.of(fields)


def pairs(operations: list[MValue]) -> list[tuple[str, MFunction]]:
    """Return ``{name, function}`` or a list of such pairs as a list of pairs."""
    found = read_all(operations)
    if found and not isinstance(found[0], list):
        found = [found]
    return [(read_all(pair)[0], read_all(pair)[1]) for pair in found]
